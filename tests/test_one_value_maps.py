"""T(n) = F(T(n − 1)): growth, leading constants and closed forms held against exact values; what is not seen."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import recur
from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.model import Solution, Unsolved, expressions as ex
from recur.parsing import parse, parse_formula
from recur.solving.solver import solve_all
from recur.verification.one_value import values_of_map

LINES = (Path(__file__).parent / "cases" / "one_value_maps.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


def proved(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    return solution


def number(x: Any) -> Fraction:
    return Fraction(x) if isinstance(x, int | Fraction) else x.rationals()[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_growth_and_constants_are_those_known(case: dict[str, Any]) -> None:
    solution = proved(case["text"])
    assert solution.method == case["method"] and solution.bounds.theta is not None
    if "theta" in case:
        assert solution.bounds.theta == Growth.of(parse_formula(case["theta"]))
    if "leading" in case:
        assert solution.leading is not None
        for n in (7, 100):
            told, known = (Formula(x, "n", {}).at(n) for x in (solution.leading, parse_formula(case["leading"])))
            assert abs(number(told) - number(known)) <= abs(number(known)) / 10**12
    if "constant" in case:
        name, digits = case["constant"]
        assert [(d.symbol, d.value[: len(digits)]) for d in solution.where] == [(name, digits)]


@pytest.mark.parametrize("case", [case for case in CASES if "exact" in case], ids=lambda case: case["text"])
def test_the_closed_form_has_the_values_of_the_recurrence(case: dict[str, Any]) -> None:
    solution = proved(case["text"])
    assert solution.exact is not None and solution.exact_domain is not None
    values, form = Evaluator(parse(case["text"])), Formula(solution.exact, "n", {})
    first = int(solution.exact_domain.first)
    for n in range(first, first + 9):
        told, known = number(form.at(n)), number(values.number(solution.function, n))
        assert abs(told - known) <= abs(known) / 10**12


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_the_values_tend_to_the_leading_term(case: dict[str, Any]) -> None:
    """T(n)/leading is closer to 1 far out, and close to it."""
    solution = proved(case["text"])
    if solution.leading is None:
        return
    values = values_of_map(parse(case["text"]), solution.function, {})
    assert values is not None
    formula = ex.substitute_all(solution.leading, {d.symbol: ex.Number(Fraction(d.value)) for d in solution.where})
    far = max(n for n in values if n <= 2000)
    near = far // 8 if far > 100 else far - 2
    if solution.method == "doubly exponential sequence":
        near, far = min(far, 7) - 2, min(far, 7)
    off = [abs(number(values[n]) / number(Formula(formula, "n", {}).at(n)) - 1) for n in (near, far)]
    assert off[1] <= off[0] + Fraction(1, 10**15) and off[1] < Fraction(1, 50)


@pytest.mark.parametrize(
    ("text", "method", "hypothesis"),
    [
        ("T(n) = T(n-1)^2 + 1", "doubly exponential sequence", "a stated first value"),
        ("T(n) = T(n-1)^2 - T(n-1), T(0) = 1/2", "doubly exponential sequence", "values that grow without end"),
        ("T(n) = -T(n-1)^2 + 7, T(0) = 1", "doubly exponential sequence", "values that grow without end"),
        ("T(n) = T(n-1)^2 + sqrt(n), T(0) = 1", "doubly exponential sequence", "an equation without n and letters"),
        ("T(n) = T(n-1)^2 + c, T(0) = 1", "doubly exponential sequence", "an equation without n and letters"),
        ("T(n) = T(n-1)^2 + x, T(0) = 1", "doubly exponential sequence", "an equation without n and letters"),
        ("T(x) = T(x-1)^2 + sqrt(x), T(0) = 1", "doubly exponential sequence", "an equation without n and letters"),
        ("T(x) = T(x-1) + x/T(x-1), T(0) = 1", "slow iteration", "an equation without n and letters"),
        ("T(x) = (x + T(x-1))/(1 + T(x-1)), T(0) = 1", "Möbius transformation", "an equation without n and letters"),
        ("T(n) = T(n-1) - 1/T(n-1), T(0) = 3", "slow iteration", "values that rise without end or fall to 0, slowly"),
        ("T(n) = T(n-1)^2 + 1, T(-1000) = 3", "doubly exponential sequence", "a first size near 0"),
        ("T(n) = T(n-1)^2 + 1, T(1000000) = 3", "doubly exponential sequence", "a first size near 0"),
        # T(1) = 0/0
        ("T(n) = (T(n-1)^2 - 1)/(T(n-1) - 1), T(0) = 1", "slow iteration", "a quotient in lowest terms"),
        (
            "T(n) = (T(n-1)^3 - T(n-1)^2)/(T(n-1) - 1) + 1, T(0) = 1",
            "doubly exponential sequence",
            "a quotient in lowest terms",
        ),
        ("T(n) = 1/(T(n-1) - 2), T(0) = 2", "Möbius transformation", "values that exist"),
        ("T(n) = 2 - 1/T(n-1), T(0) = 4/5", "Möbius transformation", "values that exist"),
        ("T(n) = 39/10*T(n-1)(1 - T(n-1)), T(0) = 1/3", "fixed point", "values that rise or fall to a fixed point"),
    ],
)
def test_what_is_not_seen_names_the_hypothesis(text: str, method: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    assert (method, hypothesis) in {(r.method, r.hypothesis) for r in refused.value.refusals}


def test_a_map_that_falls_around_its_fixed_point_is_not_said_to_rise_to_it() -> None:
    """Values of cos-like maps go to and fro: the proof by rising values is none for them."""
    assert proved("T(n) = 1/(1 + T(n-1)^2), T(0) = 1").method == "contraction"


def test_values_from_a_size_far_below_0_are_followed_for_a_while_only() -> None:
    values = values_of_map(parse("T(n) = 1/(1 + T(n-1)), T(-1000000) = 3"), "T", {})
    assert values is not None and max(values) < 0


def test_the_table_beside_a_claim_needs_first_digits_alone() -> None:
    """T(32) is a fraction of 2^32 digits."""
    verdict = recur.check("T(n) = T(n-1) + 1/T(n-1), T(0) = 1", "T(n) ~ sqrt(n)")
    assert [row.size for row in verdict.table] == ["8", "16", "32"]


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        ("T(n) = T(n-1) + 1/T(n-1), T(0) = c", "sqrt(2n)"),
        ("T(n) = T(n-1) + sqrt(T(n-1)), T(0) = c", "n^2/4"),
        ("T(n) = T(n-1)*exp(-T(n-1)), T(0) = 1", "1/n"),
        ("T(n) = T(n-1)*exp(-T(n-1)^2), T(0) = 1", "sqrt(1/(2n))"),
    ],
)
def test_slow_maps_from_a_letter_and_with_an_exponential(text: str, leading: str) -> None:
    solution = proved(text)
    assert solution.method == "slow iteration" and solution.verification.status == "checked"
    assert solution.leading is not None and Growth.of(solution.leading, "n") == Growth.of(parse_formula(leading))


def test_a_letter_may_be_too_large_for_values_that_fall() -> None:
    """T − T² falls to 0 from values below 1 alone."""
    with pytest.raises(Unsolved):
        solve_all("T(n) = T(n-1) - T(n-1)^2, T(0) = c", None)
