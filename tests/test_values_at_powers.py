"""T(n) by powers and products of T(n/b): the closed form and the growth at the powers of b."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest

from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.model import Unsolved
from recur.parsing import parse_formula
from recur.solving.solver import solve_all
from tests.formula_values import value

FORMS: list[tuple[str, int, Callable[..., Any], dict[str, Any]]] = [
    ("T(n) = n*T(n/2)^2, T(1) = c", 2, lambda n, t, c: n * t(1) ** 2, {"c": 3}),
    ("T(n) = n*T(n/2)^2, T(1) = 2", 2, lambda n, t: n * t(1) ** 2, {}),
    ("T(n) = n^2*T(n/3)^3, T(1) = 1", 3, lambda n, t: n**2 * t(1) ** 3, {}),
    ("T(n) = 2T(n/2)^2, T(1) = c", 2, lambda n, t, c: 2 * t(1) ** 2, {"c": 3}),
    ("T(n) = T(n/2)^2 - 2, T(1) = 3", 2, lambda n, t: t(1) ** 2 - 2, {}),
    ("T(n) = 2T(n/2)^2 - 1, T(1) = 1/3", 2, lambda n, t: 2 * t(1) ** 2 - 1, {}),
    ("T(n) = T(n/2)^2/T(n/4), T(1) = 1, T(2) = 3", 2, lambda n, t: t(1) ** 2 / t(2), {}),
    ("T(n) = T(n/2)/(1 + n*T(n/2)), T(1) = 1", 2, lambda n, t: t(1) / (1 + n * t(1)), {}),
    ("T(n) = sqrt(T(n/2)^2 + n), T(1) = 1", 2, lambda n, t: mpmath.sqrt(t(1) ** 2 + n), {}),
    ("T(n) = 1/(1 + T(n/2)), T(1) = 1", 2, lambda n, t: 1 / (1 + t(1)), {}),
]


@pytest.mark.parametrize(("text", "b", "follow", "numbers"), FORMS, ids=[text for text, *_ in FORMS])
def test_the_form_holds_at_the_powers(text: str, b: int, follow: Callable[..., Any], numbers: dict[str, Any]) -> None:
    (solution,) = solve_all(text, None)
    assert solution.method == "values at powers" and solution.exact is not None
    known = {**numbers, **{d.symbol: d.value for d in solution.where}}
    with mpmath.workdps(120):
        seen: list[Any] = []
        for j in range(9):
            n = b**j
            now = value(solution.exact, {**known, "n": n})[0]
            stated = [c for c in solution.recurrence.initial if c.high == n]
            expected = value(stated[0].value, numbers)[0] if stated else follow(n, lambda i: seen[-i], **numbers)
            assert abs(now - expected) <= (1 + abs(expected)) * mpmath.mpf(10) ** -35, n
            seen.append(now)


def test_a_product_at_two_depths_has_the_exponents_of_fibonacci() -> None:
    (solution,) = solve_all("T(n) = T(n/2)*T(n/4), T(1) = 2, T(2) = 3", None)
    assert solution.exact is not None
    form = Formula(solution.exact, "n", {})
    assert [form.at(2**j) for j in range(6)] == [2, 3, 6, 18, 108, 1944]


@pytest.mark.parametrize(
    ("text", "theta"),
    [
        ("T(n) = n*T(n/2)^2, T(1) = 2", "8^n/n"),
        ("T(n) = T(n/2) + 1/T(n/2), T(1) = 1", "sqrt(log n)"),
        ("T(n) = T(n/2)/(1 + T(n/2)), T(1) = 1", "1/log n"),
        ("T(n) = T(n/2)^2/T(n/4), T(1) = 1, T(2) = 3", "n^(log_2(3))"),
    ],
)
def test_the_growth_is_told_in_n(text: str, theta: str) -> None:
    (solution,) = solve_all(text, None)
    assert solution.bounds.theta == Growth.of(parse_formula(theta))
    assert any("power of 2" in str(said) for said in solution.assumptions)


def test_one_more_than_the_square_of_half_the_size_is_a_power_of_k() -> None:
    """T(2^j) = k^(2^j) up to less and less, with the k of T(j − 1)² + 1."""
    (solution,) = solve_all("T(n) = T(n/2)^2 + 1, T(1) = 1", None)
    assert solution.bounds.theta is not None and str(solution.bounds.theta.expression()) == "k**n"
    assert [d.value[:12] for d in solution.where] == ["1.5028368010"]


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("T(n) = T(floor(n/2))^2 + 1, T(1) = 1", "sizes that are not rounded"),
        ("T(n) = T(n/2)*T(n/3), T(1) = 1", "sizes n/b, n/b², …"),
        ("T(n) = T(n/2)^2 + n, T(1) = 1", "a recurrence in the exponent that is solved"),
        ("T(n) = T(n/2)^2 + 1, T(3) = 1", "first values at powers"),
    ],
)
def test_what_is_not_met_is_named(text: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    assert ("values at powers", hypothesis) in {(r.method, r.hypothesis) for r in refused.value.refusals}


@pytest.mark.parametrize(
    ("text", "exact", "theta"),
    [
        ("T(n) = 2^n*T(n-1)^2, T(0) = 1", "2**(2*2**n - n - 2)", "4^(2^n)/2^n"),
        ("T(n) = 2^n*T(n-1)^2, T(0) = c", "2**(2*2**n - n - 2)*c**(2**n)", None),
        ("T(n) = 2^(n^2)*T(n-1)^3, T(0) = 1", "2**(3*3**n/2 - n**2/2 - 3*n/2 - 3/2)", None),
    ],
)
def test_factors_that_are_powers_of_the_size_close(text: str, exact: str, theta: str | None) -> None:
    (solution,) = solve_all(text, None)
    assert str(solution.exact) == exact
    assert theta is None or solution.bounds.theta == Growth.of(parse_formula(theta))


@pytest.mark.parametrize("text", ["T(n) = (n+1)*T(n/2)^2, T(1) = 1", "T(n) = 2^n*T(n/2)^2, T(1) = 1"])
def test_a_factor_that_varies_is_no_constant_of_a_product_of_halves(text: str) -> None:
    (solution,) = solve_all(text, None)
    assert solution.method == "values at powers" and solution.exact is not None
    held = solution.exact_verification
    assert held.smallest == 2 and held.largest == 2**held.sizes  # sizes n, and not their exponents
