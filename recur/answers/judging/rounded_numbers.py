"""A decimal for an exact number: n^1.585 for n^(log_2 3), 1.618^n for φ^n, n^0.788 for a root p, 1.503^(2^n)."""

from fractions import Fraction

from recur.asymptotics import Growth, Monomial, monomials
from recur.model import Expr, LimitExceeded, RecurError, expressions as ex
from recur.numbers import Real, real

FEWEST = 2  # decimal places: n^1.6 may be a slip, n^1.58 is a rounded log_2 3
MOST = 40


def meant(body: Expr, claimed: Growth, proved: Growth) -> Growth | None:
    """The claim with the exact number in place of the decimal that is that number rounded or cut off; else None.

    >>> from recur.model.expressions import Log, N, Number, number, power
    >>> cubed, short = power(N, Log(number(3), number(2))), power(N, Number(Fraction("1.58"), True))
    >>> meant(short, Growth.of(short), Growth.of(cubed)) == Growth.of(cubed)
    True
    """
    written = decimals_in(body)
    if not written or claimed.is_zero or proved.is_zero:
        return None
    try:
        for value in written:
            off = _exactly(value, claimed.point, proved.point)
            if off is not None:
                return Growth(monomials.multiply(claimed.point, off), claimed.variable)
    except LimitExceeded:
        raise
    except RecurError:
        pass
    return None


def decimals_in(x: Expr) -> list[Fraction]:
    """The numbers that were typed with a point."""
    if "decimal" not in ex.typed(x):
        return []
    return [y.value for y in ex.walk(x) if isinstance(y, ex.Number) and y.decimal]


def has_rounded(x: Expr) -> bool:
    """Whether a decimal of so many places stands in it that it may be a number rounded."""
    unit = 10 ** (FEWEST - 1)
    return any(isinstance(y, ex.Number) and y.decimal and (y.value * unit).denominator > 1 for y in ex.walk(x))


def _exactly(written: Fraction, claimed: Monomial, proved: Monomial) -> Monomial | None:
    """What the claim has to be multiplied by, where its power of n or its base is the proved one rounded."""
    places = next((d for d in range(MOST) if (written * 10**d).denominator == 1), MOST)
    if places < FEWEST:
        return None
    exact, value = (dict(m.powers).get(0) for m in (proved, claimed))
    bases, typed = dict(proved.exponential), dict(claimed.exponential)
    if exact is not None and isinstance(value, Fraction) and value != exact and bases == typed:
        by_whole = (value - written).denominator == 1  # n · n^0.58 is n^1.58
        return monomials.level(0, exact - value) if by_whole and _near(exact, value, places) else None
    if written <= 0:
        return None
    rounded = real.ln(written)
    low, high, end = map(real.ln, _window(written, places))
    for inner, base in bases.items():
        if rounded == typed.get(inner) != base and _within(base, low, high, rounded, end):
            return Monomial((), ((inner, base - rounded),))
    return None


def _near(exact: Real, value: Fraction, places: int) -> bool:
    """Whether `value` is `exact` rounded to so many places, or cut off after them."""
    low, high, end = _window(value, places)
    return _within(exact, low, high, value, end)


def _within(exact: Real, low: Real, high: Real, value: Real, end: Real) -> bool:
    """Rounded, or cut off: 2 is no longer cut off to 1.99."""
    rounded = real.compare(low, exact) <= 0 <= real.compare(high, exact)
    return rounded or real.compare(value, exact) <= 0 < real.compare(end, exact)


def _window(value: Fraction, places: int) -> tuple[Fraction, Fraction, Fraction]:
    """The numbers that are rounded to the value lie between the first two, those cut off to it below the third."""
    unit = Fraction(1, 10**places)
    return value - unit / 2, value + unit / 2, value + unit
