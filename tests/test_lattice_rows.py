"""Values row by row are those of the evaluator of points, at every point, with the same things said beside them."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb

import pytest

from recur.evaluation.lattice_rows import value_by_rows
from recur.evaluation.points import PointEvaluator
from recur.model.errors import InvalidRecurrence
from recur.model.several import MultivariateRecurrence
from recur.parsing import parse_any

TEXTS = [
    "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1, C(n,n) = 1",
    "T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = T(0,n) = 1",
    "T(m,n) = 2T(m-1,n) + a T(m,n-1) + 3T(m-1,n-1) + m + n, T(m,0) = m + 1, T(0,n) = 1",
    "S(n,k) = k S(n-1,k) + S(n-1,k-1), S(0,0) = 1",
    "S(n,k) = k S(n-1,k) + S(n-1,k-1) for 1 <= k <= n, S(0,0) = 1, S(n,0) = 0 for n > 0, S(n,k) = 0 for k > n",
    "T(m,n) = T(m-2,n-1) + T(m,n-3) + 1, T(m,n) = 1 if m < 2 or n < 3",
    "T(m,n) = T(m-1,n) + T(m-1,n-2), T(0,n) = n, T(m,0) = 0, T(m,1) = 1",
    "C(n,k) = C(n-1,k) + C(n,k-1), C(n,0) = 1, C(n,n+1) = 0",
    "T(m,n) = T(m-1,n)/2 + T(m,n-1)/3, T(m,0) = T(0,n) = 1",
    "B(n,k) = B(n,k-1) + B(n-1,k-1) for k >= 1, B(n,0) = n!, B(0,k) = 1",
]


def read(text: str) -> MultivariateRecurrence:
    found = parse_any(text)
    assert isinstance(found, MultivariateRecurrence)
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_every_value_is_that_of_the_points(text: str) -> None:
    r = read(text)
    letters: dict[str, int | Fraction] = dict.fromkeys(r.letters, 1)
    draw = random.Random(text)
    compared = 0
    for point in [
        *((m, n) for m in range(7) for n in range(7)),
        *((draw.randrange(30), draw.randrange(30)) for _ in "." * 25),
    ]:
        evaluator = PointEvaluator(r)
        by_rows = value_by_rows(r, letters, point)
        try:
            value = evaluator._number(point, {})
        except InvalidRecurrence:
            assert by_rows is None, point
            continue
        if by_rows is not None:
            assert by_rows == (value, evaluator.zeros), point
            compared += 1
    assert compared > 25


@pytest.mark.parametrize(
    "text",
    [
        "p(n,k) = p(n-1,k-1) + p(n-k,k), p(0,0) = 1",  # a call by another size
        "T(m,n) = T(m/2,n) + T(m,n-1), T(m,0) = T(0,n) = 1",  # no step
        "T(m,n) = max(T(m-1,n), T(m,n-1)) + 1, T(m,0) = T(0,n) = 1",  # no sum
        "T(m,n) = T(m-1,n) + T(m,n-1) + Θ(1), T(m,0) = T(0,n) = 1",  # what is taken has to be told
        "T(m,n) = T(m-1,n+1) + T(m,n-1), T(m,0) = T(0,n) = 1",  # a size rises
        "T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = T(0,n) = sqrt(2)",  # no rational number
        "T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = 1, T(0,n) = 2",  # stated twice where the borders meet
        "T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = 1, T(m,n) = 1 if m n < 3",  # no stretch of a row
    ],
)
def test_what_does_not_fit_is_left_to_the_points(text: str) -> None:
    assert value_by_rows(read(text), {}, (9, 9)) is None


def test_rows_beyond_the_limit_are_not_begun() -> None:
    for point in ((10**30, 10**29), (9 * 10**5, 4 * 10**5)):
        assert value_by_rows(read(TEXTS[0]), {}, point) is None


def test_large_triangles() -> None:
    r = read(TEXTS[0])
    assert PointEvaluator(r).value((1000, 500)).value == comb(1000, 500)
    value = PointEvaluator(read(TEXTS[3])).value((120, 60))
    assert "taken where the text gives no value" in value.assumed
