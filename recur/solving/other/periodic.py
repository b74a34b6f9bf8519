"""T(n) = F(T(n − 1), …, T(n − d)) without n itself: once d consecutive values come again, the sequence is periodic.

A periodic sequence of positive values is Θ(1). The values are exact, so that coming again is a proof:
T(n − 1)/T(n − 2) has period 6, Lyness's (1 + T(n − 1))/T(n − 2) has period 5.
Source: induction on the size.
"""

from fractions import Fraction

from recur.asymptotics import UNIT, Growth
from recur.model import Bounds, Expr, OtherShape, Solution, Unmet, expressions as ex, step
from recur.numbers.exact import bits_of
from recur.solving.linear_forms import beyond
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

_FAR = 64  # values that are looked at
_MOST_DIGITS = 2000  # a value of more binary digits than this is not coming again


@method(
    "periodic values",
    about=(RecurrenceKind.PRODUCT_OF_STEPS, RecurrenceKind.NONLINEAR),
    source="induction on the size",
    summary="T(n) = F(T(n − 1), …, T(n − d)) whose exact values come again: Θ(1)",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if not r.nonlinear or r.relation != "=":
        raise OtherShape("a nonlinear recurrence", "a linear recurrence has methods of its own")
    order = _order(problem)
    base = [c for c in r.initial if c.function == r.function]
    if not base or any(c.low is None for c in base):
        raise Unmet("stated base values", "the values depend on base values that are not stated")
    first = max(min(c.low for c in base if c.low is not None), max(c.high for c in base) - order + 1)
    values = _values(problem, first)
    period, start = _period(values, order)
    cycle = values[start : start + period]
    if any(v <= 0 for v in cycle):
        raise Unmet("positive values", "a value that comes again is not positive")
    growth = Growth(UNIT, r.variable)
    at = ex.Symbol(r.variable)
    formulas: dict[str, Expr] = {f"v{i}": ex.number(v) for i, v in enumerate(cycle)}
    formulas["n"] = ex.Relation("=", at, ex.number(first + start))
    return Solution(
        r,
        Bounds(growth, growth),
        "periodic values",
        f"period {period}",
        step("the values come again and again, so they stay between two positive constants."),
        (
            step(
                "The right-hand side depends on the last {d} values alone, not on {n} itself.",
                d=ex.number(order),
                n=at,
            ),
            step(
                "From {n} on the exact values are "
                + ", ".join(f"{{v{i}}}" for i in range(period))
                + ", and then the same again.",
                **formulas,  # type: ignore[arg-type]
            ),
            step(
                "So by induction on the size the sequence has the period {p}, and it lies between {low} and {high}.",
                p=ex.number(period),
                low=ex.number(min(cycle)),
                high=ex.number(max(cycle)),
            ),
        ),
    )


def _order(problem: Problem) -> int:
    """d, when the right-hand side holds the variable only in calls T(n − i), 1 ≤ i ≤ d."""
    r = problem.recurrence
    backs: list[int] = []
    for node in ex.walk(r.right):
        if isinstance(node, ex.Range):
            raise Unmet("a fixed number of earlier values", "the right-hand side holds a {op}", op=ex.Symbol(node.op))
        if isinstance(node, ex.Call):
            back = beyond(node.arguments[0], r.variable) if node.function == r.function else None
            if back is None or back.denominator != 1 or back >= 0:
                raise Unmet("earlier values T(n − i)", "the call {x} is no such value", x=node)
            backs.append(-int(back))

    if ex.symbols(ex.with_calls_as(r.right, ex.ONE)):
        raise Unmet("an equation without n itself", "the right-hand side depends on the size directly")
    return max(backs)


def _values(problem: Problem, first: int) -> list[Fraction]:
    """Exact values from `first` on, as far as they stay short."""
    found: list[Fraction] = []
    while len(found) < _FAR and (not found or bits_of(found[-1]) <= _MOST_DIGITS):
        values = problem.values(range(first, first + len(found) + 1))
        if values is None:
            break
        found = values
    if not found:
        raise Unmet("exact values", "the first values are not known exactly")
    return found


def _period(values: list[Fraction], order: int) -> tuple[int, int]:
    """(period, start): the first stretch of `order` values that comes again."""
    seen: dict[tuple[Fraction, ...], int] = {}
    for i in range(len(values) - order + 1):
        state = tuple(values[i : i + order])
        if state in seen:
            return i - seen[state], seen[state]
        seen[state] = i
    raise Unmet("values that come again", "no stretch of {d} values comes again", d=ex.number(order))
