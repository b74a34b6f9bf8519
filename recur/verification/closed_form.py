"""A closed form against a bound, far out: ln|T(n)| and ln g(n) at n near 2^12, 2^24 and 2^36, in floats.

The closed form has been held against exact values before; what is left to check is that T/g settles. Exponents are
exact, so that (−1)^n keeps its sign, and both formulas lose the same last bits of a common base.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import cos, exp, inf, log, prod, sin
from operator import add as sum_of, mul as product_of, sub as difference
from typing import TypeAlias

from recur.model import Expr, Solution, Verification, expressions as ex
from recur.model.records import replace
from recur.numbers.exact import narrow_rational
from recur.verification.log_domain import CONSTANTS, PHI, NoModel

#: a factor log n moves ln(T/g) by ln 2 and ln 1.5; powers of 2 that agree modulo 3, 5, 7, 9, 13 and 2^12
EXPONENTS = (12, 24, 36)
_NEAR = "{}, {} and {}".format(*(f"2^{exponent}" for exponent in EXPONENTS))
CLEAR = 0.25
DYING = 0.8  # the second rise is at most this part of the first
NEGLIGIBLE = -60.0
_WHIRLS = {"cos": cos, "sin": sin}
Rational: TypeAlias = int | Fraction
#: s, f, j, b of s·e^f·n^j·e^(bn)
Monomial: TypeAlias = tuple[int, float, float, float]
#: the signs of x at the sizes, None where all are 1, and ln|x|
Logarithms: TypeAlias = tuple[list[int] | None, list[float]]
_ALL_ONE = [1] * len(EXPONENTS)


def held_far_out(solution: Solution, held: Verification) -> Verification | None:
    """The evidence for a bound whose closed form was `held` against the recurrence: that the form stays at the bound.

    Of a general solution the member whose constants are 1 is tried.
    """
    theta = solution.bounds.theta
    if held.status != "checked" or solution.exact is None or theta is None:
        return None
    if theta.is_zero:
        return held if solution.exact == ex.ZERO else None
    known = {d.symbol: d.value for d in solution.where} | dict.fromkeys(solution.constants, "1")
    ratios = far_ratios(solution.exact, theta.expression(), solution.variable, known)
    if ratios is None:
        return None
    low, high = (f"{ratio:.3g}" for ratio in ratios)
    far = f"and near {solution.variable} = {_NEAR} it stays within [{low}, {high}] times the bound"
    return replace(held, reason=f"{held.reason}, {far}")


def far_ratios(exact: Expr, bound: Expr, variable: str, known: Mapping[str, str]) -> tuple[float, float] | None:
    """The least and the greatest T/g met far out, None where T/g drifts, T is not positive, or floats cannot tell."""
    digits = {name: float(value) for name, value in known.items()}
    met: list[float] = []
    try:
        for odd in (0, 1):
            places = _Places(variable, [(1 << exponent) + odd for exponent in EXPONENTS], digits)
            (signs, sizes), (_, held) = places.logarithms(exact), places.logarithms(bound)
            if signs is not None:
                return None
            drifts = list(map(difference, sizes, held))
            before, last = drifts[1] - drifts[0], drifts[2] - drifts[1]
            if not abs(last) < CLEAR and not abs(last) < DYING * abs(before):
                return None
            met += drifts
            if not places.swings:
                break  # odd sizes are like even ones
        return exp(min(met)), exp(max(met))
    except (NoModel, ValueError, OverflowError, ZeroDivisionError):
        return None


class _Places:
    """Some sizes n, all odd or all even: formulas in each of them as sign and ln of the absolute value."""

    __slots__ = ("constants", "digits", "heights", "sizes", "swings", "variable")

    def __init__(self, variable: str, sizes: Sequence[int], digits: Mapping[str, float]) -> None:
        self.variable = variable
        self.sizes = sizes
        self.heights = [log(n) for n in sizes]
        self.digits = digits
        self.constants: dict[Expr, tuple[int, float]] = {}  # numbers such as 1 + √5, worked out once
        self.swings = False  # whether something was met that goes to and fro

    def logarithms(self, x: Expr) -> Logarithms:
        if isinstance(x, ex.Add):
            return self._of_sum([(term, self._monomial(term)) for term in x.terms])
        known = self._monomial(x)
        return self._of_other(x) if known is None else self._of_monomial(known)

    def _of_sum(self, terms: Sequence[tuple[Expr, Monomial | None]]) -> Logarithms:
        known = [m for _, m in terms if m is not None]
        if len(known) < len(terms):
            return _total([self._of_other(x) if m is None else self._of_monomial(m) for x, m in terms])
        signs = [sign for sign, _, _, _ in known]
        return _placed([_added(signs, sizes) for sizes in zip(*map(self._sizes_of, known), strict=True)])

    def _of_monomial(self, x: Monomial) -> Logarithms:
        return None if x[0] > 0 else [x[0]] * len(self.sizes), self._sizes_of(x)

    def _sizes_of(self, x: Monomial) -> list[float]:
        _, front, height, slope = x
        return [front + height * h + slope * n for n, h in zip(self.sizes, self.heights, strict=True)]

    def _of_other(self, x: Expr) -> Logarithms:
        """Of what is neither a sum nor a monomial."""
        if isinstance(x, ex.Mul):
            return _product([self._inside(factor) for factor in x.factors])
        if isinstance(x, ex.Number):
            return [0] * len(self.sizes), [-inf] * len(self.sizes)
        if isinstance(x, ex.Power):
            return self._power(x)
        if isinstance(x, ex.Apply) and x.name == "fibonacci":
            return None, [float(k) * log(PHI) - log(5) / 2 for k in self.numbers(x.arguments[0])]
        if isinstance(x, ex.Apply) and x.name in _WHIRLS:
            self.swings = True
            return _of([_WHIRLS[x.name](float(angle)) for angle in self.numbers(x.arguments[0])])
        return _of([float(value) for value in self.numbers(x)])

    def _inside(self, x: Expr) -> Logarithms:
        """Of a factor, or of what is raised to a power."""
        number = self._number(x)
        if number is None:
            return self.logarithms(x)
        sign, size = number
        return None if sign == 1 else [sign] * len(self.sizes), [size] * len(self.sizes)

    def _monomial(self, x: Expr) -> Monomial | None:
        """Of c·n^j·βⁿ, c and β not 0; None of anything else."""
        sign, front, height, slope = 1, 0.0, 0.0, 0.0
        for factor in x.factors if type(x) is ex.Mul else (x,):
            told = self._of_power(factor.base, factor.exponent) if type(factor) is ex.Power else None
            if told is not None:
                sign, height, slope = sign * told[0], height + told[1], slope + told[2]
            elif type(factor) is ex.Symbol and factor.name == self.variable:
                height += 1
            elif (number := self._number(factor)) is not None and number[0]:
                sign, front = sign * number[0], front + number[1]
            else:
                return None
        return sign, front, height, slope

    def _of_power(self, base: Expr, exponent: Expr) -> tuple[int, float, float] | None:
        """(1, j, 0) of n^j, (±1, 0, ln |β|) of βⁿ."""
        if type(exponent) is ex.Symbol and exponent.name == self.variable:
            number = self._number(base)
            if number is None or not number[0]:
                return None
            sign, slope = number
            if sign < 0:
                self.swings = True
                sign = -1 if self.sizes[0] % 2 else 1  # the sizes are all odd, or all even
            return sign, 0.0, slope
        if type(base) is ex.Symbol and type(exponent) is ex.Number and base.name == self.variable:
            return 1, float(exponent.value), 0.0
        return None

    def _number(self, x: Expr) -> tuple[int, float] | None:
        """The sign and the logarithm of what has no n; None of anything else, and of all but a letter at one size."""
        if type(x) is ex.Number:
            return _of_rational(x.value)
        if type(x) is ex.Symbol and x.name in self.digits:
            value = self.digits[x.name]
            return (1 if value > 0 else -1, log(abs(value))) if value else (0, -inf)
        if len(self.sizes) == 1 or self.variable in ex.symbols(x):
            return None
        if x not in self.constants:
            signs, sizes = _Places(self.variable, self.sizes[:1], self.digits).logarithms(x)
            self.constants[x] = 1 if signs is None else signs[0], sizes[0]
        return self.constants[x]

    def _power(self, x: ex.Power) -> Logarithms:
        (signs, sizes), exponents = self._inside(x.base), self.numbers(x.exponent)
        if signs is None and exponents is self.sizes:
            return None, list(map(product_of, self.sizes, sizes))
        if signs is None:
            return None, [_times(e, size) for e, size in zip(exponents, sizes, strict=True)]
        return _placed(list(map(self._signed_power, signs, sizes, exponents)))

    def _signed_power(self, sign: int, size: float, exponent: Rational | float) -> tuple[int, float]:
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
        return sign, _times(exponent, size)

    def numbers(self, x: Expr) -> Sequence[Rational | float]:
        """x itself: exact where it is rational."""
        if isinstance(x, ex.Symbol):
            if x.name == self.variable:
                return self.sizes
            if x.name not in self.digits:
                raise NoModel
            return [self.digits[x.name]] * len(self.sizes)
        if isinstance(x, ex.Number):
            return [narrow_rational(x.value)] * len(self.sizes)
        if isinstance(x, ex.Constant):
            return [CONSTANTS[x.name]] * len(self.sizes)
        if isinstance(x, ex.Add | ex.Mul):
            parts = zip(*map(self.numbers, x.children), strict=True)
            return list(map(sum if isinstance(x, ex.Add) else prod, parts))
        raise NoModel


def _times(exponent: Rational | float, size: float) -> float:
    return exponent * size if isinstance(exponent, int) else float(exponent) * size


def _product(factors: Sequence[Logarithms]) -> Logarithms:
    signs, sizes = factors[0]
    for more, others in factors[1:]:
        signs = more if signs is None else signs if more is None else list(map(product_of, signs, more))
        sizes = list(map(sum_of, sizes, others))
    return None if signs is not None and min(signs) == 1 else signs, sizes


def _of_rational(value: Fraction) -> tuple[int, float]:
    top, below = value.numerator, value.denominator
    if not top:
        return 0, -inf
    size = log(abs(top)) if below == 1 else log(abs(top)) - log(below)
    return (1 if top > 0 else -1), size


def _of(values: Sequence[float]) -> Logarithms:
    return _placed([((1 if value > 0 else -1), log(abs(value))) if value else (0, -inf) for value in values])


def _placed(logarithms: Sequence[tuple[int, float]]) -> Logarithms:
    signs = [sign for sign, _ in logarithms]
    return signs if min(signs) < 1 else None, [size for _, size in logarithms]


def _total(terms: Sequence[Logarithms]) -> Logarithms:
    signs = zip(*[_ALL_ONE if of_term is None else of_term for of_term, _ in terms], strict=False)
    return _placed(list(map(_added, signs, zip(*[of_term for _, of_term in terms], strict=True))))


def _added(signs: Sequence[int], sizes: Sequence[float]) -> tuple[int, float]:
    """The sum; what is left after cancellation is noise."""
    top = max(sizes)
    if top == -inf:
        return 0, -inf
    rest = 0.0
    for sign, size in zip(signs, sizes, strict=True):
        if size - top > NEGLIGIBLE:
            rest += sign * exp(size - top)
    if abs(rest) < 1e-9:
        raise NoModel
    return (1 if rest > 0 else -1), top + log(abs(rest))
