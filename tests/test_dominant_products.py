"""One product of earlier values outgrows the rest: the constant against exact values, and what is declined."""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest

from recur.model import Solution, Unsolved
from recur.solving.solver import solve_all
from tests.formula_values import value

NAME = "dominant product"


def dominated(text: str) -> Solution | None:
    """The solution by this method; None where it declines."""
    try:
        (solution,) = solve_all(text, None)
    except Unsolved:
        return None
    return solution if solution.method == NAME else None


KNOWN = [
    ("T(n) = T(n-1)^2 + T(n-2), T(0) = 1, T(1) = 1", "1.2290041289729"),  # OEIS A000278, one size on
    ("T(n) = T(n-1)^2 + T(n-2)^2, T(0) = 1, T(1) = 1", "1.2353927377854"),
    ("T(n) = T(n-1)*T(n-2) + 1, T(0) = 1, T(1) = 1", "1.3236865162531"),
    ("T(n) = T(n-1)^2 + n, T(0) = 1", "1.5810819999387"),
]


@pytest.mark.parametrize(("text", "digits"), KNOWN, ids=[text for text, _ in KNOWN])
def test_the_constant_has_its_digits(text: str, digits: str) -> None:
    solution = dominated(text)
    assert solution is not None and solution.bounds.theta is not None
    assert str(solution.where[0].value).startswith(digits)
    assert solution.verification.status == "checked"


DECLINED = [
    ("T(n) = T(n-1)^2 + T(n-2)^3, T(0) = 2, T(1) = 2", "one product that outgrows the rest"),
    ("T(n) = T(n-1)*T(n-2)^2 + 1, T(0) = 2, T(1) = 2", "a single root outside the unit circle"),
    ("T(n) = T(n-1)^2 + a*T(n-2), T(0) = 1, T(1) = 1", "numbers as factors"),
    ("T(n) = T(n-1)^2 + T(n-2)", "stated first values"),
    ("T(n) = T(n-1)*T(n-3) + 1, T(0) = 2, T(1) = 2, T(2) = 2", "a product of the last two values"),
    ("T(n) = T(n-1)^2 + T(n-5), T(0)=T(1)=T(2)=T(3)=T(4)=1", "values a few steps before"),
    ("T(n) = n*T(n-1)^2 + 1, T(0) = 1", "one product that outgrows the rest"),
    # Its eleventh value has a thousand million digits.
    ("T(n) = T(n-1)^8 - T(n-1) + 1, T(0) = 2/3", "values that grow without end"),
]


@pytest.mark.parametrize(("text", "hypothesis"), DECLINED, ids=[text for text, _ in DECLINED])
def test_a_hypothesis_that_fails_is_named(text: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    assert hypothesis in {each.hypothesis for each in refused.value.refusals if each.method == NAME}


def random_case(seed: int) -> tuple[str, str, list[Fraction]]:
    """The text, the right-hand side for Python, and two first values."""
    draw = random.Random(seed)
    main = f"{draw.choice(['', '2*', '3*', '1/2*'])}{draw.choice(['x^2', 'x*y', 'x^3', 'x^2*y'])}"
    rest = [
        f"{draw.randint(-3, 3)}*{draw.choice(['x', 'y', 'n', 'n^2', '1', 'x', 'x*n'])}"
        for _ in range(draw.randint(1, 2))
    ]
    body = " + ".join([main, *rest])
    first = [Fraction(draw.randint(0, 3)), Fraction(draw.randint(0, 3))]
    text = body.replace("x", "T(n-1)").replace("y", "T(n-2)")
    return (
        f"T(n) = {text}, T(0) = {first[0]}, T(1) = {first[1]}",
        body.replace("^", "**").replace("1/2", "Fraction(1, 2)"),
        first,
    )


@pytest.mark.parametrize("block", range(4))
def test_random_brothers_have_the_growth_that_is_told(block: int) -> None:
    answered = 0
    for seed in range(10 * block, 10 * block + 10):
        text, body, values = random_case(seed)
        solution = dominated(text)
        if solution is None:
            continue
        answered += 1
        code = compile(body, text, "eval")
        while len(values) < 40 and values[-1].numerator.bit_length() < 4000:
            before = {"x": values[-1], "y": values[-2], "n": Fraction(len(values)), "Fraction": Fraction}
            values.append(eval(code, before))
        with mpmath.workdps(60):
            errors = []
            for n in (len(values) - 2, len(values) - 1):
                known = mpmath.mpf(values[n].numerator) / values[n].denominator
                told = value(solution.leading, {"n": n, **{d.symbol: d.value for d in solution.where}})[0]
                errors.append(abs(told / known - 1))
        # with T(n − 2) in the main product the second root, of modulus below 1, dies out slowly
        slowly = "x*y" in body or "x**2*y" in body
        assert errors[1] < (min(mpmath.mpf("0.01"), errors[0] * 0.7) if slowly else mpmath.mpf(10) ** -20), text
    assert answered > 1
