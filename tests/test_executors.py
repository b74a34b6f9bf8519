"""Every engine keeps the same rules, and runs every example program; those that are not installed are skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from recur.cli import main
from recur.executors import ENGINES, Engine, EngineMissing, TaskFailed, WorkerLost, missing_packages, open_engine
from recur.model import limits
from recur.model.errors import LimitExceeded
from tests.child_processes import PATIENCE
from tests.engine_rules import RULES, runs_the_example
from tests.programs_to_measure import SUM
from tests.python_programs import PROGRAMS

CHECKOUT = Path(__file__).resolve().parent.parent
#: dask and its event loop leave sockets to the garbage collector when a cluster is ended in the middle of a run.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:(distributed|dask|tornado).*"),
    pytest.mark.filterwarnings("ignore:Sending large graph:UserWarning"),
]
#: Open MPI refuses root and more ranks than cores unless it is told otherwise.
MPI = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
    "PYTHONPATH": str(CHECKOUT),
}
#: A cluster of dask on the loopback that stands for one that was started by others.
TWO_WORKERS: dict[str, Any] = {
    "n_workers": 2,
    "threads_per_worker": 1,
    "host": "127.0.0.1",
    "dashboard_address": "127.0.0.1:0",
}


@pytest.fixture(autouse=True)
def lock_ups_end() -> Iterator[None]:
    with limits.time_limit(PATIENCE):
        yield


@pytest.fixture(scope="module")
def opened() -> Iterator[Callable[[str], Engine]]:
    """Engines that are opened when a test first asks for them, and spawn every call."""
    with ExitStack() as stack:
        engines: dict[str, Engine] = {}

        def engine(name: str) -> Engine:
            if said := missing_packages(name):
                pytest.skip(said)
            if name not in engines:
                workers = 1 if name == "dask" else 2  # a failure ends the cluster, and each worker is slow to start
                engines[name] = stack.enter_context(open_engine(name, workers=workers, cutoff=None))
            return engines[name]

        yield engine


@pytest.fixture(scope="module")
def said_by_the_ranks() -> Callable[[], dict[str, str]]:
    """What went wrong with each rule under MPI, from one job that tries them all."""
    found: dict[str, str] = {}

    def said() -> dict[str, str]:
        if reason := missing_packages("mpi"):
            pytest.skip(reason)
        mpiexec = shutil.which("mpiexec", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH')}")
        if mpiexec is None:
            pytest.skip("mpi4py is installed, and no mpiexec")
        if not found:
            if (alone := ranks(mpiexec, "-c", "pass")).returncode:
                pytest.skip(f"no MPI job can be started on this machine: {alone.stderr.strip()[-300:]}")
            done = ranks(mpiexec, "-m", "mpi4py.futures", str(CHECKOUT / "tests/engine_job.py"))
            assert done.returncode == 0, done.stderr
            found.update(json.loads(done.stdout.splitlines()[-1]))
        return found

    return said


def ranks(mpiexec: str, *line: str) -> subprocess.CompletedProcess[str]:
    """A job of three ranks of this interpreter."""
    return subprocess.run(
        [mpiexec, "-n", "3", sys.executable, *line],
        env=os.environ | MPI,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


LOCAL = [name for name in ENGINES if name != "mpi"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", LOCAL)
def test_an_engine(name: str, rule: str, opened: Callable[[str], Engine]) -> None:
    RULES[rule](opened(name))


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", LOCAL)
def test_an_engine_runs(name: str, program: str, opened: Callable[[str], Engine]) -> None:
    runs_the_example(opened(name), program)


@pytest.mark.parametrize("rule", [*RULES, *PROGRAMS])
def test_an_mpi_job(rule: str, said_by_the_ranks: Callable[[], dict[str, str]]) -> None:
    assert said_by_the_ranks()[rule] == ""


def test_a_dask_worker_that_is_killed_ends_the_run(opened: Callable[[str], Engine]) -> None:
    from tests.engine_programs import kills_its_worker

    engine = opened("dask")  # which runs again after any failure: a rule of all engines
    with pytest.raises(WorkerLost, match=r"ended in the middle of the run|could not be run|was replaced"):
        engine.run(kills_its_worker(), PATIENCE)


def test_a_dask_cluster_at_an_address_is_used_and_left_as_it_was() -> None:
    if said := missing_packages("dask"):
        pytest.skip(said)
    import distributed

    from tests.engine_programs import fails_below, leaves, sleeps

    with distributed.LocalCluster(**TWO_WORKERS) as cluster:
        with open_engine("dask", address=cluster.scheduler_address, cutoff=None) as engine:
            assert engine.workers == 2
            assert engine.run(leaves(3), PATIENCE).value == 8
            with pytest.raises(TaskFailed):
                engine.run(fails_below(1), PATIENCE)
            with pytest.raises(LimitExceeded):
                engine.run(sleeps(2, 5), 0.2)
            assert engine.run(leaves(2), PATIENCE).value == 4
        with open_engine("dask", 1, address=cluster.scheduler_address, cutoff=None) as engine:
            assert engine.workers == 1
            assert engine.run(leaves(3), PATIENCE).value == 8
        with pytest.raises(EngineMissing, match="has 2 threads, and 3 are asked for"):
            open_engine("dask", 3, address=cluster.scheduler_address).__enter__()
        assert len(cluster.workers) == 2


def test_a_program_is_measured_on_the_cluster_of_a_scheduler(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if said := missing_packages("dask"):
        pytest.skip(said)
    import distributed

    file = tmp_path / "measured_on_dask.py"
    file.write_text(SUM, encoding="utf-8")
    words = ["--sizes", "1,2,4,8", "--at", "8", "-t", "100", "-r", "1", "--json", "-e", "dask", "--scheduler"]
    with distributed.LocalCluster(**TWO_WORKERS) as cluster:
        assert main(["measure", str(file), *words, cluster.scheduler_address]) == 0
        assert len(cluster.workers) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["failures"] == []
    assert [(row["engine"], row["workers"]) for row in found["parallel"]["rows"]] == [("dask", 1), ("dask", 2)]


def test_an_address_where_nobody_answers_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    if said := missing_packages("dask"):
        pytest.skip(said)
    from recur.executors import dask

    monkeypatch.setattr(dask, "CONNECT_SECONDS", 0.2)
    with pytest.raises(EngineMissing, match=r"no dask scheduler answers at tcp://127\.0\.0\.1:1"):
        open_engine("dask", address="tcp://127.0.0.1:1").__enter__()


def test_an_engine_that_does_not_exist_is_told_from_those_that_do() -> None:
    with pytest.raises(EngineMissing, match="there is no engine fibers") as told:
        open_engine("fibers")
    assert told.value.hint == "try serial, threads, processes, dask, mpi"


def test_an_engine_has_at_least_one_worker() -> None:
    with pytest.raises(ValueError, match="at least one worker"):
        open_engine("threads", workers=0)
    with pytest.raises(ValueError, match="start method"):
        open_engine("processes", workers=1, start="clone")
    with pytest.raises(ValueError, match="cut-off"):
        open_engine("threads", workers=1, cutoff="never")
    with pytest.raises(ValueError, match="more than 0 seconds"):
        open_engine("threads", workers=1, task_seconds=0)


def test_an_option_of_another_engine_is_told_from_those_it_has() -> None:
    with pytest.raises(TypeError, match="threads engine has no option start; it has cutoff, task_seconds"):
        open_engine("threads", workers=1, start="fork")


def test_an_engine_runs_only_while_it_is_open() -> None:
    from tests.engine_programs import leaves

    with pytest.raises(RuntimeError, match="not open"):
        open_engine("serial").run(leaves(1))


def test_mpi_alone_says_how_it_is_started() -> None:
    if said := missing_packages("mpi"):
        pytest.skip(said)
    line = "from recur.executors import open_engine; open_engine('mpi')"
    done = subprocess.run(
        [sys.executable, "-c", line],
        env=os.environ | MPI,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "this process is alone" in done.stderr


def test_threads_that_cannot_all_be_started_are_dismissed_and_the_fault_is_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A limit of time may fall between two of them: it is that which is told, not the thread that never started."""

    class TooLate(BaseException):
        pass

    start, started = threading.Thread.start, list[threading.Thread]()

    def start_one(thread: threading.Thread) -> None:
        if started:
            raise TooLate
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_one)
    with pytest.raises(TooLate), open_engine("threads", workers=3):
        pass
    assert not started[0].is_alive()
