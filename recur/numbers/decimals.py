"""Numbers as text: whole numbers of any length, and the decimal digits of an interval that are certain."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from recur.model import LimitExceeded

if TYPE_CHECKING:
    from recur.numbers.interval import Interval

_CHUNK = 4000  # below the interpreter's own limit for one conversion
MOST_PLACES = 1_300_000  # decimal places of the largest number that is still written out


def whole_text(value: int) -> str:
    """The decimal digits of a whole number, however many (str refuses past 4300)."""
    if value < 0:
        return "-" + whole_text(-value)
    if value.bit_length() < 13_000:
        return str(value)
    # Halve until the pieces are short; each power of ten is computed once.
    powers = [(_CHUNK, 10**_CHUNK)]
    while powers[-1][1] <= value:
        places, power = powers[-1]
        powers.append((2 * places, power * power))

    def digits(number: int, level: int) -> str:
        if level < 0:
            return str(number).zfill(_CHUNK)
        high, low = divmod(number, powers[level][1])
        return digits(high, level - 1) + digits(low, level - 1)

    return digits(value, len(powers) - 1).lstrip("0")


def rational_text(value: int | Fraction) -> str:
    if isinstance(value, int) or value.denominator == 1:
        return whole_text(int(value))
    return f"{whole_text(value.numerator)}/{whole_text(value.denominator)}"


def certain_digits(value: Interval, digits: int) -> str | None:
    """The first `digits` decimal digits, cut off and not rounded; None while they are not certain."""
    low, high = value.rationals()
    if low == high == 0:
        return "0"
    if low < 0 < high or low == 0 or high == 0:
        return None
    if low < 0:
        opposite = certain_digits(-value, digits)
        return None if opposite is None else "-" + opposite
    exponent = decimal_exponent(low)
    places = digits - 1 - exponent
    first, last = _shifted(low, places), _shifted(high, places)
    if first == last:
        return place_point(first, exponent)
    # An irrational form may hide a whole number, such as √2·√2: then the ends straddle it for ever.
    if not _shifted(high - low, places + 10):
        return place_point(last, exponent if last < 10**digits else exponent + 1)
    return None


def decimal_exponent(value: Fraction) -> int:
    """e with 10^e <= value < 10^(e+1), for value > 0."""
    bits = value.numerator.bit_length() - value.denominator.bit_length()
    exponent = (bits * 315652) >> 20  # log10 2, a little low
    if abs(exponent) > MOST_PLACES:
        raise LimitExceeded("a value has too many decimal places")
    exponent -= 1
    while _shifted(value, -exponent - 1):
        exponent += 1
    while not _shifted(value, -exponent):
        exponent -= 1
    return exponent


def _shifted(value: Fraction, places: int) -> int:
    """⌊value·10^places⌋, without the common divisors that a product of fractions is freed of."""
    above, below = value.as_integer_ratio()
    power: int = 10 ** abs(places)
    return above * power // below if places >= 0 else above // (below * power)


def place_point(significand: int, exponent: int) -> str:
    """The digits with their point: 41.446…, 0.00123… or 1.23…e+45."""
    digits = str(significand)
    if 0 <= exponent < len(digits) - 1:
        return f"{digits[: exponent + 1]}.{digits[exponent + 1 :]}"
    if exponent == len(digits) - 1:
        return digits
    if -6 <= exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    return f"{digits[0]}.{digits[1:]}e{exponent:+d}"
