"""A sheet of shapes as PNG, drawn by matplotlib on a canvas of its own: no display, no window, no global state."""

import warnings
from io import BytesIO
from typing import Any

from recur.model import InvalidRecurrence
from recur.notation.picture import Run
from recur.pictures.shapes import INK, Area, Mark, RoundedBox, Shape, Sheet, Stroke, Text
from recur.pictures.svg import EDGE

PER_INCH, SHARPER = 96.0, 2  # pixels of the sheet, and how many dots one has
POINTS = 72 / PER_INCH
#: matplotlib's own face of Times, whose widths the layout counts with; what that lacks another one has.
FAMILY = ["STIXGeneral", "DejaVu Serif"]
AROUND = "n"  # a letter on each side, so that spaces at the ends are measured too
STYLES: dict[str, Any] = {"solid": "-", "dashed": (0, (5, 3)), "dotted": (0, (1.5, 2.5)), "mixed": (0, (6, 2, 1.5, 2))}
MARKS = {
    "dot": ("o", 8.0), "ring": ("o", 5.2), "square": ("s", 8.0), "speck": ("o", 2.6),
    "triangle": ("^", 9.0), "diamond": ("D", 7.6), "cross": ("x", 8.0),
}  # fmt: skip


def render(sheet: Sheet) -> bytes:
    """The sheet as the bytes of a PNG file."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise InvalidRecurrence(
            "a PNG needs matplotlib, which is not installed",
            hint="pip install 'recur-solver[plot]', or write an .svg, which needs nothing",
        ) from None
    figure = Figure(figsize=(sheet.width / PER_INCH, sheet.height / PER_INCH), dpi=PER_INCH * SHARPER)
    FigureCanvasAgg(figure)
    ground = figure.add_axes((0, 0, 1, 1), xlim=(0, sheet.width), ylim=(sheet.height, 0))
    ground.set_axis_off()
    with warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box: nothing to interrupt anyone for.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ ")
        for order, shape in enumerate(sheet.shapes):
            _draw(ground, shape, order)
        written = BytesIO()
        figure.savefig(written, format="png")
    return written.getvalue()


def _draw(ground: Any, shape: Shape, order: int) -> None:
    look: dict[str, Any]
    match shape:
        case Text():
            _write(ground, shape, order)
        case Stroke():
            xs, ys = zip(*shape.points, strict=True)
            look = {"color": shape.colour, "linestyle": STYLES[shape.style], "zorder": order}
            ground.plot(xs, ys, linewidth=shape.width * POINTS, solid_capstyle="butt", **look)
        case Area():
            look = {"facecolor": shape.colour, "edgecolor": shape.colour, "joinstyle": "round", "zorder": order}
            ground.fill(*zip(*shape.points, strict=True), linewidth=EDGE * POINTS, **look)
        case RoundedBox():
            _box(ground, shape, order)
        case Mark():
            marker, size = MARKS[shape.shape]
            look = {"markersize": size * POINTS, "markeredgecolor": shape.colour, "zorder": order}
            look["markerfacecolor"] = "#ffffff99" if shape.shape == "ring" else shape.colour
            look |= {"markeredgewidth": 0} if shape.shape == "speck" else {}
            ground.plot(*shape.place, marker=marker, linestyle="none", **look)


def _box(ground: Any, box: RoundedBox, order: int) -> None:
    from matplotlib.patches import FancyBboxPatch, Rectangle

    place = (box.place[0] - box.width / 2, box.place[1] - box.height / 2)
    edge = INK if box.outlined else "none"
    look: dict[str, Any] = {"facecolor": box.fill, "edgecolor": edge, "linewidth": 1.2 * POINTS, "zorder": order}
    rounded = box.corner and box.width > 2 * box.corner
    style = f"round,pad=0,rounding_size={box.corner}"
    size = (place, box.width, box.height)
    ground.add_patch(FancyBboxPatch(*size, boxstyle=style, **look) if rounded else Rectangle(*size, **look))


def _write(ground: Any, text: Text, order: int) -> None:
    """Piece by piece, each where the one before it ends: matplotlib's own mathematics knows fewer letters."""
    advances = [_advance(ground, piece, text) for piece in text.line]
    whole = sum(advances) - sum(piece.back for piece in text.line) * text.size
    x, y = text.place
    x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * whole
    for piece, advance in zip(text.line, advances, strict=True):
        x -= piece.back * text.size
        look: dict[str, Any] = {"fontfamily": FAMILY, "fontstyle": "italic" if piece.italic else "normal"}
        look |= {"fontsize": text.size * piece.scale * POINTS, "color": text.colour, "zorder": order}
        look |= {"fontweight": "bold"} if text.bold else {}
        shown = piece.text.replace("$", r"\$")  # no dollar sign starts mathematics
        ground.text(x, y + piece.shift * text.size, shown, ha="left", va="baseline", **look)
        x += advance


def _advance(ground: Any, piece: Run, text: Text) -> float:
    """How far the piece, as it is drawn at its size, moves the pen, in pixels."""
    from matplotlib.font_manager import FontProperties

    style: Any = "italic" if piece.italic else "normal"
    weight = "bold" if text.bold else "normal"
    font = FontProperties(family=FAMILY, size=text.size * piece.scale * POINTS, style=style, weight=weight)
    measure = ground.figure.canvas.get_renderer().get_text_width_height_descent

    def wide(shown: str) -> float:
        return float(measure(shown, font, ismath=False)[0])

    return (wide(f"{AROUND}{piece.text}{AROUND}") - wide(AROUND * 2)) / SHARPER
