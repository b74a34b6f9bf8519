"""The sizes at which a formula has no value: zeros of a denominator, the last without a logarithm or a factorial."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from recur.model import Expr, expressions as ex
from recur.numbers.exponential_polynomials import exponential_polynomial
from recur.numbers.polynomials import rational_roots


def breaking_sizes(x: Expr, variable: str) -> Iterator[tuple[int, Expr]]:
    """The whole sizes at which a part of x has no value, each with that part; sums are not looked into."""
    for part in _outside_sums(x):
        match part:
            case ex.Power(base, ex.Number(e)) if e < 0 and variable in ex.symbols(base):
                yield from ((n, part) for n in _whole_zeros(base, variable))
            case ex.Log(argument, _) | ex.Apply("factorial", (argument,)) if isinstance(argument, ex.Add):
                line = exponential_polynomial(argument, variable)
                if line is not None and set(line) == {Fraction(1)} and len(line[Fraction(1)]) == 2:
                    intercept, slope = line[Fraction(1)]
                    last = -intercept / slope  # where a logarithm has no value yet; a factorial has one there
                    if slope > 0:
                        yield int(last // 1) if isinstance(part, ex.Log) else ceil(last) - 1, part
            case _:
                continue


def _outside_sums(x: Expr) -> Iterator[Expr]:
    yield x
    if not isinstance(x, ex.Range):
        for child in x.children:
            yield from _outside_sums(child)


def _whole_zeros(x: Expr, variable: str) -> list[int]:
    terms = exponential_polynomial(x, variable)
    if terms is None or set(terms) != {Fraction(1)}:
        return []
    return [int(root) for root in rational_roots(terms[Fraction(1)]) if root.denominator == 1]
