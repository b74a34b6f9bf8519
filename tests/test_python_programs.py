"""Every example program in Python counts as it declares, declares what its literature gives, and can be refuted."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recur.asymptotics.growth import Growth
from recur.forkjoin.tasks.agreement import CountedQuantity, compare_counts
from recur.forkjoin.tasks.predictions import DeclaredCost, span_of, work_of
from recur.forkjoin.tasks.tasks import Task
from recur.model import limits
from recur.solving.solver import solve_all
from tests.child_processes import PATIENCE
from tests.python_programs import EXPECTED, FOLDER, PROGRAMS, module_of, sizes_of, sizes_to_run, task_of, tasks_in
from tests.spawn_programs import growth

CASES = Path(__file__).resolve().parent / "cases"
WRONG = [json.loads(line) for line in (CASES / "wrong_declarations.jsonl").read_text(encoding="utf-8").splitlines()]
HALVED = [name for name in PROGRAMS if "powers_of_2_to" in EXPECTED[name]]


def test_every_program_has_its_expected_growths() -> None:
    assert sorted(EXPECTED) == PROGRAMS


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_counts_of_a_program_equal_its_recurrences_at_every_size(name: str) -> None:
    for each in tasks_in(name):
        agreement = compare_counts(each, sizes_of(name))
        assert agreement.verdict == "equal", str(agreement)
        assert len(agreement.quantities) == 2


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_declared_recurrences_have_the_growths_of_the_literature(name: str) -> None:
    task = task_of(name)
    work, span, parallelism = map(growth, EXPECTED[name]["growths"])
    assert theta(work_of(task)) == work
    assert theta(span_of(task)) == span
    assert work / span == parallelism


def theta(prediction: DeclaredCost | None) -> Growth | None:
    assert prediction is not None
    solved = {solution.function: solution for solution in solve_all(prediction.system)}
    return solved[prediction.function].bounds.theta


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case['program']}: {case['wrong']}")
def test_a_wrong_declaration_is_refuted_by_the_first_size_that_differs(case: dict[str, Any]) -> None:
    true = task_of(case["program"])
    wrong = "work" if "work" in case else "span"
    agreement = compare_counts(declared_anew(true, **{wrong: case[wrong]}), sizes_of(case["program"]))
    assert agreement.verdict == "refuted"
    quantity: CountedQuantity = getattr(agreement, wrong)
    row = quantity.first_difference
    assert row is not None
    assert [row.n, row.counted, row.predicted] == case["first"]
    assert all(each.equal for each in agreement.quantities if each is not quantity)


def declared_anew(task: Task, **recurrences: str) -> Task:
    """The same program under another declaration of its work, or of its span."""
    texts = {"work": task.declared.work, "span": task.declared.span}
    if task.declared.spec is not None:
        texts = {"work": None, "span": None}  # what is not wrong is left open
    declared = dataclasses.replace(task.declared, spec=None, **(texts | recurrences))
    again = Task(task.function, declared)
    again.example(lambda n: task.at(n).args)
    again.check(lambda result, *args: task.is_right(result, task(*args)))
    return again


def test_an_input_that_is_not_the_best_case_refutes_the_best_case_of_quicksort() -> None:
    again = declared_anew(task_of("quicksort"))
    again.example(lambda n: list(range(n)))
    agreement = compare_counts(again, [1, 2, 3, 10])
    assert agreement.verdict == "refuted"
    assert [count.work for count in agreement.counts] == [n * (n - 1) // 2 for n in agreement.sizes]


@pytest.mark.parametrize("order", ["sorted", "reversed", "equal", "organ pipe"])
def test_the_parallel_merge_sort_counts_the_same_for_every_input(order: str) -> None:
    again = declared_anew(task_of("merge_sort_parallel"))
    inputs = {"sorted": lambda i, n: i, "reversed": lambda i, n: -i, "equal": lambda i, n: 0, "organ pipe": organ_pipe}
    again.example(lambda n: [inputs[order](i, n) for i in range(n)])
    assert compare_counts(again, range(1, 70)).verdict == "equal"


def organ_pipe(i: int, n: int) -> int:
    return min(i, n - i)


# ----- results


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_right_also_where_it_stops_spawning(name: str) -> None:
    for each in tasks_in(name):
        for n in sizes_to_run(each):
            call = each.at(n)
            assert each.is_right(call.run(), call), n


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_check_of_a_program_refuses_a_result_that_is_off_by_one(name: str) -> None:
    for each in tasks_in(name):
        call = each.at(8)
        result = call.run()
        assert each.is_right(result, call)
        assert not each.is_right(off_by_one(result), call)


def off_by_one(result: Any) -> Any:
    """The result with 1 added to its first number."""
    if isinstance(result, list | tuple):
        return type(result)([off_by_one(result[0]), *result[1:]])
    if hasattr(result, "shape"):
        changed = result.copy()
        changed[(0,) * changed.ndim] += 1
        return changed
    return result + 1


@pytest.mark.parametrize("name", HALVED)
def test_a_size_that_cannot_be_halved_down_to_1_is_refused(name: str) -> None:
    for n in (0, 3, 12):
        with pytest.raises(ValueError, match="cannot be halved down to 1; take a power of 2"):
            task_of(name).at(n)


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name not in HALVED])
def test_a_program_ends_also_when_there_is_nothing_to_do(name: str) -> None:
    task = task_of(name)
    call = task.at(0)
    with limits.time_limit(PATIENCE), contextlib.suppress(IndexError):  # a reduction of nothing has no result
        assert task.is_right(call.run(), call)


@pytest.mark.parametrize("name", ["matrix_add", "matrix_multiply", "strassen"])
def test_a_matrix_without_numpy_is_counted_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    task = task_of(name)
    assert isinstance(task.at(8).args[0], list)
    assert compare_counts(task, [1, 2, 4, 8]).verdict == "equal"
    call = task.at(16)
    assert task.is_right(call.run(), call)


def test_the_squares_of_the_first_million_have_the_sum_of_the_closed_form() -> None:
    assert task_of("squares").at(10**6).run() == 333_333_833_333_500_000


def test_prefix_sums_take_numbers_of_any_kind() -> None:
    prefix_sums = module_of("prefix_sums")["prefix_sums"]
    assert prefix_sums([5, -7, 10**30, 0]).run() == [5, -2, 10**30 - 2, 10**30 - 2]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_a_script_that_runs_alone(name: str, tmp_path: Path) -> None:
    checkout = str(FOLDER.parent.parent)
    start = (
        f"import runpy, sys; sys.path.insert(0, {checkout!r}); "
        f"runpy.run_path({str(FOLDER / name)!r} + '.py', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", start],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert "refuted" not in done.stdout
    assert done.stdout
