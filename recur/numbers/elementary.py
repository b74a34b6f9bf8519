"""ln, exp, cos, π, e and γ in whole numbers: fixed point with a proved error, no float anywhere.

`bits` is the number of binary places. Every function returns a whole number v with |v/2^bits − f| < 2^−bits·ERROR: what
is worked out carries places more than the errors of its steps can reach. Source: Brent and Zimmermann, Modern Computer
Arithmetic, chapter 4.
"""

import math
from functools import lru_cache

ERROR = 2  # units of the last place


def rounded(v: int, places: int) -> int:
    """v/2^places, to the nearest whole number."""
    return v + (1 << places >> 1) >> places if places > 0 else v << -places


@lru_cache(maxsize=64)
def log_two(bits: int) -> int:
    """ln 2 = 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749)."""
    guard = 16 + bits.bit_length()
    one = 1 << bits + guard
    total = 18 * _artanh(one, 26) - 2 * _artanh(one, 4801) + 8 * _artanh(one, 8749)
    return rounded(total, guard)


def _artanh(one: int, q: int) -> int:
    """artanh(1/q) in units of 1/one; each term is cut once."""
    power = one // q
    total, k, square = power, 1, q * q
    while power:
        power //= square
        k += 2
        total += power // k
    return total


@lru_cache(maxsize=64)
def pi(bits: int) -> int:
    """π = 16 arctan(1/5) − 4 arctan(1/239) (Machin)."""
    guard = 16 + bits.bit_length()
    one = 1 << bits + guard
    return rounded(16 * _arctan(one, 5) - 4 * _arctan(one, 239), guard)


def _arctan(one: int, q: int) -> int:
    power = one // q
    total, k, square = power, 1, q * q
    while power:
        power //= -square
        k += 2
        total += power // k
    return total


def exp(x: int, bits: int) -> tuple[int, int]:
    """(v, k) with e^(x/2^bits) ≈ v/2^bits · 2^k and v/2^bits in [1/2, 4]; x is exact."""
    doublings = math.isqrt(bits) // 2 + 1
    guard = 2 * doublings + 2 * bits.bit_length() + 8
    places = bits + guard
    wide = max(x.bit_length() - bits, 0)  # of the whole part of x
    k = rounded(x, bits - wide - 16) // log_two(wide + 16)
    rest = (x << guard) - rounded(k * log_two(places + wide + 8), wide + 8)
    return rounded(_exp_near_zero(rest, places, doublings), guard), k


def _exp_near_zero(rest: int, places: int, doublings: int) -> int:
    """exp by its series at rest/2^doublings, squared again as often."""
    small = rest >> doublings
    total = term = 1 << places
    k = 1
    while term not in (0, -1):
        term = (term * small >> places) // k
        total += term
        k += 1
    for _ in range(doublings):
        total = total * total >> places
    return total


def log(m: int, e: int, bits: int) -> int:
    """ln(m·2^e) for m > 0."""
    size = m.bit_length()
    shift = size + e
    if 3 * (1 << size) > 4 * m:  # m/2^size in [1/2, 3/4): twice it is nearer to 1
        shift -= 1
        size -= 1
    halvings = math.isqrt(bits) // 3 + 2
    guard = halvings + 2 * bits.bit_length() + 8 + abs(shift).bit_length()
    places = bits + guard
    y = rounded(m, size - places)
    for _ in range(halvings):  # √y has a logarithm of half the size, and half the error
        y = math.isqrt(y << places)
    z = ((y - (1 << places)) << places) // (y + (1 << places))
    square = z * z >> places
    total, power, k = z, z, 1
    while power not in (0, -1):
        power = power * square >> places
        k += 2
        total += power // k
    return rounded((total << halvings + 1) + shift * log_two(places), guard)


def cos(x: int, bits: int) -> int:
    """cos(x/2^bits); x is exact."""
    wide = max(x.bit_length() - bits, 0)
    guard = 2 * bits.bit_length() + 12
    places = bits + guard
    quarter = pi(places + wide) >> 1
    fine = x << guard + wide
    turns = rounded(2 * fine // quarter, 1) if fine else 0  # the nearest multiple of π/2
    rest = fine - turns * quarter >> wide
    value = _sine(rest, places) if turns % 2 else _cosine(rest, places)
    return rounded(-value if turns % 4 in (1, 2) else value, guard)


def _cosine(x: int, places: int) -> int:
    return _alternating(1 << places, 0, x, places)


def _sine(x: int, places: int) -> int:
    return _alternating(x, 1, x, places)


def _alternating(first: int, k: int, x: int, places: int) -> int:
    """first·(1 − x²/((k + 1)(k + 2)) + …)."""
    square = x * x >> places
    total = term = first
    while term not in (0, -1):
        term = -(term * square >> places) // ((k + 1) * (k + 2))
        k += 2
        total += term
    return total


@lru_cache(maxsize=16)
def euler_gamma(bits: int) -> int:
    """γ = Σ (nᵏ/k!)² (H_k − ln n)/Σ (nᵏ/k!)² + O(e^−4n). Source: Brent and McMillan 1980, algorithm B1."""
    n = bits // 5 + 8
    places = bits + 3 * bits.bit_length() + 16
    b = 1 << places
    a = -log(n, 0, places)
    above, below, k = a, b, 0
    while b:
        k += 1
        b = b * n * n // (k * k)
        a = (a * n * n // k + b) // k
        above += a
        below += b
    return rounded((above << places) // below, places - bits)
