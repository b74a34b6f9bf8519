"""Lines answered on a dask cluster: the same bytes, and a line that ends its worker has an error of its own."""

from __future__ import annotations

import io
import operator
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest

from recur.cli import main
from recur.crew import Loss, NoWorkers
from recur.executors import dask, missing_packages
from recur.executors.dask import BegunWork, DaskEngine, DaskRun, SchedulerLost
from recur.executors.dask_tasks import TOGETHER, outcomes_of
from recur.executors.failures import WorkerLost
from tests.child_processes import PATIENCE

LINES = ["4T(n/2)+1", "T(n) = 2T(n/2 + n", "T(n) = T(n)", "T(n) = T(n/2) + 2n", "2T(n/2)+n"] * 10


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    if said := missing_packages("dask"):
        pytest.skip(said)
    import distributed

    here = {"host": "127.0.0.1", "protocol": "tcp", "dashboard_address": "127.0.0.1:0"}
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, **here) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_prints_what_one_process_prints(
    scheduler: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[Any] = []
    for words in (["-j", "1"], ["--engine", "dask", "--scheduler", scheduler]):
        stream = io.BytesIO("\n".join(LINES).encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream, encoding="utf-8"))
        said.append((main(["solve", *words, "-"]), capsys.readouterr()))
    alone, together = said
    assert alone == together and alone[1].err


class Deadly:
    """A cluster on which a job with the number 3 ends every worker that it is given to, and 7 never ends."""

    workers = 2
    fatal: type[Exception] = WorkerLost

    def begun(self, each: Callable[..., list[int]], work: Callable[[int], int], numbers: tuple[int, ...]) -> BegunWork:
        return BegunWork(partial(each, work, numbers), SimpleNamespace(cancel=lambda: None, numbers=numbers))

    def ended(self, begun: BegunWork, seconds: float | None) -> list[int]:
        if 3 in begun.future.numbers:
            raise self.fatal("its workers have ended")
        if 7 in begun.future.numbers:
            raise TimeoutError
        found: list[int] = begun.submit()
        return found


class Mortal(Deadly):
    """A cluster that has no worker left after the number 3."""

    fatal = NoWorkers


def test_a_task_that_ends_its_workers_is_lost_and_those_beside_it_are_done() -> None:
    told: list[int | Loss] = []

    def numbers() -> Iterator[int]:
        for number in range(TOGETHER + 5):
            if number == TOGETHER + 4:  # it is asked for when all before it are told
                assert len(told) == number
            yield number

    found = outcomes_of(
        cast(Any, Deadly()), numbers(), operator.neg, lambda _, loss: loss, None, lambda n: n != TOGETHER + 3
    )
    for outcome in found:
        told.append(outcome)
    lost = {3: Loss.DIED, 7: Loss.HUNG}
    assert told == [lost.get(number, -number) for number in range(TOGETHER + 5)]


def test_where_no_worker_is_left_what_was_under_way_is_lost_and_the_rest_is_done_here() -> None:
    count = 3 * TOGETHER
    found = outcomes_of(
        cast(Any, Mortal()), iter(range(count)), operator.neg, lambda _, loss: loss, None, lambda n: n != TOGETHER - 1
    )
    assert list(found) == [Loss.DIED] * TOGETHER + [-number for number in range(TOGETHER, count)]


class Orphaned(Deadly):
    """A cluster whose scheduler has gone once the number 3 is asked for."""

    fatal = SchedulerLost

    def ended(self, begun: BegunWork, seconds: float | None) -> list[int]:
        if 3 in begun.future.numbers:
            raise SchedulerLost
        found: list[int] = begun.submit()
        return found


def test_where_the_scheduler_has_gone_all_that_is_left_is_done_here() -> None:
    count = 3 * TOGETHER
    found = outcomes_of(cast(Any, Orphaned()), iter(range(count)), operator.neg, lambda _, loss: loss, None, bool)
    assert list(found) == [-number for number in range(count)]


def engine_at(client: object) -> DaskEngine:
    engine = DaskEngine(address="tcp://127.0.0.1:1")
    engine._client = client
    return engine


def raising(fault: type[Exception]) -> Callable[..., Any]:
    def raised(*_: object, **__: object) -> Any:
        raise fault

    return raised


@pytest.mark.parametrize("fault", [OSError, TimeoutError, CancelledError])
def test_a_scheduler_that_does_not_say_who_is_there_is_lost(fault: type[Exception]) -> None:
    if said := missing_packages("dask"):
        pytest.skip(said)
    client = SimpleNamespace(status="running", sync=raising(fault), scheduler=SimpleNamespace(ncores=None))
    engine = engine_at(client)
    with pytest.raises(SchedulerLost, match="does not answer"):
        engine.threads_there()
    begun = BegunWork(lambda: None, SimpleNamespace(result=raising(fault if fault is not OSError else TimeoutError)))
    with pytest.raises(SchedulerLost):
        engine.ended(begun, None)
    run = DaskRun(engine, cast(Any, SimpleNamespace(task=SimpleNamespace(reference="f"), size=1, label="f(1)")), None)
    with pytest.raises(WorkerLost, match="scheduler has ended, or does not answer, in the middle of the run"):
        run.look_after_workers()
    run.give_up()  # asks the scheduler for nothing


def test_a_task_whose_workers_are_never_seen_is_told_by_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each worker ends at it as soon as it is there: between two looks none may be."""
    if said := missing_packages("dask"):
        pytest.skip(said)
    from distributed.scheduler import KilledWorker

    told: Iterator[type[Exception]] = iter([TimeoutError] * 3 + [KilledWorker])

    def result(_: float) -> None:
        fault = next(told)
        raise fault("f(1)", SimpleNamespace(address="there"), 3) if fault is KilledWorker else fault

    monkeypatch.setattr(dask.time, "sleep", raising(AssertionError))  # nobody waits for workers beside the future
    client = SimpleNamespace(status="running", sync=lambda *_, **__: {}, scheduler=SimpleNamespace(ncores=None))
    with pytest.raises(WorkerLost, match="workers of dask end at this"):
        engine_at(client).ended(BegunWork(lambda: None, SimpleNamespace(result=result)), None)


def test_nothing_is_begun_at_a_closed_connection() -> None:
    if said := missing_packages("dask"):
        pytest.skip(said)
    with pytest.raises(SchedulerLost):
        engine_at(SimpleNamespace(status="closed", submit=raising(AssertionError))).begun(abs, 1)


def fatal(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return -number


@pytest.mark.parametrize("wanted", [None, 1])
def test_a_task_that_ends_every_worker_of_a_real_cluster_is_given_up_without_a_time_limit(
    scheduler: str, wanted: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RETURN_SECONDS", "CONNECT_SECONDS"):  # a busy machine takes long to start other workers
        monkeypatch.setattr(dask, name, PATIENCE)
    with DaskEngine(wanted, address=scheduler) as cluster:
        found = outcomes_of(cluster, iter(range(6)), fatal, lambda _, loss: loss, None, lambda _: True)
        assert list(found) == [0, -1, -2, Loss.DIED, -4, -5]


def test_a_scheduler_belongs_to_dask(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "--scheduler", "localhost:1", "4T(n/2)+1"]) == 2
    assert "--scheduler belongs to --engine dask" in capsys.readouterr().err
