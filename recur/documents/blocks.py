"""A document as data: paragraphs, displayed formulas, derivations, tables, pictures.

A sentence is a `Step`: words with formulas in it. What a block looks like is a writer's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.model.derivation import Step
from recur.model.expressions import Expr

if TYPE_CHECKING:
    from recur.pictures.shapes import Sheet


NOTHING = Step("")  # a sentence without words


class Tone(StrEnum):
    """How a verdict sounds: in a terminal its colour, on a page its class."""

    GOOD = "good"
    BAD = "bad"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence; `label` stands in the margin before it ("Note", "Read as")."""

    said: Step
    label: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Sentences as a list."""

    sentences: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A displayed formula, and in words what it is or where it holds."""

    formula: Expr
    said: Step | None = None


@dataclass(frozen=True, slots=True)
class Display:
    """Formulas on lines of their own, below each other."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered derivation."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows, and its verdict where it has one."""

    title: str
    verdict: str = ""
    tone: Tone = Tone.DOUBTFUL


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in a word, what belongs to it, and below it details."""

    word: str
    tone: Tone
    said: Step = NOTHING
    details: tuple[Step, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a table, or a range of two; of a share, `percent` of them are shown."""

    low: Fraction
    high: Fraction | None = None
    percent: bool = False

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """What is shown: the number twice, or both ends of the range."""
        high = self.low if self.high is None else self.high
        return (self.low * 100, high * 100) if self.percent else (self.low, high)


Cell = Quantity | Expr | str


@dataclass(frozen=True, slots=True)
class Column:
    """`left`: its cells are words. `spare` columns are left out, the largest first, where a page is too narrow."""

    heading: str
    left: bool = False
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; None stands for rows that are left out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars made of characters, for media that have lines of them; what they are, and in words what they show."""

    lines: tuple[str, ...]
    ascii: tuple[str, ...]
    label: str = ""
    said: Step = NOTHING


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption, for media that can show one."""

    sheet: Sheet
    caption: Step = NOTHING


Block = Paragraph | Items | Display | Steps | Heading | Verdict | Table | Bars | Figure
Document = tuple[Block, ...]
