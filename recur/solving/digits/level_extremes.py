"""f(bm + r) = a_r·f(m) + d_r, a_r ≥ 0: the least and the greatest value among the sizes with k more digits.

From x the greatest value one digit later is max_r (a_r·x + d_r), as each branch rises with x; so too the least one.
Both are attained: by the sizes whose digits are the r that are chosen. In the end the same r is chosen for ever, and
the extreme value is a·x + d repeated: x* + (x₀ − x*)·a^k with the fixed point x*, or x₀ + d·k where a = 1.
Source: induction on the number of digits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from recur.model import Expr, expressions as ex
from recur.model.records import frozen
from recur.solving.digits.digit_recurrences import DigitBranch, DigitRecurrence

_MOST_LEVELS = 64  # digits after which the same branch is chosen for ever, or nothing is said

Line = tuple[Fraction, Fraction]  # a, d of a·x + d


@frozen
class RepeatedDigit:
    """From the size `top` with its value on, one digit again and again: n = top·b^k + digit·(b^k − 1)/(b − 1).

    `line` is what the digit makes of a value.
    """

    top: int
    value: Fraction
    digit: int
    line: Line

    def size(self, base: int, k: Expr) -> Expr:
        """n_k."""
        share = Fraction(self.digit, base - 1)
        return ex.add(_scaled_power(self.top + share, Fraction(base), k), ex.number(-share))

    def value_after(self, k: Expr) -> Expr:
        """f(n_k)."""
        (a, d), fixed = self.line, self.fixed_point
        if fixed is None:
            return ex.add(ex.number(self.value), ex.mul(ex.number(d), k))
        return ex.add(_scaled_power(self.value - fixed, a, k), ex.number(fixed))

    @property
    def fixed_point(self) -> Fraction | None:
        """x* = a·x* + d; None where a = 1."""
        a, d = self.line
        return None if a == 1 else d / (1 - a)

    @property
    def ratio(self) -> Fraction:
        """The a of values that are Θ(a^k); 1 where they tend to a constant, or rise by the same with each digit."""
        a, fixed = self.line[0], self.fixed_point
        settles = fixed is None or self.value == fixed or (a < 1 and fixed)
        return Fraction(1) if settles else a

    @property
    def rises_by_steps(self) -> bool:
        return self.line[0] == 1 and self.line[1] != 0

    @property
    def last_sign(self) -> int:
        """The sign of the values in the end."""
        (a, d), fixed = self.line, self.fixed_point
        if fixed is None:
            end = d or self.value
        else:
            grows = a > 1 and self.value != fixed
            end = self.value - fixed if grows else fixed or self.value
        return (end > 0) - (end < 0)


def _scaled_power(c: Fraction, a: Fraction, k: Expr) -> Expr:
    """c·a^k, as a^(k+j) where c is a power of a."""
    shift, rest = 0, c
    while a > 1 and rest and (rest / a).denominator == 1 and shift < _MOST_LEVELS:
        shift, rest = shift + 1, rest / a
    exponent = ex.add(k, ex.number(shift)) if rest == 1 else k
    return ex.mul(ex.number(rest if rest == 1 else c), ex.power(ex.number(a), exponent))


def extremes(recurrence: DigitRecurrence, tops: dict[int, Fraction]) -> tuple[RepeatedDigit, RepeatedDigit] | None:
    """The least and the greatest values from these first sizes on; None where no branch is chosen for ever."""
    lines = [(branch.weight, constant_driver(branch)) for branch in recurrence.branches]
    least, greatest = (_followed(lines, recurrence.base, tops, better) for better in (min, max))
    return None if least is None or greatest is None else (least, greatest)


def constant_driver(branch: DigitBranch) -> Fraction:
    """d of a branch whose driver is constant."""
    return branch.driver[0] if branch.driver else Fraction(0)


def _followed(
    lines: Sequence[Line], base: int, tops: dict[int, Fraction], better: Callable[[list[Fraction]], Fraction]
) -> RepeatedDigit | None:
    value = better(list(tops.values()))
    size = next(n for n, x in tops.items() if x == value)
    for _ in range(_MOST_LEVELS):
        images = [a * value + d for a, d in lines]
        best = better(images)
        chosen = [r for r, x in enumerate(images) if x == best]
        for digit in chosen:
            if (lines[digit][0] or value == best) and _for_ever(lines, digit, value, better):
                return RepeatedDigit(size, value, digit, lines[digit])
        size, value = size * base + chosen[0], best
    return None


def _for_ever(lines: Sequence[Line], digit: int, value: Fraction, better: Callable[[list[Fraction]], Fraction]) -> bool:
    """Whether the line is best at every x between the value and the end of its own way, so at all on the way."""
    a, d = lines[digit]
    step = a * value + d - value
    if a < 1 or not step:
        end = d / (1 - a) if a != 1 else value
        return a * end + d == better([p * end + q for p, q in lines])
    # towards ±∞: no other line may be steeper that way, nor less steep where the least is asked for
    upwards = step > 0
    steepest = max if upwards == (better is max) else min
    return a == steepest(p for p, _ in lines)
