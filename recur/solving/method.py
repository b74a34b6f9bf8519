"""A solving method: a function Problem → Solution that raises `Unmet` where it does not fit, and what is said of it.

Methods never import each other: what two of them need stands beside them in their family, or above all families.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from recur.model.solution import OtherShape, Refusal, Solution, Unmet
from recur.solving.kinds import RecurrenceKind
from recur.solving.problem import Problem

Apply = Callable[[Problem], Solution]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its name, where it is stated, and what it solves.

    `about` are the kinds of recurrence that it is made for: of those, it is the first to say why it fails.
    """

    name: str
    source: str
    summary: str
    apply: Apply
    about: tuple[RecurrenceKind, ...] = ()

    def solve(self, problem: Problem) -> Solution | Refusal:
        try:
            return self.apply(problem)
        except Unmet as unmet:
            return Refusal(self.name, unmet.hypothesis, unmet.reason, unmet.formulas, isinstance(unmet, OtherShape))


def method(
    name: str, *, source: str, summary: str, about: tuple[RecurrenceKind, ...] = ()
) -> Callable[[Apply], Method]:
    """Make the function below the method of its module, found by `recur.solving.order`."""
    return lambda apply: Method(name, source, summary, apply, about)
