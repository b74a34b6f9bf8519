"""Prime factors of whole numbers."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import count, islice

from recur.model import limits

_SMALL = 1000
_BITS = 80
_LARGEST_EXPONENT = 500
_WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)  # enough below 3.3·10²⁴, which 80 bits do not reach


@lru_cache(maxsize=4096)
def factored(n: int) -> tuple[tuple[int, int], ...]:
    """n ≥ 1 as Π p^k, p rising; of a number of more than 80 bits a cofactor without small primes may stay whole.

    >>> factored(360)
    ((2, 3), (3, 2), (5, 1))
    """
    found: dict[int, int] = {}
    p = 2
    whole = n.bit_length() <= _BITS
    while p * p <= n and p <= _SMALL:
        while n % p == 0:
            n //= p
            found[p] = found.get(p, 0) + 1
        p += 1 if p == 2 else 2
    pending = [n] if n > 1 else []
    while pending:
        m = pending.pop()
        if not whole and m > _SMALL * _SMALL:
            m, k = perfect_power(m, _SMALL.bit_length())
            found[m] = found.get(m, 0) + k
            continue
        if m < _SMALL * _SMALL or is_prime(m):
            found[m] = found.get(m, 0) + 1
            continue
        d = _divisor(m)
        pending += [d, m // d]
    return tuple(sorted(found.items()))


def perfect_power(n: int, shortest: int = 1) -> tuple[int, int]:
    """(b, e) with n = b^e and e as large as it can be; b is known to have that many bits at least.

    >>> perfect_power(64)
    (2, 6)
    """
    total = 1
    for k in filter(is_prime, range(2, min(n.bit_length() // shortest, _LARGEST_EXPONENT) + 2)):
        while n > 1 and _may_be_power(n, k) and (r := integer_root(n, k)) is not None:
            n, total = r, total * k
    return n, total


def _may_be_power(n: int, k: int) -> bool:
    """False where n is no k-th power modulo one of three primes jk + 1, in which only every k-th number is one."""
    primes = islice(filter(is_prime, count(k + 1, k)), 3)
    return all(n % p == 0 or pow(n % p, (p - 1) // k, p) == 1 for p in primes)


def integer_root(n: int, q: int) -> int | None:
    """The integer r >= 0 with r^q = n, if there is one."""
    if n in (0, 1):
        return n
    if q >= n.bit_length():
        return None
    r = whole_root(n, q)
    return r if r**q == n else None


def whole_root(n: int, q: int) -> int:
    """⌊n^(1/q)⌋ for n >= 0, by Newton's iteration from above."""
    if q == 2:
        return math.isqrt(n)
    if n < 2:
        return n
    guess = 1 << -(-n.bit_length() // q)
    while True:
        better = ((q - 1) * guess + n // guess ** (q - 1)) // q
        if better >= guess:
            return guess
        guess = better


def is_prime(n: int) -> bool:
    """Whether n is prime, by Miller and Rabin's test; proved below 3.3·10²⁴."""
    if n < 2:
        return False
    for p in _WITNESSES:
        if n % p == 0:
            return n == p
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for a in _WITNESSES:
        x = pow(a, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def _divisor(n: int) -> int:
    """A divisor of the composite n without small ones, by Pollard's rho."""
    root = math.isqrt(n)
    if root * root == n:
        return root
    for c in range(1, 100):
        x = y = 2
        d = 1
        while d == 1:
            product = 1
            start = x, y
            limits.check(4)
            for _ in range(128):
                x = (x * x + c) % n
                y = (y * y + c) % n
                y = (y * y + c) % n
                product = product * (x - y) % n
            d = math.gcd(product, n)
        if d == n:
            x, y = start
            d = 1
            while d == 1:
                x = (x * x + c) % n
                y = (y * y + c) % n
                y = (y * y + c) % n
                d = math.gcd(x - y, n)
        if d != n:
            return d
    return n
