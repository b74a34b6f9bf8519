"""The closed form of T(n) = F(T(n − 1)) over letters, beside what a method has proved of the growth."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count, islice

from recur.asymptotics import UNIT, Growth
from recur.model import Bounds, Progression, Solution, Step, Verification, expressions as ex, step
from recur.model.records import replace
from recur.model.solution import Case, Unmet
from recur.numbers import exact_formula, real
from recur.numbers.factors_over_letters import without_denominator, zeros_over_letters
from recur.numbers.real import ONE, ZERO, Real
from recur.solving.letter_ranges import with_numbers
from recur.solving.maps.letter_maps import CONJUGATES, LetterMap, MapForm, letter_map
from recur.solving.maps.moebius_forms import moebius_forms
from recur.solving.maps.one_value_maps import map_of
from recur.solving.maps.power_forms import power_form
from recur.solving.problem import Problem
from recur.verification.families import held_family

_MOEBIUS, _POWER = "Möbius transformation", "power in another coordinate"
_FIRST_VALUES = 1024  # none of which may be the pole of the map
_SIZES = 24  # at which a form is held where it stands on digits: each step makes an angle longer


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with its closed form; `found` as it is where there is none to add."""
    seen = letter_map(problem)
    if seen is None or (found is not None and (found.exact is not None or found.cases)):
        return found
    if seen.degree == 1:
        return with_forms(problem, seen, found, moebius_forms(problem, seen), _MOEBIUS) or found
    form = power_form(problem, seen)
    return found if form is None else with_forms(problem, seen, found, (form,), _POWER) or found


def with_forms(
    problem: Problem, seen: LetterMap, found: Solution | None, forms: Iterable[MapForm], name: str
) -> Solution | None:
    """The solution with those of the forms that hold; None where the first of them, the generic one, does not."""
    if not _has_first_values(problem, seen):
        return None
    kept = []
    for form in forms:
        held = _held(problem, seen, form)
        if held is not None:
            kept.append((form, held))
        elif not kept:
            return None
    return _told(problem, seen, found, kept, name) if kept else None


def _has_first_values(problem: Problem, seen: LetterMap) -> bool:
    """Whether the first values exist, where they are numbers."""
    if any(map(real.letters, (*seen.above, *seen.below, seen.first))):
        return True
    try:
        return sum(1 for _ in islice(map_of(problem).orbit(), _FIRST_VALUES)) > 0
    except Unmet as unmet:
        return unmet.hypothesis == "a first value that is a fraction"


def _held(problem: Problem, seen: LetterMap, form: MapForm) -> Verification | None:
    """The form put into the recurrence with the letters as it has them; None where it does not hold."""
    r = problem.recurrence
    here = with_numbers(r, {name: seen.field.formula(value) for name, value in form.met})
    here = replace(here, initial=tuple(c for c in here.initial if c.high >= seen.start))
    sizes: Iterable[int] = count(seen.start)
    if form.definitions:
        sizes = range(seen.start, seen.start + _SIZES)
    return held_family(here, form.formula, sizes, form.definitions)


def _told(
    problem: Problem,
    seen: LetterMap,
    found: Solution | None,
    kept: list[tuple[MapForm, Verification]],
    name: str,
) -> Solution:
    r, (generic, evidence) = problem.recurrence, kept[0]
    fresh = found is None
    if found is None:
        found = _growth(problem, seen, generic, name)
    steps = [*found.steps, *(generic.steps if fresh or generic.case != found.case else ())]
    remarks = list(found.remarks)
    if any(form.conjugates for form, _ in kept):
        remarks.append(CONJUGATES)
    if any(not zeros_over_letters(x).complete for form, _ in kept for x in form.apart):
        remarks.append(Step("For values of the letters that no row names, no closed form is told here."))
    assumed = []
    if any(form.below != ex.ONE for form, _ in kept):
        assumed.append(step("no value before {t} is a pole of the map: the denominator is not 0.", t=r.left))
    elif any(isinstance(x, ex.Power) and x.exponent == ex.MINUS_ONE for x in ex.walk(seen.shown)):
        assumed.append(step("no value before {t} is a pole of the map.", t=r.left))
    whole = replace(
        found,
        steps=tuple(steps),
        remarks=tuple(remarks),
        constants=seen.constants,
        where=(*found.where, *dict.fromkeys(d for form, _ in kept for d in form.definitions)),
        verification=evidence if fresh and found.leading is None else found.verification,
        assumptions=(*found.assumptions, *assumed),
    )
    if len(kept) == 1:
        apart = tuple(step("{c}.", c=c) for c in _conditions(seen, generic))
        return replace(
            whole,
            exact=generic.formula,
            exact_domain=Progression(r.variable, seen.start),
            exact_verification=evidence,
            assumptions=(*apart, *whole.assumptions),
        )
    cases = tuple(Case(str(i), _conditions(seen, form), None, form.formula) for i, (form, _) in enumerate(kept, 1))
    return replace(whole, cases=(*cases, *found.cases))


def _growth(problem: Problem, seen: LetterMap, form: MapForm, name: str) -> Solution:
    """What the form says of the growth."""
    r, unit = problem.recurrence, Growth(UNIT, problem.variable)
    if form.limit is not None and not seen.constants:
        reason = step("the values tend to {l}.", l=exact_formula(form.limit))
        leading = exact_formula(form.limit)
        return Solution(r, Bounds(unit, unit), name, form.case, reason, (), leading=leading)
    if form.bounded:
        reason = step("the closed form is exact and bounded; whether the values stay away from 0 is not told.")
        return Solution(r, Bounds(None, unit), name, form.case, reason, ())
    return Solution(
        r, Bounds(None, None), name, form.case, step("the closed form is exact; its growth is not told."), ()
    )


def _conditions(seen: LetterMap, form: MapForm) -> tuple[ex.Expr, ...]:
    """r = t, then what is not 0."""

    def told(op: str, name: str, value: Real) -> ex.Expr:
        letter = seen.field.atoms.get(name, ex.Symbol(name))
        below = real.over(without_denominator(value), value) if value != ZERO else ONE
        if not real.letters(below):
            return ex.Relation(op, letter, seen.field.formula(value))
        return ex.Relation(
            op, ex.mul(letter, seen.field.formula(below)), seen.field.formula(without_denominator(value))
        )

    found = [told("=", name, value) for name, value in form.met]
    for x in form.apart:
        zeros = zeros_over_letters(x)
        found += [told("!=", name, value) for name, value in zeros.values]
        if not zeros.complete:
            found.append(ex.Relation("!=", seen.field.formula(without_denominator(x)), ex.ZERO))
    return tuple(dict.fromkeys(found))
