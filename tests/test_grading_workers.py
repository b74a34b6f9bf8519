"""Workers: every task is judged once, whatever becomes of the process that judges it."""

from __future__ import annotations

import os
import signal
import time

import pytest

from recur.answers.grading.judgements import Judge, Judgement
from recur.answers.grading.workers import Crew, NoWorkers
from recur.answers.judging.verdict import Standing
from tests.gradings import Mortal, Quick, Stillborn


def tasks(count: int) -> list[tuple[str, str, str]]:
    return [(f"r{number}", "", f"r{number}" if number % 3 else "other") for number in range(count)]


def judged(crew: Crew) -> list[tuple[tuple[str, str, str], Judgement]]:
    found = []
    while not crew.idle:
        found += list(crew.finished())
    return found


def test_every_task_is_judged_exactly_once() -> None:
    given = tasks(150)
    with Crew(given, 2, 10.0, Quick) as crew:
        found = judged(crew)
    assert sorted(task for task, _ in found) == sorted(given)
    assert all((judgement.verdict is Standing.CORRECT) == (task[0] == task[2]) for task, judgement in found)


def test_a_task_that_kills_its_worker_is_undecided_and_those_around_it_are_judged() -> None:
    given = [*tasks(20), ("r", "", "die"), *[(f"s{n}", "", f"s{n}") for n in range(20)]]
    with Crew(given, 2, 10.0, Mortal) as crew:
        found = judged(crew)
    verdicts = dict(found)
    assert len(found) == len(given) == len(verdicts)
    assert verdicts["r", "", "die"].verdict is Standing.UNDECIDED
    assert verdicts["r", "", "die"].notes == ("worker-lost",)
    assert {v.verdict for task, v in found if task[2] != "die"} == {Standing.CORRECT, Standing.WRONG}


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_worker_that_is_killed_by_chance_costs_no_answer() -> None:
    given = tasks(400)
    with Crew(given, 2, 10.0, Quick) as crew:
        found = list(crew.finished())
        crew._feed(crew._workers[0])
        victim = crew._workers[0].process.pid
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        found += judged(crew)
        assert all(worker.process.pid != victim for worker in crew._workers)
    assert sorted(task for task, _ in found) == sorted(given)
    assert Standing.UNDECIDED not in {judgement.verdict for _, judgement in found}


def test_no_worker_is_left_behind() -> None:
    with Crew(tasks(30), 2, 10.0, Quick) as crew:
        list(crew.finished())
        processes = [worker.process for worker in crew._workers]
    assert all(not process.is_alive() for process in processes)


def test_where_no_process_can_work_that_is_told_rather_than_tried_for_ever() -> None:
    with pytest.raises(NoWorkers), Crew(tasks(30), 2, 10.0, Stillborn) as crew:
        judged(crew)


def test_a_fault_while_judging_is_undecided_and_never_wrong() -> None:
    class Faulty(Judge):
        def _judge(self, recurrence: str, key: str, answer: str) -> Judgement:
            raise ZeroDivisionError("a bug")

    judgement = Faulty(1.0).judge(("r", "", "a"))
    assert (judgement.verdict, judgement.notes) == (Standing.UNDECIDED, ("fault",))
    assert "ZeroDivisionError" in judgement.feedback[0]


def test_a_worker_that_hangs_is_replaced_and_its_answer_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    with Crew(tasks(4), 1, 10.0, Quick) as crew:
        crew._feed(crew._workers[0])
        ahead = time.monotonic() + 1_000
        monkeypatch.setattr("recur.answers.grading.workers.time.monotonic", lambda: ahead)
        lost = list(crew._replaced(crew._workers[0], "hung", last=True))
        assert [judgement.verdict for _, judgement in lost] == [Standing.UNDECIDED]
        assert {task for task, _ in judged(crew)} == {task for task in tasks(4)} - {lost[0][0]}
