"""The picture of a measured program: the times beside their prediction, T_P between its bounds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import log2, log10

import pytest

from recur.measurement.evidence import FitVerdict
from recur.measurement.samples import Sample
from recur.model.errors import InvalidRecurrence
from recur.pictures.charts import Axis, Marks, Panel, cut, tick_label, tick_power
from recur.pictures.measured import picture_of
from recur.pictures.parallel import parallel_panel
from recur.pictures.shapes import Point
from recur.pictures.times import times_panel
from recur.runs.measured import Failure, Measured
from tests.measured_programs import UNTIMED, run_on, timed
from tests.synthetic_times import SCENARIOS, samples
from tests.written import words

PLAIN, OFFSET = SCENARIOS[:2]
NEAR = 1e-9


def panel_of(found: Measured) -> Panel:
    assert found.evidence is not None
    return times_panel(found.evidence, found.per_task)


def marks(panel: Panel, label: str) -> Marks:
    return next(each for each in panel.marks if words(each.label) == label)


def heights(points: tuple[Point, ...]) -> dict[float, float]:
    return {round(x, 9): y for x, y in points}


def test_every_run_is_a_point_at_its_size_and_its_time() -> None:
    runs = samples("n log n", PLAIN, 0.05, 1)
    points = marks(panel_of(timed(runs, "n log n")), "one run").points
    expected = sorted((log10(run.size), log10(run.seconds)) for run in runs)
    assert [x for pair in sorted(points) for x in pair] == pytest.approx([x for pair in expected for x in pair])


def test_of_very_many_runs_the_fastest_and_the_slowest_stay() -> None:
    runs = [Sample(size, 1e-6 * size * (1 + i / 5000)) for size in (1, 2, 4, 8, 16, 64) for i in range(2000)]
    points = marks(panel_of(timed(runs, "n")), "one run").points
    assert len(points) <= 4000
    at_one = [y for x, y in points if x == 0]
    assert min(at_one) == pytest.approx(-6) and max(at_one) == pytest.approx(-6 + log10(1 + 1999 / 5000))


@pytest.mark.parametrize("truth", ["n log n", "n^2", "2^n", "log n"])
@pytest.mark.parametrize("predicted", [True, False])
def test_the_curve_passes_the_fitted_times(truth: str, predicted: bool) -> None:
    found = timed(samples(truth, OFFSET, 0.05, 3), truth if predicted else None)
    panel = panel_of(found)
    assert found.evidence is not None
    curve = heights(panel.lines[0].points)
    across = float if panel.across.low > 2 and truth == "2^n" else log10
    for row in found.evidence.rows:
        assert row.fitted is not None
        assert curve[round(across(row.size), 9)] == pytest.approx(log10(row.fitted))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("truth", ["n", "n log n", "n^(log_2 7)", "2^n"])
def test_a_confirmed_curve_stays_in_the_band_of_its_interval(truth: str, seed: int) -> None:
    found = timed(samples(truth, PLAIN, 0.05, seed), truth)
    assert found.evidence is not None and found.evidence.interval is not None
    assert 0 in found.evidence.interval
    panel = panel_of(found)
    band, curve = panel.bands[0], heights(panel.lines[0].points)
    assert len(band.lower) == len(found.evidence.rows)
    for (x, low), (_, high) in zip(band.lower, band.upper, strict=True):
        assert low - NEAR <= curve[round(x, 9)] <= high + NEAR


def test_a_refuted_curve_leaves_the_band_and_the_better_class_is_drawn_beside_it() -> None:
    found = timed(samples("n log n", PLAIN, 0.05, 1), "n^2")
    panel = panel_of(found)
    assert found.evidence is not None and found.evidence.verdict is FitVerdict.REFUTED
    band, curve = panel.bands[0], heights(panel.lines[0].points)
    outside = [
        not low <= curve[round(x, 9)] <= high for (x, low), (_, high) in zip(band.lower, band.upper, strict=True)
    ]
    assert any(outside)
    assert "n log n" in words(panel.lines[1].label) and "fits better" in words(panel.lines[1].label)
    assert panel.lines[1].style != panel.lines[0].style
    assert words(panel.title).startswith("times refuted") and "n²" in words(panel.title)


def test_an_interval_without_ends_is_drawn_and_said() -> None:
    found = timed(samples("1", PLAIN, 0.1, 1), "T(n) = T(n/2) + 1, T(1) = 1000")
    assert found.evidence is not None and found.evidence.interval is not None
    assert found.evidence.interval.low == -float("inf")
    panel = panel_of(found)
    assert panel.bands and all(abs(y) < 20 for _, y in panel.bands[0].lower)
    assert "−∞" in words(panel.bands[0].label) or "no δ" in words(panel.bands[0].label)


def test_without_a_prediction_every_named_class_has_a_curve_of_its_own() -> None:
    found = timed(samples("log n", OFFSET, 0.1, 2))
    panel = panel_of(found)
    assert found.evidence is not None and len(found.evidence.named) > 1
    assert [words(line.label) for line in panel.lines] == ["Θ(log n)", "Θ(log² n)"]
    assert len({line.style for line in panel.lines}) == 2 and not panel.bands
    assert len(panel.lines[0].points) > len(found.evidence.rows)  # smooth between the sizes


def test_exponential_growth_is_a_straight_line() -> None:
    panel = panel_of(timed(samples("2^n", PLAIN, 0.0, 1), "2^n"))
    points = marks(panel, "median").points
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    assert slopes == pytest.approx([log10(2)] * len(slopes), rel=0.05)


def test_times_of_tasks_are_named_so() -> None:
    panel = panel_of(replace(timed(samples("n", PLAIN, 0.05, 1), "n"), per_task=True))
    assert panel.up.title == "time of one task" and "W(n)/N(n)" in words(panel.lines[0].label)
    assert "(W(n)/N(n))·n^δ" in words(panel.bands[0].label)


def test_sizes_that_are_powers_of_two_have_such_marks() -> None:
    panel = panel_of(timed([Sample(1 << k, 1e-9 * 2**k) for k in range(10, 18)], "n"))
    marks = {tick_label(2, k): k * log10(2) for k in range(10, 18)}
    assert marks[tick_power(2, 17)] and marks["1,024"]
    assert all(place == pytest.approx(marks[label]) for place, label in panel.across.ticks)


@pytest.mark.parametrize("scale", [1e-11, 3e-7, 1.0, 4e4])
@pytest.mark.parametrize("growth", [1.0001, 1.3, 4.0, 60.0, 1e9])
def test_an_axis_has_from_two_to_nine_marks_with_units(scale: float, growth: float) -> None:
    runs = [Sample(10 + i, scale * growth ** (i / 7)) for i in range(8)]
    ticks = panel_of(timed(runs)).up.ticks
    assert 2 <= len(ticks) <= 9 and len({label for _, label in ticks}) == len(ticks)
    units = {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9, "ps": 1e-12}
    for place, label in ticks:
        number, unit = label.split()
        assert log10(float(number) * units[unit]) == pytest.approx(place, abs=1e-3)


def test_one_size_alone_is_a_picture_too() -> None:
    panel = panel_of(timed([Sample(10, 0.001), Sample(10, 0.0012)], "n"))
    assert not panel.lines and not panel.bands and marks(panel, "median").points[0][0] == 1
    assert all(label.isdigit() for _, label in panel.across.ticks)


def test_a_row_stands_at_its_processors_and_its_median_with_whiskers_to_its_ends() -> None:
    found = run_on({"processes": 0.1})
    shown = marks(parallel_panel(found), "processes")
    for row, (x, y), (low, high) in zip(found.rows, shown.points, shown.ranges, strict=True):
        assert x == log2(row.workers) and y == log10(row.seconds)
        assert (low, high) == (log10(min(row.times)), log10(max(row.times)))


def test_one_engine_has_the_band_of_its_bounds() -> None:
    found = run_on({"processes": 0.1})
    panel = parallel_panel(found)
    band = panel.bands[0]
    assert band.lower == tuple((log2(row.workers), log10(row.low)) for row in found.rows)
    assert band.upper == tuple((log2(row.workers), log10(row.high)) for row in found.rows)
    ideal = next(line for line in panel.lines if words(line.label) == "T₁/P")
    assert ideal.points[-1] == pytest.approx((3.0, log10(2.0 / 8)))


def test_several_engines_share_what_the_laws_say_and_differ_by_their_burden() -> None:
    found = run_on({"threads": 1.5, "processes": 0.1, "dask": 0.4, "mpi": 0.2, "other": 0.3})
    panel = parallel_panel(found)
    assert panel.bands[0].lower == tuple((log2(row.workers), log10(row.low)) for row in found.rows[:4])
    assert panel.bands[0].upper == tuple((log2(p.workers), log10(p.high)) for p in found.rows[4:8])
    upper = {line.role: line.points for line in panel.lines if line.thin and line.role in ("threads", "dask", "mpi")}
    assert upper["mpi"] == tuple((log2(row.workers), log10(row.high)) for row in found.rows[12:16])
    assert len({each.shape for each in panel.marks}) == 5
    for each in panel.marks:
        assert [x for x, _ in each.points] == pytest.approx([0, 1, 2, 3], abs=0.15)


def test_without_a_span_only_the_work_law_is_promised() -> None:
    labels = " ".join(words(band.label) for band in parallel_panel(run_on({"threads": 0.1}, span=None)).bands)
    assert "T₁/P" in labels and "T∞" not in labels


def test_a_bound_far_above_the_times_leaves_the_picture_and_keeps_the_points_apart() -> None:
    found = run_on({"threads": 0.1, "dask": 1e6})
    near = replace(found, rows=tuple(replace(row, times=(0.5, 0.6, 0.7)) for row in found.rows))
    up = parallel_panel(near).up
    assert log10(0.5) > up.low and up.high < log10(0.7) + 2
    far = next(line for line in parallel_panel(near).lines if line.role == "dask")
    assert not cut(far.points, up)


def test_a_single_number_of_processors_has_bounds_that_are_seen() -> None:
    panel = parallel_panel(run_on({"threads": 0.1}, processors=(4,)))
    xs = [x for x, _ in panel.bands[0].lower]
    assert min(xs) < 2 < max(xs) and [label for _, label in panel.across.ticks] == ["1", "4"]


def test_a_curve_is_cut_where_it_leaves_the_axis() -> None:
    axis = Axis("", 0, 1, ())
    assert cut([(0, -1), (2, 1)], axis) == [[(1, 0), (2, 1)]]
    assert cut([(0, 0.5), (1, 2.5), (2, 0.5)], axis) == [[(0, 0.5), (0.25, 1)], [(1.75, 1), (2, 0.5)]]
    assert cut([(0, -1), (1, 3)], axis) == [[(0.25, 0), (0.5, 1)]]
    assert cut([(0, 2), (1, 3)], axis) == [] and cut([(0, -2), (1, -1)], axis) == []


def test_nothing_timed_is_said_with_the_reason() -> None:
    failed = replace(UNTIMED, failures=(Failure("dask", 2, InvalidRecurrence("no cluster answers")),))
    picture = picture_of(failed)
    assert not picture.panels and "Nothing was timed" in picture.message[0]
    assert "no cluster answers" in words(picture.message[1])


def test_the_title_tells_the_verdict_and_the_panels_what_it_stands_on() -> None:
    found = replace(timed(samples("n", PLAIN, 0.05, 1), "n"), parallel=run_on({"threads": 0.1}, span=Fraction(16)))
    picture = picture_of(found)
    assert picture.title == "sort: confirmed"
    assert [words(panel.title).split(":")[0] for panel in picture.panels] == ["times confirmed", "T_P at n = 131,072"]
    assert picture.footer == "CPython 3.12.1 on Linux x86_64, 8 processors (a processor)"
