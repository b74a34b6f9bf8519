"""The growth of Π a(k) over k = n, n − c, n − 2c, …: exp(Σ log a(k)), summed down to its constant.

log a(k) is expanded on the scale; each term k^α·(log k)^j, j ≤ 1, is summed as ∫/c + f/2 + Σ
B₂ᵢ/(2i)!·c^(2i−1)·f^(2i−1), of which only what tends to infinity matters, and a rest with a convergent sum changes
the product by a constant factor. So Π (1 + γ/k + O(1/k²)) is Θ(n^γ), and Π k is n! up to constants. Source:
Concrete Mathematics, sections 2.2 and 9.5.
"""

from fractions import Fraction

from recur.asymptotics import UNIT, Between, Monomial, Series, expand, level, monomials, series as s, summation
from recur.model import Expr, Undecided, Unmet, expressions as ex
from recur.numbers import Real, real

_ORDER = 12
#: B₂ᵢ/(2i)!
_BERNOULLI = (Fraction(1, 12), Fraction(-1, 720), Fraction(1, 30240), Fraction(-1, 1209600), Fraction(1, 47900160))
#: (α, j) -> coefficient of x^α·(log x)^j
_Terms = dict[tuple[Fraction, int], Real]


def product_growth(a: Expr, variable: str, step: int = 1) -> Monomial:
    """Π a(k) over k = n, n − step, … down to a constant, up to constant factors; a(k) > 0 for large k.

    >>> from recur.model.expressions import N, ONE, add, divide
    >>> product_growth(divide(add(N, ONE), N), "n") == level(0)
    True
    """
    logarithm = _logarithm(a, variable)
    total: dict[Monomial, Real] = {}
    for m, c in logarithm.terms:
        if isinstance(c, Between):
            raise Unmet("an exact coefficient", "the coefficient {a} oscillates, so its product has no one growth", a=a)
        for key, weight in _summed(m, step, a).items():
            point = _monomial(key)
            if monomials.compare(point, UNIT) > 0:
                total[point] = total.get(point, real.ZERO) + c * weight
    if logarithm.error is not None and not summation(logarithm.error).converges:
        raise Unmet("a product on the scale of growth", "the product of {a} is not known up to constants", a=a)
    return monomials.exponential({m: c for m, c in total.items() if not real.is_zero(c)})


def _logarithm(a: Expr, variable: str) -> Series:
    """log a(k), factor by factor, so that no factor is cut before its logarithm is taken."""
    if isinstance(a, ex.Mul):
        return s.add(*(_logarithm(factor, variable) for factor in a.factors))
    if isinstance(a, ex.Power) and isinstance(a.exponent, ex.Number):
        return s.scale(_logarithm(a.base, variable), a.exponent.value)
    expansion = expand(a, variable)
    if expansion.is_zero or s.coefficient_sign(expansion.lead[1]) < 0:
        raise Unmet("a positive coefficient", "{a} is not positive for large sizes", a=a)
    return s.logarithm(expansion, _ORDER)


def _summed(m: Monomial, step: int, a: Expr) -> _Terms:
    """Σ m(k), without its constant and what vanishes."""
    powers = dict(m.powers)
    alpha, j = powers.pop(0, real.ZERO), powers.pop(1, real.ZERO)
    closed = not powers and not m.exponential and isinstance(alpha, Fraction) and j in (0, 1)
    if not closed:
        try:
            if summation(m).converges:
                return {}
        except Undecided:
            pass
        raise Unmet("a product on the scale of growth", "the product of {a} is not known up to constants", a=a)
    assert isinstance(alpha, Fraction)
    return _euler_maclaurin({(alpha, int(j == 1)): real.ONE}, Fraction(step))


def _euler_maclaurin(f: _Terms, step: Fraction) -> _Terms:
    total: _Terms = {}
    _accumulate(total, _integral(f), 1 / step)
    _accumulate(total, f, Fraction(1, 2))
    derivative, scale = _derivative(f), step
    for bernoulli in _BERNOULLI:
        if all(_vanishes(key) for key in derivative):
            return {key: c for key, c in total.items() if not _vanishes(key)}
        _accumulate(total, derivative, bernoulli * scale)
        derivative, scale = _derivative(_derivative(derivative)), scale * step**2
    raise Undecided("the coefficient grows too fast for its product to be expanded")


def _accumulate(total: _Terms, part: _Terms, weight: Fraction) -> None:
    for key, c in part.items():
        total[key] = total.get(key, real.ZERO) + c * weight


def _vanishes(key: tuple[Fraction, int]) -> bool:
    alpha, j = key
    return alpha < 0 or (alpha == 0 and j == 0)


def _integral(f: _Terms) -> _Terms:
    total: _Terms = {}
    for (alpha, j), c in f.items():
        if alpha == -1:
            _accumulate(total, {(real.ZERO, j + 1): c}, Fraction(1, j + 1))
        else:
            _accumulate(total, {(alpha + 1, j): c}, 1 / (alpha + 1))
            if j:
                _accumulate(total, {(alpha + 1, 0): c}, -1 / (alpha + 1) ** 2)
    return total


def _derivative(f: _Terms) -> _Terms:
    total: _Terms = {}
    for (alpha, j), c in f.items():
        if alpha:
            _accumulate(total, {(alpha - 1, j): c}, alpha)
        if j:
            _accumulate(total, {(alpha - 1, j - 1): c}, Fraction(j))
    return total


def _monomial(key: tuple[Fraction, int]) -> Monomial:
    alpha, j = key
    result = level(0, alpha) if alpha else UNIT
    return monomials.multiply(result, level(1, Fraction(j))) if j else result
