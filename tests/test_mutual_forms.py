"""Systems: every function of a circle has its closed form, over the same free constants."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

import recur
from recur.notation import text
from recur.parsing import parse
from tests.formula_values import value

LETTERS = {"C_1": Fraction(3), "C_2": Fraction(-2, 3), "C_3": Fraction(5), "c": Fraction(7, 2), "d": Fraction(-1)}


@pytest.mark.parametrize(
    "source",
    [
        "a(n) = a(n-1) + b(n-1), b(n) = a(n-1)",
        "a(n) = 2a(n-1) + b(n-1), b(n) = a(n-1) + 2b(n-1)",
        "a(n) = 2a(n-1) - b(n-1) + n, b(n) = a(n-1) + 2b(n-1)",
        "x(n) = y(n-1) + 1; y(n) = x(n-1) + 2^n",
        "x(n) = y(n) + x(n-1); y(n) = x(n-1) + y(n-1)",
        "a(n) = a(n-1) + b(n-1), b(n) = a(n-1) + b(n-1)",
        "f(n) = f(n-1) + g(n-1); g(n) = f(n-1) - h(n-1); h(n) = g(n-1) + 1",
        "a(n) = 3a(n-1) + b(n-1), b(n) = 2a(n-1) - b(n-1), a(0) = c, b(0) = d",
        "S(n) = T(n-1) + S(n-1); T(n) = S(n-1); S(0) = 0",
    ],
)
def test_the_forms_satisfy_the_system_together(source: str) -> None:
    forms = {s.function: s for s in recur.solve_all(source)}
    assert all(s.exact is not None and s.exact_verification.status == "checked" for s in forms.values())
    with mpmath.workdps(60):
        numbers = {k: mpmath.mpf(v.numerator) / v.denominator for k, v in LETTERS.items()}
        known = {d.symbol: d.value for s in forms.values() for d in s.where}

        def at(name: str, n: int) -> mpmath.mpf:
            solution = forms[name]
            return value(solution.exact, {**numbers, **known, solution.variable: n})[0]

        for r in parse(source).recurrences:
            for n in range(4, 14):
                right = value(r.driving, {**numbers, r.variable: n})[0]
                for call in r.subcalls:
                    size = int(value(call.argument, {r.variable: n})[0])
                    right += value(call.coefficient, numbers)[0] * at(call.function, size)
                assert abs(at(r.function, n) - right) < mpmath.mpf(10) ** -30 * (1 + abs(right))


def test_the_constants_are_first_values_of_all_functions() -> None:
    a, b = recur.solve_all("a(n) = a(n-1) + b(n-1), b(n) = a(n-1)")
    assert a.exact is not None and text.write(a.exact) == "C₁·F_(n+1) + C₂·F_n"
    assert a.constants == b.constants == ("C_1", "C_2")
    assert any("give a(0) and b(0)" in str(remark) for remark in a.remarks)
    assert a.bounds.theta is not None


def test_a_system_of_both_signs_has_its_form_although_its_growth_is_open() -> None:
    a, _ = recur.solve_all("a(n) = 2a(n-1) + b(n-1), b(n) = a(n-1) + 2b(n-1)")
    assert a.exact is not None and text.write(a.exact) == "(C₁/2 + C₂/2)·3^n + C₁/2 − C₂/2"
