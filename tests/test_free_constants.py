"""Whatever leaves constants free says, in one line, which first values would fix them; given those, none is left."""

from __future__ import annotations

import pytest

import recur
from recur.model import Solution, Step

TEXTS = [
    "a(n) = 5a(n-1) - 6a(n-2)",
    "a(n) = 4a(n-1) - 4a(n-2), a(0) = 1",
    "a(n) = 2a(n-1) + n",
    "a(n) = n*a(n-1) + 1",
    "a(n) = (n-3)*a(n-1)",
    "a(n) = a(n-1) + 1/(n-3)",
    "a(n) = 5a(n-1) + n*log(log(n))",
    "a(n) = a(n-1)^2",
    "a(n) = a(n-1)*a(n-2)",
    "a(n) = c*a(n-1) + 1/n",
    "a(n) = c*a(n-1) + 1",
    "a(n) = a(n-1)*log(n)",
]


def wishes(solution: Solution) -> list[Step]:
    return [remark for remark in solution.remarks if "free: give" in remark.sentence]


@pytest.mark.parametrize("text", TEXTS)
def test_given_the_values_that_are_asked_for_no_constant_is_left(text: str) -> None:
    solution = recur.solve(text)
    (wish,) = wishes(solution)
    asked = [str(x) for name, x in wish.formulas if name.startswith("t")]
    assert len(asked) == len(solution.constants) > 0
    told = recur.solve(", ".join([text, *(f"{call} = {i + 2}" for i, call in enumerate(asked))]))
    assert not told.constants and not wishes(told)
    assert told.exact is not None or told.cases


def test_the_constant_is_the_value_that_the_closed_form_begins_with() -> None:
    solution = recur.solve("a(n) = 5a(n-1) + n*log(log(n))")
    assert solution.exact_domain is not None and solution.exact_domain.first == 1
    assert str(solution.exact).startswith("C_1*5**(n - 1)")
