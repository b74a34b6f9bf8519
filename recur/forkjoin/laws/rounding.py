"""Exact fractions shown in a few digits: 4266, 0.2371, 2.799e18. Rounded to the nearest, only for the eye."""

from fractions import Fraction

LONGEST_WHOLE = 10**7  # from here on a whole number is shown by its first digits
SMALLEST_PLAIN = -4  # 0.000123 but 1.23e-5


def short_decimal(value: int | Fraction, digits: int = 4) -> str:
    """The number in at most `digits` significant digits; whole numbers below 10^7 in full.

    >>> [short_decimal(x) for x in (Fraction(1, 3), 123456, 2**64, Fraction(1999999, 1000))]
    ['0.3333', '123456', '1.845e19', '2000']
    """
    front, exponent = in_digits(value, digits)
    return f"{front}e{exponent}" if exponent else front


def in_digits(value: int | Fraction, digits: int = 4) -> tuple[str, int]:
    """The digits, and the power of ten that they are to be multiplied by, 0 where the number is short as it is.

    >>> in_digits(2**64), in_digits(Fraction(1, 3))
    (('1.845', 19), ('0.3333', 0))
    """
    value = Fraction(value)
    if value < 0:
        front, exponent = in_digits(-value, digits)
        return f"-{front}", exponent
    if value.denominator == 1 and value < LONGEST_WHOLE:
        return str(value.numerator), 0
    significand, exponent = _scientific(value, digits)
    text = str(significand)
    if SMALLEST_PLAIN <= exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{text}".rstrip("0"), 0
    if 0 <= exponent < digits:
        return f"{text[: exponent + 1]}.{text[exponent + 1 :]}".rstrip("0").rstrip("."), 0
    if 0 <= exponent < 7:
        return str(round(value)), 0
    return f"{text[0]}.{text[1:]}".rstrip("0").rstrip("."), exponent


def closest(value: Fraction) -> str:
    """All decimal digits where twelve of them suffice, else four."""
    long = short_decimal(value, 12)
    return long if Fraction(long) == value else short_decimal(value)


def _scientific(value: Fraction, digits: int) -> tuple[int, int]:
    """(s, e): the value is about s·10^(e + 1 − digits), with s of exactly that many digits."""
    top, bottom = value.numerator, value.denominator
    exponent = (top.bit_length() - bottom.bit_length()) * 30103 // 100000 - 1  # log10 2; at most a little low
    while True:
        up, down = (1, 10**shift) if (shift := exponent + 1 - digits) >= 0 else (10**-shift, 1)
        significand, rest = divmod(top * up, bottom * down)
        if significand < 10**digits:
            break
        exponent += 1
    twice = 2 * rest
    significand += twice > bottom * down or (twice == bottom * down and significand % 2 == 1)
    return (significand // 10, exponent + 1) if significand == 10**digits else (significand, exponent)
