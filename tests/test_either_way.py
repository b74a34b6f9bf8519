"""What arithmetic makes impossible is no choice of the data, and what is no choice attains no worst case."""

import pytest

import recur as library
from recur.model import source_tree as tree
from recur.parsing.languages.python import parse_python
from recur.source_costs.either_way import go_together, goes_either_way, settled
from recur.source_costs.visiting import set_once


def operation(text: str) -> tree.Operation:
    [statement] = parse_python(text).statements
    assert isinstance(statement, tree.Evaluation) and isinstance(statement.value, tree.Operation)
    return statement.value


@pytest.mark.parametrize(
    ("test", "answer"),
    [
        ("x * x < 0", False), ("x ** 2 + 1 <= 0", False), ("abs(x) >= 0", True), ("len(x) < 0", False),
        ("x % 3 == 4", False), ("x % 3 < 3", True), ("-(x * x) > 0", False), ("x < x", False), ("x < x + 1", True),
        ("x ** 3 < 0", None), ("x << 1 < 0", None), ("x % t < 0", None), ("2 ** x < 0", False),
        ("x % len(t) < 0", False),
        ("max(x, 5) < 3", False), ("min(x, y, 5) > 3", None), ("x * x > 0", None),
        ("abs(x) <= 0", None), ("x % 3 == 2", None), ("x < y", None), ("x * (x + 1) < 0", None),
    ],
)  # fmt: skip
def test_what_the_ranges_of_the_parts_settle(test: str, answer: bool | None) -> None:
    assert settled(operation(test)) is answer
    assert answer is None or not goes_either_way(operation(test))


@pytest.mark.parametrize(
    ("test", "either"),
    [
        ("x * x > t", True), ("a[i] + t == 7", True), ("abs(x - y) < 10", True), ("(x >> 3) & 1 == 1", True),
        ("x == 'a'", True), ("x in y", True), ("x * y < 0", True), ("x * (x + 1) < 0", False),
        ("2 * x == 2 * t + 1", False), ("x - t == t - x + 1", False), ("2 * x == 6", True), ("x % 2 == x % 4", False),
        ("x * x == 2", False), ("x * x == t", True), ("x ** 2 % 4 == 3", False), ("x ** 2 % 4 > 2", False),
        ("2 * x % 4 == 1", False), ("x % 3 == 2", True), ("x & 6 == 1", False), ("x & 4 == 4", True),
        ("2 ** x == 3", False), ("max(x) < min(x)", False), ("x.get(1) < x.get(2)", True), ("max(x, t) == 3", True),
    ],
)  # fmt: skip
def test_a_comparison_that_independent_numbers_decide_either_way(test: str, either: bool) -> None:
    assert goes_either_way(operation(test)) is either


@pytest.mark.parametrize(
    ("lines", "either"),
    [
        ("y = 2 * a[0]; y == 3", False), ("y = a[0] % 2; y > 5", False), ("y = a[0] - a[1]; y < 3", True),
        ("y = 2; z = y * a[0]; z == 3", False), ("y = sorted(a); y[0] > y[1]", False),
        ("y = list(a); y[0] > y[1]", True),
        ("y = 3 if a[0] else 5; y > 7", False), ("y = 0; y = 2 * a[0]; y == 3", True),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_name_that_is_set_once_is_asked_of_what_it_is_set_to(lines: str, either: bool) -> None:
    [function] = parse_python(f"def f(a):\n    {lines}\n").functions
    assert isinstance(asked := function.body[-1], tree.Evaluation) and isinstance(asked.value, tree.Operation)
    assert goes_either_way(asked.value, defined=set_once(function)) is either


def test_a_remainder_in_c_has_the_sign_of_what_is_divided() -> None:
    assert settled(operation("x % 3 >= 0"), floored=False) is None
    assert settled(operation("x % 3 > 2"), floored=False) is False


@pytest.mark.parametrize(
    ("test", "together"),
    [
        ("x > 5 and x < 9", True), ("x > 5 and x < 3", False), ("x == 1 and x == 2", False), ("x == 1 or x == 2", True),
        ("x <= 5 or x >= 3", False), ("not (x <= 5 or x >= 3) and y > 0", False), ("x > 5 and y < 3", True),
    ],
)  # fmt: skip
def test_comparisons_with_numbers_that_hold_at_once(test: str, together: bool) -> None:
    assert go_together(operation(test)) is together


@pytest.mark.parametrize(
    ("test", "theta"),
    [
        ("x * x < 0", None), ("x > 5 and x < 3", None), ("abs(t) < 0", "n"), ("x * x > 7", "n**2"), ("x > 5", "n**2"),
        ("t * t == 2", None), ("t ** 3 < 0", "n**2"), ("2 * x == 3", None),
    ],
)  # fmt: skip
def test_a_branch_that_is_never_taken_attains_nothing(test: str, theta: str | None) -> None:
    text = f"def f(xs, t):\n    for x in xs:\n        if {test}:\n            for y in xs: pass\n"
    found = library.analyze(text).named("f").work.theta
    assert (None if found is None else str(found.expression())) == theta
