"""A panel of a chart made of characters: curves of braille dots, signs for marks; in ASCII points and letters.

A cell of braille is two dots wide and four high (Unicode, chapter 21.1), one of ASCII one wide and two high.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from recur.documents.given import said
from recur.model import Voice
from recur.model.records import field, frozen, mutable
from recur.notation import text
from recur.pictures.charts import Axis, Band, Line, Marks, Panel, Tick, clamped, cut
from recur.pictures.shapes import Label, Point
from recur.writers.characters import columns as width_of, printable, to_ascii

HIGH, LOW = 14, 7  # rows of times, and of what they leave
NARROWEST = 24
BRAILLE = 0x2800
#: The bit of each dot of a braille cell, row by row.
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
PLAIN_DOTS = {1: "'", 2: ".", 3: ":"}
#: Of each style, which columns of dots are drawn.
PATTERNS = {"solid": (1,), "dashed": (1, 1, 1, 1, 0, 0), "dotted": (1, 0, 0), "mixed": (1, 1, 1, 0, 1, 0)}
SIGNS = {"dot": ("●", "o"), "ring": ("∘", "x"), "square": ("■", "#"), "triangle": ("▲", "^"), "diamond": ("◆", "*")}
SHADE = ("░", "-")
GAP = 3  # columns between two labels


@frozen
class CharacterSet:
    """What a chart is made of: braille and Unicode signs, or ASCII."""

    unicode: bool

    @property
    def cell(self) -> tuple[int, int]:
        """How many dots a cell is wide and high."""
        return (2, 4) if self.unicode else (1, 2)

    def dots(self, bits: int) -> str:
        return chr(BRAILLE + bits) if self.unicode else PLAIN_DOTS[bits]

    def bit(self, column: int, row: int) -> int:
        return DOTS[row][column] if self.unicode else row + 1

    def sign(self, shape: str) -> str:
        return SIGNS.get(shape, ("+", "+"))[0 if self.unicode else 1]

    def shade(self) -> str:
        return SHADE[0 if self.unicode else 1]

    def words(self, label: Label) -> str:
        """The label on one line."""
        voice = Voice(lambda x: text.write(x, not self.unicode), lambda words: printable(words))
        found = voice.sentence(said(label))
        return found if self.unicode else to_ascii(found)


@mutable
class _Canvas:
    """Cells under the panel's axes; what is drawn later stands over what was drawn before."""

    panel: Panel
    wide: int
    high: int
    letters: CharacterSet
    bits: dict[tuple[int, int], int] = field(default_factory=dict)
    signs: dict[tuple[int, int], str] = field(default_factory=dict)
    shaded: set[tuple[int, int]] = field(default_factory=set)

    def place(self, point: Point) -> Point:
        """In dots from the upper left corner."""
        across, down = self.letters.cell
        x = self.panel.across.part(point[0]) * (self.wide * across - 1)
        return x, (1 - self.panel.up.part(point[1])) * (self.high * down - 1)

    def draw(self, line: Line) -> None:
        """A dot for every column of dots that the line crosses, more where it is steep."""
        across, down = self.letters.cell
        pattern = PATTERNS.get(line.style, (1,))
        for piece in cut(line.points, self.panel.up):
            for x, y in self.path(piece):
                if pattern[x % len(pattern)] and 0 <= x < self.wide * across and 0 <= y < self.high * down:
                    cell = (y // down, x // across)
                    self.bits[cell] = self.bits.get(cell, 0) | self.letters.bit(x % across, y % down)

    def path(self, points: Sequence[Point]) -> Iterator[tuple[int, int]]:
        for here, there in pairwise(map(self.place, points)):
            steps = max(1, round(max(abs(there[0] - here[0]), abs(there[1] - here[1]))))
            for i in range(steps + 1):
                x, y = (a + (b - a) * i / steps for a, b in zip(here, there, strict=True))
                yield round(x), round(y)

    def shade(self, band: Band) -> None:
        """The cells whose middle lies between the edges."""
        across, down = self.letters.cell
        edges = [
            dict(self.path(clamped(sorted(edge), self.panel.up))) for edge in (band.upper, band.lower) if len(edge) > 1
        ]
        for column in range(self.wide) if len(edges) == 2 else ():
            x = column * across
            if x in edges[0] and x in edges[1]:
                top, bottom = edges[0][x], edges[1][x]
                rows = (row for row in range(self.high) if top <= row * down + (down - 1) / 2 <= bottom)
                self.shaded.update((row, column) for row in rows)

    def mark(self, marks: Marks) -> None:
        across, down = self.letters.cell
        for point in marks.points:
            x, y = (round(value) for value in self.place(point))
            if 0 <= x < self.wide * across and 0 <= y < self.high * down:
                self.signs[y // down, x // across] = self.letters.sign(marks.shape)

    def rows(self) -> list[str]:
        return ["".join(self.cell((row, column)) for column in range(self.wide)).rstrip() for row in range(self.high)]

    def cell(self, at: tuple[int, int]) -> str:
        if at in self.signs:
            return self.signs[at]
        if at in self.bits:
            return self.letters.dots(self.bits[at])
        return self.letters.shade() if at in self.shaded else " "


def drawn_in_characters(panel: Panel, width: int = 80, high: int = HIGH, unicode: bool = True) -> tuple[str, ...]:
    """The panel in lines of at most `width` columns: its title, the curves between its axes, and a legend."""
    letters = CharacterSet(unicode)
    rule, corner, level = ("│", "└", "─") if unicode else ("|", "+", "-")
    labels = _on_rows(panel.up, high, letters)
    edge = max(map(width_of, labels.values()), default=0)
    canvas = _Canvas(panel, max(NARROWEST, width - edge - 2), high, letters)
    for band in panel.bands:
        canvas.shade(band)
    for line in panel.lines:
        canvas.draw(line)
    for marks in panel.marks:
        canvas.mark(marks)
    lines = [letters.words(panel.title)]
    for row, drawn in enumerate(canvas.rows()):
        lines.append(f"{labels.get(row, ''):>{edge}} {rule}{drawn}")
    lines.append(f"{'':>{edge}} {corner}{level * canvas.wide}")
    name = letters.words(panel.across.title)
    lines.append(" " * (edge + 2) + _below(panel.across.ticks, panel.across, canvas.wide, letters, name))
    lines += [" " * (edge + 2) + entry for entry in _legend(panel, letters, canvas.wide)]
    return tuple(_cut(line.rstrip(), width) for line in lines)


def _cut(line: str, width: int) -> str:
    """The line within the width: a long label loses its end."""
    while width_of(line) > width:
        line = line[:-1]
    return line


def _on_rows(up: Axis, high: int, letters: CharacterSet) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, label in up.ticks:
        found.setdefault(round((1 - up.part(place)) * (high - 1)), letters.words(label))
    return found


def _below(ticks: Sequence[Tick], axis: Axis, wide: int, letters: CharacterSet, name: str) -> str:
    """The labels under the axis, as many as have room, and what they are of at its end."""
    line, room = "", wide - width_of(name) - GAP
    for place, label in ticks:
        shown = letters.words(label)
        start = max(0, round(axis.part(place) * (wide - 1)) - width_of(shown) // 2)
        if (not line or start >= width_of(line) + GAP - 1) and start + width_of(shown) <= room:
            line = line.ljust(start) + shown
    return f"{line:<{wide - width_of(name)}}{name}"


def _legend(panel: Panel, letters: CharacterSet, wide: int) -> Iterator[str]:
    """Each mark, curve and shade with its label, as many on a line as it holds."""
    entries = [f"{letters.sign(marks.shape)} {letters.words(marks.label)}" for marks in panel.marks if marks.label]
    for line in panel.lines:
        if line.label:
            entries.append(f"{_key(line, letters)} {letters.words(line.label)}")
    entries += [f"{letters.shade()} {letters.words(band.label)}" for band in panel.bands if band.label]
    row = ""
    for entry in entries:
        longer = f"{row}   {entry}" if row else entry
        if row and width_of(longer) > wide:
            yield row
            longer = entry
        row = longer
    if row:
        yield row


def _key(line: Line, letters: CharacterSet) -> str:
    """Three cells of the line's own pattern, half way up."""
    across, _ = letters.cell
    pattern = PATTERNS.get(line.style, (1,))
    found = ""
    for cell in range(3):
        bits = sum(letters.bit(x, 1) for x in range(across) if pattern[(cell * across + x) % len(pattern)])
        found += letters.dots(bits) if bits else " "
    return found
