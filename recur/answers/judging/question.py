"""What answers are held against: a recurrence, parsed and solved once, or a key that an assignment states."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from recur.answers.judging.growth_claims import extent
from recur.model import (
    Bounds,
    Case,
    Claim,
    Domain,
    Expr,
    RecurError,
    Recurrence,
    Solution,
    Step,
    System,
    Unsolved,
    expressions as ex,
)
from recur.model.limits import DEFAULT_SECONDS, time_limit
from recur.model.logarithms import decides_growth_of, formulas_of, remark_on
from recur.model.records import field, frozen, mutable, replace

if TYPE_CHECKING:
    from recur.answers.misconceptions.misconceptions import Made


@frozen
class Proved:
    """What is known of one function: bounds, and if they are known T ~ leading, T = exact on `domain`."""

    variable: str
    bounds: Bounds
    leading: Expr | None = None
    exact: Expr | None = None
    domain: Domain | None = None  # None: a stated key, which holds everywhere
    cases: tuple[Case, ...] = ()
    recurrence: Recurrence | None = None
    solution: Solution | None = None
    system: System | None = None


REMEMBERED = 1000  # questions


@frozen(slots=False)
class Question:
    """One recurrence and what is proved of it, or one stated key; `problem` says why nothing is proved.

    A question is read and solved once; any number of answers is judged against it.
    """

    text: str
    system: System | None = None
    solutions: tuple[Solution, ...] = ()
    key: Claim | None = None
    problem: RecurError | None = None
    log: str | None = None  # the base of a log that names none, in the question and in its answers

    @classmethod
    def read(cls, text: str, timeout: float | None = DEFAULT_SECONDS, log: str | None = None) -> Question:
        """The recurrence of the text, solved within `timeout` seconds; what goes wrong is kept as `problem`."""
        system: System | None = None
        try:
            with time_limit(timeout):
                from recur.parsing import parse

                system = parse(text, log)
                from recur.solving.solver import solve_all

                return cls(text, system, solve_all(system, None), log=log)
        except RecurError as problem:
            return cls(text, system, problem=problem, log=log)

    @classmethod
    def keyed(cls, text: str, timeout: float | None = DEFAULT_SECONDS, log: str | None = None) -> Question:
        """A question whose answer is stated: "Θ(n log n)", "T(n) = 2^n − 1"; an unreadable key is a `problem`."""
        from recur.parsing import parse_claim

        try:
            with time_limit(timeout):
                return cls(text, key=parse_claim(text, log=log), log=log)
        except RecurError as problem:
            return cls(text, problem=problem, log=log)

    def claim(self, answer: str) -> Claim:
        """What an answer claims; raises a `RecurError` where it cannot be read."""
        from recur.parsing import parse_claim, parse_claim_on

        if self.system is None:
            return parse_claim(answer, log=self.log)
        return parse_claim_on(self.system, answer, self.log)

    @cached_property
    def _solved(self) -> dict[str, Proved]:
        """What is known of each function that is solved."""
        return {s.function: replace(_of_solution(s), system=self.system) for s in reversed(self.solutions)}

    @cached_property
    def mistakes(self) -> Made:
        """What mistakes would answer, as they are asked for."""
        from recur.answers.misconceptions.misconceptions import Made

        return Made()

    @cached_property
    def names(self) -> frozenset[str]:
        """What means something in the equations: their letters and their sizes."""
        recurrences = () if self.system is None else self.system.recurrences
        return frozenset().union(*(ex.symbols(r.right) | {r.variable} for r in recurrences))

    @cached_property
    def said_of_bases(self) -> Step | None:
        """What a log without a base was read as, where the growth hangs on one in the question."""
        recurrences = () if self.system is None else self.system.recurrences
        return remark_on(x for r in recurrences if decides_growth_of(r) for x in formulas_of(r))

    @property
    def stated(self) -> Claim | None:
        return None if self.system is None else self.system.stated

    def proved(self, function: str | None = None) -> Proved | None:
        """What is known of the function that is named, or of the one asked for; None: nothing is."""
        if self.key is not None:
            return _of_key(self.key)
        asked = function or (None if self.system is None else self.system.asked.function)
        if asked in self._solved:
            return self._solved[asked]
        if isinstance(self.problem, Unsolved) and self.problem.bounds is not None and self.system is not None:
            only = self.system.recurrences[-1]
            if len(self.system.recurrences) == 1 and function in (None, only.function):
                return Proved(only.variable, self.problem.bounds, recurrence=only, system=self.system)
        return None


def _of_solution(s: Solution) -> Proved:
    exact, domain = (None, None) if s.constants else (s.exact, s.exact_domain)  # a family is no one function
    cases = tuple(case for case in s.cases if case.growth is not None)
    return Proved(s.variable, s.bounds, s.leading, exact, domain, cases, s.recurrence, s)


def _of_key(key: Claim) -> Proved:
    growth = extent(key.body, "n")
    low, high = growth.low, growth.high
    if key.kind in ("O", "o", "<=", "<"):
        low = None
    if key.kind in ("Ω", "ω", ">=", ">"):
        high = None
    exact = key.body if key.kind == "=" else None
    leading = key.body if key.kind == "~" else None
    return Proved("n", Bounds(low, high), leading, exact)


@mutable
class Questions:
    """Questions by their text: one that comes again is not solved again."""

    seconds: float | None = DEFAULT_SECONDS
    _known: dict[str, Question] = field(default_factory=dict, init=False)

    def of(self, text: str) -> Question:
        if text not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[text] = Question.read(text, self.seconds)
        return self._known[text]
