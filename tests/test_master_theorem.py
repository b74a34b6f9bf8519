"""The extended master theorem: every case, on a grid, against the table and against the numbers."""

from fractions import Fraction

import pytest

from recur.asymptotics.growth import Growth
from recur.model.expressions import Call, Expr, Log, N, Number, add, log, mul, number, power, sqrt
from recur.model.linearity import split
from recur.model.recurrence import Recurrence, System
from recur.numbers import real
from recur.numbers.formulas import exact_formula
from recur.numbers.real import ONE, Real
from recur.solving.solver import solve_all

F = Fraction
COUNTS: dict[str, Expr] = {
    **{str(a): number(a) for a in (*range(1, 9), 16)},
    "1/2": number("1/2"),
    "3/2": number("3/2"),
    "sqrt2": sqrt(number(2)),
    "2.5": number("5/2"),
}
BASES = [F(2), F(3), F(4), F(8), F(3, 2)]
QUARTERS = [F(i, 4) for i in range(33)]
HALVES = [F(i, 2) for i in range(-6, 7)]


def recurrence(a: Expr, b: Fraction, driving: Expr) -> Recurrence:
    right = add(mul(a, Call("T", (mul(Number(1 / b), N),))), driving)
    parts = split(right)
    return Recurrence("T", "n", "=", right, parts.subcalls, parts.driving, parts.nonlinear)


def solve(a: Expr, b: Fraction, driving: Expr):
    return solve_all(System((recurrence(a, b, driving),)))[-1]


def polylog(k: Expr, p: Fraction) -> Expr:
    return mul(power(N, k), power(log(N), Number(p)))


def expected(a: Real, b: Fraction, k: Real, p: Fraction) -> Growth:
    """The table, with a against b^k decided by exact arithmetic on its own."""
    order = real.compare(a, real.power(b, k))
    if order > 0:
        return Growth.of(power(N, exact_formula(real.log_ratio(a, b))))
    n_to_k = power(N, exact_formula(k))
    if order < 0:
        return Growth.of(polylog(exact_formula(k), p))
    if p > -1:
        return Growth.of(mul(n_to_k, power(log(N), Number(p + 1))))
    return Growth.of(mul(n_to_k, log(log(N))) if p == -1 else n_to_k)


@pytest.mark.parametrize("b", BASES, ids=str)
@pytest.mark.parametrize("name", COUNTS)
def test_the_cases_agree_with_the_table_and_with_the_numbers(name, b):
    """On the line between the cases with every power of the logarithm; on both sides of it as near as quarters come."""
    formula = COUNTS[name]
    a: Real = formula.value if isinstance(formula, Number) else real.power(F(2), F(1, 2))
    balanced = real.log_ratio(a, b)
    below = max((k for k in QUARTERS if real.compare(k, balanced) < 0), default=F(0))
    instances = [(balanced, p) for p in HALVES]
    instances += [(k, p) for k in (below, below + F(1, 4), below + F(1, 2)) for p in (F(-2), F(-1), F(0), F(3, 2))]
    instances += [(k, F(0)) for k in (F(0), F(1), F(2), F(4))]
    for k, p in instances:
        driving = polylog(Log(formula, Number(b)) if k is balanced else Number(F(k)), p)
        solution = solve(formula, b, driving)
        assert solution.bounds.theta == expected(a, b, k, p), (k, p)
        assert solution.verification.status == "checked", (k, p)
        assert (solution.method == "master theorem") == (real.compare(a, ONE) >= 0)


@pytest.mark.parametrize(
    ("k", "p", "case"),
    [(1, 0, "1"), (2, 3, "2a"), (2, F(-1, 2), "2a"), (2, -1, "2b"), (2, -2, "2c"), (3, 1, "3"), (3, -1, "3")],
)
def test_the_case_is_named(k, p, case):
    assert solve(number(4), F(2), polylog(number(k), F(p))).case == case


def test_equality_of_a_and_b_to_the_k_is_exact_for_irrational_exponents():
    solution = solve(number(3), F(2), power(N, Log(number(3), number(2))))
    assert solution.case == "2a"
    assert solve(number(3), F(2), power(N, number("1.58496250072115618145373894394781650875981"))).case == "1"
    assert solve(number(3), F(2), power(N, number("1.58496250072115618145373894394781650875982"))).case == "3"


def test_the_loose_line_of_printed_tables_is_corrected_in_a_remark():
    solution = solve(number(2), F(2), polylog(number(2), F(-1)))
    assert solution.bounds.theta == Growth.of(polylog(number(2), F(-1)))
    assert any("printed tables" in remark.sentence for remark in solution.remarks)
    assert not solve(number(2), F(2), polylog(number(2), F(1))).remarks
