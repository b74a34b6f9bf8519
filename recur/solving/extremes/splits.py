"""max or min over k of T(A(k)) + T(B(k)) + g, or of a single T, with sizes A = k + a and B = b − k: read into one form.

What matters of the range is how small each part can get: constant, a constant fraction of n, or in between.
"""

from enum import StrEnum
from fractions import Fraction

from recur.asymptotics import Between, expand, level, monomials
from recur.model import Expr, OtherShape, Unmet, expressions as ex
from recur.model.linearity import split
from recur.model.records import frozen
from recur.numbers import Real, real
from recur.solving.linear_forms import LinearForm, combined, constant_of, formula_of_form, linear_form
from recur.solving.problem import Problem, Shrink


class SmallestPart(StrEnum):
    """How small a part of the split can get."""

    CONSTANT = "a constant"
    FRACTION = "a constant fraction"
    BETWEEN = "neither constant nor a constant fraction"


@frozen
class SplitSizes:
    """The sizes ±index + rest that a call takes, from its smallest to its largest."""

    argument: Expr
    slope: int
    rest: LinearForm
    low: LinearForm
    high: LinearForm


@frozen
class Choice:
    """coefficient · op over the index of (weight · T(size), combined by `inner`, + cost).

    op is "max" or "min", inner "+", "max" or "min".
    """

    op: str
    index: str
    inner: str
    coefficient: Expr
    calls: tuple[SplitSizes, ...]
    weights: tuple[Expr, ...]
    cost: Expr
    term: ex.Range


def choice_of(problem: Problem) -> Choice:
    """The one max or min over a range of splits on the right-hand side, or the hypothesis that fails."""
    r = problem.recurrence
    if len(r.nonlinear) != 1 or any(c.shrink is not Shrink.CONSTANT for c in problem.calls):
        raise OtherShape("one max or min over a range", "the calls do not stand in a single max or min over a range")
    factors = r.nonlinear[0].factors if isinstance(r.nonlinear[0], ex.Mul) else (r.nonlinear[0],)
    term = next(f for f in factors if ex.has_call(f))
    if not isinstance(term, ex.Range) or term.op not in ("max", "min"):
        raise OtherShape("one max or min over a range", "{x} is no max or min over a range", x=r.nonlinear[0])
    coefficient = ex.mul(*(f for f in factors if f is not term))
    if ex.has_call(coefficient):
        raise OtherShape("one max or min over a range", "{x} is no multiple of a max or min", x=r.nonlinear[0])
    inner, arguments, weights, cost = _body(term.body, r.function)
    calls = tuple(_sizes(argument, term) for argument in arguments)
    return Choice(term.op, term.index, inner, coefficient, calls, weights, cost, term)


def _body(body: Expr, function: str) -> tuple[str, tuple[Expr, ...], tuple[Expr, ...], Expr]:
    """(how the calls are combined, their arguments, their coefficients, the cost) of the body."""
    parts = split(body)
    if any(call.function != function for call in parts.subcalls):
        raise Unmet("one function", "another function is called inside {x}", x=body)
    if not parts.nonlinear:
        calls = parts.subcalls
        if len(calls) == 1 and isinstance(calls[0].argument, ex.Apply) and calls[0].argument.name in ("max", "min"):
            inner = calls[0].argument
            return inner.name, inner.arguments, (calls[0].coefficient,), parts.driving
        return "+", tuple(c.argument for c in calls), tuple(c.coefficient for c in calls), parts.driving
    if len(parts.nonlinear) == 1 and not parts.subcalls:
        factors = parts.nonlinear[0].factors if isinstance(parts.nonlinear[0], ex.Mul) else (parts.nonlinear[0],)
        extreme = next(f for f in factors if ex.has_call(f))
        rest = ex.mul(*(f for f in factors if f is not extreme))
        if isinstance(extreme, ex.Apply) and extreme.name in ("max", "min") and not ex.has_call(rest):
            inner_calls = extreme.arguments
            if all(isinstance(c, ex.Call) and c.function == function for c in inner_calls):
                return extreme.name, tuple(c.children[0] for c in inner_calls), (rest,), parts.driving
    raise OtherShape("linear in the calls", "inside the {x} the calls do not stand in a sum", x=ex.Symbol("range"))


def _sizes(argument: Expr, term: ex.Range) -> SplitSizes:
    form = linear_form(argument)
    slope = form.pop(ex.Symbol(term.index), Fraction(0))
    if abs(slope) != 1 or ex.has_call(argument) or any(term.index in ex.symbols(atom) for atom in form):
        raise Unmet(
            "sizes ±k + r", "the size {x} does not move one by one with {k}", x=argument, k=ex.Symbol(term.index)
        )
    low, high = linear_form(term.low), linear_form(term.high)
    if slope > 0:
        return SplitSizes(argument, 1, form, combined(form, low), combined(form, high))
    return SplitSizes(argument, -1, form, combined(form, high, -1), combined(form, low, -1))


def smallest_part(x: LinearForm, variable: str) -> SmallestPart:
    """Whether a smallest size is constant, a constant fraction of n, or neither."""
    if constant_of(x) is not None:
        return SmallestPart.CONSTANT
    m, c = expand(formula_of_form(x), variable).lead
    if m == level(0) and not isinstance(c, Between) and real.sign(c) > 0:
        return SmallestPart.FRACTION
    if monomials.compare(m, level(0)) < 0:
        return SmallestPart.BETWEEN
    raise Unmet("sizes between 0 and n", "the size {x} leaves the range from 0 to n", x=formula_of_form(x))


def fraction(x: LinearForm, variable: str) -> Real:
    """lim x/n."""
    series = expand(formula_of_form(x), variable) if x else None
    if series is None or series.is_zero or series.lead[0] != level(0) or isinstance(series.lead[1], Between):
        return Fraction(0)
    return series.lead[1]
