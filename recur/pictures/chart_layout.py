"""A chart laid out as shapes: axes, curves, marks and the legend below them, every text cut to its room."""

from collections.abc import Iterator, Sequence

from recur.model.records import frozen
from recur.notation.picture import TypeLine, width_of
from recur.pictures import shapes as sh
from recur.pictures.charts import Band, Line, Marks, Panel, Picture, clamped, cut, spaced

WIDTH, SINGLE = 920.0, 640.0  # of two panels, and of one
LEFT, RIGHT, HIGH = 74.0, 20.0, 300.0  # beside the axes of a panel; how high they are
HEAD, ABOVE, BELOW = 40.0, 78.0, 50.0  # the picture's title; a panel's titles above its axes; what stands below them
ROW, FOOT, MARGIN = 22.0, 30.0, 24.0
LARGE, MIDDLE, SMALL, LEAST = 17.0, 15.0, 13.0, 12.0
GRID, BAND = "#e6e6e6", "#d5e3f1"
COLOURS = {
    "sample": "#8da9c4", "median": sh.INK, "fit": "#1f5f99", "rival": "#c2410c", "ideal": "#6b6b6b",
    "most": "#7fa8d1", "certain": "#1f5f99", "weaker": "#7a7a7a", "ceiling": sh.GREY, "schedule": "#c2410c",
    "threads": "#1f5f99", "processes": "#c2410c", "dask": "#2f7d4f", "mpi": "#7a4fa3",
}  # fmt: skip
THICK, THIN, JOINING, WHISKER = 2.0, 1.3, 1.6, 1.4
KEY, GAP = 28.0, 22.0  # how wide a key of the legend is, and the room between two entries


Entry = Marks | Line | Band


def laid_out(picture: Picture) -> sh.Sheet:
    """The picture with every text cut to its room."""
    width = WIDTH if len(picture.panels) > 1 else SINGLE
    room = width - 2 * MARGIN
    title = sh.Text(sh.cut_to_room(sh.typed(picture.title), sh.BOLDER * LARGE, room), (MARGIN, 28), LARGE, bold=True)
    if not picture.panels:
        lines = [
            sh.Text(sh.cut_to_room(sh.typed(line), MIDDLE, room), (MARGIN, HEAD + 24 + ROW * i), MIDDLE)
            for i, line in enumerate(picture.message)
        ]
        return sh.Sheet(title.content, width, HEAD + 36 + ROW * len(lines), (title, *lines))
    each = width / len(picture.panels)
    frames = [PanelFrame(panel, each * i, each) for i, panel in enumerate(picture.panels)]
    height = HEAD + ABOVE + HIGH + BELOW + ROW * max(len(frame.legend()) for frame in frames) + FOOT
    foot = sh.Text(sh.cut_to_room(sh.typed(picture.footer), LEAST, room), (MARGIN, height - 12), LEAST, sh.GREY)
    shapes = (title, *(shape for frame in frames for shape in frame.shapes()), foot)
    return sh.Sheet(title.content, width, height, tuple(s for s in shapes if not isinstance(s, sh.Text) or s.line))


@frozen
class PanelFrame:
    """A panel in the part of the picture that begins at `start` and is `width` wide."""

    panel: Panel
    start: float
    width: float
    top: float = HEAD + ABOVE

    @property
    def left(self) -> float:
        return self.start + LEFT

    @property
    def right(self) -> float:
        return self.start + self.width - RIGHT

    @property
    def bottom(self) -> float:
        return self.top + HIGH

    def place(self, point: sh.Point) -> sh.Point:
        x, y = self.panel.across.part(point[0]), self.panel.up.part(point[1])
        return self.left + x * (self.right - self.left), self.bottom - y * HIGH

    def path(self, points: Sequence[sh.Point]) -> tuple[sh.Point, ...]:
        return tuple(self.place(point) for point in points)

    def shapes(self) -> Iterator[sh.Shape]:
        panel, up = self.panel, self.panel.up
        yield from self.titles()
        for band in panel.bands:
            yield sh.Area(self.path([*clamped(band.upper, up), *reversed(clamped(band.lower, up))]), BAND)
        yield from self.grid()
        for line in panel.lines:
            for piece in cut(line.points, up):
                yield sh.Stroke(self.path(piece), _colour(line), THIN if line.thin else THICK, line.style)
        for marks in panel.marks:
            yield from self.marks(marks)
        for i, row in enumerate(self.legend()):
            x, y = self.start + MARGIN, self.bottom + BELOW + ROW * i + 14
            for entry, label in row:
                yield from _key(entry, x, y - 5)
                yield sh.Text(label, (x + KEY + 8, y), SMALL)
                x += KEY + 8 + width_of(label, SMALL) + GAP

    def titles(self) -> Iterator[sh.Shape]:
        panel, x, room = self.panel, self.start + MARGIN, self.width - MARGIN - RIGHT
        middle = (self.left + self.right) / 2
        yield sh.Text(sh.cut_to_room(sh.typed(panel.title), MIDDLE, room), (x, HEAD + 20), MIDDLE)
        yield sh.Text(sh.cut_to_room(sh.typed(panel.note), SMALL, room), (x, HEAD + 41), SMALL, sh.GREY)
        yield sh.Text(sh.typed(panel.up.title), (x, HEAD + 66), SMALL, sh.GREY)
        yield sh.Text(sh.typed(panel.across.title), (middle, self.bottom + 40), SMALL, sh.GREY, "middle")

    def grid(self) -> Iterator[sh.Shape]:
        """A light line and a label for each tick, and the axes."""
        across, up = self.panel.across, self.panel.up
        for place, label in spaced(across.ticks, across, self.right - self.left, SMALL):
            x, _ = self.place((place, up.low))
            yield sh.Stroke(((x, self.top), (x, self.bottom)), GRID)
            if label:
                yield sh.Text(sh.typed(label), (x, self.bottom + 19), SMALL, sh.INK, "middle")
        for place, label in up.ticks:
            _, y = self.place((across.low, place))
            yield sh.Stroke(((self.left, y), (self.right, y)), GRID)
            yield sh.Text(sh.typed(label), (self.left - 8, y + 4.5), SMALL, sh.INK, "end")
        yield sh.Stroke(((self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)), sh.INK)

    def marks(self, marks: Marks) -> Iterator[sh.Shape]:
        colour = _colour(marks)
        if marks.style and len(marks.points) > 1:
            yield sh.Stroke(self.path(marks.points), colour, JOINING, marks.style)
        for (x, _), (low, high) in zip(marks.points, marks.ranges, strict=False):
            ends = self.path(((x, low), (x, high)))
            yield sh.Stroke(ends, colour, WHISKER)
            for a, b in ends:
                yield sh.Stroke(((a - 4, b), (a + 4, b)), colour, WHISKER)
        for point in marks.points:
            yield sh.Mark(marks.shape, self.place(point), colour)

    def legend(self) -> list[list[tuple[Entry, TypeLine]]]:
        """Everything that has a label, in rows that keep to the panel."""
        room, used = self.width - MARGIN - RIGHT, 0.0
        rows: list[list[tuple[Entry, TypeLine]]] = []
        entries: tuple[Entry, ...] = (*self.panel.marks, *self.panel.lines, *self.panel.bands)
        for entry in (each for each in entries if each.label):
            label = sh.cut_to_room(sh.typed(entry.label), SMALL, room - KEY - 8)
            needed = KEY + 8 + width_of(label, SMALL)
            if not rows or used + GAP + needed > room:
                rows.append([])
                used = -GAP
            used += GAP + needed
            rows[-1].append((entry, label))
        return rows


def _key(entry: Entry, x: float, y: float) -> Iterator[sh.Shape]:
    """The colour, the line or the mark of a label."""
    if isinstance(entry, Band):
        yield sh.Area(((x + 1, y - 4), (x + KEY - 1, y - 4), (x + KEY - 1, y + 4), (x + 1, y + 4)), BAND)
        return
    if entry.style:
        width = JOINING if isinstance(entry, Marks) else THIN if entry.thin else THICK
        yield sh.Stroke(((x, y), (x + KEY, y)), _colour(entry), width, entry.style)
    if isinstance(entry, Marks):
        yield sh.Mark(entry.shape, (x + KEY / 2, y), _colour(entry))


def _colour(entry: Marks | Line) -> str:
    return COLOURS.get(entry.role, sh.GREY)
