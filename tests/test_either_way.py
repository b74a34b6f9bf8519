"""What arithmetic makes impossible is no choice of the data, and what is no choice attains no worst case."""

import pytest

import recur as library
from recur.model import source_tree as tree
from recur.parsing.languages.python import parse_python
from recur.source_costs.either_way import go_together, goes_either_way, settled


def operation(text: str) -> tree.Operation:
    [statement] = parse_python(text).statements
    assert isinstance(statement, tree.Evaluation) and isinstance(statement.value, tree.Operation)
    return statement.value


@pytest.mark.parametrize(
    ("test", "answer"),
    [
        ("x * x < 0", False), ("x ** 2 + 1 <= 0", False), ("abs(x) >= 0", True), ("len(x) < 0", False),
        ("x % 3 == 4", False), ("x % 3 < 3", True), ("-(x * x) > 0", False), ("x < x", False), ("x < x + 1", True),
        ("x * x > 0", None), ("abs(x) <= 0", None), ("x % 3 == 2", None), ("x < y", None), ("x * (x + 1) < 0", None),
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
    ],
)  # fmt: skip
def test_a_comparison_that_independent_numbers_decide_either_way(test: str, either: bool) -> None:
    assert goes_either_way(operation(test)) is either


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
    [("x * x < 0", None), ("x > 5 and x < 3", None), ("abs(t) < 0", "n"), ("x * x > 7", "n**2"), ("x > 5", "n**2")],
)
def test_a_branch_that_is_never_taken_attains_nothing(test: str, theta: str | None) -> None:
    text = f"def f(xs, t):\n    for x in xs:\n        if {test}:\n            for y in xs: pass\n"
    found = library.analyze(text).named("f").work.theta
    assert (None if found is None else str(found.expression())) == theta
