"""Bounds in several sizes compared as minima of sums of products, and along courses such as m = n or m = log n.

n·min(log n, h) is the least of n log n and n·h. One least is O of another one if for each arm above there is one below
that is at most that, product by product. It is not if it grows faster along one course: one is enough to refute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import TypeAlias

from recur.asymptotics.growth import Growth
from recur.asymptotics.several_sizes import JointGrowth
from recur.model import expressions as ex
from recur.model.errors import Undecided

_MOST_ARMS = 16
_T = ex.Symbol("n")
#: What a size may be while others are something else.
_SPEEDS: tuple[ex.Expr, ...] = (_T, ex.power(_T, ex.TWO), ex.Log(_T), ex.power(ex.TWO, _T))

#: sums of products, of which the least counts
Arms: TypeAlias = tuple[JointGrowth, ...]


def compared_by_arms(claimed: ex.Expr, proved: ex.Expr, sizes: tuple[str, ...]) -> tuple[bool | None, bool | None]:
    """Is the claim an upper bound of what is proved, and a lower one? None where neither yes nor no is seen."""
    upper, known = arms_of(claimed, sizes), arms_of(proved, sizes)
    return _at_most(known, upper, sizes), _at_most(upper, known, sizes)


def _at_most(below: Arms, above: Arms, sizes: tuple[str, ...]) -> bool | None:
    if all(any(one + other == other for one in below) for other in above):
        return True
    for speeds in product(_SPEEDS, repeat=len(sizes)):
        course = dict(zip(sizes, speeds, strict=True))
        if _along(above, course) < _along(below, course):
            return False
    return None


def _along(arms: Arms, course: Mapping[str, ex.Expr]) -> Growth:
    return min(max(_on_course(factors, course) for factors in arm.factors()) for arm in arms)


def _on_course(factors: Mapping[str, Growth], course: Mapping[str, ex.Expr]) -> Growth:
    found = Growth.of(ex.ONE, _T.name)
    for size, growth in factors.items():
        found = found * Growth.of(ex.substitute(growth.expression(), size, course[size]), _T.name)
    return found


def arms_of(x: ex.Expr, sizes: tuple[str, ...]) -> Arms:
    """The formula as the least of sums of products of growths in one size each; raises `Undecided` where it is none.

    >>> m, n = ex.Symbol("m"), ex.Symbol("n")
    >>> [str(arm.expression()) for arm in arms_of(ex.mul(m, ex.Apply("min", (m, n))), ("m", "n"))]
    ['m**2', 'm*n']
    """
    names = ex.symbols(x) & set(sizes)
    match x:
        case ex.Apply("min", arguments):
            return _few(arm for argument in arguments for arm in arms_of(argument, sizes))
        case ex.Add(parts) | ex.Apply("max", parts):
            return _combined([arms_of(part, sizes) for part in parts], JointGrowth(sizes), lambda a, b: a + b)
        case ex.Mul(parts):
            return _combined([arms_of(part, sizes) for part in parts], JointGrowth.one(sizes), lambda a, b: a * b)
        case ex.Power(base, ex.Number(exponent)) if len(names) > 1 and exponent > 0:
            return _few(arm.raised(ex.number(exponent)) for arm in arms_of(base, sizes))
        case ex.Power(ex.Number(base), exponent) if len(names) > 1 and base > 1:
            return arms_of(_power_apart(ex.number(base), exponent), sizes)
        case ex.Log(argument) if len(names) > 1:
            return arms_of(_logarithm_apart(argument), sizes)
    if len(names) > 1:
        raise Undecided("only products, sums and minima of growths in one size each are compared")
    name = next(iter(names), sizes[0])
    return (JointGrowth.of_factors({name: Growth.of(x, name)}, sizes),)


def _power_apart(base: ex.Expr, exponent: ex.Expr) -> ex.Expr:
    """bᵐ·bⁿ of b^(m+n), min(bᵐ, bⁿ) of b^min(m, n)."""
    match exponent:
        case ex.Add(parts):
            return ex.mul(*(ex.power(base, part) for part in parts))
        case ex.Apply("min" | "max" as name, parts):
            return ex.Apply(name, tuple(ex.power(base, part) for part in parts))
    raise Undecided("only products, sums and minima of growths in one size each are compared")


def _logarithm_apart(x: ex.Expr) -> ex.Expr:
    """log m + log n of log(mn), and up to constants of log(m + n)."""
    match x:
        case ex.Mul(parts) | ex.Add(parts):
            return ex.add(*(ex.Log(part) for part in parts if ex.symbols(part)))
        case ex.Apply("min" | "max" as name, parts):
            return ex.Apply(name, tuple(map(ex.Log, parts)))
        case ex.Power(base, ex.Number(exponent)) if exponent > 0:
            return ex.Log(base)
    raise Undecided("only products, sums and minima of growths in one size each are compared")


def _combined(
    parts: Sequence[Arms], start: JointGrowth, join: Callable[[JointGrowth, JointGrowth], JointGrowth]
) -> Arms:
    return _few(reduce(join, chosen, start) for chosen in product(*parts))


def along_course(x: ex.Expr, course: Mapping[str, ex.Expr], variable: str) -> Growth:
    """The growth in one size where the others are given by it, as m = n or n = 2k are; raises `Undecided`."""
    for size, at in course.items():
        x = ex.substitute(x, size, at)
    arms = arms_of(x, (variable,))
    return min(max(factors[variable] for factors in arm.factors()) for arm in arms)


def _few(arms: Iterable[JointGrowth]) -> Arms:
    found = tuple(dict.fromkeys(arms))
    if len(found) > _MOST_ARMS:
        raise Undecided("the formula is the least of too many others")
    return found
