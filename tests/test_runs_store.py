"""Runs are kept as they are made; a later measurement goes on with them, and never mixes two programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from recur.executors.jobs import Transfer
from recur.measurement.records import read_records
from recur.measurement.samples import Sample
from recur.model.errors import RecurError
from recur.runs.machine import Machine, this_machine
from recur.runs.programs import PythonProgram, load_program
from recur.runs.store import ParallelRun, open_store
from tests.programs_to_measure import SUM

MACHINE = Machine("abacus", 2, 2, "Linux x86_64", "CPython 3.11.7", True)
RUN = ParallelRun(Sample(64, 0.5, 1, "threads", "total", 2), 16, 2e-5, 1.5)
MOVED = ParallelRun(Sample(64, 0.5, 1, "processes", "total", 2), 16, 2e-5, transfer=Transfer(8_000, 300, 400))


@pytest.fixture
def program(tmp_path: Path) -> PythonProgram:
    file = tmp_path / "stored.py"
    file.write_text(SUM, encoding="utf-8")
    return load_program(str(file))


@pytest.fixture
def kept(tmp_path: Path, program: PythonProgram) -> Path:
    file = tmp_path / "runs.jsonl"
    with open_store(file, program, MACHINE) as store:
        store.add(Sample(64, 0.25, 1, "serial", "total"))
        store.add_run(RUN)
    return file


def test_what_was_kept_is_there_again(kept: Path, program: PythonProgram) -> None:
    with open_store(kept, program, MACHINE, resume=True) as store:
        assert store.samples == [Sample(64, 0.25, 1, "serial", "total")]
        assert store.runs == [RUN]
        store.add(Sample(64, 0.26, 2, "serial", "total"))
        store.add_run(MOVED)
    with open_store(kept, program, MACHINE, resume=True) as store:
        assert [sample.repetition for sample in store.samples] == [1, 2]
        assert store.runs == [RUN, MOVED]


def test_every_line_is_a_record_and_the_first_names_machine_interpreter_and_program(kept: Path) -> None:
    header, *records = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
    assert header["machine"]["processor"] == "abacus"
    assert header["machine"]["interpreter"] == "CPython 3.11.7"
    assert (header["program"], header["task"]) == ("stored.py", "total")
    assert [(r["record"], r["engine"], r["unit"], r["workers"], r["n"]) for r in records] == [
        ("sample", "serial", "total", 1, 64),
        ("run", "threads", "total", 2, 64),
    ]


def test_a_run_is_in_the_file_as_soon_as_it_is_made(tmp_path: Path, program: PythonProgram) -> None:
    file = tmp_path / "live.jsonl"
    with open_store(file, program, MACHINE) as store:
        store.add(Sample(64, 0.25))
        assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_a_line_that_was_cut_off_is_left_out_and_written_over(kept: Path, program: PythonProgram) -> None:
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(whole + '{"record": "sample", "n": 12', encoding="utf-8")
    with open_store(kept, program, MACHINE, resume=True) as store:
        assert len(store.samples) == 1
    assert kept.read_text(encoding="utf-8") == whole


def test_an_old_file_is_not_written_over(kept: Path, program: PythonProgram) -> None:
    before = kept.read_bytes()
    with pytest.raises(RecurError, match="exists") as told, open_store(kept, program, MACHINE):
        pass
    assert "--resume" in str(told.value.hint)
    assert kept.read_bytes() == before


def test_runs_of_another_program_or_machine_do_not_mix(kept: Path, program: PythonProgram) -> None:
    for other, machine, message in (
        (replace(program, digest="0" * 64), MACHINE, "has changed"),
        (program, replace(MACHINE, interpreter="CPython 3.13.0"), "another machine or interpreter"),
    ):
        with pytest.raises(RecurError, match=message), open_store(kept, other, machine, resume=True):
            pass


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("n,seconds\n1,2\n", "line 1: this line is no JSON"),
        ('{"n": 1, "seconds": 2}\n', "names no machine"),
        ("[1]\n", "a record is a JSON object"),
    ],
)
def test_a_file_of_something_else_is_no_store(tmp_path: Path, program: PythonProgram, text: str, message: str) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RecurError, match=message), open_store(file, program, MACHINE, resume=True):
        pass
    assert file.read_text(encoding="utf-8") == text


def test_a_measurement_that_never_began_leaves_no_file(tmp_path: Path, program: PythonProgram) -> None:
    with pytest.raises(RecurError, match="cannot keep runs"), open_store(tmp_path / "no" / "x", program, MACHINE):
        pass


def test_the_serial_samples_of_a_store_are_what_fit_reads(kept: Path) -> None:
    assert read_records(kept.read_text(encoding="utf-8")) == (Sample(64, 0.25, 1, "serial", "total"),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"n": 0, "seconds": 1}', '"n" is not a whole number from 1 on'),
        ('{"n": true, "seconds": 1}', '"n" is not a whole number from 1 on'),
        ('{"n": 2, "seconds": 0}', '"seconds" is not a number above 0'),
        ('{"n": 2, "seconds": NaN}', '"seconds" is not a number above 0'),
        ('{"n": 2}', '"seconds" is not a number above 0'),
        ('{"record": "machine"}', "holds no times"),
        ('{"n": 1, "seconds": 1, "unit": "a"}\n{"n": 1, "seconds": 1, "unit": "b"}', "several programs"),
        ('{"n": 1, "seconds": 1, "engine": "dask"}\n{"n": 1, "seconds": 1, "engine": "mpi"}', "several engines"),
    ],
)
def test_a_record_that_says_nothing_is_refused_by_its_line(line: str, message: str) -> None:
    with pytest.raises(RecurError, match=message):
        read_records(line + "\n")


def test_this_machine_tells_what_it_is() -> None:
    found = this_machine()
    assert 1 <= found.usable <= found.logical
    assert found.interpreter.split()[1][0] == "3"
    assert found.processor
