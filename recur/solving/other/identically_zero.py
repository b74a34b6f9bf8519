"""T(n) = Σ aᵢ T(…) with no driving term and every stated base value 0: T is 0, whatever a theorem says of T > 0."""

from fractions import Fraction

from recur.asymptotics import Growth
from recur.model import Domain, Powers, Progression, expressions as ex, index_letter, step
from recur.model.solution import Bounds, OtherShape, Solution, Unmet
from recur.solving.order import method
from recur.solving.problem import Problem

_LOOK = 64


@method(
    "identically zero",
    source="induction on the size",
    summary="no driving term and all base values 0: T(n) = 0",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    base = [c for c in r.initial if c.function == r.function]
    if problem.driving_term != ex.ZERO or r.nonlinear or r.relation != "=" or not problem.calls:
        raise OtherShape("no driving term", "there is a driving term, or the calls are not linear")
    if not base or any(not (isinstance(c.value, ex.Number) and c.value.value == 0) for c in base):
        raise Unmet("base values 0", "not every stated base value is 0")
    domain = _reached(problem)
    zero = Growth(None, r.variable)
    t = ex.Call(r.function, (ex.Symbol(r.variable),))
    return Solution(
        r,
        Bounds(zero, zero),
        "identically zero",
        None,
        step("every base value is 0 and nothing is ever added."),
        (
            step(
                "The base values are 0, and each value is a sum of multiples of smaller values, with no driving term."
            ),
            domain.told("By induction on the size {result} for {domain}.", result=ex.Relation("=", t, ex.ZERO)),
        ),
        exact=ex.ZERO,
        exact_domain=domain,
    )


def _reached(problem: Problem) -> Domain:
    """The sizes whose values the stated base cases settle: all from them on, or the powers of b."""
    r = problem.recurrence
    start = max(c.high for c in r.initial if c.function == r.function) + 1
    values = problem.values(range(start, start + _LOOK))
    if values is not None and not any(values):
        return Progression(r.variable, min(c.high if c.low is None else c.low for c in r.initial))
    if len(problem.calls) == 1 and values is None:
        ratio = problem.calls[0].ratio
        covers_one = any((c.low is None or c.low <= 1) and c.high >= 1 for c in r.initial)
        plain = problem.calls[0].offset is None and not problem.calls[0].rounded
        if covers_one and plain and isinstance(ratio, Fraction) and ratio.numerator == 1 and ratio < 1:
            return Powers(r.variable, ratio.denominator, index=index_letter(r))
    raise Unmet("base values for every size", "the stated base values do not settle the values at all larger sizes")
