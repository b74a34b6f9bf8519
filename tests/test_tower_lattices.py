"""Roots: closed forms on n = c^(r^j), and leading terms through m = log n."""

from itertools import islice

import pytest

from recur.notation.text import write
from recur.parsing import parse
from recur.solving.solver import solve_all
from recur.verification.agreement import verify_exact
from tests.answers import answer

FORMS = [
    ("T(n) = T(sqrt(n)) + 1, T(2) = 1", "log₂ log₂ n + 1", "n = 2^(2^j)"),
    ("T(n) = 2T(floor(sqrt(n))) + lg n, T(2) = 0", "log₂ n · log₂ log₂ n", "n = 2^(2^j)"),
    ("T(n) = 3T(n^(1/3)) + 4, T(5) = 1", "3 log₅ n − 2", "n = 5^(3^j)"),
    ("T(n) = 4T(sqrt(n)) + lg(n), T(0) = 0, T(1) = 0, T(2) = 3", "4 (log₂ n)² − log₂ n", "n = 2^(2^j)"),
]


@pytest.mark.parametrize(("text", "exact", "where"), FORMS, ids=[text for text, *_ in FORMS])
def test_the_closed_form_of(text, exact, where):
    solution = answer(text)
    assert (write(solution.exact), str(solution.exact_domain)) == (exact, where)
    found = verify_exact(parse(text), "T", solution.exact, islice(solution.exact_domain.sizes(), 9))
    assert (found.status, found.sizes) == ("checked", 9), found.reason


LEADING = [
    ("T(n) = T(sqrt(n)) + 1", "log₂ ln n"),
    ("T(n) = sqrt(n) T(sqrt(n)) + n", "n log₂ ln n"),
    ("T(n) = T(n^(1/3)) + ln n", "3 ln n / 2"),
]


@pytest.mark.parametrize(("text", "leading"), LEADING, ids=[text for text, _ in LEADING])
def test_the_leading_term_of(text, leading):
    assert write(solve_all(text)[-1].leading) == leading


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(sqrt(n)) + 1",
        "T(n) = T(sqrt(n)) + n, T(2) = 1",
        "T(n) = T(sqrt(n)) + T(n^(1/4)) + 1, T(2) = 1",
        "T(n) = T(sqrt(n)) + Θ(1), T(2) = 1",
        "T(n) = sqrt(n) T(sqrt(n)) + n, T(2) = 1",
    ],
)
def test_no_closed_form_is_claimed_for(text):
    assert solve_all(text)[-1].exact is None
