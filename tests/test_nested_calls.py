"""A value as a size: what has a proof is solved and held against values, everything else is declined by its name."""

from __future__ import annotations

from math import isqrt, sqrt

import pytest

from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.model import Solution, Unsolved
from recur.parsing import parse, parse_formula
from recur.solving.solver import solve_all
from recur.writers.json.answers import PLAIN
from tests.written import SOLUTION, as_text


def solved(text: str) -> Solution:
    (found,) = solve_all(text, None)
    assert found.method == "nested calls" and found.verification.status == "checked"
    return found


def growth(text: str) -> Growth:
    return Growth.of(parse_formula(text), "n")


@pytest.mark.parametrize(
    ("text", "theta", "shown"),
    [
        ("G(n) = n - G(G(n-1)), G(0) = 0", "n", "G(n) = ⌊(n+1)/φ⌋    for n ≥ 0"),
        ("H(n) = n - H(H(H(n-1))), H(0) = 0", "n", "H(n) = Θ(n)"),
        ("a(n) = 1 + a(n - a(a(n-1))), a(1) = 1", "n^(phi-1)", "a(n) ~ φ^(−φ+2)·n^(φ−1)"),
        ("a(n) = a(a(n-1)) + a(n - a(n-1)), a(1) = 1, a(2) = 1", "n", "a(n) ~ n/2"),
        ("a(n) = a(n - a(n-1)) + a(n - 1 - a(n-2)), a(1) = 1, a(2) = 1", "n", "a(n) ~ n/2"),
        ("a(n) = a(n-1-a(n-1)) + a(n-2-a(n-2)), a(0) = 1, a(1) = 1, a(2) = 1", "n", "a(n) ~ n/2"),
        ("T(n) = T(n - T(n-1)) + 1, T(1) = 1", "sqrt(n)", "T(n) = ⌊(√(8n−7)+1)/2⌋    for n ≥ 1"),
        ("T(n) = T(n - T(n-1)) + 1, T(0) = 1", "sqrt(n)", "T(n) = ⌊(√(8n+1)+1)/2⌋    for n ≥ 0"),
        ("T(n) = T(T(n-1)) + 1, T(0) = 0", "n", "T(n) = n    for n ≥ 0"),
        ("T(n) = T(T(n-1)-1) + 1, T(0) = 0, T(1) = 1", "1", "T(n) = 1    for n ≥ 1"),
        ("T(n) = T(T(n-1)) + T(n-T(n-1)), T(1) = 1, T(2) = 2", "n", "T(n) = n    for n ≥ 1"),
    ],
)
def test_what_has_a_proof_is_solved(text: str, theta: str, shown: str) -> None:
    found = solved(text)
    assert found.bounds.theta == growth(theta)
    assert shown in as_text(SOLUTION)((found,))


def test_lines_by_remainder_have_no_theta() -> None:
    found = solved("Q(n) = Q(n-Q(n-1)) + Q(n-Q(n-2)), Q(1) = 3, Q(2) = 2, Q(3) = 1")
    assert found.bounds.theta is None and found.bounds.attained and found.exact is not None


def test_the_leading_terms_are_those_of_the_values() -> None:
    phi = (1 + sqrt(5)) / 2
    golomb, conway = [0, 1], [0, 1, 1]
    for n in range(2, 20_000):
        golomb.append(1 + golomb[n - golomb[golomb[n - 1]]])
        if n > 2:
            conway.append(conway[conway[n - 1]] + conway[n - conway[n - 1]])
    assert abs(golomb[-1] / (phi ** (2 - phi) * 19_999 ** (phi - 1)) - 1) < 0.01
    assert conway[1 << 14] == 1 << 13
    evaluator = Evaluator(parse("T(n) = T(n - T(n-1)) + 1, T(1) = 1"))
    assert all(evaluator.number("T", n) == (1 + isqrt(8 * n - 7)) // 2 for n in range(1, 400))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Q(n) = Q(n-Q(n-1)) + Q(n-Q(n-2)), Q(1) = 1, Q(2) = 1", "Hofstadter's Q: it is not even known"),
        ("T(n) = 2^T(n-1), T(0) = 1", "a tower of powers, an iterated exponentiation (tetration): it outgrows"),
        ("T(n) = T(n-1)^T(n-1), T(0) = 2", "whether it becomes a tower of powers or tends to a limit"),
        ("T(n) = n - T(T(n-1)), T(0) = 5", "the size of T(T(n−1)) is a value itself"),
        ("a(n) = 1 + a(n - a(a(n-1))), a(1) = 2", "is a value itself"),
        ("T(n) = T(T(n-1)) + 1", "is a value itself"),
        ("T(n) = T(T(n/2)) + 1, T(1) = 1", "is a value itself"),
    ],
)
def test_everything_else_is_declined_by_its_name(text: str, reason: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    assert reason in PLAIN.sentence(refused.value.reason)


@pytest.mark.parametrize("text", ["T(n) = T(n-1)*e^(1-T(n-1)), T(0) = 1/2", "T(n) = T(n-1) + e^(-T(n-1)), T(0) = 0"])
def test_an_exponential_that_falls_is_no_tower(text: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    assert "tower" not in PLAIN.sentence(refused.value.reason)
