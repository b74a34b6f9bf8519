"""Exact real numbers: rationals as `Fraction`, everything else as sympy expressions, compared with proof.

A sign is decided by a certified enclosure that excludes 0, or by an identity that gives 0; never by a
float. What neither settles raises `Undecided`. sympy is imported only once a number is irrational.

Logarithms of rationals are written over the logarithms of primes, so that log 8 / log 2 is 3 and
log 9 / log 4 is log 3 / log 2 at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from recur.model.errors import DependsOnLetter, InvalidRecurrence, LimitExceeded, RecurError, Undecided

if TYPE_CHECKING:
    import sympy

Real: TypeAlias = "Fraction | sympy.Expr"
Enclosure: TypeAlias = "Callable[[int], tuple[Fraction, Fraction]]"

ZERO, ONE = Fraction(0), Fraction(1)
_HALF = Fraction(1, 2)
_MAX_POWER_BITS = 100_000


@cache
def _defined_class() -> Any:
    import sympy

    class Defined(sympy.Dummy):  # type: ignore[misc]
        """A number known by its enclosures only."""

        __slots__ = ("enclosure",)

    return Defined


def defined(name: str, enclose: Enclosure) -> Real:
    """A real number known by its enclosures: `enclose(bits)` returns rationals low < x < high, about 2^-bits apart."""
    symbol = _defined_class()(name, real=True)
    symbol.enclosure = cache(enclose)
    return symbol


def parameter(name: str) -> Real:
    """An unknown positive constant."""
    import sympy

    return sympy.Symbol(name, positive=True)


def is_defined(x: Any) -> bool:
    return hasattr(x, "enclosure")


def has_parameter(x: Real) -> bool:
    return not isinstance(x, Fraction) and not all(map(is_defined, x.free_symbols))


def of_sympy(x: Any) -> Real:
    """A sympy result in normal form: as a Fraction when it is rational, one quotient when a sum is divided by."""
    if x.is_Rational:
        return Fraction(x.p, x.q)
    if x.is_Pow or x.is_Mul or x.is_Add:
        return _normal(x)
    return x


@lru_cache(maxsize=8192)
def _normal(x: Any) -> Real:
    """Equal numbers are to be equal expressions: log 2/(2(log 2 + log 3)) and log 2/(2 log 2 + 2 log 3) are one."""
    import sympy

    if not any(p.base.is_Add and p.exp.is_negative for p in x.atoms(sympy.Pow)):
        return x
    y = sympy.cancel(x) if x.has(sympy.log) else sympy.radsimp(x)
    return Fraction(y.p, y.q) if y.is_Rational else y


def sympy_of(x: Real) -> Any:
    if isinstance(x, Fraction):
        import sympy

        return sympy.Rational(x.numerator, x.denominator)
    return x


def plus(x: Real, y: Real) -> Real:
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x + y
    return of_sympy(sympy_of(x) + sympy_of(y))


def minus(x: Real, y: Real) -> Real:
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x - y
    return of_sympy(sympy_of(x) - sympy_of(y))


def times(x: Real, y: Real) -> Real:
    if isinstance(x, Fraction):
        if isinstance(y, Fraction):
            return x * y
        if x == 1:
            return y
    elif isinstance(y, Fraction) and y == 1:
        return x
    product = sympy_of(x) * sympy_of(y)
    if product.is_Mul and any(factor.is_Add for factor in product.args):
        import sympy

        product = sympy.expand_mul(product)
    return of_sympy(product)


def over(x: Real, y: Real) -> Real:
    """x / y, y not 0."""
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x / y
    return times(x, of_sympy(1 / sympy_of(y)))


def power(x: Real, y: Real) -> Real:
    """x^y for x > 0 (or an integer y)."""
    if isinstance(y, Fraction):
        if y == 0:
            return ONE
        if y == 1:
            return x
        if isinstance(x, Fraction):
            root = _rational_power(x, y)
            if root is not None:
                return root
    return ONE if x == 1 else _irrational_power(x, y)


@lru_cache(maxsize=4096)
def _irrational_power(x: Real, y: Real) -> Real:
    """x^y, seen to be rational where y is a logarithm to a base that goes with x: 2^(log_2 3) is 3."""
    import sympy

    if y == _HALF and isinstance(x, Fraction) and x.denominator == 1:
        return of_sympy(sympy.sqrt(x.numerator))
    if isinstance(x, Fraction) and x > 0 and not isinstance(y, Fraction):
        exponent = sympy.expand(sympy.cancel(y * ln(x)))
        terms = [term.as_coeff_Mul() for term in sympy.Add.make_args(exponent)]
        if all(rest.func is sympy.log and rest.args[0].is_Rational and c.is_Rational for c, rest in terms):
            return of_sympy(sympy.prod(rest.args[0] ** c for c, rest in terms))
    return of_sympy(sympy.powdenest(sympy_of(x) ** sympy_of(y), force=True))


def _rational_power(x: Fraction, y: Fraction) -> Fraction | None:
    """x^y when it is rational."""
    p, q = y.numerator, y.denominator
    if x == 1:
        return x
    if x < 0 and q > 1:
        return None
    top, bottom = (
        (x.numerator, x.denominator) if q == 1 else (integer_root(x.numerator, q), integer_root(x.denominator, q))
    )
    if top is None or bottom is None:
        return None
    if top == 0 and p < 0:
        raise InvalidRecurrence("a division by 0")
    if abs(p) * max(top.bit_length(), bottom.bit_length()) > _MAX_POWER_BITS:
        raise LimitExceeded("a constant power has too many digits")
    return Fraction(top, bottom) ** p


def integer_root(n: int, q: int) -> int | None:
    """The integer r >= 0 with r^q = n, if there is one."""
    if n in (0, 1):
        return n
    if q >= n.bit_length():
        return None
    if q == 2:
        r = math.isqrt(n)
        return r if r * r == n else None
    low, high = 1, 1 << (n.bit_length() // q + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**q <= n:
            low = middle
        else:
            high = middle - 1
    return low if low**q == n else None


@lru_cache(maxsize=4096)
def ln(x: Real) -> Real:
    """The natural logarithm of x > 0, over logarithms of primes where x is rational."""
    if x == 1:
        return ZERO
    import sympy

    if isinstance(x, Fraction):
        return sum(
            (k * sympy.log(p) for n, s in ((x.numerator, 1), (x.denominator, -1)) for p, k in _factors(n, s)),
            start=sympy.Integer(0),
        )
    if x.is_Add and x.is_number:
        # The rational content apart: log((3 + √5)/2) is log(3 + √5) − log 2 however it came about.
        content, primitive = x.as_content_primitive()
        if content != 1:
            return plus(ln(Fraction(content.p, content.q)), ln(primitive))
        return of_sympy(sympy.log(x))
    if x.is_Pow and x.base.is_Rational and x.exp.is_Rational:
        return times(Fraction(x.exp.p, x.exp.q), ln(Fraction(x.base.p, x.base.q)))
    return of_sympy(sympy.expand_log(sympy.log(x), force=True))


def _factors(n: int, sign: int) -> list[tuple[int, int]]:
    """Prime powers of n; a large cofactor without small primes stays as it is (sound, only less canonical)."""
    import sympy

    if n == 1:
        return []
    found = sympy.factorint(n) if n.bit_length() <= 80 else sympy.factorint(n, limit=1000)
    return [(p, sign * k) for p, k in found.items()]


@lru_cache(maxsize=4096)
def log_ratio(a: Real, b: Real) -> Real:
    """log_b a, rational exactly when a and b are rational powers of one number; b > 0, b != 1, a > 0."""
    if a == 1:
        return ZERO
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        # a = b^(p/q) in lowest terms makes b a q-th power, so q is at most the number of b's bits.
        bits = max(b.numerator.bit_length(), b.denominator.bit_length())
        guess = Fraction(_log(a) / _log(b)).limit_denominator(max(bits, 1))
        size = max(a.numerator.bit_length(), a.denominator.bit_length()) * guess.denominator
        if size <= _MAX_POWER_BITS and a**guess.denominator == b**guess.numerator:
            return guess
    return over(ln(a), ln(b))


def near_log(x: Real) -> float:
    """ln x of a positive number to a float's precision, which only proposes a candidate, however large x is."""
    return _log(x if isinstance(x, Fraction) else sum(enclose(x), start=Fraction(0)) / 2)


def _log(x: Fraction) -> float:
    """ln x to a float's precision; safe next to 1."""
    if x <= 0:
        raise Undecided("a constant is too close to 0 to tell its sign")
    if abs(x - 1) < Fraction(1, 1000):
        return math.log1p(float(x - 1))
    return math.log(x.numerator) - math.log(x.denominator)


def sign(x: Real) -> int:
    """-1, 0 or 1, proved; `Undecided` where it depends on a parameter or resists proof."""
    if isinstance(x, Fraction):
        return (x > 0) - (x < 0)
    return _sign(x)


def is_zero(x: Real) -> bool:
    """Whether x is 0; with a parameter inside, whether it is 0 for every value of the parameter."""
    if isinstance(x, Fraction):
        return x == 0
    if has_parameter(x):
        return not _is_nonzero_somewhere(x) and _is_identically_zero(x)
    return _sign(x) == 0


def compare(x: Real, y: Real) -> int:
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return (x > y) - (x < y)
    return 0 if x == y else sign(minus(x, y))


@lru_cache(maxsize=8192)
def _sign(x: Any) -> int:
    if has_parameter(x):
        if x.is_positive:
            return 1
        if x.is_negative:
            return -1
        if x.is_zero or _is_identically_zero(x):
            return 0
        import sympy

        for same_sign in (sympy.factor(x), _antilogarithm_less_one(x)):
            if same_sign is not None and (same_sign.is_positive or same_sign.is_negative):
                return 1 if same_sign.is_positive else -1
        raise DependsOnLetter(x)
    for bits in (80, 400):
        low, high = enclose(x, bits)
        if low > 0:
            return 1
        if high < 0:
            return -1
    if _is_identically_zero(x):
        return 0
    low, high = enclose(x, 4000)
    if low > 0 or high < 0:
        return 1 if low > 0 else -1
    raise Undecided(f"{x} is 0 to 1,000 digits, but no proof of equality was found")


def _antilogarithm_less_one(x: Any) -> Any | None:
    """Σ cᵢ log uᵢ has the sign of Π uᵢ^cᵢ − 1, or of its numerator: log(k + 3) − log 3 that of k."""
    import sympy

    top, below = sympy.together(x).as_numer_denom()
    if not below.is_positive:
        return None
    product = sympy.Integer(1)
    for term in sympy.Add.make_args(sympy.expand(top)):
        c, rest = term.as_coeff_Mul()
        if rest.func is not sympy.log or not c.is_Integer:
            return None
        product *= rest.args[0] ** c
    above, under = sympy.together(product).as_numer_denom()
    return sympy.factor(above - under) if under.is_positive else None


def _is_nonzero_somewhere(x: Any) -> bool:
    """Whether x is proved not to be 0 for one choice of its letters; most differences are told apart by that."""
    import sympy

    names = sorted((s for s in x.free_symbols if not is_defined(s)), key=str)
    chosen = {s: sympy.Rational(7 + 4 * i, 5 + i) for i, s in enumerate(names)}
    try:
        low, high = enclose(x.xreplace(chosen))
    except (RecurError, ArithmeticError, ValueError, TypeError):
        return False
    return low > 0 or high < 0


def _is_identically_zero(x: Any) -> bool:
    import sympy

    if sympy.cancel(sympy.expand(x)) == 0:
        return True
    if any(map(is_defined, x.free_symbols)):
        return False
    # A rational combination of logarithms is 0 when the product of the powers is 1.
    if x.has(sympy.log):
        terms = sympy.Add.make_args(sympy.expand(sympy.together(x).as_numer_denom()[0]))
        product = sympy.Integer(1)
        for term in terms:
            factor, rest = term.as_coeff_Mul()
            if rest.func is not sympy.log or not factor.is_Rational:
                return False
            product *= rest.args[0] ** factor
        x = product - 1
    if x.is_algebraic:
        try:
            return bool(sympy.minimal_polynomial(x, polys=True).degree() == 1 and sympy.nsimplify(x) == 0)
        except NotImplementedError:
            return False
    return False


def enclose(x: Real, bits: int = 80) -> tuple[Fraction, Fraction]:
    """Certified rational bounds low <= x <= high, by interval arithmetic with `bits` bits."""
    if isinstance(x, Fraction):
        return x, x
    from mpmath import iv

    before = iv.prec
    iv.prec = bits
    try:
        low, high = _interval(x, bits)._mpi_
    except (ArithmeticError, MemoryError):  # mpmath on 9^9^9^9
        raise Undecided("a constant is too large or too small to enclose") from None
    finally:
        iv.prec = before
    return _fraction(low), _fraction(high)


def _fraction(raw: tuple[int, int, int, int]) -> Fraction:
    """A binary floating-point number of mpmath's, exactly."""
    negative, mantissa, exponent, _ = raw
    if not mantissa and exponent:
        raise Undecided("a constant is not finite")
    size = Fraction(int(mantissa)) * Fraction(2) ** exponent
    return -size if negative else size


def _interval(x: Any, bits: int) -> Any:
    import sympy
    from mpmath import iv

    if x.is_Rational:
        return iv.mpf(x.p) / x.q
    if is_defined(x):
        low, high = x.enclosure(bits)
        return iv.mpf([(iv.mpf(low.numerator) / low.denominator).a, (iv.mpf(high.numerator) / high.denominator).b])
    if x.is_Add:
        return sum((_interval(a, bits) for a in x.args), start=iv.mpf(0))
    if x.is_Mul:
        return math.prod((_interval(a, bits) for a in x.args), start=iv.mpf(1))
    if x.is_Pow:
        base = _interval(x.base, bits)
        if x.exp.is_Integer:
            return base ** int(x.exp)
        return iv.exp(iv.log(base) * _interval(x.exp, bits))
    if x.func is sympy.log:
        return iv.log(_interval(x.args[0], bits))
    if x.func is sympy.exp:
        return iv.exp(_interval(x.args[0], bits))
    if x is sympy.pi:
        return iv.pi
    if x is sympy.E:
        return iv.e
    if x is sympy.GoldenRatio:
        return (1 + iv.sqrt(5)) / 2
    if x.func is sympy.cos:
        return iv.cos(_interval(x.args[0], bits))
    if x.func is sympy.sin:
        return iv.sin(_interval(x.args[0], bits))
    if x is sympy.EulerGamma:
        import mpmath

        with mpmath.workprec(bits + 20):
            g = +mpmath.euler
        return iv.mpf(g) + iv.mpf([-1, 1]) * iv.mpf(2) ** (-bits - 10)
    raise Undecided(f"no certified value of {x} is available")


def digits(x: Real, count: int = 50) -> str:
    """x in decimal with `count` correct significant digits."""
    import mpmath

    bits = int(count * 3.33) + 40
    low, high = enclose(x, bits)
    middle = (low + high) / 2
    with mpmath.workprec(bits):
        return str(mpmath.nstr(mpmath.mpf(middle.numerator) / middle.denominator, count))
