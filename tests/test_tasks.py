"""Fork-join programs in Python: calls are handed over by `yield`, and the serial elision gives their results."""

from __future__ import annotations

import pickle
import sys
from typing import Any

import pytest

from recur.forkjoin import Call, task
from recur.forkjoin.tasks.references import NotReachable, Reference, refer
from tests import engine_programs as programs
from tests.python_programs import PROGRAMS, tasks_in


@task(size="n")
def fib(n: int) -> Any:
    if n < 2:
        return n
    x, y = yield fib(n - 1), fib(n - 2)
    return x + y


@pytest.mark.parametrize("n", range(15))
def test_a_program_without_its_spawns_is_the_plain_program(n: int) -> None:
    def plain(n: int) -> int:
        return n if n < 2 else plain(n - 1) + plain(n - 2)

    assert fib(n).run() == plain(n)


def test_a_call_of_a_task_says_what_to_run_and_runs_nothing() -> None:
    ran = []

    @task
    def leaves_a_trace() -> None:
        ran.append(1)

    call = leaves_a_trace()
    assert (type(call), ran) == (Call, [])
    call.run()
    assert ran == [1]


def test_joins_take_calls_lists_and_nothing_at_all() -> None:
    assert programs.one_after_another(2).run() == 20
    assert programs.squares(4).run() == [0, 1, 4, 9]


def test_a_single_call_gives_its_result_and_a_list_of_one_gives_a_list() -> None:
    @task
    def both() -> Any:
        alone = yield programs.echo(1)
        listed = yield [programs.echo(1)]
        return alone, listed

    assert both().run() == (1, [1])


def test_calls_may_come_from_a_generator() -> None:
    @task
    def total(n: int) -> Any:
        found = yield (programs.square(i) for i in range(n))
        return sum(found)

    assert total(4).run() == 14


def test_a_chain_of_calls_may_be_deeper_than_the_stack_of_python() -> None:
    depth = 20 * sys.getrecursionlimit()
    assert programs.countdown(depth).run() == "landed"

    @task
    def below(n: int) -> Any:
        return 0 if n == 0 else 1 + (yield below(n - 1))

    assert below(depth).run() == depth


def test_what_is_returned_is_what_was_computed_whatever_it_is() -> None:
    for value in (None, [], (), [fib], fib, (1, 2), {"a": fib(1)}):
        assert programs.echo(value).run() is value


def test_an_error_says_through_which_calls_its_task_was_reached() -> None:
    with pytest.raises(LookupError, match="nothing here") as told:
        programs.fails_below(2).run()
    assert told.value.__notes__ == ["in fails_below(n = 0), called by fails_below(n = 1), called by fails_below(n = 2)"]


def test_a_long_way_to_an_error_is_told_by_its_ends() -> None:
    with pytest.raises(LookupError) as told:
        programs.fails_below(50).run()
    (note,) = told.value.__notes__
    assert note.startswith("in fails_below(n = 0), called by fails_below(n = 1)")
    assert note.endswith("called by …, called by fails_below(n = 48), called by fails_below(n = 49), "
                         "called by fails_below(n = 50)")  # fmt: skip


def test_tasks_that_wait_are_closed_when_another_fails() -> None:
    closed = []

    @task
    def waits() -> Any:
        try:
            yield programs.fails_below(0)
        finally:
            closed.append(1)

    with pytest.raises(LookupError):
        waits().run()
    assert closed == [1]


@pytest.mark.parametrize(
    ("yielded", "said"),
    [
        (7, "yielded a value (int), which has been computed already"),
        (None, "yielded a value (NoneType)"),
        ([fib(1), 2], "yielded a value (int)"),
        (fib, "yielded the task fib itself; yield a call of it, fib(…)"),
        (len, "yielded a function; make it a task with @task"),
    ],
)
def test_what_is_no_call_is_refused_at_the_line_that_yields_it(yielded: Any, said: str) -> None:
    @task
    def confused() -> Any:
        yield yielded

    with pytest.raises(TypeError) as told:
        confused().run()
    assert said in str(told.value)
    lines = []
    trace = told.value.__traceback__
    while trace is not None:
        lines.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    assert lines[-1] == "confused"


def test_a_task_may_answer_a_refusal() -> None:
    @task
    def forgiving() -> Any:
        try:
            found = yield 7
        except TypeError:
            found = yield programs.echo("after all")
        return found

    assert forgiving().run() == "after all"


def test_a_result_that_has_not_been_waited_for_cannot_be_taken_apart() -> None:
    with pytest.raises(TypeError, match=r"fib\(n = 3\) has not run yet: yield it"):
        _x, _y = fib(3)


# ----- what is declared


def test_the_size_is_a_function_of_the_arguments_or_the_name_of_one() -> None:
    @task(size=lambda xs, ys: len(xs) + len(ys))
    def merged(xs: str, ys: str) -> str:
        return xs + ys

    @task(size="depth")
    def deep(first: int, depth: int = 3) -> None: ...

    assert merged("ab", ys="c").size == 3
    assert [deep(0, 1).size, deep(0, depth=2).size, deep(0).size] == [1, 2, 3]
    assert programs.echo(1).size is None


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"work": "T(n) = T(n/2) + 1"}, "size= is missing"),
        ({"size": "m"}, "f has no parameter m to be its size"),
        ({"spec": "f.spawn", "work": "n", "size": "n"}, "by spec, or by themselves, not by both"),
        ({"serial": len, "size": "n"}, "serial= says how, cutoff= up to which size"),
        ({"size": "n", "speed": 3}, "speed"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused_at_once(declared: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError, match=said):

        @task(**declared)
        def f(n: int) -> int:
            return n


def test_small_sizes_are_left_to_the_serial_function_that_is_declared() -> None:
    seen = []

    @task(size=len, cutoff=2, serial=lambda xs: seen.append(xs) or sum(xs))
    def total(xs: list[int]) -> Any:
        half = len(xs) // 2
        left, right = yield total(xs[:half]), total(xs[half:])
        return left + right

    assert total([1, 2, 3, 4, 5]).run() == 15
    assert seen == [[1, 2], [3], [4, 5]]


def test_a_method_is_no_task() -> None:
    class Sorter:
        @task
        def sort(self) -> None: ...

    with pytest.raises(TypeError, match="sort is a method"):
        Sorter().sort()


def test_an_example_and_a_check_belong_to_a_task() -> None:
    for name in PROGRAMS:
        for each in tasks_in(name):
            call = each.at(8)
            result = call.run()
            assert call.size == 8
            assert each.is_right(result, call)
    with pytest.raises(TypeError, match=r"write a function of n below @fib\.example"):
        fib.at(3)


# ----- how a task reaches another process


def test_a_task_travels_by_its_name() -> None:
    sent = pickle.dumps(programs.leaves(3))
    assert len(sent) < 400
    again = pickle.loads(sent)
    assert again.task is programs.leaves
    assert again.run() == 8


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_task_of_a_file_that_cannot_be_imported_is_found_by_its_path(name: str) -> None:
    (first, *_) = tasks_in(name)
    assert refer(first.function).find() is first


def test_a_name_that_is_not_there_is_told_with_its_file() -> None:
    with pytest.raises(NotReachable, match=r"engine_programs\.py has no nowhere"):
        Reference(programs.__name__, "nowhere", str(programs.__file__)).find()
    with pytest.raises(NotReachable, match="defined inside a function"):
        refer(lambda: None)


def test_calls_that_are_returned_and_not_yielded_are_an_error() -> None:
    @task
    def careless(n: int) -> object:
        return [fib(i) for i in range(n)]

    with pytest.raises(TypeError, match=r"careless returned calls that have not run, such as fib\(n = 0\); yield them"):
        careless(3).run()
    assert careless(0).run() == []


def hull(points: list[int], lo: int, hi: int = 9, *, deep: bool = False) -> int:
    return hi - lo


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ("lo", 2),
        ("hi", 5),
        (len, 3),
        (lambda points: len(points), 3),
        (lambda points, lo, hi: hi - lo, 3),
        (lambda hi, lo: hi - lo, 3),
        (lambda lo: lo, 2),
        (lambda lo, scale=10: scale * lo, 20),
        (lambda xs, i: xs[0] + i, 9),
        (lambda *all: len(all), 3),
        (lambda points, lo, hi, deep: hi + deep, 5),
    ],
)
def test_a_size_names_the_parameters_that_it_needs(size: Any, found: int) -> None:
    """Or takes the first ones, where it calls them otherwise; it need not repeat the others."""
    assert task(size=size)(hull)([7, 8, 9], 2, 5).size == found


def test_a_size_knows_arguments_by_name_and_by_default() -> None:
    sized = task(size=lambda hi, lo: hi - lo)(hull)
    assert sized([], lo=1).size == 8
    assert sized(hi=3, lo=1, points=[]).size == 2
    assert task(size=len)(hull)(points=[1, 2], lo=0).size == 2
