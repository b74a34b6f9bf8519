"""More information makes no answer worse: with first values there is at least what there is without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from recur.model import Recurrence, Solution, expressions as ex
from recur.parsing import parse
from recur.solving.solver import solve_all

CASES = (Path(__file__).parent / "cases" / "without_first_values.txt").read_text(encoding="utf-8").splitlines()


def order(r: Recurrence) -> int:
    """How many values the equation reaches back for, or the Σ leaves to be stated."""
    back = [-term.value for c in r.subcalls for term in c.argument.children if isinstance(term, ex.Number)]
    return int(max(back, default=2))


def solved(text: str) -> Solution:
    (solution,) = solve_all(text)
    return solution


@pytest.mark.parametrize("text", CASES)
def test_first_values_take_no_closed_form_and_no_growth_away(text: str) -> None:
    r = parse(text).recurrences[0]
    bare = solved(text)
    first = 0 if r.nonlinear else 1
    stated = ", ".join(f"x({n}) = {2 * n + 3}" for n in range(first, first + order(r)))
    full = solved(f"{text}, {stated}")
    assert bare.exact is not None or bare.bounds.theta is not None
    assert full.exact is not None and not full.constants and full.exact_verification.status == "checked"
    assert bare.bounds.theta is None or full.bounds.theta == bare.bounds.theta


@pytest.mark.parametrize("text", ["x(n) = x(n-1) - 1", "x(n) = -x(n-1) - n^2", "x(n) = 3x(n-1) - 2x(n-2) - 5^n"])
def test_a_particular_solution_that_is_negative_has_no_theta(text: str) -> None:
    solution = solved(text)
    assert solution.bounds.theta is None and solution.bounds.upper is not None
