"""A function that calls another whose growth is known by a root without a formula has that number in its answer."""

from __future__ import annotations

import pytest

from recur.model.solution import Solution
from recur.solving.solver import solve_all

STEPS = "T(n) = T(n-1) + T(n-5) + T(n-7), T(0..6) = 1"
HALVES = "T(n) = T(n/2) + T(n/3) + 1"


def told(solution: Solution) -> tuple[str, list[str], str]:
    theta = solution.bounds.theta
    assert theta is not None
    return str(theta.expression()), [d.symbol for d in solution.where], solution.verification.status


@pytest.mark.parametrize(
    ("first", "second", "answer", "where"),
    [
        (STEPS, "S(n) = S(n-1) + T(n), S(0) = 0", "r**n", ["r"]),
        (STEPS, "S(n) = 2S(n-1) + T(n), S(0) = 0", "2**n", ["r"]),
        (HALVES, "S(n) = S(n/2) + T(n/2)", "n**p", ["p"]),
        (HALVES, "S(n) = S(n-1) + T(n)", "n**(p + 1)", ["p"]),
        (HALVES, "S(n) = S(n/2) + S(n/5) + T(n)", "n**p_T", ["p_T"]),
        (STEPS, "S(n) = S(n-1) + S(n-3) + S(n-8) + T(n-2), S(0..8) = 1", "r**n", ["r", "r_T"]),
        (STEPS, "S(n) = S(n-1) + r*T(n), S(0) = 0", "r_T**n", ["r_T"]),
        (HALVES, "A(n) = S(n/2) + T(n); S(n) = A(n/2) + A(n/3) + n^0.5", "n**p_T", ["p_T"]),
    ],
)
def test_the_number_stays_what_it_is(first: str, second: str, answer: str, where: list[str]) -> None:
    found = solve_all(f"{first}; {second}")[-1]
    assert told(found) == (answer, where, "checked" if "r*T" not in second else found.verification.status)


def test_numbers_of_one_name_from_two_functions_are_told_apart() -> None:
    found = solve_all(f"{STEPS}; U(n) = U(n-1) + U(n-3) + U(n-8), U(0..7) = 1; S(n) = S(n-1) + T(n) + U(n), S(0) = 0")
    assert told(found[-1]) == ("r_U**n", ["r_T", "r_U"], "checked")


def test_what_a_number_means_is_handed_on() -> None:
    found = solve_all(f"{HALVES}; S(n) = S(n/2) + S(n/5) + T(n); R(n) = 2R(n/2) + S(n/4)*n^2")
    assert told(found[-1]) == ("n**(p_T + 2)", ["p_T"], "checked")


@pytest.mark.parametrize(
    ("before", "asked", "answer"),
    [
        (
            f"{HALVES}; S(n) = S(n/2) + T(n)",
            "T(n) = 3T(n/2) + 3T(n/3) + 1; S(n) = 6S(n/2) + T(n)",
            "n**(log(6)/log(2))",
        ),
        (f"{HALVES}; S(n) = S(n/2) + T(n)", "T(n) = 2T(n/2) + 2T(n/3) + 1; S(n) = 2S(n/2) + T(n)", "n**p"),
        (
            "T(n) = T(n-1) + T(n-5), T(0..4) = 1; S(n) = S(n-1) + T(n), S(0) = 0",
            "T(n) = 2T(n-1) + T(n-3), T(0..2) = 1; S(n) = 2S(n-1) + T(n), S(0) = 0",
            "r**n",
        ),
    ],
)
def test_the_number_of_an_earlier_answer_is_another_number(before: str, asked: str, answer: str) -> None:
    solve_all(before)
    assert told(solve_all(asked)[-1])[::2] == (answer, "checked")
