"""Which clock tells of a program: CPU time where it computes, wall time where it waits."""

from __future__ import annotations

import json

import pytest

from recur.documents.fit import document
from recur.measurement.clocks import clocks_apart, computes, on_cpu
from recur.measurement.evidence import FitVerdict
from recur.measurement.judging import assess
from recur.measurement.reading import read_series
from recur.measurement.records import sample_of, sample_record
from recur.measurement.samples import Sample
from recur.writers.text import render


def runs(wall: float, cpu: float | None, waits: int | None) -> list[Sample]:
    return [Sample(n, wall * n, r, cpu_seconds=None if cpu is None else cpu * n, waits=waits)
            for n in (1, 2, 4) for r in (1, 2, 3)]  # fmt: skip


@pytest.mark.parametrize(
    ("wall", "cpu", "waits", "judged", "said"),
    [
        (1.0, 0.4, 0, 0.4, "The machine was busy"),
        (1.0, 0.4, 7, 1.0, "The program waits"),
        (1.0, 0.97, 0, 0.97, None),
        (1.0, 0.8, None, 0.8, "The machine was busy"),
        (1.0, 0.4, None, 0.4, "The machine was busy"),
        (1.0, 0.1, None, 1.0, "The program waits"),
        (1.0, 1.9, 3, 1.0, "Several processors worked at once"),
        (1.0, None, None, 1.0, None),
    ],
)
def test_a_run_that_is_put_aside_is_judged_by_its_cpu_time_and_one_that_waits_by_the_wall(
    wall: float, cpu: float | None, waits: int | None, judged: float, said: str | None
) -> None:
    samples = runs(wall, cpu, waits)
    assert [sample.seconds for sample in on_cpu(samples)] == [judged * sample.size for sample in samples]
    told = clocks_apart(samples)
    assert (told is None) == (said is None)
    assert said is None or (told is not None and told.sentence.startswith(said))


def test_a_single_run_that_gave_way_once_makes_no_program_wait() -> None:
    samples = runs(1.0, 0.5, 0)
    samples[0] = Sample(1, 1.0, 1, cpu_seconds=0.5, waits=3)
    assert computes(samples)


def test_the_clocks_are_kept_with_the_runs() -> None:
    sample = Sample(8, 0.5, 2, "serial", "sort", 1, 0.25, 3)
    assert sample_of(sample_record(sample)) == sample
    assert "cpu_seconds" not in sample_record(Sample(8, 0.5))


def test_a_file_with_both_clocks_is_judged_by_the_processor_and_shows_both() -> None:
    rows = [
        {"name": f"BM_sort/{2**k}", "run_type": "iteration", "cpu_time": 2**k * (1 + 0.002 * r), "real_time": 3 * 2**k}
        for k in range(5, 13)
        for r in range(3)
    ]
    (series,) = read_series(json.dumps({"benchmarks": [row | {"time_unit": "ns"} for row in rows]}))
    evidence = assess(series.samples, "n")
    assert evidence.verdict is FitVerdict.CONFIRMED
    assert [row.wall_seconds for row in evidence.rows] == pytest.approx([3e-9 * 2**k for k in range(5, 13)])
    assert "The machine was busy" in " ".join(reason.sentence for reason in evidence.reasons)
    assert "CPU     wall" in render(document(evidence))
