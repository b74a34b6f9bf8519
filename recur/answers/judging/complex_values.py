"""Formulas at whole sizes as exact numbers; C₁(1 + i)^n + C₂(1 − i)^n in its real and imaginary part."""

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from recur.answers.judging.exact_values import Formula
from recur.asymptotics import real_number
from recur.model import Expr, LimitExceeded, RecurError, expressions as ex
from recur.numbers import Real, matrices, real

UNIT = ex.Constant("i")
#: real and imaginary part
Pair = tuple[Real, Real]
_MOST_POWER = 1000


def is_complex(x: Expr) -> bool:
    """Whether the imaginary unit stands in it."""
    return any(node == UNIT for node in ex.walk(x))


def with_imaginary_unit(x: Expr) -> Expr:
    """The letter i of a base as the imaginary unit: in (1 + i)^n, not in i·2^n."""
    if isinstance(x, ex.Power) and ex.symbols(x.exponent) and "i" in ex.symbols(x.base):
        return ex.Power(ex.substitute(x.base, "i", UNIT), x.exponent)
    return ex.rebuild(x, with_imaginary_unit) if x.children else x


def number_at(x: Expr, variable: str, n: int) -> Real | None:
    """x at n as an exact real number; None where it has no value, or none that is known."""
    if is_complex(x):
        return None
    try:
        if ex.symbols(x) <= {variable}:
            value = Formula(x, variable, {}).at(n)
            if value is None or isinstance(value, int | Fraction):
                return None if value is None else Fraction(value)
        found = _value(ex.substitute(x, variable, ex.number(n)))
        return None if found is None else found[0]
    except LimitExceeded:
        raise
    except (RecurError, ArithmeticError, ValueError):
        return None


def complex_at(x: Expr, variable: str, n: int) -> Pair | None:
    """The value at n; None where it has none, or none that is known exactly.

    >>> [int(part) for part in complex_at(ex.Power(ex.add(UNIT, ex.ONE), ex.N), "n", 4)]
    [-4, 0]
    """
    if not is_complex(x):
        number = number_at(x, variable, n)
        return None if number is None else (number, real.ZERO)
    try:
        return _value(ex.substitute(x, variable, ex.number(n)))
    except LimitExceeded:
        raise
    except (RecurError, ArithmeticError, ValueError):
        return None


def _value(x: Expr) -> Pair | None:
    """Sums, products and whole powers by their arithmetic, which needs the sign of no letter."""
    match x:
        case ex.Constant("i"):
            return real.ZERO, real.ONE
        case ex.Add(parts) | ex.Mul(parts):
            found = [value for part in parts if (value := _value(part)) is not None]
            if len(found) < len(parts):
                return None
            return reduce(_plus if isinstance(x, ex.Add) else _times, found)
        case ex.Power(base, ex.Number(k)) if k.denominator == 1 and abs(k) <= _MOST_POWER:
            value = _value(base)
            return None if value is None else _power(value if k >= 0 else _inverse(value), abs(int(k)))
        case ex.Apply():  # F₅ and H₃ are numbers before they are anything else
            exact = None if ex.symbols(x) else Formula(x, "", {}).at(0)
            if isinstance(exact, int | Fraction):
                return Fraction(exact), real.ZERO
    return None if is_complex(x) else (real_number(x), real.ZERO)


def _plus(z: Pair, w: Pair) -> Pair:
    return real.plus(z[0], w[0]), real.plus(z[1], w[1])


def subtracted(z: Pair, w: Pair) -> Pair:
    return real.minus(z[0], w[0]), real.minus(z[1], w[1])


def _times(z: Pair, w: Pair) -> Pair:
    (a, b), (c, d) = z, w
    if b == d == 0:
        return real.times(a, c), real.ZERO
    return (
        real.minus(real.times(a, c), real.times(b, d)),
        real.plus(real.times(a, d), real.times(b, c)),
    )


def _inverse(z: Pair) -> Pair:
    if z[1] == 0:
        return real.over(real.ONE, z[0]), real.ZERO
    size = real.plus(real.times(z[0], z[0]), real.times(z[1], z[1]))
    return real.over(z[0], size), real.minus(real.ZERO, real.over(z[1], size))


def _power(z: Pair, k: int) -> Pair:
    result: Pair = (real.ONE, real.ZERO)
    while k:
        result = _times(result, z) if k & 1 else result
        z, k = _times(z, z), k >> 1
    return result


def complex_rank(rows: Sequence[Sequence[Pair]]) -> int:
    """The rank over the complex numbers: half that of the blocks (a −b; b a)."""
    blocks: list[list[Real]] = []
    for row in rows:
        blocks.append([part for a, b in row for part in (a, real.minus(real.ZERO, b))])
        blocks.append([part for a, b in row for part in (b, a)])
    return matrices.rank(blocks) // 2


def vanishes(z: Pair) -> bool:
    return real.is_zero(z[0]) and real.is_zero(z[1])
