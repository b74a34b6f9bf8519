"""T(n) = α(n)·Σ_{k=low}^{n−lag} T(k) + Σ cᵢ T(n − i) + f(n), of any sign, as a closed form.

The equation for n − 1 is subtracted from the one for n: at once for a constant α, divided by α(n) and α(n − 1) for an
α that varies. What is left reaches back a fixed number of sizes; it holds from one size after the equation itself, so
the values up to there come from the equation. Where no value is stated, those below it are free constants.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from recur.evaluation.equation import OUTSIDE
from recur.model import Bounds, Expr, Progression, Solution, Step, Unmet, Verification, expressions as ex, listed, step
from recur.model.errors import LimitExceeded, RecurError
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.model.recurrence import InitialCondition, Recurrence, System, letters_of, names_of
from recur.numbers import exponential_polynomials as ep
from recur.solving.first_order import finite_sums, hypergeometric
from recur.solving.first_order.finite_sums import formula_at
from recur.solving.history.earlier_values import History, WeightedSum, history_of
from recur.solving.history.partial_sums import FullHistory, full_history
from recur.solving.history.shifted_equation import difference, first_size_of, without_sum
from recur.solving.letter_ranges import with_numbers
from recur.solving.linear import general_answers
from recur.solving.linear.general_solution import constant_names
from recur.solving.linear.superposition import over_letters
from recur.solving.problem import Problem
from recur.verification.agreement import verify_exact
from recur.verification.verify import Refuted

NAME = "reduced history"
SOURCE = "Concrete Mathematics, section 2.2"
_MEMBERS, _SIZES = 3, 24
_MOST_FIRST = 200
#: a value: the rational coefficient of each product of letters
Value = dict[Expr, Fraction]


@frozen
class FirstValues:
    """The values at low, low + 1, …, and the free constants among them with the size each stands for."""

    low: int
    values: tuple[Value, ...]
    constants: tuple[tuple[str, int], ...]

    @property
    def last(self) -> int:
        return self.low + len(self.values) - 1

    def conditions(self, function: str) -> tuple[InitialCondition, ...]:
        return tuple(InitialCondition(function, n, n, _formula(v)) for n, v in enumerate(self.values, self.low))


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with its closed form; `found` as it is where there is none to add."""
    r = problem.recurrence
    if r.relation != "=" or (found is not None and found.exact is not None):
        return found
    try:
        history = history_of(problem)
        weight, history = _over_index(history)
        full = full_history(problem, history)
        if not full.history.exact or (weight != ex.ONE and (full.lag != 1 or full.steps)):
            return found
        first = _first_values(problem, full)
        reduced = None if first is None else _reduced(problem, full, weight, first)
        whole = None if reduced is None else _form(problem, reduced)
        if first is None or reduced is None or whole is None or whole.exact is None:
            return found
        return _told(problem, found, first, reduced, whole)
    except LimitExceeded:
        raise
    except (Unmet, RecurError, *OUTSIDE):  # the equation has no value at one of its first sizes
        return found


def _over_index(history: History) -> tuple[Expr, History]:
    """(w(j), the history with weights free of j) where every weight is w(j) times what does not hold j."""
    index = history.index.name
    weights: list[Expr] = []
    pieces: list[WeightedSum] = []
    for piece in history.pieces:
        factors = piece.weight.factors if isinstance(piece.weight, ex.Mul) else (piece.weight,)
        over = [f for f in factors if index in ex.symbols(f)]
        weights.append(ex.mul(*over))
        pieces.append(replace(piece, weight=ex.mul(*(f for f in factors if f not in over))))
    if len(set(weights)) > 1 or len(ex.symbols(weights[0]) - {index}):
        return ex.ONE, history
    return weights[0], replace(history, pieces=tuple(pieces))


# -- the values from which everything follows --------------------------------------------------------------


def _first_values(problem: Problem, full: FullHistory) -> FirstValues | None:
    """All values up to the last stated one; constants for as many as the equation reaches back, where none is."""
    r = problem.recurrence
    own = [c for c in r.initial if c.function == r.function]
    order = max([full.lag, *(i for i, _ in full.steps)])
    if not own:
        names = islice(constant_names(names_of(r)), order)
        constants = tuple((name, full.low + i) for i, name in enumerate(names))
        return FirstValues(full.low, tuple({ex.Symbol(name): Fraction(1)} for name, _ in constants), constants)
    if any(c.low is None or c.relation != "=" for c in own):
        return None
    top, least = max(c.high for c in own), min(c.low for c in own if c.low is not None)
    begin = least if top < full.low else min(least, full.low)
    if top - begin > _MOST_FIRST:
        return None
    values: list[Value] = []
    free: list[tuple[str, int]] = []
    more = constant_names(names_of(r))
    for n in range(begin, top + 1):
        case = next((c for c in own if c.low is not None and c.low <= n <= c.high), None)
        if case is None:  # a value that the sums hold, and that is not stated
            free.append((next(more), n))
            values.append({ex.Symbol(free[-1][0]): Fraction(1)})
            continue
        value = _value(ex.substitute(case.value, r.variable, ex.number(n)), r.variable)
        if value is None:
            return None
        values.append(value)
    return FirstValues(begin, tuple(values), tuple(free))


def _value(x: Expr, variable: str) -> Value | None:
    told = over_letters(x, variable)
    if told is None:
        return None
    return {atom: Fraction(ep.at(terms, 0)) for atom, terms in told.items()}


def _formula(value: Value) -> Expr:
    return ex.add(*(ex.mul(ex.number(x), atom) for atom, x in value.items()))


def _continued(problem: Problem, full: FullHistory, weight: Expr, first: FirstValues, last: int) -> FirstValues | None:
    """The values up to `last`, by the equation itself; None where they are too many."""
    if last - first.last > _MOST_FIRST:
        return None
    known = dict(enumerate(first.values, first.low))
    for n in range(first.last + 1, last + 1):
        index = full.history.index.name
        parts = [
            (ex.mul(full.alpha, ex.substitute(weight, index, ex.number(k))), known[k])
            for k in range(full.low, n - full.lag + 1)
        ]
        parts += [(c, known[n - i]) for i, c in full.steps]
        added = _value(formula_at(full.history.driving, problem.variable, n), problem.variable)
        if added is None:
            return None
        total = dict(added)
        for factor, value in parts:
            at_n = _value(ex.substitute(factor, problem.variable, ex.number(n)), problem.variable)
            if at_n is None:
                return None
            for atom, x in value.items():
                for letter, c in at_n.items():
                    product = ex.mul(letter, atom)
                    total[product] = total.get(product, Fraction(0)) + c * x
        known[n] = {atom: x for atom, x in total.items() if x}
    return replace(first, values=tuple(known[n] for n in range(first.low, max(last, first.last) + 1)))


# -- the equation without a sum ----------------------------------------------------------------------------


@frozen
class Reduced:
    """The equation without the sum, with its first values, and how it comes about."""

    recurrence: Recurrence
    told: Step


def _reduced(problem: Problem, full: FullHistory, weight: Expr, first: FirstValues) -> Reduced | None:
    before = ex.subtract(ex.Symbol(problem.variable), ex.ONE)
    last = ex.substitute(weight, full.history.index.name, before)
    if problem.variable not in ex.symbols(full.alpha):
        return _subtracted(problem, full, weight, last, first)
    return _divided(problem, full, weight, last, first)


def _subtracted(problem: Problem, full: FullHistory, weight: Expr, last: Expr, first: FirstValues) -> Reduced | None:
    """T(n) − T(n − 1) without the sum."""
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    coefficients = without_sum(full) if weight == ex.ONE else {1: _one_more(ex.mul(full.alpha, last), n.name)}
    begin = max(first.last + 2, full.low + full.lag)
    begin = max([begin, *(at + 1 for c in coefficients.values() for at in _whole_zeros(c, n.name, begin))])
    driving = difference(full.history.driving, r.variable)
    told = step("Subtract the equation for {m} from the one for {n}:", m=ex.subtract(n, ex.ONE), n=n, source=SOURCE)
    return _linear(problem, full, weight, begin, coefficients, driving, told, first)


def _one_more(x: Expr, variable: str) -> Expr:
    """1 + x, over one denominator where x is rational."""
    told = hypergeometric.term(x, variable)
    if told is None or not told.is_rational:
        return ex.add(ex.ONE, x)
    return hypergeometric.rational_plus(hypergeometric.HypergeometricTerm(), told).formula(variable)


def _divided(problem: Problem, full: FullHistory, weight: Expr, last: Expr, first: FirstValues) -> Reduced | None:
    """T(n)/α(n) − T(n − 1)/α(n − 1) without the sum."""
    alpha = hypergeometric.term(full.alpha, problem.variable)
    if alpha is None or full.lag != 1 or full.steps:
        return None
    n = ex.Symbol(problem.variable)
    before = ex.subtract(n, ex.ONE)
    earlier = hypergeometric.term(ex.substitute(full.alpha, n.name, before), n.name)
    if earlier is None or not earlier.above:
        return None
    ratio = hypergeometric.product(alpha, hypergeometric.reciprocal(earlier))
    begin = max(first.last + 2, full.low + 1)
    added = hypergeometric.term(ex.mul(full.alpha, last), n.name)
    if added is not None and added.is_rational and ratio.is_rational:
        coefficient = hypergeometric.rational_plus(ratio, added).formula(n.name)
    else:
        coefficient = ex.add(ratio.formula(n.name), ex.mul(full.alpha, last))
    begin = max([begin, *(root + 2 for root in _whole_zeros(full.alpha, n.name, begin - 1))])
    begin = max([begin, *(root + 1 for root in _whole_zeros(coefficient, n.name, begin))])
    f = full.history.driving
    told = step("Divide the equation by {a}, and subtract the one for {m}:", a=full.alpha, m=before, source=SOURCE)
    driving = _less_earlier(f, ratio, n)
    return _linear(problem, full, weight, begin, {1: coefficient}, driving, told, first)


def _whole_zeros(alpha: Expr, variable: str, first: int) -> Iterator[int]:
    """The sizes from `first` on, among those looked at, at which it is 0: what was before is forgotten there."""
    for n in range(first, first + _MOST_FIRST):
        if ex.substitute(alpha, variable, ex.number(n)) == ex.ZERO:
            yield n


def _less_earlier(f: Expr, ratio: hypergeometric.HypergeometricTerm, n: ex.Symbol) -> Expr:
    """f(n) − ratio(n)·f(n − 1), term by term."""
    total: list[Expr] = []
    minus = hypergeometric.product(hypergeometric.HypergeometricTerm((Fraction(-1),)), ratio)
    rational = hypergeometric.HypergeometricTerm(())
    for part in f.terms if isinstance(f, ex.Add) else (f,):
        inner = part.factors if isinstance(part, ex.Mul) else (part,)
        letters = [x for x in inner if n.name not in ex.symbols(x) and not isinstance(x, ex.Number)]
        rest = ex.mul(*(x for x in inner if x not in letters))
        earlier = ex.substitute(rest, n.name, ex.subtract(n, ex.ONE))
        here, there = hypergeometric.term(rest, n.name), hypergeometric.term(earlier, n.name)
        if here is not None and there is not None and here.is_rational and there.is_rational and ratio.is_rational:
            less = hypergeometric.rational_plus(here, hypergeometric.product(minus, there))
            if letters:
                total.append(ex.mul(*letters, less.formula(n.name)) if less.above else ex.ZERO)
            else:
                rational = hypergeometric.rational_plus(rational, less)
        else:
            total += [part, ex.mul(*letters, minus.formula(n.name), earlier)]
    return ex.add(rational.formula(n.name) if rational.above else ex.ZERO, *total)


def _linear(
    problem: Problem,
    full: FullHistory,
    weight: Expr,
    begin: int,
    coefficients: dict[int, Expr],
    driving: Expr,
    told: Step,
    first: FirstValues,
) -> Reduced | None:
    """T(n) = Σ cᵢ T(n − i) + g(n) from `begin` on, with the values before."""
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    order = max(coefficients, default=0)
    last = max(begin - 1, first.low + order - 1)
    values = _continued(problem, full, weight, first, last)
    if values is None:
        return None
    calls = [ex.mul(c, ex.Call(r.function, (ex.subtract(n, ex.number(i)),))) for i, c in sorted(coefficients.items())]
    right = ex.add(*calls, driving)
    kept = values.conditions(r.function)[-max(order, 1) :]
    parts = split(ex.add(*calls))
    reduced = Recurrence(r.function, r.variable, "=", right, parts.subcalls, driving, (), kept)
    shown = ex.Relation("=", r.left, right)
    return Reduced(reduced, replace(told, display=(shown,)))


# -- its closed form ---------------------------------------------------------------------------------------


def _form(problem: Problem, reduced: Reduced) -> Solution | None:
    r = reduced.recurrence
    inner = replace(problem, recurrence=r, values=lambda sizes: None)
    if not r.subcalls:
        reason = step("no earlier value is left.")
        domain = Progression(r.variable, first_size_of(r))
        return Solution(r, Bounds(None, None), NAME, None, reason, (), exact=r.driving, exact_domain=domain)
    known: Solution | None = None
    if not letters_of(r):
        try:
            known = problem.solve(r)
        except (RecurError, Unmet):
            known = None
    whole = general_answers.completed(inner, known)
    return whole if whole is not None and whole.exact is not None else finite_sums.completed(inner, whole)


def _told(
    problem: Problem, found: Solution | None, first: FirstValues, reduced: Reduced, whole: Solution
) -> Solution | None:
    r = problem.recurrence
    assert whole.exact is not None and whole.exact_domain is not None
    held = _held(replace(r, initial=first.conditions(r.function)), whole)
    if held is None:
        return found
    steps = (reduced.told, *whole.steps)
    free = tuple((name, n) for name, n in first.constants if name in ex.symbols(whole.exact))
    if found is None:
        reason = step("subtracting the equation for the size before leaves no sum over earlier values.")
        bounds = whole.bounds if not first.constants else Bounds(None, None)
        found = Solution(r, bounds, NAME, None, reason, (), where=whole.where, leading=whole.leading)
        if found.bounds == Bounds(None, None):
            found = finite_sums.grown(found, whole.exact)
    named = {d.symbol: d for d in (*found.where, *whole.where)}
    return replace(
        found,
        exact=whole.exact,
        exact_domain=whole.exact_domain,
        exact_verification=held,
        constants=tuple(name for name, _ in free),
        steps=(*found.steps, *steps),
        where=tuple(named.values()),
        remarks=(*found.remarks, *_wish(r.function, free)),
    )


def _held(r: Recurrence, whole: Solution) -> Verification | None:
    """The form against the values that the equation gives, with numbers for the letters."""
    assert whole.exact is not None and whole.exact_domain is not None
    letters = sorted(set(letters_of(r)) - {d.symbol for d in whole.where})
    sizes = [int(n) for n in islice(whole.exact_domain.sizes(), _SIZES)]
    held: Verification | None = None
    for k in range(_MEMBERS if letters else 1):
        numbers: dict[str, Expr] = {
            name: ex.number(Fraction((-1) ** (i * k) * (3 + 4 * i + 5 * k), 1 + k)) for i, name in enumerate(letters)
        }
        try:
            member = System((with_numbers(r, numbers),))
            held = verify_exact(member, r.function, ex.substitute_all(whole.exact, numbers), sizes)
        except Refuted:
            return None
        if held.status != "checked":
            return held if not letters else None
    if letters and held is not None:
        reason = f"the closed form has the values of the equation, with {_MEMBERS} choices of numbers for its letters"
        held = Verification("checked", held.sizes, held.smallest, held.largest, reason=reason)
    return held


def _wish(function: str, free: tuple[tuple[str, int], ...]) -> tuple[Step, ...]:
    """What the constants stand for."""
    if not free:
        return ()
    named = {f"c{n}": ex.Relation("=", ex.Symbol(name), ex.Call(function, (ex.number(n),))) for name, n in free}
    said = listed([f"{{{name}}}" for name in named])
    are = "are" if len(free) > 1 else "is"
    return (Step(f"{said} {are} free; from the next size on the equation holds.", tuple(named.items())),)
