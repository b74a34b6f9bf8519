"""Levels of a recursion tree against plain expansion: how many nodes, of which size, at which cost, and their sum."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, strategies as st

from recur.evaluation.evaluator import evaluate
from recur.model.errors import InvalidRecurrence, LimitExceeded
from recur.model.expressions import Expr, number, substitute
from recur.model.solution import Unsolved
from recur.notation.text import write
from recur.trees.recursion_tree import Level, RecursionTree, recursion_tree
from tests.recurrences_by_hand import by_recursion
from tests.unrolled_by_hand import expanded, worked_out

SPLITS = (
    ("T(n) = T(n/3) + T(2n/3) + n", 3**4, [(1, Fraction(1, 3)), (1, Fraction(2, 3))]),
    ("T(n) = T(n/5) + T(7n/10) + n", 10**4, [(1, Fraction(1, 5)), (1, Fraction(7, 10))]),
    ("T(n) = T(n/2) + T(n/4) + T(n/8) + n", 8**4, [(1, Fraction(1, 2)), (1, Fraction(1, 4)), (1, Fraction(1, 8))]),
    ("T(n) = 2T(n/4) + 3T(n/6) + n", 12**4, [(2, Fraction(1, 4)), (3, Fraction(1, 6))]),
)


def at(x: Expr | None, size: int, **symbols: int) -> object:
    assert x is not None
    return worked_out(x, size, lambda _: Fraction(0), **symbols)


def levels(tree: RecursionTree) -> list[Level]:
    return [level for level in tree.levels if level is not None]


def sizes(level: Level, size: int) -> Counter[object]:
    found: Counter[object] = Counter()
    for formula, count in level.sizes:
        found[at(formula, size)] += at(count, size)  # type: ignore[assignment]
    return found


@pytest.mark.parametrize(("a", "b"), list(product((1, 2, 3, 4), (2, 3, 4))))
def test_levels_of_equal_splits_are_what_expansion_finds(a: int, b: int) -> None:
    tree = recursion_tree(f"T(n) = {a}T(n/{b}) + n^2 + 1")
    n = b**4
    assert tree.general is not None
    for i in range(5):
        nodes = expanded(Fraction(n), [(a, lambda m: m / b)], i)
        cost = sum(count * (node**2 + 1) for node, count in nodes.items())
        assert at(tree.general.nodes, n, i=i) == nodes.total()
        assert at(tree.general.sizes[0][0], n, i=i) in nodes
        assert at(tree.general.cost, n, i=i) == cost
        if i < len(tree.levels):
            level = levels(tree)[i]
            assert (sizes(level, n), at(level.cost, n)) == (nodes, cost)


@pytest.mark.parametrize(("text", "n", "branches"), SPLITS)
def test_levels_of_unequal_splits_are_what_expansion_finds(
    text: str, n: int, branches: list[tuple[int, Fraction]]
) -> None:
    tree = recursion_tree(text)
    assert tree.general is not None
    for i in range(4):
        nodes = expanded(Fraction(n), [(a, lambda m, r=r: m * r) for a, r in branches], i)  # type: ignore[misc]
        cost = sum(count * node for node, count in nodes.items())
        assert at(tree.general.nodes, n, i=i) == nodes.total()
        assert at(tree.general.cost, n, i=i) == cost
        if i < len(tree.levels):
            assert sizes(levels(tree)[i], n) == nodes
            assert at(levels(tree)[i].cost, n) == cost


@pytest.mark.parametrize(("text", "n", "branches"), SPLITS)
def test_the_mixture_of_a_level_counts_every_size(text: str, n: int, branches: list[tuple[int, Fraction]]) -> None:
    mixture = recursion_tree(text).mixture
    assert mixture is not None
    for i in range(4):
        found: Counter[object] = Counter()
        for steps in product(range(i + 1), repeat=len(mixture.indices)):
            if sum(steps) <= i:
                named = dict(zip(mixture.indices, steps, strict=True), i=i)
                found[at(mixture.size, n, **named)] += at(mixture.count, n, **named)  # type: ignore[assignment]
        assert found == expanded(Fraction(n), [(a, lambda m, r=r: m * r) for a, r in branches], i)  # type: ignore[misc]


def test_the_leaves_of_equal_splits_are_as_many_as_levels_multiply_to() -> None:
    for a, b in product((1, 2, 3, 4, 8), (2, 3, 4)):
        tree = recursion_tree(f"T(n) = {a}T(n/{b}) + n")
        assert tree.bottom is not None
        for j in range(4):
            found = at(tree.bottom.nodes, b**j)
            width = found if isinstance(found, int | Fraction) else found.floor() if a == 1 else None  # type: ignore[attr-defined]
            if width is not None:
                assert width == a**j


@pytest.mark.parametrize("n", (1, 2, 7, 64, 100, 243))
@pytest.mark.parametrize(
    ("text", "calls", "driving", "base"),
    [
        ("T(n) = 3T(n/2) + n", [(3, lambda n: n // 2)], lambda n: n, {0: 5, 1: 5}),
        (
            "T(n) = T(⌊n/2⌋) + T(⌈n/2⌉) + n",
            [(1, lambda n: n // 2), (1, lambda n: -(-n // 2))],
            lambda n: n,
            {0: 5, 1: 5},
        ),
        ("T(n) = T(n/3) + T(2n/3) + n", [(1, lambda n: n // 3), (1, lambda n: 2 * n // 3)], lambda n: n, {0: 5, 1: 5}),
        ("T(n) = T(n-1) + n^2", [(1, lambda n: n - 1)], lambda n: n * n, {0: 5, 1: 5}),
    ],
)
def test_a_counted_tree_adds_up_to_the_value(text, calls, driving, base, n) -> None:  # type: ignore[no-untyped-def]
    tree = recursion_tree(f"{text}, T(n) = 5 for n <= 1", n)
    wanted = by_recursion(calls, driving, base)(n)
    assert tree.total == number(wanted)
    assert sum(at(level.cost, n) for level in levels(tree)) == wanted  # type: ignore[misc]
    assert sum(level.share or 0 for level in levels(tree)) == 1


@given(st.integers(1, 400), st.integers(1, 4), st.integers(2, 4), st.integers(0, 2))
def test_every_counted_tree_agrees_with_evaluation(n: int, a: int, b: int, k: int) -> None:
    text = f"T(n) = {a}T(n/{b}) + n^{k}, T(n) = 3 for n <= 1"
    assert recursion_tree(text, n).total == number(evaluate(text, [n])[0].value)  # type: ignore[arg-type]


def test_leaves_of_a_counted_tree_lie_on_several_levels() -> None:
    tree = recursion_tree("T(n) = T(n/3) + T(2n/3) + n, T(n) = 1 for n <= 1", 27)
    with_leaves = [write(level.index) for level in levels(tree) if level.leaves != number(0)]
    assert with_leaves == ["3", "4", "5", "6", "7"]


def test_a_counted_tree_needs_no_general_level() -> None:
    tree = recursion_tree("T(n) = T(n - sqrt n) + 1, T(n) = 1 for n <= 1", 30)
    assert tree.general is None
    assert tree.total == number(len(tree.levels))


def test_what_a_tree_cannot_count_is_refused_by_name() -> None:
    for text, at_size, hypothesis in (
        ("T(n) = T(n - sqrt n) + 1", None, "sizes with a general formula"),
        ("T(n) = max(T(n/2), 1)", 20, "linear in the calls"),
        ("T(n) = 2T(n-1) - T(n-2) + 1", None, "a number of subproblems"),
        ("T(n) = 2T(n-1) - T(n-2) + 1", 20, "a number of subproblems"),
    ):
        with pytest.raises(Unsolved) as refused:
            recursion_tree(text, at_size)
        assert refused.value.refusals[0].hypothesis == hypothesis


def test_a_tree_of_too_many_sizes_is_a_limit() -> None:
    with pytest.raises(LimitExceeded):
        recursion_tree("T(n) = T(n-1) + T(n-2) + 1", 1000)


def test_a_huge_size_takes_as_many_rows_as_it_has_levels() -> None:
    tree = recursion_tree("T(n) = 2T(n/2) + n, T(1) = 0", "2^200")
    assert len(tree.levels) == 201
    assert tree.total == number(200 * 2**200)


@pytest.mark.parametrize(("a", "b", "k"), list(product((1, 2, 4, 8, 9), (2, 3), (0, 1, 2, 3))))
def test_dominance_is_that_of_the_master_theorem(a: int, b: int, k: int) -> None:
    dominance = recursion_tree(f"T(n) = {a}T(n/{b}) + n^{k}").dominance
    expected = "leaf-heavy" if a > b**k else "balanced" if a == b**k else "root-heavy"
    assert dominance == expected


def test_shares_are_those_at_the_size_that_is_named() -> None:
    tree = recursion_tree("T(n) = 2T(n/2) + n, T(1) = 1")
    assert tree.share_size == 256
    counted = recursion_tree("T(n) = 2T(n/2) + n, T(1) = 1", 256)
    for general, exact in zip(levels(tree), levels(counted), strict=False):
        assert general.share == exact.share
    assert tree.bottom is not None and tree.bottom.share == levels(counted)[-1].share


def test_a_drawing_shows_the_first_and_the_last_of_many_children() -> None:
    root = recursion_tree("T(n) = 8T(n/2) + n").drawing(1, 4)
    assert [None if child is None else write(child.size) for child in root.children] == ["n/2", "n/2", None, "n/2"]
    few = recursion_tree("T(n) = 3T(n/2) + n").drawing(2, 4)
    assert [len(child.children) for child in few.children if child is not None] == [3, 3, 3]


def test_a_coefficient_that_is_no_whole_number_is_written_at_its_node() -> None:
    (child,) = recursion_tree("T(n) = (1/2) T(n/2) + 1").drawing(1, 4).children
    assert child is not None and child.multiple is not None and write(child.multiple) == "1/2"
    symbolic = recursion_tree("T(n) = aT(n/b) + n^c").drawing(1, 4).children
    assert [child is None for child in symbolic] == [False, True, False]


def test_a_general_level_is_the_level_of_every_number() -> None:
    tree = recursion_tree("T(n) = 3T(n/4) + n lg n")
    assert tree.general is not None and tree.general.cost is not None
    for i, level in enumerate(levels(tree)):
        general = substitute(tree.general.cost, "i", number(i))
        assert at(level.cost, 4**5) == at(general, 4**5)


@pytest.mark.parametrize(
    ("text", "size", "toll"),
    [
        ("3T(n/4) + n^2", "n/4^i", "n²/16^i"),
        ("2T(n/9) + sqrt n", "n/9^i", "√n/3^i"),
        ("T(n/8) + n^(1/3)", "n/8^i", "n^(1/3) / 2^i"),
    ],
)
def test_a_node_of_level_i_is_written_with_the_divisor_that_was_given(text: str, size: str, toll: str) -> None:
    general = recursion_tree(text).general
    assert general is not None
    assert (write(general.sizes[0][0]), write(general.cost_of_node[0])) == (size, toll)


def test_shares_are_those_of_every_level_and_make_up_the_whole() -> None:
    tree = recursion_tree("T(n) = 8T(n/2) + n^2, T(1) = 1")
    assert tree.bottom is not None and tree.bottom.share is not None
    assert sum(tree.shares) + tree.bottom.share == 1
    assert list(tree.shares[: len(tree.levels)]) == [level.share for level in tree.levels if level is not None]
    assert sum(recursion_tree("T(n) = T(n/3) + T(2n/3) + n", 64).shares) == 1


def test_a_function_that_nobody_defines_is_named() -> None:
    with pytest.raises(InvalidRecurrence, match="Q is not defined"):
        recursion_tree("2T(n/2) + n", function="Q")
