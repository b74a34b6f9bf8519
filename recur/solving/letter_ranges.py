"""Letters in a recurrence, and the ranges of their values on which one growth holds.

A letter is an unknown constant. In a coefficient, a base or a first value it is positive, and the answer says so; where
it stands in exponents alone it may be any real number. A range is moved onto the positive numbers, k = −1 − κ for
k < −1, so that whatever solves a recurrence with positive letters solves it there; where a sign depends on the letter,
the value at which it changes cuts the range in three. Source: the three cases of CLRS 4e, Theorem 4.1, for any method.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cmp_to_key
from itertools import product
from typing import TypeAlias

from recur.asymptotics import Growth, Monomial
from recur.model import Bounds, Case, Expr, Recurrence, Solution, Step, Verification, expressions as ex, listed
from recur.model.errors import RecurError
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.numbers import Real, exact_formula, real


@frozen
class Stretch:
    """The real numbers between low and high, without them (None: no end there); one number where the two are equal."""

    low: Real | None
    high: Real | None

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high

    def moved(self, letter: str) -> Real:
        """The value as a formula in a positive letter of the same name."""
        k = real.parameter(letter)
        if self.low is None:
            return (real.ZERO if self.high is None else self.high) - k
        if self.high is None:
            return self.low + k
        width = self.high - self.low
        return self.low + width / (real.ONE + k)

    def back(self, letter: str) -> Real:
        """The positive letter as a formula in the value."""
        k = real.parameter(letter)
        if self.low is None:
            return (real.ZERO if self.high is None else self.high) - k
        if self.high is None:
            return k - self.low
        return (self.high - k) / (k - self.low)

    def parts(self, at: Real) -> tuple[Stretch, Stretch, Stretch]:
        """What lies below a number of the stretch, the number, and what lies above it."""
        return Stretch(self.low, at), Stretch(at, at), Stretch(at, self.high)

    def conditions(self, letter: str) -> tuple[Expr, ...]:
        """k > low and k < high."""
        x = ex.Symbol(letter)
        if self.low is not None and self.is_point:
            return (ex.Relation("=", x, exact_formula(self.low)),)
        found: list[Expr] = []
        if self.low is not None:
            found.append(ex.Relation(">", x, exact_formula(self.low)))
        if self.high is not None:
            found.append(ex.Relation("<", x, exact_formula(self.high)))
        return tuple(found)

    def sample(self) -> Real:
        """A plain number of the stretch, not close to its ends where there is room; the number itself of a point."""
        if self.low is not None and self.is_point:
            return self.low
        low = None if self.low is None else real.enclose(self.low)[1]
        high = None if self.high is None else real.enclose(self.high)[0]
        if low is None:
            return Fraction(2) if high is None else Fraction(high.__ceil__() - 1)
        if high is None:
            return Fraction(low.__floor__() + 2)
        middle = (low + high) / 2
        plain = middle.limit_denominator(16)
        return plain if low < plain < high else middle


Box: TypeAlias = "Mapping[str, Stretch]"
POSITIVE = Stretch(real.ZERO, None)
#: what is cut first where nothing is known of a letter
SIGNS = (Stretch(None, real.ZERO), Stretch(real.ZERO, real.ZERO), POSITIVE)


def exponents_of(r: Recurrence) -> tuple[str, ...]:
    """The letters that stand in sums and multiples as exponents and nowhere else: they may be any real number."""
    inside: set[str] = set()
    elsewhere = set().union(*(ex.symbols(c.value) for c in r.initial))

    def look(x: Expr) -> None:
        if isinstance(x, ex.Power):
            linear = _linear_letters(x.exponent, r.variable)
            if linear is not None:
                inside.update(linear)
                look(x.base)
                return
        if isinstance(x, ex.Symbol):
            elsewhere.add(x.name)
        for child in x.children:
            look(child)

    look(r.right)
    return tuple(sorted(inside - elsewhere - {r.variable}))


def _linear_letters(x: Expr, variable: str) -> set[str] | None:
    """The letters of a sum of rational multiples of letters, times n or not; None of any other formula."""
    found: set[str] = set()
    for term in x.terms if isinstance(x, ex.Add) else (x,):
        factors = term.factors if isinstance(term, ex.Mul) else (term,)
        names = {f.name for f in factors if isinstance(f, ex.Symbol) and f.name != variable}
        if len(names) > 1 or any(not isinstance(f, ex.Number | ex.Symbol) for f in factors):
            return None
        found |= names
    return found


def shifted_letters(r: Recurrence, box: Box) -> Recurrence:
    """The recurrence with each letter moved onto the positive numbers."""
    moves = {
        letter: exact_formula(s.low if s.is_point and s.low is not None else s.moved(letter))
        for letter, s in box.items()
        if s != POSITIVE
    }
    return with_numbers(r, moves)


def with_numbers(r: Recurrence, values: Mapping[str, Expr]) -> Recurrence:
    """The recurrence with formulas put in for its letters."""
    if not values:
        return r

    right = ex.substitute_all(r.right, values)
    parts = split(right)
    initial = tuple(replace(c, value=ex.substitute_all(c.value, values)) for c in r.initial)
    return replace(
        r,
        right=right,
        subcalls=parts.subcalls,
        driving=parts.driving,
        nonlinear=parts.nonlinear,
        initial=initial,
        claim=None,
        restated=(),
        divisor=ex.substitute_all(r.divisor, values),
    )


def returned(growth: Growth, box: Box) -> Growth:
    """A growth that holds for the moved letters, in the letters themselves."""
    if growth.monomial is None:
        return growth
    changes = {letter: s.back(letter) for letter, s in box.items() if not s.is_point and s != POSITIVE}

    def back(x: Real) -> Real:
        return real.substituted(x, changes)

    def point(m: Monomial) -> Monomial:
        return Monomial(
            tuple((k, back(e)) for k, e in m.powers), tuple((point(inner), back(c)) for inner, c in m.exponential)
        )

    return Growth(point(growth.monomial), growth.variable)


def cuts(signs: list[Real], box: Box) -> Iterator[tuple[str, Real]]:
    """(letter, value): where one of the quantities, whose signs were asked for, changes its sign inside the box."""

    from recur.numbers.letter_zeros import positive_zeros

    for x in signs:
        names = real.letters(x)
        if len(names) != 1 or real.is_known_by_digits(x):
            continue  # several letters, or one beside a number that is known by its digits only
        (letter,) = names
        stretch = box.get(letter)
        if stretch is None or stretch.is_point:
            continue
        for root in positive_zeros(x, letter):
            yield letter, real.substituted(stretch.moved(letter), {letter: root})


# -- tables ------------------------------------------------------------------------------------------------


@frozen
class GrowthInBox:
    """One growth, in the letters themselves, for all their values in the box."""

    box: Box
    growth: Growth


def first_boxes(free: tuple[str, ...], positive: tuple[str, ...]) -> list[dict[str, Stretch]]:
    """Every combination of signs of the free letters, the positive ones first."""
    signs = [dict(zip(free, chosen, strict=True)) for chosen in product(reversed(SIGNS), repeat=len(free))]
    return [dict.fromkeys(positive, POSITIVE) | one for one in signs]


def merged_rows(rows: list[GrowthInBox]) -> list[GrowthInBox]:
    """The rows with those put together that a value of a letter parts for nothing, larger values first."""
    rows = list(rows)
    while (found := _one_join(rows)) is not None:
        old, new = found
        rows = [row for row in rows if row not in old] + [new]
    return sorted(rows, key=cmp_to_key(_order), reverse=True)


def _one_join(rows: list[GrowthInBox]) -> tuple[tuple[GrowthInBox, GrowthInBox, GrowthInBox], GrowthInBox] | None:
    for middle in rows:
        for letter, stretch in middle.box.items():
            if not stretch.is_point or stretch.low is None:
                continue
            beside = [row for row in rows if row is not middle and _same_beside(row.box, middle.box, letter)]
            below = next((row for row in beside if row.box[letter].high == stretch.low), None)
            above = next((row for row in beside if row.box[letter].low == stretch.low), None)
            if below is None or above is None or below.growth != above.growth:
                continue
            if _at(above.growth, letter, stretch.low) == middle.growth:
                both = Stretch(below.box[letter].low, above.box[letter].high)
                return (below, middle, above), GrowthInBox({**middle.box, letter: both}, above.growth)
    return None


def _same_beside(one: Box, other: Box, letter: str) -> bool:
    return not one[letter].is_point and all(one[name] == other[name] for name in one if name != letter)


def _at(growth: Growth, letter: str, value: Real) -> Growth | None:
    try:
        return Growth.of(ex.substitute(growth.expression(), letter, exact_formula(value)), growth.variable)
    except RecurError:
        return None


def _order(one: GrowthInBox, other: GrowthInBox) -> int:
    for letter in one.box:
        order = real.compare(one.box[letter].sample(), other.box[letter].sample())
        if order:
            return order
    return 0


def table_of(r: Recurrence, rows: list[tuple[GrowthInBox, Solution]], gaps: bool) -> Solution:
    """The table of the rows, each with the solution of one instance that bears it out; `gaps`: it is not whole."""
    letters = sorted({x for row, _ in rows for x in row.box})
    cases, steps, samples = [], [], []
    for i, (row, found) in enumerate(rows, 1):
        conditions = tuple(c for x in letters for c in row.box[x].conditions(x))
        cases.append(Case(str(i), conditions, row.growth))
        numbers = [ex.Relation("=", ex.Symbol(x), exact_formula(row.box[x].sample())) for x in letters]
        samples.append(
            ", ".join(map(str, numbers)) + ("" if found.verification.status == "checked" else " (unchecked)")
        )
        steps.append(_row_step(r, row, conditions, numbers, found))
    (_, found), checked = rows[0], any(s.verification.status == "checked" for _, s in rows)
    return Solution(
        r,
        Bounds(None, None),
        found.method,
        None,
        Step(
            "which growth holds depends on " + listed(f"{{{x}}}" for x in letters) + ".",
            tuple((x, ex.Symbol(x)) for x in letters),
        ),
        tuple(steps),
        assumptions=first_said(rows),
        remarks=(Step("For values that no row names, nothing is proved here."),) if gaps else (),
        cases=tuple(cases),
        verification=Verification(
            "checked" if checked else "unchecked", reason="each row with numbers in it: " + "; ".join(samples)
        ),
    )


def first_said(rows: list[tuple[GrowthInBox, Solution]]) -> tuple[Step, ...]:
    """What all instances assume alike."""
    common = [set(found.assumptions) for _, found in rows]
    return tuple(x for x in rows[0][1].assumptions if all(x in other for other in common))


def _row_step(
    r: Recurrence, row: GrowthInBox, conditions: tuple[Expr, ...], numbers: list[ex.Relation], found: Solution
) -> Step:
    formulas: dict[str, Expr] = {f"c{i}": c for i, c in enumerate(conditions)}
    formulas |= {f"v{i}": v for i, v in enumerate(numbers)}
    formulas["result"] = ex.Relation("=", r.left, ex.Asymptotic("Θ", row.growth.expression()))
    where = " and ".join(f"{{c{i}}}" for i in range(len(conditions)))
    such = " and ".join(f"{{v{i}}}" for i in range(len(numbers)))
    like = "" if conditions == tuple(numbers) else f", as for {such}"
    return Step(f"Where {where}{like}: {{result}}.", tuple(formulas.items()), substeps=found.steps)
