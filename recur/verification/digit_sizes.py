"""Bounds of a function of the digits of n: T/g at sizes of repeated and of mixed digits, up to b^192.

Such a function is extreme where all digits are alike, and no growing row of sizes shows it: T(2^k) = 1 beside
T(2^k − 1) = 2^k − 1. So at each number of digits the largest T/upper and the least T/lower count, of exact values.
"""

from fractions import Fraction
from math import inf, log

from recur.evaluation.evaluator import Evaluator
from recur.model import Expr, System, Verification
from recur.verification.log_domain import LogDomain, NoModel

DEPTHS = (12, 24, 48, 96, 192)
CLEAR = 0.25  # a drift of ln(T/g) from one depth to the next that counts; a factor log n moves it by ln 2
DYING = 0.8  # it is at most this part of the one before where it dies out
#: digits without a pattern
MIXED = 0x9E3779B97F4A7C15F39CC0605CEDC8341082276BF3A27251F86C6A11D0C18E95


def held_at_digits(
    system: System, function: str, base: int, lower: Expr | None, upper: Expr | None
) -> Verification | None:
    """The evidence for both bounds; None where T leaves one of them, as far as can be seen."""
    variable = system.named(function).variable
    evaluator = Evaluator(system)
    ends: dict[bool, list[float]] = {True: [], False: []}
    curves = {top: None if g is None else LogDomain(variable).positive(g) for top, g in ((True, upper), (False, lower))}
    count = 0
    for depth in DEPTHS:
        values = [(n, _logarithm(evaluator, function, n)) for n in _sizes(base, depth)]
        count += len(values)
        for top, curve in curves.items():
            if curve is not None:
                ends[top].append((max if top else min)(value - curve(log(n)) for n, value in values))
    if _drifts(ends[True]) > 0 or _drifts(ends[False]) < 0:
        return None
    told = f"up to {base}^{DEPTHS[-1]}, where all digits are alike and where they are mixed"
    return Verification("checked", sizes=count, reason=told)


def _sizes(base: int, depth: int) -> list[int]:
    """Sizes of so many digits behind the first one: one repeated, two in turn, and digits without a pattern."""
    ones = (base**depth - 1) // (base - 1)
    turns = (base ** (2 * (depth // 2)) - 1) // (base**2 - 1)
    whole = base**depth
    alike = [first * whole + digit * ones for digit in {0, 1, base - 1} for first in {1, base - 1}]
    return [*alike, whole + turns, whole + base * turns, whole + MIXED % whole]


def _logarithm(evaluator: Evaluator, function: str, n: int) -> float:
    value = evaluator.number(function, n)
    if not isinstance(value, int | Fraction) or value < 0:
        raise NoModel("its values at sizes of repeated digits are not whole numbers, or become negative")
    if value == 0:
        return -inf
    x = Fraction(value)
    return log(x.numerator) - log(x.denominator)


def _drifts(ends: list[float]) -> int:
    """The direction in which the extreme ratio moves in the end; from 0 on it rises from −∞."""
    if not ends or ends[-1] == -inf:
        return -1 if ends else 0
    before, last = ends[-2] - ends[-3], ends[-1] - ends[-2]
    if abs(last) < CLEAR or abs(last) < DYING * abs(before):
        return 0
    return 1 if last > 0 else -1
