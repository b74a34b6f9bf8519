"""What an induction is about, and the search for one side of it: the form, the values, the constants."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import cached_property, cmp_to_key
from typing import TYPE_CHECKING, TypeAlias

from recur.asymptotics import UNIT, Monomial, level, monomials
from recur.evaluation.equation import OUTSIDE
from recur.evaluation.evaluator import Evaluator
from recur.model import (
    Claim,
    Expr,
    LimitExceeded,
    RecurError,
    Solution,
    Step,
    System,
    Undecided,
    expressions as ex,
    limits,
)
from recur.model.records import mutable, replace
from recur.numbers import TooCoarse, real
from recur.proofs.bound_forms import BoundForm, simplest_between
from recur.proofs.enclosures import EnclosedSum, LogarithmBase, defined_from
from recur.proofs.free_letters import free_form
from recur.proofs.induction import Coefficients, InductionStep, Search, SizedValues, nonnegative
from recur.proofs.positive_forms import PositiveForm
from recur.proofs.proof import ClaimedSide, Disproof, ProvedSide, SmallSize
from recur.proofs.reductions import InductionForm, reduced

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

_SLACKS = (Fraction(1, 4), Fraction(1), Fraction(1, 16), Fraction(1, 64))
CLOSE = (Fraction(1, 64), Fraction(1, 16), Fraction(1, 4))
WORK = 300_000  # products of terms, for one slack
_SHOWN = 6  # base values in the proof
_FAR = 1 << 4096
_OCTAVES = 1 << 160  # sizes up to which the first one is looked for octave by octave


#: says of a claim on a text why it is false; None where it is not known to be
Refutation: TypeAlias = Callable[[], "tuple[Step, ...] | None"]


def _root(b: int) -> Fraction:
    """The least whole number that b is a power of: log₂ n tells of n/4 what log₄ n does."""
    for r in range(2, math.isqrt(b) + 1):
        power = r
        while power < b:
            power *= r
        if power == b:
            return Fraction(r)
    return Fraction(b)


def fastest_of(terms: Coefficients) -> Monomial:
    """The monomial that grows fastest."""
    return max(terms, key=cmp_to_key(monomials.compare))


@mutable(slots=False)
class ProofSearch:
    """One recurrence and one claim on it, and the bounds that are found for it."""

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

    @cached_property
    def evaluator(self) -> Evaluator:
        return Evaluator(self.system, many=True)

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
    def _is_inequality(self) -> bool:
        return self.claim is not None and self.claim.kind in ("<=", "<", ">=", ">")

    @property
    def _is_strict(self) -> bool:
        return self.claim is not None and self.claim.kind in ("<", ">")

    @property
    def _is_scaled_alike(self) -> bool:
        """Is the claimed bound a multiple of the letter that T is a multiple of?"""
        if not self.reduced.scaled or self.claim is None:
            return False
        form = free_form(self.claim.body, frozenset(self.reduced.letters))
        return form is not None and form.fixed == ex.ZERO and not self._free(self.claim.body)

    def _free(self, body: Expr) -> frozenset[str]:
        """The letters that are the claim's own."""
        held = {self.recurrence.variable, *self.reduced.letters}
        for r in self.system.recurrences:
            held = held.union(ex.symbols(r.right), *(ex.symbols(c.value) for c in r.initial))
        return ex.symbols(body) - held

    def _search(self, upper: bool, growth: Monomial, slack: Fraction = _SLACKS[0]) -> Search:
        neutral = self._neutral(growth)
        held = [growth, *([] if neutral is None else [neutral])]
        lowest = max([self.lowest, *(defined_from(m) for m in held)])
        return Search(InductionStep(self.form, upper), self.values, neutral, lowest, slack, self.close)

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
        return not left or monomials.compare(monomials.divide(fastest_of(left), m), level(0, Fraction(-2))) <= 0

    def found(self, upper: bool, growth: Monomial, slacks: tuple[Fraction, ...] | None = None) -> ProvedSide | None:
        if slacks is None and not self.close:
            plain = self._plain(upper, growth)
            if plain is not None:
                return plain
        for slack in slacks or (CLOSE if self.close else _SLACKS):
            try:
                with limits.work_limit(WORK):
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
            with limits.work_limit(WORK):
                found = self._search(upper, growth).multiple({growth: Fraction(1)}, {})
        except (TooCoarse, LimitExceeded, Undecided):
            return None
        return None if found is None else found.side

    def dominates(self, goal: Coefficients, bound: Coefficients, upper: bool, first: int) -> int | None:
        """From where on goal ≥ bound (≤ for a lower bound), at or after `first`."""
        start = max([first, *(defined_from(m) for m in (*goal, *bound))])
        turn = 1 if upper else -1
        while start < _FAR:
            limits.check()
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
            limits.check()
            middle = (low + start) // 2
            less = EnclosedSum(dict(bound), middle, log).scaled(-1)
            total = replace(EnclosedSum(dict(goal), middle, log).plus(less).scaled(turn), start=middle)
            low, start = (low, middle) if middle >= first and nonnegative(total, self._is_strict) else (middle, start)
        return start

    def _with_small_sizes(self, side: ClaimedSide) -> ClaimedSide:
        """The side with the first base values, as they are shown."""
        found, without = [], []
        proved = side.proved
        near = range(proved.first, min(proved.step_from, proved.first + _SHOWN))
        for n in dict.fromkeys((*near, *range(proved.step_from - 1, near.stop - 1, -proved.step_from))):
            known = self.values.get(n)
            if known is not None:
                found.append(SmallSize(n, known[0], EnclosedSum(proved.terms, 1, self.form.log).at(n)))
            else:
                without.append(n)
        return replace(side, values=tuple(found), without_value=tuple(without))

    def _formula(self, c: Fraction, m: Monomial) -> Expr:
        return BoundForm((), self.form.log).plus(c, m).formula(self.recurrence.variable)
