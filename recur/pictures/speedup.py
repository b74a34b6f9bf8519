"""Speed-up against processors, both axes logarithmic: the curves as values, and the chart of them."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import log2

from recur.documents.given import said
from recur.documents.scaling import PART, SERIAL_PART, F, S
from recur.documents.speedup import RATIO, P, decimal_formula
from recur.forkjoin.laws.laws import amdahl, gustafson, nearly_ceiling, nearly_floor
from recur.forkjoin.laws.rounding import closest
from recur.forkjoin.laws.scaling import Law, Scaled
from recur.forkjoin.laws.speedup import GrowingSpeedup, Speedup
from recur.measurement.scalability import Scalability, law_curve
from recur.model import Expr, InvalidRecurrence, expressions as ex
from recur.model.records import frozen, replace
from recur.pictures.chart_layout import laid_out
from recur.pictures.charts import Axis, Band, Line, Marks, Panel, Picture, power_ticks
from recur.pictures.shapes import Label, Point, Sheet

Subject = Speedup | GrowingSpeedup | Scaled | Scalability
FINEST = 4  # points of a curve between P and 2P
MOST_POINTS = 160
ROOM = 0.9  # above the highest curve, in doublings


@frozen
class Bar:
    """The speed-up on P processors: certain up to `low`, possible up to `high`; `mark` was simulated."""

    processors: int
    low: Fraction
    high: Fraction
    mark: Fraction | None = None


@frozen
class Chart:
    """Points (log₂ P, log₂ S), curves or, in the style "points", marks; the first two are the edges of the `band`.

    `ceiling` is a level that no curve passes.
    """

    title: Label
    curves: tuple[Line, ...]
    band: bool
    ceiling: tuple[Expr, float] | None
    bars: tuple[Bar, ...]

    @property
    def right(self) -> float:
        return max(1.0, *(x for curve in self.curves for x, _ in curve.points))

    @property
    def bottom(self) -> float:
        return min(0.0, *(y for curve in self.curves for _, y in curve.points))

    @property
    def top(self) -> float:
        """The ideal line S = P may leave the picture, all else stays inside."""
        inner = [y for curve in self.curves if curve.role != "ideal" for _, y in curve.points]
        levels = inner + ([self.ceiling[1]] if self.ceiling and self.ceiling[1] <= self.right + 2 else [])
        return max(1.0, *levels) + ROOM


def drawn(chart: Chart) -> Sheet:
    """The chart as shapes."""
    return laid_out(picture_of(chart))


def chart_with_numbers(found: Subject) -> Chart:
    """The chart of what was found; `InvalidRecurrence` where it has no numbers."""
    chart = chart_of(found)
    if chart is None:
        message = "a picture needs numbers, and orders of growth have none"
        raise InvalidRecurrence(message, hint="add -n, such as -n 1024")
    return chart


def chart_of(found: Subject) -> Chart | None:
    """The chart of what was found; None for orders of growth, which have no numbers."""
    match found:
        case GrowingSpeedup():
            return None
        case Speedup():
            return _bounds_chart(found)
        case Scaled():
            return _scaled_chart(found)
    return _measured_chart(found)


def _bounds_chart(found: Speedup) -> Chart:
    c = found.computation
    most = max(row.processors for row in found.rows)
    corner = {p for p in (nearly_floor(c.parallelism), nearly_ceiling(c.parallelism)) if p <= most}

    def curve(label: Label, role: str, style: str, time: Callable[[int], Fraction]) -> Line:
        return _curve(label, role, style, most, lambda p: c.work / time(p), corner)

    curves = [
        curve("at most (work and span laws)", "most", "solid", c.lower),
        curve("at least (Brent)", "certain", "solid", c.brent),
        curve("at least (weaker form)", "weaker", "dotted", c.simple),
    ]
    marks = [(row.processors, row.schedule.speedup) for row in found.rows if row.schedule]
    if marks:
        curves.append(Line("greedy schedule", "schedule", "points", _points(marks)))
    bars = []
    for row in found.rows:
        bounds = c.speedup(row.processors)
        bars.append(Bar(row.processors, bounds.low, bounds.high, row.schedule.speedup if row.schedule else None))
    ceiling = (ex.Relation("=", RATIO, decimal_formula(c.parallelism)), log_of(c.parallelism))
    return _with_ideal("Speed-up of a greedy schedule", curves, bars, ceiling, band=True)


def _scaled_chart(found: Scaled) -> Chart:
    name = "Amdahl, " if found.law is Law.AMDAHL else "Gustafson, "
    title = said(name, ex.Relation("=", PART, ex.Number(Fraction(closest(found.part)), True)))
    law = amdahl if found.law is Law.AMDAHL else gustafson
    curve = _curve(title, "certain", "solid", max(p for p, _ in found.rows), lambda p: law(found.part, p))
    limit = (
        None if found.limit is None else ex.Relation("=", ex.divide(ex.ONE, SERIAL_PART), decimal_formula(found.limit))
    )
    ceiling = None if found.limit is None or limit is None else (limit, log_of(found.limit))
    return _with_ideal(title, [curve], [Bar(p, s, s) for p, s in found.rows], ceiling)


def _measured_chart(found: Scalability) -> Chart:
    """The speed-ups as marks, and the fitted law where the times keep to it."""
    rows, fit = found.rows, found.fit
    points = _points((row.processors, row.speedup) for row in rows)
    curves = [Line("", "certain", "dotted", points)]
    ceiling = None
    if fit is not None and not fit.strays:
        name = "Amdahl" if fit.law is Law.AMDAHL else "Gustafson"
        label = said(f"{name}, fitted: ", ex.Relation("=", F, decimal_formula(Fraction(fit.fraction.best), 3)))
        curves = [Line(label, "certain", "solid", law_curve(fit, rows[-1].processors))]
        if fit.law is Law.AMDAHL and fit.fraction.best > 0:
            limit = Fraction(1 / fit.fraction.best)
            ceiling = (ex.Relation("=", ex.divide(ex.ONE, F), decimal_formula(limit, 3)), log_of(limit))
    curves.append(Line("measured", "schedule", "points", points))
    title = "Measured speed-up of a problem that grows with P" if found.grows else "Measured speed-up"
    return _with_ideal(title, curves, [Bar(row.processors, row.speedup, row.speedup) for row in rows], ceiling)


def _with_ideal(
    title: Label,
    curves: list[Line],
    bars: list[Bar],
    ceiling: tuple[Expr, float] | None = None,
    band: bool = False,
) -> Chart:
    """The line S = P goes as far as the others leave room for it."""
    chart = Chart(title, tuple(curves), band, ceiling, tuple(bars))
    end = min(chart.right, chart.top)
    return replace(chart, curves=(*curves, Line(ex.Relation("=", S, P), "ideal", "dashed", ((0.0, 0.0), (end, end)))))


def _curve(
    label: Label, role: str, style: str, most: int, of: Callable[[int], Fraction], also: Iterable[int] = ()
) -> Line:
    top = max(1.0, log2(most))
    steps = min(MOST_POINTS, int(top * FINEST) + 1)
    grid = {max(1, _power(top * i / steps)) for i in range(steps)} | {1, max(2, most), *also}
    return Line(label, role, style, _points((p, of(p)) for p in sorted(grid)))


def _power(exponent: float) -> int:
    """About 2^exponent as a whole number, however large."""
    whole = int(exponent)
    return (int(2.0 ** (exponent - whole) * 1024) << whole) >> 10


def _points(pairs: Iterable[tuple[int, Fraction]]) -> tuple[Point, ...]:
    return tuple((log2(p), log_of(s)) for p, s in pairs)


def log_of(value: Fraction) -> float:
    """log₂ of a fraction that no float may hold."""
    return log2(value.numerator) - log2(value.denominator)


def picture_of(chart: Chart) -> Picture:
    """The chart as a picture: the bounds as a band, a ceiling as a level line."""
    across = Axis(said(P, ", processors"), 0.0, chart.right, power_ticks(2, 0.0, chart.right, 1.0))
    up = Axis("speed-up", chart.bottom, chart.top, power_ticks(2, chart.bottom, chart.top, 1.0))
    bands: tuple[Band, ...] = ()
    if chart.band:
        above, below = chart.curves[:2]
        bands = (Band("", below.points, above.points),)
    lines = [curve for curve in chart.curves if curve.style != "points"]
    if chart.ceiling is not None and chart.ceiling[1] <= chart.top:
        label, level = chart.ceiling
        lines.append(Line(label, "ceiling", "mixed", ((0.0, level), (chart.right, level)), thin=True))
    marks = tuple(Marks(c.label, c.role, "dot", c.points) for c in chart.curves if c.style == "points")
    heading: Label = "" if chart.ceiling is None else chart.ceiling[0]
    return Picture(chart.title, "", (Panel(heading, "logarithmic scales", across, up, bands, tuple(lines), marks),))
