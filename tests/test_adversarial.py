"""What a hostile reader tried: no wrong bound, no invented base case, no true answer refuted, no silent guess."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import recur
from recur.asymptotics.growth import Growth
from recur.model.solution import Solution, Unsolved
from recur.notation.python import write
from recur.parsing import parse_formula

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "adversarial.jsonl").read_text(encoding="utf-8").splitlines()
]


def asking(key: str) -> list[Any]:
    return [pytest.param(row, id=row["recurrence"]) for row in CASES if key in row]


def solution_of(row: dict[str, Any]) -> Solution:
    return next(s for s in recur.solve_all(row["recurrence"], None) if s.function == row["function"])


def solution_or_none(row: dict[str, Any]) -> Solution | None:
    """The solution; None where it is declined, which is no wrong answer."""
    try:
        return solution_of(row)
    except recur.RecurError:
        return None


def growth(text: str) -> Growth:
    return Growth.of(parse_formula(text.replace("**", "^"), log="e"), "n")


@pytest.mark.parametrize("row", asking("theta"))
def test_the_tight_bound_is_the_known_one(row: dict[str, Any]) -> None:
    assert solution_of(row).bounds.theta == growth(row["theta"])


@pytest.mark.parametrize("row", asking("not_theta"))
def test_a_bound_that_the_base_cases_do_not_support_is_not_claimed(row: dict[str, Any]) -> None:
    solution = solution_or_none(row)
    assert solution is None or solution.bounds.theta != growth(row["not_theta"])


@pytest.mark.parametrize("row", asking("leading"))
def test_the_leading_term_has_the_right_constant(row: dict[str, Any]) -> None:
    leading = solution_of(row).leading
    assert leading is not None
    assert write(leading) == row["leading"]


@pytest.mark.parametrize("row", asking("value_at"))
def test_an_assumed_base_case_never_replaces_a_value_that_the_text_settles(row: dict[str, Any]) -> None:
    size, known = row["value_at"]
    try:
        values = recur.evaluate(row["recurrence"], [size])
    except recur.RecurError:
        return  # asking for the missing base case is right too
    assert values[-1].value == known


@pytest.mark.parametrize("row", asking("value_at"))
def test_a_closed_form_agrees_with_a_value_that_the_text_settles(row: dict[str, Any]) -> None:
    from recur.model.symbolic import to_sympy

    size, known = row["value_at"]
    solution = solution_or_none(row)
    if solution is None or solution.exact is None or solution.constants:
        return  # declined, no closed form claimed, or one with free constants: nothing wrong is said
    if size in solution.exact_domain:
        assert to_sympy(solution.exact).subs(recur.n, size).equals(known)


@pytest.mark.parametrize("row", asking("no_lower_bound"))
def test_negative_values_are_given_no_lower_bound(row: dict[str, Any]) -> None:
    try:
        solution = solution_of(row)
    except Unsolved as unsolved:
        assert unsolved.bounds is None or unsolved.bounds.lower is None
    else:
        assert solution.bounds.lower is None


@pytest.mark.parametrize("row", asking("no_crash"))
def test_a_system_is_solved_or_declined_but_never_breaks(row: dict[str, Any]) -> None:
    try:
        assert solution_of(row).bounds.upper is not None
    except recur.RecurError as declined:
        assert declined.kind == "unsolved"


@pytest.mark.parametrize("row", asking("error"))
def test_what_cannot_be_meant_is_refused_by_kind(row: dict[str, Any]) -> None:
    with pytest.raises(recur.RecurError) as caught:
        recur.solve(row["recurrence"], None)
    assert caught.value.kind == row["error"]
