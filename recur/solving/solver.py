"""From text to checked solutions: dependency order, methods in their order, no result shown unverified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from recur.asymptotics import Growth, expand, lower_bound
from recur.asymptotics.series import coefficient_is_nonnegative
from recur.model import (
    Expr,
    Recurrence,
    Step,
    System,
    components,
    digit_base,
    expressions as ex,
    letters_of,
    limits,
    step,
)
from recur.model.errors import DependsOnLetter, InvalidRecurrence, LimitExceeded, RecurError, Undecided
from recur.model.expressions import ZERO as NOTHING
from recur.model.logarithms import decides_growth_of, formulas_of, natural, remark_on
from recur.model.records import replace
from recur.model.solution import Bounds, Definition, Refusal, Settled, Solution, Unmet, Unsolved, Verification
from recur.numbers import Real, TooCoarse, exact_formula, real
from recur.solving.divide_and_conquer.fractions import leaves
from recur.solving.order import OF_DIGITS, OF_DRIVEN_CALLS, OF_STEPS, Method, in_order
from recur.solving.problem import Problem, RecurrenceKind, Shrink, between_methods, classify, kind_of, never_negative
from recur.verification.verify import Refuted, verify

if TYPE_CHECKING:
    from recur.evaluation.evaluator import Evaluator
    from recur.solving.letter_ranges import GrowthInBox

#: A fault in one method leaves the answer to the others; the tests see it all the same.
faults_are_raised = False
_MAX_DEPTH = 8
_MAY_BREAK = (ex.Power, ex.Log, ex.Apply)
_MOST_VALUES = 20_000  # that a method is given
#: What a method breaks off with where a number leaves the range of floats, or of sympy.
_OUT_OF_REACH = (ArithmeticError, ValueError, NotImplementedError, TooCoarse)
_MOST_BOXES = 24  # ranges of letters that are tried
_STEPS_FOR_BOUNDS = 20_000  # to hold the bounds of what stays unsolved against values


def solve_all(
    text: str | System,
    timeout: float | None = limits.DEFAULT_SECONDS,
    log: str | None = None,
    *,
    gf: bool = False,
    general: bool = False,
) -> tuple[Solution, ...]:
    """A checked solution of every function of the text, each after those it stands on, otherwise in the order written.

    `gf`: with the generating function of each, where one is known.
    `general`: divide and conquer without base values with its closed form on powers too, over free constants; so it
    is where the text says that n is a power.

    Raises a `RecurError`: `SyntaxProblem`, `InvalidRecurrence`, `Unsolved` (with every method's refusal and the best
    bounds proved) or `LimitExceeded` after `timeout` seconds (None: no limit).
    """
    with limits.time_limit(timeout):
        solver = _Solver(_read(text, log) if isinstance(text, str) else text)
        found = _solutions(solver)
        if general or solver.system.powers_of is not None:
            found = tuple(map(solver.in_general, found))
        if not gf:
            return found
        from recur.solving.linear.generating_function import with_generating_function

        return tuple(map(with_generating_function, found))


def asked_solution(solutions: Sequence[Solution]) -> Solution:
    """The one of the function that is asked for; of functions that call each other another may be found last."""
    system = solutions[-1].system
    assert system is not None
    return next(s for s in solutions if s.function == system.asked.function)


def solve_unverified(system: System) -> tuple[Solution, ...]:
    """Solutions whose bounds are not yet held against numbers: `verified` does it, if nothing else will."""
    return _solutions(_Solver(system, verifying=False))


def growth_unverified(system: System) -> tuple[Solution, ...]:
    """As `solve_unverified`, and no closed form is looked for or told: for who asks for the growth alone."""
    return tuple(
        replace(s, exact=None, exact_domain=None)
        for s in _solutions(_Solver(system, verifying=False, with_forms=False))
    )


def verified(solution: Solution) -> Solution:
    """The solution with the numeric evidence for its bounds; `Unsolved` where its values drift away from them."""
    assert solution.system is not None
    return replace(solution, verification=_evidence(solution, solution.system, solution.exact_verification))


def _solutions(solver: _Solver) -> tuple[Solution, ...]:
    return tuple([s for component in components(solver.system) for s in solver.solve(component)])


def _whatever_the_base(high: Solution, least: Solution | None, r: Recurrence) -> Solution:
    """What holds for the largest base values and for 0 alike: the growth, and no closed form of either."""
    same = least is not None and least.leading == high.leading
    shared = () if least is None else (*least.steps, *least.remarks)
    return replace(
        high,
        recurrence=r,
        steps=tuple(x for x in high.steps if x in shared) or high.steps,
        remarks=tuple(x for x in high.remarks if x in shared),
        leading=high.leading if same else None,
        exact=None,
        exact_domain=None,
        where=high.where if same else (),
    )


def _on_bases(solution: Solution) -> tuple[Step, ...]:
    """What a log without a base was read as, where the growth, a constant or an exact form depends on it."""
    r = solution.recurrence
    if r is None or not (solution.leading or solution.exact or decides_growth_of(r)):
        return ()
    said = remark_on(formulas_of(r))
    return () if said is None else (said,)


def _wished(solution: Solution) -> tuple[Step, ...]:
    """The values that would fix the free constants."""
    if not solution.constants:
        return ()
    from recur.solving.free_constants import wish

    return wish(solution)


def _may_break(r: Recurrence) -> bool:
    """Whether values are stated, and a denominator, a logarithm or a factorial is not of n alone."""
    if not r.initial or ex.kinds(r.right).isdisjoint(_MAY_BREAK):
        return False
    parts = r.right.terms if isinstance(r.right, ex.Add) else (r.right,)
    return any(
        isinstance(x, ex.Power | ex.Log | ex.Apply) and isinstance(x.children[0], ex.Add)
        for part in parts
        if ex.Add in ex.kinds(part) and not ex.kinds(part).isdisjoint(_MAY_BREAK)
        for x in ex.walk(part)
    )


def _on_gaps(r: Recurrence) -> tuple[Step, ...]:
    """Stated values behind a gap that are not what the equation gives."""
    sizes = [c.high for c in r.initial if c.function == r.function]
    if len(sizes) < 2 or max(sizes) - min(sizes) < len(sizes):
        return ()
    from recur.solving.reach_of_values import differing_values

    return differing_values(r)


def _on_the_text(r: Recurrence) -> tuple[Step, ...]:
    """A further right-hand side was not solved, but follows; the text was solved for a larger call, or collected."""
    said = [step("The text also gives {t} = {side}, which follows from this.", t=r.left, side=x) for x in r.restated]
    if r.turned is not None:
        read = ex.Relation(r.relation, r.left, r.right)
        if r.turned == r.left:
            said.append(step("{t} stands on both sides: the equation was read as {e}.", t=r.left, e=read))
        else:
            told = "{c} is at a larger size than {t}: the equation was read as {e}."
            said.append(step(told, c=r.turned, t=r.left, e=read))
    return tuple(said)


def _read(text: str, log: str | None) -> System:
    from recur.parsing import parse

    return parse(text, log)


class _Solver:
    """One run: the bounds of the functions solved so far, and the depth of auxiliary recurrences."""

    def __init__(self, system: System, verifying: bool = True, with_forms: bool = True) -> None:
        self.system = system
        self.verifying = verifying
        self.with_forms = with_forms  # whether a closed form that a method gives is held against values
        self.completes = with_forms  # whether closed forms for open values are looked for
        self.known: dict[str, Bounds] = {}
        self.definitions: dict[str, dict[str, Definition]] = {}  # of numbers in these bounds, where there are any
        self.exact: dict[str, _ExactValues] = {}
        self.depth = 0
        self.signs: list[Real] = []  # exact numbers whose signs were asked for and depend on a letter

    def solve(self, component: tuple[Recurrence, ...]) -> list[Solution]:
        """Solutions of functions that call each other, verified, and remembered for the functions that call them."""
        component, reach = self._within_reach(component)
        found = self._found(component) if not self.definitions else self._among_numbers_of_others(component)
        verified = [self._told(s, reach) for s in found]
        for s in verified:
            self.known[s.function] = s.bounds
            if s.where:
                from recur.solving.defined_numbers import definitions_of

                self.definitions[s.function] = definitions_of(s)
        return verified

    def _found(self, component: tuple[Recurrence, ...]) -> list[Solution]:
        return [self._answered(component[0])] if len(component) == 1 else self._mutual(component)

    def _among_numbers_of_others(self, component: tuple[Recurrence, ...]) -> list[Solution]:
        """The solutions with what the numbers in the bounds of other functions are, each under a name of its own."""
        from recur.solving.defined_numbers import clashes, explained, met, renamed

        taken = {name for r in self.system.recurrences for name in letters_of(r)}
        found: list[Solution] = []
        for _ in range(2):  # names that are letters, or of two numbers already; then those that an answer gives anew
            names = clashes(component, found, met(component, self.definitions))
            for function, own in self.definitions.items() if names else ():
                known = self.known[function]
                self.known[function], self.definitions[function] = renamed(function, known, own, names, taken)
            if names or not found:
                found = self._found(component)
        return [explained(s, met(component, self.definitions)) for s in found]

    def _told(self, found: Solution, reach: Mapping[str, tuple[Step, ...]]) -> Solution:
        """The solution with its evidence, and with all that is to be said beside it."""
        s, form, evidence, doubt = self._held(found)
        assumed = reach[s.function] if s.function in reach else self._silence(s.function)
        return self._within_facts(
            replace(
                s,
                leading=None if s.leading is None else natural(s.leading),
                system=self.system,
                verification=evidence,
                exact_verification=form,
                assumptions=(*s.assumptions, *assumed, *self._on_sizes(s.function)),
                remarks=(
                    *s.remarks,
                    *doubt,
                    *_wished(s),
                    *_on_bases(s),
                    *_on_the_text(self.system.named(s.function)),
                    *_on_gaps(s.recurrence),
                ),
            )
        )

    def _within_reach(
        self, component: tuple[Recurrence, ...]
    ) -> tuple[tuple[Recurrence, ...], dict[str, tuple[Step, ...]]]:
        """The recurrences without values that reach no size beyond a break of the equation, and what is said."""
        if not any(map(_may_break, component)):
            return component, {}
        from recur.solving.reach_of_values import broken_off

        kept = list(component)
        said: dict[str, tuple[Step, ...]] = {}
        for i, r in enumerate(component):
            broken = broken_off(r)
            if broken is not None:
                kept[i], told = broken
                said[r.function] = (told,)
                self.system = replace(
                    self.system, recurrences=tuple(kept[i] if x is r else x for x in self.system.recurrences)
                )
        return tuple(kept), said

    def in_general(self, solution: Solution) -> Solution:
        """The solution with its closed form on powers, where only its growth was asked for so far."""
        r = solution.recurrence
        if solution.exact is not None or solution.cases or r.initial:
            return solution
        problem = self._problem(r)
        try:
            fractions = kind_of(problem) in (RecurrenceKind.FRACTION, RecurrenceKind.FRACTIONS)
        except (Undecided, InvalidRecurrence):
            return solution
        if not fractions:
            return solution
        try:
            whole = _completed(problem, solution, general=True) or solution
        except Undecided:  # the growth stands without it
            return solution
        return whole if whole is solution else replace(whole, remarks=(*whole.remarks, *_wished(whole)))

    def _silence(self, function: str) -> tuple[Step, ...]:
        """What is open where the equation as it was typed had a coefficient that can be 0."""
        recurrence = self.system.named(function)
        if recurrence.divisor == ex.ONE:
            return ()
        from recur.solving.silent_sizes import silence

        return silence(recurrence)

    def _within_facts(self, solution: Solution) -> Solution:
        """Without the rows of a table that the text itself excludes."""
        if not self.system.facts or not solution.cases:
            return solution
        from recur.solving.stated_ranges import rows_within

        return rows_within(solution, self.system.facts)

    def _on_sizes(self, function: str) -> tuple[Step, ...]:
        """What the text says of its sizes and letters: nothing is wider for it, but it is not passed over."""
        variable = self.system.named(function).variable
        said = [
            step("{fact}, as the text says.", fact=fact)
            for fact in self.system.facts
            if ex.symbols(fact) - {r.variable for r in self.system.recurrences}
            and not (self.system.powers_of and variable in ex.symbols(fact))
        ]
        r = self.system.named(function)
        if r.used_from is not None:
            told = "the equation, which the text has for {fact}, is used from {n} = {a} on"
            said.append(step(told, n=ex.Symbol(variable), a=ex.number(r.used_from), fact=r.stated_sizes))
        if self.system.powers_of is not None:
            base = ex.Number(Fraction(self.system.powers_of))
            said.append(step("{n} is a power of {b}, as the text says.", n=ex.Symbol(variable), b=base))
        return tuple(said)

    def _answered(self, r: Recurrence) -> Solution:
        """The solution for all that the text leaves open: hidden base values, and the values of letters."""
        letters = letters_of(r)
        if r.initial and self._hides_bases(r):
            found = self._with_hidden_bases(r)
        elif letters:
            found, letters = self._for_all_letters(r, letters)
        else:
            return self._unverified(r)
        return self._with_signs(found, letters)

    def _with_signs(self, found: Solution, letters: tuple[str, ...]) -> Solution:
        """The solution that says which letters it takes to be positive; a closed form needs no sign."""
        if found.bounds == Bounds(None, None) and all(case.growth is None for case in found.cases):
            return found
        unsaid = [x for x in letters if x in _needed_positive(found) and not self._is_idle(found, x)]
        return replace(found, assumptions=(*(_positive(x) for x in unsaid), *found.assumptions))

    def _hides_bases(self, r: Recurrence) -> bool:
        from recur.solving.base_readings import hidden_bases

        return bool(hidden_bases(r))

    def _with_hidden_bases(self, r: Recurrence) -> Solution:
        """O(1) as a base value: the larger reading from above, 0 from below."""

        from recur.solving.base_readings import hidden_step, rises_with_its_base, usual_base, with_hidden_bases

        if not rises_with_its_base(r):
            raise Unsolved("the base values are known from above only, and the values are not seen to rise with them")
        high = self._unverified(with_hidden_bases(r, zero=False))
        try:
            least = self._unverified(with_hidden_bases(r, zero=True))
        except Unsolved:
            least = None
        low = None if least is None else least.bounds.lower
        if high.bounds.theta is None or low == high.bounds.theta:
            return _whatever_the_base(high, least, r)
        return replace(
            high,
            recurrence=r,
            bounds=Bounds(None if low is None or low.is_zero else low, high.bounds.upper),
            steps=(*high.steps, hidden_step(r)),
            remarks=(usual_base(r, high.bounds.theta),),
            leading=None,
            exact=None,
            exact_domain=None,
        )

    def _for_all_letters(self, r: Recurrence, letters: tuple[str, ...]) -> tuple[Solution, tuple[str, ...]]:
        """One growth for all values of the letters, or a table of ranges; and the letters still taken as positive."""
        asked, self.completes = self.completes, False
        try:
            found, refused, open_letters = self._growth_for_all_letters(r, letters)
        finally:
            self.completes = asked
        if asked:
            return self._with_closed_form(r, found, refused), open_letters
        if found is None:
            raise refused or Unsolved("no method proves a tight bound")
        return found, open_letters

    def _with_closed_form(self, r: Recurrence, found: Solution | None, refused: RecurError | None) -> Solution:
        """What is proved of the growth, and the closed form over the letters beside it."""
        problem = self._problem(r)
        if found is not None and (not found.cases or any(case.exact is not None for case in found.cases)):
            return _completed(problem, found) or found
        alone = _completed(problem, None)
        if found is None:
            if alone is None:
                raise refused or Unsolved("no method proves a tight bound")
            return alone
        if alone is None or not self._bears_out(alone):
            return found
        return replace(
            found,
            exact=alone.exact,
            exact_domain=alone.exact_domain,
            constants=alone.constants,
            cases=(*alone.cases, *found.cases),
            steps=(*alone.steps, *found.steps),
        )

    def _bears_out(self, solution: Solution) -> bool:
        """Whether the closed form, where there is one, has the values of the recurrence."""
        try:
            return solution.exact is None or _held_form(self.system, solution).status == "checked"
        except Refuted:
            return False

    def _growth_for_all_letters(
        self, r: Recurrence, letters: tuple[str, ...]
    ) -> tuple[Solution | None, RecurError | None, tuple[str, ...]]:
        from recur.solving.letter_ranges import POSITIVE, cuts, exponents_of

        found, refused = self._attempt(r)
        free = exponents_of(r)
        told = found is not None and (bool(found.cases) or found.bounds.theta is None or not free)
        if found is not None and told:
            return found, None, tuple(x for x in letters if not (found.cases and x in free))
        moving = set(free) | {name for name, _ in cuts(self.signs, dict.fromkeys(letters, POSITIVE))}
        table = self._table(r, free, tuple(sorted(moving - set(free))), found) if len(free) <= 2 and moving else None
        if table is not None:
            return table, None, tuple(x for x in letters if x not in moving)
        return found, refused, letters

    def _attempt(self, r: Recurrence) -> tuple[Solution | None, RecurError | None]:
        """The solution, or why there is none; `signs` are those that were asked for on the way."""
        self.signs = []
        try:
            return self._unverified(r), None
        except DependsOnLetter as doubt:
            self.signs.append(doubt.quantity)
            return None, doubt
        except (Unsolved, Undecided) as problem:
            return None, problem

    def _table(
        self, r: Recurrence, free: tuple[str, ...], positive: tuple[str, ...], whole: Solution | None
    ) -> Solution | None:
        """The ranges, one after the other; `whole` is what holds for positive letters, where that is known."""

        from recur.solving.letter_ranges import (
            POSITIVE,
            GrowthInBox,
            cuts,
            first_boxes,
            merged_rows,
            returned,
            shifted_letters,
        )

        rows: list[GrowthInBox] = []
        pending = first_boxes(free, positive)
        top: Solution | None = None
        gaps = False
        for _ in range(_MOST_BOXES):
            if not pending:
                break
            box = pending.pop(0)
            try:
                moved = shifted_letters(r, box)
                found = whole if whole is not None and moved is r else self._attempt(moved)[0]
            except InvalidRecurrence:
                continue  # these values make no recurrence
            if found is None or found.cases:
                letter, at = next(cuts(self.signs, box), ("", real.ZERO))
                pending += [{**box, letter: part} for part in box[letter].parts(at)] if letter else []
                gaps = gaps or not letter
            elif found.bounds.theta is None or found.where:
                gaps = True
            else:
                rows.append(GrowthInBox(box, returned(found.bounds.theta, box)))
                top = top or (found if all(s == POSITIVE for s in box.values()) else None)
        return self._told_by_rows(r, merged_rows(rows), free, top, gaps or bool(pending))

    def _told_by_rows(
        self, r: Recurrence, rows: list[GrowthInBox], free: tuple[str, ...], top: Solution | None, gaps: bool
    ) -> Solution | None:
        from recur.solving.letter_ranges import table_of

        instances = [self._instance(r, row) for row in rows]
        kept = [(row, found) for row, found in zip(rows, instances, strict=True) if found is not None]
        if all(any(s.is_point for s in row.box.values()) for row, _ in kept):
            return None  # single values, or none at all, are no answer
        if len(kept) == 1 and top is not None:
            ((row, _),) = kept
            said = tuple(step("{c}.", c=c) for x, s in row.box.items() for c in s.conditions(x))
            return replace(top, recurrence=r, assumptions=(*said, *top.assumptions))
        return table_of(r, kept, gaps or len(kept) < len(rows))

    def _instance(self, r: Recurrence, row: GrowthInBox) -> Solution | None:
        """The recurrence with numbers of the row in it, solved and verified; None where it bears the row not out."""

        from recur.solving.letter_ranges import with_numbers

        numbers = {letter: exact_formula(s.sample()) for letter, s in row.box.items()}
        instance = with_numbers(r, numbers)
        solver = _Solver(_with(self.system, instance))
        solver.known, solver.completes = dict(self.known), False
        try:
            (found,) = solver.solve((instance,))
            growth = ex.substitute_all(row.growth.expression(), numbers)
            return found if found.bounds.theta == Growth.of(growth, r.variable) else None
        except (Unsolved, Undecided, InvalidRecurrence):
            return None

    def _is_idle(self, found: Solution, letter: str) -> bool:
        """Whether a letter of the base values is of no weight: the leaves alone grow more slowly than the whole."""

        from recur.solving.letter_ranges import with_numbers

        r, theta = found.recurrence, found.bounds.theta
        others = any(c.function != r.function for c in r.subcalls)
        if theta is None or letter in ex.symbols(r.right) or r.nonlinear or others:
            return False
        calls = ex.add(*(ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in r.subcalls))
        bare = replace(with_numbers(r, {letter: ex.ONE}), right=calls, driving=NOTHING)
        try:
            leaves_alone = self._unverified(bare).bounds.upper
            return leaves_alone is not None and leaves_alone < theta
        except RecurError:
            return False

    def _mutual(self, component: tuple[Recurrence, ...]) -> list[Solution]:
        from recur.solving.mutual.mutual import solve_mutual

        refused: Unmet | Unsolved | None = None
        found: list[Solution] | None = None
        try:
            found = solve_mutual(component, self.known, self._substituted, partial(_values, self.system))
        except (Unmet, Unsolved) as problem:
            refused = problem
        if self.completes:
            from recur.solving.mutual import mutual_forms

            found = mutual_forms.completed(component, found, self._problem)
        if found is not None:
            return [self._with_signs(s, letters_of(s.recurrence)) for s in found]
        if isinstance(refused, Unsolved):
            raise refused
        assert refused is not None
        circle = " → ".join((*(r.function for r in component), component[0].function))
        refusal = Refusal("mutual recursion", refused.hypothesis, refused.reason, refused.formulas)
        told = Step(f"the functions call each other, {circle}: {refused.reason}", refused.formulas)
        raise Unsolved(told, (refusal,)) from refused

    def _substituted(self, recurrence: Recurrence) -> Solution:
        return self._unverified(recurrence, substituted=True)

    def _problem(self, r: Recurrence, substituted: bool = False) -> Problem:
        system = _with(self.system, r)
        values = self._values_of(r.function) if system is self.system else _ExactValues(system, r.function)
        return Problem(r, self.known, self._auxiliary, values, substituted, self._whole)

    def _values_of(self, function: str) -> _ExactValues:
        """What methods and the check of a closed form ask for, worked out once for all of them."""
        known = self.exact.get(function)
        if known is None or known.system is not self.system:
            known = self.exact[function] = _ExactValues(self.system, function)
        return known

    def _unverified(self, recurrence: Recurrence, substituted: bool = False) -> Solution:
        r, system = recurrence, _with(self.system, recurrence)
        problem = self._problem(r, substituted)
        # not for a row of a table, a tool of a method, or where another function's values are first values too
        completing = self.completes and not self.depth and not substituted
        if system is self.system:
            _require_covering_base(problem)
            _refuse_own_value(r)
        refused: list[tuple[Method, Refusal | Unmet]] = []
        proved = Bounds(None, None)
        for method in in_order(_first_methods(problem)):
            limits.check()
            result = self._try(method, problem)
            taken = _name_taken(result) if isinstance(result, Solution) else None
            if isinstance(result, Solution) and taken is not None:
                reason = "the answer needs the name {x} for a number, and {x} is a letter of the recurrence"
                result = Refusal(result.method, "a free name", reason, (("x", ex.Symbol(taken)),))
            if isinstance(result, Solution):
                if _is_all_there_is(result, problem, self.depth > 0):
                    return (_completed(problem, result) or result) if completing else result
                proved = _sharper(proved, _without_letters(result))
                result = Refusal(result.method, "equal bounds", "the upper and the lower bound differ")
            refused.append((method, result))
            if completing and isinstance(result, Settled) and (whole := _completed(problem, None)) is not None:
                return whole
        whole = _completed(problem, None) if completing else None
        if whole is not None:
            return whole
        proved = _sharper(_proved_anyway(problem), proved)
        raise _unsolved(problem, refused, self._upheld(r.function, proved), system)

    def _try(self, method: Method, problem: Problem) -> Solution | Refusal | Unmet:
        try:
            return method.apply(problem)
        except Unmet as unmet:
            return unmet.with_traceback(None)
        except Undecided as doubt:
            if isinstance(doubt, DependsOnLetter):
                self.signs.append(doubt.quantity)
            return Refusal(method.name, "decidable comparisons", doubt.message)
        except (RecurError, RecursionError, MemoryError):
            raise
        except Exception as fault:
            if _is_out_of_reach(fault):
                reason = "its numbers are too large or too small to work with"
                return Refusal(method.name, "numbers within reach", reason)
            if faults_are_raised:
                raise
            return Refusal(method.name, "a recurrence it was made for", "it broke off, by a fault of its own")

    def _upheld(self, function: str, bounds: Bounds) -> Bounds | None:
        """The bounds of what stays unsolved, unless exact values contradict them."""
        if bounds.lower is bounds.upper is None:
            return None
        if self.depth:
            return bounds  # asked for a larger proof, whose result is checked
        try:
            lower, upper = (None if g is None else g.expression() for g in (bounds.lower, bounds.upper))
            with limits.work_limit(_STEPS_FOR_BOUNDS):
                verify(self.system, function, lower, upper)
        except Refuted:
            return None
        except LimitExceeded:
            pass
        return bounds

    def _auxiliary(self, recurrence: Recurrence) -> Solution:
        """The solution of a recurrence that a method stands on; what was checked of it says nothing of the whole."""
        if self.depth >= _MAX_DEPTH:
            raise Unsolved("the auxiliary recurrences are nested too deeply")
        self.depth += 1
        try:
            return replace(self._unverified(recurrence), verification=Verification("unchecked"))
        finally:
            self.depth -= 1

    def _whole(self, recurrence: Recurrence) -> Solution:
        """The auxiliary recurrence as if it had been asked for itself, but for the evidence for its bounds."""
        if self.depth >= _MAX_DEPTH:
            raise Unsolved("the auxiliary recurrences are nested too deeply")
        (found,) = _Solver(System((recurrence,)), verifying=False).solve((recurrence,))
        return found

    def _held(self, solution: Solution) -> tuple[Solution, Verification, Verification, tuple[Step, ...]]:
        """The evidence for the closed form and for the whole; a closed form that no value was held against says so."""
        held = solution.exact_verification
        if solution.cases and solution.exact is None and solution.bounds.theta is None:
            return solution, held, solution.verification, ()  # a table is checked row by row by the method of it
        if not self.with_forms:
            return solution, held, solution.verification, ()
        if solution.exact is not None and held.status != "checked":
            try:
                held = _held_form(self.system, solution, self._values_of(solution.function).evaluator)
            except Refuted as refuted:
                raise _refuted(solution, "a closed form that exact values contradict", refuted) from refuted
        doubtful = solution.exact is not None and held.status != "checked"
        said = (Step(f"The closed form is unchecked: {held.reason.rstrip('.')}."),) if doubtful else ()
        try:
            evidence = _evidence(solution, self.system, held) if self.verifying else solution.verification
        except Unsolved:
            if not solution.constants or held.status != "checked":
                raise
            return _without_growth(solution), held, held, said
        return solution, held, evidence, said


def _without_growth(solution: Solution) -> Solution:
    """The closed form alone, where numbers in place of its constants do not bear the growth out."""
    reason = step("the closed form is exact; its growth is not told.")
    return replace(solution, bounds=Bounds(None, None), leading=None, reason=reason, steps=tuple(solution.steps)[-1:])


def _evidence(solution: Solution, system: System, form: Verification | None = None) -> Verification:
    """The numbers behind the bounds; `Unsolved` where they drift away. Without a bound those behind the closed form."""
    bounds = solution.bounds
    if form is not None and bounds == Bounds(None, None):
        return form
    if solution.verification.status == "checked" and (bounds.theta is None or solution.constants):
        return solution.verification  # a closed form that oscillates or is general, held against exact values
    if solution.exact is not None:
        from recur.verification.closed_form import held_far_out

        agreed = form if solution.constants and form is not None else solution.verification
        if (held := held_far_out(solution, agreed)) is not None:
            return held
        if agreed.status == "checked" and not solution.recurrence.subcalls:
            return agreed  # sums that were closed: far out they are too long to be added up
        if (
            form is not None
            and form.status == "checked"
            and any(map(_holds_sum_of_sums, solution.recurrence.nonlinear))
        ):
            return form  # values far out are too long to be added up
    if bounds.lower is None and (bounds.attained or solution.leading is not None):
        return _signed_evidence(solution, system)
    nothing = bounds.theta is None and bounds.lower is not None and bounds.lower.is_zero  # Ω(0) claims nothing
    low = None if nothing else bounds.lower
    lower, upper = (None if g is None else g.expression() for g in (low, bounds.upper))
    try:
        found = verify(system, solution.function, lower, upper, known={d.symbol: d.value for d in solution.where})
    except Refuted as refuted:
        raise _refuted(solution, "a bound from which its values drift away", refuted) from refuted
    if found.status != "checked" and form is not None and form.status == "checked" and solution.constants:
        return form  # values that are not stated are needed; the form with constants for them was put in
    return found


def _holds_sum_of_sums(x: Expr) -> bool:
    return any(isinstance(part, ex.Range) and ex.Range in ex.kinds(part.body) for part in ex.walk(x))


def _signed_evidence(solution: Solution, system: System) -> Verification:
    """The numbers behind a bound of |T|, where T is negative at sizes without end."""
    from recur.verification.signed_values import hold_signed

    assert solution.bounds.upper is not None
    known = {d.symbol: d.value for d in solution.where}
    try:
        return hold_signed(system, solution.function, solution.bounds.upper.expression(), known)
    except Refuted as refuted:
        raise _refuted(solution, "a bound from which its values drift away", refuted) from refuted


def _held_form(system: System, solution: Solution, evaluator: Evaluator | None = None) -> Verification:
    """The closed form against exact values, of an evaluator of the system where there is one already.

    With letters in it, it is put into the recurrence.
    """
    from recur.verification.agreement import hold_closed_form

    if not solution.constants and not letters_of(solution.recurrence) and solution.verification.status == "checked":
        return solution.verification
    letters = (
        (ex.symbols(solution.exact) - {solution.variable, *(d.symbol for d in solution.where)})
        if solution.exact
        else ()
    )
    if not letters:
        return hold_closed_form(system, solution, evaluator)
    from recur.verification.families import hold_family

    assert solution.exact is not None and solution.exact_domain is not None
    r = system.named(solution.function)
    return hold_family(r, solution.exact, map(int, solution.exact_domain.sizes()), solution.where)


#: what looks for a closed form where the sizes fall by constants, one after the other
_FORMS_OF_STEPS = (
    "recur.solving.linear.letter_tables",
    "recur.solving.linear.general_answers",
    "recur.solving.p_recursive.rational_multiples",
    "recur.solving.first_order.finite_sums",
    "recur.solving.p_recursive.hypergeometric_solutions",
    "recur.solving.linear.skipping_steps",
    "recur.solving.first_order.skipping_products",
    "recur.solving.p_recursive.irrational_ratios",
    "recur.solving.linear.periodic_coefficients",
    "recur.solving.history.exponential_generating_function",
    "recur.solving.p_recursive.dominant_solution",
)


def _is_out_of_reach(fault: Exception) -> bool:
    return isinstance(fault, _OUT_OF_REACH) or type(fault).__name__ == "NoConvergence"  # mpmath's


def _completed(problem: Problem, found: Solution | None, general: bool = False) -> Solution | None:
    """The solution with a closed form beside what is proved; where the search breaks off, as it is."""
    try:
        return _with_closed_form(problem, found, general)
    except (RecurError, RecursionError, MemoryError):
        raise
    except Exception as fault:
        if faults_are_raised and not _is_out_of_reach(fault):
            raise
        return found


def _with_closed_form(problem: Problem, found: Solution | None, general: bool) -> Solution | None:
    """The solution with a closed form for the values that the text leaves open, where the sizes fall step by step."""
    if ex.Asymptotic in ex.kinds(problem.recurrence.right):
        return found  # Θ(1) is some function: what stands on it is no closed form
    if found is not None and found.exact is not None and not found.constants:
        return found if found.bounds != Bounds(None, None) else _with_size(problem, found)
    if not problem.recurrence.subcalls and not any(map(ex.has_call, problem.recurrence.nonlinear)):
        from recur.solving.other import explicit_forms

        return explicit_forms.completed(problem, found)
    try:
        kind, falls = kind_of(problem), any(call.shrink is Shrink.DECREMENT for call in problem.calls)
    except (Undecided, InvalidRecurrence):  # whether a call is smaller depends on a letter
        return found
    if kind is RecurrenceKind.HISTORY:
        from recur.solving.history import history_forms

        return history_forms.completed(problem, found)
    if kind is RecurrenceKind.PRODUCT_OF_STEPS:
        from recur.solving.products import powers_of_first_values

        found = powers_of_first_values.completed(problem, found)
    if kind in (RecurrenceKind.PRODUCT_OF_STEPS, RecurrenceKind.NONLINEAR):
        from recur.solving.maps import map_forms

        return map_forms.completed(problem, found)
    if found is None and kind in (RecurrenceKind.DIGITS, RecurrenceKind.FRACTION, RecurrenceKind.FRACTIONS):
        from recur.solving.digits import extreme_digits

        found = extreme_digits.completed(problem, found)
    asked = general or found is None or problem.recurrence.initial
    if kind in (RecurrenceKind.FRACTION, RecurrenceKind.FRACTIONS) and asked:
        from recur.solving.divide_and_conquer import lattice_recurrences

        return lattice_recurrences.completed(problem, found)
    if not falls:
        return found
    whole = found
    for name in _FORMS_OF_STEPS if letters_of(problem.recurrence) else _FORMS_OF_STEPS[1:]:
        whole = import_module(name).completed(problem, whole)
        if whole is not None and (whole.exact is not None or whole.cases):
            break
    if whole is None or not whole.constants or not problem.recurrence.initial:
        return whole
    from recur.solving.free_constants import within_open_classes

    return within_open_classes(whole)


def _with_size(problem: Problem, found: Solution) -> Solution:
    """A closed form with the growth that it does not show by itself, where the sizes fall step by step."""
    from recur.solving.p_recursive.dominant_solution import with_growth

    return with_growth(problem, found) if problem.recurrence.initial else found


def _first_methods(problem: Problem) -> tuple[str, ...]:
    """Those that are made for a sum of calls without letters, before all that refuse one."""
    r = problem.recurrence
    is_sum = r.subcalls and not r.nonlinear and not letters_of(r)
    if is_sum and all([call.shrink is Shrink.DECREMENT for call in problem.calls]):
        zero, single, several = OF_STEPS
        own = (single, several) if len(problem.calls) == 1 else (several,)
        return own if problem.driving_term != ex.ZERO else (zero, *own)
    if digit_base(r) is not None:
        return OF_DIGITS
    return OF_DRIVEN_CALLS if is_sum and problem.driving_term != ex.ZERO else ()


def _name_taken(found: Solution) -> str | None:
    """A letter of the recurrence that the answer gives another meaning."""
    if not found.where:
        return None
    letters = letters_of(found.recurrence)
    return next((d.symbol for d in found.where if d.symbol in letters), None)


def _needed_positive(found: Solution) -> set[str]:
    """The letters taken to be positive without a word; those in sizes of calls make the sizes smaller than n."""
    r = found.recurrence
    rows = [_bounded_below(case.conditions) for case in found.cases]
    told = set.intersection(*rows) if rows else set()
    said = [f for s in found.assumptions for _, f in s.formulas if isinstance(f, ex.Relation)]
    return set(letters_of(r)) - told - _bounded_below(said) - _in_proper_fractions(r)


def _in_proper_fractions(r: Recurrence) -> set[str]:
    """The letters of sizes such as n/b, of which it is said that they are smaller than n."""
    found: set[str] = set()
    for c in r.subcalls:
        with suppress(RecurError):
            if c.function == r.function and classify(c, r.variable).assumes_proper:
                found |= ex.symbols(c.argument)
    return found


def _bounded_below(conditions: Iterable[Expr]) -> set[str]:
    """The letters that one of the conditions keeps above a number, or says to be one."""
    found = set()
    for c in conditions:
        if (
            isinstance(c, ex.Relation)
            and c.op in (">", "=")
            and isinstance(c.left, ex.Symbol)
            and not ex.symbols(c.right)
        ):
            found.add(c.left.name)
    return found


def _positive(letter: str) -> Step:
    return step("{c}.", c=ex.Relation(">", ex.Symbol(letter), NOTHING))


def _refuted(solution: Solution, what: str, refuted: Refuted) -> Unsolved:
    """Exact values contradict a closed form by a proof; that T/g drifts is none, but enough to withhold a bound."""
    return Unsolved(
        f"the {solution.method} gives {what}, so it is not shown",
        (Refusal(solution.method, "agreement with exact values", refuted.message),),
    )


def _unsolved(
    problem: Problem, refused: list[tuple[Method, Refusal | Unmet]], bounds: Bounds | None, system: System
) -> Unsolved:
    """The methods that are about such a recurrence speak first, those about other kinds last."""
    kind = kind_of(problem)

    places = {method.name: i for i, method in enumerate(in_order())}

    def distance(pair: tuple[Method, Refusal]) -> tuple[int, int]:
        method, refusal = pair
        far = 2 if kind not in method.about else 0 if method.widest else 1
        return 2 * far + refusal.other_shape, places[method.name]

    told = [(method, method.refusal(x) if isinstance(x, Unmet) else x) for method, x in refused]
    ranked = sorted(told, key=distance)
    nearest = ranked[0][1]
    from recur.solving.reach_of_values import broken_value

    plain = between_methods(problem, kind) or Step(f"{nearest.reason} ({nearest.method})", nearest.formulas)
    reason = broken_value(problem.recurrence, system) or plain
    refusals = tuple(refusal for _, refusal in ranked)
    return Unsolved(reason, refusals, bounds, recurrence=problem.recurrence, system=system)


def _with(system: System, recurrence: Recurrence) -> System:
    """The system with this recurrence for its function, as it is asked for the values of an auxiliary one."""
    if recurrence in system.recurrences:
        return system
    return System((recurrence, *(r for r in system.recurrences if r.function != recurrence.function)))


def _refuse_own_value(r: Recurrence) -> None:
    """Σ_{k≤n} T(k) holds T(n) itself."""
    own = ex.Call(r.function, (ex.Symbol(r.variable),))
    for x in [node for term in r.nonlinear for node in ex.walk(term)]:
        if isinstance(x, ex.Range) and ex.Call(r.function, (ex.Symbol(x.index),)) in ex.walk(x.body):
            beyond = expand(ex.subtract(x.high, own.arguments[0]), r.variable)
            if beyond.is_zero or coefficient_is_nonnegative(beyond.lead[1]):
                raise InvalidRecurrence(
                    f"the {x.op} over {x.index} up to {x.high} holds {own} itself, not smaller sizes only",
                    hint=f"let it end at {r.variable}-1",
                )


def _require_covering_base(problem: Problem) -> None:
    """Stated base cases must reach up to every size that a call does not shrink: 34 for ⌊n/2⌋ + 17."""
    r = problem.recurrence
    mine = [c.high for c in r.initial if c.function == r.function]
    if (
        not mine
        or r.nonlinear
        or not any([c.shrink is Shrink.FRACTION and c.offset is not None for c in problem.calls])
    ):
        return
    from recur.evaluation.base_cases import standing_size

    assert isinstance(problem.values, _ExactValues)
    size = standing_size(problem.values.compiled().equations[r.function])
    if size is not None and size > max(mine):
        raise InvalidRecurrence(
            f"{r.function}({size}) calls itself at a size that is not smaller, and no base case covers it",
            hint=f"state base cases up to {r.variable} = {size}",
        )


def _is_all_there_is(solution: Solution, problem: Problem, auxiliary: bool) -> bool:
    """A bound that is loose for no reason in the text is not a solution, unless a closed form says all there is."""
    told = (
        solution.cases
        or solution.bounds.theta is not None
        or solution.bounds.attained
        or solution.logarithm is not None
        or solution.leading is not None
        or (solution.exact is not None and not auxiliary)
    )
    return bool(told) or problem.recurrence.relation != "=" or not problem.driving.exact


def _without_letters(solution: Solution) -> Bounds:
    """The bounds that say all in themselves; a refusal has no room for the equations of their symbols."""
    undefined = {d.symbol for d in solution.where}
    sides = (solution.bounds.lower, solution.bounds.upper)
    return Bounds(*(g if g is None or not ex.symbols(g.expression()) & undefined else None for g in sides))


def _sharper(one: Bounds | None, other: Bounds) -> Bounds:
    """The larger lower and the smaller upper bound; the first where two cannot be compared."""
    if one is None:
        return other
    lower, upper = one.lower, one.upper
    with suppress(Undecided):
        lower = other.lower if lower is None or (other.lower is not None and other.lower > lower) else lower
        upper = other.upper if upper is None or (other.upper is not None and other.upper < upper) else upper
    return Bounds(lower, upper)


def _values(system: System, function: str, sizes: range) -> dict[int, Fraction]:
    """The exact values of the function, at those of the sizes where there is one.

    A value that stands on a letter or on a hidden constant is none: no number in their place is theirs.
    """
    from recur.evaluation.evaluator import Evaluator

    try:
        evaluator = Evaluator(system)
    except RecurError:
        return {}
    return _fractions(evaluator, function, sizes)


def _fractions(evaluator: Evaluator, function: str, sizes: range) -> dict[int, Fraction]:
    if evaluator.taken:
        return {}
    found: dict[int, Fraction] = {}
    try:
        for n in sizes[:_MOST_VALUES]:
            value = evaluator.number(function, n)
            if isinstance(value, int | Fraction):
                found[n] = Fraction(value)
    except RecurError:
        pass  # a base case is missing, or the sizes are out of reach: what there is stands
    return {} if evaluator.taken else found


class _ExactValues:
    """The exact values of a function at all of some sizes, or None: what was found for a question serves the next."""

    def __init__(self, system: System, function: str) -> None:
        self.system, self.function = system, function
        self.evaluator: Evaluator | None = None

    def compiled(self) -> Evaluator:
        """The equations, ready to be asked for values; raises `RecurError` where they are not."""
        if self.evaluator is None:
            from recur.evaluation.evaluator import Evaluator

            self.evaluator = Evaluator(self.system)
        return self.evaluator

    def __call__(self, sizes: range) -> list[Fraction] | None:
        if sizes.stop - sizes.start > _MOST_VALUES:
            return None
        found = None if self.evaluator is None else self._all_of(self.evaluator, sizes)
        return self._afresh(sizes) if found is None else found

    def _afresh(self, sizes: range) -> list[Fraction] | None:
        self.evaluator = None
        try:
            return self._all_of(self.compiled(), sizes)
        except RecurError:
            return None

    def _all_of(self, evaluator: Evaluator, sizes: range) -> list[Fraction] | None:
        """None also where a letter or a hidden constant is met, or a value is missing: nothing of it is kept then."""
        found = _fractions(evaluator, self.function, sizes)
        if len(found) == len(sizes):
            return list(found.values())
        self.evaluator = None
        return None


def _proved_anyway(problem: Problem) -> Bounds | None:
    """T = Ω(f) when nothing is ever subtracted."""
    try:
        toll = problem.tolls[0]
        m = None if toll is None or toll.is_zero else lower_bound(toll)
    except RecurError:
        return None
    if m is None or problem.recurrence.nonlinear or problem.recurrence.relation == "<=":
        return None
    if leaves(problem) == "negative" or not never_negative(problem.driving_term, problem.variable):
        return None
    for call in problem.calls:
        a = problem.constant_coefficient(call)
        if a is None or not isinstance(a, Fraction) or a < 0:
            return None
    return Bounds(Growth(m, problem.variable), None)
