"""ln f(n) as a function of x = ln n, in floats: n may be 2^4096 or e^(10¹²), and nothing overflows.

A value is carried as its sign and the logarithm of its size. The polylogarithmic monomials c·n^k·log^p n·
(log log n)^q, which are most driving terms and bounds, become one short closure.
Floats are enough here: this module serves the numeric check of a proved answer and decides no case.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from math import exp, inf, lgamma, log

from recur.model.expressions import Add, Apply, Asymptotic, Constant, Expr, Log, Mul, Number, Power, Symbol, symbols

Curve = Callable[[float], float]  # x = ln n  ->  ln f(n); ValueError where f(n) <= 0
Signed = Callable[[float], tuple[int, float]]  # x  ->  sign and ln|f(n)|

GAMMA = 0.5772156649015329
PHI = 1.618033988749895
CONSTANTS = {"e": math.e, "pi": math.pi, "phi": PHI, "euler_gamma": GAMMA}
WHOLE = 36.0  # below e^36 floats still tell neighbouring whole numbers apart


class NoModel(Exception):
    """The formula cannot be followed in this domain."""


class LogDomain:
    """Compiles formulas in one variable; an O(g) stands for g where `hidden` is "upper", for 0 where "lower"."""

    def __init__(self, variable: str, constants: Mapping[str, float] | None = None, hidden: str = "upper") -> None:
        self.variable = variable
        self.constants = constants or {}
        self.hidden = hidden

    def positive(self, x: Expr) -> Curve:
        """ln x as a function of ln n, for a formula that is positive at large n."""
        monomial = self.monomial(x)
        if monomial is not None:
            return _monomial_curve(*monomial)
        if isinstance(x, Add):
            parts = [self.monomial(term) for term in x.terms]
            if all(part is not None for part in parts):
                return _sum_curve([_monomial_curve(*part) for part in parts if part is not None])
        signed = self.signed(x)

        def curve(at: float) -> float:
            sign, size = signed(at)
            if sign <= 0:
                raise ValueError
            return size

        return curve

    def constant(self, x: Expr) -> float:
        """The number x, which does not hold the variable."""
        if isinstance(x, Number):
            return float(x.value)
        sign, size = self.signed(x)(1.0)
        return sign * exp(size)

    def monomial(self, x: Expr) -> tuple[float, float, float, float] | None:
        """(ln c, k, p, q) when x = c·n^k·ln^p n·(ln ln n)^q with c > 0, else None."""
        match x:
            case Number(value):
                return (_log_rational(x), 0.0, 0.0, 0.0) if value > 0 else None
            case Symbol(name):
                if name == self.variable:
                    return 0.0, 1.0, 0.0, 0.0
                value_of = self.constants.get(name, 0.0)
                return (log(value_of), 0.0, 0.0, 0.0) if value_of > 0 else None
            case Constant(name):
                return log(CONSTANTS[name]), 0.0, 0.0, 0.0
            case Add() | Apply() if self.variable not in symbols(x):
                sign, size = self.signed(x)(1.0)
                return (size, 0.0, 0.0, 0.0) if sign > 0 else None
            case Mul(factors):
                total = [0.0, 0.0, 0.0, 0.0]
                for factor in factors:
                    part = self.monomial(factor)
                    if part is None:
                        return None
                    total = [a + b for a, b in zip(total, part, strict=True)]
                return total[0], total[1], total[2], total[3]
            case Power(base, exponent) if self.variable not in symbols(exponent):
                inner = self.monomial(base)
                if inner is None:
                    return None
                e = self.constant(exponent)
                return inner[0] * e, inner[1] * e, inner[2] * e, inner[3] * e
            case Power(base, Log(argument, below)) if argument == Symbol(self.variable):
                inner = self.monomial(base)  # c^(log_b n) = n^(log_b c)
                if inner is None or any(inner[1:]):
                    return None
                return 0.0, inner[0] / self._scale(below), 0.0, 0.0
            case Log(argument, below):
                inner = self.monomial(argument)
                if inner is None or inner[3] or inner[0]:
                    return None
                if inner[1] > 0 and not inner[2]:  # ln n^k
                    return log(inner[1] / self._scale(below)), 0.0, 1.0, 0.0
                if inner[2] > 0 and not inner[1]:  # ln ln^p n
                    return log(inner[2] / self._scale(below)), 0.0, 0.0, 1.0
            case Asymptotic(kind, body) if self.hidden == "upper" or kind not in ("O", "o"):
                return self.monomial(body)
        return None

    def _scale(self, base: Expr | None) -> float:
        """ln of the base of a logarithm, written or not."""
        if base is None:
            return 1.0
        if self.variable in symbols(base):
            raise NoModel
        scale = log(self.constant(base))
        if scale <= 0:
            raise NoModel
        return scale

    def signed(self, x: Expr) -> Signed:
        """Sign and ln|x| as a function of ln n."""
        match x:
            case Number(value):
                sign = (value > 0) - (value < 0)
                fixed = (sign, _log_rational(x))
                return lambda at: fixed
            case Symbol(name):
                if name == self.variable:
                    return lambda at: (1, at)
                if name not in self.constants:
                    raise NoModel
                known = of_float(self.constants[name])
                return lambda at: known
            case Constant(name):
                named = of_float(CONSTANTS[name])
                return lambda at: named
            case Add(terms):
                return _signed_sum([self.signed(term) for term in terms])
            case Mul(factors):
                return _signed_product([self.signed(factor) for factor in factors])
            case Power(base, exponent):
                return _signed_power(self.signed(base), self.signed(exponent))
            case Log(argument, base):
                return self._log(argument, base)
            case Apply(name, arguments):
                return self._apply(name, arguments)
            case Asymptotic(kind, body):
                if self.hidden == "lower" and kind in ("O", "o"):
                    return lambda at: (0, -inf)
                return self.signed(body)
        raise NoModel

    def _log(self, argument: Expr, base: Expr | None) -> Signed:
        scale = self._scale(base)
        if isinstance(argument, Power):  # the power may be too large where its logarithm is not
            inner, exponent = self._log(argument.base, base), self.signed(argument.exponent)
            return _signed_product([exponent, inner])
        if isinstance(argument, Apply) and argument.name == "factorial":
            number = self.signed(argument.arguments[0])

            def log_factorial(at: float) -> tuple[int, float]:
                sign, size = number(at)
                if sign <= 0:
                    raise ValueError
                if size < 30:
                    return of_float(lgamma(exp(size) + 1) / scale)
                return 1, size + log((size - 1) / scale)  # Stirling: n ln n - n

            return log_factorial
        signed = self.signed(argument)

        def logarithm(at: float) -> tuple[int, float]:
            sign, size = signed(at)
            if sign <= 0:
                raise ValueError
            return of_float(size / scale)

        return logarithm

    def _apply(self, name: str, arguments: tuple[Expr, ...]) -> Signed:
        values = [self.signed(argument) for argument in arguments]
        first = values[0]
        if name in ("max", "min"):
            way = 1 if name == "max" else -1

            def extreme(at: float) -> tuple[int, float]:
                return max((value(at) for value in values), key=lambda v: (way * v[0], way * v[0] * v[1]))

            return extreme
        if name in _OF_FLOAT:
            of_small, of_large = _OF_FLOAT[name]

            def apply(at: float) -> tuple[int, float]:
                sign, size = first(at)
                return of_float(of_small(sign * exp(size))) if size < WHOLE else of_large(sign, size)

            return apply
        if name in _LOG_OF:
            log_of = _LOG_OF[name]

            def large(at: float) -> tuple[int, float]:
                sign, size = first(at)
                if sign < 0:
                    raise ValueError
                return 1, log_of(size)

            return large
        if name == "mod":
            second = values[1]

            def modulo(at: float) -> tuple[int, float]:
                (s, x), (t, y) = first(at), second(at)
                if max(x, y) > WHOLE or t == 0:
                    raise NoModel
                return of_float(round(s * exp(x)) % round(t * exp(y)))

            return modulo
        raise NoModel


def of_float(value: float) -> tuple[int, float]:
    if value > 0:
        return 1, log(value)
    return (-1, log(-value)) if value < 0 else (0, -inf)


def _log_rational(x: Number) -> float:
    top = abs(x.value.numerator)
    return log(top) - log(x.value.denominator) if top else -inf


def _monomial_curve(c: float, k: float, p: float, q: float) -> Curve:
    if p == 0 and q == 0:
        if k == 0:
            return lambda x: c
        return lambda x: c + k * x
    if q == 0:
        return lambda x: c + k * x + p * log(x)

    def curve(x: float) -> float:
        y = log(x)
        return c + k * x + p * y + q * log(y)

    return curve


def _sum_curve(parts: list[Curve]) -> Curve:
    def curve(x: float) -> float:
        logs = [part(x) for part in parts]
        top = max(logs)
        return top + log(sum([exp(value - top) for value in logs]))

    return curve


def _signed_sum(parts: list[Signed]) -> Signed:
    def total(at: float) -> tuple[int, float]:
        values = [part(at) for part in parts]
        top = max([size for _, size in values])
        if top == -inf or top == inf:
            return (0, -inf) if top < 0 else (1, inf)
        rest = sum([sign * exp(size - top) for sign, size in values])
        # What is left after cancellation to the last bits is noise, not a sign.
        if abs(rest) < 1e-13:
            return 0, -inf
        return (1, top + log(rest)) if rest > 0 else (-1, top + log(-rest))

    return total


def _signed_product(parts: list[Signed]) -> Signed:
    def product(at: float) -> tuple[int, float]:
        sign, size = 1, 0.0
        for part in parts:
            s, t = part(at)
            if s == 0:
                return 0, -inf
            sign, size = sign * s, size + t
        return sign, size

    return product


def _signed_power(base: Signed, exponent: Signed) -> Signed:
    def power(at: float) -> tuple[int, float]:
        (s, x), (t, y) = base(at), exponent(at)
        e = t * exp(y)  # OverflowError: the caller stops at smaller sizes
        if s > 0:
            return 1, e * x
        if s == 0:
            if e > 0:
                return 0, -inf
            raise ValueError
        if abs(e - round(e)) > 1e-9 or y > WHOLE:
            raise ValueError
        return (-1 if round(e) % 2 else 1), e * x

    return power


def _floor(value: float) -> float:
    return math.floor(value + 1e-9 * (1 + abs(value)))


def _log_star(value: float) -> float:
    times = 0
    while value > 1:
        value, times = math.log2(value), times + 1
    return times


def _same(sign: int, size: float) -> tuple[int, float]:
    return sign, size


def _phase(sign: int, size: float) -> float:
    return math.fmod(1e5 * size, 2 * math.pi)  # no float knows the phase; any bounded stand-in will do


#: name -> (on a moderate value, on the sign and logarithm of a large one)
_OF_FLOAT: dict[str, tuple[Callable[[float], float], Callable[[int, float], tuple[int, float]]]] = {
    "floor": (_floor, _same),
    "ceiling": (lambda v: -_floor(-v), _same),
    "abs": (abs, lambda _, size: (1, size)),
    "cos": (math.cos, lambda s, size: of_float(math.cos(_phase(s, size)))),
    "sin": (math.sin, lambda s, size: of_float(math.sin(_phase(s, size)))),
    "harmonic": (lambda v: log(v) + GAMMA + 1 / (2 * v), lambda _, size: of_float(size + GAMMA)),
    "log_star": (_log_star, lambda _, size: of_float(1 + _log_star(size / log(2)))),
}
#: name -> ln of the value, which itself may be too large for a float
_LOG_OF: dict[str, Callable[[float], float]] = {
    "factorial": lambda size: lgamma(exp(size) + 1) if size < 30 else exp(size) * (size - 1),
    "fibonacci": lambda size: exp(size) * log(PHI) - log(5) / 2,
}
