"""Mutual recursion at constant fractions of the size: Tᵢ(n) = Σ aᵢⱼ Tⱼ(rᵢⱼ n) + fᵢ(n), each calling all the others.

With M(p) the matrix of Σ aᵢⱼ rᵢⱼ^p, the critical exponent is the p at which its Perron root is 1; every function has
the growth n^p·(1 + ∫ f(u)/u^(p+1) du) with f the largest of the driving functions, since each function reaches every
other within a bounded number of calls. A positive vector v with M(k)·v = v proves p = k; M·v < v and M·v > v prove p
smaller and larger (Perron, Frobenius, Collatz and Wielandt). Source: Akra and Bazzi 1998, for the vector n^p·v.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from recur.model import Definition, Expr, Undecided, Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, TooCoarse, exact_formula, largest_root, real
from recur.numbers.matrices import NUMBERS, POLYNOMIALS, Ring, determinant, identity_minus, kernel
from recur.numbers.polynomials import count_roots, degree, factors
from recur.numbers.roots import quadratic_root
from recur.solving.divide_and_conquer.critical_exponent import TOO_FAR

Entries = dict[tuple[int, int], list[tuple[Real, Real]]]
_ROOT_NAME = "p"
_LARGEST_LOG = 700.0  # of what a float holds, with room for a sum
_WIDEST = 1e12
T = TypeVar("T")


@frozen
class MatrixExponent:
    """The critical exponent of the system, with its definition where no short formula is."""

    value: Real
    definition: Definition | None = None


def matrix_exponent(entries: Entries, size: int) -> MatrixExponent:
    """The p at which the Perron root of Σ a·r^p is 1, for an irreducible matrix of entries (a, r), 0 < r < 1."""
    if any(real.has_parameter(x) for pairs in entries.values() for pair in pairs for x in pair):
        raise Unmet("known coefficients", "the coefficients hold unknown constants")
    guess = _approximate(entries, size)
    for denominator in (1, 2, 3, 4):
        k = Fraction(round(guess * denominator), denominator)
        if abs(float(k) - guess) < 1e-9 and _proved(entries, size, k):
            return MatrixExponent(k)
    closed = _common_ratio(entries, size, guess)
    if closed is not None:
        return MatrixExponent(closed)
    root = real.defined(_ROOT_NAME, lambda bits: _bracket(entries, size, bits))
    equation = ex.Relation("=", _determinant_formula(entries, size), ex.number(0))
    digits = real.digits(root, 50)
    return MatrixExponent(root, Definition(_ROOT_NAME, equation, digits, "the largest real root of"))


def _approximate(entries: Entries, size: int) -> float:
    pairs = {at: [(real.near_log(a), real.near_log(r)) for a, r in found] for at, found in entries.items()}

    def perron(p: float) -> float:
        return _perron({at: sum(_bounded_exp(a + p * s) for a, s in found) for at, found in pairs.items()}, size)[0]

    return _falling_to_one(perron)


def _bounded_exp(x: float) -> float:
    """e^x where a float holds it; beyond, about the largest that one does: what is asked is whether it exceeds 1."""
    return math.exp(min(x, _LARGEST_LOG))


def _falling_to_one(f: Callable[[float], float]) -> float:
    """Where a falling function takes the value 1, by bisection."""
    low, high = -1.0, 1.0
    while f(low) < 1 or f(high) > 1:
        low, high = (2 * low, high) if f(low) < 1 else (low, 2 * high)
        if high - low > _WIDEST:
            raise Undecided(TOO_FAR)
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if f(middle) > 1 else (low, middle)
    return middle


def _perron(matrix: dict[tuple[int, int], float], size: int) -> tuple[float, list[float]]:
    """The Perron root and vector by power iteration on M + I, which is primitive when M is irreducible."""
    v = [1.0] * size
    root = 1.0
    for _ in range(2000):
        w = list(v)
        for (i, j), x in matrix.items():
            w[i] += x * v[j]
        top = max(w)
        w = [x / top for x in w]
        if max(abs(x - y) for x, y in zip(v, w, strict=True)) < 1e-15:
            root = top
            break
        v, root = w, top
    return root - 1, v


def _summed(entries: Entries, size: int, value: Callable[[Real, Real], T], ring: Ring[T]) -> list[list[T]]:
    """The matrix of Σ value(a, r)."""
    matrix = [[ring.zero] * size for _ in range(size)]
    for (i, j), pairs in entries.items():
        for a, r in pairs:
            matrix[i][j] = ring.plus(matrix[i][j], value(a, r))
    return matrix


def _at(entries: Entries, size: int, p: Real) -> list[list[Real]]:
    """I − M(p)."""
    matrix = _summed(entries, size, lambda a, r: a * real.power(r, p), NUMBERS)
    return identity_minus(matrix, NUMBERS)


def _proved(entries: Entries, size: int, k: Fraction) -> bool:
    """Whether M(k)·v = v has a positive solution: then the Perron root of M(k) is 1."""
    solutions = kernel(_at(entries, size, k))
    return len(solutions) == 1 and {real.sign(x) for x in solutions[0]} in ({1}, {-1})


def _common_ratio(entries: Entries, size: int, guess: float) -> Real | None:
    """All ratios powers of one r: det(I − M) is a polynomial in y = r^(−p), closed when its root is of degree two."""
    if not all(isinstance(a, Fraction) for pairs in entries.values() for a, _ in pairs):
        return None
    inverse = {r: real.ONE / r for pairs in entries.values() for _, r in pairs}
    first = min(inverse.values(), key=real.near_log)
    powers: dict[Real, Fraction] = {}
    for r, b in inverse.items():
        ratio = real.log_ratio(b, first)
        if not isinstance(ratio, Fraction):
            return None
        powers[r] = ratio
    unit = Fraction(1, math.lcm(*(e.denominator for e in powers.values())))
    base = real.power(first, unit)

    def monomial(a: Real, r: Real) -> Polynomial:
        assert isinstance(a, Fraction)
        return (real.ZERO,) * int(powers[r] / unit) + (a,)

    matrix = _summed(entries, size, monomial, POLYNOMIALS)
    polynomial = determinant(identity_minus(matrix, POLYNOMIALS), POLYNOMIALS)
    target = _bounded_exp(-guess * real.near_log(base))
    for factor, _ in factors(polynomial):
        if degree(factor) > 2 or (degree(factor) == 2 and largest_root(factor) is None):
            continue
        for root in (-factor[0],) if degree(factor) == 1 else (quadratic_root(factor, s) for s in (-1, 1)):
            near = real.sign(root) > 0 and abs(float(root) - target) < 1e-9 * target
            if near and _is_smallest(polynomial, root):
                return real.ln(real.ONE / root) / real.ln(base)
    return None


def _is_smallest(polynomial: Polynomial, root: Real) -> bool:
    """No positive root below this one: the Perron root passes 1 first there, as M grows with x."""
    return any(count_roots(polynomial, real.ZERO, real.enclose(root, bits)[1]) == 1 for bits in (80, 400))


def _bracket(entries: Entries, size: int, bits: int) -> tuple[Fraction, Fraction]:
    """Rationals on both sides of p, certified by a vector v with M·v > v and M·v < v."""
    import mpmath

    mp = mpmath.mp.clone()  # a precision of its own: the shared one belongs to every thread
    mp.prec = bits + 80
    pairs = {at: [(_near(mp, a), mp.log(_near(mp, r))) for a, r in found] for at, found in entries.items()}

    def matrix(p: Any) -> Any:
        m = mp.zeros(size)
        for (i, j), found in pairs.items():
            m[i, j] = sum(a * mp.exp(p * s) for a, s in found)
        return m

    start = mp.mpf(_approximate(entries, size))
    p = mp.findroot(lambda q: mp.det(mp.eye(size) - matrix(q)), start, tol=0, verify=False)
    v = [mp.mpf(x) for x in _perron({at: float(matrix(p)[at]) for at in pairs}, size)[1]]
    for _ in range(6 * bits):
        w = matrix(p) * mp.matrix(v)
        v = [(x + y) / 2 for x, y in zip(v, w, strict=True)]
        if max(abs(x - y) for x, y in zip(v, w, strict=True)) < mp.mpf(2) ** (-bits - 30):
            break
    unit = 1 << bits + 80
    middle, *vector = (Fraction(int(mp.floor(x * unit)), unit) for x in (p, *v))
    low, high = middle - Fraction(1, 2**bits), middle + Fraction(1, 2**bits)
    if _side(entries, low, vector, 1, bits + 80) and _side(entries, high, vector, -1, bits + 80):
        return low, high
    raise Undecided("the critical exponent of the system could not be enclosed")


def _near(mp: Any, x: Real) -> Any:
    low, _ = real.enclose(x, mp.prec)
    return mp.mpf(low.numerator) / low.denominator


def _side(entries: Entries, p: Fraction, v: list[Fraction], direction: int, bits: int) -> bool:
    """Whether M(p)·v > v (direction 1) or M(p)·v < v (−1) in every component, by interval arithmetic."""
    from recur.numbers.interval import exponential, interval

    total = [interval(-x, bits) for x in v]
    for (i, j), pairs in entries.items():
        for a, r in pairs:
            power = exponential(real.as_interval(real.ln(r), bits) * p)
            total[i] = total[i] + real.as_interval(a, bits) * power * v[j]
    try:
        return all(t.sign() == direction for t in total)
    except TooCoarse:
        return False


def _determinant_formula(entries: Entries, size: int) -> Expr:
    """det(I − M(p)) written out."""
    return exact_formula(determinant(_at(entries, size, real.parameter(_ROOT_NAME)), NUMBERS))
