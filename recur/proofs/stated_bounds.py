"""An inequality as it is stated, T(n) ≤ 2n lg n or T(n) ≤ cn − d: by its own induction, or within a stronger bound."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cmp_to_key

from recur.asymptotics import UNIT, Growth, Monomial, monomials
from recur.model import Expr, LimitExceeded, Step, Undecided, expressions as ex, limits
from recur.model.records import mutable, replace
from recur.numbers import TooCoarse, real
from recur.proofs.bound_forms import BoundForm, nice_above
from recur.proofs.enclosures import EnclosedSum, defined_from, enclosure, least, most
from recur.proofs.false_claims import FalseClaims
from recur.proofs.free_letters import FreeForm, choices, free_form
from recur.proofs.induction import Coefficients, InductionStep, Multiple, is_rising_from, with_fewest_terms
from recur.proofs.proof import BrokenStep, ChosenLetters, ClaimedSide, ProvedSide
from recur.proofs.searching import CLOSE, WORK, fastest_of

_EXACT = 90  # bits to which the coefficients of a claim are the same at every size


@mutable(slots=False)
class StatedBounds(FalseClaims):
    """Claims that state a bound, with constants of their own or with letters that stand for some."""

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
            for slack in CLOSE:
                own = self.found(upper, growth.point, (slack,))
                side = None if own is None else self._within_body(own, body, coefficients, broken)
                if side is not None:
                    return side
        self._refute()
        if coefficients:
            self._disprove(upper, fastest_of(coefficients))
        return None

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
        lead = max(parts, key=lambda name: cmp_to_key(monomials.compare)(fastest_of(parts[name])))
        if most(parts[lead][fastest_of(parts[lead])]) < 0:
            self.why.append(Step("The claimed bound is negative at large sizes, whatever its letters are."))
            return None
        if growth is not None and not growth.is_zero:
            order = monomials.compare(fastest_of(parts[lead]), growth.point)
            if (order < 0) if upper else (order > 0):
                self._refute()
                self._disprove(upper, fastest_of(parts[lead]))
                return None
        search = self._search(upper, fastest_of(parts[lead]))
        firsts = None if self.claim.start is None else [max(self.claim.start, self.lowest)]
        for values in choices([name for name in parts if name != lead]):
            others = EnclosedSum(fixed, 1, self.form.log)
            for name, value in values.items():
                others = others.plus(EnclosedSum(parts[name], 1, self.form.log).scaled(value))
            try:
                with limits.work_limit(WORK):
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
        left = induction.residual(turned, self._search(induction.upper, UNIT).start(), 4)
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
