"""Mutual recursion at constant fractions of the size: Tᵢ(n) = Σ aᵢⱼ Tⱼ(rᵢⱼ n) + fᵢ(n), each calling all the others.

With M(p) the matrix of Σ aᵢⱼ rᵢⱼ^p, the critical exponent is the p at which its Perron root is 1; every function has
the growth n^p·(1 + ∫ f(u)/u^(p+1) du) with f the largest of the driving functions, since each function reaches every
other within a bounded number of calls. A positive vector v with M(k)·v = v proves p = k; M·v < v and M·v > v prove p
smaller and larger (Perron, Frobenius, Collatz and Wielandt). Source: Akra and Bazzi 1998, for the vector n^p·v.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from recur.model.errors import Undecided
from recur.model.expressions import Expr, Relation, number
from recur.model.solution import Definition, Unmet
from recur.numbers import constants
from recur.numbers.constants import ONE, Real
from recur.numbers.formulas import exact_formula
from recur.solving.divide_and_conquer.critical_exponent import bounded_exp, falling_to_one

Entries = dict[tuple[int, int], list[tuple[Real, Real]]]
_ROOT_NAME = "p"


@dataclass(frozen=True, slots=True)
class MatrixExponent:
    """The critical exponent of the system, with its definition where no short formula is."""

    value: Real
    definition: Definition | None = None


def matrix_exponent(entries: Entries, size: int) -> MatrixExponent:
    """The p at which the Perron root of Σ a·r^p is 1, for an irreducible matrix of entries (a, r), 0 < r < 1."""
    if any(constants.has_parameter(x) for pairs in entries.values() for pair in pairs for x in pair):
        raise Unmet("known coefficients", "the coefficients hold unknown constants")
    guess = _approximate(entries, size)
    for denominator in (1, 2, 3, 4):
        k = Fraction(round(guess * denominator), denominator)
        if abs(float(k) - guess) < 1e-9 and _proved(entries, size, k):
            return MatrixExponent(k)
    closed = _common_ratio(entries, size, guess)
    if closed is not None:
        return MatrixExponent(closed)
    root = constants.defined(_ROOT_NAME, lambda bits: _bracket(entries, size, bits))
    equation = Relation("=", _determinant_formula(entries, size), number(0))
    digits = constants.digits(root, 50)
    return MatrixExponent(root, Definition(_ROOT_NAME, equation, digits, "the largest real root of"))


def _approximate(entries: Entries, size: int) -> float:
    pairs = {at: [(constants.near_log(a), constants.near_log(r)) for a, r in found] for at, found in entries.items()}

    def perron(p: float) -> float:
        return _perron({at: sum(bounded_exp(a + p * s) for a, s in found) for at, found in pairs.items()}, size)[0]

    return falling_to_one(perron)


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


def _matrix(entries: Entries, size: int, p: Real) -> Any:
    import sympy

    matrix = sympy.zeros(size)
    for (i, j), pairs in entries.items():
        for a, r in pairs:
            matrix[i, j] += constants.sympy_of(constants.times(a, constants.power(r, p)))
    return matrix


def _proved(entries: Entries, size: int, k: Fraction) -> bool:
    """Whether M(k)·v = v has a positive solution: then the Perron root of M(k) is 1."""
    import sympy

    kernel = (sympy.eye(size) - _matrix(entries, size, k)).nullspace()
    if len(kernel) != 1:
        return False
    signs = {constants.sign(constants.of_sympy(x)) for x in kernel[0]}
    return signs in ({1}, {-1})


def _common_ratio(entries: Entries, size: int, guess: float) -> Real | None:
    """All ratios powers of one r: det(I − M) is a polynomial in y = r^(−p), closed when its root is of degree two."""
    import sympy

    inverse = {r: constants.over(ONE, r) for pairs in entries.values() for _, r in pairs}
    first = min(inverse.values(), key=constants.near_log)
    powers: dict[Real, Fraction] = {}
    for r, b in inverse.items():
        ratio = constants.log_ratio(b, first)
        if not isinstance(ratio, Fraction):
            return None
        powers[r] = ratio
    unit = Fraction(1, math.lcm(*(e.denominator for e in powers.values())))
    base = constants.power(first, unit)
    x = sympy.Symbol("x")
    matrix = sympy.zeros(size)
    for (i, j), pairs in entries.items():
        for a, r in pairs:
            matrix[i, j] += constants.sympy_of(a) * x ** int(powers[r] / unit)
    polynomial = sympy.numer(sympy.together((sympy.eye(size) - matrix).det()))
    target = bounded_exp(-guess * constants.near_log(base))
    for factor, _ in sympy.factor_list(sympy.expand(polynomial), x)[1]:
        if sympy.degree(factor, x) > 2:
            continue
        for root in sympy.roots(factor, x):
            if root.is_positive and abs(float(root) - target) < 1e-9 * target and _is_smallest(polynomial, x, root):
                return constants.over(constants.ln(constants.of_sympy(sympy.radsimp(1 / root))), constants.ln(base))
    return None


def _is_smallest(polynomial: Any, x: Any, root: Any) -> bool:
    """No positive root below this one: the Perron root passes 1 first there, as M grows with x."""
    import sympy

    isolated = [r for r in sympy.Poly(polynomial, x).real_roots() if r.is_positive]
    return bool(isolated) and sympy.simplify(min(isolated, key=float) - root) == 0


def _bracket(entries: Entries, size: int, bits: int) -> tuple[Fraction, Fraction]:
    """Rationals on both sides of p, certified by a vector v with M·v > v and M·v < v."""
    import mpmath
    from mpmath import iv

    with mpmath.workprec(bits + 80):
        pairs = {
            at: [(_number(a, bits), mpmath.log(_number(r, bits))) for a, r in found] for at, found in entries.items()
        }

        def matrix(p: Any) -> Any:
            m = mpmath.zeros(size)
            for (i, j), found in pairs.items():
                m[i, j] = sum(a * mpmath.exp(p * s) for a, s in found)
            return m

        start = mpmath.mpf(_approximate(entries, size))
        p = mpmath.findroot(lambda q: mpmath.det(mpmath.eye(size) - matrix(q)), start, tol=0, verify=False)
        v = [mpmath.mpf(x) for x in _perron({at: float(matrix(p)[at]) for at in pairs}, size)[1]]
        for _ in range(6 * bits):
            w = matrix(p) * mpmath.matrix(v)
            v = [(x + y) / 2 for x, y in zip(v, w, strict=True)]
            if max(abs(x - y) for x, y in zip(v, w, strict=True)) < mpmath.mpf(2) ** (-bits - 30):
                break
        middle = Fraction(int(mpmath.floor(p * mpmath.mpf(2) ** (bits + 2))), 2 ** (bits + 2))
    low, high = middle - Fraction(1, 2**bits), middle + Fraction(1, 2**bits)
    before = iv.prec
    iv.prec = bits + 80
    try:
        if _side(entries, size, low, v, 1) and _side(entries, size, high, v, -1):
            return low, high
    finally:
        iv.prec = before
    raise Undecided("the critical exponent of the system could not be enclosed")


def _number(x: Real, bits: int) -> Any:
    import mpmath

    low, _ = constants.enclose(x, bits + 80)
    return mpmath.mpf(low.numerator) / low.denominator


def _side(entries: Entries, size: int, p: Fraction, v: list[Any], direction: int) -> bool:
    """Whether M(p)·v > v (direction 1) or M(p)·v < v (−1) in every component, by interval arithmetic."""
    from mpmath import iv

    exponent = iv.mpf(p.numerator) / p.denominator
    total = [iv.mpf(0)] * size
    for (i, j), pairs in entries.items():
        for a, r in pairs:
            ends = [constants.enclose(x, iv.prec) for x in (a, r)]
            count, ratio = (iv.mpf([_interval(low).a, _interval(high).b]) for low, high in ends)
            total[i] = total[i] + count * iv.exp(exponent * iv.log(ratio)) * iv.mpf(v[j])
    if direction > 0:
        return all(t.a > iv.mpf(x).b for t, x in zip(total, v, strict=True))
    return all(t.b < iv.mpf(x).a for t, x in zip(total, v, strict=True))


def _interval(x: Fraction) -> Any:
    from mpmath import iv

    return iv.mpf(x.numerator) / x.denominator


def _determinant_formula(entries: Entries, size: int) -> Expr:
    """det(I − M(p)) written out."""
    import sympy

    p = sympy.Symbol(_ROOT_NAME, real=True)
    matrix = sympy.zeros(size)
    for (i, j), pairs in entries.items():
        for a, r in pairs:
            matrix[i, j] += constants.sympy_of(a) * constants.sympy_of(r) ** p
    return exact_formula(sympy.expand((sympy.eye(size) - matrix).det()))
