"""Lattice walks with weights, letters and borders of any form, and sizes in another order, against plain recursion."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import pytest

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.points import PointEvaluator
from recur.model import expressions as ex
from recur.model.several import MultivariateRecurrence, MultivariateSolution
from recur.notation.python import write
from recur.parsing import parse_any
from recur.solving.several.joint_solver import solve_multivariate


def solved(text: str) -> MultivariateSolution:
    read = parse_any(text)
    assert isinstance(read, MultivariateRecurrence)
    return solve_multivariate(read)


def function(formula: ex.Expr, sizes: tuple[str, ...], letters: dict[str, int | Fraction]) -> Callable[..., Any]:
    compiler = Compiler(sizes[0], letters)
    for slot, size in enumerate(sizes[1:], 1):
        compiler.cells.append(0)
        compiler.slots[size] = slot
    closure = compiler.compile(formula)

    def value(*point: int) -> Any:
        compiler.cells[: len(point)] = point
        return closure()

    return value


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("T(m,n) = a T(m-1,n) + b T(m,n-1), T(m,0) = a^m, T(0,n) = b^n", lambda m, n: True),
        ("T(m,n) = a T(m-1,n) + b T(m,n-1), T(m,0) = T(0,n) = 1", lambda m, n: m and n),
        ("T(m,n) = 2T(m-1,n) + 3T(m,n-1), T(m,0) = 2^m m, T(0,n) = 0", lambda m, n: True),
        ("T(m,n) = 4T(m-1,n) + T(m,n-1) + 5, T(m,0) = m^2, T(0,n) = 3", lambda m, n: m and n),
        ("T(m,n) = T(m-1,n) + T(m,n-1) + c, T(m,0) = T(0,n) = d", lambda m, n: True),
        ("T(m,n) = T(m-1,n) + T(m,n-1) + c m, T(m,0) = d m, T(0,n) = 0", lambda m, n: True),
        ("T(m,n) = T(m-1,n) + T(m,n-1) + T(m-1,n-1) + c, T(m,0) = T(0,n) = d", lambda m, n: True),
        ("T(m,n) = 2T(m-1,n) + 3T(m,n-1) + 12T(m-1,n-1), T(0,0) = c", lambda m, n: True),
        ("T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = m!, T(0,n) = 2^n", lambda m, n: m and n),
        ("T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = max(1, m-40), T(0,n) = 1", lambda m, n: m and n),
        ("T(n,k) = a T(n-1,k) + b T(n-1,k-1), T(0,0) = c", lambda n, k: True),
        ("T(n,k) = 2T(n-1,k) + 3T(n-1,k-1) + 1, T(n,0) = 1, T(n,n) = 1", lambda n, k: 0 < k < n),
        ("S(k,n) = k S(k,n-1) + S(k-1,n-1), S(0,0) = 1", lambda k, n: True),
        ("C(k,n) = C(k,n-1) + C(k-1,n-1), C(0,n) = 1, C(n,n) = 1", lambda k, n: k <= n),
    ],
)
def test_closed_forms_hold_far_beyond_the_grid(text: str, region: Callable[[int, int], bool]) -> None:
    found = solved(text)
    r = found.recurrence
    draw = random.Random(text)
    letters: dict[str, int | Fraction] = {name: Fraction(draw.randrange(-9, 10), 7) or 2 for name in r.letters}
    evaluator = PointEvaluator(r, constants=letters)
    (line,) = found.exact
    value = function(line.formula, r.sizes, letters)
    for point in [*product((0, 1, 2), repeat=2), *((draw.randrange(56), draw.randrange(56)) for _ in range(25))]:
        if region(*point):
            assert value(*point) == evaluator.number(point), point


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "T(m,n) = a T(m-1,n) + b T(m,n-1), T(m,0) = a^m, T(0,n) = b^n",
            ["~ (4*a*b)**n/sqrt(pi*n) for m = n → ∞"],
        ),
        (
            "T(m,n) = T(m-1,n) + T(m,n-1) + c, T(m,0) = T(0,n) = d",
            ["Θ binomial(m + n, n) for m, n → ∞", "~ (c + d)*4**n/sqrt(pi*n) for m = n → ∞"],
        ),
        ("T(m,n) = a T(m-1,n) + b T(m,n-1), T(m,0) = T(0,n) = 1", []),
        ("S(k,n) = k S(k,n-1) + S(k-1,n-1), S(0,0) = 1", ["~ k**n/factorial(k) for n → ∞ and fixed k ≥ 1"]),
        ("p(k,n) = p(k-1,n-1) + p(k,n-k), p(0,0) = 1",
         ["~ n**(k - 1)/(factorial(k)*factorial(k - 1)) for n → ∞ and fixed k ≥ 1"]),
    ],
)  # fmt: skip
def test_the_growth_and_how_the_sizes_grow(text: str, expected: list[str]) -> None:
    assert [f"{line.kind} {write(line.body)} {line.course}" for line in solved(text).growths] == expected


@pytest.mark.parametrize("a", [1, 2, 3])
@pytest.mark.parametrize("border", ["1", "m", "m^2 + 3"])
def test_the_constant_on_the_diagonal_is_that_of_the_values(a: int, border: str) -> None:
    """T(n, n) over its leading term tends to 1, as 1 + O(1/n)."""
    text = f"T(m,n) = {a}T(m-1,n) + 2T(m,n-1) + 1, T(m,0) = {border}, T(0,n) = 2"
    found = solved(text)
    (line,) = [x for x in found.growths if x.kind == "~"]

    @cache
    def value(m: int, n: int) -> int:
        if n == 0:
            return {"1": 1, "m": m, "m^2 + 3": m * m + 3}[border]
        return 2 if m == 0 else a * value(m - 1, n) + 2 * value(m, n - 1) + 1

    grown = function(line.body, found.recurrence.sizes, {})
    ratios = []
    for n in (60, 120):
        for m in range(n):
            value(m, n)
        low, exponent = grown(n, n).low
        ratios.append(float(Fraction(value(n, n)) / (low * Fraction(2) ** exponent)))
    assert abs(ratios[1] - 1) < 0.06
    assert abs(ratios[1] - 1) < 0.6 * abs(ratios[0] - 1)


def test_letters_whose_signs_the_growth_stands_on_are_told() -> None:
    found = solved("T(m,n) = T(m-1,n) + T(m,n-1) + c, T(m,0) = T(0,n) = d")
    assert [str(x) for x in found.assumptions] == ["in the growth c and d are positive"]


def test_the_answer_of_a_turned_triangle_speaks_of_it_as_it_is_written() -> None:
    found = solved("S(k,n) = k S(k,n-1) + S(k-1,n-1), S(0,0) = 1")
    said = " ".join(write(x) for step in found.steps for x in (*step.display, *(x for _, x in step.formulas)))
    assert "S(k, n)" in said
    assert "S(n, k)" not in said
