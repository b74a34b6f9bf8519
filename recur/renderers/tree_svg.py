"""A recursion tree as a drawing in SVG: one element a shape, no text of the input unescaped, no font or file needed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from recur.renderers.svg_text import FONTS, mathematics, number, words
from recur.renderers.tree_drawing import INK, WIDTH, Box, Dots, Line, Shape, Text, drawing

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree


def render(tree: RecursionTree, notes: bool = True) -> str:
    """The whole drawing as one SVG document; `notes` below it, where no caption tells them."""
    found = drawing(tree, notes)
    width, height = number(WIDTH), number(found.height)
    body = "\n".join(map(_element, found.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONTS}" fill="{INK}" role="img">\n'
        f"<title>{escape(found.title)}</title>\n"
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _element(shape: Shape) -> str:
    match shape:
        case Text():
            look = {} if shape.colour == INK else {"fill": shape.colour}
            write, anchor = mathematics if shape.formula else words, "middle" if shape.middle else "start"
            return write(shape.content, shape.x, shape.y, shape.size, anchor, **look)
        case Line():
            ends = f'x1="{number(shape.x1)}" y1="{number(shape.y1)}" x2="{number(shape.x2)}" y2="{number(shape.y2)}"'
            return f'<line {ends} stroke="{shape.colour}" stroke-width="1.1"/>'
        case Box():
            return _box(shape)
        case Dots():
            return "".join(
                f'<circle cx="{number(shape.x)}" cy="{number(shape.y + step)}" r="1.3" fill="#555555"/>'
                for step in (-5.0, 0.0, 5.0)
            )


def _box(box: Box) -> str:
    place = f'x="{number(box.x - box.width / 2)}" y="{number(box.y - box.height / 2)}"'
    size = f'width="{number(box.width)}" height="{number(box.height)}"'
    corner = f' rx="{number(box.corner)}"' if box.corner else ""
    edge = f' stroke="{INK}" stroke-width="1.2"' if box.outlined else ""
    return f'<rect {place} {size}{corner} fill="{box.fill}"{edge}/>'
