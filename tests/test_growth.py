"""Growth: canonical, ordered by the difference of logarithms, undecided rather than guessed."""

from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from recur.asymptotics.growth import Growth
from recur.model.errors import Undecided
from recur.model.solution import Unsolved
from recur.parsing import parse_formula
from recur.solving.comparison import Order, compare
from recur.solving.solver import solve_all

CLASSES = [
    [text.strip() for text in line.split(";")]
    for line in (Path(__file__).parent / "cases" / "orders_of_growth.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
RANKED = [(rank, text) for rank, texts in enumerate(CLASSES) for text in texts]


def growth(text: str) -> Growth:
    return Growth.of(parse_formula(text))


def test_the_thirty_functions_of_the_textbook_are_all_there():
    assert len(RANKED) == 30


@pytest.mark.parametrize(("rank", "text"), RANKED, ids=[text for _, text in RANKED])
def test_each_of_the_thirty_functions_is_ordered_rightly_against_the_others(rank, text):
    f = growth(text)
    for other_rank, other in RANKED:
        g = growth(other)
        assert (f == g) == (rank == other_rank), other
        assert (f > g) == (rank < other_rank), other
        assert f != g or hash(f) == hash(g)


SAME = [
    ("log(n)", "lg(n^3)"),
    ("log(n!)", "n log n"),
    ("n^(1/log n)", "1"),
    ("(log n)^(log n)", "n^(log log n)"),
    ("n^(log_2 3)", "3^(log_2 n)"),
    ("7^(log_3 n)", "n^(log_3 7)"),
    ("2^(n+3)", "2^n"),
    ("2 + cos(n)", "1"),
    ("2 + (-1)^n", "1"),
    ("n^2 (3 + sin(n))", "n^2"),
    ("sqrt(n^2 + n)", "n"),
    ("floor(n/2) + 3", "n"),
    ("n^2 + 100 n log n", "n^2"),
    ("binom(n, 3)", "n^3"),
    ("binom(2n, n)", "4^n / sqrt(n)"),
    ("(n+1)!", "n * n!"),
    ("H(n)", "log n"),
    ("sum(i=0..lg(n), 3^i*n/2^i)", "n^(lg 3)"),
    ("sum(i=0..lg(n)-1, 7^i*(n/2^i)^2)", "n^(lg 7)"),
    ("sum(i=0..lg(n), n*(3/4)^i)", "n"),
    ("sum(i=1..lg(n), n/i)", "n*log(log(n))"),
    ("sum(i=1..n-1, n*i)", "n^3"),
    ("(1 + 1/n)^n", "1"),
    ("(n+1)^n", "n^n"),
    ("max(n, n log n)", "n log n"),
    ("log(n^2 + n^3)", "log n"),
    ("log* n", "log*(log n)"),
    ("(n+1)^2 - n^2", "n"),
    ("sqrt(n+1) - sqrt(n)", "1/sqrt(n)"),
    ("(n + ln n)^n", "n^(n+1)"),
    ("e^(ln n + ln ln n)", "n log n"),
    ("((1+sqrt(5))/2)^n", "phi^n"),
    ("8^(n/3)", "2^n"),
]


@pytest.mark.parametrize(("f", "g"), SAME, ids=[f"{f} and {g}" for f, g in SAME])
def test_theta_equal_functions_are_the_same_value(f, g):
    assert growth(f) == growth(g)
    assert hash(growth(f)) == hash(growth(g))
    assert compare(f, g).order is Order.SAME


SLOWER = [
    ("2^n", "3^n"),
    ("n^(log_2 3)", "n^1.585"),
    ("n^1.58", "n^(log_2 3)"),
    ("2^n", "2^(2n)"),
    ("n!", "n^n"),
    ("(lg n)!", "(lg n)^(lg n)"),
    ("2^(sqrt n)", "2^n"),
    ("2^(sqrt(n))", "1.0001^n"),
    ("n^100", "1.01^n"),
    ("n^(log n)", "2^(sqrt n)"),
    ("log log n", "(log n)^0.01"),
    ("log* n", "log log log n"),
    ("n^n", "2^(2^n)"),
    ("n^(2n)", "n^(2n) * n"),
    ("n^(sqrt n)", "2^n"),
    ("n/log n", "n"),
    ("log(n)^100", "n^0.01"),
    ("n^0.999999999999999999", "n"),
    ("2^(n) * n^5", "2.000001^n"),
    ("n^n", "(n+1)^(n+1)"),
]


@pytest.mark.parametrize(("f", "g"), SLOWER, ids=[f"{f} below {g}" for f, g in SLOWER])
def test_slower_functions_are_below_faster_ones(f, g):
    assert growth(f) < growth(g)
    assert growth(g) > growth(f)
    assert compare(f, g).order is Order.SLOWER
    assert compare(g, f).order is Order.FASTER


@pytest.mark.parametrize("text", ["n sin(n)", "1 + cos(n)", "-n", "(-1)^n"])
def test_what_is_not_eventually_positive_has_no_growth(text):
    with pytest.raises(Undecided):
        growth(text)


@pytest.mark.parametrize(("f", "g"), [("n^c", "n"), ("c^n", "n"), ("n^(2+cos n)", "n^2")])
def test_what_depends_on_a_parameter_or_oscillates_is_undecided(f, g):
    assert compare(f, g).order is Order.UNDECIDED


def test_a_constant_factor_that_is_unknown_changes_nothing():
    assert growth("c n log n") == growth("n log n")


exponents = st.fractions(min_value=-4, max_value=4, max_denominator=4)


@given(st.tuples(exponents, exponents, exponents), st.tuples(exponents, exponents, exponents))
def test_the_polylogarithmic_scale_is_ordered_lexicographically(x, y):
    def text(e):
        return f"n^({e[0]}) * (log n)^({e[1]}) * (log log n)^({e[2]})"

    f, g = growth(text(x)), growth(text(y))
    assert (f < g) == (x < y)
    assert (f == g) == (x == y)


@pytest.mark.parametrize(("f", "g"), list(permutations(["n", "log n", "2^n", "n!", "2^sqrt(log n)", "n^(log n)"], 2)))
def test_products_and_quotients_of_growths_are_growths_of_products(f, g):
    assert growth(f) * growth(g) == growth(f"({f}) * ({g})")
    assert growth(f) / growth(g) == growth(f"({f}) / ({g})")


@pytest.mark.parametrize(("a", "b"), list(product(range(2, 9), repeat=2)))
def test_exponent_and_base_may_change_places_under_a_logarithm(a, b):
    assert growth(f"n^(log_{b}({a}))") == growth(f"{a}^(log_{b}(n))")


def test_the_formula_of_a_growth_has_that_growth():
    for _, text in RANKED:
        f = growth(text)
        assert Growth.of(f.expression()) == f


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        ("T(n) = n T(n/2) + n!", "factorial(n)"),
        ("T(n) = 2T(n/2) + n!", "factorial(n)"),
        ("T(n) = T(n-1) + 2n!", "2*factorial(n)"),
        ("T(n) = T(log n) + 3n!", "3*factorial(n)"),
    ],
)
def test_a_leading_constant_beside_a_factorial_is_not_its_stirling_constant(text, leading):
    assert str(solve_all(text)[-1].leading) == leading


@pytest.mark.parametrize(
    ("text", "theta"),
    [
        ("T(n) = sum(k=1..5, k)*T(n/2) + n", "n^log_2(15)"),
        ("T(n) = sum(k=1..2, k)*T(n-1) + 1, T(0) = 1", "3^n"),
        ("T(n) = prod(k=1..3, k)*T(n/6) + n", "n log n"),
        ("T(n) = 2T(n/2) + sum(k=1..2, n^k)", "n^2"),
        ("T(n) = max(k=1..4, k)*T(n/2) + 1", "n^2"),
    ],
)
def test_sums_between_two_numbers_are_numbers(text, theta):
    assert solve_all(text)[-1].bounds.theta == growth(theta)


def test_a_coefficient_that_is_no_known_number_is_not_said_to_vary():
    with pytest.raises(Unsolved) as told:
        solve_all("T(n) = sum(k=1..1000, k)*T(n/2) + n")
    assert "is not worked out as a number" in str(told.value)
