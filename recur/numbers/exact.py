"""Exact numbers: ints, Fractions, and Intervals where a value is irrational; their powers, roots, logarithms.

Outside its domain a function raises ZeroDivisionError or ValueError: the caller knows at which n that was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import count, islice
from typing import TYPE_CHECKING, TypeAlias

from recur.model import LimitExceeded, limits

if TYPE_CHECKING:
    from recur.numbers.interval import Interval

    Enclosed: TypeAlias = int | Fraction | Interval

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


#: Bits that are worked with in about one step.
LONG = 4096


class TooCoarse(Exception):
    """An interval is too wide to answer; ask again with more bits."""


#: isinstance looks through a pair in half the time of a union; to say of an int that it is no Fraction, an abstract
#: class, takes it ten times as long
RATIONAL = (int, Fraction)


def narrow(value: Enclosed) -> Enclosed:
    """The same number, a whole Fraction as an int."""
    return value.numerator if type(value) is Fraction and value.denominator == 1 else value


def bits_of(value: Enclosed) -> int:
    if isinstance(value, int):
        return value.bit_length()
    if isinstance(value, Fraction):
        return max(value.numerator.bit_length(), value.denominator.bit_length())
    return abs(value.exponent())


def guard(value: Enclosed) -> Enclosed:
    """The number, unless it has grown past limits.MAX_BITS."""
    bits = bits_of(value)
    if bits > limits.MAX_BITS:
        raise too_large("a value")
    if bits > LONG:
        limits.check(bits // LONG)
    return value


def too_large(what: str) -> LimitExceeded:
    return LimitExceeded(f"{what} has more than {limits.MAX_BITS:,} binary digits")


def sign(value: Enclosed) -> int:
    if not isinstance(value, RATIONAL):
        return value.sign()
    above = value.numerator
    return (above > 0) - (above < 0)


def floor(value: Enclosed) -> int:
    if isinstance(value, int):
        return value
    return math.floor(value) if isinstance(value, Fraction) else value.floor()


def ceiling(value: Enclosed) -> int:
    return -floor(-value)


def exact_root(value: int | Fraction, degree: int) -> int | Fraction | None:
    """value^(1/degree) if that is rational."""
    if degree > bits_of(value):
        return value if value in (0, 1) else None  # 2^degree is too large already
    top, bottom = integer_root(value.numerator, degree), integer_root(value.denominator, degree)
    return None if top is None or bottom is None else top if bottom == 1 else Fraction(top, bottom)


def exact_logarithm(value: int | Fraction, base: int | Fraction) -> int | Fraction | None:
    """log_base value if it is a fraction with a denominator up to 12; a float only proposes it."""
    if base == 2 and isinstance(value, int) and value > 0:  # no power of another whole number is one of 2
        return None if value & (value - 1) or bits_of(value) > limits.MAX_BITS else value.bit_length() - 1
    slope = math.log(base.numerator) - math.log(base.denominator)
    guess = (math.log(value.numerator) - math.log(value.denominator)) / slope
    for degree in range(1, 13):
        times = round(guess * degree)
        near = abs(guess * degree - times) < 1e-9 * max(1, abs(times))
        if near and bits_of(value) * degree <= limits.MAX_BITS and value**degree == Fraction(base) ** times:
            return narrow_rational(Fraction(times, degree))
    return None


def narrow_rational(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def log_star(value: Enclosed) -> int:
    """How often log₂ must be taken before the value is at most 1."""
    # log₂ⁱ x ≤ 1 exactly when x ≤ 2↑↑i, and the towers are whole numbers
    times, tower = 0, 1
    while value > tower:
        times += 1
        if tower > limits.MAX_BITS:
            break
        tower = 1 << tower
    return times


@lru_cache(maxsize=64)
def harmonic(n: int) -> Fraction:
    """H_n = 1 + 1/2 + … + 1/n, by halving the range."""
    if n > 20_000:
        raise LimitExceeded(f"the exact harmonic number H({n}) is too long")

    def between(low: int, high: int) -> tuple[int, int]:
        if high - low == 1:
            return 1, high
        p, q = between(low, (low + high) // 2)
        r, s = between((low + high) // 2, high)
        return p * s + r * q, q * s

    return Fraction(*between(0, n)) if n > 0 else Fraction(0)


def fibonacci(n: int) -> int:
    """F_n by doubling; F_(-n) = (-1)^(n+1) F_n."""
    if abs(n) > limits.MAX_BITS:
        raise too_large(f"the Fibonacci number F({n})")
    a, b = 0, 1
    for digit in bin(abs(n))[2:]:
        a, b = a * (2 * b - a), a * a + b * b
        if digit == "1":
            a, b = b, a + b
    return -a if n < 0 and n % 2 == 0 else a


def quotient(top: Enclosed, bottom: Enclosed) -> Enclosed:
    """top/bottom, an int when it is whole."""
    if isinstance(top, int) and isinstance(bottom, int) and bottom:
        whole, rest = divmod(top, bottom)  # far cheaper than the common divisor, of long numbers above all
        return Fraction(top, bottom) if rest else whole
    if isinstance(bottom, RATIONAL):
        if isinstance(top, RATIONAL):
            return narrow_rational((Fraction(top) if isinstance(top, int) else top) / bottom)
        return top * (1 / Fraction(bottom))
    return top * bottom.reciprocal()


def whole_power(base: int | Fraction, exponent: int) -> int | Fraction:
    """base^exponent for a whole exponent; 0^0 = 1."""
    if exponent == 0:
        return 1
    if base in (0, 1, -1):
        if exponent < 0 and base == 0:
            raise ZeroDivisionError
        return int(base) if exponent % 2 or base != -1 else 1
    if (bits_of(base) - 1 or 1) * abs(exponent) > limits.MAX_BITS:
        raise too_large("a power")
    return base**exponent if exponent > 0 else 1 / Fraction(base) ** -exponent


def extreme(name: str, values: Iterable[Enclosed]) -> Enclosed:
    """The largest or smallest of some values."""
    best: Enclosed | None = None
    for value in values:
        best = value if best is None else the_larger(best, value) if name == "max" else the_smaller(best, value)
    if best is None:
        raise ValueError(f"{name} of nothing")
    return best


def the_larger(x: Enclosed, y: Enclosed) -> Enclosed:
    if isinstance(x, RATIONAL):
        return (x if x >= y else y) if isinstance(y, RATIONAL) else y.extreme(x, True)
    return x.extreme(y, True)


def the_smaller(x: Enclosed, y: Enclosed) -> Enclosed:
    if isinstance(x, RATIONAL):
        return (x if x <= y else y) if isinstance(y, RATIONAL) else y.extreme(x, False)
    return x.extreme(y, False)


def modulo(x: Enclosed, y: Enclosed) -> Enclosed:
    """x - y·⌊x/y⌋, with the sign of y."""
    if isinstance(x, int | Fraction) and isinstance(y, int | Fraction):
        return x % y
    return x - y * floor(quotient(x, y))


def binomial(n: Enclosed, k: Enclosed) -> int:
    n, k = narrow(n), narrow(k)
    if not (isinstance(n, int) and isinstance(k, int) and n >= 0):
        raise ValueError("a binomial coefficient of numbers that are not whole")
    if not 0 <= k <= n:
        return 0
    if min(k, n - k) * n.bit_length() > limits.MAX_BITS:
        raise too_large("a binomial coefficient")
    return math.comb(n, k)


def whole(value: Enclosed) -> int:
    value = narrow(value)
    if not isinstance(value, int):
        raise ValueError("a number that is not whole")
    return value


#: the functions of one and of two numbers that need no irrational arithmetic
OF_ONE: dict[str, Callable[[Enclosed], Enclosed]] = {
    "ceiling": ceiling,
    "abs": lambda x: x if sign(x) >= 0 else -x,
    "log_star": log_star,
    "harmonic": lambda x: harmonic(whole(x)),
    "fibonacci": lambda x: fibonacci(whole(x)),
}
OF_TWO: dict[str, Callable[[Enclosed, Enclosed], Enclosed]] = {"mod": modulo, "binomial": binomial}
