"""Exact values of T and its bound as SVG, logarithmic axes: points in black, curves told apart by their dashes."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, log
from xml.sax.saxutils import escape

from recur.expressions import Expr, Symbol
from recur.notation import text as notation
from recur.renderers.characters import printable
from recur.renderers.growth_chart import Curve, GrowthChart, Point
from recur.renderers.svg_text import mathematics, number, width_of

WIDTH, HEIGHT = 760.0, 460.0
LEFT, RIGHT, TOP, BOTTOM = 86.0, 26.0, 56.0, 62.0
SIZE = 15.0
INK, GREY, GRID, BAND, BLUE = "#111111", "#555555", "#e4e4e4", "#dbe7f3", "#1f5f99"
DASHES = {"solid": "", "dashed": ' stroke-dasharray="8 5"'}
MOST_TICKS = 8
STEPS = (1, 2, 5)
LONGEST = 3000  # a longer number is a power
ROW = 24.0  # of the legend
MARGIN = 0.04  # of the height, above and below the points


def render(chart: GrowthChart) -> str:
    """The whole picture as one SVG document."""
    frame = _Frame(chart)
    said = _said(chart)
    parts = [*_band(chart, frame), *_grid(chart, frame), *_start(chart, frame)]
    parts += [_curve(frame, curve) for curve in chart.curves]
    parts += [_dot(*frame.place(point)) for point in chart.points]
    parts += _legend(chart, frame)
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(mathematics(_written(Symbol(chart.variable)), middle, HEIGHT - 16, SIZE + 1, "middle"))
    parts.append(mathematics(_written(chart.title), 14, TOP - 18, SIZE + 1))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(WIDTH)}" height="{number(HEIGHT)}" '
        f'viewBox="0 0 {number(WIDTH)} {number(HEIGHT)}" font-family="serif" fill="{INK}" role="img">\n'
        f"<title>{escape(said)}</title>\n"
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _said(chart: GrowthChart) -> str:
    """The picture in words."""
    curves = " and ".join(_written(curve.label) for curve in chart.curves)
    beside = f" beside {curves}" if curves else ""
    sizes = f"{_size(chart.sizes[0])} to {_size(chart.sizes[-1])}"
    return f"Values of {_written(chart.title)} for {chart.variable} from {sizes}{beside}, logarithmic scale"


def _size(size: int) -> str:
    return f"{size:,}" if size < 10**9 else f"2^{size.bit_length() - 1}"


def _written(x: Expr) -> str:
    return printable(notation.write(x))


class _Frame:
    """Where a point of the chart stands in the picture."""

    def __init__(self, chart: GrowthChart) -> None:
        xs, ys = [x for x, _ in chart.points], [y for _, y in chart.points]
        self.left, self.right = min(xs), max(xs)
        low, high = min(ys), max(ys)
        room = max((high - low) * MARGIN, 0.2)
        self.bottom, self.top = low - room, high + room

    def place(self, point: Point) -> Point:
        x, y = point
        across = (x - self.left) / (self.right - self.left)
        up = (y - self.bottom) / (self.top - self.bottom)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    def inside(self, points: tuple[Point, ...]) -> list[Point]:
        """Places in the picture, cut where the curve crosses its lower or its upper edge."""
        found: list[Point] = []
        for here, there in pairwise(points):
            cut = [self._cut(*pair) for pair in ((here, there), (there, here))]
            found += [point for point in cut if point is not None and point not in found[-1:]]
        return [self.place(point) for point in found]

    def _cut(self, point: Point, other: Point) -> Point | None:
        """The point, or where the way to the other one enters the picture."""
        (x, y), (a, b) = point, other
        for edge, beyond in ((self.bottom, y < self.bottom), (self.top, y > self.top)):
            if beyond:
                inside = b > edge if edge == self.bottom else b < edge
                return (x + (a - x) * (edge - y) / (b - y), edge) if inside else None
        return point


def _grid(chart: GrowthChart, frame: _Frame) -> list[str]:
    parts = []
    floor_y, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for value, label in _sizes(chart, frame):
        x, _ = frame.place((value, frame.bottom))
        parts.append(_line((x, TOP), (x, floor_y), GRID))
        parts.append(mathematics(label, x, floor_y + 22, SIZE - 1, "middle"))
    for value, label in _heights(frame):
        _, y = frame.place((frame.left, value))
        parts.append(_line((LEFT, y), (right, y), GRID))
        parts.append(mathematics(label, LEFT - 10 - width_of(label, SIZE - 1), y + 5, SIZE - 1))
    return [*parts, _line((LEFT, floor_y), (right, floor_y), INK), _line((LEFT, floor_y), (LEFT, TOP), INK)]


def _sizes(chart: GrowthChart, frame: _Frame) -> list[tuple[float, str]]:
    """The marks of the lower axis: whole numbers, powers of ten, or powers of the base the sizes are powers of."""
    if chart.linear:
        return [(float(tick), str(tick)) for tick in _ticks(frame.left, frame.right)]
    positive = [size for size in chart.sizes if size > 1]
    base = positive[0] if all(_is_power(size, positive[0]) for size in positive) else 10
    unit = log(base)
    return [(tick * unit, _power(base, tick)) for tick in _ticks(frame.left / unit, frame.right / unit)]


def _heights(frame: _Frame) -> list[tuple[float, str]]:
    """The marks of the upright axis: powers of ten, and multiples of them where there are few."""
    low, high = frame.bottom / log(10), frame.top / log(10)
    if high - low > 2 or low < -3 or high > 9:
        return [(exponent * log(10), _power(10, exponent)) for exponent in _ticks(low, high)]
    steps = range(1, 10) if high - low < 1 else STEPS
    values = [(step, exponent) for exponent in range(floor(low), ceil(high)) for step in steps]
    marks = [(log(step) + exponent * log(10), f"{step * 10.0**exponent:,g}") for step, exponent in values]
    return [(value, label) for value, label in marks if frame.bottom <= value <= frame.top]


def _is_power(size: int, base: int) -> bool:
    while size % base == 0:
        size //= base
    return size == 1


def _ticks(low: float, high: float) -> list[int]:
    """Whole numbers, at most eight, evenly spaced by 1, 2, 5, 10, 20, …"""
    scale = 1
    while True:
        for step in STEPS:
            stride = step * scale
            if (high - low) / stride <= MOST_TICKS:
                return list(range(ceil(low / stride - 1e-9) * stride, floor(high + 1e-9) + 1, stride))
        scale *= 10


def _power(base: int, exponent: int) -> str:
    """1, 10, 1,000, then 10^4; 1/10."""
    if exponent < -2 or exponent * log(base) > log(LONGEST):
        return f"{base}^({exponent})" if exponent < 0 else f"{base}^{exponent}"
    return f"1/{base**-exponent}" if exponent < 0 else f"{base**exponent:,}"


def _band(chart: GrowthChart, frame: _Frame) -> list[str]:
    if not chart.band:
        return []
    above, below = chart.curves[:2]
    outline = [*frame.inside(above.points), *reversed(frame.inside(below.points))]
    return [f'<polygon points="{_path(outline)}" fill="{BAND}"/>']


def _start(chart: GrowthChart, frame: _Frame) -> list[str]:
    """Where the constants of the bounds begin to hold."""
    if not any(curve.style == "dashed" for curve in chart.curves):
        return []
    x, _ = frame.place((min(curve.points[0][0] for curve in chart.curves), frame.bottom))
    floor_y = HEIGHT - BOTTOM
    line = _line((x, TOP), (x, floor_y), GREY, ' stroke-dasharray="2 4"')
    return [line, mathematics(f"{_written(Symbol(chart.variable))}_0", x + 6, floor_y - 8, SIZE - 1, fill=GREY)]


def _curve(frame: _Frame, curve: Curve) -> str:
    look = f'fill="none" stroke="{BLUE}" stroke-width="2"{DASHES[curve.style]}'
    return f'<polyline points="{_path(frame.inside(curve.points))}" {look}/>'


def _path(points: list[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="4" fill="{INK}"/>'


def _line(start: Point, end: Point, colour: str, more: str = "") -> str:
    (a, b), (c, d) = start, end
    place = f'x1="{number(a)}" y1="{number(b)}" x2="{number(c)}" y2="{number(d)}"'
    return f'<line {place} stroke="{colour}" stroke-width="1"{more}/>'


def _legend(chart: GrowthChart, frame: _Frame) -> list[str]:
    """In the first corner that the points leave free: the upper left of what grows."""
    labels = [_written(x) for x in (chart.title, *(curve.label for curve in chart.curves))]
    x, y = _corner(chart, frame, 48 + max(width_of(label, SIZE) for label in labels), ROW * len(labels))
    parts = [_dot(x + 18, y - 5)]
    for position, curve in enumerate(chart.curves, 1):
        level = y + ROW * position - 5
        parts.append(_line((x, level), (x + 36, level), BLUE, f'{DASHES[curve.style]} style="stroke-width:2"'))
    return parts + [mathematics(label, x + 48, y + ROW * i, SIZE) for i, label in enumerate(labels)]


def _corner(chart: GrowthChart, frame: _Frame, wide: float, high: float) -> Point:
    """Where the first line of a legend of this width and height begins."""
    points = [frame.place(point) for point in chart.points]
    left, right = LEFT + 22, WIDTH - RIGHT - 16 - wide
    upper, lower = TOP + 24, HEIGHT - BOTTOM - high + 4
    corners = (left, upper), (right, lower), (right, upper), (left, lower)

    def is_free(corner: Point) -> bool:
        x, y = corner
        return not any(x - 8 < a < x + wide + 8 and y - ROW < b < y + high for a, b in points)

    return next(filter(is_free, corners), corners[0])
