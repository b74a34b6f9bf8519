"""a + b + c + … + z as a number: the terms that are written tell the progression."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.numbers.exact import exact_root

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

MOST_TERMS = 2_000  # of a progression that is added term by term

Terms = Sequence[Fraction]


def sum_with_dots(values: Sequence[Enclosed], reading: int = 0) -> Fraction:
    """values[0] terms stand after the dots; raises ValueError where the terms tell no progression.

    Where several progressions pass through the terms (1 + 2 + … + 8), `reading` says which of them goes first.
    """
    if not all(isinstance(x, int | Fraction) for x in values):
        raise ValueError("the terms of a sum with dots are no rational numbers")
    after, *terms = (Fraction(x) for x in values if isinstance(x, int | Fraction))
    written, ending = terms[: len(terms) - int(after)], terms[len(terms) - int(after) :]
    kinds = READINGS[reading]
    for start in range(len(written) if kinds == READINGS[-1] else max(len(written) - 1, 1)):
        for end in range(len(ending), 0, -1):
            for kind in kinds:
                found = kind(written[start:], ending[:end])
                if found is not None:
                    return sum(written[:start], Fraction(0)) + found + sum(ending[end:], Fraction(0))
    raise ValueError("the dots leave out what the terms do not tell")


def endless_sum(first_terms: Sequence[Enclosed]) -> Enclosed:
    """Σ (a + di)·qⁱ = a/(1 − q) + dq/(1 − q)² by its first terms; raises ValueError of another series.

    >>> endless_sum([Fraction(0), Fraction(1, 2), Fraction(2, 4), Fraction(3, 8), Fraction(4, 16)])
    Fraction(2, 1)
    """
    terms = [Fraction(x) for x in first_terms if isinstance(x, int | Fraction)]
    if len(terms) < max(3, len(first_terms)):
        raise ValueError("the terms of this series are no rational numbers")
    for q in _ratios(terms):
        d = terms[1] / q - terms[0]
        if abs(q) < 1 and all((terms[0] + d * i) * q**i == x for i, x in enumerate(terms)):
            return terms[0] / (1 - q) + d * q / (1 - q) ** 2
    raise ValueError("this series is not geometric, or does not converge")


def _ratios(terms: Terms) -> Iterator[Fraction]:
    """q with q²·a₀ − 2q·a₁ + a₂ = 0; of three terms alone that of a geometric series."""
    a, b, c = terms[:3]
    if a and b and b * b == a * c:
        yield b / a
    elif len(terms) > 4:
        root = _root(b * b - a * c, 2)
        if not a and b:
            yield c / (2 * b)
        elif a and root is not None:
            yield from (q for q in ((b + root) / a, (b - root) / a) if q)


def _arithmetic(written: Terms, ending: Terms) -> Fraction | None:
    """a + (a + d) + … + z = (a + z)·m/2 for its m terms."""
    count = arithmetic_length(written, ending)
    return None if count is None else (written[0] + ending[-1]) * count / 2


def arithmetic_length(written: Terms, ending: Terms) -> int | None:
    """How many terms the arithmetic progression through all that is written has."""
    if len(written) < 2 or written[0] == written[1]:
        return None
    first, d = written[0], written[1] - written[0]
    steps = (ending[-1] - first) / d
    if steps.denominator != 1 or steps < len(ending) - 1:
        return None
    count = int(steps) + 1
    places = [*enumerate(written), *enumerate(ending, count - len(ending))]
    if count < len(written) or any(first + i * d != x for i, x in places):
        return None
    return count


def _geometric(written: Terms, ending: Terms) -> Fraction | None:
    """a + aq + … + z = (zq − a)/(q − 1)"""
    if len(written) < 2 or not written[0] or written[1] / written[0] in (0, 1, -1):
        return None
    first, last, q = written[0], ending[-1], written[1] / written[0]
    m = exponent_of(last / first, q)
    if m is None or m + 1 < max(len(written), len(ending)):
        return None
    if any(first * q**i != x for i, x in enumerate(written)) or any(
        x * q**i != last for i, x in enumerate(ending[::-1])
    ):
        return None
    return (last * q - first) / (q - 1)


def exponent_of(x: Fraction, q: Fraction) -> int | None:
    """The whole m ≥ 0 with q^m = x."""
    if abs(q) < 1:
        x, q = (1 / x if x else x), 1 / q
    p, size = abs(q.numerator), abs(x.numerator)
    low, high = 0, size.bit_length() // (p.bit_length() - 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if p**middle < size else (low, middle)
    return low if q**low == x else None


def _reciprocal(written: Terms, ending: Terms) -> Fraction | None:
    """1/a + 1/(a + d) + … + 1/z"""
    return _undone(written, ending, lambda x: 1 / x if x else None, lambda x: 1 / x)


def _reciprocal_squares(written: Terms, ending: Terms) -> Fraction | None:
    """1/a² + 1/(a + d)² + … + 1/z²"""
    return _undone(written, ending, lambda x: _root(1 / x, 2) if x else None, lambda x: 1 / x**2)


def _squares(written: Terms, ending: Terms) -> Fraction | None:
    return _undone(written, ending, lambda x: _root(x, 2), lambda x: x**2)


def _cubes(written: Terms, ending: Terms) -> Fraction | None:
    return _undone(written, ending, lambda x: _root(x, 3), lambda x: x**3)


def _quadratic(written: Terms, ending: Terms) -> Fraction | None:
    """1·2 + 2·3 + 3·4 + … + n(n + 1): the second differences of three terms or more are the same."""
    if len(written) < 3:
        return None
    terms, ends = list(written), list(ending)
    second = terms[2] - 2 * terms[1] + terms[0]
    if second <= 0 or terms[1] <= terms[0]:
        return None
    while terms[-1] < ends[-1] and len(terms) <= MOST_TERMS:
        terms.append(2 * terms[-1] - terms[-2] + second)
    steady = all(a - 2 * b + c == second for a, b, c in zip(written, written[1:], written[2:], strict=False))
    return sum(terms, Fraction(0)) if steady and terms[-len(ends) :] == ends else None


def _steps_of_one(written: Terms, ending: Terms) -> Fraction | None:
    """1 + … + n, of which one term is written before the dots: the next one up or down."""
    first, last = written[-1], ending[0]
    if len(written) != 1 or len(ending) != 1 or (last - first).denominator != 1 or abs(last - first) > MOST_TERMS:
        return None
    return (first + last) * (abs(last - first) + 1) / 2


def _undone(
    written: Terms, ending: Terms, undo: Callable[[Fraction], Fraction | None], do: Callable[[Fraction], Fraction]
) -> Fraction | None:
    """Where undo makes an arithmetic progression of the terms, the sum of them."""
    bare = [undo(x) for x in (*written, *ending)]
    plain = [x for x in bare if x is not None]
    if len(plain) < len(bare):
        return None
    count = arithmetic_length(plain[: len(written)], plain[len(written) :])
    if count is None or count > MOST_TERMS:
        return None
    d = plain[1] - plain[0]
    return sum((do(plain[0] + i * d) for i in range(count)), Fraction(0))


def _root(x: Fraction, degree: int) -> Fraction | None:
    found = exact_root(x, degree) if x >= 0 else None
    return None if found is None else Fraction(found)


#: The kinds of progression, in the orders in which they are tried.
READINGS = (
    (_arithmetic, _geometric, _reciprocal, _reciprocal_squares, _squares, _cubes, _quadratic),
    (_geometric, _arithmetic, _reciprocal, _reciprocal_squares, _squares, _cubes, _quadratic),
    (_reciprocal, _reciprocal_squares, _squares, _cubes, _arithmetic, _geometric),
    (_steps_of_one,),
)
GEOMETRIC_FIRST = 1
