"""T(n) = Σ cᵢ T(n − i) + f(n), rational cᵢ, with parts of f that are no Σ p(n)·βⁿ: sin n, n mod 3, √n, log n, 1/n.

T = U + V, where V is a particular solution for those parts and U solves the equation without them. V is found by
undetermined coefficients where the part is a wave or periodic; otherwise V(n) = Σ_k h(n − k)·f(k) with the solution h
that is 1 at 0 and 0 before (variation of constants). Each root of h leaves a sum of its own, which may close.
Source: Elaydi, An Introduction to Difference Equations, sections 2.4 and 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb

from recur.asymptotics import Between, Growth, coefficient_sign, expand, monomials
from recur.model import (
    Bounds,
    InitialCondition,
    Progression,
    Recurrence,
    Solution,
    Step,
    Undecided,
    expressions as ex,
    names_of,
    step,
    unused_name,
)
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.numbers import Polynomial
from recur.numbers.polynomials import degree
from recur.solving.first_order.finite_sums import breaks_beyond, closed_from, first_sizes, grown
from recur.solving.linear.closed_forms import ClosedForm, fit
from recur.solving.linear.general_solution import GeneralSolution, general_solution, growth_cases
from recur.solving.linear.linear_sequences import characteristic_factors
from recur.solving.linear.root_formulas import MOST_DEGREE, RootFormulas
from recur.solving.linear.superposition import over_letters, superposition
from recur.solving.linear.textbook_steps import characteristic_step, general_steps
from recur.solving.linear.undetermined_coefficients import (
    Particular,
    particular_periodic,
    particular_waves,
    periodic_of,
    waves_of,
)
from recur.solving.problem import Problem

NAME = "characteristic polynomial"
SOURCE = "Elaydi, An Introduction to Difference Equations, section 3.2"
Coefficients = Mapping[int, Fraction]
_MOST_ORDER = 12


@frozen
class DrivenForm:
    """The whole closed form, from `start` on, with its free constants and how it comes about."""

    exact: ex.Expr
    start: int
    constants: tuple[tuple[str, int], ...]
    steps: tuple[Step, ...]
    formulas: RootFormulas
    #: the homogeneous part, where no value is stated and every other part is known by its size
    general: GeneralSolution | None
    other: ex.Expr


def driven_form(problem: Problem, coefficients: Coefficients) -> DrivenForm | None:
    """The closed form; None where the driving function is Σ p(n)·βⁿ, or the roots have no formulas.

    May raise `Contradiction` where the stated values clash.
    """
    r = problem.recurrence
    f = problem.driving_term
    plain: list[ex.Expr] = []
    others: list[ex.Expr] = []
    for part in f.terms if isinstance(f, ex.Add) else (f,):
        (plain if over_letters(part, r.variable) is not None else others).append(part)
    if not others or max(coefficients) > _MOST_ORDER or any(isinstance(x, ex.ByRemainder) for x in ex.walk(f)):
        return None
    formulas = RootFormulas(r.variable, taken=names_of(r))
    particulars, summed = _found(others, coefficients, r.variable)
    if summed:
        if len(coefficients) == 1 and 1 in coefficients:
            return None  # a sum of the first order
        total = _by_impulse(problem, coefficients, ex.add(*summed), formulas)
        if total is None:
            return None
        particulars.append(total)
    v = ex.add(*(p.formula for p in particulars))
    steps = tuple(p.told for p in particulars)
    rest = _without(problem, coefficients, ex.add(*plain))
    if any(c.function == r.function for c in r.initial):
        return _with_values(problem, coefficients, rest, particulars, formulas, steps, bool(summed))
    driving = over_letters(rest.driving, r.variable)
    assert driving is not None
    general = general_solution(coefficients, driving, formulas, names_of(r))
    if general is None:
        return None
    u = general.formula(r.variable)
    start = _start(problem, coefficients, v) if summed else 0
    inner = replace(problem, recurrence=rest)
    first = characteristic_step(inner, coefficients, characteristic_factors(coefficients), formulas)
    derived = (first, *general_steps(inner, coefficients, driving, general))
    told = (*steps, _sum_step(r, rest, u, ex.add(u, v), derived))
    constants = tuple((name, start + i) for i, name in enumerate(general.constants))
    sized = None if summed or driving.keys() - {ex.ONE} else general
    return DrivenForm(ex.add(u, v), start, constants, told, formulas, sized, v)


def _found(others: list[ex.Expr], coefficients: Coefficients, variable: str) -> tuple[list[Particular], list[ex.Expr]]:
    """Particular solutions by undetermined coefficients, and what is left for a sum."""
    found: list[Particular] = []
    summed: list[ex.Expr] = []
    waves = []
    for part in others:
        told = waves_of(part, variable)
        if told is not None:
            waves += told
            continue
        periodic = periodic_of(part, variable)
        particular = None if periodic is None else particular_periodic(periodic, coefficients, variable)
        if particular is None:
            summed.append(part)
        else:
            found.append(particular)
    if waves:
        solved = particular_waves(waves, coefficients, variable)
        if solved is None:
            summed += [part for part in others if waves_of(part, variable) is not None]
        else:
            found += solved
    return found, summed


def _without(problem: Problem, coefficients: Coefficients, driving: ex.Expr) -> Recurrence:
    """The equation for U = T − V."""
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    name = unused_name(r, "UWYZHG")
    calls = [ex.mul(ex.number(c), ex.Call(name, (ex.subtract(n, ex.number(i)),))) for i, c in coefficients.items()]
    subcalls = split(ex.add(*calls)).subcalls
    return Recurrence(name, r.variable, "=", ex.add(*calls, driving), subcalls, driving)


def _with_values(
    problem: Problem,
    coefficients: Coefficients,
    rest: Recurrence,
    particulars: list[Particular],
    formulas: RootFormulas,
    steps: tuple[Step, ...],
    summed: bool,
) -> DrivenForm | None:
    """U from the stated values of T less those of V, each a letter of its own where it is no rational number."""
    r = problem.recurrence
    taken = set(names_of(r) | {rest.function})
    letters: dict[str, ex.Expr] = {}
    initial = []
    for c in (c for c in r.initial if c.function == r.function):
        if c.low is None or c.relation != "=":
            return None
        for n in range(c.low, c.high + 1):
            stated = ex.substitute(c.value, r.variable, ex.number(n))
            value = ex.subtract(stated, ex.add(*(p.at(n) for p in particulars)))
            if not isinstance(value, ex.Number):
                name = next(x for i in range(10**6) if (x := f"u_{i}") not in taken)
                taken.add(name)
                letters[name], value = value, ex.Symbol(name)
            initial.append(InitialCondition(rest.function, n, n, value))
    sequence = superposition(replace(problem, recurrence=replace(rest, initial=tuple(initial))), coefficients)
    u = None if sequence is None else sequence.formula(formulas)
    if sequence is None or u is None:
        return None
    u = ex.substitute_all(u, letters)
    exact = ex.add(u, *(p.formula for p in particulars))
    inner = replace(problem, recurrence=rest)
    first = characteristic_step(inner, coefficients, characteristic_factors(coefficients), formulas)
    told = (*steps, _sum_step(r, rest, u, exact, (first,)))
    start = max(sequence.start, _start(problem, coefficients, exact) if summed else 0)
    return DrivenForm(exact, start, sequence.constants, told, formulas, None, ex.ZERO)


def _sum_step(r: Recurrence, rest: Recurrence, u: ex.Expr, exact: ex.Expr, derived: tuple[Step, ...]) -> Step:
    left = ex.Call(rest.function, (ex.Symbol(r.variable),))
    told = step("What is left, {e}, has the solution {u}.", e=ex.Relation("=", left, rest.right), u=u, source=SOURCE)
    whole = step("So {t}.", t=ex.Relation("=", r.left, exact))
    return replace(told, substeps=(*derived, whole))


# -- variation of constants --------------------------------------------------------------------------------


def _first_size(problem: Problem, order: int) -> int | None:
    """The first size from which on the driving function has values at all sizes that the equation needs."""
    f, variable = problem.driving_term, problem.variable
    return next((s for s in first_sizes(f, variable) if not breaks_beyond(f, variable, s + order - 1)), None)


def _start(problem: Problem, coefficients: Coefficients, form: ex.Expr) -> int:
    """From which size on the sums are what they should be: a closed one is not 0 before its first term."""
    order = max(coefficients)
    last = _last_given(problem, order)
    assert last is not None
    opened = sum(isinstance(x, ex.Range) for x in ex.walk(form))
    own = any(c.function == problem.recurrence.function for c in problem.recurrence.initial)
    return last if opened < len(_roots(coefficients)) or own else last - order + 1


def _roots(coefficients: Coefficients) -> tuple[tuple[Polynomial, int], ...]:
    """The factors that leave a sum of their own, or one for all."""
    factored = characteristic_factors(coefficients)
    return factored if all(degree(q) == 1 for q, _ in factored) else factored[:1]


def _by_impulse(problem: Problem, coefficients: Coefficients, f: ex.Expr, formulas: RootFormulas) -> Particular | None:
    """Σ_{k=s+1}^n h(n − k)·f(k), 0 up to s."""
    r, order = problem.recurrence, max(coefficients)
    start = _last_given(problem, order)
    impulse = _impulse(coefficients)
    if start is None or impulse is None:
        return None
    n, k = ex.Symbol(r.variable), problem.index
    if all(degree(part.factor) == 1 for part in impulse.parts):
        formula = ex.add(*_by_roots(impulse, f, start, n, k))
    else:
        h = formulas.closed_form(impulse)
        moved = ex.substitute(h, n.name, ex.subtract(n, k))
        formula = ex.Range("sum", k.name, ex.number(start + 1), n, ex.mul(moved, ex.substitute(f, n.name, k)))
    told = step(
        "The solution that is 1 at 0 and 0 before is {h}. Each {f} sets it off anew, so a particular solution is {v}.",
        h=ex.Relation("=", ex.Call("h", (n,)), formulas.closed_form(impulse)),
        f=ex.substitute(f, n.name, k),
        v=formula,
        source=SOURCE,
    )

    def at(size: int) -> ex.Expr:
        return ex.ZERO if size <= start else ex.substitute(formula, n.name, ex.number(size))

    return Particular(formula, at, told)


def _last_given(problem: Problem, order: int) -> int | None:
    """The last size before the equation is first used."""
    own = [c for c in problem.recurrence.initial if c.function == problem.recurrence.function]
    if not own:
        first = _first_size(problem, order)
        return None if first is None else first + order - 1
    if any(c.low is None for c in own):
        return None
    stated = {n for c in own if c.low is not None for n in range(c.low, c.high + 1)}
    top = max(stated)
    if breaks_beyond(problem.driving_term, problem.recurrence.variable, top):
        return None
    return top if stated >= set(range(top - order + 1, top + 1)) else min(stated) + order - 1


def _impulse(coefficients: Coefficients) -> ClosedForm | None:
    """h with h(n) = Σ cᵢ h(n − i), h(0) = 1, h(n) = 0 for n < 0."""
    factored = characteristic_factors(coefficients)
    if any(degree(q) > MOST_DEGREE for q, _ in factored):
        return None
    values: list[Fraction] = []
    for n in range(max(coefficients)):
        earlier = sum((c * values[n - i] for i, c in coefficients.items() if i <= n), Fraction(0))
        values.append(earlier + (1 if n == 0 else 0))
    return fit(values, 0, factored)


def _by_roots(impulse: ClosedForm, f: ex.Expr, start: int, n: ex.Symbol, k: ex.Symbol) -> list[ex.Expr]:
    """ρⁿ·Σ w(n − k)·ρ^{−k}·f(k), a sum a root, closed where all its parts close."""
    found = []
    for part in impulse.parts:
        root, weights = -part.factor[0], [g[0] if g else Fraction(0) for g in part.weights]
        closed = _closed_root(root, weights, f, start, n)
        if closed is None:
            behind = ex.subtract(n, k)
            w = ex.add(*(ex.mul(ex.number(c), ex.power(behind, ex.number(j))) for j, c in enumerate(weights) if c))
            body = ex.mul(w, ex.power(ex.number(root), behind), ex.substitute(f, n.name, k))
            closed = ex.Range("sum", k.name, ex.number(start + 1), n, body)
        found.append(closed)
    return found


def _closed_root(root: Fraction, weights: list[Fraction], f: ex.Expr, start: int, n: ex.Symbol) -> ex.Expr | None:
    """Σ_j w_j Σ_i binom(j, i) n^{j−i} (−1)^i Σ_k k^i ρ^{−k} f(k), times ρⁿ."""
    polynomial: dict[int, Polynomial] = {}  # power i of k -> what stands before its sum, by powers of n
    for j, w in enumerate(weights):
        for i in range(j + 1):
            before = polynomial.get(i, (Fraction(0),) * len(weights))
            polynomial[i] = tuple(c + (w * comb(j, i) * (-1) ** i if k == j - i else 0) for k, c in enumerate(before))
    parts = []
    for i, row in polynomial.items():
        if not any(row):
            continue
        summand = ex.mul(ex.power(n, ex.number(i)), ex.power(ex.number(1 / root), n), f)
        closed = closed_from(summand, n.name, start)
        if closed is None:
            return None
        front = ex.add(*(ex.mul(ex.number(c), ex.power(n, ex.number(j))) for j, c in enumerate(row) if c))
        parts.append(ex.mul(front, closed))
    return ex.mul(ex.add(*parts), ex.power(ex.number(root), n))


# -- what is told ------------------------------------------------------------------------------------------


def with_driven_form(problem: Problem, coefficients: Coefficients, found: Solution | None) -> Solution | None:
    """The solution with the closed form of `driven_form`; `found` as it is where there is none."""
    form = driven_form(problem, coefficients)
    if form is None:
        return found
    r = problem.recurrence
    if found is None:
        reason = step("the closed form is exact, whatever its signs; its growth is not told.")
        found = Solution(r, Bounds(None, None), NAME, None, reason, ())
        found = _by_largest(problem, found, form) if form.general is not None else grown(found, form.exact)
    named = {d.symbol: d for d in found.where}
    if any(named.get(d.symbol, d) != d for d in form.formulas.definitions):
        return found
    where = tuple({**named, **{d.symbol: d for d in form.formulas.definitions}}.values())
    return replace(
        found,
        exact=form.exact,
        exact_domain=Progression(r.variable, form.start),
        constants=tuple(name for name, _ in form.constants),
        steps=(*found.steps, *form.steps),
        where=where,
    )


def _by_largest(problem: Problem, found: Solution, form: DrivenForm) -> Solution:
    """Θ by the constants that are not 0, as long as their terms outgrow the particular solution."""
    assert form.general is not None
    try:
        rows, upper, _ = growth_cases(form.general, form.formulas, problem.variable)
        size = expand(form.other, problem.variable)
        lead, c = (monomials.UNIT, None) if size.is_zero else size.lead
        driven = Growth(lead, problem.variable)
        if upper < driven:
            settled = not isinstance(c, Between) and c is not None and coefficient_sign(c) > 0
            reason = step("the particular solution grows faster than every homogeneous one.")
            return replace(found, bounds=Bounds(driven if settled else None, driven), reason=reason)
        kept = tuple(row for row in rows if row.growth is not None and driven < row.growth and row.name != "otherwise")
    except Undecided:
        return found
    reason = step("the general solution; what grows fastest depends on the constants.")
    return replace(found, bounds=Bounds(None, upper), cases=kept, reason=reason)
