"""A sheet of shapes as SVG: one element a shape, all text escaped, no font or file needed."""

from collections.abc import Sequence
from html import escape

from recur.notation.picture import FONTS, TypeLine, width_of
from recur.pictures.shapes import BOLDER, INK, Area, Mark, Point, RoundedBox, Shape, Sheet, Stroke, Text

DASHES = {"dashed": "7 4", "dotted": "2 3.5", "mixed": "9 3 2 3"}
EDGE = 3.0  # of an area
#: So many characters are told how wide they are: with other fonts they fit into their room all the same.
FITTED = 2
CORNERS = {
    "square": ((-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)),
    "triangle": ((0.0, -5.0), (4.6, 3.6), (-4.6, 3.6)),
    "diamond": ((0.0, -5.4), (5.4, 0.0), (0.0, 5.4), (-5.4, 0.0)),
}


def render(sheet: Sheet) -> str:
    """The whole sheet as one SVG document."""
    width, height = number(sheet.width), number(sheet.height)
    body = "\n".join(map(_element, sheet.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONTS}" fill="{INK}" role="img">\n'
        f"<title>{escape(sheet.title, quote=False)}</title>\n"
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _element(shape: Shape) -> str:
    match shape:
        case Text():
            return _text(shape)
        case Stroke():
            dashes = f' stroke-dasharray="{DASHES[shape.style]}"' if shape.style in DASHES else ""
            look = f'fill="none" stroke="{shape.colour}" stroke-width="{number(shape.width)}"{dashes}'
            return f'<polyline points="{_path(shape.points)}" {look}/>'
        case Area():
            edge = f'stroke="{shape.colour}" stroke-width="{number(EDGE)}" stroke-linejoin="round"'
            return f'<polygon points="{_path(shape.points)}" fill="{shape.colour}" {edge}/>'
        case RoundedBox():
            return _box(shape)
        case Mark():
            return _mark(shape)


def _text(text: Text) -> str:
    """A <text> element; scripts are shifted, smaller spans."""
    look = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    look += f' fill="{text.colour}"' if text.colour != INK else ""
    look += ' font-weight="bold"' if text.bold else ""
    if sum(len(run.text) for run in text.line) >= FITTED:
        wide = width_of(text.line, text.size) * (BOLDER if text.bold else 1)
        look += f' textLength="{number(wide)}" lengthAdjust="spacingAndGlyphs"'
    where = f'x="{number(text.place[0])}" y="{number(text.place[1])}" font-size="{number(text.size)}"'
    return f'<text {where}{look} xml:space="preserve">{_spans(text.line, text.size)}</text>'


def _spans(runs: TypeLine, size: float) -> str:
    spans, line = [], 0.0
    for run in filter(lambda run: run.text, runs):
        attributes = [] if run.scale == 1 else [f'font-size="{number(size * run.scale)}"']
        if run.italic:
            attributes.append('font-style="italic"')
        if run.back:
            attributes.append(f'dx="{number(-run.back * size)}"')
        if run.shift != line:
            attributes.append(f'dy="{number((run.shift - line) * size)}"')
            line = run.shift
        content = escape(run.text, quote=False)
        spans.append(f"<tspan {' '.join(attributes)}>{content}</tspan>" if attributes else content)
    return "".join(spans)


def _box(box: RoundedBox) -> str:
    x, y = box.place
    place = f'x="{number(x - box.width / 2)}" y="{number(y - box.height / 2)}"'
    size = f'width="{number(box.width)}" height="{number(box.height)}"'
    corner = f' rx="{number(box.corner)}"' if box.corner else ""
    edge = f' stroke="{INK}" stroke-width="1.2"' if box.outlined else ""
    return f'<rect {place} {size}{corner} fill="{box.fill}"{edge}/>'


def _mark(mark: Mark) -> str:
    (x, y), colour = mark.place, mark.colour
    place = f'cx="{number(x)}" cy="{number(y)}"'
    match mark.shape:
        case "dot":
            return f'<circle {place} r="4" fill="{colour}"/>'
        case "speck":
            return f'<circle {place} r="1.3" fill="{colour}"/>'
        case "ring":
            return f'<circle {place} r="2.6" fill="white" fill-opacity="0.6" stroke="{colour}"/>'
        case "cross":
            cross = f"M{number(x - 4)} {number(y - 4)}l8 8m0 -8l-8 8"
            return f'<path d="{cross}" fill="none" stroke="{colour}" stroke-width="2.2"/>'
    outline = [(x + a, y + b) for a, b in CORNERS[mark.shape]]
    return f'<polygon points="{_path(outline)}" fill="{colour}"/>'


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def number(x: float) -> str:
    return f"{x:.2f}".rstrip("0").rstrip(".")
