"""A judged working: each line with its verdict, the first false one with its slip and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recur.model import Expr, RecurError, Step, System
from recur.model.display import Answer


class LineVerdict(StrEnum):
    """What is known of a line."""

    RIGHT = "right"
    FALSE = "false"
    UNREAD = "unread"
    NOT_JUDGED = "not judged"


class Slip(StrEnum):
    """The kind of mistake in a false line."""

    ARITHMETIC = "arithmetic"
    FACTOR = "call not multiplied by its factor"
    SIZE = "cost taken at the wrong size"
    LEVELS = "wrong number of levels"
    INDEX = "index shifted"
    DROPPED = "lower-order term dropped"
    HIDDEN = "constant hidden in O"
    NOT_BELOW = "step does not reach the claim"
    BASE = "base not covered"
    NOT_SMALLER = "hypothesis used at a size that is not smaller"
    CONSTANT = "constant changed"
    ROOT = "wrong root"
    MULTIPLICITY = "multiple root"
    EQUATION = "wrong characteristic equation"
    PROGRESSION = "wrong sum"
    TREE = "wrong count in the tree"
    GROWTH = "wrong growth"
    OTHER = "does not follow"


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One line and its verdict; of a false one what is wrong, and `right`, what would stand there."""

    number: int
    text: str
    verdict: LineVerdict
    slip: Slip | None = None
    said: Step | None = None
    right: Expr | None = None


@dataclass(frozen=True, slots=True)
class Working(Answer):
    """A working held against its recurrence, line by line; `problem` is why none of it is judged."""

    recurrence: str
    lines: tuple[JudgedLine, ...]
    system: System | None = None
    problem: RecurError | None = None

    @property
    def first_false(self) -> int | None:
        """The number of the first line that is false."""
        return next((line.number for line in self.lines if line.verdict is LineVerdict.FALSE), None)

    @property
    def false_line(self) -> JudgedLine | None:
        """The first line that is false."""
        return next((line for line in self.lines if line.verdict is LineVerdict.FALSE), None)

    def assert_correct(self) -> None:
        """Raise an AssertionError that names the first false line, if there is one."""
        if self.false_line is not None:
            raise AssertionError(str(self))
