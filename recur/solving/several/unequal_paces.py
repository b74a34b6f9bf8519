"""Every call makes all sizes smaller, each at its own pace: T(n, h) = 2T(n/2, h−1) + n, T(m, n) = 3T(m/2, n/4) + m.

The size that is small first ends the recursion, after L levels, the least of log_b(m) for a size divided by b and n/s
for one that falls by s. For the product f of powers in the driving term, level i costs f·rⁱ up to constants, where r is
the number of calls over bᵉ for each factor mᵉ: a geometric sum of L terms, Θ(f), Θ(f·L) or Θ(f·r^L); factors that fall
by steps are at least half of what they were on the first half of the levels. The leaves, aᴸ, are no more than that.
Source: the recursion-tree method (CLRS 4e, section 4.4) in several sizes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recur.evaluation.equation import straight_line
from recur.model import Step, Unmet, expressions as ex, step
from recur.model.records import frozen
from recur.model.several import JointGrowthLine, MultivariateSolution
from recur.solving.several.joint_problem import (
    JointProblem,
    joint_polynomial,
    ratio_bounded,
    rational_value,
    together,
)
from recur.solving.several.lattice_weights import positive

METHOD = "levels of the recursion tree"
_LARGEST_BASE = 8


@frozen
class _Pace:
    """How a size falls in a call: divided by `base`, or, where that is 1, by `step` each time."""

    size: ex.Expr
    base: Fraction
    step: Fraction

    def levels(self) -> ex.Expr:
        """log_b of the size, or the size over its step."""
        if self.base == 1:
            return ex.divide(self.size, ex.number(self.step))
        return ex.Log(self.size, ex.number(self.base))

    def power(self, r: Fraction) -> ex.Expr:
        """r to the number of levels."""
        if self.base == 1:
            return ex.power(ex.number(r), self.levels())
        exponent = _whole_logarithm(r, self.base)
        if exponent is None:
            return ex.power(self.size, ex.Log(ex.number(r), ex.number(self.base)))
        return ex.power(self.size, ex.number(exponent))


@frozen
class _Level:
    """A product f of the driving term, and the ratio r of one level to the one before."""

    product: ex.Expr
    ratio: Fraction


def along_unequal_paces(problem: JointProblem) -> MultivariateSolution:
    """Θ of the sum over the levels, where all calls are alike."""
    times, paces = _calls(problem)
    problem.require_low_borders()
    border = problem.constant_border()
    ended = {size for b in problem.borders for relation in b.where for size in ex.symbols(relation)}
    if problem.borders and (border is None or border <= 0 or not ended >= set(problem.sizes)):
        raise Unmet("borders", "not every size ends the recursion at one positive constant")
    problem.require_ends({size: int(pace.base) for size, pace in zip(problem.sizes, paces, strict=True)})
    levels = _levels(problem, times, paces)
    growth = ex.add(*dict.fromkeys(_growth(level, paces) for level in levels))
    least = _least(tuple(pace.levels() for pace in paces))
    assumed = []
    if not problem.borders:
        told = "no border is stated: {t} lies between two positive constants where a size is small"
        assumed.append(step(told, t=problem.recurrence.left))
    assumed += [step("in the growth {c} is positive", c=ex.Symbol(name)) for name in problem.recurrence.letters]
    kind = "O" if any(isinstance(x, ex.Asymptotic) and x.kind == "O" for x in _terms(problem.driving)) else "Θ"
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        step("all sizes fall in every call, for about {c} levels", c=least),
        tuple(_steps(problem, times, levels, least, ex.Asymptotic(kind, growth))),
        (JointGrowthLine(kind, growth, together(problem.sizes), problem.sizes),),
        assumptions=tuple(assumed),
        verification=ratio_bounded(problem, growth, tuple(int(pace.base) for pace in paces)),
    )


def _calls(problem: JointProblem) -> tuple[Fraction, tuple[_Pace, ...]]:
    """How many calls there are, and the pace of each size in them."""
    places = {call.arguments for call in problem.calls}
    if len(places) != 1:
        raise Unmet("calls", "the calls are at different places")
    times = rational_value(ex.add(*(call.coefficient for call in problem.calls)))
    if times is None or times <= 0:
        raise Unmet("calls", "how many calls there are is no positive number")
    found = []
    for x, size in zip(places.pop(), problem.sizes, strict=True):
        line = straight_line(x, size)
        if line is None:
            raise Unmet("calls", "a call mixes the sizes")
        slope, shift = line
        divided = 0 < slope < 1 and slope.numerator == 1 and slope.denominator <= _LARGEST_BASE and not shift
        stepped = slope == 1 and shift < 0 and shift.denominator == 1
        if not divided and not stepped:
            raise Unmet("calls", "a size neither is divided by a small number nor falls by one")
        found.append(_Pace(ex.Symbol(size), 1 / slope, -shift))
    return times, tuple(found)


def _levels(problem: JointProblem, times: Fraction, paces: tuple[_Pace, ...]) -> list[_Level]:
    whole = ex.add(*(x.body if isinstance(x, ex.Asymptotic) else x for x in _terms(problem.driving)))
    if any(isinstance(x, ex.Asymptotic) and x.kind not in ("Θ", "O") for x in _terms(problem.driving)):
        raise Unmet("driving term", "it has no upper bound")
    if positive(whole):
        whole = ex.substitute_all(whole, dict.fromkeys(problem.recurrence.letters, ex.ONE))
    driving = joint_polynomial(whole, problem.sizes)
    if driving is None or any(c < 0 for c in driving.values()):
        raise Unmet("driving term", "the driving term is no sum of products with positive coefficients")
    found = []
    for row in driving or [(0,) * len(paces)]:
        ratio, stepped = times, False
        for exponent, pace in zip(row, paces, strict=True):
            ratio /= pace.base**exponent
            stepped = stepped or (pace.base == 1 and exponent > 0)
        product = ex.mul(*(ex.power(p.size, ex.number(e)) for p, e in zip(paces, row, strict=True)))
        if ratio > 1 and stepped:
            raise Unmet("driving term", "its last levels cost the most, and depend on what a size is then")
        if not driving and times <= 1:
            raise Unmet("driving term", "a single call without a cost of its own is a value at the border")
        found.append(_Level(product, ratio))
    return found


def _terms(x: ex.Expr) -> tuple[ex.Expr, ...]:
    return x.terms if isinstance(x, ex.Add) else (x,)


def _growth(level: _Level, paces: tuple[_Pace, ...]) -> ex.Expr:
    if level.ratio < 1:
        return level.product
    sizes = ex.Apply("min", tuple(pace.size for pace in paces))
    if len({(pace.base, pace.step) for pace in paces}) == 1:
        paces = (_Pace(sizes, paces[0].base, paces[0].step),)
    if level.ratio == 1:
        return ex.mul(level.product, _least(tuple(_scale(pace) for pace in paces)))
    return ex.mul(level.product, _least(tuple(pace.power(level.ratio) for pace in paces)))


def _scale(pace: _Pace) -> ex.Expr:
    """The number of levels up to a constant."""
    return pace.size if pace.base == 1 else ex.Log(pace.size)


def _least(parts: tuple[ex.Expr, ...]) -> ex.Expr:
    return parts[0] if len(parts) == 1 else ex.Apply("min", parts)


def _whole_logarithm(a: Fraction, base: Fraction) -> Fraction | None:
    """log_base(a) where it is a whole number, for a ≥ 1."""
    exponent = 0
    while a > 1:
        a, exponent = a / base, exponent + 1
    return Fraction(exponent) if a == 1 else None


def _steps(
    problem: JointProblem, times: Fraction, levels: list[_Level], least: ex.Expr, growth: ex.Asymptotic
) -> Iterator[Step]:
    yield step("The size that is small first ends the recursion: there are about {l} levels.", l=least)
    if problem.driving == ex.ZERO:
        yield step("Nothing but the {a}-fold calls costs anything, so the leaves tell:", a=ex.number(times))
    for level in levels if problem.driving != ex.ZERO else ():
        summed = {-1: "the first level", 0: "their number times that", 1: "the last level"}
        place = (level.ratio > 1) - (level.ratio < 1)
        told = f"For {{f}} each level costs about {{r}} times what the one before does: {summed[place]} decides."
        yield step(told, f=level.product, r=ex.number(level.ratio))
    yield step("This gives", ex.Relation("=", problem.recurrence.left, growth),
               source="CLRS 4e, section 4.4")  # fmt: skip
