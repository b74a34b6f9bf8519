"""T_P against P on each engine, both axes logarithmic, inside the bounds that the laws and the burden give."""

from math import log2, log10

from recur.documents.given import said
from recur.documents.measured import serial_times, speedup_verdict
from recur.documents.speedup import BRENT, LOWER_LAW, TIME, WORK, P
from recur.model import expressions as ex
from recur.pictures import charts
from recur.pictures.shapes import Label, Point
from recur.runs.parallel_rows import ParallelRow, ParallelTimes

#: shape and dash of an engine, so that none needs its colour to be told; its role is its name
LOOKS = {
    "threads": ("dot", "solid"),
    "processes": ("square", "dashed"),
    "dask": ("triangle", "dotted"),
    "mpi": ("diamond", "mixed"),
}
OTHER = ("cross", "dotted")
APART = 0.018  # of the axis, between two engines at one P
BEYOND = 0.7  # decades past the times that a bound may widen the axis


def parallel_panel(found: ParallelTimes) -> charts.Panel:
    """A point a row: the median, with its whisker from the fastest to the slowest run."""
    processors = [row.workers for row in found.rows] or [1]
    low, high = charts.widened([log2(p) for p in (1, *processors)], 0.06, 0.15)
    across = charts.Axis(said(P, ", workers"), low, high, charts.processor_ticks((1, *processors)))
    engines = list(dict.fromkeys(row.engine for row in found.rows))
    rows = {engine: sorted(_of(found, engine), key=lambda row: row.workers) for engine in engines}
    shift = {engine: (i - (len(engines) - 1) / 2) * APART * (high - low) for i, engine in enumerate(engines)}
    marks = tuple(_marks(engine, rows[engine], shift[engine]) for engine in engines)
    bands, bounds = _bounds(found, rows)
    lines = (*_references(found, max(processors)), *bounds)
    verdict = speedup_verdict(found)
    title = said(TIME, " at ", ex.N, f" = {found.size:,}", f": {verdict}" if verdict else "")
    return charts.Panel(title, serial_times(found), across, _upright(found, bands, bounds), bands, lines, marks)


def _of(found: ParallelTimes, engine: str) -> list[ParallelRow]:
    return [row for row in found.rows if row.engine == engine]


def _upright(found: ParallelTimes, bands: tuple[charts.Band, ...], bounds: tuple[charts.Line, ...]) -> charts.Axis:
    """All times, and of the bounds what is not far from them."""
    times = [log10(t) for t in (*found.serial, *(t for row in found.rows for t in row.times))]
    levels = [y for band in bands for _, y in (*band.lower, *band.upper)]
    levels += [y for line in bounds for _, y in line.points]
    low, high = min(times) - BEYOND, max(times) + BEYOND
    low, high = charts.widened([*times, *(min(max(y, low), high) for y in levels)], 0.06, 0.04)
    return charts.Axis(said("time ", TIME), low, high, charts.logarithmic_ticks(low, high, charts.time_label))


def _marks(engine: str, rows: list[ParallelRow], shift: float) -> charts.Marks:
    shape, style = LOOKS.get(engine, OTHER)
    points = tuple((log2(row.workers) + shift, log10(row.seconds)) for row in rows)
    ranges = tuple((log10(min(row.times)), log10(max(row.times))) for row in rows)
    return charts.Marks(engine, engine, shape, points, style, ranges)


def _bounds(
    found: ParallelTimes, rows: dict[str, list[ParallelRow]]
) -> tuple[tuple[charts.Band, ...], tuple[charts.Line, ...]]:
    """One engine: the band between its bounds. Several: the band of them all, and each one's upper bound as a line."""
    upper = {engine: _curve({row.workers: row.high for row in own}) for engine, own in rows.items()}
    least: dict[int, float] = {}
    lowest: dict[int, float] = {}
    for row in found.rows:
        least[row.workers] = min(row.low, least.get(row.workers, row.low))
        lowest[row.workers] = min(row.high, lowest.get(row.workers, row.high))
    if not least:
        return (), ()
    known = found.span_seconds is not None
    below = ex.Apply("max", LOWER_LAW) if known else LOWER_LAW[0]
    above = BRENT if known else WORK
    if len(rows) == 1:
        between = said("from ", below, " to ", above, " + burden")
        return (charts.Band(between, _curve(least), _curve(lowest)),), ()
    band = charts.Band(said("from ", below, " to the lowest of these"), _curve(least), _curve(lowest))
    label: Label = said(above, " + burden, for each engine")
    lines = []
    for engine, points in upper.items():
        lines.append(charts.Line(label, engine, LOOKS.get(engine, OTHER)[1], points, thin=True))
        label = ""  # the others are told apart as their marks are
    return (band,), tuple(lines)


def _curve(seconds: dict[int, float]) -> tuple[Point, ...]:
    """log T against log P; a single P as a short level piece, so that it is seen."""
    points = tuple((log2(p), log10(t)) for p, t in sorted(seconds.items()) if t > 0)
    if len(points) != 1:
        return points
    (x, y), half = points[0], 0.1
    return (x - half, y), (x + half, y)


def _references(found: ParallelTimes, most: int) -> tuple[charts.Line, ...]:
    serial = log10(found.serial_seconds)
    ideal = charts.Line(LOWER_LAW[0], "ideal", "solid", ((0.0, serial), (log2(most), serial - log10(most))), thin=True)
    alone = charts.Line(
        said(WORK, ", without spawns"), "ideal", "dotted", ((0.0, serial), (log2(most), serial)), thin=True
    )
    return (ideal, alone) if most > 1 else ()
