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


def test_an_upper_bound_for_the_driving_function_leaves_the_leaves_alone_tight():
    found = solve("T(n) = aT(n/b) + O(n^d)")
    assert [case.bounds.theta is not None for case in found.cases] == [True, False, False]
    assert [str(case.bounds.upper.expression()) for case in found.cases] == [
        str(case.growth.expression()) for case in solve("T(n) = aT(n/b) + n^d").cases
    ]
    assert [str(remark) for remark in found.remarks] == [
        "From below O(n**d) may be 0; every row is Θ if it is meant as Theta(n**d)."
    ]


@pytest.mark.parametrize(
    ("driving", "rows"),
    [
        ("b^n", ["a**n", "n*b**n", "b**n"]),
        ("c*n^2*b^n", ["a**n", "n**3*b**n", "n**2*b**n"]),
    ],
)
@pytest.mark.parametrize(("a", "row"), [(4, 0), (3, 1), (2, 2)])
def test_two_letters_are_held_against_each_other_where_sizes_fall_by_one(driving, rows, a, row):
    cases = [case for case in solve(f"T(n) = a*T(n-1) + {driving}, T(0) = 1").cases if case.growth is not None]
    assert [str(case.growth.expression()) for case in cases] == rows
    assert [str(case.conditions[0]) for case in cases] == ["a > b", "a = b", "a < b"]
    growth = rows[row].replace("a", str(a)).replace("b", "3")
    numbers = f"{driving}".replace("b", "3").replace("c", "7")
    assert solve(f"T(n) = {a}*T(n-1) + {numbers}, T(0) = 1").bounds.theta == Growth.of(
        parse_formula(growth.replace("**", "^")), "n"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("T(n) = 2T(n/2) + n^p", "k = p times a power of log(n) with q = 0"),
        ("T(n) = 2T(n/2) + n^p", "subproblems of size n/b, b = 2; the"),
        ("T(n) = bT(n/2) + n^k", "a = b subproblems of size n/s, s = 2;"),
        ("T(n) = aT(n/b) + n^k log^p n", "a subproblems of size n/b; the driving function is"),
    ],
)
def test_a_letter_that_is_taken_names_nothing_else(text, told):
    assert told in str(solve(text).steps[0])
