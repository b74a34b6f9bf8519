"""An equation with calls that is said to hold up to a size only: what it gives there are first values.

M(n) = n − 10 for n > 100 and M(n) = M(M(n + 11)) for n ≤ 100 is an explicit function with first values: McCarthy's 91.
The values are worked out by the definition, each size once; a size that stands on itself has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor, prod

from recur.model import Expr, InitialCondition, expressions as ex
from recur.parsing.recurrences.conditions import SizeInterval
from recur.parsing.recurrences.equations import affine

MOST_SIZES = 512
_MOST_DEPTH = 100
_MOST_CALLS = 50_000
_MOST_BITS = 4096


def beyond_brackets(x: Expr, variable: str) -> tuple[Expr, int | None]:
    """x as it is beyond the size that is returned, without what is constant there: [n > 5], [n = 5], max(0, 5 − n)."""
    value, last = _settled_part(x, variable)
    if value is not None:
        return value, last
    if not isinstance(x, ex.Add | ex.Mul | ex.ByRemainder):
        return x, None
    sizes: list[int] = []

    def part(child: Expr) -> Expr:
        found, size = beyond_brackets(child, variable)
        sizes.extend([] if size is None else [size])
        return found

    found = ex.add(*map(part, x.terms)) if isinstance(x, ex.Add) else None
    if isinstance(x, ex.Mul):
        found = ex.mul(*map(part, x.factors))
    return found if found is not None else ex.rebuild(x, part), max(sizes, default=None)


def _settled_part(x: Expr, variable: str) -> tuple[Expr | None, int]:
    """The value of a bracket beyond a size: min(1, max(0, line)), max(0, 1 − |line|), min(1, |line|), max(0, −line)."""
    match x:
        case ex.Apply("min", (ex.Number(one), ex.Apply("max", (ex.Number(zero), inside)))) if one == 1 and zero == 0:
            line = affine(inside, variable)
            if line is not None and line[0] > 0:
                return ex.ONE, ceil((1 - line[1]) / line[0]) - 1
        case ex.Apply("min", (ex.Number(one), ex.Apply("abs", (inside,)))) if one == 1:
            line = affine(inside, variable)
            if line is not None and line[0] > 0:
                return ex.ONE, ceil((1 - line[1]) / line[0]) - 1
        case ex.Apply("max", (ex.Number(zero), ex.Add((ex.Mul((minus, ex.Apply("abs", (inside,)))), one)))):
            line = affine(inside, variable)
            if line is not None and line[0] > 0 and not zero and (minus, one) == (ex.MINUS_ONE, ex.ONE):
                return ex.ZERO, ceil((1 - line[1]) / line[0]) - 1
        case ex.Apply("max", (ex.Number(zero), inside)) if zero == 0:
            line = affine(inside, variable)
            if line is not None and line[0] < 0:
                return ex.ZERO, ceil(-line[1] / line[0]) - 1
    return None, 0


class NotWorkedOut(Exception):
    """Why there are no values."""


class LimitedValues:
    """T(n) = inside for n in the interval, beyond for larger n, and the stated values."""

    def __init__(
        self,
        function: str,
        variable: str,
        inside: tuple[Expr, SizeInterval],
        beyond: Expr,
        stated: Mapping[int, Fraction],
    ) -> None:
        self.function, self.variable, self.beyond = function, variable, beyond
        self.inside, self.where = inside
        self.known = dict(stated)
        low = self.where.low
        self.low = max(0, min(stated, default=0) if low is None else low)
        self.open: set[int] = set()
        self.calls = 0

    def initial(self) -> Iterator[InitialCondition]:
        """The values of the interval that are not stated, runs of one value together."""
        assert self.where.high is not None
        if self.where.high - self.low >= MOST_SIZES:
            raise NotWorkedOut(f"at most {MOST_SIZES} first values are worked out")
        sizes = [n for n in range(self.low, self.where.high + 1) if n not in self.known]
        start = 0
        values = [self.at(n, 0) for n in sizes]
        for i, n in enumerate(sizes):
            if i + 1 == len(sizes) or values[i + 1] != values[i] or sizes[i + 1] != n + 1:
                yield InitialCondition(self.function, sizes[start], n, ex.Number(values[i]), "=")
                start = i + 1

    def at(self, size: int, depth: int) -> Fraction:
        found = self.known.get(size)
        if found is not None:
            return found
        self.calls += 1
        if size in self.open:
            raise NotWorkedOut(f"{self.function}({size}) stands on itself")
        if depth > _MOST_DEPTH or self.calls > _MOST_CALLS:
            raise NotWorkedOut("too many calls are needed")
        assert self.where.high is not None
        if size < self.low:
            raise NotWorkedOut(f"{self.function}({size}) is needed and not stated")
        self.open.add(size)
        value = self.value(self.inside if size <= self.where.high else self.beyond, size, depth + 1)
        self.open.discard(size)
        if value.numerator.bit_length() + value.denominator.bit_length() > _MOST_BITS:
            raise NotWorkedOut("the values are too long")
        self.known[size] = value
        return value

    def value(self, x: Expr, size: int, depth: int) -> Fraction:
        match x:
            case ex.Number(value):
                return value
            case ex.Symbol(name) if name == self.variable:
                return Fraction(size)
            case ex.Add(terms):
                return sum((self.value(each, size, depth) for each in terms), Fraction(0))
            case ex.Mul(factors):
                return Fraction(prod(self.value(each, size, depth) for each in factors))
            case ex.Power(base, exponent):
                e, b = self.value(exponent, size, depth), self.value(base, size, depth)
                if e.denominator == 1 and abs(e) <= 64 and (b or e >= 0):
                    return b ** int(e)
            case ex.ByRemainder(argument, branches):
                place = self.value(argument, size, depth)
                if place.denominator == 1:
                    return self.value(branches[int(place) % len(branches)], size, depth)
            case ex.Apply(name, arguments) if name in _APPLIED:
                parts = [self.value(each, size, depth) for each in arguments]
                return parts[0] if len(parts) == 1 and name in ("max", "min") else Fraction(_APPLIED[name](*parts))
            case ex.Call(function, (argument,)) if function == self.function:
                place = self.value(argument, size, depth)
                return self.at(floor(place), depth)
        raise NotWorkedOut(f"{x} has no rational value there")


def _remainder(x: Fraction, modulus: Fraction) -> Fraction:
    if not modulus:
        raise NotWorkedOut("a remainder modulo 0 is taken")
    return x % modulus


_APPLIED: dict[str, Callable[..., int | Fraction]] = {
    "floor": floor, "ceiling": ceil, "abs": abs, "max": max, "min": min, "mod": _remainder,
}  # fmt: skip
