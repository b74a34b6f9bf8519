"""A chart as values: panels with axes, bands, lines and marks, and their ticks; nothing of where they stand."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, log2, log10

from recur.documents.fit import UNITS
from recur.model import Expr, expressions as ex
from recur.model.records import frozen
from recur.notation.picture import width_of
from recur.pictures.shapes import Label, Point, typed

MOST_TICKS = 7
PLAIN = 1 << 12  # powers up to here are written out
CLOSEST = 0.02  # of the axis: the room between two labels


Tick = tuple[float, Label]


@frozen
class Axis:
    """From `low` to `high` in units of the axis (log₁₀ of seconds, log₂ of P); a tick is a place and its label."""

    title: Label
    low: float
    high: float
    ticks: tuple[Tick, ...]

    def part(self, place: float) -> float:
        """0 at the lower end, 1 at the upper one."""
        return (place - self.low) / (self.high - self.low)


@frozen
class Band:
    """What lies between two curves."""

    label: Label
    lower: tuple[Point, ...]
    upper: tuple[Point, ...]


@frozen
class Line:
    """`style` is "solid", "dashed", "dotted" or "mixed"; `role` names its colour."""

    label: Label
    role: str
    style: str
    points: tuple[Point, ...]
    thin: bool = False


@frozen
class Marks:
    """Points of one shape, joined by a line where there is a `style`; `ranges` are the ends of whiskers."""

    label: Label
    role: str
    shape: str  # "dot", "ring", "square", "triangle", "diamond" or "cross"
    points: tuple[Point, ...]
    style: str = ""
    ranges: tuple[tuple[float, float], ...] = ()


@frozen
class Panel:
    """One pair of axes; later things are drawn over earlier ones."""

    title: Label
    note: Label
    across: Axis
    up: Axis
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    marks: tuple[Marks, ...]


@frozen
class Picture:
    """Panels side by side, or a message where there is nothing to draw."""

    title: Label
    footer: str
    panels: tuple[Panel, ...]
    message: tuple[Label, ...] = ()


def cut(points: Sequence[Point], axis: Axis) -> list[list[Point]]:
    """The pieces of a curve between the ends of the upright axis, from edge to edge."""
    pieces: list[list[Point]] = []
    for here, there in pairwise(points):
        inside = [_moved(here, there, axis), _moved(there, here, axis)]
        if inside[0] is None or inside[1] is None:
            continue
        if not pieces or pieces[-1][-1] != inside[0]:
            pieces.append([inside[0]])
        pieces[-1].append(inside[1])
    return pieces


def _moved(point: Point, other: Point, axis: Axis) -> Point | None:
    """The point, or where the way to the other one enters the picture."""
    (x, y), (a, b) = point, other
    if axis.low <= y <= axis.high:
        return point
    edge = axis.low if y < axis.low else axis.high
    if (b <= edge) if edge == axis.low else (b >= edge):
        return None
    return x + (a - x) * (edge - y) / (b - y), edge


def clamped(points: Sequence[Point], axis: Axis) -> list[Point]:
    """The edge of a band, which goes along the end of the axis where it would leave the picture."""
    return [(x, min(max(y, axis.low), axis.high)) for x, y in points]


def widened(values: Sequence[float], part: float, least: float) -> tuple[float, float]:
    """The ends of an axis with room at both: `part` of its length, `least` at any rate."""
    room = max((max(values) - min(values)) * part, least)
    return min(values) - room, max(values) + room


def logarithmic_ticks(
    low: float, high: float, label: Callable[[float], Label], finest: float = 0.0
) -> tuple[Tick, ...]:
    """log₁₀ of round numbers: powers of ten, 1, 2 and 5 times them, or equal steps, whichever the axis has room for."""
    if high - low > 2.6:
        stride = ceil((high - low) / MOST_TICKS)
        values = [10.0**e for e in range(ceil(low), floor(high) + 1) if e % stride == 0]
    elif high - low > 0.85:
        values = [step * 10.0**e for e in range(floor(low), ceil(high) + 1) for step in (1, 2, 5)]
    else:
        step = max(finest, nice_step(10**high - 10**low))
        values = [step * i for i in range(max(1, ceil(10**low / step)), floor(10**high / step) + 1)]
    return tuple((log10(value), label(value)) for value in values if low <= log10(value) <= high)


def nice_step(span: float) -> float:
    """1, 2 or 5 times a power of ten, at most seven of which make up the span."""
    power = 10.0 ** floor(log10(span / MOST_TICKS))
    return next(factor * power for factor in (1, 2, 5, 10) if span / (factor * power) <= MOST_TICKS)


def linear_ticks(low: float, high: float) -> tuple[Tick, ...]:
    """Whole numbers in equal steps."""
    step = max(1, round(nice_step(high - low)))
    return tuple((float(i), f"{i:,}") for i in range(ceil(low / step) * step, floor(high) + 1, step))


def size_ticks(sizes: Sequence[int], low: float, high: float) -> tuple[Tick, ...]:
    """log₁₀ of round sizes: powers of two where the sizes are such, else decimal."""
    if any(size & (size - 1) for size in sizes):
        return logarithmic_ticks(low, high, count_label, 1)
    return power_ticks(2, max(low, 0.0), high, log10(2))


def power_ticks(base: int, low: float, high: float, unit: float) -> tuple[Tick, ...]:
    """Powers of the base, their exponents evenly spaced; `unit` is how far 1 and the base are apart."""
    step = max(1, round(nice_step((high - low) / unit)))
    first, last = ceil(low / unit / step - 1e-9), floor(high / unit / step + 1e-9)
    return tuple((step * i * unit, tick_label(base, step * i)) for i in range(first, last + 1))


def processor_ticks(processors: Sequence[int]) -> tuple[Tick, ...]:
    """log₂ of the numbers of processors that were used."""
    return tuple((log2(p), str(p)) for p in sorted(set(processors)))


def spaced(ticks: Sequence[Tick], axis: Axis, length: float, size: float) -> tuple[Tick, ...]:
    """The ticks with no label where it would run into another one; the first and the last have one if they can."""
    taken: list[tuple[float, float]] = []
    kept: dict[float, Label] = {}
    for place, label in (*ticks[:1], *ticks[:0:-1]):
        half = width_of(typed(label), size) / length / 2 + CLOSEST / 2
        left, right = axis.part(place) - half, axis.part(place) + half
        free = all(right <= start or left >= end for start, end in taken)
        kept[place] = label if free else ""
        if free:
            taken.append((left, right))
    return tuple((place, kept[place]) for place, _ in ticks)


def tick_power(base: int, exponent: int) -> Expr:
    """2^10 as it stands."""
    return ex.Power(ex.number(base), ex.number(exponent))


def tick_label(base: int, exponent: int) -> Label:
    """1/2, 1, 10, 1,000, then 10^4."""
    if abs(exponent) * log10(base) > log10(PLAIN):
        return tick_power(base, exponent)
    return f"1/{base**-exponent}" if exponent < 0 else f"{base**exponent:,}"


def count_label(value: float) -> Label:
    """500, 2000, then 2·10^5."""
    if value < 10**5:
        return f"{value:g}"
    exponent = floor(log10(value) + 1e-9)
    digits = Fraction(f"{value / 10**exponent:.4g}")
    power = tick_power(10, exponent)
    return power if digits == 1 else ex.Mul((ex.Number(digits, True), power))


def time_label(seconds: float) -> str:
    """200 µs, 1.5 ms, 10 s.

    >>> time_label(0.0002), time_label(1.5e-3)
    ('200 µs', '1.5 ms')
    """
    unit, name = next(((unit, name) for unit, name in UNITS if seconds >= unit * 0.9995), UNITS[-1])
    return f"{seconds / unit:.4g} {name}"
