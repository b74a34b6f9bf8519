"""`prove`: the claim, or the tight bound when none is made, proved by induction with explicit constants.

A claim that carries its own induction is proved as it stands. One that is true and does not is strengthened: a bound
with lower-order terms of its own is proved, and shown to stay within the claim.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property, cmp_to_key, partial
from typing import TYPE_CHECKING, TypeAlias

from recur.asymptotics import UNIT, Growth, Monomial, level, monomials, real_number
from recur.evaluation.equation import OUTSIDE
from recur.evaluation.evaluator import Evaluator
from recur.model import (
    Claim,
    Expr,
    InvalidRecurrence,
    LimitExceeded,
    RecurError,
    Recurrence,
    Solution,
    Step,
    System,
    Undecided,
    Unsolved,
    callees,
    expressions as ex,
    limits,
)
from recur.model.records import mutable, replace
from recur.numbers import TooCoarse, real
from recur.numbers.interval import interval
from recur.proofs.bound_forms import BoundForm, nice_above, simplest_between
from recur.proofs.enclosures import (
    BITS,
    EnclosedSum,
    LogarithmBase,
    defined_from,
    enclosed,
    enclosure,
    least,
    most,
)
from recur.proofs.free_letters import FreeForm, choices, free_form
from recur.proofs.induction import (
    Coefficients,
    InductionStep,
    Multiple,
    Search,
    SizedValues,
    is_rising_from,
    nonnegative,
    with_fewest_terms,
)
from recur.proofs.positive_forms import PositiveForm
from recur.proofs.proof import BrokenStep, ChosenLetters, ClaimedSide, Disproof, Lemma, Proof, ProvedSide, SmallSize
from recur.proofs.reductions import InductionForm, reduced
from recur.proofs.systems import bounded, components_meet

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

_SLACKS = (Fraction(1, 4), Fraction(1), Fraction(1, 16), Fraction(1, 64))
_CLOSE = (Fraction(1, 64), Fraction(1, 16), Fraction(1, 4))
_WORK = 300_000  # products of terms, for one slack
_SHOWN = 6  # base values in the proof
_EXACT = 90  # bits to which the coefficients of a claim are the same at every size
_FAR = 1 << 4096
_OCTAVES = 1 << 160  # sizes up to which the first one is looked for octave by octave


#: says of a claim on a text why it is false; None where it is not known to be
Refutation: TypeAlias = Callable[[], "tuple[Step, ...] | None"]


def prove(
    text: str,
    claim: str | None = None,
    timeout: float | None = limits.DEFAULT_SECONDS,
    *,
    log: str | None = None,
    close: bool = False,
    refute: Callable[[str, str | None], tuple[Step, ...] | None] | None = None,
) -> Proof:
    """The claim on the function that is asked for ("O(n log n)", "T(n) <= 2n lg n"), or its tight bound, by induction.

    T(n) ≤ U(n), or T(n) ≥ L(n), is shown for every n from an explicit size on: sizes that are no whole numbers are
    rounded down, and where no base case is stated T(n) = 1 below the first step is assumed; the proof says so. With
    `close` the constants are taken near the best ones, and the first size may be large. `refute` is asked about a claim
    for which no proof is found. Raises a `RecurError`: `SyntaxProblem`, `InvalidRecurrence`, `Unsolved` (nothing is
    known that could be proved), `LimitExceeded`.
    """
    from recur.parsing import parse, parse_claim_on
    from recur.solving.solver import solve_all

    with limits.time_limit(timeout):
        system = parse(text, log)
        stated = system.stated
        if claim is not None:
            stated = parse_claim_on(system, claim, log)
        if stated is not None:
            _assert_single(stated, text if claim is None else claim)
        solutions: tuple[Solution, ...] = ()
        problem: RecurError | None = None
        try:
            solutions = solve_all(system, None)
        except Unsolved as unsolved:
            problem = unsolved
            solutions = _solved_alone(system, stated)
        proving = Proving(system, solutions, stated, close)
        if stated is None and not solutions:
            assert problem is not None
            raise problem
        if refute is not None and stated is not None:
            proving.refute = partial(refute, text, claim)
        return proving.proof()


def _solved_alone(system: System, claim: Claim | None) -> tuple[Solution, ...]:
    """What is found where the functions that the claimed one does not need are left out."""
    from recur.solving.solver import solve_all

    needed = [system.claimed(claim).function]
    for name in needed:
        needed += [other for other in callees(system.named(name)) if other not in needed]
    if len(needed) == len(system.recurrences):
        return ()
    try:
        return solve_all(
            replace(system, recurrences=tuple(r for r in system.recurrences if r.function in needed)), None
        )
    except RecurError:
        return ()


def _assert_single(claim: Claim, text: str) -> None:
    """One statement about T alone: what stands beside it would be passed over."""
    beside = claim.beside or claim.case is not None or claim.left is not None or claim.series is not None
    if beside:
        raise InvalidRecurrence(
            "more than one bound is stated, and a proof is of one", text=text,
            hint="prove each by itself; recur check judges the links of a chain",
        )  # fmt: skip


def _root(b: int) -> Fraction:
    """The least whole number that b is a power of: log₂ n tells of n/4 what log₄ n does."""
    for r in range(2, math.isqrt(b) + 1):
        power = r
        while power < b:
            power *= r
        if power == b:
            return Fraction(r)
    return Fraction(b)


def _lead(terms: Coefficients) -> Monomial:
    return max(terms, key=cmp_to_key(monomials.compare))


@mutable(slots=False)
class Proving:
    """One recurrence and one claim on it."""

    system: System
    solutions: tuple[Solution, ...]
    claim: Claim | None
    close: bool = False
    refute: Refutation | None = None

    def __post_init__(self) -> None:
        named = self.system.claimed(self.claim).function
        self.solution = next((s for s in self.solutions if s.function == named), None)
        self.recurrence = self.system.named(named) if self.solution is None else self.solution.recurrence
        self.why: list[Step] = []  # what keeps it from being proved, each reason once
        self.refuted: tuple[Step, ...] = ()  # why it is false, where it is known to be
        self.disproof: Disproof | None = None

    @cached_property
    def reduced(self) -> InductionForm:
        found = reduced(self.recurrence, self.system)
        first = max(found.form.valid_from, self._first_equation())
        return replace(found, form=replace(found.form, log=LogarithmBase(self._base(found.form)), valid_from=first))

    def _first_equation(self) -> int:
        """The first size that the equation speaks of: below it are base values, stated or assumed."""
        stated = [c.high for c in self.recurrence.initial if c.function == self.recurrence.function]
        return max([self.evaluator.start or 0, *(high + 1 for high in stated)])

    @property
    def form(self) -> PositiveForm:
        return self.reduced.form

    @cached_property
    def evaluator(self) -> Evaluator:
        return Evaluator(self.system)

    @cached_property
    def values(self) -> SizedValues:
        return SizedValues(self._value, self.form.log)

    def _value(self, n: int) -> Enclosed | None:
        """T(n); None where it has no value. One that is not known well enough is not passed over: it is raised."""
        try:
            return self.evaluator.number(self.recurrence.function, n)
        except (LimitExceeded, TooCoarse):
            raise
        except (RecurError, *OUTSIDE):
            for equation in self.evaluator.equations.values():
                equation.waiting.clear()  # what waited for this value would wait for ever
            return None

    @cached_property
    def lowest(self) -> int:
        """The first size that has a value and for which n is positive."""
        stated = [c for c in self.recurrence.initial if c.function == self.recurrence.function]
        return max(1, min((c.high if c.low is None else c.low for c in stated), default=1))

    # -- the claim --------------------------------------------------------------------------------------------

    def proof(self) -> Proof:
        asked = self._asked()
        form = self._form_if_any()
        by_lemmas = self._needs_lemmas
        upper = self._side_on_any_way(True) if "upper" in asked else None
        lower = self._side_on_any_way(False) if "lower" in asked else None
        form = form or next((side.form for side in (upper, lower) if side is not None), None)
        letters = self.reduced.letters if form is not None and not by_lemmas else ()
        return Proof(
            self.recurrence, self.system, self.claim, form, upper, lower, asked,
            None if form is None or by_lemmas else self.reduced.told, self.solution,
            self.refuted or tuple(dict.fromkeys(self.why)), bool(self.refuted),
            self.assumed() if form is not None and not by_lemmas else (), letters,
            form is not None and not by_lemmas and self.reduced.scaled, self.disproof if self.refuted else None,
        )  # fmt: skip

    def _form_if_any(self) -> PositiveForm | None:
        try:
            return self.form
        except Undecided:
            return None

    def _asked(self) -> frozenset[str]:
        if self.claim is None:
            bounds = self.solution.bounds if self.solution is not None else None
            if bounds is None or bounds.lower is bounds.upper is None:
                raise Unsolved("no bound is known that could be proved: state a claim")
            sides = {"upper": bounds.upper, "lower": bounds.lower}
            return frozenset(name for name, growth in sides.items() if growth is not None)
        match self.claim.kind:
            case "Θ":
                return frozenset(("upper", "lower"))
            case "O" | "<=" | "<":
                return frozenset(("upper",))
            case "Ω" | ">=" | ">":
                return frozenset(("lower",))
        raise Undecided(f"induction proves ≤, ≥, O, Ω and Θ, not {self.claim.kind}: recur check judges such a claim")

    def assumed(self) -> tuple[str, ...]:
        """What evaluating the recurrence takes for granted, in its own words."""
        try:
            value = self.evaluator.value(self.recurrence.function, self.form.first_step(self.lowest) + 1)
        except RecurError:
            return ()
        taken = "" if self.reduced.letters else value.taken  # a letter has a note of its own
        return tuple(text for text in (value.rounding, value.assumed, taken, value.read_as) if text)

    def side(self, upper: bool) -> ClaimedSide | None:
        """One side of the claim; None where it is not proved, and `why` says so."""
        try:
            self.assert_carried(upper)
            side = self._proved_side(upper)
            if side is not None:
                self._assert_before(side)
        except (Undecided, TooCoarse) as doubt:
            told = "a value lies too near the bound to be told from it" if isinstance(doubt, TooCoarse) else str(doubt)
            self.why.append(Step(told))
            return None
        return None if side is None else replace(side, values=self._small(side))

    @property
    def _needs_lemmas(self) -> bool:
        """Does it call functions that nothing but a bound of their own replaces?"""
        return self._form_if_any() is None and bool(set(callees(self.recurrence)) - {self.recurrence.function})

    def _side_on_any_way(self, upper: bool) -> ClaimedSide | None:
        return self._side_by_lemmas(upper) if self._needs_lemmas else self.side(upper)

    def _side_by_lemmas(self, upper: bool) -> ClaimedSide | None:
        """The functions that it calls bounded first, each by a proof of its own."""
        lemmas: dict[str, Lemma] = {}

        def bound_of(function: str) -> tuple[Expr, int]:
            if function not in lemmas:
                lemmas[function] = self._lemma(function, upper)
            side = lemmas[function].side
            return side.goal, side.first

        try:
            r, first = bounded(self.recurrence, bound_of)
            own = self._about(r)
            own.reduced = replace(own.reduced, form=replace(own.reduced.form, valid_from=first))
        except (Undecided, TooCoarse) as doubt:
            self.why.append(Step(str(doubt)))
            return None
        side = own.side(upper)
        self.why += own.why
        self.refuted = self.refuted or own.refuted
        return None if side is None else replace(side, lemmas=tuple(lemmas.values()), form=own.form)

    def _about(self, r: Recurrence, claim: bool = True) -> Proving:
        """The same question about another recurrence, with the same values."""
        other = Proving(self.system, self.solutions, self.claim if claim else None, self.close, self.refute)
        other.recurrence, other.evaluator = r, self.evaluator
        other.solution = next((s for s in self.solutions if s.function == r.function), None)
        return other

    def _lemma(self, function: str, upper: bool) -> Lemma:
        if components_meet(self.system, function, self.recurrence.function):
            raise Undecided(f"{function} is another function, which calls itself and {self.recurrence.function}")
        other = self._about(self.system.named(function), claim=False)
        side = other._side_on_any_way(upper)
        if side is None or (side.form is None and other.reduced.letters):
            raise Undecided(f"of {function}, which is called, no bound is proved: {other.why[0] if other.why else ''}")
        return Lemma(other.recurrence, side, side.form or other.form)

    def _assert_before(self, side: ClaimedSide) -> None:
        """A claim from n = 0 on is looked at there, too, where the induction begins later."""
        start = None if self.claim is None else self.claim.start
        for n in range(side.first if start is None else start, side.first):
            value = self._value(n)
            if value is None:
                continue
            try:
                bound = real_number(ex.substitute(side.goal, self.recurrence.variable, ex.number(n)))
                gap = enclosed(bound) - interval(value, BITS)
            except (ValueError, ZeroDivisionError, ArithmeticError, RecurError):
                gap = interval(-1, BITS)
            low = least(gap) if side.proved.upper else -most(gap)
            if low < 0 or (low == 0 and side.strict):
                raise Undecided(
                    f"the claim is made from {self.recurrence.variable} = {start} on and is not shown at {n}"
                )

    def assert_carried(self, upper: bool) -> None:
        """The text must say T from this side, and constants must hold for all values of its letters."""
        own = [c for c in self.recurrence.initial if c.function == self.recurrence.function]
        relations = {self.recurrence.relation, *(c.relation for c in own)}
        if relations & ({">=", ">"} if upper else {"<=", "<"}):
            side = "from below" if upper else "from above"
            raise Undecided(f"the text bounds {self.recurrence.function} {side} alone")
        if self._is_inequality and self.reduced.letters and not self._is_scaled_alike:
            listed = ", ".join(self.reduced.letters)
            raise Undecided(f"no inequality with constants of its own holds for every {listed}: claim O or Ω")

    @property
    def _is_scaled_alike(self) -> bool:
        """Is the claimed bound a multiple of the letter that T is a multiple of?"""
        if not self.reduced.scaled or self.claim is None:
            return False
        form = free_form(self.claim.body, frozenset(self.reduced.letters))
        return form is not None and form.fixed == ex.ZERO and not self._free(self.claim.body)

    @property
    def _is_inequality(self) -> bool:
        return self.claim is not None and self.claim.kind in ("<=", "<", ">=", ">")

    @property
    def _is_strict(self) -> bool:
        return self.claim is not None and self.claim.kind in ("<", ">")

    def _proved_side(self, upper: bool) -> ClaimedSide | None:
        growth = None if self.solution is None else (
            self.solution.bounds.upper if upper else self.solution.bounds.lower
        )  # fmt: skip
        if self.claim is None or self.claim.kind in ("Θ", "O", "Ω"):
            return self._growth_side(upper, growth)
        return self._stated_side(upper, growth)

    def _growth_side(self, upper: bool, growth: Growth | None) -> ClaimedSide | None:
        """c·g(n) for the g that is claimed, or the strongest form for the growth that is proved."""
        if growth is None:
            self.why.append(Step("No growth is known on this side."))
            return None
        if growth.is_zero:
            if self.claim is not None and not upper:
                self._refute()
            else:
                attained = self.solution is not None and self.solution.bounds.attained
                self.why.append(Step(f"It is 0 {'again and again' if attained else 'at all large sizes'}: no growth."))
            return None
        if self.claim is not None:
            claimed = Growth.of(self.claim.body, self.recurrence.variable)
            if (claimed < growth) if upper else (growth < claimed):
                self._refute()
                self._disprove(upper, claimed.point)
                return None
            found = self.found(upper, growth.point)
            return None if found is None else self._within_growth(found, claimed.point)
        found = self.found(upper, growth.point)
        return None if found is None else ClaimedSide(found, found.bound, found.first)

    def _within_growth(self, found: ProvedSide, claimed: Monomial) -> ClaimedSide | None:
        """The proved bound under a multiple of the claimed growth."""
        assert found.form is not None
        form = found.form
        lead = form.lead
        if len(form.terms) == 1 and lead.monomial == claimed:
            return ClaimedSide(found, found.bound, found.first)
        broken = self._guess(found.upper, claimed) if lead.monomial == claimed else None
        c = abs(lead.coefficient)
        for slack in (Fraction(0), Fraction(1, 50), Fraction(1, 4), Fraction(1)):
            factor = c if not slack else nice_above(c * (1 + slack), slack) if found.upper else c * (1 - slack / 2)
            goal = BoundForm((), form.log).plus(factor, claimed)
            first = self.dominates(goal.coefficients, form.coefficients, found.upper, found.first)
            if first is not None:
                return ClaimedSide(found, goal.formula(self.recurrence.variable), first, broken)
        self.why.append(Step("No multiple of the claimed growth was found that the proved bound stays within."))
        return None

    def dominates(self, goal: Coefficients, bound: Coefficients, upper: bool, first: int) -> int | None:
        """From where on goal ≥ bound (≤ for a lower bound), at or after `first`."""
        start = max([first, *(defined_from(m) for m in (*goal, *bound))])
        turn = 1 if upper else -1
        while start < _FAR:
            log = self.form.log
            less = EnclosedSum(dict(bound), start, log).scaled(-1)
            total = EnclosedSum(dict(goal), start, log).plus(less).scaled(turn)
            if nonnegative(replace(total, start=start), self._is_strict):
                break
            start = start * 2 if start < _OCTAVES else start * start
        else:
            return None
        low = start // 2
        while start - low > max(1, start >> 6):  # the last doubling went too far
            middle = (low + start) // 2
            less = EnclosedSum(dict(bound), middle, log).scaled(-1)
            total = replace(EnclosedSum(dict(goal), middle, log).plus(less).scaled(turn), start=middle)
            low, start = (low, middle) if middle >= first and nonnegative(total, self._is_strict) else (middle, start)
        return start

    # -- an inequality as it is stated --------------------------------------------------------------------------

    def _stated_side(self, upper: bool, growth: Growth | None) -> ClaimedSide | None:
        assert self.claim is not None
        body = ex.substitute_all(self.claim.body, dict.fromkeys(self.reduced.letters, ex.ONE))
        free = self._free(body)
        if free:
            return self._free_side(upper, growth, free)
        broken: BrokenStep | None = None
        coefficients = self._exact_terms(body)
        if coefficients is not None:
            found = self._as_it_stands(body, coefficients, upper)
            if isinstance(found, ProvedSide):
                return ClaimedSide(found, body, found.first, strict=found.strict)
            broken = found
        if coefficients is not None and growth is not None and not growth.is_zero:
            for slack in _CLOSE:
                own = self.found(upper, growth.point, (slack,))
                side = None if own is None else self._within_body(own, body, coefficients, broken)
                if side is not None:
                    return side
        self._refute()
        if coefficients:
            self._disprove(upper, _lead(coefficients))
        return None

    def _free(self, body: Expr) -> frozenset[str]:
        """The letters that are the claim's own."""
        held = {self.recurrence.variable, *self.reduced.letters}
        for r in self.system.recurrences:
            held = held.union(ex.symbols(r.right), *(ex.symbols(c.value) for c in r.initial))
        return ex.symbols(body) - held

    def _free_side(self, upper: bool, growth: Growth | None, free: frozenset[str]) -> ClaimedSide | None:
        """Constants for the letters of the claim with which it carries its own induction."""
        assert self.claim is not None
        form = free_form(self.claim.body, free)
        terms = None if form is None else {name: self._exact_terms(part) for name, part in form.parts.items()}
        fixed = None if form is None else self._exact_terms(form.fixed)
        if form is None or terms is None or fixed is None or not all(terms.values()):
            self.why.append(Step("The letters of the claim do not stand in it as factors of terms."))
            return None
        parts = {name: found for name, found in terms.items() if found}
        lead = max(parts, key=lambda name: cmp_to_key(monomials.compare)(_lead(parts[name])))
        if most(parts[lead][_lead(parts[lead])]) < 0:
            self.why.append(Step("The claimed bound is negative at large sizes, whatever its letters are."))
            return None
        if growth is not None and not growth.is_zero:
            order = monomials.compare(_lead(parts[lead]), growth.point)
            if (order < 0) if upper else (order > 0):
                self._refute()
                self._disprove(upper, _lead(parts[lead]))
                return None
        search = self._search(upper, _lead(parts[lead]), _SLACKS[0])
        firsts = None if self.claim.start is None else [max(self.claim.start, self.lowest)]
        for values in choices([name for name in parts if name != lead]):
            others = EnclosedSum(fixed, 1, self.form.log)
            for name, value in values.items():
                others = others.plus(EnclosedSum(parts[name], 1, self.form.log).scaled(value))
            try:
                with limits.work_limit(_WORK):
                    found = search.multiple(parts[lead], others.scaled(search.step.turn).terms, firsts)
            except (TooCoarse, LimitExceeded, Undecided):
                continue
            if found is not None:
                return self._chosen(found, form, lead, values, upper)
        if len(parts) == 1 and not fixed and len(parts[lead]) == 1:
            return self._strengthened_multiple(upper, growth, lead, form)
        self.why.append(Step("No constants were found with which the claim carries its own induction."))
        return None

    def _strengthened_multiple(
        self, upper: bool, growth: Growth | None, letter: str, form: FreeForm
    ) -> ClaimedSide | None:
        """c·g, which does not carry its own induction: a bound that does, and a c that it stays below."""
        assert self.claim is not None
        terms = self._exact_terms(form.parts[letter]) or {}
        [(m, weight)] = terms.items()
        start = self.claim.start or self.lowest
        if self.claim.start is not None and most(EnclosedSum(terms, 1, self.form.log).at(start)) <= 0:
            self.why.append(self._never_at(start))
            return None
        found = None if growth is None or growth.is_zero else self.found(upper, growth.point)
        side = None if found is None or not isinstance(weight, Fraction) else self._within_growth(found, m)
        if side is None or (self.claim.start is not None and side.first > self.claim.start):
            self.why.append(Step("No constant was found with which the claim holds from there on."))
            return None
        goal = self._exact_terms(side.goal) or {}
        c = goal[m]
        assert isinstance(c, Fraction) and isinstance(weight, Fraction)
        chosen = ChosenLetters({letter: c / weight}, None, None, True)
        return replace(side, broken=self._guess(upper, m), chosen=chosen)

    def _never_at(self, n: int) -> Step:
        return Step(f"At {self.recurrence.variable} = {n} the claim is no more than 0, whatever its letter is: say "
                    "from which larger size on it is meant.")  # fmt: skip

    def _chosen(
        self, found: Multiple, form: FreeForm, lead: str, values: Mapping[str, Fraction], upper: bool
    ) -> ClaimedSide:
        turn = 1 if upper else -1
        asked = [None if x is None else x * turn for x in (found.base, found.step)]
        all_values = {lead: found.factor * turn, **values}
        goal = form.at(all_values)
        monotone = not values and len(found.side.terms) == 1
        side = replace(found.side, bound=goal)
        return ClaimedSide(side, goal, side.first, chosen=ChosenLetters(all_values, asked[0], asked[1], monotone))

    def _exact_terms(self, body: Expr) -> Coefficients | None:
        """The claimed bound as an exact finite sum, None where it is none."""
        try:
            terms = enclosure(body, self.recurrence.variable, 8, self.form.log).terms
        except (Undecided, TooCoarse, ValueError, ZeroDivisionError):
            return None
        for c in terms.values():
            low, high = least(c), most(c)
            if high - low > abs(low + high) / (1 << _EXACT):
                return None
        return terms

    def _as_it_stands(self, body: Expr, terms: Coefficients, upper: bool) -> ProvedSide | BrokenStep | None:
        """The induction over the claim itself, from the least size on from which it holds."""
        assert self.claim is not None
        turned = terms if upper else {m: -c for m, c in terms.items()}
        induction = InductionStep(self.form, upper)
        first = max([self.lowest, self.claim.start or 1, *(defined_from(m) for m in terms)])
        if self._is_strict and not any(c.weight is not None and real.sign(c.weight) > 0 for c in self.form.calls):
            return None  # a strict inequality is handed on by a call alone
        for _ in range(40):
            found = induction.from_where(turned, first)
            if found is None:
                return self._broken(induction, turned)
            failing = [n for n in range(first, found[0]) if not self._holds(turned, n, upper)]
            if not failing:
                rising = is_rising_from(terms, first, self.form.log)
                left = with_fewest_terms(found[1])
                return ProvedSide(
                    upper, body, first, found[0], left, terms, rising, None, self._is_strict
                )  # fmt: skip
            first = failing[-1] + 1
            if self.claim.start is not None:
                return None
        return None

    def _broken(self, induction: InductionStep, turned: Coefficients) -> BrokenStep | None:
        """What the guess leaves, where its leading term says that the step fails at all large sizes."""
        assert self.claim is not None
        left = induction.residual(turned, self._search(induction.upper, UNIT, _SLACKS[0]).start(), 4)
        lead = max(left.terms, key=cmp_to_key(monomials.compare), default=None)
        if lead is None or most(left.terms[lead]) >= 0:
            return None
        return BrokenStep(self.claim.body, left, induction.upper)

    def _holds(self, turned: Coefficients, n: int, upper: bool) -> bool:
        known = self.values.get(n)
        if known is None:
            return True
        value = known[0] if upper else -known[0]
        gap = least(EnclosedSum(turned, 1, self.form.log).at(n) - value)
        return gap > 0 if self._is_strict else gap >= 0

    def _within_body(
        self, own: ProvedSide, body: Expr, goal: Coefficients, broken: BrokenStep | None
    ) -> ClaimedSide | None:
        """The proved bound is within the claimed one from some size on; below it by exact values."""
        assert own.form is not None and self.claim is not None
        first = self.dominates(goal, own.form.coefficients, own.upper, own.first)
        if first is None or first > 1 << 14:
            return None
        lowest = max([self.lowest, self.claim.start or 1, *(defined_from(m) for m in goal)])
        turned = goal if own.upper else {m: -c for m, c in goal.items()}
        failing = [n for n in range(lowest, first) if not self._holds(turned, n, own.upper)]
        if failing and self.claim.start is not None:
            return None
        return ClaimedSide(own, body, failing[-1] + 1 if failing else lowest, broken, strict=self._is_strict)

    def _refute(self) -> None:
        """Why the claim is false where it is; that no induction was found where it is not."""
        found = None if self.refute is None else self.refute()
        if found is None:
            self.why.append(Step("No induction was found that carries the claim: it is neither proved nor refuted."))
        else:
            self.refuted = found

    def _disprove(self, upper: bool, claimed: Monomial) -> None:
        """The other side, where it is of another order than the claim: then no constant helps."""
        bounds = None if self.solution is None else self.solution.bounds
        growth = None if bounds is None else bounds.lower if upper else bounds.upper
        if not self.refuted or growth is None or growth.is_zero:
            return
        gap = monomials.divide(growth.point, claimed)
        if monomials.compare(gap, UNIT) != (1 if upper else -1):
            return
        told = len(self.why)
        try:
            self.assert_carried(not upper)
            found = self.found(not upper, growth.point)
        except (Undecided, TooCoarse):
            found = None
        del self.why[told:]
        if found is None or found.form is None:
            return
        side = ClaimedSide(found, found.bound, found.first)
        self.disproof = Disproof(
            replace(side, values=self._small(side)), self._formula(Fraction(1), claimed),
            self._formula(found.form.lead.coefficient, gap), self._guess(upper, claimed),
        )  # fmt: skip

    def _formula(self, c: Fraction, m: Monomial) -> Expr:
        return BoundForm((), self.form.log).plus(c, m).formula(self.recurrence.variable)

    def _guess(self, upper: bool, claimed: Monomial) -> BrokenStep | None:
        """What the step leaves of c times the claimed growth, where no c makes it less than nothing."""
        step, start = InductionStep(self.form, upper), self._search(upper, UNIT, _SLACKS[0]).start()
        driven = self.form.driven(start).scaled(-step.turn)
        try:
            scaled = step.residual({claimed: Fraction(step.turn)}, start, 4).plus(driven.scaled(-1))
        except (Undecided, TooCoarse, ValueError, ZeroDivisionError):
            return None
        signs = [c for c in (*scaled.terms.values(), *driven.terms.values()) if isinstance(c, Fraction)]
        if not driven.terms or len(signs) < len(scaled.terms) + len(driven.terms):
            return None
        lead = _lead(driven.terms)
        faster = [c for m, c in scaled.terms.items() if monomials.compare(m, lead) >= 0]
        if any(most(c) > 0 for c in (*driven.terms.values(), *faster)):
            return None
        taken = {*ex.symbols(self.recurrence.right), self.recurrence.variable, self.recurrence.function}
        letter = next(name for name in ("c", "k", "d", "C", "K") if name not in taken)
        return BrokenStep(self._formula(Fraction(1), claimed), driven, upper, letter, scaled)

    # -- the search ---------------------------------------------------------------------------------------------

    def _search(self, upper: bool, growth: Monomial, slack: Fraction) -> Search:
        neutral = self._neutral(growth)
        held = [growth, *([] if neutral is None else [neutral])]
        lowest = max([self.lowest, *(defined_from(m) for m in held)])
        return Search(InductionStep(self.form, upper), self.values, neutral, lowest, slack, self.close)

    def found(self, upper: bool, growth: Monomial, slacks: tuple[Fraction, ...] | None = None) -> ProvedSide | None:
        if slacks is None and not self.close:
            plain = self._plain(upper, growth)
            if plain is not None:
                return plain
        for slack in slacks or (_CLOSE if self.close else _SLACKS):
            try:
                with limits.work_limit(_WORK):
                    found = self._search(upper, growth, slack).proved(growth)
            except (TooCoarse, LimitExceeded):
                continue
            if found is not None:
                return found
        self.why.append(Step("No induction was found with constants that hold from a size that can be looked at."))
        return None

    def _plain(self, upper: bool, growth: Monomial) -> ProvedSide | None:
        """c times the growth and nothing else, where that is enough."""
        try:
            with limits.work_limit(_WORK):
                found = self._search(upper, growth, _SLACKS[0]).multiple({growth: Fraction(1)}, {})
        except (TooCoarse, LimitExceeded, Undecided):
            return None
        return None if found is None else found.side

    def _base(self, form: PositiveForm) -> Fraction | None:
        """The base of the logarithms: the factor by which every call divides the size, 2 where they differ."""
        if self._has_double_logarithm(form):
            return None
        ratios = {call.size.ratio for call in form.calls if call.size.ratio < 1}
        if not ratios:
            written = {x.base for x in ex.walk(form.driving) if isinstance(x, ex.Log)}
            only = written.pop() if len(written) == 1 else None
            return only.value if isinstance(only, ex.Number) and only.value > 1 else None
        b = 1 / min(ratios)
        return _root(int(b)) if len(ratios) == 1 and b.denominator == 1 else Fraction(2)

    def _has_double_logarithm(self, form: PositiveForm) -> bool:
        """log log n has no other base than e here."""
        growths = [] if self.solution is None else [self.solution.bounds.lower, self.solution.bounds.upper]
        if any(g is not None and not g.is_zero and dict(g.point.powers).keys() & {2} for g in growths):
            return True
        formulas = [form.driving, *([] if self.claim is None else [self.claim.body])]
        logs = [x.argument for f in formulas for x in ex.walk(f) if isinstance(x, ex.Log)]
        return any(isinstance(y, ex.Log) for x in logs for y in ex.walk(x))

    def _neutral(self, growth: Monomial) -> Monomial | None:
        """The growth that the recurrence without f reproduces; a little more, where its exponent has no short formula.

        n^s with p < s below the growth is as good: A[n^s] is positive, so that its multiples only help.
        """
        critical = self.form.critical
        if critical is not None and critical != growth and (p := dict(critical.powers).get(0)) is not None:
            alpha = dict(growth.powers).get(0, real.ZERO)
            if real.is_known_by_digits(p) and isinstance(alpha, Fraction) and real.sign(alpha - p) > 0:
                return level(0, simplest_between(real.enclose(p)[1], (alpha + real.enclose(p)[1]) / 2))
        near = [level(0, Fraction(k)) for k in range(1, 5)] if self.close else []
        for m in (self.form.critical, growth, UNIT, *near):
            try:
                if m is not None and self.form.remainder(m) == 0 and (not self.close or self._is_reproduced(m)):
                    return m
            except (Undecided, TooCoarse):
                continue
        return None

    def _is_reproduced(self, m: Monomial) -> bool:
        """Is A[m] less than every term of f could ask for? Where sizes are n − k, all powers of n have A[m] = o(m)."""
        if not all(call.size.steps for call in self.form.calls):
            return True
        left = self.form.applied_to(m, 64).terms
        return not left or monomials.compare(monomials.divide(_lead(left), m), level(0, Fraction(-2))) <= 0

    def _small(self, side: ClaimedSide) -> tuple[SmallSize, ...]:
        """The first base values, as they are shown."""
        found = []
        proved = side.proved
        near = range(proved.first, min(proved.step_from, proved.first + _SHOWN))
        for n in dict.fromkeys((*near, *range(proved.step_from - 1, near.stop - 1, -proved.step_from))):
            known = self.values.get(n)
            if known is not None:
                found.append(SmallSize(n, known[0], EnclosedSum(proved.terms, 1, self.form.log).at(n)))
        return tuple(found)
