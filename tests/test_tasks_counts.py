"""Counts are exact: they follow the algebra of work and span, equal a true recurrence, and refute a false one."""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from recur.forkjoin import count, counted, task
from recur.forkjoin.tasks.agreement import WrongResult, compare_counts
from recur.forkjoin.tasks.predictions import declared_cost, work_of
from recur.model.errors import InvalidRecurrence
from tests import engine_programs as programs

SIZES = tuple(2**k for k in range(8))


@task
def shape(tree: Any) -> Any:
    """An int is a strand of that cost; a list is a series; a tuple runs its parts beside each other."""
    if isinstance(tree, int):
        count(tree)
    elif isinstance(tree, list):
        for part in tree:
            yield shape(part)
    else:
        yield [shape(part) for part in tree]


def work_and_span(tree: Any, burden: int) -> tuple[int, int, int]:
    """By definition: everything; the longest path; the longest path where each of several branches costs a burden."""
    if isinstance(tree, int):
        return tree, tree, tree
    parts = [work_and_span(part, burden) for part in tree]
    works, spans, burdened = ([part[i] for part in parts] for i in range(3))
    if isinstance(tree, list):
        return sum(works), sum(spans), sum(burdened)
    heavier = burden if len(parts) > 1 else 0
    return sum(works), max(spans, default=0), max((span + heavier for span in burdened), default=0)


def random_tree(random: Random, depth: int) -> Any:
    if depth == 0 or random.random() < 0.2:
        return random.randrange(10)
    kind = random.choice((list, tuple))
    return kind(random_tree(random, depth - 1) for _ in range(random.randrange(4)))


@pytest.mark.parametrize("seed", range(60))
def test_work_adds_and_span_takes_the_longest_branch(seed: int) -> None:
    random = Random(seed)
    tree, burden = random_tree(random, 5), random.randrange(4)
    found = counted(shape(tree), burden=burden, graph=True)
    assert (found.work, found.span, found.burdened_span) == work_and_span(tree, burden)
    assert found.graph is not None
    assert (found.graph.work, found.graph.span) == (found.work, found.span)


def test_parallelism_is_work_over_span() -> None:
    found = counted(shape((3, 4, 5)), burden=5)
    assert (found.parallelism, found.burdened_parallelism) == (Fraction(12, 5), Fraction(12, 10))
    assert (found.tasks, found.spawns) == (4, 3)
    assert str(found) == "work 12, span 5, parallelism 2.40, burdened 1.20; 4 tasks, 3 spawned"
    assert counted(shape([])).parallelism is None


def test_a_call_whose_result_is_the_result_comes_after_what_went_before() -> None:
    found = counted(programs.one_after_another(2))
    assert found.value == 20
    assert found.work == 7 + 7 + 15 + 7 + 3
    assert found.span == 3 + 4 + 3 + 3


def test_a_cost_is_declared_or_counted_or_both() -> None:
    @task(cost=lambda xs: len(xs))
    def scan(xs: str) -> None:
        count(10)

    assert counted(scan("abc")).work == 13
    assert counted(programs.squares(5)).work == 5


@pytest.mark.parametrize("wrong", [-1, 0.5, "much"])
def test_a_cost_is_a_whole_number(wrong: Any) -> None:
    @task(cost=lambda: wrong)
    def odd() -> None: ...

    with pytest.raises(ValueError, match=r"the cost of odd\(\) is a whole number"):
        counted(odd())


def test_counting_is_over_when_the_run_is() -> None:
    @task
    def fails() -> None:
        count(-1)

    with pytest.raises(ValueError, match="cannot count -1"):
        counted(fails())
    assert fails().run() is None  # nobody counts now
    with pytest.raises(ValueError, match="not negative"):
        counted(fails(), burden=-1)


def test_the_serial_function_of_small_sizes_is_not_counted_instead_of_the_program() -> None:
    @task(size="n", cutoff=100, serial=lambda n: n)
    def halving(n: int) -> Any:
        count(1)
        return n if n < 2 else sum((yield halving(n // 2), halving(n // 2)))

    assert counted(halving(8)).work == 15


# ----- beside the recurrence


def products(multiplications: int, work: str, merge_in_series: bool = False) -> Any:
    """Matrix products of n×n by so many half-sized ones, with n² operations to put them together."""

    @task(work=work, span="T(n) = T(n/2) + n^2, T(1) = 1", size="n")
    def product(n: int) -> Any:
        count(n * n)
        if n > 1:
            yield [product(n // 2) for _ in range(multiplications)]

    product.example(lambda n: n)
    return product


def test_seven_multiplications_declared_as_eight_are_refuted_by_their_counts() -> None:
    assert compare_counts(products(8, "T(n) = 8T(n/2) + n^2, T(1) = 1"), SIZES[:6]).verdict == "equal"
    agreement = compare_counts(products(8, "T(n) = 7T(n/2) + n^2, T(1) = 1"), SIZES[:6])
    assert agreement.verdict == "refuted"
    assert agreement.work is not None and agreement.work.first_difference is not None
    row = agreement.work.first_difference
    assert (row.n, row.counted, row.predicted) == (2, 12, 11)
    assert "equal at 1 of 6 sizes; first differs at n = 2, counted 12, declared 11" in " ".join(str(agreement).split())
    assert agreement.span is not None and agreement.span.equal


def test_a_serial_merge_declared_as_a_parallel_one_is_refuted_by_its_span() -> None:
    @task(work="T(n) = 2T(n/2) + n, T(1) = 1", span="T(n) = T(n/2) + lg n, T(1) = 1", size="n")
    def sort(n: int) -> Any:
        count(n)
        if n > 1:
            yield sort(n // 2), sort(n // 2)

    sort.example(lambda n: n)
    agreement = compare_counts(sort, SIZES)
    assert agreement.work is not None and agreement.work.equal
    assert agreement.span is not None and not agreement.span.equal
    assert agreement.verdict == "refuted"


def test_a_result_that_the_program_itself_refuses_is_an_error() -> None:
    @task(work="1", size="n")
    def answer(n: int) -> int:
        count(1)
        return 41

    answer.example(lambda n: n)
    answer.check(lambda result, n: result == 42)
    with pytest.raises(WrongResult, match=r"the result of answer\(n = 3\) is wrong"):
        compare_counts(answer, [3])


def test_what_the_recurrence_leaves_open_is_said() -> None:
    @task(work="2T(n/2) + 1", size="n")
    def tree(n: int) -> Any:
        count(1)
        if n > 1:
            yield tree(n // 2), tree(n // 2)

    tree.example(lambda n: n)
    agreement = compare_counts(tree, [4, 5])
    assert agreement.verdict == "equal"
    assert agreement.work is not None
    assert "assumed" in agreement.work.assumed
    assert "n/2 rounded down" in agreement.work.assumed


def test_a_program_that_declares_nothing_is_only_counted() -> None:
    @task
    def one(n: int) -> None:
        count(n)

    one.example(lambda n: n)
    agreement = compare_counts(one, [1, 2])
    assert agreement.verdict == "undeclared"
    assert [found.work for found in agreement.counts] == [1, 2]
    assert "declares neither work nor span" in str(agreement)


def test_the_burden_of_a_spawn_lowers_the_parallelism_that_is_shown() -> None:
    bare, burdened = (counted(programs.leaves(6), burden) for burden in (0, 10))
    assert bare.span == bare.burdened_span
    assert burdened.burdened_span == bare.span + 6 * 10
    table = str(compare_counts_of_leaves(10))
    assert "burdened" in table.splitlines()[1]
    assert "burdened" not in str(compare_counts_of_leaves(0)).splitlines()[1]


def compare_counts_of_leaves(burden: int) -> Any:
    programs.leaves.example(lambda depth: depth)
    return compare_counts(programs.leaves, [1, 2], burden)


# ----- a specification


def specified(tmp_path: Path, text: str, **declared: Any) -> Any:
    """A task whose file stands beside the specification."""
    (tmp_path / "down.spawn").write_text(text)
    (tmp_path / "program.py").write_text("def down(n):\n    return n\n")
    specification = importlib.util.spec_from_file_location(f"specified_{tmp_path.name}", tmp_path / "program.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    sys.modules[module.__name__] = module
    return task(spec="down.spawn", size="n", **declared)(module.down)


PROGRAM = "OTHER(n):\n    x = 1\n\nCOUNT-DOWN(n):\n    if n <= 1\n        return 1\n    COUNT-DOWN(n - 1)\n"


def test_a_specification_is_a_file_beside_the_program_and_a_procedure_in_it(tmp_path: Path) -> None:
    prediction = work_of(specified(tmp_path, PROGRAM, procedure="count_down"))
    assert prediction is not None
    assert [prediction.value(n).value for n in (1, 2, 5)] == [2, 3, 6]


def test_a_specification_that_lacks_the_procedure_lists_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecurrence, match=r"down\.spawn has no procedure down") as told:
        work_of(specified(tmp_path, PROGRAM))
    assert told.value.hint == "procedure= is one of OTHER, COUNT-DOWN"


def test_a_specification_that_is_not_there_is_told(tmp_path: Path) -> None:
    missing = specified(tmp_path, PROGRAM)
    (tmp_path / "down.spawn").unlink()
    with pytest.raises(InvalidRecurrence, match=r"is specified by down\.spawn, which cannot be read"):
        work_of(missing)


def test_of_several_functions_the_last_one_named_is_predicted() -> None:
    assert declared_cost("A(n) = n; M(n) = 2M(n/2) + A(n), M(1) = 1").value(4).value == 12
    assert declared_cost("A(n) = n; M(n) = 2M(n/2) + A(n), M(1) = 1", "A").value(4).value == 4
