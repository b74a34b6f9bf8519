"""Exact values of T beside its proved bound: the points, the curve or the band they lie in, and the chart of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from math import exp, inf, log

from recur.asymptotics import Growth
from recur.documents.given import listing, said
from recur.model import Expr, expressions as ex
from recur.model.records import frozen
from recur.pictures import charts
from recur.pictures.shapes import Label, Point
from recur.verification.log_domain import LogDomain, NoModel
from recur.worked_example import Samples

FINENESS = 120  # points of a curve
EARLY = 0.25  # of the points, which say nothing on the constants of the bounds
CLOSE = 0.02  # a band this narrow is a line
MOST_LOG = 1e12  # past it a curve leaves the picture
LN10 = log(10)


@frozen
class GrowthChart:
    """Points (ln n, or n on a linear axis; ln T(n)); `band`: the first two curves hold T between them where drawn."""

    title: Expr
    variable: str
    points: tuple[Point, ...]
    curves: tuple[charts.Line, ...]
    band: bool
    linear: bool
    sizes: tuple[int, ...]


def growth_chart(samples: Samples) -> GrowthChart | None:
    """The chart of a function's values; None where fewer than two are positive."""
    plot = _plot(samples)
    if len(plot.sizes) < 2:
        return None
    curves, band = plot.curves()
    points = tuple(zip(map(plot.across, plot.sizes), plot.heights, strict=True))
    title = ex.Call(samples.function, (ex.Symbol(samples.variable),))
    return GrowthChart(title, samples.variable, points, curves, band, samples.sizes.linear, plot.sizes)


def ratios(samples: Samples) -> dict[int, float]:
    """ln(T/g) at each size, for the g of a tight bound; nothing where there is none."""
    plot, theta = _plot(samples), samples.bounds.theta
    return {} if theta is None or theta.is_zero else plot.ratios(theta.expression())


def _plot(samples: Samples) -> _Plot:
    """The values that have a logarithm, at sizes that have one."""
    sizes, heights = [], []
    for value in samples.values:
        number = Fraction(value.value)
        if number > 0 and (value.size > 0 or samples.sizes.linear):
            sizes.append(value.size)
            heights.append(log_of(number))
    return _Plot(samples, tuple(sizes), tuple(heights))


def log_of(value: Fraction) -> float:
    """ln of a positive fraction that no float may hold."""
    return log(value.numerator) - log(value.denominator)


@frozen
class _Plot:
    samples: Samples
    sizes: tuple[int, ...]
    heights: tuple[float, ...]

    def across(self, size: float) -> float:
        return size if self.samples.sizes.linear else log(size)

    @property
    def left(self) -> Expr:
        return ex.Call(self.samples.function, (ex.Symbol(self.samples.variable),))

    @property
    def start(self) -> int:
        """The size from which on the constants hold."""
        return self.sizes[int(len(self.sizes) * EARLY)]

    def curves(self) -> tuple[tuple[charts.Line, ...], bool]:
        """The leading term alone where it is known; else c₁·g and c₂·g, or one of them, or nothing."""
        solution, bounds = self.samples.solution, self.samples.bounds
        if solution is not None and solution.leading is not None:
            leading = self.curve(solution.leading, 0.0, ex.Relation("~", self.left, solution.leading), "solid")
            if leading is not None:
                return (leading,), False
        upper, lower = self.bound(bounds.upper, max, inf), self.bound(bounds.lower, min, -inf)
        sides = [self.drawn(side, "dashed") for side in (upper, lower) if side is not None]
        if bounds.theta is not None and upper is not None and lower is not None and upper[1] - lower[1] < CLOSE:
            sides = [self.curve(upper[0], upper[1], _multiple(upper[1], upper[0]), "solid")]
        found = tuple(curve for curve in sides if curve is not None)
        return found, len(found) == 2

    def bound(self, growth: Growth | None, extreme: Callable[..., float], worst: float) -> tuple[Expr, float] | None:
        """g, and ln of the c with which c·g touches the far points from one side."""
        if growth is None or growth.is_zero:
            return None
        g = growth.expression()
        found = extreme((height for size, height in self.ratios(g).items() if size >= self.start), default=worst)
        return None if abs(found) == inf else (g, found)

    def ratios(self, g: Expr) -> dict[int, float]:
        """ln(T/g) at the sizes where g has a value."""
        found: dict[int, float] = {}
        try:
            of = self.compiled(g)
        except (NoModel, ValueError, OverflowError, KeyError):
            return found
        for size, height in zip(self.sizes, self.heights, strict=True):
            with suppress(ValueError, OverflowError, ZeroDivisionError):
                found[size] = height - of(log(size))
        return found

    def compiled(self, x: Expr) -> Callable[[float], float]:
        """ln x as a function of ln n; symbols that are defined have their values, other constants are 1."""
        solution = self.samples.solution
        known = {} if solution is None else {d.symbol: float(Fraction(d.value)) for d in solution.where}
        unknown = dict.fromkeys(ex.symbols(x) - {self.samples.variable} - known.keys(), 1.0)
        return LogDomain(self.samples.variable, known | unknown).positive(x)

    def drawn(self, bound: tuple[Expr, float], style: str) -> charts.Line | None:
        """c·g from the size `start` on, where it holds."""
        g, c = bound
        return self.curve(g, c, _multiple(c, g), style, self.start)

    def curve(self, x: Expr, shift: float, label: Expr, style: str, start: int | None = None) -> charts.Line | None:
        """shift + ln x where it has a value, at evenly spaced places from a size on."""
        try:
            of = self.compiled(x)
        except (NoModel, ValueError, OverflowError, KeyError):
            return None
        first, last = self.across(self.sizes[0] if start is None else start), self.across(self.sizes[-1])
        points = []
        for i in range(FINENESS + 1):
            place = first + (last - first) * i / FINENESS
            try:
                at = log(place) if self.samples.sizes.linear else place
                height = of(at) + shift
            except (ValueError, OverflowError, ZeroDivisionError):
                continue
            if abs(height) < MOST_LOG:
                points.append((place, height))
        return charts.Line(label, "fit", style, tuple(points)) if len(points) > 1 else None


def _multiple(c: float, g: Expr) -> Expr:
    """c·g with three digits of c, as it stands in a legend; of a c that is far from 1, the power of e."""
    if abs(c) > 12:
        return ex.Mul((ex.Power(ex.Constant("e"), ex.Number(Fraction(f"{c:.3g}"), True)), g))
    digits = Fraction(f"{exp(c):.3g}")
    if digits == 1 or g == ex.ONE:
        return ex.Number(digits, decimal=True) if g == ex.ONE else g
    return ex.Mul((ex.Number(digits, decimal=True), *(g.factors if isinstance(g, ex.Mul) else (g,))))


def picture_of(chart: GrowthChart) -> charts.Picture:
    """The values as dots, the bound as a line or as a band from the size on where its constants hold."""
    low, high = charts.widened([y for _, y in chart.points], 0.04, 0.2)
    start, end = chart.points[0][0], chart.points[-1][0]
    across = charts.Axis(ex.Symbol(chart.variable), start, end, _size_ticks(chart, start, end))
    up = charts.Axis(chart.title, low, high, _value_ticks(low, high))
    lines = [*chart.curves]
    dashed = [c.points[0][0] for c in chart.curves if c.style == "dashed"]
    if dashed:
        label = said(ex.Symbol(f"{chart.variable}_0"), ", from where on the constants hold")
        lines.append(charts.Line(label, "ideal", "dotted", ((min(dashed), low), (min(dashed), high)), thin=True))
    bands = (charts.Band("", chart.curves[1].points, chart.curves[0].points),) if chart.band else ()
    values = charts.Marks(chart.title, "median", "dot", chart.points)
    panel = charts.Panel(_title(chart), _note(chart), across, up, bands, tuple(lines), (values,))
    return charts.Picture(said("Values of ", chart.title), "", (panel,))


def _title(chart: GrowthChart) -> Label:
    beside = listing((curve.label for curve in chart.curves), " and ")
    if not chart.curves:
        return "no bound"
    return said(chart.title, " beside ", beside) if len(chart.curves) > 1 else beside


def _note(chart: GrowthChart) -> Label:
    first, last = map(_size, (chart.sizes[0], chart.sizes[-1]))
    scale = "logarithmic scale" if chart.linear else "logarithmic scales"
    return said(ex.Symbol(chart.variable), " from ", first, " to ", last, f", {scale}")


def _size(size: int) -> str | Expr:
    return f"{size:,}" if size < 10**9 else charts.tick_power(2, size.bit_length() - 1)


def _size_ticks(chart: GrowthChart, low: float, high: float) -> tuple[charts.Tick, ...]:
    """Whole numbers, or powers of the base that the sizes are powers of, else of ten."""
    if chart.linear:
        return charts.linear_ticks(low, high)
    positive = [size for size in chart.sizes if size > 1]
    base = positive[0] if all(_is_power(size, positive[0]) for size in positive) else 10
    return charts.power_ticks(base, low, high, log(base))


def _value_ticks(low: float, high: float) -> tuple[charts.Tick, ...]:
    """Powers of ten, and multiples of them where there are few."""
    if high - low > 2 * LN10 or low < -3 * LN10 or high > 9 * LN10:
        return charts.power_ticks(10, low, high, LN10)
    return tuple(
        (place * LN10, label) for place, label in charts.logarithmic_ticks(low / LN10, high / LN10, "{:,g}".format)
    )


def _is_power(size: int, base: int) -> bool:
    while size % base == 0:
        size //= base
    return size == 1
