"""A closed form against a bound, far out: ln|T(n)| and ln g(n) at n near 2^12, 2^24 and 2^36, in floats.

The closed form has been held against exact values before; what is left to check is that T/g settles. Exponents are
exact, so that (−1)^n keeps its sign, and both formulas lose the same last bits of a common base.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import cos, exp, inf, log, sin
from typing import TypeAlias

from recur.model import Expr, Solution, Verification, expressions as ex
from recur.verification.log_domain import CONSTANTS, PHI, NoModel

#: a factor log n moves ln(T/g) by ln 2 and ln 1.5; powers of 2 that agree modulo 3, 5, 7, 9, 13 and 2^12
EXPONENTS = (12, 24, 36)
CLEAR = 0.25
DYING = 0.8  # the second rise is at most this part of the first
NEGLIGIBLE = -60.0
_WHIRLS = {"cos": cos, "sin": sin}
Rational: TypeAlias = int | Fraction


def held_far_out(solution: Solution) -> Verification | None:
    """The evidence for a bound whose closed form has the values of the recurrence: that the form stays at the bound."""
    held, theta = solution.verification, solution.bounds.theta
    if held.status != "checked" or solution.exact is None or theta is None:
        return None
    if theta.is_zero:
        return held if solution.exact == ex.ZERO else None
    known = {d.symbol: d.value for d in solution.where}
    ratios = far_ratios(solution.exact, theta.expression(), solution.variable, known)
    if ratios is None:
        return None
    low, high = (f"{ratio:.3g}" for ratio in ratios)
    *before, last = (f"2^{exponent}" for exponent in EXPONENTS)
    near = f"{solution.variable} = {', '.join(before)} and {last}"
    far = f"and near {near} it stays within [{low}, {high}] times the bound"
    return replace(held, reason=f"{held.reason}, {far}")


def far_ratios(exact: Expr, bound: Expr, variable: str, known: Mapping[str, str]) -> tuple[float, float] | None:
    """The least and the greatest T/g met far out, None where T/g drifts, T is not positive, or floats cannot tell."""
    digits = {name: float(value) for name, value in known.items()}
    met: list[float] = []
    try:
        for odd in (0, 1):
            drifts = []
            for exponent in EXPONENTS:
                place = _Place(variable, (1 << exponent) + odd, digits)
                sign, size = place.logarithm(exact)
                if sign <= 0:
                    return None
                drifts.append(size - place.logarithm(bound)[1])
            before, last = drifts[1] - drifts[0], drifts[2] - drifts[1]
            if not abs(last) < CLEAR and not abs(last) < DYING * abs(before):
                return None
            met += drifts
            if not place.swings:
                break  # odd sizes are like even ones
        return exp(min(met)), exp(max(met))
    except (NoModel, ValueError, OverflowError, ZeroDivisionError):
        return None


class _Place:
    """One size n: formulas in it as sign and ln of the absolute value."""

    __slots__ = ("digits", "n", "swings", "variable")

    def __init__(self, variable: str, n: int, digits: Mapping[str, float]) -> None:
        self.variable = variable
        self.n = n
        self.digits = digits
        self.swings = False  # whether something was met that goes to and fro

    def logarithm(self, x: Expr) -> tuple[int, float]:
        if isinstance(x, ex.Number):
            return _of_rational(x.value)
        if isinstance(x, ex.Mul):
            sign, size = 1, 0.0
            for factor in x.factors:
                s, t = self.logarithm(factor)
                if not s:
                    return 0, -inf
                sign, size = sign * s, size + t
            return sign, size
        if isinstance(x, ex.Power):
            return self._power(x.base, self.number(x.exponent))
        if isinstance(x, ex.Add):
            return _total([self.logarithm(term) for term in x.terms])
        if isinstance(x, ex.Apply) and x.name == "fibonacci":
            return 1, float(self.number(x.arguments[0])) * log(PHI) - log(5) / 2
        if isinstance(x, ex.Apply) and x.name in _WHIRLS:
            self.swings = True
            return _of(_WHIRLS[x.name](float(self.number(x.arguments[0]))))
        return _of(float(self.number(x)))

    def _power(self, base: Expr, exponent: Rational | float) -> tuple[int, float]:
        sign, size = self.logarithm(base)
        if not exponent:
            return 1, 0.0
        if not sign:
            if exponent < 0:
                raise ZeroDivisionError
            return 0, -inf
        if sign < 0:
            if exponent != int(exponent):
                raise ValueError
            self.swings = True
            sign = -1 if int(exponent) % 2 else 1
        return sign, exponent * size if isinstance(exponent, int) else float(exponent) * size

    def number(self, x: Expr) -> Rational | float:
        """x itself: exact where it is rational."""
        if isinstance(x, ex.Symbol):
            if x.name == self.variable:
                return self.n
            if x.name not in self.digits:
                raise NoModel
            return self.digits[x.name]
        if isinstance(x, ex.Number):
            return x.value if x.value.denominator > 1 else x.value.numerator
        if isinstance(x, ex.Constant):
            return CONSTANTS[x.name]
        if isinstance(x, ex.Add):
            return sum([self.number(term) for term in x.terms])
        if isinstance(x, ex.Mul):
            total: Rational | float = 1
            for factor in x.factors:
                total = total * self.number(factor)
            return total
        raise NoModel


def _of_rational(value: Fraction) -> tuple[int, float]:
    top, below = value.numerator, value.denominator
    if not top:
        return 0, -inf
    size = log(abs(top))
    return (1 if top > 0 else -1), size if below == 1 else size - log(below)


def _of(value: float) -> tuple[int, float]:
    return (0, -inf) if not value else ((1 if value > 0 else -1), log(abs(value)))


def _total(values: list[tuple[int, float]]) -> tuple[int, float]:
    """The sum; what is left after cancellation is noise."""
    top = max([size for _, size in values])
    if top == -inf:
        return 0, -inf
    rest = 0.0
    for sign, size in values:
        if size - top > NEGLIGIBLE:
            rest += sign * exp(size - top)
    if abs(rest) < 1e-9:
        raise NoModel
    return (1 if rest > 0 else -1), top + log(abs(rest))
