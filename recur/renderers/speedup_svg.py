"""A chart of speed-ups as SVG: logarithmic axes, curves, the band between the bounds, everything escaped."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from recur.renderers.characters import printable
from recur.renderers.speedup_chart import Chart, Curve, Point, tick_label, ticks
from recur.renderers.svg_text import mathematics, number, words

WIDTH, HEIGHT = 760.0, 500.0
LEFT, RIGHT, TOP, BOTTOM = 78.0, 24.0, 52.0, 64.0
SIZE = 15.0
INK, GREY, GRID, BAND = "#111111", "#555555", "#e4e4e4", "#dbe7f3"
COLOURS = {"most": "#7fa8d1", "certain": "#1f5f99", "weaker": "#7a7a7a", "ideal": "#999999", "marks": "#c2410c"}
DASHES = {"dashed": "7 5", "dotted": "2 4"}


def render(chart: Chart) -> str:
    """The whole picture as one SVG document."""
    parts = [*_grid(chart), *_band(chart), *_ceiling(chart)]
    parts += [_curve(chart, curve) for curve in chart.curves]
    parts += _legend(chart)
    parts.append(words(printable(chart.title), LEFT, TOP - 22, SIZE + 2, font_weight="bold"))
    parts.append(words("P, processors", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 18, SIZE, "middle"))
    x, y = number(22), number((TOP + HEIGHT - BOTTOM) / 2)
    turned = f'transform="rotate(-90 {x} {y})"'
    parts.append(f'<text x="{x}" y="{y}" font-size="{number(SIZE)}" text-anchor="middle" {turned}>speed-up</text>')
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(WIDTH)}" height="{number(HEIGHT)}" '
        f'viewBox="0 0 {number(WIDTH)} {number(HEIGHT)}" font-family="serif" fill="{INK}" role="img">\n'
        f"<title>{escape(printable(chart.title))}</title>\n"
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _place(chart: Chart, point: Point) -> tuple[float, float]:
    x, y = point
    across = x / chart.right
    up = (y - chart.bottom) / (chart.top - chart.bottom)
    return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def _grid(chart: Chart) -> list[str]:
    parts = []
    for exponent in ticks(0, chart.right):
        x, _ = _place(chart, (exponent, 0))
        parts.append(_line((x, TOP), (x, HEIGHT - BOTTOM), GRID))
        parts.append(mathematics(tick_label(exponent), x, HEIGHT - BOTTOM + 20, SIZE - 1, "middle"))
    for exponent in ticks(chart.bottom, chart.top):
        _, y = _place(chart, (0, exponent))
        parts.append(_line((LEFT, y), (WIDTH - RIGHT, y), GRID))
        parts.append(mathematics(tick_label(exponent), LEFT - 26, y + 5, SIZE - 1, "middle"))
    corner = LEFT, HEIGHT - BOTTOM
    return [*parts, _line(corner, (WIDTH - RIGHT, corner[1]), INK), _line(corner, (LEFT, TOP), INK)]


def _line(start: Point, end: Point, colour: str, more: str = "") -> str:
    (a, b), (c, d) = start, end
    return (
        f'<line x1="{number(a)}" y1="{number(b)}" x2="{number(c)}" y2="{number(d)}" stroke="{colour}" '
        f'stroke-width="1"{more}/>'
    )


def _band(chart: Chart) -> list[str]:
    if not chart.band:
        return []
    above, below = chart.curves[:2]
    outline = _path(chart, (*above.points, *reversed(below.points)))
    return [f'<polygon points="{outline}" fill="{BAND}"/>']


def _ceiling(chart: Chart) -> list[str]:
    if chart.ceiling is None or chart.ceiling[1] > chart.top:
        return []
    label, level = chart.ceiling
    _, y = _place(chart, (0, level))
    line = _line((LEFT, y), (WIDTH - RIGHT, y), GREY, ' stroke-dasharray="12 4 2 4"')
    return [line, words(printable(label), LEFT + 8, y - 6, SIZE - 1, fill=GREY)]


def _curve(chart: Chart, curve: Curve) -> str:
    colour = COLOURS[curve.role]
    if curve.style == "points":
        placed = (_place(chart, point) for point in curve.points)
        return "\n".join(f'<circle cx="{number(x)}" cy="{number(y)}" r="4.5" fill="{colour}"/>' for x, y in placed)
    dashes = f' stroke-dasharray="{DASHES[curve.style]}"' if curve.style in DASHES else ""
    look = f'fill="none" stroke="{colour}" stroke-width="2"{dashes}'
    return f'<polyline points="{_path(chart, curve.points)}" {look}/>'


def _path(chart: Chart, points: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in (_place(chart, point) for point in points))


def _legend(chart: Chart) -> list[str]:
    """At the lower right, where no speed-up curve comes near."""
    named = [curve for curve in chart.curves if curve.label]
    parts = []
    x, y = WIDTH - RIGHT - 252, HEIGHT - BOTTOM - 16 - 22 * (len(named) - 1)
    for i, curve in enumerate(named):
        level = y + 22 * i
        colour = COLOURS[curve.role]
        if curve.style == "points":
            parts.append(f'<circle cx="{number(x + 18)}" cy="{number(level - 4)}" r="4.5" fill="{colour}"/>')
        else:
            dashes = f' stroke-dasharray="{DASHES[curve.style]}"' if curve.style in DASHES else ""
            parts.append(_line((x, level - 4), (x + 36, level - 4), colour, f"{dashes} style='stroke-width:2'"))
        parts.append(words(printable(curve.label), x + 46, level, SIZE - 1))
    return parts
