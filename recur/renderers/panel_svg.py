"""Panels as SVG: each shape one element, all text escaped, on white paper of its own."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from recur.renderers.characters import printable
from recur.renderers.panel_layout import EDGE, INK, Area, Mark, Shape, Stroke, Text, laid_out
from recur.renderers.panels import Picture, Point
from recur.renderers.svg_text import FONTS, mathematics, number, words

DASHES = {"dashed": "7 4", "dotted": "2 3.5", "mixed": "9 3 2 3"}
CORNERS = {
    "square": ((-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)),
    "triangle": ((0.0, -5.0), (4.6, 3.6), (-4.6, 3.6)),
    "diamond": ((0.0, -5.4), (5.4, 0.0), (0.0, 5.4), (-5.4, 0.0)),
}


def render(picture: Picture) -> str:
    """The whole picture as one SVG document."""
    sheet = laid_out(picture)
    width, height = number(sheet.width), number(sheet.height)
    body = "\n".join(map(_element, sheet.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONTS}" fill="{INK}" role="img">\n'
        f"<title>{escape(printable(picture.title))}</title>\n"
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
        case Mark():
            return _mark(shape)


def _text(text: Text) -> str:
    look = {} if text.colour == INK else {"fill": text.colour}
    look |= {"font_weight": "bold"} if text.bold else {}
    (x, y), write = text.place, mathematics if text.formula else words
    return write(text.content, x, y, text.size, text.anchor, **look)


def _mark(mark: Mark) -> str:
    (x, y), colour = mark.place, mark.colour
    place = f'cx="{number(x)}" cy="{number(y)}"'
    match mark.shape:
        case "dot":
            return f'<circle {place} r="4" fill="{colour}"/>'
        case "ring":
            return f'<circle {place} r="2.6" fill="white" fill-opacity="0.6" stroke="{colour}"/>'
        case "cross":
            cross = f"M{number(x - 4)} {number(y - 4)}l8 8m0 -8l-8 8"
            return f'<path d="{cross}" fill="none" stroke="{colour}" stroke-width="2.2"/>'
    outline = [(x + a, y + b) for a, b in CORNERS[mark.shape]]
    return f'<polygon points="{_path(outline)}" fill="{colour}"/>'


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)
