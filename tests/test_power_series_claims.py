"""Claimed generating functions with roots and exponentials: proved, refuted by a coefficient, or left open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recur.answers.judging.general_claims import Scope
from recur.answers.judging.power_series_claims import power_series
from recur.answers.judging.series_claims import JudgedSeries, judge_series
from recur.parsing import parse, parse_claim, parse_formula
from recur.solving.solver import solve_all

CATALAN = "T(n) = sum(k=0..n-1, T(k)*T(n-1-k)), T(0) = 1"
MOTZKIN = "(n+2)*T(n) = (2n+1)*T(n-1) + (3n-3)*T(n-2), T(0) = 1, T(1) = 1"
DELANNOY = "n*T(n) = 3(2n-1)*T(n-1) - (n-1)*T(n-2), T(0) = 1, T(1) = 3"
FUBINI = "T(n) = sum(k=0..n-1, binom(n,k)*T(k)), T(0) = 1"
BELL = "T(n) = sum(k=0..n-1, binom(n-1,k)*T(k)), T(0) = 1"
INVOLUTIONS = "T(n) = T(n-1) + (n-1)*T(n-2), T(0) = 1, T(1) = 1"
DERANGEMENTS = "T(n) = (n-1)*(T(n-1) + T(n-2)), T(0) = 1, T(1) = 0"


def judged(text: str, claim: str) -> JudgedSeries:
    system = parse(text)
    (solution,) = solve_all(system, None)
    read = parse_claim(claim, functions=frozenset("T"))
    return judge_series(read, system.recurrences[0], system, solution)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (CATALAN, "G(x) = (1-sqrt(1-4x))/(2x)"),
        (CATALAN, "G(z) = 2/(1+sqrt(1-4z))"),
        (CATALAN, "G(x) = (1 - sqrt((1-4x)^3)/(1-4x))/(2x)"),
        (MOTZKIN, "G(x) = (1 - x - sqrt(1 - 2x - 3x^2))/(2x^2)"),
        (MOTZKIN, "G(x) = (1 - x - sqrt(1-3x)*sqrt(1+x))/(2x^2)"),
        (DELANNOY, "G(x) = 1/sqrt(1-6x+x^2)"),
        (FUBINI, "G(x) = 1/(2-e^x)"),
        (FUBINI, "G(x) = e^(-x)/(2e^(-x) - 1)"),
        (BELL, "G(x) = e^(e^x-1)"),
        (INVOLUTIONS, "G(x) = e^(x+x^2/2)"),
    ],
)
def test_a_right_one_is_proved(text: str, claim: str) -> None:
    assert judged(text, claim).scope is Scope.ALL


@pytest.mark.parametrize(
    ("text", "claim", "size", "claimed", "value"),
    [
        (CATALAN, "G(x) = (1-sqrt(1-3x))/(2x)", 0, Fraction(3, 4), 1),
        (CATALAN, "G(x) = 1/sqrt(1-2x)", 2, Fraction(3, 2), 2),
        (DELANNOY, "G(x) = 1/sqrt(1-6x+2x^2)", 2, Fraction(25, 2), 13),
        (FUBINI, "G(x) = 1/(1-x)", 2, 2, 3),
        (FUBINI, "G(x) = e^x", 2, 1, 3),
    ],
)
def test_the_first_wrong_coefficient_is_told(text: str, claim: str, size: int, claimed: Fraction, value: int) -> None:
    found = judged(text, claim)
    assert (found.scope, found.size, found.claimed, found.value) == (Scope.FALSE, size, claimed, value)
    assert found.exponential == (text == FUBINI)


def test_a_pole_at_0_is_no_power_series() -> None:
    found = judged(CATALAN, "G(x) = (1+sqrt(1-4x))/(2x)")
    assert found.scope is Scope.FALSE and found.pole


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (DERANGEMENTS, "G(x) = e^(-x)/(1-x)"),  # right as the other kind of series, of which nothing is known
        (CATALAN, "G(x) = sqrt(x)"),  # no power series
        (CATALAN, "G(x) = (1-sqrt(1-4x) + x^60)/(2x)"),  # wrong beyond all values that are tried
    ],
)
def test_what_is_not_proved_stays_open(text: str, claim: str) -> None:
    assert judged(text, claim).scope is Scope.OPEN


@pytest.mark.parametrize(
    ("formula", "first"),
    [
        ("sqrt(1+x)", [1, Fraction(1, 2), Fraction(-1, 8), Fraction(1, 16)]),
        ("e^x", [1, 1, Fraction(1, 2), Fraction(1, 6)]),
        ("ln(1+x)", [0, 1, Fraction(-1, 2), Fraction(1, 3)]),
        ("ln(1/(1-x))/x", [1, Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)]),
        ("(e^x-1)/x", [1, Fraction(1, 2), Fraction(1, 6), Fraction(1, 24)]),
        ("x^3/(1-x)^2", [0, 0, 0, 1]),
    ],
)
def test_power_series_are_exact(formula: str, first: list[Fraction]) -> None:
    found = power_series(parse_formula(formula, "x"), "x", 12)
    assert found is not None and [found.at(n) for n in range(4)] == first


@pytest.mark.parametrize("formula", ["e^(1+x)", "ln(2+x)", "sqrt(2+x)", "2^x", "(1+x)^(10^9)"])
def test_a_series_without_rational_coefficients_is_none(formula: str) -> None:
    assert power_series(parse_formula(formula, "x"), "x", 12) is None
