"""The irreducible factors of a square-free polynomial with whole coefficients, lists with the constant term first.

It is split modulo a prime, the split is lifted to a power of that prime beyond twice the factors' coefficients, and the
pieces are put together again to what divides. Everything is exact; no answer depends on chance, because the prime and
the trial polynomials are taken in a fixed order. Source: von zur Gathen and Gerhard, Modern Computer Algebra, chapters
14 and 15 (Cantor and Zassenhaus; Zassenhaus).
"""

import math
from collections.abc import Iterable
from itertools import combinations, count

from recur.model import LimitExceeded, limits
from recur.numbers import fast
from recur.numbers.exact import is_prime

_PRIMES_MORE = 3  # which tell no more of the degrees of factors, after which no further one is asked
_LARGEST_SHARED = 200
_LARGE_PRIME = (1 << 31) - 1
_MOST_CHOICES = 200_000
_FEW = 8  # coefficients, which are not worth the way to FLINT and back
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
    if _is_eisenstein(p) or _is_eisenstein(p[::-1]):
        return [p]
    prime, parts, degrees = _split(p)
    if not parts:
        return [p]
    modular = [q for part, d in parts for q in _of_degree(part, d, prime)]
    # Mignotte's bound for the coefficients of a factor of at most half the degree, times the lead put in front of it
    half = (len(p) - 1) // 2
    bound = p[-1] * math.comb(half, half // 2) * (math.isqrt(sum(c * c for c in p)) + 1)
    modulus, lifted = _lifted(p, modular, prime, 2 * bound)
    return sorted(_recombined(p, lifted, modulus, degrees), key=lambda q: (len(q), q))


def is_square_free_modulo(p: Whole, prime: int = _LARGE_PRIME) -> bool:
    """Whether p and its derivative have no common factor modulo the prime, hence none at all."""
    slope = _modulo([i * c for i, c in enumerate(p)][1:], prime)
    return p[-1] % prime != 0 and len(_common(_modulo(p, prime), slope, prime)) == 1


def _recombined(p: Whole, pieces: list[Whole], modulus: int, degrees: int) -> list[Whole]:
    """The products of pieces that divide p, of the fewest pieces first; a bit of `degrees` a degree they can have."""
    found: list[Whole] = []
    size, tried = 1, 0
    while 2 * size <= len(pieces):
        for chosen in combinations(pieces, size):
            tall = sum(map(len, chosen)) - size
            if not degrees >> tall & 1:
                continue
            tried += 1
            if tried > _MOST_CHOICES:
                raise LimitExceeded("a polynomial has too many factors to be told apart")
            limits.check()
            others = [q for q in pieces if q not in chosen]
            # the modulus is enough for the one of both factors that has the smaller degree
            short = 2 * tall < len(p)
            factor = _factor_of(p, chosen if short else others, modulus)
            if factor is None:
                continue
            rest = _exact_quotient(p, factor)
            if rest is not None:
                irreducible, p = (factor, rest) if short else (rest, factor)
                found.append(irreducible)
                pieces = others
                break
        else:
            size += 1
    return [*found, p] if len(p) > 1 else found


def _factor_of(p: Whole, pieces: Iterable[Whole], modulus: int) -> Whole | None:
    """lead · Π pieces without what its coefficients share; None where its constant term divides no such one of p's."""
    lead = p[-1]
    last = _centre(lead * math.prod(q[0] for q in pieces), modulus)
    if (lead * p[0]) % last if last else p[0]:
        return None
    product = [lead]
    for q in pieces:
        product = _modulo(whole_product(product, q), modulus)
    return _primitive(_trimmed([_centre(c, modulus) for c in product]))


# -- whole numbers -----------------------------------------------------------------------------------------


def _trimmed(p: Whole) -> Whole:
    while p and not p[-1]:
        p.pop()
    return p


def whole_product(p: Whole, q: Whole) -> Whole:
    """The product of two polynomials with whole coefficients."""
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


def _centre(c: int, m: int) -> int:
    """c modulo an odd m, between −m/2 and m/2."""
    return (c + m // 2) % m - m // 2


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
            _minus(s, _modulo(whole_product(quotient, u), m), m),
            _minus(t, _modulo(whole_product(quotient, v), m), m),
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


def _split(p: Whole) -> tuple[int, list[tuple[Whole, int]], int]:
    """Of some primes that keep p square-free the one with the fewest factors: those of one degree together, with it.

    The third is the degrees that a factor of p can have, one a bit: the degrees of the factors modulo each prime add up
    to it. Nothing is split where they leave none but that of p: it is irreducible.
    """
    from recur.numbers.packed_residues import PackedResidues

    best: tuple[int, list[tuple[Whole, int]]] = 0, []
    fewest, degrees = len(p), (1 << len(p)) - 1
    unchanged = 0
    for prime in filter(is_prime, count(3, 2)):
        if p[-1] % prime == 0:
            continue
        ring = PackedResidues(_monic(_modulo(p, prime), prime), prime)
        if not ring.is_square_free():
            continue
        parts = [(_monic(part, prime), d) for part, d in ring.by_degrees()]
        several, sums = 0, 1
        for part, d in parts:
            for _ in range((len(part) - 1) // d):
                several, sums = several + 1, sums | sums << d
        unchanged = 0 if degrees & ~sums else unchanged + 1
        degrees &= sums
        if degrees == 1 | 1 << (len(p) - 1):
            return prime, [], degrees
        if several < fewest:
            best, fewest = (prime, parts), several
        if unchanged == _PRIMES_MORE:
            break
    return *best, degrees


def _of_degree(p: Whole, d: int, prime: int) -> list[Whole]:
    """The factors of a product of irreducible polynomials of degree d modulo an odd prime."""
    if len(p) - 1 == d:
        return [p]
    from recur.numbers.packed_residues import PackedResidues

    ring = PackedResidues(p, prime)
    for i in count(prime):
        limits.check()
        trial = _divided(_digits(i, prime), p, prime)[1]
        # h^((p^d - 1)/2) is 1 or −1 modulo each of them: h·h^p·…·h^(p^(d − 1)) to the power (p − 1)/2
        conjugate = norm = ring.packed(trial)
        for _ in range(d - 1):
            conjugate = ring.raised(conjugate)
            norm = ring.times(norm, conjugate)
        half = 1
        for _ in range((prime - 1) // 2):
            half = ring.times(half, norm)
        part = _common(p, _minus(ring.unpacked(half), [1], prime), prime)
        if 1 < len(part) < len(p):
            return [*_of_degree(part, d, prime), *_of_degree(_divided(p, part, prime)[0], d, prime)]
    raise AssertionError("half of all polynomials tell two factors apart")


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
        g = _modulo(whole_product(g, q), prime)
    for q in pieces[middle:]:
        h = _modulo(whole_product(h, q), prime)
    s, t = _bezout(g, h, prime)
    m = prime
    while m < modulus:
        limits.check()
        m *= m
        error = _minus(_modulo(p, m), _modulo(whole_product(g, h), m), m)
        quotient, rest = _divided(whole_product(s, error), h, m)
        g = _plus(g, _plus(_modulo(whole_product(t, error), m), _modulo(whole_product(quotient, g), m), m), m)
        h = _plus(h, rest, m)
        excess = _minus(_plus(_modulo(whole_product(s, g), m), _modulo(whole_product(t, h), m), m), [1], m)
        quotient, rest = _divided(whole_product(s, excess), h, m)
        s = _minus(s, rest, m)
        t = _minus(t, _plus(_modulo(whole_product(t, excess), m), _modulo(whole_product(quotient, g), m), m), m)
    return [*_lift(g, pieces[:middle], prime, modulus), *_lift(h, pieces[middle:], prime, modulus)]
