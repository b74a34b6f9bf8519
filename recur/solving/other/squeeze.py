"""T(n) = Σ aᵢ(n) T(gᵢ(n)) + f(n), aᵢ, f ≥ 0, between two recurrences with one call each.

From above: let F ≥ f rise, A = max(1, Σ aᵢ) rise, and g be the largest of the sizes. The solution of
U(n) = A·U(g(n)) + F(n) rises, so by induction T(n) ≤ Σ aᵢ U(gᵢ(n)) + f(n) ≤ U(n) once U starts above T.
From below: what is left out of a sum of nonnegative terms only makes it smaller, T(n) ≥ aᵢ T(gᵢ(n)) + f(n) for each i;
and where f rises at least up to constants and Σ aᵢ ≥ 1, every call may be counted at the smallest size.
A bound so found holds for the smaller calls too. Put in their place it leaves a recurrence of the principal calls,
those of the largest kind of size, which often gives a sharper bound, and so on: bootstrapping.
Where the two agree the bound is tight; otherwise they are what is proved of T.
Source: the substitution method, CLRS 4e, section 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from recur.asymptotics import UNIT, Between, Monomial, expand, monomials
from recur.asymptotics.growth import Growth, lower_bound, monomial_formula, upper_bound
from recur.model import Bounds, Expr, OtherShape, Recurrence, Solution, Step, Unmet, expressions as ex, limits, step
from recur.model.errors import RecurError, Undecided
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.numbers import real
from recur.solving.divide_and_conquer.fractions import leaves
from recur.solving.order import method
from recur.solving.problem import Problem, Shrink, never_negative

SOURCE = "CLRS 4e, section 4.3 (substitution method)"
Weighted: TypeAlias = tuple[Expr, Expr]  # a·T(g) as (a, g)
#: From the largest sizes to the smallest.
_KINDS = (Shrink.DECREMENT, Shrink.FRACTION, Shrink.SUBLINEAR, Shrink.CONSTANT)
_ROUNDS = 4
_STEPS = 20_000  # for one recurrence beside T, which takes some hundred as a rule


@frozen
class Side:
    """One bound: the recurrence beside T, what solving it proved, and the bound that it was made with."""

    recurrence: Recurrence
    told: Solution
    growth: Growth
    before: Side | None = None


@method(
    "squeeze",
    source=SOURCE,
    summary="Σ aᵢ(n) T(gᵢ(n)) + f(n), nothing negative: between recurrences with one call",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    _require_nonnegative(problem)
    upper = None if r.relation == ">=" else _sharpened(problem, _best(problem, _majorants(problem), "O"), "O")
    lower = None if r.relation == "<=" else _sharpened(problem, _best(problem, _minorants(problem), "Ω"), "Ω")
    if upper is None and lower is None:
        raise Unmet("a solvable recurrence with one call", "no recurrence with one call beside it is solved")
    bounds = Bounds(*(None if side is None else side.growth for side in (lower, upper)))
    return Solution(
        r,
        bounds,
        "squeeze",
        None,
        step("{t} lies between the solutions of simpler recurrences.", t=r.left),
        tuple(s for kind, side in (("O", upper), ("Ω", lower)) if side is not None for s in _told(side, kind, r.left)),
        assumptions=() if r.initial else (step("{t} for small {n}.", t=_theta_one(r), n=ex.Symbol(r.variable)),),
    )


def _theta_one(r: Recurrence) -> Expr:
    return ex.Relation("=", r.left, ex.Asymptotic("Θ", ex.ONE))


def _require_nonnegative(problem: Problem) -> None:
    r = problem.recurrence
    calls = _calls(problem)
    if r.nonlinear:
        raise OtherShape(
            "linear in the calls", "the calls stand inside {x}, not in a sum of multiples", x=r.nonlinear[0]
        )
    if len(calls) < 2:
        raise OtherShape("several calls", "there is a single call, and leaving it out leaves the driving function")
    for coefficient, _ in calls:
        if not never_negative(coefficient, r.variable):
            raise Unmet("nonnegative coefficients", "the coefficient {a} may be negative", a=coefficient)
    if not never_negative(problem.driving_term, r.variable) or leaves(problem) == "negative":
        raise Unmet("nonnegative terms", "the driving function or a base value may be negative")


def _majorants(problem: Problem) -> Iterator[Recurrence]:
    """Every call at the largest size, at least one of them, and a driving function that rises."""
    high, m = problem.tolls[1], _toll(problem, "O")
    if high is None or (m is None and not high.is_zero):
        return
    calls = _calls(problem)
    total = _weight(calls)
    size = _extreme(calls, problem.variable, 1)
    if _keeps_rising(total, problem.variable):
        yield _with_calls(problem, [(total, size)], _term("O", _rising(m), problem.variable))


def _minorants(problem: Problem) -> Iterator[Recurrence]:
    """Each call alone; the principal calls; then every call at the smallest size."""
    r, m = problem.recurrence, _toll(problem, "Ω")
    driving = _term("Ω", m, r.variable)
    calls = _calls(problem)
    for call in calls:
        yield replace(_with_calls(problem, [call], driving), initial=r.initial)
    principal, smaller = _by_kind(problem)
    if len(principal) > 1 and smaller:
        yield replace(_with_calls(problem, principal, driving), initial=r.initial)
    total = _weight(calls)
    steady = m is None or monomials.compare(m, UNIT) >= 0
    if leaves(problem) == "positive" and steady and _keeps_rising(total, r.variable):
        yield _with_calls(problem, [(total, _extreme(calls, r.variable, -1))], driving)


def _calls(problem: Problem) -> list[Weighted]:
    """The calls whose size grows with n: coefficient and size."""
    return [(c.coefficient, c.argument) for c in problem.calls if c.shrink is not Shrink.CONSTANT]


def _weight(calls: list[Weighted]) -> Expr:
    return ex.add(*(coefficient for coefficient, _ in calls))


def _toll(problem: Problem, kind: str) -> Monomial | None:
    """What bounds the driving term from above or from below; None where it is 0 or nothing is known."""
    toll = problem.tolls[1 if kind == "O" else 0]
    return None if toll is None or toll.is_zero else upper_bound(toll) if kind == "O" else lower_bound(toll)


def _term(kind: str, m: Monomial | None, variable: str) -> Expr:
    return ex.ZERO if m is None else ex.Asymptotic(kind, monomial_formula(m, variable))


def _rising(m: Monomial | None) -> Monomial | None:
    return None if m is None else m if monomials.compare(m, UNIT) >= 0 else UNIT


def _extreme(calls: list[Weighted], variable: str, sign: int) -> Expr:
    """The size that is the largest (sign 1) or the smallest (−1) for large n."""
    best = calls[0][1]
    for _, size in calls[1:]:
        difference = expand(ex.subtract(size, best), variable)
        if difference.is_zero:
            continue
        c = difference.lead[1]
        if isinstance(c, Between):
            raise Unmet("sizes in a known order", "the sizes {x} and {y} have no fixed order", x=size, y=best)
        if real.sign(c) == sign:
            best = size
    return best


def _keeps_rising(weight: Expr, variable: str) -> bool:
    """Whether U(n) = weight·U(g(n)) + F(n) rises where g and F do."""
    return _rises(weight, variable) and _at_least_one(weight, variable)


def _rises(x: Expr, variable: str) -> bool:
    """Whether x never falls, seen from its form: constants, n, log n, n + c, and positive sums and products of them."""
    match x:
        case ex.Number():
            return True
        case ex.Add(parts):
            return all(_rises(part, variable) for part in parts)
        case ex.Mul(parts):
            return all(_rises(part, variable) and never_negative(part, variable) for part in parts)
        case ex.Log(argument):
            return argument == ex.Symbol(variable) and never_negative(x, variable)
        case ex.Apply("floor" | "ceiling" | "factorial", (argument,)):
            return _rises(argument, variable)
    return x == ex.Symbol(variable) or variable not in ex.symbols(x)


def _at_least_one(x: Expr, variable: str) -> bool:
    """Whether x ≥ 1 for large n."""
    try:
        difference = expand(ex.subtract(x, ex.ONE), variable)
        if difference.is_zero:
            return True
        c = difference.lead[1]
        return not isinstance(c, Between) and real.sign(c) > 0
    except Undecided:
        return False


def _best(problem: Problem, beside: Iterator[Recurrence], kind: str) -> Side | None:
    """The sharpest bound among the recurrences that are solved."""
    found: Side | None = None
    for recurrence in beside:
        side = _bound(problem, recurrence, kind)
        if side is not None and (found is None or _is_sharper(side.growth, found.growth, kind)):
            found = side
    return found


def _bound(problem: Problem, recurrence: Recurrence, kind: str) -> Side | None:
    try:
        with limits.work_limit(_STEPS):
            told = problem.solve(recurrence)
    except RecurError:
        return None
    growth = told.bounds.upper if kind == "O" else told.bounds.lower
    return None if growth is None or growth.is_zero or told.where else Side(recurrence, told, growth)


def _is_sharper(one: Growth, other: Growth, kind: str) -> bool:
    try:
        return one < other if kind == "O" else one > other
    except Undecided:
        return False


def _sharpened(problem: Problem, side: Side | None, kind: str) -> Side | None:
    """The bound put in place of the smaller calls until that makes it no sharper.

    Where it would go on for ever, as from n² to n³ to n⁴, no round is better than another, and the first bound stands.
    """
    if side is None or not _by_kind(problem)[1]:
        return side
    latest = side
    for _ in range(_ROUNDS):
        again = _bound(problem, _bootstrapped(problem, latest, kind), kind)
        if again is None or not _is_sharper(again.growth, latest.growth, kind):
            return latest
        latest = replace(again, before=latest)
    return side


def _by_kind(problem: Problem) -> tuple[list[Weighted], list[Weighted]]:
    """The calls of the largest kind of size, and the smaller ones."""
    first = min((_KINDS.index(c.shrink) for c in problem.calls), default=0)
    principal = [(c.coefficient, c.argument) for c in problem.calls if c.shrink is _KINDS[first]]
    return principal, [(c.coefficient, c.argument) for c in problem.calls if c.shrink in _KINDS[first + 1 : -1]]


def _bootstrapped(problem: Problem, side: Side, kind: str) -> Recurrence:
    """The principal calls, with what is proved of T in place of the smaller ones."""
    principal, smaller = _by_kind(problem)
    bound = side.growth.expression()
    known = (ex.mul(a, ex.Asymptotic(kind, ex.substitute(bound, problem.variable, size))) for a, size in smaller)
    return _with_calls(problem, principal, ex.add(*known, _term(kind, _toll(problem, kind), problem.variable)))


def _with_calls(problem: Problem, calls: list[Weighted], driving: Expr) -> Recurrence:
    r = problem.recurrence
    kept = ex.add(*(ex.mul(a, ex.Call(r.function, (size,))) for a, size in calls))
    return Recurrence(r.function, r.variable, "=", ex.add(kept, driving), split(kept).subcalls, driving)


def _told(side: Side, kind: str, t: Expr) -> tuple[Step, ...]:
    """The bounds one after the other; how the last one is proved."""
    compared = ex.Relation("<=" if kind == "O" else ">=", t, side.recurrence.right)
    if side.before is not None:
        sentence = "This holds for the smaller calls too. Put in their place it leaves"
    elif kind == "O":
        sentence = "Every call counted at the largest size, and a driving function that rises, can only add:"
    else:
        sentence = "What is left out of a sum of nonnegative terms, or counted at a smaller size, only takes away:"
    result = ex.Relation("=", t, ex.Asymptotic(kind, side.growth.expression()))
    earlier = () if side.before is None else _told(side.before, kind, t)
    proof = step("By the method {m} this gives {result}.", m=ex.Symbol(side.told.method), result=result)
    opening = replace(step(sentence, compared, source=SOURCE), substeps=(*side.told.steps, proof))
    return (*(_shortened(one) for one in earlier), opening)


def _shortened(told: Step) -> Step:
    """Without the proof, with its result: a reader wants that of the last bound."""
    return replace(told, substeps=told.substeps[-1:])
