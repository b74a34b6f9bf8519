"""Products of earlier values for any first values: powers of them, each exponent a linear recurrence of its own."""

from __future__ import annotations

from fractions import Fraction

import pytest

import recur
from recur.evaluation.arithmetic import Compiler
from recur.model import Unsolved
from recur.notation import text as notation
from recur.writers.json.answers import PLAIN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x(n) = x(n-1)^2", "C₁^(2^n)"),
        ("x(n) = 3*x(n-1)^(3/2)", "3^(2·(3/2)^n−2)·C₁^((3/2)^n)"),
        ("x(n) = -1/x(n-1)", "(−1)^(−(−1)^n/2+1/2)·C₁^((−1)^n)"),
        ("x(n) = x(n-1)*x(n-2), x(0) = 2, x(1) = 3", "2^(F_(n+1)−F_n)·3^(F_n)"),
        ("x(n) = a*x(n-1)^2/x(n-2)", "a^(n²/2−n/2)·C₁^(−n+1)·C₂^n"),
        ("x(n) = n*x(n-1)^2, x(0) = -2", "(Π_{k=1}^n k^(2^(n−k)))·(−2)^(2^n)"),
    ],
)
def test_a_product_of_earlier_values_is_a_product_of_powers(text: str, expected: str) -> None:
    solution = recur.solve(text)
    assert solution.exact is not None and notation.write(solution.exact) == expected
    assert solution.exact_verification.status == "checked"


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("x(n) = x(n-1)*x(n-2)", lambda n, x, y: x * y),
        ("x(n) = 2*x(n-1)^2", lambda n, x, y: 2 * x**2),
        ("x(n) = n*x(n-1)^2/x(n-2)", lambda n, x, y: n * x**2 / y),
        ("x(n) = x(n-1)^3/(5*x(n-2)^2)", lambda n, x, y: x**3 / (5 * y**2)),
        ("x(n) = -x(n-1)^2", lambda n, x, y: -(x**2)),
    ],
)
def test_the_values_follow_from_any_first_values_of_either_sign(text: str, following) -> None:
    solution = recur.solve(text)
    assert solution.exact is not None and solution.exact_domain is not None
    start, order = solution.exact_domain.first, len(solution.constants)
    values = [Fraction(-3, 2), Fraction(5, 7)][:order]
    for n in range(start + order, start + 6):
        values.append(following(n, values[-1], values[-2] if order > 1 else None))
    compiler = Compiler("n", dict(zip(solution.constants, values, strict=False)))
    closed = compiler.compile(solution.exact)
    for n, expected in enumerate(values, start):
        compiler.cells[0] = n
        assert closed() == expected


@pytest.mark.parametrize(
    "text", ["x(n) = x(n-1)^2 + x(n-1)*x(n-2)", "x(n) = x(n-20)^2", "x(n) = x(n-1)*x(n-2), x(1) = 0"]
)
def test_what_is_no_single_product_of_powers_is_declined(text: str) -> None:
    with pytest.raises(Unsolved):
        recur.solve(text)


@pytest.mark.parametrize(
    "text",
    [
        "x(n) = sqrt(x(n-1)*x(n-2)), x(0) = -1, x(1) = -4",  # 2, and then no value
        "x(n) = sqrt(x(n-1)), x(0) = -1",
        "x(n) = -2*sqrt(x(n-1)), x(0) = 4",
        "x(n) = sqrt(n*x(n-1)), x(0) = -1",
        "x(n) = (n-3)*sqrt(x(n-1)), x(0) = 1",
        "x(n) = 3*sqrt(x(n-1)^2*x(n-2)^2), x(0) = -3, x(1) = 2",
        "x(n) = sqrt(x(n/2)*x(n/4)), x(1) = -1, x(2) = -4",
    ],
)
def test_roots_are_those_of_positive_numbers(text: str) -> None:
    with pytest.raises(Unsolved):
        recur.solve(text)


def test_a_root_of_a_square_is_no_negative_number() -> None:
    solution = recur.solve("x(n) = (x(n-1)^2)^(1/4), x(0) = -16")
    assert solution.exact is None


@pytest.mark.parametrize("text", ["x(n) = x(n-1)^2/(n-2), x(0) = 1", "x(n) = (n-4)/x(n-1)^2, x(0) = 2"])
def test_a_factor_without_a_value_on_the_way_ends_the_values(text: str) -> None:
    with pytest.raises(Unsolved):
        recur.solve(text)


def test_roots_of_letters_ask_for_positive_ones_and_quotients_for_others_than_0() -> None:
    roots = recur.solve("x(n) = sqrt(x(n-1)*x(n-2)), x(0) = a, x(1) = b")
    assert [PLAIN.sentence(s) for s in roots.assumptions] == ["a > 0.", "b > 0."]
    quotient = recur.solve("x(n) = x(n-1)^2/x(n-2), x(0) = a, x(1) = b")
    assert [PLAIN.sentence(s) for s in quotient.assumptions] == ["a ≠ 0.", "b ≠ 0."]
