"""The lines for MPI jobs in the documentation do what it says of them, word for word but for the program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.pages import DOCS, README
from recur.executors import missing_packages
from tests.child_processes import CHECKOUT, PATIENCE
from tests.programs_to_measure import SEVEN, SUM

LINES = [line for line in (DOCS / "measuring.md").read_text(encoding="utf-8").splitlines() if "mpiexec -" in line]
RANKS, CONFINED = LINES[0], LINES[-1]
QUICK = "--sizes 1,2,4,8 --at 8 --seconds 100 -r 1 --json"
#: Says where its rank listens, instead of its sum.
LISTENING = """
import os
from recur.forkjoin import task
from tests.listening import addresses_listened_on, beyond_the_loopback

@task(size="n")
def open_to_all(n):
    found = yield [here(i) for i in range(n)]
    return sum(found, [])

@task
def here(i):
    return beyond_the_loopback(addresses_listened_on([os.getpid()]))

@open_to_all.example
def size(n):
    return n

@open_to_all.check
def nothing_is(found, n):
    return found == []
"""
#: Reads, as the driving rank, where any process of the job listens, the launcher among them.
CONFINEMENT = """
from recur.forkjoin import task

@task(size="n")
def interfaces(n):
    import socket
    return [name for _, name in socket.if_nameindex()]

@interfaces.example
def size(n):
    return n

@interfaces.check
def the_loopback_alone(found, n):
    return found == ["lo"]
"""


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """In which python and mpiexec are those of the tests, and a machine of few processors takes part; or a skip."""
    if said := missing_packages("mpi"):
        pytest.skip(said)
    scripts = Path(sys.executable).parent
    path = f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"
    if (mpiexec := shutil.which("mpiexec", path=path)) is None:
        pytest.skip("mpi4py is installed, and no mpiexec: the lines for MPI jobs have not been tried")
    root = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    found = os.environ | root | {"PATH": path, "PYTHONPATH": str(CHECKOUT), "PYTHONWARNINGS": "error"}
    told = ended(f"{mpiexec} --version", found)
    if "Open MPI" not in told.stdout + told.stderr:
        pytest.skip(f"the lines for MPI jobs are those of Open MPI: {mpiexec} is another")
    tried = ended(f"{mpiexec} --oversubscribe --mca btl self,sm -n 2 python -c pass", found)
    if tried.returncode:
        pytest.skip(f"no MPI job can be started on this machine: {tried.stderr.strip()[-300:]}")
    return found


def test_the_readme_has_the_line_of_the_page_on_measuring() -> None:
    shown = README.read_text(encoding="utf-8").splitlines()
    assert RANKS.replace("sums.py", "merge_sort.py") in map(str.strip, shown)


def ended(line: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        line, shell=True, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def measured(line: str, text: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The line on a program of this text."""
    assert "sums.py --engine mpi" in line
    file = folder / "sums.py"
    file.write_text(text, encoding="utf-8")
    return ended(line.replace("sums.py --engine mpi", f"{file} --engine mpi {QUICK}"), environment)


def test_the_line_measures_a_program(tmp_path: Path, environment: dict[str, str]) -> None:
    done = measured(RANKS, SUM, tmp_path, environment)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["failures"] == []
    assert [(row["engine"], row["workers"]) for row in found["parallel"]["rows"]] == [
        ("mpi", 1),
        ("mpi", 2),
        ("mpi", 3),
    ]


def test_a_verdict_that_is_no_success_ends_the_job_in_order(tmp_path: Path, environment: dict[str, str]) -> None:
    done = measured(RANKS, SEVEN, tmp_path, environment)
    assert done.returncode == 1
    assert json.loads(done.stdout)["verdict"] == "refuted"
    assert "ABORT" not in done.stderr


def test_what_cannot_be_measured_is_told_by_one_rank(tmp_path: Path, environment: dict[str, str]) -> None:
    done = measured(RANKS, "", tmp_path, environment)
    assert done.returncode == 2
    assert "holds no task" in done.stdout and "ABORT" not in done.stderr


def test_ranks_that_all_start_the_program_are_told_so(tmp_path: Path, environment: dict[str, str]) -> None:
    done = measured(RANKS.replace(" -m mpi4py.futures", ""), SUM, tmp_path, environment)
    assert done.returncode == 2
    assert "only one may" in done.stderr


def test_no_rank_listens_beyond_the_loopback(tmp_path: Path, environment: dict[str, str]) -> None:
    done = measured(RANKS, LISTENING, tmp_path, environment)
    assert json.loads(done.stdout)["failures"] == []


def test_a_namespace_confines_the_launcher_too(tmp_path: Path, environment: dict[str, str]) -> None:
    namespace, _, job = CONFINED.partition(" && ")
    if ended(f"{namespace}'", environment).returncode:
        pytest.skip("no network namespace can be made on this machine")
    assert job.startswith("exec mpiexec")
    assert json.loads(measured(CONFINED, CONFINEMENT, tmp_path, environment).stdout)["failures"] == []
