"""A recursion tree as PNG, drawn by matplotlib on a canvas of its own: no display, no window, no global state."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

from recur.errors import InvalidRecurrence
from recur.renderers.svg_text import Run, runs
from recur.renderers.tree_drawing import GREY, INK, WIDTH, Box, Dots, Line, Shape, Text, drawing

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree

PER_INCH, SHARPER = 96.0, 2  # pixels of the drawing, and how many dots one has
POINTS = 72 / PER_INCH
#: Comes with matplotlib, and has the widths that the drawing is laid out for.
FAMILY = ["STIXGeneral", "DejaVu Serif"]
AROUND = "n"  # a letter on each side, so that spaces at the ends are measured too


def render(tree: RecursionTree) -> bytes:
    """The drawing as the bytes of a PNG file."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise InvalidRecurrence(
            "a PNG needs matplotlib, which is not installed",
            hint="pip install 'recur[plot]', or write an .svg, which needs nothing",
        ) from None
    found = drawing(tree)
    figure = Figure(figsize=(WIDTH / PER_INCH, found.height / PER_INCH), dpi=PER_INCH * SHARPER)
    ground = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(found.height, 0))
    ground.set_axis_off()
    with warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box: nothing to interrupt anyone for.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ ")
        for order, shape in enumerate(found.shapes):
            _draw(ground, shape, order)
        FigureCanvasAgg(figure)
        written = BytesIO()
        figure.savefig(written, format="png")
    return written.getvalue()


def _draw(ground: Any, shape: Shape, order: int) -> None:
    from matplotlib.patches import FancyBboxPatch, Rectangle

    look: dict[str, Any]
    match shape:
        case Text():
            _write(ground, shape, order)
        case Line():
            look = {"color": shape.colour, "linewidth": 1.1 * POINTS, "zorder": order}
            ground.plot((shape.x1, shape.x2), (shape.y1, shape.y2), **look)
        case Dots():
            places = [shape.y + step for step in (-5, 0, 5)]
            ground.plot(
                [shape.x] * 3, places, "o", color=GREY, markersize=2.6 * POINTS, markeredgewidth=0, zorder=order
            )
        case Box():
            place = (shape.x - shape.width / 2, shape.y - shape.height / 2)
            edge = INK if shape.outlined else "none"
            look = {"facecolor": shape.fill, "edgecolor": edge, "linewidth": 1.2 * POINTS, "zorder": order}
            round_ = shape.corner and shape.width > 2 * shape.corner
            style = f"round,pad=0,rounding_size={shape.corner}"
            size = (place, shape.width, shape.height)
            ground.add_patch(FancyBboxPatch(*size, boxstyle=style, **look) if round_ else Rectangle(*size, **look))


def _write(ground: Any, text: Text, order: int) -> None:
    """Piece by piece, each where the one before it ends: matplotlib's own mathematics knows fewer letters."""
    pieces = runs(text.content) if text.formula else [Run(text.content, False, 1.0, 0.0)]
    advances = [_advance(piece, text.size) for piece in pieces]
    x = text.x - sum(advances[i] - piece.back * text.size for i, piece in enumerate(pieces)) / 2 * text.middle
    for piece, advance in zip(pieces, advances, strict=True):
        x -= piece.back * text.size
        look: dict[str, Any] = {"fontfamily": FAMILY, "fontstyle": "italic" if piece.italic else "normal"}
        look |= {"fontsize": text.size * piece.scale * POINTS, "color": text.colour, "zorder": order}
        shown = piece.text.replace("$", r"\$")  # no dollar sign starts mathematics
        ground.text(x, text.y + piece.shift * text.size, shown, ha="left", va="baseline", **look)
        x += advance


def _advance(piece: Run, size: float) -> float:
    """How far the piece moves the pen, in pixels."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FAMILY, style="italic" if piece.italic else "normal", size=100)

    def wide(text: str) -> float:
        return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])

    return (wide(f"{AROUND}{piece.text}{AROUND}") - wide(AROUND * 2)) / 100 * piece.scale * size
