"""Powers of n and of the values before, of a degree below 1: the exponent and the leading term against the values."""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest

from recur.model import Solution, Unsolved
from recur.solving.solver import solve_all
from tests.formula_values import value

NAME = "balance of powers"
#: the recurrence, the exponent, and the factor of the leading term
KNOWN = [
    ("T(n) = sqrt(n + T(n-1)), T(0) = 0", Fraction(1, 2), "1"),
    ("T(n) = n + sqrt(T(n-1)), T(0) = 1", Fraction(1), "1"),
    ("T(n) = sqrt(n*T(n-1) + 1), T(1) = 1", Fraction(1), "1"),
    ("T(n) = sqrt(n*T(n-1) + n^2), T(1) = 1", Fraction(1), None),
    ("T(n) = 3n^2*T(n-1)^(1/3) + sqrt(T(n-2)), T(0) = 1, T(1) = 2", Fraction(3), "3*sqrt(3)"),
    ("T(n) = sqrt(n)*T(n-1)^(1/3) + sqrt(n)*T(n-2)^(1/3), T(0) = 3, T(1) = 1", Fraction(3, 4), None),
    ("T(n) = (T(n-1)*T(n-2))^(1/3) + 1/n, T(0) = 1, T(1) = 2", Fraction(0), "1"),
    ("T(n) = n + sqrt(T(n/2)), T(1) = 1", Fraction(1), None),
    ("T(n) = sqrt(n - 1 + T(n-1)), T(1) = 2", Fraction(1, 2), "1"),
]


def balanced(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    assert solution.method == NAME
    return solution


@pytest.mark.parametrize(("text", "exponent", "factor"), KNOWN, ids=[text for text, _, _ in KNOWN])
def test_the_exponent_balances_both_sides(text: str, exponent: Fraction, factor: str | None) -> None:
    solution = balanced(text)
    assert solution.bounds.theta is not None and solution.verification.status == "checked"
    n = 10**6
    assert abs(value(solution.bounds.theta.expression(), {"n": n})[0] / mpmath.mpf(n) ** exponent - 1) < 1e-9
    assert (solution.leading is None) == (factor is None)
    if factor is not None:
        assert str(solution.leading).startswith(factor if factor != "1" else "") and "C" not in str(solution.leading)


DECLINED = [
    ("T(n) = n*sqrt(T(n-1)) + T(n-1)^(1/3), T(0) = 0", "positive values"),
    ("T(n) = sqrt(n) + T(n-1)^2, T(0) = 1", "a degree below 1"),
    ("T(n) = sqrt(n - 3 + T(n-1)), T(0) = 9", "sums, products and powers"),
    ("T(n) = sqrt(n + 1/T(n-1)), T(0) = 1", "sums, products and powers"),
    ("T(n) = sqrt(a*n + T(n-1)), T(0) = 1", "numbers as factors"),
    ("T(n) = sqrt(n + T(n-1)), T(-3) = 1", "first sizes from 0 on"),
    ("T(n) = sqrt(n + T(sqrt(n)) + T(n-1)), T(1) = 1", "values before"),
]


@pytest.mark.parametrize(("text", "hypothesis"), DECLINED, ids=[text for text, _ in DECLINED])
def test_a_hypothesis_that_fails_is_named(text: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    assert hypothesis in {each.hypothesis for each in refused.value.refusals if each.method == NAME}


def formula(draw: random.Random, depth: int) -> str:
    """A random sum, product or power of n and earlier values."""
    kind = draw.choice(["n", "T", "number"]) if depth == 0 else draw.choice(["+", "+", "*", "^", "n", "T"])
    if kind == "n":
        return draw.choice(["n", "n^2", "n^(1/2)", "1/n", "(n + 2)"])
    if kind == "T":
        return draw.choice(["T(n-1)", "T(n-2)"])
    if kind == "number":
        return str(draw.randint(1, 5))
    if kind == "^":
        return f"({formula(draw, depth - 1)})^(1/{draw.randint(2, 4)})"
    return f"({formula(draw, depth - 1)} {kind} {formula(draw, depth - 1)})"


def random_cases(count: int) -> list[str]:
    draw = random.Random(21)
    found: list[str] = []
    while len(found) < count:
        text = formula(draw, 3)
        if "T(n-" in text and "n" in text.replace("T(n-", ""):
            found.append(f"({text})^(1/{draw.randint(2, 3)})")
    return found


def test_random_brothers_have_the_growth_that_is_told() -> None:
    answered = 0
    for body in random_cases(32):
        try:
            (solution,) = solve_all(f"T(n) = {body}, T(0) = 2, T(1) = 3", None)
        except Unsolved:
            continue
        if solution.method != NAME:
            continue
        answered += 1
        assert solution.bounds.theta is not None
        code = body.replace("^", "**").replace("T(n-1)", "t1").replace("T(n-2)", "t2")
        t2, t1, ratios = 2.0, 3.0, []
        for n in range(2, 3001):
            t2, t1 = t1, eval(code, {"n": float(n), "t1": t1, "t2": t2})
            if n in (750, 1500, 3000):
                told = solution.leading if solution.leading is not None else solution.bounds.theta.expression()
                ratios.append(float(t1 / value(told, {"n": n})[0]))
        if solution.leading is not None:
            assert abs(ratios[2] - 1) < 0.5 and abs(ratios[2] - 1) <= abs(ratios[0] - 1) + 1e-6, body
        else:
            assert max(ratios) < 1.5 * min(ratios), body
    assert answered > 10
