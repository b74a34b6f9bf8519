"""The irreducible factors of a square-free polynomial with whole coefficients, lists with the constant term first.

It is split modulo a prime, the split is lifted to a power of that prime beyond twice the factors' coefficients, and the
pieces are put together again to what divides. Everything is exact; no answer depends on chance, because the prime and
the trial polynomials are taken in a fixed order. Source: von zur Gathen and Gerhard, Modern Computer Algebra, chapters
14 and 15 (Cantor and Zassenhaus; Zassenhaus).
"""

import math
import sys
from array import array
from itertools import combinations, count

from recur.model import LimitExceeded, limits
from recur.numbers import fast
from recur.numbers.exact import is_prime

_PRIMES_TRIED = 5
_LARGEST_SHARED = 200
_LARGE_PRIME = (1 << 31) - 1
_MOST_CHOICES = 200_000
_WORD = 64  # bits
_TOGETHER = 4  # degrees whose factors are looked for at once, as most have none
_FEW = 8  # coefficients, which are multiplied one by one as fast
Whole = list[int]


def irreducible_factors(p: Whole) -> list[Whole]:
    """The factors of a primitive square-free p of degree ≥ 1, each primitive with a positive lead, small degrees first.

    >>> irreducible_factors([4, 0, 0, 0, 1])  # Sophie Germain's identity
    [[2, -2, 1], [2, 2, 1]]
    """
    if p[-1] < 0:
        p = [-c for c in p]
    known = fast.irreducible_factors(p) if len(p) > _FEW else None
    if known is not None:
        return sorted(known, key=lambda q: (len(q), q))
    prime, parts = (0, []) if _is_eisenstein(p) or _is_eisenstein(p[::-1]) else _split(p)
    if not parts:
        return [p]
    modular = [q for part, d in parts for q in _of_degree(part, d, prime)]
    # Mignotte's bound for the coefficients of a factor, times the lead that is put in front of it
    bound = p[-1] * (1 << (len(p) - 1)) * (math.isqrt(sum(c * c for c in p)) + 1)
    modulus, lifted = _lifted(p, modular, prime, 2 * bound)
    return sorted(_recombined(p, lifted, modulus), key=lambda q: (len(q), q))


def is_square_free_modulo(p: Whole, prime: int = _LARGE_PRIME) -> bool:
    """Whether p and its derivative have no common factor modulo the prime, hence none at all."""
    slope = _modulo([i * c for i, c in enumerate(p)][1:], prime)
    return p[-1] % prime != 0 and len(_common(_modulo(p, prime), slope, prime)) == 1


def _recombined(p: Whole, pieces: list[Whole], modulus: int) -> list[Whole]:
    """The products of pieces that divide p, the shortest products first."""
    found: list[Whole] = []
    size, tried = 1, 0
    while 2 * size <= len(pieces):
        for chosen in combinations(range(len(pieces)), size):
            tried += 1
            if tried > _MOST_CHOICES:
                raise LimitExceeded("a polynomial has too many factors to be told apart")
            limits.check()
            product = [p[-1]]
            for i in chosen:
                product = _centred(_times(product, pieces[i]), modulus)
            factor = _primitive(product)
            rest = _exact_quotient(p, factor)
            if rest is not None:
                found.append(factor)
                p, pieces = rest, [q for i, q in enumerate(pieces) if i not in chosen]
                break
        else:
            size += 1
    return [*found, p] if len(p) > 1 else found


# -- whole numbers -----------------------------------------------------------------------------------------


def _trimmed(p: Whole) -> Whole:
    while p and not p[-1]:
        p.pop()
    return p


def _times(p: Whole, q: Whole) -> Whole:
    if not p or not q:
        return []
    product = [0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        if a:
            for j, b in enumerate(q):
                product[i + j] += a * b
    return product


def _plus(p: Whole, q: Whole, m: int) -> Whole:
    size = max(len(p), len(q))
    p, q = p + [0] * (size - len(p)), q + [0] * (size - len(q))
    return _trimmed([(a + b) % m for a, b in zip(p, q, strict=True)])


def _minus(p: Whole, q: Whole, m: int) -> Whole:
    return _plus(p, [-b for b in q], m)


def _centred(p: Whole, m: int) -> Whole:
    return _trimmed([(c + m // 2) % m - m // 2 if m % 2 else ((c + m // 2 - 1) % m) - m // 2 + 1 for c in p])


def _primitive(p: Whole) -> Whole:
    shared = math.gcd(*p) * (1 if p[-1] > 0 else -1)
    return [c // shared for c in p]


def _exact_quotient(p: Whole, q: Whole) -> Whole | None:
    if p[0] and (not q[0] or p[0] % q[0]):
        return None
    rest, found = list(p), [0] * (len(p) - len(q) + 1)
    for shift in range(len(p) - len(q), -1, -1):
        c, over = divmod(rest[shift + len(q) - 1], q[-1])
        if over:
            return None
        found[shift] = c
        if c:
            for i, b in enumerate(q):
                rest[shift + i] -= c * b
    return None if any(rest) else found


# -- modulo m ----------------------------------------------------------------------------------------------


def _modulo(p: Whole, m: int) -> Whole:
    return _trimmed([c % m for c in p])


def _divided(p: Whole, q: Whole, m: int) -> tuple[Whole, Whole]:
    """(quotient, remainder) by a q whose lead has an inverse."""
    inverse = pow(q[-1], -1, m)
    *lower, _ = q
    rest, found, size = list(p), [0] * max(len(p) - len(q) + 1, 0), len(lower)
    for shift in range(len(p) - len(q), -1, -1):
        c = rest[shift + size] * inverse % m
        if c:
            found[shift] = c
            # not reduced before they are looked at
            rest[shift : shift + size] = [a - c * b for a, b in zip(rest[shift:], lower, strict=False)]
    return _trimmed(found), _modulo(rest[:size], m)


def _product(p: Whole, q: Whole, m: int) -> Whole:
    """p·q of p and q with coefficients from 0 to m − 1.

    Their values at 2^64 are multiplied where every coefficient of the product is a word (Kronecker's substitution).
    """
    few = min(len(p), len(q))
    if few < _FEW or few * (m - 1) ** 2 >> _WORD:
        return _modulo(_times(p, q), m)
    words = array("Q", (_at_word(p) * _at_word(q)).to_bytes((len(p) + len(q)) * (_WORD // 8), "little"))
    if sys.byteorder == "big":
        words.byteswap()
    return _trimmed([c % m for c in words])


def _at_word(p: Whole) -> int:
    words = array("Q", p)
    if sys.byteorder == "big":
        words.byteswap()
    return int.from_bytes(words.tobytes(), "little")


class _Divisor:
    """A polynomial modulo m by which others of less than twice its degree are divided, by the inverse of its reverse.

    Source: von zur Gathen and Gerhard, section 9.1.
    """

    def __init__(self, q: Whole, m: int) -> None:
        self.q, self.m = q, m
        backwards = q[::-1]
        self.inverse = [pow(q[-1], -1, m)]
        while len(self.inverse) < len(q):  # Newton: g becomes g·(2 - f·g), right to twice as many terms
            size = min(2 * len(self.inverse), len(q))
            product = _product(backwards[:size], self.inverse, m)[:size]
            step = [-c % m for c in product]
            step[0] = (step[0] + 2) % m
            found = _product(_trimmed(step), self.inverse, m)[:size]
            self.inverse = found + [0] * (size - len(found))

    def rest(self, p: Whole) -> Whole:
        """The remainder of a p with coefficients from 0 to m − 1."""
        size = len(p) - len(self.q) + 1
        if size <= 0:
            return p
        quotient = _product(p[: -size - 1 : -1], self.inverse[:size], self.m)[:size]
        taken = _product((quotient + [0] * (size - len(quotient)))[::-1], self.q, self.m)
        return _minus(p[: len(self.q) - 1], taken[: len(self.q) - 1], self.m)

    def times(self, p: Whole, q: Whole) -> Whole:
        """The remainder of the product of two remainders."""
        return self.rest(_product(p, q, self.m))

    def power(self, p: Whole, e: int) -> Whole:
        """The remainder of p^e for a remainder p."""
        result = [1]
        while e:
            if e & 1:
                result = self.times(result, p)
            e >>= 1
            if e:
                p = self.times(p, p)
        return result


def _monic(p: Whole, m: int) -> Whole:
    inverse = pow(p[-1], -1, m)
    return [c * inverse % m for c in p]


def _common(p: Whole, q: Whole, m: int) -> Whole:
    while q:
        p, q = q, _divided(p, q, m)[1]
    return _monic(p, m)


def _bezout(p: Whole, q: Whole, m: int) -> tuple[Whole, Whole]:
    """(s, t) with s·p + t·q = 1 modulo a prime, for p and q without a common factor."""
    a, b = p, q
    s, t, u, v = [1], Whole(), Whole(), [1]
    while b:
        quotient, rest = _divided(a, b, m)
        a, s, t, b, u, v = (
            b,
            u,
            v,
            rest,
            _minus(s, _modulo(_times(quotient, u), m), m),
            _minus(t, _modulo(_times(quotient, v), m), m),
        )
    inverse = pow(a[0], -1, m)
    return [c * inverse % m for c in s], [c * inverse % m for c in t]


# -- the split modulo a prime ------------------------------------------------------------------------------


def _is_eisenstein(p: Whole) -> bool:
    """Whether a prime divides every coefficient but the lead, and its square not the constant term: p is irreducible.

    Source: Eisenstein 1850.
    """
    shared = math.gcd(*p[:-1])
    if shared == 1:
        return False
    small = filter(is_prime, range(2, _LARGEST_SHARED))
    return any(shared % prime == 0 and p[-1] % prime and p[0] % (prime * prime) for prime in small)


def _split(p: Whole) -> tuple[int, list[tuple[Whole, int]]]:
    """Of some primes that keep p square-free the one with the fewest factors: those of one degree together, with it.

    Nothing, where the degrees of the factors modulo the primes leave none for a factor of p: it is irreducible.
    """
    best: tuple[int, list[tuple[Whole, int]]] | None = None
    fewest, degrees = len(p), (1 << len(p)) - 1  # bit d: a factor may have degree d
    tried = 0
    for prime in filter(is_prime, count(3, 2)):
        if not is_square_free_modulo(p, prime):
            continue
        parts = _by_degrees(_monic(_modulo(p, prime), prime), prime)
        several, sums = 0, 1
        for part, d in parts:
            for _ in range((len(part) - 1) // d):
                several, sums = several + 1, sums | sums << d
        degrees &= sums
        if degrees == 1 | 1 << (len(p) - 1):
            return prime, []
        if best is None or several < fewest:
            best, fewest = (prime, parts), several
        tried += 1
        if tried == _PRIMES_TRIED:
            break
    assert best is not None
    return best


def _by_degrees(p: Whole, prime: int) -> list[tuple[Whole, int]]:
    """The products of the irreducible factors of one degree of a monic square-free p modulo an odd prime."""
    found: list[tuple[Whole, int]] = []
    power, d = [0, 1], 0
    while len(p) - 1 > 2 * d + 1:
        divisor, product, differences = _Divisor(p, prime), [1], []
        for _ in range(min(_TOGETHER, (len(p) - 1) // 2 - d)):
            limits.check()
            power = divisor.power(power, prime)
            differences.append(_minus(power, [0, 1], prime))
            product = divisor.times(product, differences[-1])
        if len(_common(p, product, prime)) == 1:  # none of these degrees
            d += len(differences)
            continue
        for difference in differences:
            if len(p) - 1 <= 2 * d + 1:
                break
            d += 1
            same = _common(p, _divided(difference, p, prime)[1], prime)
            if len(same) > 1:
                found.append((same, d))
                p = _divided(p, same, prime)[0]
        power = _divided(power, p, prime)[1]
    return [*found, (p, len(p) - 1)] if len(p) > 1 else found


def _of_degree(p: Whole, d: int, prime: int) -> list[Whole]:
    """The factors of a product of irreducible polynomials of degree d."""
    pending, found = [p], []
    trials = (_digits(i, prime) for i in count(prime))
    while pending:
        q = pending.pop()
        if len(q) - 1 == d:
            found.append(q)
            continue
        divisor = _Divisor(q, prime)
        while True:
            limits.check()
            half = divisor.power(_divided(next(trials), q, prime)[1], (prime**d - 1) // 2)
            part = _common(q, _minus(half, [1], prime), prime)
            if 1 < len(part) < len(q):
                pending += [part, _divided(q, part, prime)[0]]
                break
    return found


def _digits(i: int, base: int) -> Whole:
    digits: Whole = []
    while i:
        i, digit = divmod(i, base)
        digits.append(digit)
    return digits


# -- lifting -----------------------------------------------------------------------------------------------


def _lifted(p: Whole, pieces: list[Whole], prime: int, bound: int) -> tuple[int, list[Whole]]:
    """(m, pieces modulo m): p is its lead times their product modulo m = prime^2^k > bound."""
    modulus = prime
    while modulus <= bound:
        modulus *= modulus
    inverse = pow(p[-1], -1, modulus)
    return modulus, _lift([c * inverse % modulus for c in p], pieces, prime, modulus)


def _lift(p: Whole, pieces: list[Whole], prime: int, modulus: int) -> list[Whole]:
    """The monic pieces of a monic p, halves first, by Hensel's quadratic step."""
    if len(pieces) == 1:
        return [p]
    middle = len(pieces) // 2
    g, h = [1], [1]
    for q in pieces[:middle]:
        g = _modulo(_times(g, q), prime)
    for q in pieces[middle:]:
        h = _modulo(_times(h, q), prime)
    s, t = _bezout(g, h, prime)
    m = prime
    while m < modulus:
        limits.check()
        m *= m
        error = _minus(_modulo(p, m), _modulo(_times(g, h), m), m)
        quotient, rest = _divided(_times(s, error), h, m)
        g = _plus(g, _plus(_modulo(_times(t, error), m), _modulo(_times(quotient, g), m), m), m)
        h = _plus(h, rest, m)
        excess = _minus(_plus(_modulo(_times(s, g), m), _modulo(_times(t, h), m), m), [1], m)
        quotient, rest = _divided(_times(s, excess), h, m)
        s = _minus(s, rest, m)
        t = _minus(t, _plus(_modulo(_times(t, excess), m), _modulo(_times(quotient, g), m), m), m)
    return [*_lift(g, pieces[:middle], prime, modulus), *_lift(h, pieces[middle:], prime, modulus)]
