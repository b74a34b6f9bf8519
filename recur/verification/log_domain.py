"""ln f(n) as a function of x = ln n, in floats: n may be 2^4096 or e^(10¹²), and nothing overflows.

A value is carried as its sign and the logarithm of its size. The polylogarithmic monomials c·n^k·log^p n·
(log log n)^q, which are most driving terms and bounds, become one short closure.
Floats serve the numeric check of a proved answer here, and decide no case. Enclosures of 64 bits would take 65 times as
long, 10 ms instead of 0.16 for the 480 steps of one chain, and what is looked for is a drift of 0.25, not of 10^(-10).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import exp, inf, lgamma, log
from typing import NamedTuple

from recur.model import Expr, expressions as ex

At = Callable[[float], float]
Signed = Callable[[float], tuple[int, float]]  # x  ->  sign and ln|f(n)|

GAMMA = 0.5772156649015329
PHI = 1.618033988749895
CONSTANTS = {"e": math.e, "pi": math.pi, "phi": PHI, "euler_gamma": GAMMA}
WHOLE = 36.0  # below e^36 floats still tell neighbouring whole numbers apart


class NoModel(Exception):
    """The formula cannot be followed in this domain."""


class Curve:
    """x = ln n  ->  ln f(n); ValueError where f(n) <= 0, OverflowError where x is no float any more."""

    __slots__ = ("_all_along", "at")

    def __init__(self, at: At, all_along: Callable[[Sequence[float]], list[float]] | None = None) -> None:
        self.at = at
        self._all_along = all_along

    def __call__(self, x: float) -> float:
        return self.at(x)

    def along(self, sizes: Sequence[float]) -> list[float]:
        """Its values in their order, up to the first size that has none; asked alone that size tells its error."""
        if self._all_along is not None:
            with suppress(ValueError, ArithmeticError, NoModel):
                return self._all_along(sizes)
        found: list[float] = []
        with suppress(ValueError, ArithmeticError, NoModel):
            for x in sizes:
                found.append(self.at(x))
        return found


class Polylogarithm(NamedTuple):
    """c·n^k·ln^p n·(ln ln n)^q with c > 0, as (ln c, k, p, q)."""

    c: float = 0.0
    k: float = 0.0
    p: float = 0.0
    q: float = 0.0

    def times(self, other: Polylogarithm) -> Polylogarithm:
        return Polylogarithm(*(x + y for x, y in zip(self, other, strict=True)))

    def power(self, exponent: float) -> Polylogarithm:
        return Polylogarithm(*(x * exponent for x in self))

    def logarithm(self, scale: float) -> Polylogarithm | None:
        """ln n^k = k ln n, ln ln^p n = p ln ln n, over the ln of the base; None of others."""
        match self:
            case (0.0, k, 0.0, 0.0) if k > 0:
                return Polylogarithm(log(k / scale), 0.0, 1.0, 0.0)
            case (0.0, 0.0, p, 0.0) if p > 0:
                return Polylogarithm(log(p / scale), 0.0, 0.0, 1.0)
        return None

    @property
    def curve(self) -> Curve:
        c, k, p, q = self
        if p == 0 and q == 0:
            if not k:
                return Curve(lambda x: c, lambda sizes: [c] * len(sizes))
            return Curve(lambda x: c + k * x, lambda sizes: [c + k * x for x in sizes])
        if q == 0:
            return Curve(lambda x: c + k * x + p * log(x), lambda sizes: [c + k * x + p * log(x) for x in sizes])

        def at(x: float) -> float:
            y = log(x)
            return c + k * x + p * y + q * log(y)

        return Curve(at, lambda sizes: [c + k * x + p * (y := log(x)) + q * log(y) for x in sizes])


class LogDomain:
    """Compiles formulas in one variable; an O(g) stands for g where `hidden` is "upper", for 0 where "lower"."""

    def __init__(self, variable: str, constants: Mapping[str, float] | None = None, hidden: str = "upper") -> None:
        self.variable = variable
        self.constants = constants or {}
        self.hidden = hidden

    def positive(self, x: Expr) -> Curve:
        """ln x as a function of ln n, for a formula that is positive at large n."""
        whole = self.monomial(x)
        if whole is not None:
            return whole.curve
        parts = [self.monomial(term) for term in x.terms] if isinstance(x, ex.Add) else [None]
        curves = [part.curve for part in parts if part is not None]
        if len(curves) == len(parts):
            return _sum_curve(curves)
        signed = self.signed(x)

        def size_at(at: float) -> float:
            sign, size = signed(at)
            if sign <= 0:
                raise ValueError
            return size

        return Curve(size_at)

    def constant(self, x: Expr) -> float:
        """The number x, which does not hold the variable."""
        if isinstance(x, ex.Number):
            return float(x.value)
        sign, size = self.signed(x)(1.0)
        return sign * exp(size)

    def monomial(self, x: Expr) -> Polylogarithm | None:
        """x as c·n^k·ln^p n·(ln ln n)^q with c > 0, else None."""
        if isinstance(x, ex.Symbol) and x.name == self.variable:
            return Polylogarithm(k=1.0)
        match x:
            case ex.Number() | ex.Symbol() | ex.Constant() | ex.Add() | ex.Apply():
                return self._fixed(x)
            case ex.Mul(factors):
                return self._product(factors)
            case ex.Power(base, exponent):
                return self._power(base, exponent)
            case ex.Log(argument, base):
                inner = self.monomial(argument)
                return inner and inner.logarithm(self._scale(base))
            case ex.Asymptotic(kind, body) if self._stands(kind):
                return self.monomial(body)
        return None

    def _fixed(self, x: Expr) -> Polylogarithm | None:
        """A positive number."""
        if self.variable in ex.symbols(x) or (isinstance(x, ex.Symbol) and x.name not in self.constants):
            return None
        sign, size = self.signed(x)(1.0)
        return Polylogarithm(size) if sign > 0 else None

    def _product(self, factors: tuple[Expr, ...]) -> Polylogarithm | None:
        total = Polylogarithm()
        for factor in factors:
            part = self.monomial(factor)
            if part is None:
                return None
            total = total.times(part)
        return total

    def _power(self, base: Expr, exponent: Expr) -> Polylogarithm | None:
        if self.variable not in ex.symbols(exponent):
            inner = self.monomial(base)
            return inner and inner.power(self.constant(exponent))
        match exponent:
            case ex.Log(ex.Symbol(self.variable), below):  # c^(log_b n) = n^(log_b c)
                inner = self.monomial(base)
                return None if inner is None or any(inner[1:]) else Polylogarithm(k=inner.c / self._scale(below))
        return None

    def _stands(self, kind: str) -> bool:
        """Whether a hidden term counts as its bound: O(g) and o(g) are 0 where the least value is asked for."""
        return self.hidden == "upper" or kind not in ("O", "o")

    def _scale(self, base: Expr | None) -> float:
        """ln of the base of a logarithm, written or not."""
        if base is None:
            return 1.0
        if self.variable in ex.symbols(base):
            raise NoModel
        scale = log(self.constant(base))
        if scale <= 0:
            raise NoModel
        return scale

    def signed(self, x: Expr) -> Signed:
        """Sign and ln|x| as a function of ln n."""
        match x:
            case ex.Number() | ex.Symbol() | ex.Constant():
                return self._atom(x)
            case ex.Add(terms):
                return _signed_sum([self.signed(term) for term in terms])
            case ex.Mul(factors):
                return _signed_product([self.signed(factor) for factor in factors])
            case ex.Power(base, exponent):
                return _signed_power(self.signed(base), self.signed(exponent))
            case ex.Log(argument, base):
                return self._log(argument, self._scale(base))
            case ex.Apply(name, arguments):
                return _applied(name, [self.signed(argument) for argument in arguments])
            case ex.Asymptotic(kind, body):
                return self.signed(body) if self._stands(kind) else _always((0, -inf))
        raise NoModel

    def _atom(self, x: ex.Number | ex.Symbol | ex.Constant) -> Signed:
        if isinstance(x, ex.Number):
            return _always(((x.value > 0) - (x.value < 0), _log_rational(x)))
        if isinstance(x, ex.Constant):
            return _always(of_float(CONSTANTS[x.name]))
        if x.name == self.variable:
            return lambda at: (1, at)
        if x.name not in self.constants:
            raise NoModel
        return _always(of_float(self.constants[x.name]))

    def _log(self, argument: Expr, scale: float) -> Signed:
        if isinstance(argument, ex.Power):  # the power may be too large where its logarithm is not
            return _signed_product([self.signed(argument.exponent), self._log(argument.base, scale)])
        if isinstance(argument, ex.Apply) and argument.name == "factorial":
            return _log_factorial(self.signed(argument.arguments[0]), scale)
        signed = self.signed(argument)

        def logarithm(at: float) -> tuple[int, float]:
            sign, size = signed(at)
            if sign <= 0:
                raise ValueError
            return of_float(size / scale)

        return logarithm


def of_float(value: float) -> tuple[int, float]:
    if value > 0:
        return 1, log(value)
    return (-1, log(-value)) if value < 0 else (0, -inf)


def _log_rational(x: ex.Number) -> float:
    top = abs(x.value.numerator)
    return log(top) - log(x.value.denominator) if top else -inf


def _always(value: tuple[int, float]) -> Signed:
    return lambda at: value


def _sum_curve(parts: list[Curve]) -> Curve:
    functions = [part.at for part in parts]

    def along(sizes: Sequence[float]) -> list[float]:
        rows = [part.along(sizes) for part in parts]
        if any([len(row) < len(sizes) for row in rows]):
            raise ValueError
        return [log_sum(logs) for logs in zip(*rows, strict=True)]

    return Curve(lambda x: log_sum([part(x) for part in functions]), along)


def log_sum(logs: Sequence[float]) -> float:
    """ln Σ e^t"""
    if len(logs) == 2:
        top, other = logs
        if top < other:
            top, other = other, top
        return top if top == -inf else top + log(1 + exp(other - top))
    top = max(logs)
    if top == -inf:
        return top
    return top + log(sum([exp(t - top) for t in logs]))


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


def _log_factorial(number: Signed, scale: float) -> Signed:
    """ln m! over the ln of a base."""

    def log_factorial(at: float) -> tuple[int, float]:
        sign, size = number(at)
        if sign <= 0:
            raise ValueError
        if size < 30:
            return of_float(lgamma(exp(size) + 1) / scale)
        return 1, size + log((size - 1) / scale)  # Stirling: m ln m - m

    return log_factorial


def _applied(name: str, values: list[Signed]) -> Signed:
    """A named function of its arguments."""
    if name in ("max", "min"):
        return _extreme(1 if name == "max" else -1, values)
    if name in _OF_FLOAT:
        return _of_float(*_OF_FLOAT[name], values[0])
    if name in _LOG_OF:
        return _of_logarithm(_LOG_OF[name], values[0])
    if name == "mod":
        return _modulo(*values)
    raise NoModel


def _extreme(way: int, values: list[Signed]) -> Signed:
    def extreme(at: float) -> tuple[int, float]:
        return max((value(at) for value in values), key=lambda v: (way * v[0], way * v[0] * v[1]))

    return extreme


def _of_float(
    of_small: Callable[[float], float], of_large: Callable[[int, float], tuple[int, float]], x: Signed
) -> Signed:
    def apply(at: float) -> tuple[int, float]:
        sign, size = x(at)
        return of_float(of_small(sign * exp(size))) if size < WHOLE else of_large(sign, size)

    return apply


def _of_logarithm(log_of: Callable[[float], float], x: Signed) -> Signed:
    def large(at: float) -> tuple[int, float]:
        sign, size = x(at)
        if sign < 0:
            raise ValueError
        return 1, log_of(size)

    return large


def _modulo(top: Signed, bottom: Signed) -> Signed:
    def modulo(at: float) -> tuple[int, float]:
        (s, x), (t, y) = top(at), bottom(at)
        if max(x, y) > WHOLE or t == 0:
            raise NoModel
        return of_float(round(s * exp(x)) % round(t * exp(y)))

    return modulo


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
