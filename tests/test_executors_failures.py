"""Whatever goes wrong in a run, it is said clearly, and no process and no shared memory is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recur.executors import CannotTravel, TaskTooLong, WorkerLost, missing_packages, open_engine
from recur.executors.failures import SharedMemoryFull
from recur.model import limits
from recur.model.errors import LimitExceeded
from tests import engine_programs as programs
from tests.child_processes import PATIENCE, kill
from tests.engine_rules import GROWING

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED_MEMORY = Path("/dev/shm")
SECONDS = PATIENCE
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills processes as POSIX does")


@pytest.fixture(autouse=True)
def lock_ups_end() -> Iterator[None]:
    with limits.time_limit(PATIENCE):
        yield


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def eventually(holds: object, seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def workers_of(engine: object) -> list[int]:
    return [worker.process.pid for worker in engine._workers]  # type: ignore[attr-defined]


def segments_of(engine: object) -> list[str]:
    if not SHARED_MEMORY.is_dir():
        return []
    return [file.name for file in SHARED_MEMORY.glob(f"{engine._token}*")]  # type: ignore[attr-defined]


def test_a_worker_that_is_killed_is_named_with_its_task_and_the_engine_runs_again() -> None:
    with open_engine("processes", workers=2, cutoff=None) as engine:
        kept = engine.run(programs.squares(4), SECONDS)
        before = workers_of(engine)
        with pytest.raises(WorkerLost, match=r"worker \d \(process \d+\) was killed by SIGKILL while it ran shot\(\)"):
            engine.run(programs.kills_its_worker(), SECONDS)
        assert not any(map(is_running, before))
        assert kept.value == [0, 1, 4, 9]
        assert engine.run(programs.leaves(3), SECONDS).value == 8
        after = workers_of(engine)
    assert not any(map(is_running, after))


def test_what_a_full_folder_of_shared_memory_does_to_a_worker_is_told() -> None:
    """A page that the folder has no room for, in an array that others hold as well, ends the process."""
    with open_engine("processes", workers=1, cutoff=None) as engine:
        with pytest.raises(WorkerLost, match=r"was killed by SIGBUS while it ran shot\(\)") as told:
            engine.run(programs.shot("SIGBUS"), SECONDS)
        assert told.value.hint == "the folder of shared memory is full: use smaller arrays, or allow the folder more"
        assert engine.run(programs.leaves(1), SECONDS).value == 2


@pytest.mark.parametrize("name", ["serial", "threads", "processes"])
def test_a_run_over_its_time_says_what_was_running(name: str) -> None:
    with open_engine(name, workers=2, cutoff=None) as engine:
        for seconds in GROWING:
            with pytest.raises(LimitExceeded, match=rf"time limit of {seconds:g} s; still running: ") as told:
                engine.run(programs.sleeps(3, SECONDS), seconds)
            if "nap()" in told.value.message:
                break
        assert "still running: nap()" in told.value.message
        assert told.value.kind == "limit"
        assert engine.run(programs.leaves(2), SECONDS).value == 4


def test_a_time_limit_around_the_engine_holds_too() -> None:
    with open_engine("threads", workers=2) as engine, pytest.raises(LimitExceeded), limits.time_limit(0.3):
        engine.run(programs.sleeps(2, SECONDS))


def test_a_worker_is_killed_that_is_longer_at_a_task_than_it_may() -> None:
    """Also where no instruction of Python is reached, and what is run whole counts as one task."""
    with open_engine("processes", workers=2, cutoff=40, task_seconds=0.4) as engine:
        before = workers_of(engine)
        with pytest.raises(TaskTooLong, match=r"^computes_without_end\(\) was over the time limit of 0\.4 s") as told:
            engine.run(programs.computes_without_end(), SECONDS)
        assert told.value.kind == "limit"
        assert not any(map(is_running, before))
        with pytest.raises(TaskTooLong, match=r"one_sleeps\(n = 40\), run whole with all that it spawns, was") as told:
            engine.run(programs.one_sleeps(40, 0), SECONDS)
        assert "cutoff=None" in str(told.value.hint)
        assert segments_of(engine) == []
        engine.task_seconds = None
        assert engine.run(programs.leaves(2), SECONDS).value == 4


def test_an_error_is_not_kept_from_the_clock() -> None:
    """A task that catches everything is over its time nevertheless."""
    with open_engine("serial", task_seconds=0.2) as engine:
        with pytest.raises(TaskTooLong, match=r"catches_everything\(\) was over the time limit"):
            engine.run(programs.catches_everything(0.5), SECONDS)
        engine.task_seconds = SECONDS
        assert engine.run(programs.catches_everything(0.01), SECONDS).value == "done"


def test_away_from_the_main_thread_a_task_over_its_time_is_noticed_when_it_ends() -> None:
    found: list[BaseException] = []

    def run() -> None:
        for seconds in GROWING:
            with open_engine("serial", task_seconds=seconds) as engine:
                try:
                    engine.run(programs.sleeps(1, 2 * seconds), SECONDS)
                except TaskTooLong as error:
                    found.append(error)
                    if error.label == "nap()":
                        return

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(SECONDS)
    assert found and isinstance(found[-1], TaskTooLong) and found[-1].label == "nap()"


def test_closing_ends_the_workers_after_an_error_inside_the_block_too() -> None:
    with pytest.raises(ZeroDivisionError), open_engine("processes", workers=2) as engine:
        workers = workers_of(engine)
        assert all(map(is_running, workers))
        raise ZeroDivisionError
    assert not any(map(is_running, workers))


def test_what_cannot_travel_back_is_said_with_its_task() -> None:
    told = pytest.raises(CannotTravel, match=r"the result of gives_what_cannot_travel\(\) cannot be sent")
    with open_engine("processes", workers=1) as engine, told:
        engine.run(programs.gives_what_cannot_travel(), SECONDS)


def test_a_task_made_inside_a_function_stays_at_home() -> None:
    from recur.forkjoin import task
    from recur.forkjoin.tasks.references import NotReachable

    @task
    def local() -> int:
        return 1

    with open_engine("threads", workers=1) as engine:
        assert engine.run(local(), SECONDS).value == 1
    with open_engine("processes", workers=1) as engine, pytest.raises(NotReachable, match="inside a function"):
        engine.run(local(), SECONDS)


@pytest.mark.skipif(not SHARED_MEMORY.is_dir(), reason="looks at the folder of shared memory")
def test_a_full_folder_of_shared_memory_is_an_error_and_not_a_crash() -> None:
    pytest.importorskip("numpy")
    with open_engine("processes", workers=1, cutoff=None) as engine:
        with pytest.raises(SharedMemoryFull, match=r"an array of 1,125,899,906,842,624 bytes"):
            engine.run(programs.too_large(), SECONDS)
        assert segments_of(engine) == []
        assert engine.run(programs.leaves(1), SECONDS).value == 2


SCRIPT = """
import os, signal, sys
from recur.executors import open_engine
from recur.forkjoin import empty, task
import time

@task
def slow(path):
    {array}
    with open(path, "a") as file:
        file.write(f"{{os.getpid()}}\\n")
    end = time.monotonic() + 600
    while time.monotonic() < end:
        time.sleep(0.01)

@task
def several(path):
    yield slow(path), slow(path)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with open_engine("{engine}", workers=2, cutoff=None) as engine:
        print(getattr(engine, "_token", "none"), flush=True)
        engine.run(several(sys.argv[1]))
"""


def start(folder: Path, engine: str, array: str = "") -> tuple[subprocess.Popen[str], str, list[int]]:
    """A script in a session of its own, when both of its tasks have begun: its token, and where they run."""
    script, begun = folder / "script.py", folder / "begun.txt"
    script.write_text(SCRIPT.format(engine=engine, array=array or "pass"))
    begun.touch()
    process = subprocess.Popen(
        [sys.executable, str(script), str(begun)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    if not eventually(lambda: begun.read_text().count("\n") == 2):
        kill(process)
        raise AssertionError(process.communicate())
    return process, process.stdout.readline().strip(), [int(line) for line in begun.read_text().split()]


@pytest.mark.parametrize("name", ["threads", "processes", "dask"])
def test_ctrl_c_ends_a_run_and_its_workers(name: str, tmp_path: Path) -> None:
    if said := missing_packages(name):
        pytest.skip(said)
    process, token, places = start(tmp_path, name)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGINT
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert errors.count("Traceback") == 1
    assert eventually(lambda: not any(map(is_running, places)))
    assert not list(SHARED_MEMORY.glob(f"{token}*"))


def test_workers_and_segments_end_with_a_driver_that_is_killed(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    process, token, places = start(tmp_path, "processes", "kept = empty(100_000)")
    if SHARED_MEMORY.is_dir():
        assert list(SHARED_MEMORY.glob(f"{token}*"))
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert eventually(lambda: not any(map(is_running, places)))
    assert eventually(lambda: not list(SHARED_MEMORY.glob(f"{token}*")))


UNGUARDED = """
from recur.executors import open_engine
from recur.forkjoin import task

@task
def one():
    return 1

with open_engine("processes", workers=1) as engine:
    engine.run(one())
"""


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_a_script_without_a_guard_is_told_of_it(name: str, tmp_path: Path) -> None:
    if said := missing_packages(name):
        pytest.skip(said)
    script = tmp_path / "unguarded.py"
    script.write_text(UNGUARDED.replace("processes", name))
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "WorkerLost: " in done.stderr
    assert 'below if __name__ == "__main__"' in done.stderr
    assert done.stderr.count("Traceback") == 1


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_tasks_of_the_script_itself_are_found_by_its_workers(method: str, tmp_path: Path) -> None:
    script = tmp_path / "guarded.py"
    run = f'if __name__ == "__main__":\n  with open_engine("processes", workers=2, start="{method}") as engine:\n'
    script.write_text(UNGUARDED.partition("with")[0] + run + "    print(engine.run(one()).value)\n")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("1\n", "", 0)
