"""Finite sums Σ c·m(n) that enclose a function for every n ≥ N: nothing is "for large n", no limit is taken.

m is a monomial n^α (log n)^β (log log n)^γ e^(cn) (n!)^δ, each coefficient an interval. What is cut off a Taylor
series stays as an interval, by Lagrange's remainder, so that m(rn + d) is enclosed for every n from N on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cmp_to_key
from math import comb, factorial
from typing import TypeAlias, TypeGuard

from recur.asymptotics import UNIT, Monomial, level, monomials
from recur.asymptotics.dominance import falls
from recur.evaluation.equation import straight_line
from recur.model import Expr, Undecided, expressions as ex, limits
from recur.model.records import field, frozen
from recur.numbers import Real, real
from recur.numbers.exact import exact_logarithm
from recur.numbers.interval import Interval, between, exponential, interval, logarithm

BITS = 128
_TAYLOR = 4  # terms of a power that is no whole number before the remainder
_MOST_KEPT = 9  # terms of a sum before the slowest ones are folded into the last
_MOST_WHOLE = 12  # exponents that are multiplied out
_MOST_EXACT = 1 << 12  # sizes at which a power of a rational number is taken as one
_ZERO, _ONE = interval(0, BITS), interval(1, BITS)


#: an exact number, or one that is enclosed
Factor: TypeAlias = "Fraction | Interval"


def enclosed(x: Real | int) -> Interval:
    return interval(x, BITS) if isinstance(x, int) else real.as_interval(x, BITS)


def factor_of(x: Real) -> Factor:
    return x if isinstance(x, Fraction) else real.as_interval(x, BITS)


def least(c: Factor) -> Fraction:
    return c if isinstance(c, Fraction) else c.rationals()[0]


def most(c: Factor) -> Fraction:
    return c if isinstance(c, Fraction) else c.rationals()[1]


def hull(*parts: Factor) -> Interval:
    """The smallest interval that holds all of them."""
    low = high = interval(parts[0], BITS)
    for part in parts[1:]:
        low, high = low.extreme(part, False), high.extreme(part, True)
    return Interval(low.low, high.high, BITS)


def is_nothing(x: Factor) -> bool:
    return x == 0 if isinstance(x, Fraction) else x.low[0] == 0 == x.high[0]


def range_of(low: Fraction, high: Fraction) -> Factor:
    return low if low == high else between(low, high, BITS)


@frozen
class LogarithmBase:
    """What the log n of a monomial is: log_b n, so that log(n/b) = log n − 1 exactly; None: the natural one.

    log log n goes with the natural one alone.
    """

    base: Fraction | None = None

    @property
    def unit(self) -> Interval:
        """ln b"""
        return _ONE if self.base is None else logarithm(interval(self.base, BITS))

    def of(self, x: Factor) -> Factor:
        """log x to this base, exactly where x is a power of it."""
        if isinstance(x, Fraction):
            if x == 1:
                return Fraction(0)
            exact = None if self.base is None else exact_logarithm(x, self.base)
            if exact is not None:
                return Fraction(exact)
        natural = logarithm(interval(x, BITS))
        return natural if self.base is None else natural * self.unit.reciprocal()

    def at(self, n: int) -> tuple[Interval, ...]:
        """log n, and from n = 3 on log log n."""
        first = interval(self.of(Fraction(n)), BITS)
        return (first, logarithm(first)) if n > 2 and self.base is None else (first,)


NATURAL = LogarithmBase()


@frozen
class EnclosedSum:
    """Σ coefficient·monomial, for every n from `start` on."""

    terms: Mapping[Monomial, Factor] = field(default_factory=dict)
    start: int = 1
    log: LogarithmBase = NATURAL

    def plus(self, other: EnclosedSum) -> EnclosedSum:
        total = dict(self.terms)
        for m, c in other.terms.items():
            total[m] = total[m] + c if m in total else c
        return EnclosedSum(_present(total), max(self.start, other.start), self.log)

    def times(self, other: EnclosedSum) -> EnclosedSum:
        limits.check(len(self.terms) * len(other.terms))
        total: dict[Monomial, Factor] = {}
        for m, c in self.terms.items():
            for k, d in other.terms.items():
                key = monomials.multiply(m, k)
                total[key] = total[key] + c * d if key in total else c * d
        return EnclosedSum(_present(total), max(self.start, other.start), self.log).folded()

    def scaled(self, c: Factor | int) -> EnclosedSum:
        return EnclosedSum(_present({m: k * c for m, k in self.terms.items()}), self.start, self.log)

    def shifted(self, factor: Monomial) -> EnclosedSum:
        """The sum times a monomial."""
        return EnclosedSum({monomials.multiply(m, factor): c for m, c in self.terms.items()}, self.start, self.log)

    def without(self, m: Monomial) -> EnclosedSum:
        return EnclosedSum({k: c for k, c in self.terms.items() if k != m}, self.start, self.log)

    def folded(self, most: int = _MOST_KEPT) -> EnclosedSum:
        """The fastest terms; the slower ones, multiples of the last of these that only fall, end in its interval."""
        if len(self.terms) <= most:
            return self
        order = sorted(self.terms, key=cmp_to_key(monomials.compare), reverse=True)
        last = order[most - 1]
        kept = {m: self.terms[m] for m in order[:most]}
        start = max([self.start, *(defined_from(m) for m in order)])
        for m in order[most:]:
            ratio = monomials.divide(m, last)
            if not only_falls(ratio, start):
                return self
            kept[last] = kept[last] + hull(_ZERO, self.terms[m] * monomial_value(ratio, start, self.log))
        return EnclosedSum(_present(kept), start, self.log)

    def at(self, n: int) -> Interval:
        """The value at one size."""
        return self.at_logs(n, self.log.at(n))

    def at_logs(self, n: int, logs: tuple[Interval, ...]) -> Interval:
        """The same, given the logarithms of n."""
        total = _ZERO
        for m, c in self.terms.items():
            total = total + c * logarithms_value(m, n, logs)
        return total


def _present(terms: Mapping[Monomial, Factor]) -> dict[Monomial, Factor]:
    return {m: c for m, c in terms.items() if not is_nothing(c)}


def constant_sum(c: Factor | int, start: int, log: LogarithmBase) -> EnclosedSum:
    return EnclosedSum(_present({UNIT: Fraction(c) if isinstance(c, int) else c}), start, log)


def one_term(m: Monomial, c: Factor | int, start: int, log: LogarithmBase) -> EnclosedSum:
    return EnclosedSum(_present({m: Fraction(c) if isinstance(c, int) else c}), max(start, defined_from(m)), log)


# -- n! ---------------------------------------------------------------------------------------------------------

_N_LOG_N = Monomial(((0, Fraction(1)), (1, Fraction(1))))
#: the point of the scale that n! has by Stirling's formula: here it is n! itself
FACTORIAL = Monomial(((0, Fraction(1, 2)),), ((_N_LOG_N, Fraction(1)), (level(0), Fraction(-1))))


def without_factorial(m: Monomial) -> tuple[Monomial, Real]:
    """(k, δ) with m = k·(n!)^δ."""
    delta = dict(m.exponential).get(_N_LOG_N, real.ZERO)
    return (m, delta) if delta == 0 else (monomials.divide(m, monomials.raise_to(FACTORIAL, delta)), delta)


def only_falls(m: Monomial, n: int) -> bool:
    """Whether m only decreases from n on; (log Γ(n + 1))′ > log n, so that (n!)^δ falls faster than the scale says."""
    _, delta = without_factorial(m)
    slower = m if delta == 0 else monomials.multiply(m, level(0, delta * Fraction(-1, 2)))
    return real.sign(delta) <= 0 and falls(slower, n)


def _factorial_at(delta: Real, size: SmallerSize, start: int, log: LogarithmBase) -> EnclosedSum:
    """(s!)^δ for s = n − k: (n!)^δ over (n(n − 1) ⋯ (n − k + 1))^δ."""
    if not size.steps or size.low != size.high or size.low.denominator != 1 or not -_MOST_WHOLE <= size.low <= 0:
        raise Undecided("a factorial of another size than n − k")
    result = one_term(monomials.raise_to(FACTORIAL, delta), 1, start, log)
    for i in range(-int(size.low)):
        less = EnclosedSum(_present({level(0, Fraction(-1)): Fraction(-i)}), start, log)
        near = _power_near_one(real.ZERO - delta, less, hull(_ZERO, Fraction(-i, start)))
        result = result.times(near.shifted(level(0, real.ZERO - delta)))
    return result


# -- one size ------------------------------------------------------------------------------------------------


def defined_from(m: Monomial) -> int:
    """From where on the logarithms in it are positive: n ≥ 2 for log n, n ≥ 3 for log log n."""
    deepest = max((k for k, _ in m.powers), default=0)
    if deepest > 2 or any(inner not in (level(0), _N_LOG_N) for inner, _ in m.exponential):
        raise Undecided("no explicit constants are known for this growth")
    return (1, 2, 3)[deepest]


def monomial_value(m: Monomial, n: int, log: LogarithmBase) -> Interval:
    return logarithms_value(m, n, log.at(n))


def logarithms_value(m: Monomial, n: int, logs: tuple[Interval, ...]) -> Interval:
    """m(n), given the logarithms of n."""
    m, delta = without_factorial(m)
    value = _ONE if delta == 0 else interval_power(interval(_factorial(n), BITS), delta)
    for k, e in m.powers:
        base = interval(n, BITS) if k == 0 else logs[k - 1]
        value *= interval_power(base, e)
    for inner, c in m.exponential:
        per_size = real.exponential(c) if inner == level(0) and n <= _MOST_EXACT else None
        if isinstance(per_size, Fraction):
            value *= interval(per_size, BITS).power(n)
        else:
            value *= exponential(enclosed(c) * logarithms_value(inner, n, logs))
    return value


def _factorial(n: int) -> int:
    if n > _MOST_EXACT:
        raise Undecided("n! is not looked at for such sizes")
    return factorial(n)


def interval_power(x: Interval, e: Real) -> Interval:
    if isinstance(e, Fraction):
        return x.power(int(e) if e.denominator == 1 else e)
    return x.power(enclosed(e))


# -- a monomial at a smaller size -----------------------------------------------------------------------------


@frozen
class SmallerSize:
    """s(n) = ratio·n^root + d with low ≤ d ≤ high: ⌊n/2⌋ is n/2 + d with −1/2 ≤ d ≤ 0."""

    ratio: Fraction
    low: Fraction
    high: Fraction
    root: Fraction = Fraction(1)

    @property
    def steps(self) -> bool:
        """n − k"""
        return self.ratio == 1 == self.root

    def at_end(self, high: bool) -> SmallerSize:
        """The largest or the least that the rounding can leave."""
        d = self.high if high else self.low
        return SmallerSize(self.ratio, d, d, self.root)

    def least(self, n: int) -> Fraction:
        """A number that no s(m), m ≥ n, is below."""
        if self.root != 1:
            power = interval(n, BITS).power(self.root)
            return power.rationals()[0] * self.ratio + self.low
        return self.ratio * n + self.low


def leading_part(m: Monomial, size: SmallerSize) -> tuple[Monomial, Real] | None:
    """(k, κ) with m(s(n)) ~ κ·k(n), exactly; None where an exponential is rounded."""
    m, delta = without_factorial(m)
    if delta != 0:
        rest = leading_part(m, size) if size.steps and size.low == size.high else None
        shorter = monomials.multiply(monomials.raise_to(FACTORIAL, delta), level(0, delta * size.low))
        return None if rest is None else (monomials.multiply(rest[0], shorter), rest[1])
    powers = dict(m.powers)
    factor = real.power(size.ratio, powers.get(0, real.ZERO)) if size.ratio != 1 else real.ONE
    if size.root != 1:
        if m.exponential:
            return None
        moved = tuple((k, e * size.root if k == 0 else e) for k, e in m.powers)
        return Monomial(moved), factor * real.power(size.root, powers.get(1, real.ZERO))
    rates = []
    for inner, c in m.exponential:
        if size.low != size.high:
            return None
        factor = factor * real.exponential(c * size.low)
        rates.append((inner, c * size.ratio))
    return Monomial(m.powers, tuple(rates)), factor


def taken_at(m: Monomial, size: SmallerSize, start: int, log: LogarithmBase) -> EnclosedSum:
    """m(s(n)) for every n ≥ start, where s(n) ≥ 1 and the logarithms stay positive."""
    defined_from(m)
    m, delta = without_factorial(m)
    if delta != 0:
        if size.low < -1:  # 1/(n − 1) is a series, and n!·(1 − Σ aᵢ …) would not be 0 exactly
            raise Undecided("a factorial is taken at n and n − 1 alone")
        return taken_at(m, size, start, log).times(_factorial_at(delta, size, start, log))
    main = level(0, size.root)
    away = range_of(size.low / size.ratio, size.high / size.ratio)
    epsilon = EnclosedSum(_present({level(0, -size.root): away}), start, log)
    reach = hull(_ZERO, away * interval_power(interval(start, BITS), size.root).reciprocal())
    if (reach + 1).sign() <= 0:
        raise Undecided("the size is not large enough yet")
    result = constant_sum(1, start, log)
    powers = dict(m.powers)
    if 0 in powers:
        alpha = powers[0]
        near = _power_near_one(alpha, epsilon, reach)
        result = near.shifted(monomials.raise_to(main, alpha)).scaled(factor_of(real.power(size.ratio, alpha)))
    if powers.keys() & {1, 2}:
        result = result.times(_logarithmic(powers, size, epsilon, reach))
    for _, c in m.exponential:
        result = result.times(_exponential(c, size, start, log))
    return result


def _exponential(c: Real, size: SmallerSize, start: int, log: LogarithmBase) -> EnclosedSum:
    """e^(c·s(n))"""
    if size.root != 1:
        raise Undecided("an exponential of a root")
    rate = monomials.exponential({level(0): c * size.ratio})
    if size.low == size.high:
        return one_term(rate, factor_of(real.exponential(c * size.low)), start, log)
    return one_term(rate, exponential(enclosed(c) * between(size.low, size.high, BITS)), start, log)


def _logarithmic(powers: Mapping[int, Real], size: SmallerSize, epsilon: EnclosedSum, reach: Interval) -> EnclosedSum:
    """(log s)^β (log log s)^γ with log s = ρ·log n + log r + log(1 + u)."""
    start, log = epsilon.start, epsilon.log
    if start < 2:
        raise Undecided("log n is 0 at n = 1")
    first = log.at(start)[0]
    per_unit = Fraction(1) if log.base is None else log.unit.reciprocal()
    constant = log.of(size.ratio)
    shift = _log_near_one(epsilon, reach).scaled(per_unit).plus(constant_sum(constant, start, log))
    offset = constant + hull(_ZERO, logarithm(reach + 1) * per_unit)
    relative = shift.shifted(level(1, Fraction(-1))).scaled(1 / size.root)
    inside = hull(_ZERO, offset * (first * size.root).reciprocal())
    if (inside + 1).sign() <= 0:
        raise Undecided("the size is not large enough yet")
    result = constant_sum(1, start, log)
    beta = powers.get(1, real.ZERO)
    if _is_small_whole(beta):
        result = _whole_power(one_term(level(1), size.root, start, log).plus(shift), int(beta))
    elif beta != 0:
        front = one_term(level(1, beta), factor_of(real.power(size.root, beta)), start, log)
        result = front.times(_power_near_one(beta, relative, inside))
    gamma = powers.get(2, real.ZERO)
    if gamma != 0:
        result = result.times(_double_logarithm(gamma, size.root, relative, inside))
    return result


def _double_logarithm(gamma: Real, root: Fraction, relative: EnclosedSum, inside: Interval) -> EnclosedSum:
    """(log log s)^γ with log log s = log log n + log ρ + log(1 + x)."""
    start, log = relative.start, relative.log
    if log.base is not None:
        raise Undecided("log log n is that of the natural logarithm")
    logs = log.at(start)
    if len(logs) < 2:
        raise Undecided("log log n is not positive yet")
    constant = log.of(root)
    addend = _log_near_one(relative, inside).plus(constant_sum(constant, start, log))
    if _is_small_whole(gamma):
        return _whole_power(one_term(level(2), 1, start, log).plus(addend), int(gamma))
    part = addend.shifted(level(2, Fraction(-1)))
    bounds = hull(_ZERO, (constant + hull(_ZERO, logarithm(inside + 1))) * logs[1].reciprocal())
    if (bounds + 1).sign() <= 0:
        raise Undecided("the size is not large enough yet")
    return one_term(level(2, gamma), 1, start, log).times(_power_near_one(gamma, part, bounds))


def _is_small_whole(e: Real) -> TypeGuard[Fraction]:
    return isinstance(e, Fraction) and e.denominator == 1 and 0 < e <= _MOST_WHOLE


def _whole_power(x: EnclosedSum, e: int) -> EnclosedSum:
    result = x
    for _ in range(e - 1):
        result = result.times(x)
    return result


def _power_near_one(e: Real, x: EnclosedSum, reach: Interval) -> EnclosedSum:
    """(1 + x)^e for x within `reach`: Σ binom(e, j) x^j, and Lagrange's remainder."""
    result = power = constant_sum(1, x.start, x.log)
    if not x.terms:
        return result
    if _is_small_whole(e):
        for j in range(1, int(e) + 1):
            power = power.times(x)
            result = result.plus(power.scaled(comb(int(e), j)))
        return result
    exponent = factor_of(e)
    coefficient: Factor = Fraction(1)
    order = 2 if _is_tiny(reach) else _TAYLOR
    for j in range(1, order + 1):
        power = power.times(x)
        coefficient = coefficient * (exponent + Fraction(1 - j)) * Fraction(1, j)
        if j == order:
            coefficient = coefficient * hull(_raised_around(reach + 1, exponent + Fraction(-order)), _ONE)
        result = result.plus(power.scaled(coefficient))
    return result


def _is_tiny(x: Interval) -> bool:
    return x.exponent() < -3


def _raised_around(x: Interval, e: Factor) -> Interval:
    """The hull of x^e over an interval x > 0."""
    return hull(*(end.power(e) for end in (Interval(x.low, x.low, BITS), Interval(x.high, x.high, BITS))))


def _log_near_one(x: EnclosedSum, reach: Interval) -> EnclosedSum:
    """log(1 + x) = x − x²/2 + … for x within `reach`, with Lagrange's remainder."""
    result, power = EnclosedSum({}, x.start, x.log), constant_sum(1, x.start, x.log)
    if not x.terms:
        return result
    order = 2 if _is_tiny(reach) else _TAYLOR
    for j in range(1, order + 1):
        power = power.times(x)
        coefficient: Factor = Fraction((-1) ** (j + 1), j)
        if j == order:
            coefficient = coefficient * hull(_raised_around(reach + 1, Fraction(-order)), _ONE)
        result = result.plus(power.scaled(coefficient))
    return result


# -- a formula -------------------------------------------------------------------------------------------------


def enclosure(x: Expr, variable: str, start: int, log: LogarithmBase = NATURAL) -> EnclosedSum:
    """The formula for every n ≥ start; `Undecided` where it holds what has no explicit expansion here."""
    match x:
        case ex.Number(value):
            return constant_sum(value, start, log)
        case ex.Symbol(name) if name == variable:
            return one_term(level(0), 1, start, log)
        case ex.Constant(name):
            return constant_sum(enclosed(real.named(name)), start, log)
        case ex.Add(terms):
            return _sum_of((enclosure(term, variable, start, log) for term in terms), start, log)
        case ex.Mul(factors):
            result = constant_sum(1, start, log)
            for factor in factors:
                result = result.times(enclosure(factor, variable, start, log))
            return result
        case ex.Power(base, exponent):
            return _power(base, exponent, variable, start, log)
        case ex.Log(argument, base):
            return _log(argument, base, variable, start, log)
        case ex.Apply(name, arguments):
            return _applied(name, arguments, variable, start, log)
    raise Undecided("the formula holds what has no explicit bounds")


def _sum_of(parts: Iterable[EnclosedSum], start: int, log: LogarithmBase) -> EnclosedSum:
    total = EnclosedSum({}, start, log)
    for part in parts:
        total = total.plus(part)
    return total


def _power(base: Expr, exponent: Expr, variable: str, start: int, log: LogarithmBase) -> EnclosedSum:
    from recur.asymptotics import real_number

    if variable in ex.symbols(exponent):
        if variable in ex.symbols(base):
            raise Undecided("a power with the variable in base and exponent")
        line = straight_line(exponent, variable)
        b = real_number(base)
        if line is None or real.sign(b) <= 0:
            raise Undecided("an exponent that is no straight line")
        rate = monomials.exponential({level(0): real.ln(b) * line[0]}) if b != 1 else UNIT
        return one_term(rate, factor_of(real.power(b, line[1])), start, log)
    e = real_number(exponent)
    inner = enclosure(base, variable, start, log)
    if _is_small_whole(e):
        return _whole_power(inner, int(e))
    lead, coefficient, relative, reach = _around_lead(inner)
    front = EnclosedSum({monomials.raise_to(lead, e): _raised_factor(coefficient, e)}, start, log)
    return front if not relative.terms else front.times(_power_near_one(e, relative, reach))


def _raised_factor(c: Factor, e: Real) -> Factor:
    return factor_of(real.power(c, e)) if isinstance(c, Fraction) else interval_power(c, e)


def _around_lead(x: EnclosedSum) -> tuple[Monomial, Factor, EnclosedSum, Interval]:
    """x = c·m·(1 + ε), with ε enclosed as a sum and as an interval for all n ≥ start."""
    if not x.terms:
        raise Undecided("a power of 0")
    lead = max(x.terms, key=cmp_to_key(monomials.compare))
    coefficient = x.terms[lead]
    if least(coefficient) <= 0:
        raise Undecided("a power of a quantity that may be negative")
    start = max([x.start, *(defined_from(m) for m in x.terms)])
    inverted = 1 / coefficient if isinstance(coefficient, Fraction) else coefficient.reciprocal()
    inverse = one_term(monomials.divide(UNIT, lead), inverted, start, x.log)
    relative = x.without(lead).times(inverse)
    reach = _ZERO
    for m, c in relative.terms.items():
        if not only_falls(m, start):
            raise Undecided("the size is not large enough yet")
        reach = reach + hull(_ZERO, c * monomial_value(m, start, x.log))
    if (reach + 1).sign() <= 0:
        raise Undecided("the size is not large enough yet")
    return lead, coefficient, relative, reach


def _log(argument: Expr, base: Expr | None, variable: str, start: int, log: LogarithmBase) -> EnclosedSum:
    """log to the written base, over the one of the sum."""
    from recur.asymptotics import real_number

    unit: Factor = Fraction(1)
    written = None if base is None else real_number(base)
    if written != log.base:
        own = _ONE if written is None else enclosed(real.ln(written))
        unit = log.unit * own.reciprocal()
    inner = enclosure(argument, variable, start, log)
    lead, coefficient, relative, reach = _around_lead(inner)
    total = constant_sum(log.of(coefficient), start, log)
    if lead.exponential or lead.powers:
        total = total.plus(_log_of_lead(lead, start, log))
    if relative.terms:
        per_unit = Fraction(1) if log.base is None else log.unit.reciprocal()
        total = total.plus(_log_near_one(relative, reach).scaled(per_unit))
    return total.scaled(unit)


def _log_of_lead(lead: Monomial, start: int, log: LogarithmBase) -> EnclosedSum:
    """log n^α (log n)^β e^(cn) = α log n + β log log n + cn log e."""
    total = EnclosedSum({}, start, log)
    for m, c in monomials.logarithm(lead).items():
        if log.base is not None and m == level(2):
            raise Undecided("log log n is that of the natural logarithm")
        scale: Factor = Fraction(1) if log.base is None or m == level(1) else log.unit.reciprocal()
        total = total.plus(one_term(m, factor_of(c) * scale, start, log))
    return total


def _applied(name: str, arguments: tuple[Expr, ...], variable: str, start: int, log: LogarithmBase) -> EnclosedSum:
    """Roundings, remainders and waves lie within bounds of their own."""
    match name, arguments:
        case "floor", (inner,):
            return enclosure(inner, variable, start, log).plus(
                constant_sum(between(Fraction(-1), Fraction(0), BITS), start, log)
            )
        case "ceiling", (inner,):
            return enclosure(inner, variable, start, log).plus(
                constant_sum(between(Fraction(0), Fraction(1), BITS), start, log)
            )
        case "mod", (inner, ex.Number(value)) if value > 0:
            line = straight_line(inner, variable)
            whole = line is not None and line[0].denominator == line[1].denominator == value.denominator == 1
            return constant_sum(between(Fraction(0), value - 1 if whole else value, BITS), start, log)
        case "factorial", (ex.Symbol(n),) if n == variable:
            return one_term(FACTORIAL, 1, start, log)
        case "factorial", (inner,):
            line = straight_line(inner, variable)
            if line is not None and line[0] == 1:
                size = SmallerSize(line[0], line[1], line[1])
                return _factorial_at(real.ONE, size, start, log)
        case (("sin" | "cos"), _):
            return constant_sum(between(Fraction(-1), Fraction(1), BITS), start, log)
    raise Undecided(f"no explicit bounds are known for {name}")
