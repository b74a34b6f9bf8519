"""T(n) = Σ aᵢ(n) T(sᵢ(n)) + f(n) with aᵢ ≥ 0: what an induction needs of a recurrence, for every n ≥ N.

The operator A[h](n) = h(n) − Σ aᵢ h(sᵢ(n)) carries the whole step: U(n) ≥ T(n) follows from A[U] ≥ f, L(n) ≤ T(n) from
A[L] ≤ f, once the sizes below N are looked at one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from recur.asymptotics import UNIT, Monomial, expand, monomials, real_number
from recur.asymptotics.series import Between
from recur.evaluation.equation import straight_line
from recur.model import Expr, Recurrence, Undecided, expressions as ex
from recur.model.records import frozen
from recur.numbers import Real, real
from recur.numbers.interval import interval
from recur.proofs.enclosures import (
    BITS,
    NATURAL,
    EnclosedSum,
    LogarithmBase,
    SmallerSize,
    enclosure,
    factor_of,
    leading_part,
    most,
    one_term,
    taken_at,
)

_FURTHEST = 1 << 14  # where the step may begin


@frozen
class CallAtSize:
    """coefficient·T(size); `weight` is the coefficient where it is one number, else None."""

    coefficient: Expr
    argument: Expr
    size: SmallerSize
    weight: Real | None


@frozen
class PositiveForm:
    """The recurrence with its calls measured; `driving` may be of any sign."""

    function: str
    variable: str
    calls: tuple[CallAtSize, ...]
    driving: Expr
    #: n^p with Σ aᵢ rᵢ^p = 1, which p is defined by
    critical: Monomial | None = None
    #: the equation is used for these sizes only
    valid_from: int = 0
    #: of the logarithms in all sums
    log: LogarithmBase = NATURAL

    def applied_to(self, m: Monomial, start: int, end: bool | None = None) -> EnclosedSum:
        """A[m] for n ≥ start; where m(sᵢ) ~ κᵢ·m, the coefficient of m itself is 1 − Σ aᵢκᵢ, exactly.

        `end`: each size counts at the high (True) or the low end (False) of what its rounding leaves open.
        """
        total = one_term(m, 1, start, self.log)
        kept = self.remainder(m)
        for call in self.calls:
            weight = enclosure(call.coefficient, self.variable, start, self.log) if call.weight is None else None
            part = taken_at(m, call.size if end is None else call.size.at_end(end), start, self.log)
            if weight is None:
                assert call.weight is not None
                total = total.plus(part.scaled(factor_of(call.weight)).scaled(-1))
            else:
                total = total.plus(part.times(weight).scaled(-1))
        if kept is None:
            return total
        return total.without(m).plus(one_term(m, factor_of(kept), start, self.log))

    def remainder(self, m: Monomial) -> Real | None:
        """1 − Σ aᵢκᵢ: 0 where m is what the recurrence without f reproduces; None where that is not known exactly."""
        if m == self.critical:
            return real.ZERO
        total: Real = real.ONE
        for call in self.calls:
            found = leading_part(m, call.size)
            weight = _leading_weight(call, self.variable)
            if found is None or weight is None:
                return None
            product = monomials.multiply(found[0], weight[0])
            if monomials.compare(product, m) > 0:
                return None  # what follows its leading term may be a multiple of m, too
            if product == m:
                total = total - weight[1] * found[1]
        return real.ZERO if real.is_zero(total) else total

    def weights(self, start: int) -> Iterator[EnclosedSum]:
        """The coefficients that vary with n: an inequality is handed on only where they are not negative."""
        for call in self.calls:
            if call.weight is None:
                yield enclosure(call.coefficient, self.variable, start, self.log)

    def driven(self, start: int) -> EnclosedSum:
        return enclosure(self.driving, self.variable, start, self.log)

    def first_step(self, first: int, whole: bool = False) -> int:
        """The least N such that from N on every call lies in [first, n − 1].

        Without `whole`, what the rounding leaves open lies in there, too: a lower bound is taken at the low end of it.
        """

        def holds(n: int) -> bool:
            return self._shrinks(n) and all(_least(call.size, n, whole) >= first for call in self.calls)

        low, high = max(first, 1, self.valid_from), _FURTHEST
        if holds(low):
            return low
        if low >= high or not holds(high):
            raise Undecided("the calls do not come below the size")
        while high - low > 1:  # what holds of a size holds of every larger one
            middle = (low + high) // 2
            low, high = (low, middle) if holds(middle) else (middle, high)
        return high

    def _shrinks(self, n: int) -> bool:
        """Whether s(m) < m for every m ≥ n."""
        for call in self.calls:
            s = call.size
            if s.root != 1:
                reach = interval(n, BITS).power(s.root) * s.ratio + s.high
                if n < 2 or most(reach) >= n or s.root > 1 or s.ratio > 1:
                    return False
            elif s.ratio * n + s.high >= n or s.ratio > 1:
                return False
        return True


def _least(size: SmallerSize, n: int, whole: bool) -> Fraction:
    least = size.least(n)
    return Fraction(math.ceil(least)) if whole else least


def _leading_weight(call: CallAtSize, variable: str) -> tuple[Monomial, Real] | None:
    """The leading term of the coefficient."""
    if call.weight is not None:
        return UNIT, call.weight
    found = expand(call.coefficient, variable)
    if found.is_zero or found.error is not None:
        return None
    m, c = found.lead
    return None if isinstance(c, Between) else (m, c)


def positive_form(r: Recurrence) -> PositiveForm:
    """The recurrence as the induction needs it, or `Undecided` with what is missing."""
    if r.nonlinear:
        raise Undecided("the calls do not stand in a sum of multiples")
    calls = []
    for call in r.subcalls:
        if call.function != r.function:
            raise Undecided(f"{call.function} is another function")
        size = measured(call.argument, r.variable)
        weight = None
        if r.variable not in ex.symbols(call.coefficient):
            weight = real_number(call.coefficient)
            if real.has_parameter(weight):
                raise Undecided(f"the coefficient {call.coefficient} has no value")
            if real.sign(weight) < 0:
                raise Undecided(f"the coefficient {call.coefficient} is negative: no inequality is handed on by it")
        calls.append(CallAtSize(call.coefficient, call.argument, size, weight))
    return PositiveForm(r.function, r.variable, tuple(calls), r.driving)


def _nested(argument: Expr, variable: str) -> SmallerSize | None:
    """⌊⌊n/2⌋/3⌋: the line of a size that is rounded within, rounded once more."""
    outer = argument.name if isinstance(argument, ex.Apply) and argument.name in ("floor", "ceiling") else None
    x = argument.arguments[0] if isinstance(argument, ex.Apply) and outer is not None else argument
    inner = {y for y in ex.walk(x) if isinstance(y, ex.Apply)}
    if len(inner) != 1 or x in inner:
        return None
    [within] = inner

    def outside(y: Expr) -> Expr:
        return ex.Symbol(variable) if y == within else ex.rebuild(y, outside) if y.children else y

    line = straight_line(outside(x), variable)
    if line is None or line[0] <= 0 or line[0].denominator == 1 or variable not in ex.symbols(within):
        return None
    size, (a, b) = measured(within, variable), line
    if size.root != 1:
        return None
    slack = Fraction(math.lcm(a.denominator, b.denominator) - 1, math.lcm(a.denominator, b.denominator))
    low, high = (Fraction(0), slack) if outer == "ceiling" else (-slack, Fraction(0))
    return SmallerSize(a * size.ratio, a * size.low + b + low, a * size.high + b + high)


def measured(argument: Expr, variable: str) -> SmallerSize:
    """ratio·n^root + [low, high] for the size of a call, as it is rounded where it is no whole number."""
    nested = _nested(argument, variable)
    if nested is not None:
        return nested
    shift = Fraction(0)
    x = argument
    if isinstance(x, ex.Add):
        numbers = [t.value for t in x.terms if isinstance(t, ex.Number)]
        rest = [t for t in x.terms if not isinstance(t, ex.Number)]
        if len(rest) == 1 and isinstance(rest[0], ex.Apply) and all(q.denominator == 1 for q in numbers):
            shift, x = sum(numbers, Fraction(0)), rest[0]
    rounding = "floor"
    if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling"):
        rounding, x = x.name, x.arguments[0]
    line = straight_line(x, variable)
    if line is not None and line[0] > 0:
        whole = math.lcm(line[0].denominator, line[1].denominator)
        slack = Fraction(whole - 1, whole)
        low, high = (-slack, Fraction(0)) if rounding == "floor" else (Fraction(0), slack)
        return SmallerSize(line[0], line[1] + low + shift, line[1] + high + shift)
    match x:
        case ex.Power(ex.Symbol(name), ex.Number(e)) if name == variable and 0 < e < 1:
            low, high = (Fraction(-1), Fraction(0)) if rounding == "floor" else (Fraction(0), Fraction(1))
            return SmallerSize(Fraction(1), low + shift, high + shift, e)
    raise Undecided(f"the size {argument} has no explicit bounds here")
