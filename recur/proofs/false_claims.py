"""Why a claim is false: the other side, which outgrows it, and what its own step leaves."""

from __future__ import annotations

from fractions import Fraction

from recur.asymptotics import UNIT, Monomial, monomials
from recur.model import Step, Undecided, expressions as ex
from recur.model.records import mutable
from recur.numbers import TooCoarse
from recur.proofs.enclosures import most
from recur.proofs.induction import InductionStep
from recur.proofs.proof import BrokenStep, ClaimedSide, Disproof
from recur.proofs.searching import ProofSearch, fastest_of


@mutable(slots=False)
class FalseClaims(ProofSearch):
    """Claims that are refuted where they can be."""

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
            self._with_small_sizes(side), self._formula(Fraction(1), claimed),
            self._formula(found.form.lead.coefficient, gap), self._guess(upper, claimed),
        )  # fmt: skip

    def _guess(self, upper: bool, claimed: Monomial) -> BrokenStep | None:
        """What the step leaves of c times the claimed growth, where no c makes it less than nothing."""
        step, start = InductionStep(self.form, upper), self._search(upper, UNIT).start()
        driven = self.form.driven(start).scaled(-step.turn)
        try:
            scaled = step.residual({claimed: Fraction(step.turn)}, start, 4).plus(driven.scaled(-1))
        except (Undecided, TooCoarse, ValueError, ZeroDivisionError):
            return None
        signs = [c for c in (*scaled.terms.values(), *driven.terms.values()) if isinstance(c, Fraction)]
        if not driven.terms or len(signs) < len(scaled.terms) + len(driven.terms):
            return None
        lead = fastest_of(driven.terms)
        faster = [c for m, c in scaled.terms.items() if monomials.compare(m, lead) >= 0]
        if any(most(c) > 0 for c in (*driven.terms.values(), *faster)):
            return None
        taken = {*ex.symbols(self.recurrence.right), self.recurrence.variable, self.recurrence.function}
        letter = next(name for name in ("c", "k", "d", "C", "K") if name not in taken)
        return BrokenStep(self._formula(Fraction(1), claimed), driven, upper, letter, scaled)
