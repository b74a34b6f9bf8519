"""Polynomials over the rationals as tuples of coefficients, constant term first: (1, 0, 3) is 1 + 3x²; () is 0.

Everything here is exact.
"""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from recur.numbers.exact import narrow_rational
from recur.numbers.factorization import irreducible_factors, is_square_free_modulo, whole_product

Polynomial: TypeAlias = tuple[Fraction, ...]

ONE: Polynomial = (Fraction(1),)
X: Polynomial = (Fraction(0), Fraction(1))
_MOST_DIVISORS = 400
_FEW = 4  # coefficients, from which on whole numbers over one denominator are quicker than fractions
_PRIMES_OF_ROOTS = (101, 103, 107, 109, 113)
_TRIAL_DIVISION = 1 << 16
_ONE = Fraction(1)


def trimmed(coefficients: Iterable[Fraction]) -> Polynomial:
    kept = list(coefficients)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def degree(p: Polynomial) -> int:
    return len(p) - 1


def plus(p: Polynomial, q: Polynomial) -> Polynomial:
    if len(p) < len(q):
        p, q = q, p
    return trimmed([*(a + b for a, b in zip(p, q, strict=False)), *p[len(q) :]])


def scaled(p: Polynomial, c: Fraction) -> Polynomial:
    return tuple(c * a for a in p) if c else ()


def times(p: Polynomial, q: Polynomial) -> Polynomial:
    if not p or not q:
        return ()
    if len(p) > _FEW < len(q):
        (one, below), (other, scale) = _whole(p), _whole(q)
        return tuple([Fraction(c, below * scale) for c in whole_product(one, other)])
    product = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        if a:
            for j, b in enumerate(q):
                product[i + j] += a * b
    return tuple(product)


def raised(p: Polynomial, exponent: int) -> Polynomial:
    result = ONE
    for _ in range(exponent):
        result = times(result, p)
    return result


def divided(p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """(quotient, remainder) of p by q ≠ 0.

    >>> divided((Fraction(-1), Fraction(0), Fraction(1)), (Fraction(1), Fraction(1)))[0]
    (Fraction(-1, 1), Fraction(1, 1))
    """
    if len(p) - len(q) >= _FEW < len(q) and q[-1] == 1:
        (above, below), (by, scale) = _whole(p), _whole(q)
        if scale == 1:
            parts = _divided_by_monic(above, by)
            found, over = ([Fraction(a, below) for a in part] for part in parts)
            return tuple(found), trimmed(over)
    rest, quotient = list(p), [Fraction(0)] * max(len(p) - len(q) + 1, 0)
    for shift in range(len(p) - len(q), -1, -1):
        c = rest[shift + len(q) - 1] / q[-1]
        if c:
            quotient[shift] = c
            for i, b in enumerate(q):
                rest[shift + i] -= c * b
    return trimmed(quotient), trimmed(rest[: len(q) - 1])


def _whole(p: Polynomial) -> tuple[list[int], int]:
    """(whole coefficients, their common denominator)."""
    below = math.lcm(*[c.denominator for c in p])
    return [c.numerator * (below // c.denominator) for c in p], below


def _divided_by_monic(p: list[int], q: list[int]) -> tuple[list[int], list[int]]:
    """(quotient, remainder) in whole numbers."""
    *lower, _ = q
    size, quotient = len(lower), []
    while len(p) > size:
        *p, c = p
        quotient.append(c)
        if c:
            p[len(p) - size :] = [a - c * b for a, b in zip(p[len(p) - size :], lower, strict=True)]
    return quotient[::-1], p


def monic(p: Polynomial) -> Polynomial:
    return p if not p or p[-1] == 1 else tuple(a / p[-1] for a in p)


def common_divisor(p: Polynomial, q: Polynomial) -> Polynomial:
    while q:
        p, q = q, divided(p, q)[1]
    return monic(p)


def inverse_modulo(p: Polynomial, q: Polynomial) -> Polynomial:
    """1/p modulo q, which has no factor in common with p: 1/p(ρ) as a polynomial in ρ for the roots ρ of q.

    >>> inverse_modulo(X, (Fraction(-1), Fraction(-1), Fraction(1)))  # 1/φ = φ − 1
    (Fraction(-1, 1), Fraction(1, 1))
    """
    a, b = q, divided(p, q)[1]
    s: Polynomial = ()
    t = ONE
    while degree(b) > 0:
        quotient, rest = divided(a, b)
        a, b, s, t = b, rest, t, plus(s, scaled(times(quotient, t), Fraction(-1)))
    return divided(scaled(t, 1 / b[0]), q)[1]


def derivative(p: Polynomial) -> Polynomial:
    return tuple(i * a for i, a in enumerate(p))[1:]


def value(p: Sequence[Fraction], x: Fraction) -> Fraction:
    total = p[-1] if p else Fraction(0)
    for a in p[-2::-1]:
        total = total * x + a
    return total


def shifted(p: Polynomial, h: Fraction) -> Polynomial:
    """p(x + h).

    >>> shifted((Fraction(0), Fraction(0), Fraction(1)), Fraction(1))
    (Fraction(1, 1), Fraction(2, 1), Fraction(1, 1))
    """
    result: Polynomial = ()
    for a in reversed(p):
        result = plus(times(result, (h, Fraction(1))), trimmed((a,)))
    return result


def stays_nonnegative(p: Polynomial, start: int) -> bool:
    """Whether p(n) ≥ 0 for all n ≥ start, seen from the signs of p(start + x); False may also mean unseen."""
    return all(a >= 0 for a in shifted(p, Fraction(start)))


def square_free(p: Polynomial) -> list[tuple[Polynomial, int]]:
    """Yun's decomposition p = c · Π qᵢ^i with square-free qᵢ that have no root in common."""
    whole, p = list(cleared(p)), monic(p)
    if is_square_free_modulo(whole):
        return [(p, 1)]
    slope = derivative(p)
    common = common_divisor(p, slope)
    if degree(common) == 0:
        return [(p, 1)]
    found: list[tuple[Polynomial, int]] = []
    b, c = divided(p, common)[0], divided(slope, common)[0]
    d = plus(c, scaled(derivative(b), Fraction(-1)))
    multiplicity = 1
    while degree(b) > 0:
        a = common_divisor(b, d) if d else monic(b)
        if degree(a) > 0:
            found.append((a, multiplicity))
        b, c = divided(b, a)[0], divided(d, a)[0]
        d = plus(c, scaled(derivative(b), Fraction(-1)))
        multiplicity += 1
    return found


def factors(p: Polynomial) -> tuple[tuple[Polynomial, int], ...]:
    """The monic irreducible factors of p over the rationals with their multiplicities; small degrees first.

    >>> factors((Fraction(-1), Fraction(0), Fraction(1)))[0]
    ((Fraction(-1, 1), Fraction(1, 1)), 1)
    """
    return factors_of_whole(cleared(p))


@lru_cache(maxsize=1024)
def factors_of_whole(whole: tuple[int, ...]) -> tuple[tuple[Polynomial, int], ...]:
    """`factors` of a polynomial whose coefficients are whole and have no common divisor.

    >>> factors_of_whole((6, -5, 1)) == factors((Fraction(6), Fraction(-5), Fraction(1)))
    True
    """
    found, rest = _linear_factors(whole)
    if degree(rest) in (2, 3):  # without a rational root it is irreducible
        found.append((rest, 1))
    elif degree(rest) > 3:
        parts = [(q, k) for part, k in square_free(rest) for q in _split(part)]
        found += sorted(parts, key=lambda pair: (len(pair[0]), pair[0]))
    return tuple(found)


def square_and_rest(p: Polynomial) -> tuple[Polynomial, Polynomial]:
    """(q, d) with p = q²·d, and d without a square.

    >>> [len(x) - 1 for x in square_and_rest((Fraction(0), Fraction(0), Fraction(0), Fraction(1)))]
    [1, 1]
    """
    square, rest = ONE, p[-1:]
    for factor, count in factors(p):
        square = times(square, raised(factor, count // 2))
        rest = times(rest, raised(factor, count % 2))
    return square, rest


def _linear_factors(whole: Sequence[int]) -> tuple[list[tuple[Polynomial, int]], Polynomial]:
    """The monic linear factors with their multiplicities, and the monic rest, by division in whole numbers.

    The factor x − ρ with the largest root ρ is the first.
    """
    found: list[tuple[Polynomial, int]] = []
    for above, below in reversed(_in_order(_roots_of_whole(whole))):
        multiplicity = 0
        while (divided_once := _without_root(whole, above, below)) is not None:
            whole, multiplicity = divided_once, multiplicity + 1
        found.append(((Fraction(-above, below), _ONE), multiplicity))
    lead = whole[-1]
    return found, tuple([Fraction(a, lead) for a in whole])


def _without_root(whole: Sequence[int], a: int, b: int) -> list[int] | None:
    """The polynomial over (b·x − a), again in whole numbers (Gauss' lemma); None where a/b is no root."""
    if len(whole) < 2:
        return None
    quotient = [0] * (len(whole) - 1)
    carry = 0
    for i in range(len(whole) - 1, 0, -1):
        top, over = divmod(whole[i] + a * carry, b)
        if over:
            return None
        quotient[i - 1] = carry = top
    return quotient if whole[0] + a * carry == 0 else None


def _split(p: Polynomial) -> list[Polynomial]:
    """A square-free p without rational roots, of degree four or more."""
    return [monic(tuple(map(Fraction, q))) for q in irreducible_factors(list(cleared(p)))]


def cleared(p: Polynomial) -> tuple[int, ...]:
    """p times a positive rational, with whole coefficients that have no common divisor."""
    scale = math.lcm(*[a.denominator for a in p])
    whole = [a.numerator * (scale // a.denominator) for a in p]
    shared = math.gcd(*whole) or 1
    return tuple(whole) if shared == 1 else tuple([a // shared for a in whole])


def rational_roots(p: Polynomial) -> list[Fraction]:
    """The distinct rational roots of p ≠ 0, 0 first and then from the least up."""
    if degree(p) < 1:
        return []
    found = _in_order(_roots_of_whole(cleared(p)))
    return [Fraction(a, b) for a, b in sorted(found, key=lambda root: root[0] != 0)]


def _in_order(roots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Numerators and denominators, from the least quotient up."""
    if len(roots) < 2:
        return roots
    return sorted(roots) if all([b == 1 for _, b in roots]) else sorted(roots, key=lambda root: Fraction(*root))


def _roots_of_whole(whole: Sequence[int]) -> list[tuple[int, int]]:
    """The distinct rational roots a/b as (a, b) of a polynomial whose coefficients have no common divisor.

    By the formula up to the second degree; beyond, a divides the last coefficient and b the first.
    """
    found: list[tuple[int, int]] = []
    if whole[0] == 0:
        found.append((0, 1))
        whole = whole[next(i for i, c in enumerate(whole) if c) :]
    if len(whole) <= 3:
        return found + _by_the_formula(whole)
    above, below = _divisors(abs(whole[0])), _divisors(abs(whole[-1]))
    if above is None or below is None or len(above) * len(below) > _MOST_DIVISORS:
        return found + [(x.numerator, x.denominator) for x in _rational_roots_by_lifting(whole)]
    widest, lead, hits = max(map(abs, whole[:-1])), abs(whole[-1]), 0
    for b in below:
        for a in above:
            if (a - b) * lead > widest * b:  # Cauchy's bound: |a/b| ≤ 1 + max |cᵢ|/|c_d|
                continue
            if b == 1 or math.gcd(a, b) == 1:
                more = [(c, b) for c in (a, -a) if _vanishes(whole, c, b)]
                found, hits = found + more, hits + len(more)
        if hits == len(whole) - 1:
            break
    return found


def _by_the_formula(whole: Sequence[int]) -> list[tuple[int, int]]:
    """The rational roots of a·x² + b·x + c, of b·x + c, or of a constant."""
    if len(whole) < 2:
        return []
    if len(whole) == 2:
        return [_reduced(-whole[0], whole[1])]
    c, b, a = whole
    square = b * b - 4 * a * c
    root = math.isqrt(square) if square >= 0 else -1
    if root * root != square:
        return []
    return [_reduced(x - b, 2 * a) for x in ((root, -root) if root else (0,))]


def _reduced(a: int, b: int) -> tuple[int, int]:
    """a/b in lowest terms, b > 0."""
    shared = math.gcd(a, b) if b > 0 else -math.gcd(a, b)
    return a // shared, b // shared


def _vanishes(whole: Sequence[int], a: int, b: int) -> bool:
    """Whether the polynomial is 0 at a/b, in whole numbers."""
    total, power = 0, 1
    if b == 1:
        for c in reversed(whole):
            total = total * a + c
        return total == 0
    for c in reversed(whole):
        total = total * a + c * power
        power *= b
    return total == 0


def _divisors(n: int) -> list[int] | None:
    """All divisors of n > 0; None when trial division does not find them, or finds too many."""
    found = [1]
    candidate = 2
    while candidate * candidate <= n:
        if candidate > _TRIAL_DIVISION or len(found) > _MOST_DIVISORS:
            return None
        powers = [1]
        while n % candidate == 0:
            n //= candidate
            powers.append(powers[-1] * candidate)
        if len(powers) > 1:
            found = [a * b for a in found for b in powers]
        candidate += 1 if candidate == 2 else 2
    if n > 1:
        found = [a * b for a in found for b in (1, n)]
    return found


def _rational_roots_by_lifting(whole: Sequence[int]) -> list[Fraction]:
    """Roots modulo a prime at which none of them is multiple, lifted until they tell the rational ones.

    lead · root is whole, and no larger than lead · (1 + max |cᵢ|/|lead|). Source: Loos, Computing rational zeros of
    integral polynomials by p-adic expansion, 1983.
    """
    bound = 2 * (abs(whole[-1]) + max(map(abs, whole[:-1]))) + 1
    for prime in _PRIMES_OF_ROOTS:
        roots = [] if whole[-1] % prime == 0 else [r for r in range(prime) if _at(whole, r, prime)[0] == 0]
        if whole[-1] % prime and all(_at(whole, r, prime)[1] for r in roots):
            lifted = [_lifted_root(whole, r, prime, bound) for r in roots]
            return sorted(x for x in lifted if _vanishes(whole, x.numerator, x.denominator))
    p = tuple(map(Fraction, whole))
    part = divided(p, common_divisor(p, derivative(p)))[0]
    return sorted(-q[0] for q in _split(part) if degree(q) == 1) if degree(part) == degree(p) else rational_roots(part)


def _at(whole: Sequence[int], x: int, m: int) -> tuple[int, int]:
    """The value and the slope at x, modulo m."""
    value_, slope = 0, 0
    for c in reversed(whole):
        slope = (slope * x + value_) % m
        value_ = (value_ * x + c) % m
    return value_, slope


def _lifted_root(whole: Sequence[int], r: int, prime: int, bound: int) -> Fraction:
    """The only rational number that can be a root and is r modulo the prime, by Newton's iteration."""
    m = prime
    while m <= bound:
        m *= m
        value_, slope = _at(whole, r, m)
        r = (r - value_ * pow(slope, -1, m)) % m
    above = r * whole[-1] % m
    return Fraction(above - m if above > m // 2 else above, whole[-1])


def sturm_chain(p: Polynomial) -> list[Polynomial]:
    """p, p' and the negated remainders: their changes of sign count the real roots of a square-free p."""
    chain = [p, derivative(p)]
    while degree(chain[-1]) > 0:
        rest = divided(chain[-2], chain[-1])[1]
        if not rest:
            break
        chain.append(tuple(-a / abs(rest[-1]) for a in rest))
    return chain


def _changes(chain: Sequence[Polynomial], x: Fraction | None) -> int:
    """The changes of sign at x; None: towards infinity."""
    values = [(q[-1] if x is None else value(q, x)) for q in chain if q]
    signs = [v > 0 for v in values if v]
    return sum(a != b for a, b in pairwise(signs))


def count_roots(p: Polynomial, low: Fraction, high: Fraction | None = None) -> int:
    """The number of distinct real roots in (low, high]; without high, of all above low.

    >>> count_roots((Fraction(-2), Fraction(0), Fraction(1)), Fraction(0), Fraction(2))
    1
    """
    if degree(p) < 1:
        return 0
    free = divided(p, common_divisor(p, derivative(p)))[0]
    chain = sturm_chain(free)
    return _changes(chain, low) - _changes(chain, high)


def positive_roots_exist(p: Polynomial) -> bool:
    """Whether p has a root above 0."""
    return count_roots(trimmed(p), Fraction(0)) > 0


def power_sums(p: Polynomial, count: int) -> list[int | Fraction]:
    """Σ ρᵏ over the roots ρ of the monic p for k = 0 … count − 1, by Newton's identities.

    >>> power_sums((Fraction(-1), Fraction(-1), Fraction(1)), 5)  # the Lucas numbers
    [2, 1, 3, 4, 7]
    """
    d = degree(p)
    c = [narrow_rational(-a) for a in reversed(p[:-1])]
    sums: list[int | Fraction] = [d]
    for k in range(1, count):
        total: int | Fraction = k * c[k - 1] if k <= d else 0
        for i in range(1, min(k, d + 1)):
            total = total + c[i - 1] * sums[k - i]
        sums.append(total)
    return sums


def backwards(p: Polynomial, sums: Sequence[int | Fraction], count: int) -> list[int | Fraction]:
    """Σ ρ^−k for k = count … 1, continuing `power_sums` to negative exponents; p(0) ≠ 0."""
    d = degree(p)
    window = list(sums[:d])
    found: list[int | Fraction] = []
    for _ in range(count):
        earlier = -sum((p[i] * window[i - 1] for i in range(1, d + 1)), Fraction(0)) / p[0]
        found.append(earlier)
        window = [earlier, *window[:-1]]
    return found[::-1]
