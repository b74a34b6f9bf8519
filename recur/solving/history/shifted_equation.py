"""The equation for n − 1 subtracted from the one for n: a sum over earlier values with a constant weight disappears.

T(n) = α Σ_{k=low}^{n−lag} T(k) + Σ cᵢ T(n − i) + f(n) becomes
T(n) = T(n − 1) + α T(n − lag) + Σ cᵢ (T(n − i) − T(n − i − 1)) + f(n) − f(n − 1), from one size later on.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2.
"""

from recur.model import Expr, InitialCondition, Recurrence, Unmet, expressions as ex
from recur.model.linearity import split
from recur.numbers.exponential_polynomials import at, exponential_polynomial, formula as terms_formula
from recur.solving.history.partial_sums import FullHistory
from recur.solving.problem import Problem


def shifted_equation(problem: Problem, full: FullHistory) -> Recurrence:
    """The linear recurrence without the sum, with as many exact first values as it needs."""
    r = problem.recurrence
    n = ex.Symbol(r.variable)
    coefficients = without_sum(full)
    calls = [ex.mul(c, ex.Call(r.function, (ex.subtract(n, ex.number(i)),))) for i, c in sorted(coefficients.items())]
    driving = difference(full.history.driving, r.variable)
    right = ex.add(*calls, driving)
    parts = split(ex.add(*calls))
    initial = _first_values(problem, max(coefficients, default=1), full.low + full.lag)
    return Recurrence(r.function, r.variable, "=", right, parts.subcalls, driving, (), initial)


def without_sum(full: FullHistory) -> dict[int, Expr]:
    """The coefficients of T(n − 1), T(n − 2), … in T(n) after the subtraction; those that are 0 are left out."""
    coefficients: dict[int, Expr] = {1: ex.ONE}
    for back, c in [(full.lag, full.alpha), *full.steps]:
        coefficients[back] = ex.add(coefficients.get(back, ex.ZERO), c)
    for back, c in full.steps:
        coefficients[back + 1] = ex.subtract(coefficients.get(back + 1, ex.ZERO), c)
    return {i: c for i, c in coefficients.items() if c != ex.ZERO}


def difference(f: Expr, variable: str) -> Expr:
    """f(n) − f(n − 1), collected where f is a sum of polynomials times exponentials."""
    n = ex.Symbol(variable)
    raw = ex.subtract(f, ex.substitute(f, variable, ex.subtract(n, ex.ONE)))
    terms = exponential_polynomial(raw, variable)
    return raw if terms is None else terms_formula(terms, variable)


def _first_values(problem: Problem, order: int, start: int) -> tuple[InitialCondition, ...]:
    """T at the stated base cases and as far as the subtracted equation does not reach; none when no base is stated.

    `start` is the first size at which the sum is not empty.
    """
    r = problem.recurrence
    base = [b for b in r.initial if b.function == r.function]
    if not base:
        return ()
    if any(b.low is None or b.relation != "=" for b in base):
        raise Unmet("exact base values", "a base value is not stated for single sizes")
    first = min(b.low for b in base if b.low is not None)
    last = max(max(b.high for b in base) + 1, first + order - 1, start - 1)
    values = problem.values(range(first, last + 1))
    if values is None:
        raise Unmet("exact base values", "the first values are not known exactly")
    return tuple(InitialCondition(r.function, n, n, ex.Number(v)) for n, v in enumerate(values, first))


def first_size_of(r: Recurrence) -> int:
    """From which size on T(n) = f(n), which holds beyond the stated values, has those values too."""
    start = max(c.high for c in r.initial) + 1
    terms = exponential_polynomial(r.driving, r.variable)
    for c in sorted(r.initial, key=lambda c: -c.high):
        if terms is None or c.high != start - 1 or c.low != c.high or c.value != ex.number(at(terms, c.high)):
            break
        start -= 1
    return start
