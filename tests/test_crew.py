"""A crew: every task has one outcome, whatever becomes of the process that works at it."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import Pipe, get_context
from pathlib import Path
from types import SimpleNamespace

import pytest

from recur.answers.grading.grading import judging_crew
from recur.answers.grading.judgements import Judge, Judgement, Task
from recur.answers.judging.verdict import Standing
from recur.crew import MANY_OF_A_KIND, MOST_HELD, Crew, Listening, Loss
from tests.child_processes import CHECKOUT, PATIENCE
from tests.gradings import Mortal, Quick, Stillborn


def tasks(count: int) -> list[tuple[str, str, str]]:
    return [(f"r{number}", "", f"r{number}" if number % 3 else "other") for number in range(count)]


def crew_of(given: list[tuple[str, str, str]], size: int, judge_of: type[Judge]) -> Crew[Task, Judgement]:
    return judging_crew(given, size, 10.0, partial(judge_of, 10.0))


def test_every_task_is_judged_exactly_once() -> None:
    given = tasks(150)
    with crew_of(given, 2, Quick) as crew:
        found = dict(crew.finished())
    assert sorted(found) == list(range(150))
    assert all((found[n].verdict is Standing.CORRECT) == (task[0] == task[2]) for n, task in enumerate(given))


def test_a_task_that_kills_its_worker_is_undecided_and_those_around_it_are_judged() -> None:
    given = [*tasks(20), ("r", "", "die"), *[(f"s{n}", "", f"s{n}") for n in range(20)]]
    with crew_of(given, 2, Mortal) as crew:
        found = list(crew.outcomes())
    lost = given.index(("r", "", "die"))
    assert len(found) == len(given)
    assert (found[lost].verdict, found[lost].notes) == (Standing.UNDECIDED, ("worker-lost",))
    assert {each.verdict for n, each in enumerate(found) if n != lost} == {Standing.CORRECT, Standing.WRONG}


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_worker_that_is_killed_by_chance_costs_no_answer() -> None:
    given = tasks(400)
    with crew_of(given, 2, Quick) as crew:
        finished = crew.finished()
        found = [next(finished)]
        victim = crew._workers[0].process.pid
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        found += finished
        assert all(worker.process.pid != victim for worker in crew._workers)
    assert sorted(number for number, _ in found) == list(range(400))
    assert Standing.UNDECIDED not in {judgement.verdict for _, judgement in found}


def test_no_worker_is_left_behind() -> None:
    with crew_of(tasks(30), 2, Quick) as crew:
        next(crew.finished())
        processes = [worker.process for worker in crew._workers]
    assert len(processes) == 2 and all(not process.is_alive() for process in processes)


def test_where_no_process_can_work_one_does_it_all() -> None:
    """Those that die before they answer are not started for ever; what has cost their lives is not tried here."""
    given = tasks(30)
    with crew_of(given, 2, Stillborn) as crew:
        found = dict(crew.finished())
    assert sorted(found) == list(range(30))
    assert {judgement.verdict for judgement in found.values()} >= {Standing.CORRECT, Standing.UNDECIDED}


def test_a_fault_while_judging_is_undecided_and_never_wrong() -> None:
    class Faulty(Judge):
        def _judge(self, recurrence: str, key: str, answer: str) -> Judgement:
            raise ZeroDivisionError("a bug")

    judgement = Faulty(1.0).judge(("r", "", "a"))
    assert (judgement.verdict, judgement.notes) == (Standing.UNDECIDED, ("fault",))
    assert "ZeroDivisionError" in judgement.feedback[0]


def test_a_worker_that_hangs_is_replaced_and_its_answer_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    given = tasks(4)
    with crew_of(given, 1, Quick) as crew:
        finished = crew.finished()
        found = [next(finished)]
        crew._feed(crew._workers[0])
        hanging = crew._workers[0].tasks[0][0]
        ahead = time.monotonic() + 1_000
        with monkeypatch.context() as patch:
            patch.setattr("recur.crew.time.monotonic", lambda: ahead)
            assert crew._hangs(crew._workers[0])
        found += crew._replaced(crew._workers[0], Loss.HUNG)
        found += finished
    assert sorted(number for number, _ in found) == list(range(4))
    assert dict(found)[hanging].notes == ("worker-lost",)


@pytest.mark.parametrize(("left", "taken"), [(MANY_OF_A_KIND - 1, 0), (3 * MANY_OF_A_KIND, 6)])
def test_the_last_few_of_a_kind_are_left_to_the_worker_that_knows_it(left: int, taken: int) -> None:
    crew = Crew(["known"] * left, 2, doubling, lambda task, loss: -1, kind_of=str)
    knowing, idle = (SimpleNamespace(known=known, tasks=[], learn=known.update) for known in ({"known"}, set()))
    crew._workers = [knowing, idle]  # type: ignore[list-item]
    assert not crew._idle() and crew._ended
    assert len(crew._batch(idle)) == taken  # type: ignore[arg-type]
    assert len(crew._batch(knowing)) > 0  # type: ignore[arg-type]


def twice(number: int) -> int:
    return 2 * number


def doubling() -> Callable[[int], int]:
    return twice


def test_outcomes_come_in_order_and_few_tasks_are_held_however_many_there_are() -> None:
    taken: list[int] = []
    numbers = (taken.append(number) or number for number in range(3 * MOST_HELD))
    with Crew(numbers, 2, doubling, lambda task, loss: -1) as crew:
        for told, outcome in enumerate(crew.outcomes()):
            assert outcome == 2 * told
            assert taken[-1] <= told + MOST_HELD


def test_a_task_that_may_not_have_come_is_asked_for_when_all_before_it_are_told() -> None:
    told: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(40):
            if number % 5 == 0:
                assert told == list(range(number))
            yield number

    with Crew(numbers(), 2, doubling, lambda task, loss: -1, followed=lambda number: number % 5 != 4) as crew:
        for outcome in crew.outcomes():
            told.append(outcome // 2)
    assert told == list(range(40))


def ran(program: str, folder: Path) -> tuple[list[str], str]:
    """The words that a program prints, and what it says aside; it has one thread to begin with."""
    file = folder / "program.py"
    file.write_text(f"import sys\nsys.path.insert(0, {str(CHECKOUT)!r})\n{program}", encoding="utf-8")
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, timeout=PATIENCE)
    return done.stdout.split(), done.stderr


UNGUARDED = """\
from recur.crew import way_to_start
from tests.test_crew import crew_of, tasks
from tests.gradings import Quick
print("begun", way_to_start())
with crew_of(tasks(30), 2, Quick) as crew:
    print(len(list(crew.finished())), crew._lost_workers)
"""
ANOTHER_THREAD = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")


@pytest.mark.parametrize("before", ["", ANOTHER_THREAD])
def test_a_program_without_a_guard_is_not_begun_anew_by_its_workers(before: str, tmp_path: Path) -> None:
    (begun, way, *told), aside = ran(before + UNGUARDED, tmp_path)
    assert (begun, told, aside) == ("begun", ["30", "0"], "")
    assert (way == "fork") == (sys.platform == "linux" and not before)


def surroundings(_: int) -> tuple[int, bool, bool, bool, bool]:
    """What a worker has of the program that started it."""
    from recur.model import limits

    files = len(os.listdir("/proc/self/fd")) - 1  # without that of the list
    usual = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    return files, usual, ignored, limits._clock.get() is None, gc.get_threshold()[0] > 700


def looking_around() -> Callable[[int], tuple[int, bool, bool, bool, bool]]:
    return surroundings


IN_THE_MIDDLE = """\
import gc, signal
from recur.crew import Crew
from recur.model.limits import time_limit
from tests.test_crew import looking_around
before = gc.get_threshold()
signal.signal(signal.SIGTERM, lambda *_: print("told"))
with open(__file__) as file, time_limit(1000), Crew(range(20), 2, looking_around, None) as crew:
    print(set(crew.outcomes()), before == gc.get_threshold(), file.closed)
"""


@only_linux
@pytest.mark.parametrize("before", ["", ANOTHER_THREAD])
def test_a_worker_has_no_files_handlers_or_limits_of_the_program(before: str, tmp_path: Path) -> None:
    words, aside = ran(before + IN_THE_MIDDLE, tmp_path)
    assert aside == ""
    if not before:  # beside threads multiprocessing keeps a pipe of its own
        assert " ".join(words) == "{(4, True, True, True, True)} True False"
    assert " ".join(words[1:]) == "True, True, True, True)} True False"


KILLED = """\
import os, signal
from recur.crew import Crew
from tests.test_crew import doubling
with Crew(range(20), 3, doubling, None) as crew:
    next(crew.outcomes())
    os.kill(os.getpid(), signal.SIGKILL)
"""


@only_linux
def test_workers_leave_where_the_program_is_killed(tmp_path: Path) -> None:
    assert ran(KILLED, tmp_path) == ([], "")  # its streams have ended: nobody holds them any more


def doubled_by_a_crew(count: int) -> list[int]:
    with Crew(range(count), 2, doubling, lambda task, loss: -1) as crew:
        return list(crew.outcomes())


def test_a_daemon_which_may_start_no_process_works_itself() -> None:
    with get_context("spawn").Pool(1) as pool:
        assert pool.apply(doubled_by_a_crew, (20,)) == [2 * number for number in range(20)]


WARM = """\
from recur.crew import Crew
from tests.test_crew import remembering
with Crew(range(20), 2, remembering, None, warm=[100, 101]) as crew:
    print(*sorted({tuple(before[:2]) for before in crew.outcomes()}))
"""
done_before: list[int] = []


def remember(number: int) -> list[int]:
    done_before.append(number)
    return done_before


def remembering() -> Callable[[int], list[int]]:
    return remember


@only_linux
@pytest.mark.parametrize("before", ["", ANOTHER_THREAD])
def test_what_is_warm_has_been_done_in_each_copy(before: str, tmp_path: Path) -> None:
    words, aside = ran(before + WARM, tmp_path)
    assert (" ".join(words) == "(100, 101)") == (not before) and aside == ""


def test_the_end_of_a_worker_that_was_asked_nothing_is_heard_once() -> None:
    (idle, its_end), (busy, its_other) = Pipe(), Pipe()
    listening = Listening()
    listening.add(idle)
    listening.add(busy)
    its_end.close()
    listening.ready([busy], 0)
    assert listening.ready([busy], 0) == []
    its_other.send("done")
    assert listening.ready([busy], 0) == [busy]
    for connection in (idle, busy):  # whether it is still listened to or not
        listening.drop(connection)
