"""A chart of speed-ups as PNG, drawn by matplotlib on a canvas of its own: no display, no window, no global state."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from recur.errors import InvalidRecurrence
from recur.renderers.characters import printable
from recur.renderers.speedup_chart import Chart, tick_label, ticks
from recur.renderers.speedup_svg import BAND, COLOURS, GREY, GRID

INCHES, DOTS = (7.6, 5.0), 150
STYLES = {"solid": "-", "dashed": "--", "dotted": ":", "points": "none"}


def render(chart: Chart) -> bytes:
    """The picture as the bytes of a PNG file."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise InvalidRecurrence(
            "a PNG needs matplotlib, which is not installed",
            hint="pip install 'recur[plot]', or write an .svg, which needs nothing",
        ) from None
    figure = Figure(figsize=INCHES, dpi=DOTS, layout="constrained")
    axes = figure.subplots()
    if chart.band:
        above, below = chart.curves[:2]
        x = [point[0] for point in above.points]
        axes.fill_between(x, [y for _, y in below.points], [y for _, y in above.points], color=BAND, linewidth=0)
    for curve in chart.curves:
        xs, ys = zip(*curve.points, strict=True)
        marker = "o" if curve.style == "points" else ""
        look: dict[str, Any] = {"linestyle": STYLES[curve.style], "marker": marker, "color": COLOURS[curve.role]}
        axes.plot(xs, ys, label=curve.label or None, clip_on=not marker, **look)
    if chart.ceiling is not None and chart.ceiling[1] <= chart.top:
        axes.axhline(chart.ceiling[1], color=GREY, linestyle="-.", linewidth=1)
        axes.annotate(printable(chart.ceiling[0]), (0, chart.ceiling[1]), (6, 4), textcoords="offset points")
    axes.set_xlim(0, chart.right)
    axes.set_ylim(chart.bottom, chart.top)
    across, up = ticks(0, chart.right), ticks(chart.bottom, chart.top)
    axes.set_xticks(across, [_label(exponent) for exponent in across])
    axes.set_yticks(up, [_label(exponent) for exponent in up])
    axes.grid(color=GRID)
    axes.set_axisbelow(True)
    axes.set_title(printable(chart.title), loc="left")
    axes.set_xlabel("P, processors")
    axes.set_ylabel("speed-up")
    axes.legend(loc="lower right", frameon=False)
    FigureCanvasAgg(figure)
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _label(exponent: int) -> str:
    label = tick_label(exponent)
    return f"$2^{{{exponent}}}$" if "^" in label else label
