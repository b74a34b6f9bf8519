"""Sizes n/b, rounded and with an offset, as whole-number divisions ⌊(n + w)/b⌋; the lattices c·b^j + s they keep.

⌈n/b⌉ is ⌊(n + b − 1)/b⌋ and ⌊n/b⌋ + t is ⌊(n + t·b)/b⌋. With x = n − s the size becomes ⌊(x + i)/b⌋, i = w − (b − 1)·s,
and for 0 ≤ i < b it is exactly x/b wherever b divides x: rounding never leads away from n = c·b^j + s.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from recur.model.expressions import ONE, Apply, Expr, Symbol
from recur.solving.linear_forms import linear_form


@dataclass(frozen=True, slots=True)
class RoundedDivision:
    """⌊(n + w)/b⌋ with b ≥ 2, written as (n + v)/b and rounded; unrounded it means (n + v)/b where that is whole."""

    b: int
    w: int
    v: Fraction
    rounded: bool = True


def division(x: Expr, variable: str) -> RoundedDivision | None:
    """The size as a whole-number division; None for sizes such as 2n/3, √n or n − 1.

    >>> from recur.model.expressions import divide, number
    >>> division(Apply("ceiling", (divide(Symbol("n"), number(3)),)), "n")
    RoundedDivision(b=3, w=2, v=Fraction(0, 1), rounded=True)
    """
    form = linear_form(x)
    outer = form.pop(ONE, Fraction(0))
    if len(form) != 1:
        return None
    ((atom, scale),) = form.items()
    if atom == Symbol(variable):
        b = scale.denominator
        offset = outer * b
        whole = scale.numerator == 1 and b >= 2 and offset.denominator == 1
        return RoundedDivision(b, int(offset), offset, rounded=False) if whole else None
    if scale != 1 or outer.denominator != 1 or not isinstance(atom, Apply) or atom.name not in ("floor", "ceiling"):
        return None
    line = linear_form(atom.arguments[0])
    offset = line.pop(ONE, Fraction(0))
    slope = line.get(Symbol(variable), Fraction(0))
    if len(line) != 1 or slope.numerator != 1 or slope.denominator < 2:
        return None
    b = slope.denominator
    # n is whole, so only the whole part of b·offset counts
    w = math.floor(offset * b) if atom.name == "floor" else math.ceil(offset * b) + b - 1
    return RoundedDivision(b, w + int(outer) * b, (offset + outer) * b)


def shifts(divisions: Sequence[RoundedDivision]) -> list[int]:
    """Every s such that all sizes map s + x to s + x/b where b divides x; first 0, then those without rounding."""
    common: set[int] | None = None
    for d in divisions:
        highest, rest = divmod(d.w, d.b - 1)
        if d.rounded:
            lowest = -((d.b - 1 - d.w) // (d.b - 1))
            mine = set(range(lowest, highest + 1))
        else:
            mine = {highest} if rest == 0 else set()
        common = mine if common is None else common & mine

    def order(s: int) -> tuple[bool, bool, int, int]:
        unrounded = all(d.v == s * (d.b - 1) for d in divisions)
        return s != 0, not unrounded, abs(s), s

    return sorted(common or (), key=order)


def division_residue(d: RoundedDivision, s: int) -> int:
    """i with ⌊(x + i)/b⌋ the size in x = n − s."""
    return d.w - (d.b - 1) * s
