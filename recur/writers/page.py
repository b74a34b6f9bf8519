"""A page of plain text: lines of at most `width` columns, broken where reading allows, in Unicode or ASCII."""

import re
from collections.abc import Iterator, Sequence

from recur.model import Expr, Voice
from recur.model.patterns import regex
from recur.model.records import field, mutable
from recur.notation import text as notation
from recur.writers.characters import columns, printable, to_ascii

GLUE = "\u00a0"
#: A formula shorter than this never breaks inside a sentence.
HELD_TOGETHER = 30
#: A left side so short stays beside what it is equal to, unless that takes more room than this.
SHORT_LEFT_SIDE, LONGEST_START = 10, 60
OPERATORS = ("= ", "≤ ", "≥ ", "<= ", ">= ", "≠ ", "!= ", "~ ", "+ ", "− ", "- ", "· ", "* ", "/ ")
OPENING, CLOSING = "([{⌊⌈", ")]}⌋⌉"
_BRACKETS_AND_OPERATORS = regex(f"[{re.escape(OPENING + CLOSING)}]| (?={'|'.join(map(re.escape, OPERATORS))})")
_SPACES = regex(r"[ \n\t]+")


def glue(formula: str) -> str:
    """The formula as one word, or as several that break before its outermost operators when it is long."""
    if columns(formula) <= HELD_TOGETHER:
        return held(formula)
    first, *rest = operands(formula)
    if rest and columns(first) <= SHORT_LEFT_SIDE and columns(first) + columns(rest[0]) < LONGEST_START:
        first, rest = f"{first} {rest[0]}", rest[1:]
    return " ".join(map(held, (first, *rest)))


def held(text: str) -> str:
    """The text as a single word."""
    return text.replace(" ", GLUE)


def operands(formula: str) -> list[str]:
    """The formula cut before every operator outside brackets: ["T(n)", "= 2·T(n/2)", "+ n"]."""
    parts, start, depth = [], 0, 0
    for mark in _BRACKETS_AND_OPERATORS.finditer(formula):
        depth += (mark[0] in OPENING) - (mark[0] in CLOSING)
        if mark[0] == " " and not depth:
            parts.append(formula[start : mark.start()])
            start = mark.end()
    return [*parts, formula[start:]]


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The words of `text` on lines of at most `width` columns, which start with `first`, then with `rest`."""
    lines, line, used = [], first, columns(first)
    empty = True
    for word, size in _fitting(text, width - max(columns(first), columns(rest))):
        if not empty and used + 1 + size > width:
            lines.append(line)
            line, used, empty = rest, columns(rest), True
        line, used = (line + word, used + size) if empty else (f"{line} {word}", used + 1 + size)
        empty = False
    return [line.replace(GLUE, " ").rstrip() for line in (*lines, line)]


def _fitting(text: str, room: int) -> Iterator[tuple[str, int]]:
    """The words with their columns, cut where they are too wide."""
    for word in _SPACES.split(text.strip()):
        size = columns(word)
        if size <= room:
            yield word, size
        else:
            yield from ((piece, columns(piece)) for piece in _cut(word, max(room, 8)))


def _cut(word: str, room: int) -> Iterator[str]:
    """A word that is too wide, cut before its operators, at any space of it or, at last, anywhere."""
    if columns(word) <= room:
        yield word
        return
    spaced = word.replace(GLUE, " ")
    for parts in (operands(spaced), spaced.split(" ")):
        if len(parts) > 1:
            for part in parts:
                yield from _cut(held(part), room)
            return
    piece = ""
    for character in word:
        if columns(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


INDENT = "    "
STYLES = {
    "bound": "1;32",
    "label": "1",
    "number": "2",
    "source": "2",
    "warning": "1;33",
    "error": "1;31",
    "caret": "1;31",
}
RELATION_SIGNS = ("=", "≤", "≥", "<", ">", "~", "≠", "!=")
WIDEST_LEFT_SIDE = 24
WIDEST_SHIFT = 10


@mutable
class Page:
    """Lines growing downwards; `text` hands them out without blank lines at the ends."""

    width: int = 80
    unicode: bool = True
    colour: bool = False
    lines: list[str] = field(default_factory=list)

    @property
    def voice(self) -> Voice:
        return Voice(lambda x: glue(self.written(x)), self.words)

    def written(self, x: Expr) -> str:
        return printable(notation.write(x, ascii=not self.unicode))

    def words(self, text: str) -> str:
        shown = printable(text)
        return shown if self.unicode else GLUE.join(map(to_ascii, shown.split(GLUE)))

    def cut(self, text: str, room: int) -> str:
        """As many characters, from the first, as fit; dots stand for those left out."""
        if columns(text) <= room:
            return text
        dots = self.words("…")
        kept = ""
        for character in text:
            if columns(kept + character) > room - len(dots):
                break
            kept += character
        return kept.rstrip() + dots

    def styled(self, text: str, style: str | None) -> str:
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.colour and style and text else text

    def text(self) -> str:
        return "\n".join(self.lines).strip("\n").replace(GLUE, " ")

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def paragraph(self, text: str, first: str = "", rest: str = "", style: str | None = None) -> None:
        """Wrapped text; what `first` puts before it (a label, a number) is styled, the text is not."""
        lines = wrap(text, self.width, first, rest)
        mark = first.strip()
        if mark and lines[0].startswith(first):
            lines[0] = lines[0].replace(mark, self.styled(mark, style), 1)
        self.lines.extend(lines)

    def labelled(self, label: str, text: str, room: int = 9, style: str = "label") -> None:
        """A label in the margin, the text beside it."""
        first = label.ljust(room - 1) + " "
        self.paragraph(text, first, " " * len(first), style)

    def formula(self, text: str, indent: str, style: str | None = None, after: str = "") -> None:
        """A formula on lines of its own; one that is too long is cut before its operators."""
        if columns(indent + text + after) <= self.width:
            self.lines.append(indent + self.styled(text, style) + after)
            return
        parts = operands(text)
        hanging = indent + " " * min(columns(parts[0]) + 1, WIDEST_LEFT_SIDE)
        words = " ".join(map(held, parts)) + (f" {held(after.strip())}" if after else "")
        for line in wrap(words, self.width, indent, hanging):
            bare = line.lstrip(" ")
            self.lines.append(" " * (len(line) - len(bare)) + self.styled(bare, style))

    def right_side(self, text: str, prefix: str, style: str | None, after: str = "") -> None:
        """What stands behind a sign; where it is too long it goes on below itself."""
        if columns(prefix + text + after) <= self.width:
            self.lines.append(prefix + self.styled(text, style) + after)
            return
        words = " ".join(map(held, operands(text))) + (f" {held(after.strip())}" if after else "")
        first, *rest = wrap(words, self.width, prefix, " " * (len(prefix) + 2))
        self.lines += [prefix + self.styled(first[len(prefix) :], style), *rest]

    def displays(self, formulas: Sequence[Expr], indent: str, source: str) -> None:
        """Formulas below each other, their first relation signs in one column; the source ends the last."""
        cut = [operands(self.written(formula)) for formula in formulas]
        lefts = [columns(parts[0]) for parts in cut] or [0]
        edge = max(lefts)
        related = all(len(parts) > 1 and parts[1].startswith(RELATION_SIGNS) for parts in cut)
        aligned = related and edge - min(lefts) <= WIDEST_SHIFT
        for parts in cut:
            padding = edge - columns(parts[0]) if aligned else 0
            self.formula(" ".join(parts), indent + " " * padding)
        if not source or not formulas:
            return
        room = self.width - columns(self.lines[-1]) - columns(source)
        if room < 2:
            room = self.width - columns(source)
            self.lines.append("")
        if room >= 0:
            self.lines[-1] += " " * room + self.styled(source, "source")
        else:
            self.lines.pop()
            self.paragraph(source, indent, indent)
