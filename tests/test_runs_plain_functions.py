"""Plain functions: their executed lines are counted exactly, held against a bound, and tell what they cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recur.cli import main
from recur.documents.measured import lines as document_of_lines
from recur.executors import TaskFailed
from recur.forkjoin.tasks.predictions import declared_cost
from recur.model.errors import RecurError
from recur.runs.apart import counted_apart
from recur.runs.counting_sizes import executed_at, ladder_of
from recur.runs.derived import derived_bound
from recur.runs.line_counts import LineCount, executed_lines, judged_lines
from recur.runs.plain_functions import PlainFunction, inputs_of
from recur.runs.programs import load_program
from recur.runs.trials import BASES, Trials
from recur.writers import text
from tests import plain_programs as plain
from tests.invented_clock import InventedClock

FILE = Path(plain.__file__)
DOUBLED = [2**k for k in range(11)]


def lines(function: Callable[..., Any], inputs: str) -> Trials | dict[int, int]:
    program = PlainFunction(function, inputs_of(inputs, vars(plain)))
    trials = Trials(program, InventedClock().budget(1.0))
    found = {row.size: row.lines for row in executed_at(trials, program.file, ladder_of(False), BASES)}
    trials.require(ends=True)
    return found


@pytest.mark.parametrize(
    ("function", "inputs", "expected"),
    [
        # the head of the outer loop n times, then 3 lines a round, and 1 + 2 more for each step of the inner one
        (plain.insertion_sort, "make_inputs(n)", lambda n: 1 + n + 4 * (n - 1) + 3 * n * (n - 1) // 2),
        (plain.insertion_sort, "list(range(n))", lambda n: 1 + n + 4 * (n - 1)),
        (plain.fib, "4 + 0 * n", lambda n: 9),
        (plain.halving, "n", lambda n: 2 * n.bit_length() - 1),
        (plain.pairs, "list(range(n))", lambda n: 1 + n + n * (2 * n + 1)),
        (plain.builtin, "list(range(n))", lambda n: 1),
    ],
)
def test_every_line_counts_each_time_it_is_executed(
    function: Callable[..., Any], inputs: str, expected: Callable[[int], int]
) -> None:
    assert lines(function, inputs) == {n: expected(n) for n in DOUBLED}


def test_loops_on_one_line_count_each_time_round() -> None:
    def once(n: int) -> int:
        for _ in range(n): pass  # noqa: E701 # fmt: skip
        return sum(i for i in range(n))

    counted = {n: executed_lines(lambda n=n: once(n), __file__)[0] for n in (10, 20, 30)}
    assert counted[30] - counted[20] == counted[20] - counted[10] >= 20


def test_lines_of_other_files_do_not_count() -> None:
    assert executed_lines(lambda: plain.merge_sort([2, 1]), __file__) == (1, 1)


def test_the_trace_of_a_debugger_is_put_back() -> None:
    import sys

    before = sys.gettrace()
    with pytest.raises(ZeroDivisionError):
        executed_lines(lambda: plain.fails_at_eight([0] * 8), str(FILE))
    assert sys.gettrace() is before


def test_arguments_are_made_anew_for_every_run() -> None:
    program = PlainFunction(plain.insertion_sort, inputs_of("make_inputs(n)", vars(plain)))
    assert program.consumes
    assert program.at(3).args == ([3, 2, 1],)
    assert program.at(3).args[0] is not program.at(3).args[0]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("lambda n: list(range(n))", [0, 1, 2]),
        ("list(range(n))", [0, 1, 2]),
        ("lambda n: (n, 'x')", (3, "x")),
        ("[math.floor(0.5)] * n", [0, 0, 0]),
        ("make_inputs(n)", [3, 2, 1]),
        (str(FILE), [3, 2, 1]),
        (f"{FILE}:make_inputs", [3, 2, 1]),
    ],
)
def test_inputs_are_a_lambda_an_expression_or_a_file(text: str, made: object) -> None:
    assert inputs_of(text, vars(plain))(3) == made


@pytest.mark.parametrize(
    ("name", "inputs", "said"),
    [
        ("fib", None, "fib is a plain function: how is it called"),
        ("fib", "lambda n: (", "--input is no Python"),
        ("fib", "missing.py", "cannot read missing.py"),
        ("nothing", "n", "holds no function nothing"),
        ("", "n", "holds several functions"),
    ],
)
def test_what_is_missing_is_told(name: str, inputs: str | None, said: str) -> None:
    with pytest.raises(RecurError, match=said):
        load_program(f"{FILE}:{name}" if name else str(FILE), inputs)


def rows(counts: Callable[[int], int], sizes: list[int] = DOUBLED) -> list[LineCount]:
    return [LineCount(n, counts(n), 1) for n in sizes]


@pytest.mark.parametrize(
    ("bound", "counts", "verdict"),
    [
        ("n^2", lambda n: 3 * n * n + n, "confirmed"),
        ("O(n^2)", lambda n: n, "consistent with the upper bound"),
        ("O(n)", lambda n: n * n, "refuted"),
        ("n", lambda n: n * n.bit_length(), "refuted"),
        ("n log n", lambda n: 1, "undecided"),  # sorted(xs) may do the rest
        ("n log n", lambda n: n * n.bit_length() + 20 * n, "consistent with the upper bound"),
        ("Ω(n)", lambda n: 1, "undecided"),
        ("T(n) = 2T(n/2) + n, T(1) = 1", lambda n: 5 * n * n.bit_length() + 7, "confirmed"),
    ],
)
def test_lines_refute_a_bound_that_they_pass_and_no_bound_that_they_do_not_reach(
    bound: str, counts: Callable[[int], int], verdict: str
) -> None:
    assert judged_lines("f", rows(counts), declared_cost(bound)).verdict == verdict


@pytest.mark.parametrize(
    ("counts", "sizes", "named"),
    [
        (lambda n: 3 * n + 2, DOUBLED, "n"),
        (lambda n: 2 * n * n + 5 * n, DOUBLED, "n**2"),
        (lambda n: 7, DOUBLED, "1"),
        (lambda n: 5 * 2**n, list(range(1, 15)), "2**n"),
    ],
)
def test_without_a_bound_the_growth_of_the_lines_is_named(
    counts: Callable[[int], int], sizes: list[int], named: str
) -> None:
    found = judged_lines("f", rows(counts, sizes), None)
    assert found.verdict == "named"
    assert named in [str(each.expression) for each in found.classes]


def test_sizes_that_a_function_does_not_take_are_passed_over() -> None:
    found = lines(plain.of_four_or_more, "list(range(n))")
    assert isinstance(found, dict) and min(found) == 4


def test_a_function_that_raises_from_some_size_on_is_told_by_its_name() -> None:
    with pytest.raises(TaskFailed, match=r"fails_at_eight\(\) raised ZeroDivisionError"):
        lines(plain.fails_at_eight, "list(range(n))")


def test_a_function_that_ends_the_program_is_told_as_one_that_raises() -> None:
    with pytest.raises(TaskFailed, match=r"leaves\(\) raised SystemExit: 3"):
        lines(plain.leaves, "list(range(n))")
    with pytest.raises(TaskFailed, match=r"breaks_off\(\) raised GeneratorExit"):
        lines(plain.breaks_off, "list(range(n))")


def test_lines_are_counted_in_a_process_of_their_own() -> None:
    found = counted_apart(FILE, "insertion_sort", "make_inputs(n)", 100.0, sizes=[4, 8, 16, 32, 64, 128], bound="n^2")
    assert [(row.size, row.lines) for row in found.rows][:2] == [(4, 35), (8, 121)]
    assert found.verdict == "confirmed"


def test_the_command_measures_a_plain_function(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["measure", f"{FILE}:halving", "--input", "n", "--bound", "log n", "--sizes", "1,2,4,8,16,32,64"]
    assert main([*words, "--seconds", "100", "-r", "1", "--json"]) in (0, 1, 3)
    found = json.loads(capsys.readouterr().out)
    assert [(row["n"], row["lines"]) for row in found["lines"]["rows"]][:3] == [(1, 1), (2, 3), (4, 5)]
    assert found["lines"]["bound"] == "log n" and found["parallel"] is None and found["counts"] is None
    assert {sample["n"] for sample in found["samples"]} == {1, 2, 4, 8, 16, 32, 64}
    assert main([*words, "--seconds", "100", "-r", "1"]) in (0, 1, 3)
    shown = " ".join(capsys.readouterr().out.split())
    assert "Executed lines" in shown and "Lines, held against log n" in shown


# ----- the bound that is derived from the source


@pytest.mark.parametrize(
    ("function", "inputs", "bound"),
    [
        (plain.insertion_sort, "[0] * n", "O(n²)"),
        (plain.builtin, "[0] * n", "O(n log n)"),
        (plain.pairs, "[0] * n", "O(n²)"),
        (plain.halving, "n", "O(log n)"),
        (plain.insertion_sort, "[0] * (n * n)", None),  # its size is another one than n
    ],
)
def test_the_worst_case_of_the_source_bounds_the_runs_where_its_size_is_that_of_the_inputs(
    function: Callable[..., Any], inputs: str, bound: str | None
) -> None:
    made = PlainFunction(function, inputs_of(inputs, vars(plain)))
    assert derived_bound(FILE, function, lambda n: made.at(n).args) == bound


def test_a_function_that_no_file_costs_has_no_derived_bound(tmp_path: Path) -> None:
    assert derived_bound(tmp_path / "missing.py", plain.fib, lambda n: (n,)) is None


def test_the_derived_bound_is_told_as_one() -> None:
    found = judged_lines("f", rows(lambda n: n), declared_cost("O(n^2)"), derived=True)
    assert found.derived and found.verdict == "consistent with the upper bound"


def test_a_refuted_bound_is_told_with_the_sizes_between_which_the_lines_outgrow_it() -> None:
    found = judged_lines("f", rows(lambda n: n * n), declared_cost("O(n)"))
    assert "1 at n = 1, and 1024 at n = 1,024" in text.render(document_of_lines(found))


def test_memory_that_the_function_lacks_ends_the_sizes_and_is_told() -> None:
    program = PlainFunction(plain.out_of_memory, inputs_of("n", vars(plain)))
    trials = Trials(program, InventedClock().budget(1.0))
    found = tuple(executed_at(trials, program.file, ladder_of(False), BASES))
    assert [row.size for row in found] == [1, 2, 4] and "MemoryError" in str(trials.notes)
    told = judged_lines("out_of_memory", found, None)
    assert "No larger size was taken" in text.render(document_of_lines(replace(told, notes=trials.notes)))
