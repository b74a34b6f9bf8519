"""`prove`: the claim, or the tight bound when none is made, proved by induction with explicit constants.

A claim that carries its own induction is proved as it stands. One that is true and does not is strengthened: a bound
with lower-order terms of its own is proved, and shown to stay within the claim.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from recur.asymptotics import Growth, real_number
from recur.model import (
    Claim,
    Expr,
    InvalidRecurrence,
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
from recur.numbers import TooCoarse
from recur.numbers.interval import interval
from recur.proofs.enclosures import BITS, enclosed, least, most
from recur.proofs.positive_forms import PositiveForm
from recur.proofs.proof import ClaimedSide, Lemma, Proof
from recur.proofs.stated_bounds import StatedBounds
from recur.proofs.systems import bounded, components_meet


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


@mutable(slots=False)
class Proving(StatedBounds):
    """One recurrence and one claim on it."""

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
        return None if side is None else self._with_small_sizes(side)

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
