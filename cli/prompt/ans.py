"""`ans`: the last recurrence that could be read; where a growth is expected, the Θ that is proved of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recur.model import InvalidRecurrence, RecurError
from recur.model.patterns import regex
from recur.model.records import field, mutable

from ..faults import attempt

if TYPE_CHECKING:
    from recur.model.expressions import Expr
    from recur.model.recurrence import System
    from recur.model.solution import Solution

ANS = "ans"
_WORD = regex(r"(?<![A-Za-z_\\])ans(?![A-Za-z_(])")


@mutable
class Last:
    """The text of the last recurrence, and its growth once somebody has asked for it."""

    seconds: float | None
    text: str | None = None
    _growth: str | None = field(default=None, init=False)

    def remember(self, text: str) -> None:
        if text != self.text:
            self.text, self._growth = text, None

    def recurrence(self) -> str:
        if self.text is None:
            raise InvalidRecurrence(
                "there is no last recurrence yet", hint="type one first, such as T(n) = 2T(n/2) + n"
            )
        return self.text

    def filled(self, text: str) -> str:
        """The formula with the growth of the last recurrence for `ans`."""
        return _WORD.sub(lambda _: f"({self._proved()})", text) if _WORD.search(text) else text

    def _proved(self) -> str:
        if self._growth is None:
            text = self.recurrence()
            found = attempt(lambda: _solution(text), self.seconds)
            if isinstance(found, RecurError):
                raise InvalidRecurrence(f"no bound is proved of {ANS}: {found.message}")
            from recur.notation.text import write

            self._growth = write(_tight(found))
        return self._growth


def _solution(text: str) -> Solution:
    from recur.solving.solver import solve_all

    return solve_all(text, None)[-1]


def _tight(solution: Solution) -> Expr:
    theta = solution.bounds.theta
    if theta is None:
        raise InvalidRecurrence(f"no single Θ is proved of {ANS}", hint=f"steps {ANS} shows what is")
    if solution.where:
        symbols = ", ".join(definition.symbol for definition in solution.where)
        raise InvalidRecurrence(
            f"the bound of {ANS} holds {symbols}, which no formula here says", hint=f"steps {ANS} shows it"
        )
    return theta.expression()


def read_with_ans(text: str) -> System | None:
    """The recurrences of the text, None where it states none."""

    def reading() -> System:
        from recur.parsing import parse

        return parse(text)

    found = attempt(reading, None)
    return None if isinstance(found, RecurError) else found
