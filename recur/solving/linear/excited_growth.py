"""How fast a sequence with a known closed form grows: its dominant excited roots, with proof of sign.

One positive root of largest modulus and multiplicity decides. Roots of the same modulus that differ from it by
roots of unity split the sign question by residue classes; without a positive root among the largest the sequence
changes its sign for ever. Source: Flajolet and Sedgewick, Analytic Combinatorics, section IV.6; Everest et al.,
Recurrence Sequences, 2003.
"""

from enum import StrEnum
from fractions import Fraction

from recur.asymptotics import Monomial, level
from recur.model import Undecided
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, Root, real
from recur.numbers.roots import NOWHERE, PRECISIONS, Disk, sign_at, value_on_disk
from recur.solving.linear.closed_forms import ClosedForm, FactorPart
from recur.solving.linear.dominant_roots import dominant

_N = level(0)


class LongRun(StrEnum):
    """What the sequence does in the long run."""

    SETTLES = "T(n) ~ C·n^(m−1)·ρ^n, C > 0"
    FLUCTUATES = "T(n)/(n^(m−1)·ρ^n) stays between two positive constants"
    VANISHES = "T(n)/(n^(m−1)·ρ^n) is 0, or tends to 0, on a residue class"
    NEGATIVE = "T(n) becomes negative"
    OSCILLATES = "T(n) changes its sign for ever"
    ZERO = "T(n) = 0"


@frozen
class Trend:
    """The course, the dominant root (of those of largest modulus the positive one where there is one) and its "
    "multiplicity."""

    course: LongRun
    root: Root | None = None
    multiplicity: int = 0
    others: tuple[Root, ...] = ()
    period: int = 1

    @property
    def is_tight(self) -> bool:
        return self.course in (LongRun.SETTLES, LongRun.FLUCTUATES, LongRun.ZERO)


def long_run(form: ClosedForm) -> Trend:
    """The course of the sequence, proved; `Undecided` where moduli or signs resist."""
    roots = form.roots()
    if not roots:
        return Trend(LongRun.ZERO)
    found = dominant(roots)
    top = found.positive
    if top is None:
        first = max(found.others, key=lambda root: root.multiplicity)
        return Trend(LongRun.OSCILLATES, first, first.multiplicity, found.others)
    m = top.multiplicity
    if any([other.multiplicity > m for other in found.others]):
        return Trend(LongRun.OSCILLATES, top, max(other.multiplicity for other in found.others), found.others)
    rivals = tuple([other for other in found.others if other.multiplicity == m])
    if not rivals:
        course = LongRun.SETTLES if sign_at(_weight(form, top), top) > 0 else LongRun.NEGATIVE
        return Trend(course, top, m, found.others)
    signs = _class_signs(form, top, rivals, found.period) if found.period else _sign_beside(form, top, rivals)
    if signs == {1}:
        course = LongRun.FLUCTUATES
    elif signs == {-1}:
        course = LongRun.NEGATIVE
    else:
        course = LongRun.OSCILLATES if -1 in signs else LongRun.VANISHES
    return Trend(course, top, m, found.others, found.period)


def _weight(form: ClosedForm, root: Root) -> Polynomial:
    return form.part_of(root).weights[root.multiplicity - 1]


def _class_signs(form: ClosedForm, top: Root, rivals: tuple[Root, ...], period: int) -> set[int]:
    """Signs of the leading coefficient in each residue class modulo the period; 0 where none is proved."""
    group = [(root, _weight(form, root)) for root in (top, *rivals)]
    whole = ClosedForm(tuple(FactorPart(q, (g,)) for q, g in {root.factor: g for root, g in group}.items()), 0)
    if len(whole.roots()) == len(group):  # all roots of these factors: the sums are rational
        return {(x > 0) - (x < 0) for x in whole.values(0, period)}
    signs = [0] * period
    for bits in PRECISIONS[:2]:
        if 0 not in signs:
            break
        found = _leading_coefficients(group, bits, period)
        signs = [sign or (abs(x.x) > x.radius) * (1 if x.x > 0 else -1) for sign, x in zip(signs, found, strict=True)]
    return set(signs)


def _leading_coefficients(group: list[tuple[Root, Polynomial]], bits: int, period: int) -> list[Disk]:
    """Σ g(ρ)·ρ^s over the roots of one modulus, the leading coefficient on n ≡ s, for each residue s of the period."""
    total = [NOWHERE] * period
    for root, g in group:
        disk = root.disk(bits)
        term = value_on_disk(g, disk)
        for s in range(period):
            total[s] = total[s].plus(term)
            term = term.times(disk)
    return total


def _sign_beside(form: ClosedForm, top: Root, rivals: tuple[Root, ...]) -> set[int]:
    """Signs that C + Σ Cⱼ e^(i n tⱼ) takes when the angles tⱼ are no known fractions of a turn: C against Σ |Cⱼ|."""
    for bits in PRECISIONS:
        main = value_on_disk(_weight(form, top), top.disk(bits))
        sizes = [value_on_disk(_weight(form, other), other.disk(bits)).modulus() for other in rivals]
        low, high = (sum(ends, Fraction(0)) for ends in zip(*sizes, strict=True))
        if main.x - main.radius > high:
            return {1}
        if main.x + main.radius < -high:
            return {-1}
        if abs(main.x) + main.radius < low and len(rivals) <= 2:
            return {1, -1}
    raise Undecided("the roots of largest modulus may cancel each other from time to time")


def growth_monomial(root: Real, multiplicity: int) -> Monomial:
    """n^(m−1)·ρⁿ."""
    powers = ((0, Fraction(multiplicity - 1)),) if multiplicity > 1 else ()
    return Monomial(powers, () if root == 1 else ((_N, real.ln(root)),))
