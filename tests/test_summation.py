"""T(n) = a·T(n − c) + f(n): every f on the scale, with a below, at and above 1."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recur.asymptotics.growth import Growth
from recur.model.domain import Progression
from recur.model.expressions import (
    ONE as ONE_FORMULA,
    ZERO,
    Apply,
    Asymptotic,
    Call,
    Expr,
    N,
    Number,
    Symbol,
    add,
    divide,
    log,
    mul,
    number,
    power,
    sqrt,
    subtract,
)
from recur.model.linearity import split
from recur.model.recurrence import InitialCondition, Recurrence, System
from recur.model.solution import Bounds, Solution
from recur.solving.first_order.telescoping import sum_from
from recur.solving.solver import solve_all
from tests.formula_values import agrees, value
from tests.linear_cases import system

HALF = Number(Fraction(1, 2))
FACTORIAL = Apply("factorial", (N,))
LOGARITHM = log(N)


def solve(a: Expr | int, driving: Expr, *values: int | Fraction, step: int = 1, start: int = 0) -> Solution:
    coefficient = number(a) if isinstance(a, int) else a
    return solve_all(system({step: coefficient}, driving, values, start))[-1]


def theta(solution: Solution) -> Growth:
    assert solution.bounds.theta is not None
    return solution.bounds.theta


def polylog(k: int | Fraction, p: int | Fraction) -> Expr:
    return mul(power(N, number(k)), power(LOGARITHM, number(p)))


@pytest.mark.parametrize("p", [-3, -2, Fraction(-1, 2), 0, 1, 2])
@pytest.mark.parametrize("k", [-2, -1, Fraction(-1, 2), 0, Fraction(1, 2), 1, 3])
def test_sums_of_powers_and_logarithms(k, p):
    found = theta(solve(1, polylog(k, p), 1, 1, 1))
    if k > -1:
        assert found == Growth.of(polylog(k + 1, p))
    elif k < -1 or p < -1:
        assert found == Growth.of(number(1))
    else:
        assert found == Growth.of(log(LOGARITHM) if p == -1 else polylog(0, p + 1))


@pytest.mark.parametrize("driving", [number(1), N, LOGARITHM, divide(ONE_FORMULA, N), sqrt(N)], ids=str)
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_geometric_sequence_outweighs_every_power(step, driving):
    above = solve(3, driving, *([1] * step), step=step, start=1)
    assert theta(above) == Growth.of(power(number(3), divide(N, number(step))))
    below = solve(HALF, driving, *([1] * step), step=step, start=1)
    assert theta(below) == Growth.of(driving)


def test_equal_rates_add_a_factor_n():
    assert theta(solve(2, power(number(2), N), 1)) == Growth.of(mul(N, power(number(2), N)))
    assert theta(solve(2, mul(polylog(-1, 0), power(number(2), N)), 1)) == Growth.of(
        mul(LOGARITHM, power(number(2), N))
    )
    assert theta(solve(2, power(number(2), mul(HALF, N)), 1)) == Growth.of(power(number(2), N))
    assert theta(solve(2, power(number(2), mul(HALF, N)), 1, 1, step=2)) == Growth.of(
        mul(N, power(number(2), mul(HALF, N)))
    )


def test_a_driving_function_beyond_every_exponential_dominates():
    for step in (1, 2):
        assert theta(solve(7, FACTORIAL, *([1] * step), step=step)) == Growth.of(FACTORIAL)


@pytest.mark.parametrize(
    ("a", "driving", "leading"),
    [
        (1, LOGARITHM, mul(N, LOGARITHM)),
        (1, divide(ONE_FORMULA, N), LOGARITHM),
        (1, sqrt(N), mul(number("2/3"), power(N, number("3/2")))),
        (1, FACTORIAL, FACTORIAL),
        (HALF, N, mul(number(2), N)),
        (2, mul(N, power(number(3), N)), mul(number(3), N, power(number(3), N))),
        (3, number(1), mul(number("3/2"), power(number(3), N))),
    ],
    ids=str,
)
def test_leading_terms(a, driving, leading):
    found = solve(a, driving, 1).leading
    assert found is not None
    for n in (3, 10, 50):
        (one, _), (other, _) = value(found, {"n": n}), value(leading, {"n": n})
        assert abs(one / other - 1) < 1e-12


@pytest.mark.parametrize(
    "driving",
    [
        divide(ONE_FORMULA, N),
        divide(number(3), add(N, number(2))),
        LOGARITHM,
        log(N, number(2)),
        add(mul(number(7), N), mul(N, FACTORIAL)),
        add(mul(N, power(number(2), N)), divide(number(-1), N), number(4)),
        Apply("mod", (N, number(2))),
    ],
    ids=str,
)
@pytest.mark.parametrize("start", [0, 1, 4])
def test_sums_close(driving, start):
    closed = sum_from(driving, "n", start)
    assert closed is not None
    import mpmath

    with mpmath.workdps(60):
        total = mpmath.mpf(0)
        for n in range(start + 1, start + 12):
            total += value(driving, {"n": n})[0]
            assert abs(value(closed, {"n": n})[0] - total) < abs(total) * mpmath.mpf(10) ** -40 + mpmath.mpf(10) ** -40


def test_what_does_not_close_is_left_open():
    assert sum_from(power(N, number(-2)), "n", 0) is None
    assert sum_from(FACTORIAL, "n", 0) is None


def test_closed_forms_hold_from_the_base_on():
    harmonic = solve(1, divide(ONE_FORMULA, N), 0)
    assert (str(harmonic.exact), harmonic.exact_domain) == ("harmonic(n)", Progression("n", 0))
    factorials = solve(1, LOGARITHM, 0, start=1)
    assert (str(factorials.exact), factorials.exact_domain) == ("log(factorial(n))", Progression("n", 1))
    hanoi = solve(2, number(1), 1, start=1)
    assert hanoi.exact is not None and hanoi.exact_domain == Progression("n", 1)
    assert all(agrees(hanoi.exact, {"n": n}, 2**n - 1) for n in range(1, 60))


def test_initial_values_may_cancel_the_exponential():
    assert theta(solve(3, number(-1), Fraction(1, 2))) == Growth.of(number(1))
    assert theta(solve(3, number(-1), 1)) == Growth.of(power(number(3), N))


def test_a_driving_function_that_changes_its_sign_gives_a_sum_and_no_theta():
    for driving in (Apply("cos", (N,)), mul(Apply("sin", (N,)), N)):
        found = solve(1, driving, 1)
        assert found.exact is not None and found.bounds == Bounds(None, None)


def test_hidden_driving_terms_bound_from_both_sides():
    assert theta(solve(1, Asymptotic("Θ", N), 1)) == Growth.of(power(N, number(2)))
    assert theta(solve(2, Asymptotic("O", N), 1)) == Growth.of(power(number(2), N))
    open_below = solve(1, Asymptotic("O", N), 1)
    assert open_below.bounds.upper == Growth.of(power(N, number(2)))
    assert open_below.bounds.lower == Growth.of(number(1))
    assert any("is meant as" in remark.sentence for remark in open_below.remarks)


@pytest.mark.parametrize(("relation", "sides"), [("<=", (False, True)), (">=", (True, False))])
def test_an_inequality_bounds_one_side(relation, sides):
    call = Call("T", (subtract(N, number(1)),))
    right = add(call, N)
    parts = split(right)
    recurrence = Recurrence("T", "n", relation, right, parts.subcalls, parts.driving)
    bounds = solve_all(System((recurrence,)))[-1].bounds
    assert (bounds.lower is not None, bounds.upper is not None) == sides


def test_the_decrement_may_be_a_symbol():
    k = Symbol("k")
    right = add(mul(number(2), Call("T", (add(N, mul(number(-1), k)),))), N)
    parts = split(right)
    found = solve_all(System((Recurrence("T", "n", "=", right, parts.subcalls, parts.driving),)))[-1]
    assert str(theta(found).expression()) == "2**(n/k)"


def test_base_values_of_zero_do_not_stop_a_positive_driving_function():
    for driving in (number(1), N, LOGARITHM):
        assert theta(solve(2, driving, 0, start=1)) == Growth.of(power(number(2), N))


def test_a_base_may_stretch_over_many_sizes():
    right = add(Call("T", (subtract(N, number(1)),)), N)
    parts = split(right)
    base = InitialCondition("T", 0, 9, number(5))
    found = solve_all(System((Recurrence("T", "n", "=", right, parts.subcalls, parts.driving, (), (base,)),)))[-1]
    assert found.exact is not None and found.exact_domain == Progression("n", 9)
    assert all(agrees(found.exact, {"n": n}, 5 + sum(range(10, n + 1))) for n in range(9, 40))


def test_no_driving_function_at_all():
    assert theta(solve(1, ZERO, 3)) == Growth.of(number(1))
    assert theta(solve(HALF, ZERO, 3)) == Growth.of(power(HALF, N))
