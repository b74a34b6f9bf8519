"""The equation for n − 1 subtracted from the one for n: a sum over earlier values with a constant weight disappears.

T(n) = α Σ_{k=low}^{n−lag} T(k) + Σ cᵢ T(n − i) + f(n) becomes
T(n) = T(n − 1) + α T(n − lag) + Σ cᵢ (T(n − i) − T(n − i − 1)) + f(n) − f(n − 1), from one size later on.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2.
"""

from recur.model import Expr, InitialCondition, Recurrence, Unmet, expressions as ex
from recur.model.linearity import split
from recur.numbers.exponential_polynomials import exponential_polynomial, formula as terms_formula
from recur.solving.history.partial_sums import FullHistory
from recur.solving.problem import Problem


def shifted_equation(problem: Problem, full: FullHistory) -> Recurrence:
    """The linear recurrence without the sum, with as many exact first values as it needs."""
    r = problem.recurrence
    n = ex.Symbol(r.variable)
    coefficients: dict[int, Expr] = {1: ex.ONE}

    def put(back: int, c: Expr) -> None:
        coefficients[back] = ex.add(coefficients[back], c) if back in coefficients else c

    put(full.lag, full.alpha)
    for back, c in full.steps:
        put(back, c)
        put(back + 1, ex.negate(c))
    calls = [ex.mul(c, ex.Call(r.function, (ex.subtract(n, ex.number(i)),))) for i, c in sorted(coefficients.items())]
    driving = difference(full.history.driving, r.variable)
    right = ex.add(*calls, driving)
    parts = split(ex.add(*calls))
    initial = _first_values(problem, max(coefficients), full.low + full.lag)
    return Recurrence(r.function, r.variable, "=", right, parts.subcalls, driving, (), initial)


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
