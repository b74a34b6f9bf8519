"""Panels as PNG, drawn by matplotlib on a canvas of its own: no display, no window, no global state."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from recur.errors import InvalidRecurrence
from recur.renderers.characters import LOWERED, RAISED
from recur.renderers.panel_layout import EDGE, Area, Mark, Shape, Stroke, Text, laid_out
from recur.renderers.panels import Picture
from recur.renderers.svg_text import runs

PER_INCH, SHARPER = 96.0, 2  # pixels of the layout, and how many dots one has
POINTS = 72 / PER_INCH
#: matplotlib's own face of Times, whose widths the layout counts with; what that lacks another one has.
FONTS: dict[str, Any] = {"family": ["STIXGeneral", "DejaVu Sans"], "math_fontfamily": "stix"}
STYLES: dict[str, Any] = {"solid": "-", "dashed": (0, (5, 3)), "dotted": (0, (1.5, 2.5)), "mixed": (0, (6, 2, 1.5, 2))}
MARKS = {
    "dot": ("o", 8.0), "ring": ("o", 5.2), "square": ("s", 8.0),
    "triangle": ("^", 9.0), "diamond": ("D", 7.6), "cross": ("x", 8.0),
}  # fmt: skip
#: With letters, what mathematics is set of: the rest stays text, in which matplotlib reads no commands.
SAFE = frozenset("0123456789.,+−=≤/ ()δα∞")
#: Beside ASCII, the letters that mathematics can be set with; a line with others stays text as a whole.
KNOWN = frozenset("µΘΩφΣ√⌊⌋⌈⌉·×−≤≥≈∞δα…°") | RAISED.keys() | LOWERED.keys()


def render(picture: Picture) -> bytes:
    """The picture as the bytes of a PNG file."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise InvalidRecurrence(
            "a PNG needs matplotlib, which is not installed",
            hint="pip install 'recur[plot]', or write an .svg, which needs nothing",
        ) from None
    sheet = laid_out(picture)
    figure = Figure(figsize=(sheet.width / PER_INCH, sheet.height / PER_INCH), dpi=PER_INCH * SHARPER)
    ground = figure.add_axes((0, 0, 1, 1), xlim=(0, sheet.width), ylim=(sheet.height, 0))
    ground.set_axis_off()
    for order, shape in enumerate(sheet.shapes):
        _draw(ground, shape, order)
    FigureCanvasAgg(figure)
    written = BytesIO()
    with warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box: nothing to interrupt anyone for.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ ")
        figure.savefig(written, format="png")
    return written.getvalue()


def _draw(ground: Any, shape: Shape, order: int) -> None:
    match shape:
        case Text():
            side = {"start": "left", "middle": "center", "end": "right"}[shape.anchor]
            weight = "bold" if shape.bold else "normal"
            look = {"color": shape.colour, "ha": side, "va": "baseline", "weight": weight, "zorder": order}
            content = mathtext(shape.content) if shape.formula else shape.content.replace("$", r"\$")
            ground.text(*shape.place, content, fontsize=shape.size * POINTS, **FONTS, **look)
        case Stroke():
            xs, ys = zip(*shape.points, strict=True)
            look = {"color": shape.colour, "linestyle": STYLES[shape.style], "zorder": order}
            ground.plot(xs, ys, linewidth=shape.width * POINTS, solid_capstyle="butt", **look)
        case Area():
            look = {"facecolor": shape.colour, "edgecolor": shape.colour, "joinstyle": "round", "zorder": order}
            ground.fill(*zip(*shape.points, strict=True), linewidth=EDGE * POINTS, **look)
        case Mark():
            marker, size = MARKS[shape.shape]
            look = {"markersize": size * POINTS, "markeredgecolor": shape.colour, "zorder": order}
            look["markerfacecolor"] = "#ffffff99" if shape.shape == "ring" else shape.colour
            ground.plot(*shape.place, marker=marker, linestyle="none", **look)


def mathtext(formula: str) -> str:
    r"""The formula with its scripts and letters set by matplotlib; no dollar sign of its own starts mathematics.

    >>> mathtext("2^10 for n"), mathtext("$5")
    ('2$^{\\mathrm{10}}$ for $n$', '\\$5')
    """
    if not all(c.isascii() or c in KNOWN for c in formula):
        return formula.replace("$", r"\$")
    shown = []
    for run in runs(formula):
        safe = all(c in SAFE or (c.isascii() and c.isalpha()) for c in run.text)
        if not safe or not (run.shift or run.italic):
            shown += [_letter(c) for c in run.text]
            continue
        inner = run.text.replace(" ", r"\ ")
        inner = inner if run.italic else rf"\mathrm{{{inner}}}"
        shown.append(f"${'^' if run.shift < 0 else '_'}{{{inner}}}$" if run.shift else f"${inner}$")
    return "".join(shown)


def _letter(c: str) -> str:
    """T₁ has its index in the font of mathematics, which has no such letter."""
    if c in RAISED:
        return f"$^{RAISED[c]}$"
    return f"$_{LOWERED[c]}$" if c in LOWERED else c.replace("$", r"\$")
