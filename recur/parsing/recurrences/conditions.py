"""Conditions on the size: 0 <= n <= 19, n < 7, n = 1, n > 1, as the interval of integers they allow."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from recur.model import Expr, expressions as ex
from recur.model.records import frozen
from recur.parsing.formulas.building import MOST_BRANCHES, RelationChain, Span


@frozen
class SizeInterval:
    """low <= n <= high; None where there is no bound."""

    low: int | None = None
    high: int | None = None

    @property
    def bounded(self) -> bool:
        return self.high is not None

    def meet(self, other: SizeInterval) -> SizeInterval:
        lows = [value for value in (self.low, other.low) if value is not None]
        highs = [value for value in (self.high, other.high) if value is not None]
        return SizeInterval(max(lows, default=None), min(highs, default=None))

    def moved(self, by: int) -> SizeInterval:
        return SizeInterval(*(None if value is None else value + by for value in (self.low, self.high)))

    def complement(self) -> SizeInterval | None:
        """What an "otherwise" beside this interval means for small sizes."""
        return SizeInterval(None, self.low - 1) if self.high is None and self.low is not None else None


def size_interval(chain: RelationChain, variable: str) -> SizeInterval | None:
    """The integers a condition allows; None when it is not a comparison of the variable with numbers."""
    result = SizeInterval()
    for left, relation, right in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
        if _is_variable(left, variable):
            part = _half_line(relation, right)
        elif _is_variable(right, variable) and relation in ex.MIRRORED:
            part = _half_line(ex.MIRRORED[relation], left)
        else:
            return None
        if part is None:
            return None
        result = result.meet(part)
    return result if chain.relations else None


@frozen
class Remainder:
    """n mod modulus = remainder"""

    modulus: int
    remainder: int


def remainder(chain: RelationChain, variable: str) -> Remainder | None:
    """The remainder that a condition asks of the size; None where it asks for something else."""
    match chain.sides, chain.relations:
        case (ex.Apply("mod", (ex.Symbol(name), ex.Number(modulus))), ex.Number(rest)), (("=" | "!=") as relation,):
            whole = modulus.denominator == rest.denominator == 1 and 2 <= modulus <= MOST_BRANCHES
            if name != variable or not whole:
                return None
            if relation == "=":
                return Remainder(int(modulus), int(rest)) if 0 <= rest < modulus else None
            return Remainder(2, 1 - int(rest)) if modulus == 2 and rest in (0, 1) else None
    return None


def _is_variable(side: Expr | Span, variable: str) -> bool:
    return isinstance(side, ex.Symbol) and side.name == variable


def _half_line(relation: str, side: Expr | Span) -> SizeInterval | None:
    if not isinstance(side, ex.Number):
        return None
    value: Fraction = side.value
    match relation:
        case "=" if value.denominator == 1:
            return SizeInterval(int(value), int(value))
        case "<":
            return SizeInterval(None, ceil(value) - 1)
        case "<=":
            return SizeInterval(None, floor(value))
        case ">":
            return SizeInterval(floor(value) + 1)
        case ">=":
            return SizeInterval(ceil(value))
    return None
