"""An upper bound in several sizes by induction over the calls: B = Π bᵐ·mᵉ with Σ coefficient·B(call)/B ≤ 1.

A size that falls by s multiplies B by b^(−s), one that is divided by c by at most c^(−e). If these add up to at most 1,
so does what the calls give: T ≤ C·B where nothing is driving. A constant driving term d is taken in by C where the sum
is below 1, and by T + d/(a − 1), a the sum of the coefficients, where it is 1 and a > 1. Source: the substitution
method, CLRS 4e, section 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recur.evaluation.equation import straight_line
from recur.model import RecurError, expressions as ex
from recur.model.records import frozen
from recur.model.several import MultivariateRecurrence, SizeRule

_HIGHEST = 64


@frozen
class _Factor:
    """bˣ·xᵉ of one size x."""

    base: Fraction = Fraction(1)
    exponent: int = 0


def holds_above(recurrence: MultivariateRecurrence, body: ex.Expr) -> bool:
    """Is T = O(body) proved by this induction? False says nothing."""
    from recur.solving.several.joint_problem import rational_value
    from recur.solving.several.joint_solver import joint_problem

    try:
        problem = joint_problem(recurrence)
    except RecurError:
        return False
    factors = _factors(body, recurrence.sizes)
    weights = [rational_value(call.coefficient) for call in problem.calls]
    driving = problem.driving.body if isinstance(problem.driving, ex.Asymptotic) else problem.driving
    cost, border = rational_value(driving), problem.constant_border()
    if factors is None or not weights or cost is None or cost < 0 or (problem.borders and border is None):
        return False
    if any(factors[name].exponent and end < 1 for name, end in _ends(problem.borders)):
        return False  # B is 0 there
    total, calls = Fraction(0), Fraction(0)
    for call, weight in zip(problem.calls, weights, strict=True):
        share = _share(call.arguments, recurrence.sizes, factors)
        if share is None or weight is None or weight <= 0:
            return False
        total, calls = total + weight * share, calls + weight
    return total < 1 or (total == 1 and (cost == 0 or calls > 1))


def _ends(borders: tuple[SizeRule, ...]) -> Iterator[tuple[str, Fraction]]:
    """The largest size at which a border ends the recursion, by name."""
    for rule in borders:
        for relation in rule.where:
            if isinstance(relation.left, ex.Symbol) and isinstance(relation.right, ex.Number):
                yield relation.left.name, relation.right.value - (relation.op == "<")


def _factors(body: ex.Expr, sizes: tuple[str, ...]) -> dict[str, _Factor] | None:
    """The factors by size; None where the formula is no product of such, or not at least a positive constant."""
    found = dict.fromkeys(sizes, _Factor())
    for x in _split(body):
        match x:
            case ex.Number(value) if value > 0:
                continue
            case ex.Symbol(name) if name in sizes:
                found[name] = _Factor(found[name].base, found[name].exponent + 1)
            case ex.Power(ex.Symbol(name), ex.Number(e)) if name in sizes and e.denominator == 1 and 0 < e <= _HIGHEST:
                found[name] = _Factor(found[name].base, found[name].exponent + int(e))
            case ex.Power(ex.Number(base), ex.Symbol(name)) if name in sizes and base >= 1:
                found[name] = _Factor(found[name].base * base, found[name].exponent)
            case _:
                return None
    return found


def _split(x: ex.Expr) -> list[ex.Expr]:
    match x:
        case ex.Mul(parts):
            return [factor for part in parts for factor in _split(part)]
        case ex.Power(base, ex.Add(parts)):
            return [factor for part in parts for factor in _split(ex.power(base, part))]
    return [x]


def _share(arguments: tuple[ex.Expr, ...], sizes: tuple[str, ...], factors: dict[str, _Factor]) -> Fraction | None:
    """B at the call over B, at most; None where a size may rise, or is 0 where it counts as a factor."""
    share = Fraction(1)
    for x, size in zip(arguments, sizes, strict=True):
        line = straight_line(x, size)
        if line is None or any(isinstance(node, ex.Apply) and node.name == "ceiling" for node in ex.walk(x)):
            return None
        slope, shift = line
        own = factors[size]
        if slope == 1 and shift.denominator == 1 and shift <= 0:
            if shift and own.exponent:
                return None
            share *= own.base ** int(shift)
        elif 0 < slope < 1 and shift <= 0:
            share *= slope**own.exponent
        else:
            return None
    return share
