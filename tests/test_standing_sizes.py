"""The last size at which a call stays or grows: found where it can be, and not looked for beyond."""

from __future__ import annotations

import pytest

from recur.evaluation.base_cases import standing_size
from recur.evaluation.evaluator import Evaluator
from recur.parsing import parse

CASES = {
    "T(n) = 2T(floor(n/2) + 17) + n, T(1) = 1": 34,
    "T(n) = T(ceil(n/2) + 17) + n, T(1) = 1": 35,
    "T(n) = T(n/2 + 17) + n, T(1) = 1": 34,
    "T(n) = T(floor(n/2)) + T(ceil(n/2)) + 1, T(1) = 1": 1,
    "T(n) = 2T(n/2) + n, T(1) = 1": None,
    "T(n) = T(floor((9n+8)/10) - 3) + T(n/3) + n, T(1) = 1": None,
    "T(n) = T(floor(n/2)) + T(floor(9n/10) + 20), T(1) = 1": 200,
    "T(n) = T(floor(sqrt(n)) + 30) + n, T(1) = 1": 36,
}


@pytest.mark.parametrize(("text", "last"), CASES.items())
def test_the_last_size_that_a_call_does_not_shrink(text: str, last: int | None) -> None:
    (equation,) = Evaluator(parse(text)).equations.values()
    assert standing_size(equation) == last
    standing = []
    for size in range(1, 1_000):
        equation.cells[0] = size
        standing += [size for _, argument, _ in equation.calls if argument() >= size]
    assert last == max(standing, default=None)


def test_sizes_at_which_every_call_shrinks_are_not_tried() -> None:
    (equation,) = Evaluator(parse("T(n) = T(n/2) + T(floor(n/3) + 4) + n, T(1) = 1")).equations.values()
    asked = []

    class Watched(list[int]):
        def __setitem__(self, place: object, size: object) -> None:
            asked.append(size)
            super().__setitem__(place, size)  # type: ignore[index, assignment]

    equation.cells = Watched(equation.cells)
    standing_size(equation)
    assert len(asked) < 20
