"""Calls T(n − c) with a constant c: what every method for sizes that fall step by step begins with."""

from fractions import Fraction

from recur.asymptotics import UNIT, Between, expand
from recur.evaluation.equation import written_shift
from recur.model import Expr, OtherShape, Step, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA
from recur.numbers import Real, real
from recur.solving.problem import Problem, RecursiveCall as SizedCall, Shrink, once


@once
def decrements(problem: Problem) -> tuple[tuple[Real, Expr], ...]:
    """(c, coefficient) of the calls T(n − c), smallest c first; a call of another shape is `Unmet`.

    Sizes that are written differently and are the same, n − 1 and n − log₂ 2, are one call.
    """
    r = problem.recurrence
    if r.nonlinear:
        raise OtherShape(
            "linear in the calls", "the calls stand inside {x}, not in a sum of multiples", x=r.nonlinear[0]
        )
    own = [call for call in problem.calls if call.shrink is not Shrink.CONSTANT]
    if not own:
        raise Unmet("a recursive call", "{f} does not call itself", f=ex.Symbol(r.function))
    for call in own:
        if call.shrink is not Shrink.DECREMENT or (call.offset is not None and call.offset != UNIT):
            raise OtherShape("calls T(n − c)", "the size {x} is not the size less a constant", x=call.argument)
    found = [(_decrement(call, r.variable), call.coefficient) for call in own]
    if len(found) > 1:
        found.sort(key=lambda pair: _whole(pair[0]))
        if len({c for c, _ in found}) < len(found):
            found = _merged(found)
            if not found:
                raise Unmet("a recursive call", "the calls of one size leave nothing of each other")
    return tuple(found)


def _merged(found: list[tuple[Real, Expr]]) -> list[tuple[Real, Expr]]:
    total: dict[Real, Expr] = {}
    for c, coefficient in found:
        total[c] = ex.add(total[c], coefficient) if c in total else coefficient
    return [(c, coefficient) for c, coefficient in total.items() if coefficient != ex.ZERO]


def _whole(c: Real) -> int:
    if not isinstance(c, Fraction):
        raise Unmet("whole decrements", "one of several decrements is not a known number")
    return int(c)


def _decrement(call: SizedCall, variable: str) -> Real:
    x = call.argument
    shift = written_shift(x, variable)
    if shift is not None:
        return _checked(-shift, x)
    _, c = expand(ex.subtract(x, ex.Symbol(variable)), variable).lead
    if isinstance(c, Between):
        raise OtherShape("calls T(n − c)", "the size {x} is not the size less a constant", x=x)
    return _checked(real.ZERO - c, x)


def _checked(c: Real, argument: Expr) -> Real:
    if isinstance(c, Fraction) and c.denominator != 1:
        raise Unmet("whole decrements", "the size {x} is not whole", x=argument)
    return c


@once
def constant_coefficients(problem: Problem) -> tuple[tuple[Real, Real], ...]:
    """(c, coefficient) of the `decrements`, each an exact number; one that varies is `Unmet`."""
    found = []
    for c, coefficient in decrements(problem):
        a = problem.constant(coefficient)
        if a is None:
            raise problem.not_constant("constant coefficients", coefficient)
        found.append((c, a))
    return tuple(found)


def small_sizes(problem: Problem, depth: int = 1) -> tuple[Step, ...]:
    """The assumption on the base where none is stated, or fewer values than the recursion reaches back."""
    r = problem.recurrence
    n = ex.Symbol(r.variable)
    own = [c for c in r.initial if c.function == r.function]
    if not own:
        base = ex.Relation("=", ex.Call(r.function, (n,)), ex.Asymptotic("Θ", ONE_FORMULA))
        return (step("{t}, positive, for small {n}.", t=base, n=n),)
    lowest = min((c.low if c.low is not None else c.high - depth for c in own), default=0)
    if max(c.high for c in own) - lowest + 1 < depth:
        return (step("{t} is not negative at the sizes below the stated base cases either.", t=r.left),)
    return ()
