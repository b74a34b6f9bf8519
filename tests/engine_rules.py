"""What every engine must do, as functions of an open engine; under MPI, one job of several ranks runs them all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from recur.executors import CannotTravel, Engine, TaskFailed, TaskTooLong
from recur.model.errors import LimitExceeded
from tests import engine_programs as programs
from tests.python_programs import sizes_to_run, tasks_in

SECONDS = 600  # a run that takes longer has locked up
#: Limits to be passed: a machine may be too busy to begin with anything in the first of them.
GROWING = (0.3, 3.0, 30.0)


def gives_what_the_program_gives_without_spawns(engine: Engine) -> None:
    call = programs.one_after_another(2)
    assert engine.run(call, SECONDS).value == call.run() == 20


def keeps_results_in_the_order_of_the_calls(engine: Engine) -> None:
    assert engine.run(programs.squares(20), SECONDS).value == [i * i for i in range(20)]


def nests_to_any_depth(engine: Engine) -> None:
    depth = 6 if engine.name in ("dask", "mpi") else 12
    assert engine.run(programs.leaves(depth), SECONDS).value == 2**depth
    assert engine.run(programs.leaves_undeclared(4), SECONDS).value == 16


def follows_a_chain_of_last_calls(engine: Engine) -> None:
    length = 2000 if engine.name in ("serial", "threads") else 20
    assert engine.run(programs.countdown(length), SECONDS).value == "landed"


def takes_arguments_by_name(engine: Engine) -> None:
    assert engine.run(programs.with_names("a", second="b"), SECONDS).value == ["a", "b"]


def names_the_task_that_raised_and_keeps_its_error(engine: Engine) -> None:
    failed = fails(engine, programs.fails_below(2), TaskFailed)
    assert failed.label == "fails_below(n = 0)"
    assert failed.message == "fails_below(n = 0) raised LookupError: nothing here"
    assert isinstance(failed.__cause__, LookupError)
    assert 'raise LookupError("nothing here")' in failed.trace
    assert "recur/executors" not in failed.trace
    told = [*getattr(failed, "__notes__", ()), failed.trace]
    assert any("called by fails_below(n = 1), called by fails_below(n = 2)" in note for note in told)


def tells_of_an_error_that_cannot_travel(engine: Engine) -> None:
    failed = fails(engine, programs.fails_stubbornly(), TaskFailed)
    assert failed.message == "fails_stubbornly() raised Stubborn: one"
    assert 'raise Stubborn("one", "other")' in failed.trace


def says_what_may_be_yielded(engine: Engine) -> None:
    failed = fails(engine, programs.yields_a_value(), TaskFailed)
    assert "yielded a value (int)" in failed.message
    assert "yield 7" in failed.trace


def runs_again_after_a_failure(engine: Engine) -> None:
    fails(engine, programs.fails_below(1), TaskFailed)
    assert engine.run(programs.leaves(3), SECONDS).value == 8


def takes_no_more_than_it_is_given(engine: Engine) -> None:
    fails(engine, programs.sleeps(4, SECONDS), LimitExceeded, 0.3)
    assert engine.run(programs.leaves(2), SECONDS).value == 4


def names_the_task_that_takes_longer_than_a_task_may(engine: Engine) -> None:
    try:
        for seconds in GROWING:
            engine.task_seconds = seconds
            late = fails(engine, programs.one_sleeps(6, SECONDS), TaskTooLong)
            if late.message.startswith("nap()"):
                break
        assert late.message == f"nap() was over the time limit of {engine.task_seconds:g} s for one task"
        assert late.hint == "allow more with task_seconds="
        assert any("in nap(), called by one_sleeps(n = 6)" in note for note in late.__notes__)
        assert together_they_may_take_longer(engine)
    finally:
        engine.task_seconds = None


def together_they_may_take_longer(engine: Engine) -> bool:
    """Tasks of 20 milliseconds for longer than the limit of one."""
    for seconds in GROWING:
        engine.task_seconds = seconds
        many = int(100 * seconds)
        with suppress(TaskTooLong):
            return engine.run(programs.one_sleeps(many, 0), SECONDS).value == many
    return False


def says_what_cannot_travel(engine: Engine) -> None:
    if engine.name in ("serial", "threads"):
        assert callable(engine.run(programs.gives_what_cannot_travel(), SECONDS).value)
        return
    for call, what in (
        (programs.gives_what_cannot_travel(), "the result of gives_what_cannot_travel()"),
        (programs.spawns_with_what_cannot_travel(), "the arguments of echo()"),
        (programs.echo(threading.Lock()), "the arguments of echo()"),
    ):
        told = fails(engine, call, CannotTravel)
        assert told.message.startswith(f"{what} cannot be sent to another process: ")
        assert "the threads engine" in told.hint


def says_that_a_call_has_not_run_yet(engine: Engine) -> None:
    failed = fails(engine, programs.adds_calls(), TaskFailed)
    assert failed.hint == "a call of a task has not run yet: yield it to receive its result"


def computes_on_one_thread_a_worker(engine: Engine) -> None:
    if find_spec("numpy") is None or find_spec("threadpoolctl") is None:
        return
    if engine.runs_here:
        import numpy  # noqa: F401 (what a task loads later is not reached)
    assert set(engine.run(programs.threads_of_the_libraries(), SECONDS).value) <= {1}


def calls_only_the_call_of_a_task(engine: Engine) -> None:
    try:
        engine.run(programs.leaves, SECONDS)  # type: ignore[arg-type]
    except TypeError as error:
        assert "a call of a task" in str(error)
    else:
        raise AssertionError("a task was run as if it were a call")


def runs_small_calls_whole(engine: Engine) -> None:
    """With the predicted work at hand, there are far fewer jobs than tasks."""
    engine.cutoff.policy = "auto"
    try:
        result = engine.run(programs.leaves(9), SECONDS)
    finally:
        engine.cutoff.policy = None
    assert result.value == 512
    assert result.jobs < 256


RULES: dict[str, Callable[[Engine], None]] = {
    rule.__name__: rule
    for rule in (
        gives_what_the_program_gives_without_spawns,
        keeps_results_in_the_order_of_the_calls,
        nests_to_any_depth,
        follows_a_chain_of_last_calls,
        takes_arguments_by_name,
        names_the_task_that_raised_and_keeps_its_error,
        tells_of_an_error_that_cannot_travel,
        says_what_may_be_yielded,
        runs_again_after_a_failure,
        takes_no_more_than_it_is_given,
        names_the_task_that_takes_longer_than_a_task_may,
        says_what_cannot_travel,
        says_that_a_call_has_not_run_yet,
        computes_on_one_thread_a_worker,
        calls_only_the_call_of_a_task,
        runs_small_calls_whole,
    )
}


def runs_the_example(engine: Engine, name: str) -> None:
    """Each task of an example program that can be run alone gives a result that its own check accepts."""
    tasks = tasks_in(name)
    assert tasks
    for task in tasks:
        assert task.has_check
        for n in sizes_to_run(task):
            call = task.at(n)
            assert task.is_right(engine.run(call, SECONDS).value, call), call.label


def fails(engine: Engine, call: Any, kind: type[Any], seconds: float = SECONDS) -> Any:
    """The error of a run that must fail."""
    try:
        result = engine.run(call, seconds)
    except kind as error:
        return error
    raise AssertionError(f"{call} was expected to fail, and gave {result.value}")
