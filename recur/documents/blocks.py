"""A document as data: paragraphs, displayed formulas, derivations, tables, pictures.

A sentence is a `Step`: words with formulas in it. What a block looks like is a writer's business.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.model import Expr, Step
from recur.model.records import frozen

if TYPE_CHECKING:
    from recur.model.errors import RecurError
    from recur.pictures.shapes import Sheet
    from recur.trees.recursion_tree import RecursionTree


NOTHING = Step("")  # a sentence without words


class Tone(StrEnum):
    """How a verdict sounds: in a terminal its colour, on a page its class."""

    GOOD = "good"
    BAD = "bad"
    DOUBTFUL = "doubtful"


@frozen
class Paragraph:
    """A sentence; before it stands a word in the margin ("Note"), or the formula that it is about.

    `doubtful`: the word is a warning; `apart`: it does not go on what was said before.
    """

    said: Step
    label: str | Expr = ""
    doubtful: bool = False
    apart: bool = False


@frozen
class Items:
    """Sentences as a list; `labels` are what each is called by, (A), (B), …, and stand for the bullets."""

    sentences: tuple[Step, ...]
    labels: tuple[str, ...] = ()


@frozen
class Definitions:
    """Words, and what is to be said of them."""

    pairs: tuple[tuple[str, Step], ...]


@frozen
class Displayed:
    """A formula, in words what it is ("the limit"), and where it holds ("for n = 2^j")."""

    formula: Expr
    said: Step | None = None
    condition: Step | None = None


@frozen
class Given:
    """What was read, each equation with what belongs to it: on paper displayed, in a terminal on a line."""

    label: str
    groups: tuple[tuple[Displayed, ...], ...]


@frozen
class Display:
    """What is found: formulas on lines of their own, and what the symbols in them are."""

    rows: tuple[Displayed, ...]
    where: tuple[Step, ...] = ()


@frozen
class Steps:
    """A numbered derivation."""

    steps: tuple[Step, ...]


@frozen
class Heading:
    """The title of what follows, and its verdict where it has one; 1 is the highest level."""

    title: str | Expr
    verdict: str = ""
    tone: Tone = Tone.DOUBTFUL
    level: int = 1


@frozen
class AnswerLine:
    """The answer in a word, what belongs to it, and below it details."""

    word: str
    tone: Tone
    said: Step = NOTHING
    details: tuple[Step, ...] = ()
    mark: str = ""


@frozen
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


@frozen
class Digits:
    """A number as it was cut or rounded: 2^10, 1.73e5."""

    written: str
    rounded: bool = False


@frozen
class Share:
    """A part of a whole; `bar` is its part of the largest one, where there is any."""

    part: Fraction
    bar: Fraction

    @property
    def percent(self) -> str:
        """With two digits: 34 %, 3.1 %, 0 %."""
        part = self.part * 100
        if part >= 10 or part == 0:
            return f"{int(part + Fraction(1, 2))} %"
        return f"{int(part * 10 + Fraction(1, 2)) / 10:g} %" if part >= 1 else "<1 %"


@frozen
class Source:
    """A line of a program at its indentation; `times` equal lines are one."""

    text: str
    indent: int
    times: int = 1


@frozen
class Typed:
    """What somebody typed, as it stands; on a page it leads to the place named `to`, and is the one named `anchor`."""

    text: str
    to: str = ""
    anchor: str = ""


@frozen
class Listed:
    """Several things that were typed, one after the other."""

    each: tuple[Typed, ...]

    @property
    def text(self) -> str:
        return ", ".join(one.text for one in self.each)


Cell = Quantity | Digits | Share | Source | Typed | Listed | Expr | Step | str


@frozen
class Column:
    """`left`: its cells are words. `spare` columns are left out, the largest first, where a page is too narrow.

    `brief` stands in place of a heading for which there is no room.
    """

    heading: str | Expr
    left: bool = False
    spare: int = 0
    brief: str = ""


@frozen
class Table:
    """Rows of cells; None stands for rows that are left out. `note` is what has to be known of the cells."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...] | None, ...]
    note: str = ""


@frozen
class Bars:
    """Bars made of characters, for media that have lines of them; what they are, and in words what they show."""

    lines: tuple[str, ...]
    ascii: tuple[str, ...]
    label: str = ""
    said: Step = NOTHING


@frozen
class Figure:
    """A picture with its caption, for media that can show one; `subject` is what it shows."""

    sheet: Sheet
    caption: Step = NOTHING
    subject: str = ""


@frozen
class Failed:
    """An error, at its place in the text where a medium can show one; `label`: or a note, or a warning."""

    error: RecurError
    text: str
    label: str = ""


@frozen
class Link:
    """One right-hand side of a chain and its sign; None stands for lines that are left out."""

    sign: str
    right: Expr | None
    said: Step | None = None
    condition: Step | None = None


@frozen
class Chain:
    """left = right = right = …, aligned at the signs."""

    left: Expr
    links: tuple[Link, ...]
    label: str = ""


@frozen
class Evaluated:
    """Values below each other: T(10^18) as it was typed, the sign, and the digits; or why there are none."""

    rows: tuple[tuple[str, str, str], ...]


@frozen
class Term:
    """A quantity with its name, its formula and what is proved of it: work W(n) = … = Θ(…)."""

    name: str
    formula: Expr | None
    proved: tuple[Expr, ...]


@frozen
class Terms:
    """Quantities below each other."""

    terms: tuple[Term, ...]


@frozen
class ListedLine:
    """A line of a program, what it adds to each measure, and in a word why."""

    number: int
    source: Source
    costs: tuple[Cell, ...]
    why: str = ""


@frozen
class Listing:
    """A program's lines below its head, each beside its costs; `note` says what the size is."""

    title: str
    note: str
    lines: tuple[ListedLine, ...]
    measures: tuple[str, ...] = ("work", "span")


@frozen
class Drawing:
    """A recursion tree, for media that draw it with characters."""

    tree: RecursionTree


@frozen
class Marked:
    """A student's answer, as it was typed, and what is said of it; None: there is none."""

    question: str
    asked: str
    points: str
    answer: str | None
    verdict: str = ""
    tone: Tone = Tone.DOUBTFUL
    said: str = ""
    to: str = ""  # the place of the question on a page


@frozen
class Folded:
    """The answers of one student: a page folds them away, at the place named `anchor`; `is_open`: shows them."""

    title: str
    summary: str
    marked: tuple[Marked, ...]
    anchor: str = ""
    is_open: bool = False


@frozen
class Refused:
    """Why there is no answer, what is proved all the same, what would help; with `why`, what each method asked for.

    `others` are the methods about other kinds of recurrence; `several`: more is to be told than is told here.
    """

    label: str
    reason: Step
    proved: tuple[Expr, ...]
    remedy: Step | None
    several: bool
    why: bool = False
    methods: tuple[tuple[tuple[str, ...], Step], ...] = ()
    others: tuple[str, ...] = ()
    mark: str = ""
    hint: str = ""


Block = (
    Given
    | Display
    | Chain
    | Terms
    | Evaluated
    | Steps
    | Paragraph
    | Items
    | Definitions
    | Heading
    | AnswerLine
    | Refused
    | Failed
    | Table
    | Listing
    | Bars
    | Figure
    | Drawing
    | Folded
)
Document = tuple[Block, ...]


class Status(StrEnum):
    """What became of a problem."""

    SOLVED = "solved"
    UNSOLVED = "unsolved"
    ERROR = "error"


@frozen
class Chapter:
    """One problem of a report: its title as it was typed, the answer in a word, and all that is told of it."""

    title: str
    answer: Step
    document: Document
    status: Status = Status.SOLVED
