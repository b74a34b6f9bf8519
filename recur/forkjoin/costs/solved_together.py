"""Costs in several sizes that no product of growths in one size each is: C(m+n, n) of lattice paths, min(m, n)².

The recurrence itself is solved as one of several sizes. With Θ(1) wherever a size is small it is the one that states no
border, and its Θ holds for all ways in which the sizes grow.
"""

from __future__ import annotations

from fractions import Fraction

from recur.asymptotics.several_sizes import JointGrowth
from recur.forkjoin.costs.falling_sizes import JointEquation
from recur.forkjoin.costs.joint_growths import JointScale
from recur.forkjoin.costs.lecture_notation import Split, split_form
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Expr, LimitExceeded, RecurError, expressions as ex
from recur.model.several import MultivariateRecurrence, SizeRule

_MOST_CALLS = 64


def growth_together(equation: JointEquation, scale: JointScale) -> Expr | None:
    """Θ of the cost in all sizes together; None where it is not known so."""
    from recur.solving.several.joint_solver import solve_multivariate

    if not _ends_in_constants(equation):
        return None
    parts = [split_form(form, equation.function.__eq__, scale) for form in equation.cost.forms]
    part = next((one for one in parts if all(one is x or _costs_less(x, one) for x in parts)), None)
    if part is None:
        return None
    lower, upper = (scale.side(part.rest, above) for above in (False, True))
    if lower is None or lower != upper:
        return None
    calls = _without_floors(part.calls.expression())
    value = ex.add(calls, ex.Asymptotic("Θ", lower.expression()))
    rule = SizeRule((), value)
    try:
        solution = solve_multivariate(MultivariateRecurrence(equation.function, equation.sizes, (), (rule,)), None)
    except LimitExceeded:
        raise
    except RecurError:
        return None
    found = [x.body for x in solution.growths if x.kind == "Θ" and x.growing == equation.sizes]
    return _from_the_borders(equation, calls, found[0]) if found else None


def _costs_less(one: Split[JointGrowth], other: Split[JointGrowth]) -> bool:
    """Is each call of the one branch matched by one of the other at sizes that are no smaller, beside constants?

    The other branch alone, at a constant for each call and at the borders, gives values that rise with every size. So
    they satisfy the maximum of both branches too, and are the values.
    """
    if one.rest.value is None or other.rest.value is None:
        return False
    left, taken = _arguments(one.calls), _arguments(other.calls)
    if left is None or taken is None:
        return False
    for call in left:
        at = next((x for x in taken if all(_is_at_most(a, b) for a, b in zip(call, x, strict=True))), None)
        if at is None:
            return False
        taken.remove(at)
    return True


def _arguments(calls: Polynomial) -> list[tuple[Expr, ...]] | None:
    """The sizes of each call, as often as it is made; None where something else stands beside one."""
    found: list[tuple[Expr, ...]] = []
    for m, c in calls.terms:
        [(atom, e), *others] = m
        if others or e != 1 or not isinstance(atom, ex.Call) or c.denominator != 1 or not 0 < c <= _MOST_CALLS:
            return None
        found += [atom.arguments] * int(c)
    return found


def _is_at_most(a: Expr, b: Expr) -> bool:
    difference = (polynomial(b) - polynomial(a)).value
    return difference is not None and difference >= 0


def _from_the_borders(equation: JointEquation, calls: Expr, growth: Expr) -> Expr | None:
    """Where sizes fall by steps, they count from where the recursion ends: C(m + n − 2, m − 1) of m = 1 and n = 1.

    A number of paths in logarithms is one from the size 1 on, below which ⌊m/2⌋ is 0.
    """
    end = ex.number(equation.least - 1)
    divided = {x.value for x in ex.walk(calls) if isinstance(x, ex.Number) and x.value.denominator != 1}
    if not divided:
        return ex.substitute_all(growth, {size: ex.subtract(ex.Symbol(size), end) for size in equation.sizes})
    paths = any(isinstance(x, ex.Apply) and x.name == "floor" for x in ex.walk(growth))
    return None if paths and (divided != {Fraction(1, 2)} or equation.least != 2) else growth


def _ends_in_constants(equation: JointEquation) -> bool:
    """Does every size that is small end the recursion, at a constant cost?"""
    for size in equation.sizes:
        costs = equation.grounds.get(size)
        if not costs or any(form.value is None or form.value <= 0 for cost in costs for form in cost.forms):
            return False
    return True


def _without_floors(x: Expr) -> Expr:
    """The calls as they stand in the text: sizes are rounded down wherever they are no whole numbers."""
    if isinstance(x, ex.Apply) and x.name == "floor":
        return _without_floors(x.arguments[0])
    return ex.rebuild(x, _without_floors) if x.children else x
