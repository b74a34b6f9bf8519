"""T(n) = Σ cᵢ T(n − i) + f(n) with letters in the coefficients: one closed form for each way in which letters can meet.

The generic form divides by differences of roots, by repeated roots and by the characteristic polynomial at the bases of
the driving function. Each factor of these that can be 0 is solved for a letter; with that value put in for the letter
the recurrence is solved again, a row of its own. Each row is put into the recurrence before it is shown.
Source: Concrete Mathematics, section 7.3; the rows of a = 1 and a ≠ 1 of a geometric sum, for any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count

from recur.model import Recurrence, Step, expressions as ex, listed, names_of, step, unused_name
from recur.model.domain import Progression
from recur.model.errors import InvalidRecurrence, Undecided
from recur.model.records import frozen, replace
from recur.model.solution import Bounds, Case, Definition, Solution, Verification
from recur.numbers import real
from recur.numbers.factors_over_letters import OverLetters, without_denominator, zeros_over_letters
from recur.numbers.real import ONE, ZERO, Real
from recur.solving.first_order.finite_sums import over_bases
from recur.solving.letter_ranges import with_numbers
from recur.solving.linear.general_solution import constant_names
from recur.solving.linear.letter_field import LetterField, NoNumber
from recur.solving.linear.letter_forms import LetterForms
from recur.solving.linear.letter_recurrences import LetterRecurrence, NoFactors, modes, never_zero
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.problem import Problem
from recur.verification.families import held_family

SOURCE = "Concrete Mathematics, section 7.3"
NAME = "characteristic polynomial"
_MOST_ORDER, _MOST_ROWS, _MOST_BASES, _MOST_LETTERS = 6, 16, 4, 5
_WITHOUT_VALUE = (ZeroDivisionError, InvalidRecurrence)
Met = tuple[tuple[str, Real], ...]


@frozen
class LetterRow:
    """The closed form where the letters of `met` have these values and nothing in `apart` is 0."""

    met: Met
    apart: tuple[Real, ...]
    recurrence: LetterRecurrence
    exact: ex.Expr
    constants: tuple[tuple[str, int | None], ...]  # and the size whose value each stands for
    definitions: tuple[Definition, ...]


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with its closed form, or a table of closed forms; `found` as it is where there is none to add."""
    r = problem.recurrence
    told = found is not None and (found.exact is not None or any(case.exact is not None for case in found.cases))
    if r.relation != "=" or r.nonlinear or told or any(c.relation != "=" for c in r.initial):
        return found
    field = LetterField(r.variable)
    try:
        whole = _letter_recurrence(r, field)
    except NoNumber:
        return found
    if whole is None or (whole.order == 1 and without_denominator(whole.coefficients[1]) == whole.coefficients[1]):
        return found  # first order: the summation factor writes it more shortly
    rows = _Rows(r, field)
    try:
        rows.collect(whole, (), ())
    except (NoFactors, Undecided, *_WITHOUT_VALUE):
        return found
    kept = [(row, held) for row in rows.found if (held := _held(r, field, row)) is not None]
    if not kept or kept[0][0].met:
        return found
    return _told(problem, field, found, kept, rows.complete and len(kept) == len(rows.found))


def _letter_recurrence(r: Recurrence, field: LetterField) -> LetterRecurrence | None:
    """The recurrence over its letters; None where it is of another kind, or has no letters."""
    coefficients: dict[int, Real] = {}
    for call in r.subcalls:
        size = ex.subtract(call.argument, ex.Symbol(r.variable))
        if isinstance(call.argument, ex.Add) and ex.Symbol(r.variable) in call.argument.terms:
            size = ex.add(*(x for x in call.argument.terms if x != ex.Symbol(r.variable)))
        if call.function != r.function or not isinstance(size, ex.Number) or size.value.denominator != 1:
            return None
        coefficients[int(-size.value)] = field.number(call.coefficient)
    coefficients = {i: c for i, c in coefficients.items() if c != ZERO}
    if not coefficients or not 0 < min(coefficients) <= max(coefficients) <= _MOST_ORDER:
        return None
    driving: dict[Real, dict[int, Real]] = {}
    waves = over_bases(r.driving, r.variable)
    if waves is None or len(waves) > _MOST_BASES:
        return None
    for base, p in waves.items():
        place = driving.setdefault(field.number(base), {})
        for i, c in p.items():
            place[i] = real.plus(place.get(i, ZERO), field.number(c))
    driving = {b: {i: c for i, c in p.items() if c != ZERO} for b, p in driving.items() if b != ZERO}
    values = {
        n: field.number(ex.substitute(c.value, r.variable, ex.number(n)))
        for c in r.initial
        if c.function == r.function
        for n in range(c.high if c.low is None else c.low, c.high + 1)
    }
    order = max(coefficients)
    first = max(values) + 1 if values else order
    if values and not set(values) <= set(range(first - order, first)):
        return None
    letters = frozenset().union(*(real.letters(x) for x in (*coefficients.values(), *driving)))
    if not 1 <= len(letters) <= _MOST_LETTERS:
        return None
    return LetterRecurrence(coefficients, {b: p for b, p in driving.items() if p}, values, first)


class _Rows:
    """The rows found so far; `complete`: they tell all values of the letters."""

    def __init__(self, r: Recurrence, field: LetterField) -> None:
        self.r = r
        self.field = field
        self.found: list[LetterRow] = []
        self.complete = True

    def collect(self, whole: LetterRecurrence, met: Met, apart: tuple[Real, ...]) -> None:
        """The generic row, then one for each value of a letter at which its form divides by 0."""
        meetings: dict[tuple[str, Real], None] = {}
        unsolved: list[Real] = []
        for x in never_zero(whole):
            if x == ZERO:
                raise NoFactors
            zeros = zeros_over_letters(x)
            meetings |= dict.fromkeys(zeros.values)
            if not zeros.complete:
                unsolved.append(x)
        ways = list(meetings)
        told = (*apart, *(real.minus(real.parameter(name), value) for name, value in ways), *unsolved)
        self.complete = self.complete and not unsolved
        self.found.append(self._row(whole, met, told))
        before = apart
        for name, value in ways:
            parted = list(_at(before, name, value))
            before = (*before, real.minus(real.parameter(name), value))
            if ZERO in parted:
                continue  # a row before has it
            if len(self.found) >= _MOST_ROWS:
                self.complete = False
                return
            try:
                there = whole.where(name, value)
                earlier = tuple((x, real.substituted(y, {name: value})) for x, y in met)
                self.collect(there, (*earlier, (name, value)), tuple(x for x in parted if real.letters(x)))
            except (NoFactors, Undecided, *_WITHOUT_VALUE):
                self.complete = False

    def _row(self, whole: LetterRecurrence, met: Met, apart: tuple[Real, ...]) -> LetterRow:
        taken = names_of(self.r)
        names = constant_names(taken)
        roots = RootFormulas(self.r.variable, taken=taken)
        forms = LetterForms(self.field, roots)
        constants: list[tuple[str, int | None]] = []
        if not whole.order:
            homogeneous: ex.Expr = ex.ZERO
        elif not whole.values:
            homogeneous, free = forms.general(whole, names)
            constants = [(name, None) for name in free]
        else:
            first: dict[int, Real] = {}
            for n in range(whole.start, whole.first):
                if n in whole.values:
                    first[n] = whole.values[n]
                else:
                    constants.append((next(names), n))
                    first[n] = real.parameter(constants[-1][0])
            left = {n: real.minus(x, _driven(whole, n)) for n, x in first.items()}
            homogeneous = forms.fitted(whole, modes(whole, left))
        exact = ex.add(homogeneous, forms.particular(whole))
        return LetterRow(met, apart, whole, exact, tuple(constants), tuple(roots.definitions))


def _at(quantities: tuple[Real, ...], name: str, value: Real) -> Iterator[Real]:
    """Those that have a value there: what has a pole is not 0."""
    for x in quantities:
        try:
            yield real.substituted(x, {name: value})
        except _WITHOUT_VALUE:
            continue


def _driven(whole: LetterRecurrence, n: int) -> Real:
    """The particular solution at n."""
    total: Real = ZERO
    for base, p in whole.driving.items():
        for j, c in whole.particular(base, p)[0].items():
            total = real.plus(total, real.times(real.times(c, Fraction(n**j)), real.power(base, Fraction(n))))
    return total


def _held(r: Recurrence, field: LetterField, row: LetterRow) -> Verification | None:
    """The form of a row put into the recurrence with the letters as the row has them; None where it does not hold."""
    met = {name: field.formula(value) for name, value in row.met}
    atoms = {name for name in met if name in field.atoms}
    here = r
    if atoms:  # cos t = 1 is put in for cos t as for a letter
        right = field.letters_in(r.right)
        initial = tuple(replace(c, value=field.letters_in(c.value)) for c in r.initial)
        here = replace(r, right=right, initial=initial)
        met |= {name: x for name, x in field.atoms.items() if name not in met}
    start = row.recurrence.start
    here = with_numbers(here, met)
    here = replace(here, initial=tuple(c for c in here.initial if c.high >= start))
    return held_family(here, row.exact, count(start), row.definitions)


# -- what is told ------------------------------------------------------------------------------------------


def _told(
    problem: Problem,
    field: LetterField,
    found: Solution | None,
    kept: list[tuple[LetterRow, Verification]],
    complete: bool,
) -> Solution:
    r, (generic, evidence) = problem.recurrence, kept[0]
    fresh = found is None
    if found is None:
        reason = step("the closed form is exact, whatever its signs; its growth is not told.")
        found = Solution(r, Bounds(None, None), NAME, None, reason, ())
    equation = _equation(problem, field, generic)
    steps = [equation, *found.steps[1:]] if found.method == NAME and not fresh else [*found.steps, equation]
    if generic.recurrence.driving:
        f = LetterForms(field, RootFormulas(r.variable)).particular(generic.recurrence)
        steps.append(step("Undetermined coefficients give the particular solution {p} for {f}.", p=f, f=r.driving))
    steps += [_row_step(r, field, row) for row, _ in kept]
    remarks = list(found.remarks)
    if any(_may_be_complex(row.exact) for row, _ in kept):
        remarks.append(Step("Where a square root is one of a negative number, its two powers are complex conjugates."))
    if not complete:
        remarks.append(Step("For values of the letters that no row names, no closed form is told here."))
    whole = replace(
        found,
        steps=tuple(steps),
        remarks=tuple(remarks),
        constants=tuple(name for name, _ in generic.constants),
        where=(*found.where, *dict.fromkeys(d for row, _ in kept for d in row.definitions)),
        verification=evidence if fresh else found.verification,
    )
    if len(kept) == 1 and not _conditions(field, generic, sized=False):
        domain = Progression(r.variable, generic.recurrence.start)
        return replace(whole, exact=generic.exact, exact_domain=domain, exact_verification=evidence)
    cases = tuple(Case(str(i), _conditions(field, row), None, row.exact) for i, (row, _) in enumerate(kept, 1))
    return replace(whole, cases=(*cases, *found.cases))


def _may_be_complex(x: ex.Expr) -> bool:
    """Whether a square root of letters is raised to a power of the size."""
    half = ex.number(Fraction(1, 2))
    waves = (y.base for y in ex.walk(x) if isinstance(y, ex.Power) and not isinstance(y.exponent, ex.Number))
    return any(
        isinstance(y, ex.Power) and y.exponent == half and ex.symbols(y.base) for base in waves for y in ex.walk(base)
    )


def _conditions(field: LetterField, row: LetterRow, sized: bool = True) -> tuple[ex.Expr, ...]:
    """r = t, then what is not 0, then the sizes from which the form holds where that is not 0."""

    def told(op: str, name: str, value: Real) -> ex.Expr:
        letter = field.atoms.get(name, ex.Symbol(name))
        below = real.over(without_denominator(value), value) if value != ZERO else ONE
        if not real.letters(below):
            return ex.Relation(op, letter, field.formula(value))
        return ex.Relation(op, ex.mul(letter, field.formula(below)), field.formula(without_denominator(value)))

    found = [told("=", name, value) for name, value in row.met]
    for x in row.apart:
        zeros = zeros_over_letters(x)
        found += [told("!=", name, value) for name, value in zeros.values]
        if not zeros.complete:
            found.append(ex.Relation("!=", field.formula(without_denominator(x)), ex.ZERO))
    if sized and row.recurrence.start > 0:
        found.append(ex.Relation(">=", ex.Symbol(field.variable), ex.number(row.recurrence.start)))
    return tuple(dict.fromkeys(found))


def _equation(problem: Problem, field: LetterField, row: LetterRow) -> Step:
    """The characteristic equation, and its roots over the letters."""
    r = problem.recurrence
    x = ex.Symbol(unused_name(r, "xzywu"))
    trial = ex.Relation("=", r.left, ex.power(x, ex.Symbol(r.variable)))
    without = " without the driving function" if row.recurrence.driving else ""
    p = row.recurrence.polynomial
    d = len(p) - 1
    left = ex.power(x, ex.number(d))
    right = _polynomial(field, tuple(real.minus(ZERO, c) for c in p[:-1]), x)
    substeps = []
    if len(row.recurrence.factors) > 1 or row.recurrence.factors[0][1] > 1:
        factors = [ex.power(_polynomial(field, q, x), ex.number(m)) for q, m in row.recurrence.factors]
        substeps.append(step("It factors as {product}.", product=ex.Relation("=", ex.mul(*factors), ex.ZERO)))
    sentence = f"Trying {{t}}{without} gives the characteristic equation"
    return Step(sentence, (("t", trial),), (ex.Relation("=", left, right),), SOURCE, tuple(substeps))


def _polynomial(field: LetterField, p: OverLetters, x: ex.Symbol) -> ex.Expr:
    terms = []
    for i in range(len(p) - 1, -1, -1):
        if p[i] != ZERO:
            front = field.formula(p[i])
            terms.append(front if not i else ex.mul(front, ex.power(x, ex.number(i))))
    return ex.add(*terms)


def _row_step(r: Recurrence, field: LetterField, row: LetterRow) -> Step:
    conditions = {f"c{i}": c for i, c in enumerate(_conditions(field, row, sized=False))}
    where = f"Where {listed([f'{{{name}}}' for name in conditions])}: " if conditions else "So "
    return Step(f"{where}{{t}}.", (*conditions.items(), ("t", ex.Relation("=", r.left, row.exact))), source=SOURCE)
