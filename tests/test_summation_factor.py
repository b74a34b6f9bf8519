"""Coefficients that vary: products in factorials and on the scale, constants with e, ratios of successive values."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import pytest

from recur.asymptotics import Growth
from recur.model import Bounds, Solution, Unmet
from recur.model.expressions import (
    ONE as ONE_FORMULA,
    ZERO,
    Apply,
    Constant,
    Expr,
    N,
    add,
    divide,
    log,
    mul,
    number,
    power,
    sqrt,
    subtract,
)
from recur.numbers.polynomials import value as polynomial_value
from recur.solving.first_order.hypergeometric import (
    HypergeometricTerm,
    exponential_series,
    rational_sum,
    running_product,
    term,
)
from recur.solving.first_order.running_products import product_growth
from recur.solving.solver import solve_all
from tests.formula_values import agrees, value
from tests.linear_cases import system

FACTORIAL = Apply("factorial", (N,))
LESS_ONE, PLUS_ONE = subtract(N, number(1)), add(N, number(1))


def solve(coefficients: dict[int, Expr], driving: Expr, *values: int, start: int = 0) -> Solution:
    return solve_all(system(coefficients, driving, values, start))[-1]


def theta(solution: Solution) -> Growth:
    assert solution.bounds.theta is not None
    return solution.bounds.theta


@pytest.mark.parametrize(
    ("coefficient", "step", "growth"),
    [
        (N, 1, FACTORIAL),
        (LESS_ONE, 1, divide(FACTORIAL, N)),
        (divide(N, subtract(N, number(5))), 1, power(N, number(5))),
        (divide(subtract(N, number(2)), N), 1, power(N, number(-2))),
        (divide(mul(number(2), N), LESS_ONE), 1, mul(N, power(number(2), N))),
        (divide(PLUS_ONE, N), 2, sqrt(N)),
        (power(N, number(2)), 1, power(FACTORIAL, number(2))),
        (add(number(1), power(N, number(-2))), 1, number(1)),
        (add(number(1), power(N, number("-1/2"))), 1, divide(power(Constant("e"), mul(number(2), sqrt(N))), sqrt(N))),
        (power(number(2), N), 1, power(number(2), divide(add(power(N, number(2)), N), number(2)))),
    ],
    ids=str,
)
def test_products_on_the_scale(coefficient, step, growth):
    assert Growth(product_growth(coefficient, "n", step)) == Growth.of(growth)


@pytest.mark.parametrize(
    "coefficient",
    [sqrt(N), add(power(N, number(2)), ONE_FORMULA), add(ONE_FORMULA, power(N, number("-1/3"))), FACTORIAL],
    ids=str,
)
def test_products_stay_in_bounds_of_their_growth(coefficient):
    growth = Growth(product_growth(coefficient, "n")).expression()
    logs, total = [], mpmath.mpf(0)
    for n in range(2, 3201):
        total += mpmath.log(value(coefficient, {"n": n})[0])
        if n in (200, 400, 800, 1600, 3200):
            logs.append(total - mpmath.log(value(growth, {"n": n})[0]))
    assert max(logs) - min(logs) < 0.3


def test_a_product_beyond_the_scale_is_refused():
    with pytest.raises(Unmet, match="not known up to constants"):
        product_growth(log(N), "n")


@pytest.mark.parametrize(
    ("coefficient", "start"),
    [
        (divide(mul(number(2), N), LESS_ONE), 1),
        (divide(N, PLUS_ONE), 0),
        (mul(number(3), N, LESS_ONE), 4),
        (divide(subtract(N, number(2)), N), 2),
    ],
    ids=str,
)
def test_running_products_are_exact(coefficient, start):
    a = term(coefficient, "n")
    assert a is not None
    product = running_product(a, start)
    assert product is not None
    expected = Fraction(1)
    for n in range(start + 1, start + 15):
        expected *= a.at(n)
        assert product.at(n) == expected


def test_rational_functions_with_simple_poles_are_summed():
    x = term(divide(add(mul(number(2), N), ONE_FORMULA), mul(PLUS_ONE, add(N, number(3)))), "n")
    assert x is not None
    closed = rational_sum(x, 1)
    assert closed is not None
    total = Fraction(0)
    for n in range(2, 20):
        total += x.at(n)
        harmonic = sum(Fraction(1, k) for k in range(1, n + closed.shift + 1))
        at_n = polynomial_value(closed.above, Fraction(n)) / polynomial_value(closed.below, Fraction(n))
        assert at_n + closed.weight * harmonic == total


@pytest.mark.parametrize("start", [0, 1, 3])
@pytest.mark.parametrize(
    "x",
    [
        HypergeometricTerm(factorials=((0, -1),)),
        HypergeometricTerm((Fraction(0), Fraction(3), Fraction(1)), factorials=((2, -1),)),
        HypergeometricTerm((Fraction(1),), (Fraction(2), Fraction(1)), Fraction(2), ((1, -1),)),
    ],
)
def test_exponential_series_are_a_plus_b_times_a_power_of_e(x, start):
    found = exponential_series(x, start)
    assert found is not None
    a, b, beta = found
    expected = math.fsum(float(x.at(k)) for k in range(start + 1, 60))
    assert math.isclose(float(a) + float(b) * math.exp(beta), expected, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("coefficient", "driving", "values", "start", "expected"),
    [
        (N, number(1), (1,), 0, FACTORIAL),
        (N, N, (0,), 0, FACTORIAL),
        (N, power(number(2), N), (1,), 0, FACTORIAL),
        (N, FACTORIAL, (1,), 0, mul(N, FACTORIAL)),
        (PLUS_ONE, mul(number(-1), power(add(N, number(2)), number(-1))), (1,), 0, mul(N, FACTORIAL)),
        (divide(PLUS_ONE, N), number(1), (0,), 0, mul(N, log(N))),
        (divide(subtract(N, number(2)), N), number(1), (1,), 2, N),
        (divide(LESS_ONE, N), divide(ONE_FORMULA, N), (1,), 1, number(1)),
        (divide(N, subtract(N, number(5))), number(1), (1,), 5, power(N, number(5))),
        (divide(N, PLUS_ONE), ZERO, (1,), 1, divide(ONE_FORMULA, N)),
        (divide(ONE_FORMULA, N), number(2), (1,), 1, number(1)),
        (sqrt(N), number(1), (1,), 1, sqrt(FACTORIAL)),
        (divide(subtract(mul(number(2), N), ONE_FORMULA), N), ZERO, (1,), 0, divide(power(number(2), N), sqrt(N))),
    ],
    ids=str,
)
def test_first_order_with_a_summation_factor(coefficient, driving, values, start, expected):
    found = solve({1: coefficient}, driving, *values, start=start)
    assert theta(found) == Growth.of(expected)
    assert found.verification.status == "checked"
    a, f = term(coefficient, "n"), term(driving, "n")
    if found.exact is not None and a is not None and f is not None:
        total = Fraction(values[0])
        for n in range(start + 1, start + 25):
            total = a.at(n) * total + f.at(n)
            assert agrees(found.exact, {"n": n}, total)


def test_the_constant_of_the_factorial_is_known():
    assert str(solve({1: N}, number(1), 1).leading) == "exp(1)*factorial(n)"
    shifted = solve({1: PLUS_ONE}, mul(number(-1), power(add(N, number(2)), number(-1))), 1).leading
    assert shifted is not None
    true = Fraction(1)
    for n in range(1, 30):
        true = (n + 1) * true - Fraction(1, n + 2)
    assert abs(value(shifted, {"n": 29})[0] / mpmath.mpf(true.numerator) * true.denominator - 1) < 1e-9


@pytest.mark.parametrize("value_at_0", [0, 1])
def test_a_negative_constant_has_a_closed_form_and_no_theta(value_at_0):
    """n·T(n − 1) − n: the constant is T(0) − e, and |T| is of the order of n!."""
    found = solve({1: N}, mul(number(-1), N), value_at_0)
    assert found.bounds == Bounds(None, Growth.of(FACTORIAL)) and found.exact_verification.status == "checked"
    assert found.exact is not None and agrees(found.exact, {"n": 3}, Fraction(6 * value_at_0 - 15))


def test_a_coefficient_that_is_0_starts_the_values_anew():
    assert theta(solve({1: subtract(N, number(5))}, ZERO, 1)).is_zero
    found = solve({1: subtract(N, number(5))}, number(1), 1)
    assert theta(found) == Growth.of(divide(FACTORIAL, power(N, number(5))))


def test_every_second_size_gives_the_double_factorial():
    found = solve({2: N}, ZERO, 1, 1)
    assert theta(found) == Growth.of(mul(sqrt(FACTORIAL), power(N, number("1/4"))))


def test_coefficients_that_vary_alike_become_constant():
    fibonacci = solve({1: N, 2: mul(N, LESS_ONE)}, ZERO, 1, 1)
    assert fibonacci.exact is not None
    a, b = 1, 1
    for n in range(2, 25):
        a, b = b, n * b + n * (n - 1) * a
        assert agrees(fibonacci.exact, {"n": n}, b)
    double = solve({1: mul(number(2), N), 2: mul(number(-1), N, LESS_ONE)}, ZERO, 1, 2)
    assert theta(double) == Growth.of(mul(N, FACTORIAL))


@pytest.mark.parametrize(
    ("a", "b", "values", "growth"),
    [
        (LESS_ONE, LESS_ONE, (1, 0), "factorial(n)"),  # derangements
        (ONE_FORMULA, LESS_ONE, (1, 1), "n**(n/2)*exp(-n/2)*exp(sqrt(n))"),  # involutions
        (N, ONE_FORMULA, (1, 1), "factorial(n)"),
    ],
    ids=["derangements", "involutions", "a continued fraction"],
)
def test_the_ratio_of_successive_values_settles(a, b, values, growth):
    found = solve({1: a, 2: b}, ZERO, *values)
    assert str(theta(found).expression()) == growth
    assert found.verification.status == "checked"


def test_ratios_that_settle_too_slowly_are_left_to_the_formal_solutions():
    found = solve({1: ONE_FORMULA, 2: add(power(N, number(2)), ONE_FORMULA)}, ZERO, 1, 1)
    assert found.method == "dominant solution" and found.verification.status == "checked"
