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
from operator import add, mul
from typing import NamedTuple

from recur.model import Expr, expressions as ex

At = Callable[[float], float]
Logarithm = tuple[int, float]  # sign and ln|f(n)|
Row = tuple[Sequence[int], Sequence[float]]  # of many n

GAMMA = 0.5772156649015329
PHI = 1.618033988749895
CONSTANTS = {"e": math.e, "pi": math.pi, "phi": PHI, "euler_gamma": GAMMA}
WHOLE = 36.0  # below e^36 floats still tell neighbouring whole numbers apart


class NoModel(Exception):
    """The formula cannot be followed in this domain."""


class Curve:
    """x = ln n  ->  ln f(n); ValueError where f(n) <= 0, OverflowError where x is no float any more."""

    __slots__ = ("_all_along", "at", "shape")

    def __init__(
        self,
        at: At,
        all_along: Callable[[Sequence[float]], list[float]] | None = None,
        shape: Polylogarithm | None = None,
    ) -> None:
        self.at = at
        self._all_along = all_along
        self.shape = shape

    def __call__(self, x: float) -> float:
        return self.at(x)

    @property
    def beginning(self) -> float:
        """The ln n up to which it is known to have no value, by its shape."""
        return -inf if self.shape is None else self.shape.beginning

    def is_moderate(self, first: float, last: float, most: float) -> bool:
        """Whether |ln f| is known to be no larger than this from the first to the last ln n, by its shape alone."""
        return self.shape is not None and self.shape.is_moderate(first, last, most)

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


class _Signed(NamedTuple):
    """x = ln n  ->  sign and ln|f(n)|, at one x and along many."""

    at: Callable[[float], Logarithm]
    along: Callable[[Sequence[float]], Row]


class Polylogarithm(NamedTuple):
    """c·n^k·ln^p n·(ln ln n)^q with c > 0, as (ln c, k, p, q)."""

    c: float = 0.0
    k: float = 0.0
    p: float = 0.0
    q: float = 0.0

    def times(self, other: Polylogarithm) -> Polylogarithm:
        return Polylogarithm(self.c + other.c, self.k + other.k, self.p + other.p, self.q + other.q)

    def power(self, exponent: float) -> Polylogarithm:
        return Polylogarithm(self.c * exponent, self.k * exponent, self.p * exponent, self.q * exponent)

    def logarithm(self, scale: float) -> Polylogarithm | None:
        """ln n^k = k ln n, ln ln^p n = p ln ln n, over the ln of the base; None of others."""
        match self:
            case (0.0, k, 0.0, 0.0) if k > 0:
                return Polylogarithm(log(k / scale), 0.0, 1.0, 0.0)
            case (0.0, 0.0, p, 0.0) if p > 0:
                return Polylogarithm(log(p / scale), 0.0, 0.0, 1.0)
        return None

    @property
    def beginning(self) -> float:
        """The ln n up to which ln ln n or ln ln ln n is none."""
        return 1.0 if self.q else 0.0 if self.p else -inf

    def is_moderate(self, first: float, last: float, most: float) -> bool:
        """Whether each of its terms is a float from the first to the last ln n, and they are no larger together."""
        c, k, p, q = self
        largest = abs(c) + abs(k) * max(abs(first), abs(last))
        for degree in (p, q) if q else (p,) if p else ():
            if first <= 0:
                return False
            first, last = log(first), log(last)
            largest += abs(degree) * max(abs(first), abs(last))
        return largest <= most

    @property
    def curve(self) -> Curve:
        c, k, p, q = self
        if p == 0 and q == 0:
            if not k:
                return Curve(lambda x: c, lambda sizes: [c] * len(sizes), self)
            if k == 1:
                return Curve(lambda x: c + x, (lambda sizes: [c + x for x in sizes]) if c else list, self)
            return Curve(lambda x: c + k * x, lambda sizes: [c + k * x for x in sizes], self)
        if q == 0:
            return Curve(lambda x: c + k * x + p * log(x), lambda sizes: [c + k * x + p * log(x) for x in sizes], self)

        def at(x: float) -> float:
            y = log(x)
            return c + k * x + p * y + q * log(y)

        return Curve(at, lambda sizes: [c + k * x + p * (y := log(x)) + q * log(y) for x in sizes], self)


class LogDomain:
    """Compiles formulas in one variable; an O(g) stands for g where `hidden` is "upper", for 0 where "lower"."""

    def __init__(self, variable: str, constants: Mapping[str, float] | None = None, hidden: str = "upper") -> None:
        self.variable = variable
        self.constants = constants or {}
        self.hidden = hidden
        self.scalings: dict[Expr, float | None] = {}  # of the sizes of calls, for who follows them
        self._curves: dict[Expr, Curve] = {}

    def positive(self, x: Expr) -> Curve:
        """ln x as a function of ln n, for a formula that is positive at large n."""
        known = self._curves.get(x)
        if known is None:
            known = self._curves[x] = self._curve(x)
        return known

    def _curve(self, x: Expr) -> Curve:
        whole = self.monomial(x)
        if whole is not None:
            return whole.curve
        logarithms = self._with_logarithms(x)
        if logarithms is not None:
            return logarithms
        parts = [self.monomial(term) for term in x.terms] if isinstance(x, ex.Add) else [None]
        curves = [part.curve for part in parts if part is not None]
        if len(curves) == len(parts):
            return _sum_curve(curves)
        signed = self._compiled(x)
        value = signed.at

        def size_at(at: float) -> float:
            sign, size = value(at)
            if sign <= 0:
                raise ValueError
            return size

        def along(sizes: Sequence[float]) -> list[float]:
            signs, logs = signed.along(sizes)
            if signs and min(signs) <= 0:
                raise ValueError
            return list(logs)

        return Curve(size_at, along)

    def _with_logarithms(self, x: Expr) -> Curve | None:
        """c·n^k·ln^p n·(ln ln n)^q times a logarithm of another such formula: lg lg n, and n over it; else None."""
        if not isinstance(x, ex.Mul | ex.Log | ex.Power):
            return None
        rest, logarithm = Polylogarithm(), None
        for factor in x.factors if isinstance(x, ex.Mul) else (x,):
            known = self.monomial(factor)
            if known is not None:
                rest = rest.times(known)
            elif logarithm is None:
                logarithm = self._power_of_logarithm(factor)
                if logarithm is None:
                    return None
            else:
                return None
        if logarithm is None:
            return None
        (inner, scale, e), outer = logarithm, rest.curve

        def along(sizes: Sequence[float]) -> list[float]:
            pairs = zip(outer.along(sizes), inner.along(sizes), strict=True)
            return [g + e * log(f / scale) for g, f in pairs]

        return Curve(lambda x: outer(x) + e * log(inner(x) / scale), along)

    def _power_of_logarithm(self, x: Expr) -> tuple[Curve, float, float] | None:
        """ln f, the ln of the base and the exponent of log^e f; None where f is no such formula.

        Nor where e is even: then a negative logarithm has a power.
        """
        base, e = (x.base, x.exponent) if isinstance(x, ex.Power) else (x, ex.ONE)
        if not isinstance(base, ex.Log) or not isinstance(e, ex.Number) or not e.value.numerator % 2:
            return None
        inner = self.monomial(base.argument)
        return None if inner is None else (inner.curve, self._scale(base.base), float(e.value))

    def constant(self, x: Expr) -> float:
        """The number x, which does not hold the variable."""
        if isinstance(x, ex.Number):
            return float(x.value)
        sign, size = self.signed(x, 1.0)
        return sign * exp(size)

    def monomial(self, x: Expr) -> Polylogarithm | None:
        """x as c·n^k·ln^p n·(ln ln n)^q with c > 0, else None."""
        match x:
            case ex.Symbol(self.variable):
                return Polylogarithm(k=1.0)
            case ex.Number():
                sign, size = _of_rational(x)
                return Polylogarithm(size) if sign > 0 else None
            case ex.Symbol() | ex.Constant() | ex.Add() | ex.Apply():
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
        sign, size = self.signed(x, 1.0)
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

    def signed(self, x: Expr, at: float) -> Logarithm:
        """Sign and ln|x| at one ln n."""
        return _of_rational(x) if isinstance(x, ex.Number) else self._compiled(x).at(at)

    def _compiled(self, x: Expr) -> _Signed:
        match x:
            case ex.Number() | ex.Symbol() | ex.Constant():
                return self._atom(x)
            case ex.Add(terms):
                return _signed_sum([self._compiled(term) for term in terms])
            case ex.Mul(factors):
                return _signed_product([self._compiled(factor) for factor in factors])
            case ex.Power(base, ex.Number() as exponent):
                return _fixed_power(self._compiled(base), _of_rational(exponent))
            case ex.Power(base, exponent):
                return _signed_power(self._compiled(base), self._compiled(exponent))
            case ex.Log(argument, base):
                return self._log(argument, self._scale(base))
            case ex.Apply(name, arguments):
                return _applied(name, [self._compiled(argument) for argument in arguments])
            case ex.Asymptotic(kind, body):
                return self._compiled(body) if self._stands(kind) else _always((0, -inf))
        raise NoModel

    def _atom(self, x: ex.Number | ex.Symbol | ex.Constant) -> _Signed:
        if isinstance(x, ex.Number):
            return _always(_of_rational(x))
        if isinstance(x, ex.Constant):
            return _always(of_float(CONSTANTS[x.name]))
        if x.name == self.variable:
            return _Signed(lambda at: (1, at), lambda sizes: ([1] * len(sizes), sizes))
        if x.name not in self.constants:
            raise NoModel
        return _always(of_float(self.constants[x.name]))

    def _log(self, argument: Expr, scale: float) -> _Signed:
        if isinstance(argument, ex.Power):  # the power may be too large where its logarithm is not
            return _signed_product([self._compiled(argument.exponent), self._log(argument.base, scale)])
        if isinstance(argument, ex.Apply) and argument.name == "factorial":
            return _each(_log_factorial(scale), self._compiled(argument.arguments[0]))

        def logarithm(value: Logarithm) -> Logarithm:
            sign, size = value
            if sign <= 0:
                raise ValueError
            return of_float(size / scale)

        return _each(logarithm, self._compiled(argument))


def of_float(value: float) -> Logarithm:
    if value > 0:
        return 1, log(value)
    return (-1, log(-value)) if value < 0 else (0, -inf)


def _of_rational(x: ex.Number) -> Logarithm:
    top, below = x.value.numerator, x.value.denominator
    return (top > 0) - (top < 0), log(abs(top)) - log(below) if top else -inf


def _always(value: Logarithm) -> _Signed:
    sign, size = value
    return _Signed(lambda at: value, lambda sizes: ([sign] * len(sizes), [size] * len(sizes)))


def _each(function: Callable[..., Logarithm], *parts: _Signed) -> _Signed:
    """The function of the values at each size."""
    ats = [part.at for part in parts]

    def along(sizes: Sequence[float]) -> Row:
        found = list(map(function, *(zip(*part.along(sizes), strict=True) for part in parts)))
        return [sign for sign, _ in found], [size for _, size in found]

    if len(ats) == 1:
        (only,) = ats
        return _Signed(lambda x: function(only(x)), along)
    if len(ats) == 2:
        first, second = ats
        return _Signed(lambda x: function(first(x), second(x)), along)
    return _Signed(lambda x: function(*[at(x) for at in ats]), along)


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


def _signed_sum(parts: list[_Signed]) -> _Signed:
    return _each(_sum_of_two if len(parts) == 2 else _sum_of_all, *parts)


def _sum_of_two(value: Logarithm, other: Logarithm) -> Logarithm:
    if value[1] < other[1]:
        value, other = other, value
    (sign, top), (s, size) = value, other
    return _scaled(sign + s * exp(size - top), top) if -inf < top < inf else _at_end(top)


def _sum_of_all(*values: Logarithm) -> Logarithm:
    top = max([size for _, size in values])
    return _scaled(sum([sign * exp(size - top) for sign, size in values]), top) if -inf < top < inf else _at_end(top)


def _scaled(rest: float, top: float) -> Logarithm:
    """rest·e^top"""
    # What is left after cancellation to the last bits is noise, not a sign.
    if abs(rest) < 1e-13:
        return 0, -inf
    return (1, top + log(rest)) if rest > 0 else (-1, top + log(-rest))


def _at_end(top: float) -> Logarithm:
    return (0, -inf) if top < 0 else (1, inf)


def _signed_product(parts: list[_Signed]) -> _Signed:
    ats = [part.at for part in parts]

    def product(x: float) -> Logarithm:
        sign, size = 1, 0.0
        for at in ats:
            s, t = at(x)
            if s == 0:
                return 0, -inf
            sign, size = sign * s, size + t
        return sign, size

    def along(sizes: Sequence[float]) -> Row:
        signs, logs = parts[0].along(sizes)
        for part in parts[1:]:
            further, rise = part.along(sizes)
            signs, logs = list(map(mul, signs, further)), list(map(add, logs, rise))
        return signs, logs if all(signs) else [x if sign else -inf for sign, x in zip(signs, logs, strict=True)]

    return _Signed(product, along)


def _signed_power(base: _Signed, exponent: _Signed) -> _Signed:
    return _each(lambda value, raised: _power(value, *raised), base, exponent)


def _fixed_power(base: _Signed, exponent: Logarithm) -> _Signed:
    return _each(lambda value: _power(value, *exponent), base)


def _power(value: Logarithm, t: int, y: float) -> Logarithm:
    """To the power of ±e^y."""
    s, x = value
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


def _log_factorial(scale: float) -> Callable[[Logarithm], Logarithm]:
    """ln m! over the ln of a base."""

    def log_factorial(number: Logarithm) -> Logarithm:
        sign, size = number
        if sign <= 0:
            raise ValueError
        if size < 30:
            return of_float(lgamma(exp(size) + 1) / scale)
        return 1, size + log((size - 1) / scale)  # Stirling: m ln m - m

    return log_factorial


def _applied(name: str, values: list[_Signed]) -> _Signed:
    """A named function of its arguments."""
    if name in ("max", "min"):
        return _each(_extreme(1 if name == "max" else -1), *values)
    if name in _OF_FLOAT:
        return _each(_of_float(*_OF_FLOAT[name]), values[0])
    if name in _LOG_OF:
        return _each(_of_logarithm(_LOG_OF[name]), values[0])
    if name == "mod":
        return _each(_modulo, *values)
    raise NoModel


def _extreme(way: int) -> Callable[..., Logarithm]:
    return lambda *values: max(values, key=lambda v: (way * v[0], way * v[0] * v[1]))


def _of_float(
    of_small: Callable[[float], float], of_large: Callable[[int, float], Logarithm]
) -> Callable[[Logarithm], Logarithm]:
    def apply(value: Logarithm) -> Logarithm:
        sign, size = value
        return of_float(of_small(sign * exp(size))) if size < WHOLE else of_large(sign, size)

    return apply


def _of_logarithm(log_of: Callable[[float], float]) -> Callable[[Logarithm], Logarithm]:
    def large(value: Logarithm) -> Logarithm:
        sign, size = value
        if sign < 0:
            raise ValueError
        return 1, log_of(size)

    return large


def _modulo(top: Logarithm, bottom: Logarithm) -> Logarithm:
    (s, x), (t, y) = top, bottom
    if max(x, y) > WHOLE or t == 0:
        raise NoModel
    return of_float(round(s * exp(x)) % round(t * exp(y)))


def _floor(value: float) -> float:
    return math.floor(value + 1e-9 * (1 + abs(value)))


def _log_star(value: float) -> float:
    times = 0
    while value > 1:
        value, times = math.log2(value), times + 1
    return times


def _same(sign: int, size: float) -> Logarithm:
    return sign, size


def _phase(sign: int, size: float) -> float:
    return math.fmod(1e5 * size, 2 * math.pi)  # no float knows the phase; any bounded stand-in will do


#: name -> (on a moderate value, on the sign and logarithm of a large one)
_OF_FLOAT: dict[str, tuple[Callable[[float], float], Callable[[int, float], Logarithm]]] = {
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
