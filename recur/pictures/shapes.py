"""The one language of shapes that all pictures are laid out in, in pixels from the upper left corner."""

from dataclasses import dataclass

from recur.pictures.typesetting import width_of
from recur.writers.characters import printable

Point = tuple[float, float]
INK, GREY = "#111111", "#555555"
BOLDER = 1.1  # how much wider bold letters are


@dataclass(frozen=True, slots=True)
class Text:
    """Its baseline starts, has its middle or ends at `place`; a `formula` has its scripts set as such."""

    content: str
    place: Point
    size: float
    colour: str = INK
    anchor: str = "start"  # "start", "middle" or "end"
    formula: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through the points; `style` is "solid", "dashed", "dotted" or "mixed"."""

    points: tuple[Point, ...]
    colour: str = GREY
    width: float = 1.0
    style: str = "solid"


@dataclass(frozen=True, slots=True)
class Area:
    """Filled, with an edge of the same colour: it may be thinner than any line."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class RoundedBox:
    """A rectangle with `place` in its middle; `corner` is the radius of its corners, an outlined one has an edge."""

    place: Point
    width: float
    height: float
    fill: str
    corner: float = 0.0
    outlined: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a chart: "dot", "ring", "square", "triangle", "diamond", "cross", or "speck", a third of a dot."""

    shape: str
    place: Point
    colour: str


Shape = Text | Stroke | Area | RoundedBox | Mark


@dataclass(frozen=True, slots=True)
class Sheet:
    """Shapes on a white ground, the later ones over the earlier ones; `title` is the picture in words."""

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


def cut_to_room(text: str, size: float, room: float) -> str:
    """The text, none of which acts on anything, its end left out where the room is too small."""
    text = printable(text)
    if width_of(text, size) <= room:
        return text
    while text and width_of(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
