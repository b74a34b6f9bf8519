"""Parameters: the table of cases with their conditions, each row checked with numbers."""

import pytest

from recur.asymptotics.growth import Growth
from recur.model.solution import Solution
from recur.parsing import parse_formula
from recur.solving.solver import solve_all


def solve(text: str) -> Solution:
    return solve_all(text)[-1]


def rows(text: str) -> list[tuple[str, ...]]:
    return [(case.name, *map(str, case.conditions), str(case.growth.expression())) for case in solve(text).cases]


def test_three_parameters_give_three_rows():
    assert rows("T(n) = aT(n/b) + n^c") == [
        ("1", "a > b**c", "n**(log(a)/log(b))"),
        ("2a", "a = b**c", "n**c*log(n)"),
        ("3", "a < b**c", "n**c"),
    ]


def test_a_parameter_in_the_logarithm_splits_the_balanced_case():
    found = rows("T(n) = aT(n/b) + n^c log^p n")
    assert [row[0] for row in found] == ["1", "2a", "2b", "2c", "3"]
    assert [row[2] for row in found[1:4]] == ["p > -1", "p = -1", "p < -1"]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("T(n) = aT(n/4) + Θ(n^2)", ["a > 16", "a = 16", "a < 16"]),
        ("T(n) = qT(n/2) + c n", ["q > 2", "q = 2", "q < 2"]),
        ("T(n) = 2T(n/2) + n^c", ["c < 1", "c = 1", "c > 1"]),
        ("T(n) = 8T(n/4) + n^c", ["c < 3/2", "c = 3/2", "c > 3/2"]),
        ("T(n) = 3T(n/2) + n^c", [f"c {op} log(3)/log(2)" for op in "<=>"]),
    ],
)
def test_conditions_are_put_on_the_parameter_that_is_unknown(text, conditions):
    solution = solve(text)
    assert [str(case.conditions[0]) for case in solution.cases] == conditions
    assert solution.bounds.theta is None
    assert solution.verification.status == "checked"


@pytest.mark.parametrize(("a", "bound"), [(17, "n^(log_4 17)"), (16, "n^2 log n"), (15, "n^2")])
def test_a_row_agrees_with_the_recurrence_for_numbers_in_its_range(a, bound):
    assert solve(f"T(n) = {a}T(n/4) + n^2").bounds.theta == Growth.of(parse_formula(bound))


def test_a_constant_factor_needs_no_table():
    assert solve("T(n) = 2T(n/2) + c n").cases == ()
    assert solve("T(n) = 2^a T(n/2^a) + n").cases == ()


@pytest.mark.parametrize("a", [2, 3, 5, 8])
@pytest.mark.parametrize("k", ["1", "2", "1/2", "3/2"])
def test_a_number_of_subproblems_of_unknown_size_has_the_same_three_rows(a, k):
    found = rows(f"T(n) = {a}T(n/b) + n^({k})")
    assert [(case, condition.split()[:2]) for case, condition, _ in found] == [
        ("1", [str(a), ">"]),
        ("2a", [str(a), "="]),
        ("3", [str(a), "<"]),
    ]
