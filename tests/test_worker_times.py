"""Tables and logs of times by numbers of workers: every file of tests/cases/worker_times is read as it is meant."""

from __future__ import annotations

import io
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from recur.cli import main
from recur.documents.scaling import measured
from recur.measurement.scalability import SerialTrend, scalability
from recur.measurement.worker_times import read_worker_times
from recur.model import RecurError

CASES = Path(__file__).parent / "cases"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CASES / "worker_times.json").read_text(encoding="utf-8"))


def test_every_file_has_its_expectation() -> None:
    assert sorted(EXPECTED) == sorted(file.name for file in (CASES / "worker_times").iterdir())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_is_read_as_it_is_meant(name: str) -> None:
    found = read_worker_times((CASES / "worker_times" / name).read_text(encoding="utf-8"))
    assert [[p, float(seconds)] for p, seconds in found.times] == EXPECTED[name]["times"]
    assert found.grows == EXPECTED[name]["grows"]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_command_line_answers_every_file(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speedup", "--measured", str(CASES / "worker_times" / name), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows"][0]["processors"] == 1 and found["grows"] == EXPECTED[name]["grows"]


def test_a_table_of_times_may_have_a_heading_and_comments() -> None:
    found = read_worker_times("P,seconds\n# warm\n1,10.5\n\n2, 6e0\n")
    assert found.times == ((1, Fraction(21, 2)), (2, Fraction(6)))


@pytest.mark.parametrize(
    ("line", "workers"),
    [
        ("4 cores: 12.5 s", 4),
        ("P=4 12.5s", 4),
        ("threads: 4, elapsed 12.5", 4),
        ("n_workers=4 took 12.5 seconds", 4),
        ("with 16 MPI ranks 12.5 sec", 16),
        ("serial 12.5 s", 1),
        ("single-threaded run: 12500 ms", 1),
        ("OMP_NUM_THREADS=8: 12.5 s", 8),
        ("4 processes - 0:12.5", 4),
        ("sort -j 4 in 12.5 s", 4),
        ("n=1000 threads 4 12.5 s", 4),
        ("8-core run, wall time = 12.5 s", 8),
        ("rank 0 of 4: 12.5 s", 4),
    ],
)
def test_a_line_names_its_workers_and_its_time(line: str, workers: int) -> None:
    assert read_worker_times(line).times == ((workers, Fraction(25, 2)),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no times"),
        ("P,seconds\n", "no times"),
        ("1\n", "no times"),
        ("1,x\n", "no times"),
        ("P,seconds\n1,x\n", "not a time"),
        ("P,seconds\nx,1\n", "not a number of workers"),
        ("sort 1 core: 3 s\nscan 1 core: 2 s\n", "several programs"),
        ("4 nodes with 8 cores: 3 s\n", "two numbers of workers"),
        ("mpiexec -n 2 ./a\nsetup took 1 s\nsolve took 2 s\n", "several times"),
        ("n=10 1 core: 1 s\nn=50 2 cores: 3 s\n", "size of its own"),
        ("n=10 1 core: 1 s\n2 cores: 3 s\n", "some do not"),
        ('[{"threads": 1, "seconds": -1}]', "cannot be read"),
        ("[1", "cannot be read"),
    ],
)
def test_what_cannot_be_told_is_refused(text: str, said: str) -> None:
    with pytest.raises(RecurError, match=said):
        read_worker_times(text)


def test_the_longest_of_the_workers_own_times_is_that_of_the_run() -> None:
    found = read_worker_times("mpiexec -n 2 ./a\nrank 0: 3.0 s\nrank 1: 3.5 s\n")
    assert found.times == ((2, Fraction(7, 2)),)


def test_a_file_by_workers_is_no_file_by_sizes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`fit` neither takes P for n nor mixes the times of several P."""
    file = tmp_path / "times.csv"
    file.write_text("threads,seconds\n1,8\n2,5\n4,3\n", encoding="utf-8")
    assert main(["fit", str(file)]) == 2
    assert "speedup --measured" in capsys.readouterr().err
    rows = [f"{p},{n},{n / p}" for p in (1, 2) for n in (8, 16, 32, 64, 128)]
    file.write_text("\n".join(["threads,n,seconds", *rows]), encoding="utf-8")
    main(["fit", str(file), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [series["name"] for series in found["series"]] == ["P=1", "P=2"]


def test_times_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"1 core: 8 s\n4 cores: 2 s\n")))
    assert main(["speedup", "--measured", "-", "--json"]) == 0
    assert [row["processors"] for row in json.loads(capsys.readouterr().out)["rows"]] == [1, 4]


@pytest.mark.parametrize("text", ["1:10.0,2:5.6,4:3.4", "1:10 2:5.6 4:3.4s\n", "1: 10.0\n2: 5.6\n4: 3.4\n"])
def test_a_file_may_hold_the_pairs_that_are_typed(text: str) -> None:
    expected = [(1, Fraction(10)), (2, Fraction(28, 5)), (4, Fraction(17, 5))]
    assert list(read_worker_times(text).times) == expected


def test_where_all_are_slower_than_one_worker_no_part_is_serial() -> None:
    """A serial part above 1 is no part: neither Amdahl's law nor its limit is told, and the slow-down is."""
    slower = scalability([(1, Fraction(10)), (2, Fraction(11)), (4, Fraction(12))])
    assert (slower.fit, slower.settled_trend) == (None, SerialTrend.UNKNOWN)
    assert [row.processors for row in slower.slower_than_one] == [2, 4]
    said = " ".join(text.sentence for text in measured(slower).follows)
    assert "Slower than one worker" in said
    assert "serial" not in said and "never passes" not in said
    worse = scalability([(1, Fraction(10)), (2, Fraction(11)), (4, Fraction(20))])
    assert worse.settled_trend is SerialTrend.RISING  # overhead that grows with P
