"""What GMP and FLINT do faster, where they are installed (extra `fast`): the same exact answers either way.

Python's product of whole numbers takes d^1.58 steps, GMP's little more than d: from some thousands of bits on it pays
to carry them over and back. FLINT factors polynomials over the whole numbers (van Hoeij's way, where Zassenhaus's tries
too many products). Neither is imported before there is something long for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

LONG = 3_000  # bits of both, from which on GMP's product is faster even with the way there and back


@cache
def _gmp() -> Callable[[int], Any] | None:
    """gmpy2's whole numbers."""
    try:
        from gmpy2 import mpz
    except ImportError:
        return None
    made: Callable[[int], Any] = mpz
    return made


@cache
def _flint() -> Callable[[list[int]], Any] | None:
    """python-flint's polynomials with whole coefficients."""
    try:
        from flint import fmpz_poly
    except ImportError:
        return None
    made: Callable[[list[int]], Any] = fmpz_poly
    return made


def long_product(a: int, b: int) -> int:
    """a·b

    >>> long_product(6, -7)
    -42
    """
    if a.bit_length() < LONG or b.bit_length() < LONG:
        return a * b
    mpz = _gmp()
    return a * b if mpz is None else int(mpz(a) * mpz(b))


def common_divisor_of_long(a: int, b: int) -> int:
    """gcd(a, b)

    >>> common_divisor_of_long(12, -18)
    6
    """
    if a.bit_length() >= LONG and b.bit_length() >= LONG and (mpz := _gmp()) is not None:
        from gmpy2 import gcd

        return int(gcd(mpz(a), mpz(b)))
    return math.gcd(a, b)


def irreducible_factors(p: list[int]) -> list[list[int]] | None:
    """The factors of a primitive square-free p, with positive leads, in no order; None without FLINT."""
    polynomial = _flint()
    if polynomial is None:
        return None
    _, found = polynomial(p).factor()
    return [[int(c) for c in q.coeffs()] for q, _ in found]
