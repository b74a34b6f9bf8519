"""The names that a method takes for its own numbers and functions are none of the recurrence's."""

from __future__ import annotations

import pytest

from recur.model import Solution, expressions as ex
from recur.solving.solver import solve_all


def proved(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    return solution


NAMED_AS_IN_DERIVATIONS = [
    ("z(n) = z(n-1)^2 - 2, z(0) = 3", "T(n) = T(n-1)^2 - 2, T(0) = 3"),
    ("w(j) = w(j-1)^2 - 2, w(0) = 3", "T(n) = T(n-1)^2 - 2, T(0) = 3"),
    ("k(n) = k(n-1)^2 + 1, k(0) = 1", "T(n) = T(n-1)^2 + 1, T(0) = 1"),
    ("y(x) = y(x-1) + 1/y(x-1), y(0) = 1", "T(n) = T(n-1) + 1/T(n-1), T(0) = 1"),
    ("x(y) = sqrt(2 + x(y-1)), x(0) = 0", "T(n) = sqrt(2 + T(n-1)), T(0) = 0"),
    ("L(x) = (L(x-1)^3 + 1)/3, L(0) = 0", "T(n) = (T(n-1)^3 + 1)/3, T(0) = 0"),
    (
        "M(2x) = M(x), M(2x+1) = M(x) + M(x+1), M(0) = 0, M(1) = 1",
        "T(2n) = T(n), T(2n+1) = T(n) + T(n+1), T(0) = 0, T(1) = 1",
    ),
    ("x(2m) = 2x(m) - 1, x(2m+1) = 2x(m) + 1, x(1) = 1", "T(2n) = 2T(n) - 1, T(2n+1) = 2T(n) + 1, T(1) = 1"),
    ("G(x) = sum(k=0..x-1, G(k)*G(x-1-k)), G(0) = 1", "T(n) = sum(k=0..n-1, T(k)*T(n-1-k)), T(0) = 1"),
    (
        "n*r(n) = 3(2n-1)r(n-1) - (n-1)r(n-2), r(0) = 1, r(1) = 3",
        "n*T(n) = 3(2n-1)T(n-1) - (n-1)T(n-2), T(0) = 1, T(1) = 3",
    ),
]


@pytest.mark.parametrize(("text", "plain"), NAMED_AS_IN_DERIVATIONS)
def test_no_name_means_two_things_in_a_derivation(text: str, plain: str) -> None:
    """Renamed, it holds the calls and letters of the plain one, where each name that a method takes is another's."""
    solution, usual = proved(text), proved(plain)
    own, theirs = ({solution.function, solution.variable}, {usual.function, usual.variable})
    assert len(names_in(solution) - own) == len(names_in(usual) - theirs)


def names_in(solution: Solution) -> set[str]:
    formulas = [x for s in solution.steps for _, x in s.formulas] + [x for s in solution.steps for x in s.display]
    calls = {y.function for x in formulas for y in ex.walk(x) if isinstance(y, ex.Call)}
    return calls | {y for x in formulas for y in ex.symbols(x)}
