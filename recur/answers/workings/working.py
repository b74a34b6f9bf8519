"""A judged working: each line with its verdict, the first false one with its slip and what would be right."""

from __future__ import annotations

from enum import StrEnum

from recur.answers.judging.verdict import Standing
from recur.model import Expr, Step, System
from recur.model.display import Answer
from recur.model.records import frozen


class LineVerdict(StrEnum):
    """What is known of a line."""

    RIGHT = "right"
    FALSE = "false"
    UNREAD = "unread"
    NOT_JUDGED = "not judged"


class Slip(StrEnum):
    """The kind of mistake in a false line."""

    ARITHMETIC = "arithmetic"
    FACTOR = "call-without-factor"
    SIZE = "cost-at-wrong-size"
    LEVELS = "wrong-number-of-levels"
    INDEX = "index-shifted"
    DROPPED = "term-dropped"
    HIDDEN = "constant-hidden-in-O"
    NOT_BELOW = "step-misses-claim"
    BASE = "base-not-covered"
    NOT_SMALLER = "size-not-smaller"
    CONSTANT = "constant-changed"
    ROOT = "wrong-root"
    MULTIPLICITY = "multiple-root"
    EQUATION = "wrong-characteristic-equation"
    SUM = "wrong-sum"
    TREE = "wrong-count-in-tree"
    GROWTH = "wrong-growth"
    OTHER = "does-not-follow"

    @property
    def words(self) -> str:
        """The kind as a sentence says it.

        >>> Slip.TREE.words
        'a wrong count in the tree'
        """
        return _WORDS[self]


_WORDS = {
    Slip.ARITHMETIC: "a slip of arithmetic",
    Slip.FACTOR: "a call that is not multiplied by its factor",
    Slip.SIZE: "a cost taken at the wrong size",
    Slip.LEVELS: "a wrong number of levels",
    Slip.INDEX: "an index that is shifted",
    Slip.DROPPED: "a term dropped in an equation",
    Slip.HIDDEN: "a constant hidden in an O inside an induction",
    Slip.NOT_BELOW: "a step that does not come back to the claim",
    Slip.BASE: "a base that is not covered",
    Slip.NOT_SMALLER: "the hypothesis used at a size that is not smaller",
    Slip.CONSTANT: "a constant that changes between lines",
    Slip.ROOT: "a wrong root",
    Slip.MULTIPLICITY: "a root counted the wrong number of times",
    Slip.EQUATION: "a wrong characteristic equation",
    Slip.SUM: "a wrong sum",
    Slip.TREE: "a wrong count in the tree",
    Slip.GROWTH: "a wrong growth",
    Slip.OTHER: "it does not follow",
}


@frozen
class JudgedLine:
    """One line and its verdict; of a false one what is wrong, `witness`, numbers that show it, and `right`.

    `right` is what would stand there, proved in its place; `claims`: the line says something that could be false.
    """

    number: int
    text: str
    verdict: LineVerdict
    slip: Slip | None = None
    said: Step | None = None
    right: Expr | None = None
    witness: Step | None = None
    claims: bool = True


@frozen
class Working(Answer):
    """A working held against its recurrence, line by line."""

    recurrence: str
    lines: tuple[JudgedLine, ...]
    system: System

    @property
    def false_line(self) -> JudgedLine | None:
        """The first line that is false."""
        return next((line for line in self.lines if line.verdict is LineVerdict.FALSE), None)

    @property
    def first_false(self) -> int | None:
        """The number of the first line that is false."""
        return None if self.false_line is None else self.false_line.number

    @property
    def open_lines(self) -> tuple[int, ...]:
        """The lines that claim something, and are neither right nor false as far as is known."""
        open_ = (LineVerdict.UNREAD, LineVerdict.NOT_JUDGED)
        return tuple(line.number for line in self.lines if line.claims and line.verdict in open_)

    @property
    def standing(self) -> Standing:
        """Wrong where a line is false, correct where all that is claimed is right."""
        if self.false_line is not None:
            return Standing.WRONG
        judged = any(line.verdict is LineVerdict.RIGHT for line in self.lines)
        return Standing.CORRECT if judged and not self.open_lines else Standing.UNDECIDED

    def assert_correct(self) -> None:
        """Raise an AssertionError that names the first false line, if there is one."""
        if self.false_line is not None:
            raise AssertionError(str(self))
