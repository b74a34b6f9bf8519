"""The one language of shapes that all pictures are laid out in, in pixels from the upper left corner."""

from recur.model import Expr, Step
from recur.model.derivation import in_turn
from recur.model.records import frozen, replace
from recur.notation import picture
from recur.notation.picture import TypeLine, concatenated, width_of
from recur.writers.characters import printable

Point = tuple[float, float]
#: What is written in a picture: words, a formula, a sentence with formulas in it.
Label = str | Expr | Step
INK, GREY = "#111111", "#555555"
BOLDER = 1.1  # how much wider bold letters are


@frozen
class Text:
    """A line of type whose baseline starts, has its middle or ends at `place`."""

    line: TypeLine
    place: Point
    size: float
    colour: str = INK
    anchor: str = "start"  # "start", "middle" or "end"
    bold: bool = False

    @property
    def content(self) -> str:
        """Its letters."""
        return "".join(run.text for run in self.line)


@frozen
class Stroke:
    """A line through the points; `style` is "solid", "dashed", "dotted" or "mixed"."""

    points: tuple[Point, ...]
    colour: str = GREY
    width: float = 1.0
    style: str = "solid"


@frozen
class Area:
    """Filled, with an edge of the same colour: it may be thinner than any line."""

    points: tuple[Point, ...]
    colour: str


@frozen
class RoundedBox:
    """A rectangle with `place` in its middle; `corner` is the radius of its corners, an outlined one has an edge."""

    place: Point
    width: float
    height: float
    fill: str
    corner: float = 0.0
    outlined: bool = False


@frozen
class Mark:
    """A point of a chart: "dot", "ring", "square", "triangle", "diamond", "cross", or "speck", a third of a dot."""

    shape: str
    place: Point
    colour: str


Shape = Text | Stroke | Area | RoundedBox | Mark


@frozen
class Sheet:
    """Shapes on a white ground, the later ones over the earlier ones; `title` is the picture in words."""

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


def typed(*label: Label) -> TypeLine:
    """Words upright, formulas set, one after the other; nothing in them acts on anything."""
    parts: list[str | Expr] = []
    for part in label:
        parts += in_turn(part.sentence, dict(part.formulas)) if isinstance(part, Step) else [part]
    return concatenated(printable(part) if isinstance(part, str) else picture.write(part) for part in parts)


def cut_to_room(line: TypeLine, size: float, room: float) -> TypeLine:
    """The line, its end left out where the room is too small."""
    if width_of(line, size) <= room:
        return line
    kept = line
    while kept and width_of(concatenated((kept, "…")), size) > room:
        last = replace(kept[-1], text=kept[-1].text[:-1].rstrip())
        kept = (*kept[:-1], last) if last.text else kept[:-1]
    return concatenated((kept, "…"))
