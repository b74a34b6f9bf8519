"""The order in which a sum or a product is written: signs taken out, negative powers below the bar.

Every function here is exact: reading the arrangement back gives a formula with the same value.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from recur.model.expressions import (
    Add,
    Call,
    Constant,
    Expr,
    Log,
    Mul,
    Number,
    Power,
    Range,
    Relation,
    symbols,
    walk,
)

HALF = Fraction(1, 2)
SIGN = 3  # columns of + with a space on both sides


class Quotient(NamedTuple):
    """sign · above / below; `above` may be empty (then it is 1), and so may `below`."""

    negative: bool
    above: tuple[Expr, ...]
    below: tuple[Expr, ...]


def signed_quotient(x: Expr) -> Quotient:
    """x as a signed fraction: factors with negative rational exponents, and denominators, go below."""
    negative = False
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in x.factors if isinstance(x, Mul) else (x,):
        match factor:
            case Number(value, decimal):
                negative ^= value < 0
                if decimal and is_decimal(value):
                    above.append(Number(abs(value), True))
                    continue
                if abs(value.numerator) != 1:
                    above.append(Number(Fraction(abs(value.numerator))))
                if value.denominator != 1:
                    below.append(Number(Fraction(value.denominator)))
            case Power(base, Number(exponent, decimal)) if exponent < 0:
                below.append(base if exponent == -1 else Power(base, Number(-exponent, decimal)))
            case _:
                above.append(factor)
    return Quotient(negative, _in_reading_order(above), _in_reading_order(below))


def coefficient_first(parts: Quotient) -> tuple[Expr, ...]:
    """The values of functions that a fraction is written in front of: (2/n)·Σ…, (1/2)·T(n/2); else ().

    A single value over a symbolic denominator stays above the bar: T(n)/n.
    """
    values = tuple(factor for factor in parts.above if isinstance(factor, Call | Range))
    if not parts.below or not values:
        return ()
    symbolic = all(symbols(factor) for factor in parts.below)
    return () if symbolic and len(parts.above) == 1 and isinstance(values[0], Call) else values


def signed_terms(x: Add) -> list[tuple[bool, Expr]]:
    """The terms, each with its sign taken out: a + (−1)·b is [(False, a), (True, b)]."""
    return [_signed(term) for term in x.terms]


def _signed(term: Expr) -> tuple[bool, Expr]:
    if isinstance(term, Number) and term.value < 0:
        return True, Number(-term.value, term.decimal)
    if isinstance(term, Mul) and isinstance(first := term.factors[0], Number) and first.value < 0:
        rest = term.factors[1:]
        if first.value == -1 and rest:
            return True, rest[0] if len(rest) == 1 else Mul(rest)
        return True, Mul((Number(-first.value, first.decimal), *rest))
    return False, term


def sides(x: Expr) -> list[tuple[str, Expr]]:
    """A chain of relations, each side after its sign: 0 ≤ k < n is [("", 0), ("<=", k), ("<", n)]."""
    if isinstance(x, Relation):
        (_, right), *more = sides(x.right)
        return [*sides(x.left), (x.op, right), *more]
    return [("", x)]


def pieces(x: Expr, width: Callable[[Expr], int], room: int) -> list[tuple[str, Expr]]:
    """A long sum in parts that each fit, the later ones after the sign of their first term: "+" or "-"."""
    if not isinstance(x, Add) or width(x) <= room or any(isinstance(term, Add | Relation) for term in x.terms):
        return [("", x)]
    found: list[tuple[str, list[Expr]]] = [("", [x.terms[0]])]
    used = width(x.terms[0])
    for (negative, positive), term in zip(signed_terms(x)[1:], x.terms[1:], strict=True):
        used += (needed := width(positive) + SIGN)
        if used > room:
            found.append(("-" if negative else "+", [positive]))
            used = needed
        else:
            found[-1][1].append(term)
    return [(sign, terms[0] if len(terms) == 1 else Add(tuple(terms))) for sign, terms in found]


def is_decimal(value: Fraction) -> bool:
    """Does the number end when it is written with a decimal point?"""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal_digits(value: Fraction) -> str:
    """The digits of a number for which is_decimal holds: 51/100 is 0.51."""
    places = 0
    while (scaled := value * 10**places).denominator != 1:
        places += 1
    digits = integer_digits(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def integer_digits(value: int) -> str:
    """Decimal digits of an integer of any length (str alone stops at 4,300 digits)."""
    if value < 0:
        return "-" + integer_digits(-value)
    if value.bit_length() < 13_000:
        return str(value)
    half = int(value.bit_length() * 0.15)  # about half of the digits: log 2 / log 10 = 0.30…
    high, low = divmod(value, 10**half)
    return integer_digits(high) + integer_digits(low).rjust(half, "0")


def is_logarithmic(x: Expr) -> bool:
    """A logarithm that varies, or a power of one: such factors are written after powers of n."""
    if isinstance(x, Power):
        x = x.base
    return isinstance(x, Log) and bool(symbols(x))


def is_natural(x: Expr) -> bool:
    return isinstance(x, Number) and x.value.denominator == 1 and x.value >= 0


def is_square_root(x: Expr) -> bool:
    return isinstance(x, Power) and isinstance(x.exponent, Number) and x.exponent.value == HALF


def _in_reading_order(factors: list[Expr]) -> tuple[Expr, ...]:
    """Numbers first; logarithms last, unless values of a function stand among the factors."""
    if any(isinstance(node, Call | Range) for factor in factors for node in walk(factor)):
        return tuple(sorted(factors, key=lambda factor: not isinstance(factor, Number)))
    return tuple(sorted(factors, key=_place))


def _place(factor: Expr) -> int:
    if isinstance(factor, Number):
        return 0
    if isinstance(factor, Constant):
        return 1
    return 3 if is_logarithmic(factor) else 2
