"""Divide and conquer at large: Akra–Bazzi, offsets, side calls, hidden terms, base cases, refusals by name."""

import pytest

from recur.asymptotics.growth import Growth
from recur.model.errors import InvalidRecurrence
from recur.model.solution import Solution, Unmet, Unsolved
from recur.parsing import parse, parse_formula
from recur.solving.order import registered
from recur.solving.problem import Problem
from recur.solving.solver import solve_all


def solve(text: str) -> Solution:
    return solve_all(text)[-1]


def growth(text: str) -> Growth:
    return Growth.of(parse_formula(text))


TIGHT = [
    ("T(n) = T(n/5) + T(7n/10) + n", "n"),
    ("T(n) = T(n/2) + T(n/4) + 1", "n^(log_2(phi))"),
    ("T(n) = T(5n/13) + T(12n/13) + n", "n^2"),
    ("T(n) = T(5n/13) + T(12n/13) + n^2", "n^2 log n"),
    ("T(n) = T(n/2) + T(n/3) + n", "n"),
    ("T(n) = T(n/3) + T(2n/3) + n/log n", "n log log n"),
    ("T(n) = T(n/3) + T(2n/3) + n/(log n * log log n)", "n log log log n"),
    ("T(n) = 1/2 T(n/2) + 1/n", "log(n)/n"),
    ("T(n) = T(n/2) + T(n/2)+ n", "n log n"),
    ("T(n) = 2T(floor(n/2) + 17) + n", "n log n"),
    ("T(n) = 3T(n/9 + n^(1/9)) + 1", "sqrt(n)"),
    ("T(n) = T(n/2) + T(sqrt(n)) + n", "n"),
    ("T(n) = 2T(n/2) + T(sqrt(n)) + n", "n log n"),
    ("T(n) = 2T(n/2) + T(log n)", "n"),
    ("T(n) = 2T(n/2) + T(1) + n", "n log n"),
    ("T(n) = T(a n) + T((1-a) n) + c n", "n log n"),
    ("T(n) = 2^a T(n/2^a) + n", "n log n"),
    ("T(n) = T(n/2) + n(2 - cos(n))", "n"),
    ("T(n) = T(n/2) + 2^n", "2^n"),
    ("T(n) = 2T(n/2) + T(n/3) + n!", "n!"),
    ("T(n) = 8T(n/2) + n^(log n)", "n^(log n)"),
    ("T(n) = sqrt(2) T(n/2) + log n", "sqrt(n)"),
    ("T(n) = T(n/2) + T(n/4) + n^(log_2(phi))", "n^(log_2(phi)) log n"),
    ("T(n) = 1 + min(2T(floor(n/2)), 3T(floor(n/3)))", "n"),
    ("T(n) = max(2T(n/2), 3T(n/2)) + n", "n^(log_2 3)"),
    ("T(n) = T(floor(n/2)) T(ceil(n/2)), T(1) = 2", "2^n"),
    ("T(n) = T(sqrt(n)) + 1", "log log n"),
    ("T(n) = 2T(sqrt(n)) + log n", "log n log log n"),
    ("T(n) = sqrt(n) T(sqrt(n)) + n", "n log log n"),
    ("M(n) = 8M(n/2) + A(n); A(n) = 4A(n/2) + 1", "n^3"),
    ("A(n) = 4A(n/2) + 1; M(n) = 8M(n/2) + A(n)", "n^3"),
    ("T(n) = 8T(n/2) + A(n/2); A(n) = 4A(n/2) + n^3", "n^3 log n"),
]


@pytest.mark.parametrize(("text", "bound"), TIGHT, ids=[text for text, _ in TIGHT])
def test_the_tight_bound_of(text, bound):
    solution = solve(text)
    assert solution.bounds.theta == growth(bound)
    assert solution.verification.status == "checked", solution.verification.reason


def test_a_system_is_solved_in_dependency_order_otherwise_as_written():
    solutions = solve_all("T(n)=8T(n/2)+A(n); A(n)=4A(n/2)+O(1)")
    assert [s.function for s in solutions] == ["A", "T"]
    assert solutions[-1].bounds.theta == growth("n^3")
    assert [s.function for s in solve_all("B(n)=B(n/2)+1; A(n)=A(n/2)+1")] == ["B", "A"]


def test_an_exponent_without_a_formula_has_an_equation_and_fifty_digits():
    solution = solve("T(n) = T(n/2) + T(n/3)")
    (definition,) = solution.where
    assert definition.value.startswith("0.787884911025869")
    p = definition.value
    assert len(p.replace("0.", "")) >= 50
    import mpmath

    with mpmath.workdps(60):
        assert abs(mpmath.mpf(2) ** -mpmath.mpf(p) + mpmath.mpf(3) ** -mpmath.mpf(p) - 1) < mpmath.mpf(10) ** -48


def test_an_exact_exponent_is_a_logarithm_not_a_decimal():
    theta = solve("T(n) = T(n/2) + T(n/4) + 1").bounds.theta
    assert theta is not None
    assert "log" in str(theta.expression())
    assert solve("T(n) = T(n/2) + T(n/4) + 1").where == ()


BOUNDS = [
    ("T(n) = 2T(n/2) + O(n)", "n", "n log n"),
    ("T(n) = 2T(n/2) + Θ(n)", "n log n", "n log n"),
    ("T(n) = 4T(n/2) + O(1)", "n^2", "n^2"),
    ("T(n) <= 2T(n/2) + n", None, "n log n"),
    ("T(n) >= 2T(n/2) + n", "n log n", None),
    ("T(n) = 2T(n/2) + Ω(n)", "n log n", None),
    ("T(n) = 2T(n/2) + n + O(n^2)", "n log n", "n^2"),
]


@pytest.mark.parametrize(("text", "lower", "upper"), BOUNDS, ids=[text for text, *_ in BOUNDS])
def test_bounds_in_bounds_out(text, lower, upper):
    bounds = solve(text).bounds
    assert bounds.lower == (lower and growth(lower))
    assert bounds.upper == (upper and growth(upper))


def test_the_usual_reading_of_a_big_o_is_a_remark():
    (remark,) = solve("T(n) = 2T(n/2) + O(n)").remarks
    assert "is meant as" in remark.sentence


def test_stated_base_cases_count():
    zero = solve("T(n) = 4T(n/2), T(1) = 0")
    assert zero.bounds.theta is not None
    assert zero.bounds.theta.is_zero
    assert solve("T(n) = 4T(n/2)").bounds.theta == growth("n^2")
    assert solve("T(n) = 4T(n/2), T(1) = 3").bounds.theta == growth("n^2")
    assert solve("T(n) = 2T(n/2) + n, T(1) = 0").bounds.theta == growth("n log n")
    assert solve("T(n) = 2T(floor(n/2)) + T(ceil(n/2)), T(0) = 0, T(1) = 1").bounds.theta == growth("n^(log_2 3)")


@pytest.mark.parametrize("text", ["T(n) = 2T(n/2) + 1, T(1) = -1", "T(n) = 3T(n/2) - 4, T(1) = 2"])
def test_a_share_of_the_leaves_that_cancels_is_never_called_tight(text):
    found = solve(text)  # on powers of 2 alone, where it stands still
    assert found.bounds.theta is None and found.exact is not None


REFUSED = [
    ("T(n) = T(n-1) + T(n/2) + n", "Akra–Bazzi", "subproblems of size"),
    ("T(n) = n T(n/2) + n", "Akra–Bazzi", "a constant number of subproblems"),
    ("T(n) = 64T(n/8) - n^2 log n", "Akra–Bazzi", "a nonnegative driving function"),
    ("T(n) = 3T(n/2) - 2T(n/4)", "Akra–Bazzi", "positive coefficients"),
    ("T(n) = 2T(n/2 + n/log n) + n", "Akra–Bazzi", "offsets"),
    ("T(n) = 1/2 T(n/2) + n T(n-1)", "master theorem", "subproblems of size"),
    ("T(n) = T(n/2) T(n/3)", "Akra–Bazzi", "linear in the calls"),
    ("T(n) = 1/2 T(n/2) + 1/n", "master theorem", "a ≥ 1"),
    ("T(n) = T(n/2) + log log n", "master theorem", "f(n) = Θ(n^k log^p n)"),
]


@pytest.mark.parametrize(("text", "method", "hypothesis"), REFUSED, ids=[f"{m}: {text}" for text, m, _ in REFUSED])
def test_the_hypothesis_that_fails_is_named(text, method, hypothesis):
    (recurrence,) = parse(text).recurrences
    problem = Problem(recurrence, {}, lambda _: pytest.fail("no auxiliary recurrence"), lambda _: None)
    (tried,) = [m for m in registered() if m.name == method]
    with pytest.raises(Unmet) as unmet:
        tried.apply(problem)
    refusal = tried.refusal(unmet.value)
    assert refusal.method == method
    assert refusal.hypothesis.startswith(hypothesis)
    assert refusal.reason


def test_what_no_method_solves_carries_every_refusal_and_the_bounds_that_are_proved():
    with pytest.raises(Unsolved) as caught:
        solve("T(n) = T(n-1) + T(n/log n) + n")
    assert {refusal.method for refusal in caught.value.refusals} == {m.name for m in registered()}
    assert all(refusal.hypothesis and refusal.reason for refusal in caught.value.refusals)
    assert caught.value.bounds is not None
    assert caught.value.bounds.lower is not None


def test_fewer_than_one_subproblem_is_refused_by_the_master_theorem_and_solved_otherwise():
    assert solve("T(n) = 1/2 T(n/2) + 1/n").method == "Akra–Bazzi"


@pytest.mark.parametrize("text", ["T(n) = T(n)", "T(n) = T(⌊2n⌋) + 1", "T(n) = T(n/1) + n"])
def test_a_recursion_that_never_shrinks_is_invalid(text):
    with pytest.raises(InvalidRecurrence):
        solve(text)


@pytest.mark.parametrize(
    ("text", "upper"),
    [("T(n) = T(n/2) + sin(n)^2", "log n"), ("T(n) = T(n/2) + n sin(n)^2", "n")],
)
def test_a_driving_function_that_may_vanish_leaves_the_bounds_apart(text, upper):
    with pytest.raises(Unsolved) as caught:
        solve(text)
    assert caught.value.bounds is not None
    assert caught.value.bounds.upper == growth(upper)
    assert caught.value.bounds.theta is None
