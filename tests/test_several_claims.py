"""Claims in several sizes: on diagonals, minima and sums of products, formulas that are alike, bounds by induction."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import comb

import pytest

from recur.answers.judging.judging import check
from recur.answers.judging.several_courses import arms_of, compared_by_arms
from recur.model import expressions as ex
from recur.model.several import MultivariateRecurrence
from recur.parsing import parse_any

PASCAL = "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1, C(n,n) = 1"
PATHS = "T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = T(0,n) = 1"
CALLS = "T(m,n) = T(m-1,n) + T(m,n-1) + 1"
WEIGHTS = "T(m,n) = 2T(m-1,n) + 3T(m,n-1), T(0,0) = 1"
HEIGHTS = "T(n,h) = 2T(n/2,h-1) + n"
QUARTERS = "T(m,n) = 4T(m/2,n/2) + 1"
HALVES = "T(m,n) = T(m/2,n) + T(m,n/2) + 1"
CARRIED = "T(n,m) = 2T(n/2,m) + nm, T(1,m) = m"
TABLE = "T(m,n) = T(m-1,n) + n, T(0,n) = 0"
THREE = "T(a,b,c) = T(a-1,b,c) + b + c, T(0,b,c) = 1"


@pytest.mark.parametrize(
    ("text", "answer", "verdict"),
    [
        (PATHS, "Θ(4^n/√n) for m = n", "correct"),
        (PATHS, "O(4^n) for m = n", "not tight"),
        (PATHS, "Θ(4^n) for m = n", "wrong"),
        (PATHS, "T(n,n) = Θ(4^n/sqrt(n))", "correct"),
        (PATHS, "T(m,n) ~ 4^n/sqrt(pi n) for m = n", "correct"),
        (PATHS, "T(m,n) ~ 4^n/sqrt(n) for m = n", "undecided"),
        (PASCAL, "Θ(4^k/sqrt(k)) for n = 2k", "correct"),
        (PASCAL, "C(2k,k) = Θ(4^k)", "wrong"),
        (PASCAL, "C(2k,k) = (2k)!/(k!)^2", "correct"),
        (PASCAL, "C(2n,n) ~ 4^n/sqrt(pi n)", "correct"),
        (PASCAL, "C(n,2) = n(n-1)/2", "correct"),
        (PASCAL, "C(n,2) = Θ(n^2)", "correct"),
        (PASCAL, "C(n,3) = O(n^2)", "wrong"),
        (PASCAL, "C(n,1) = Θ(n)", "undecided"),
        (TABLE, "T(n,n) = n^2", "correct"),
        (TABLE, "T(m,m) = O(m)", "wrong"),
        (CARRIED, "Θ(n^2 log n) for m = n", "correct"),
        (CARRIED, "O(n^2 log n) for m <= n", "undecided"),
        (QUARTERS, "Θ(n^2) for m = n", "correct"),
        (HALVES, "Θ(n^2/sqrt(log n)) for m = n", "correct"),
        (PATHS, "Θ(C(m+n,m))", "correct"),
        (PATHS, "Θ((m+n)!/(m! n!))", "correct"),
        (PATHS, "Θ((m+n)!/m!)", "wrong"),
        (CALLS, "O(mn)", "wrong"),
        (CALLS, "O(3^m 2^n)", "not tight"),
        (PASCAL, "O(2^n)", "not tight"),
        (PASCAL, "O(n^2)", "wrong"),
        (PASCAL, "Θ(n^k)", "undecided"),
        (PASCAL, "Θ(n^k) for fixed k", "correct"),
        (WEIGHTS, "O(4^m 6^n)", "not tight"),
        (WEIGHTS, "O(2^m 3^n)", "wrong"),
        (HALVES, "O(mn)", "not tight"),
        (HALVES, "Θ(mn)", "wrong"),
        ("T(m,n) = T(m/2,n) + T(m,n/2) + 1, T(0,n) = T(m,0) = 1", "O(mn)", "undecided"),
        (HEIGHTS, "Θ(n min(h, log n))", "correct"),
        (HEIGHTS, "O(n log n)", "not tight"),
        (HEIGHTS, "O(n h)", "not tight"),
        (HEIGHTS, "Θ(n h)", "wrong"),
        (HEIGHTS, "O(n)", "wrong"),
        (THREE, "Θ(a(b+c))", "correct"),
        (THREE, "O(a max(b,c))", "correct"),
        (THREE, "O(ab)", "wrong"),
    ],
)
def test_claims(text: str, answer: str, verdict: str) -> None:
    assert check(text, answer).verdict == verdict


def test_what_holds_for_fixed_sizes_alone_is_said() -> None:
    (told,) = check(PASCAL, "Θ(n^k)").feedback
    assert "it holds for fixed k, and not where all sizes grow" in str(told)


def formula(text: str) -> ex.Expr:
    read = parse_any(f"T(m,n) = T(m-1,n) + {text}")
    assert isinstance(read, MultivariateRecurrence)
    value = read.equations[0].value
    assert isinstance(value, ex.Add)
    return ex.add(*value.terms[1:])


GROWTHS: dict[str, Callable[[int, int], int]] = {
    "m n": lambda m, n: m * n,
    "m min(m, n)": lambda m, n: m * min(m, n),
    "n^2 + m": lambda m, n: n * n + m,
    "min(m, n)^2": lambda m, n: min(m, n) ** 2,
    "m log n": lambda m, n: m * n.bit_length(),
    "max(m, n) log m": lambda m, n: max(m, n) * m.bit_length(),
    "m min(log m, n)": lambda m, n: m * min(m.bit_length(), n),
}
SPEEDS: tuple[Callable[[int], int], ...] = (lambda t: t, lambda t: t * t, int.bit_length, lambda t: 2 ** (t >> 32))


@pytest.mark.parametrize(("one", "other"), list(product(GROWTHS, repeat=2)))
def test_growths_are_compared_as_their_values_are(one: str, other: str) -> None:
    """A bound that is said to hold has ratios that stay, one that is refuted has some that grow on a course."""
    above, _ = compared_by_arms(formula(one), formula(other), ("m", "n"))
    grows = False
    for first, second in product(SPEEDS, repeat=2):
        points = [(first(t), second(t)) for t in (2**40, 2**46)]
        early, late = (Fraction(GROWTHS[other](*point), GROWTHS[one](*point)) for point in points)
        grows = grows or late > early * Fraction(11, 10)
    assert above is None or above is not grows


def test_a_formula_as_the_least_of_sums_of_products() -> None:
    m, n = ex.Symbol("m"), ex.Symbol("n")
    arms = arms_of(ex.mul(m, ex.Apply("min", (m, n))), ("m", "n"))
    assert [str(arm.expression()) for arm in arms] == ["m**2", "m*n"]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("dp[i][j] = dp[i-1][j] + dp[i][j-1], dp[0][j] = dp[i][0] = 1", "dp(i, j)"),
        ("LCS(m,n) = LCS(m-1,n) + LCS(m,n-1) + 1", "LCS(m, n)"),
        ("paths(m,n) = paths(m-1,n) + paths(m,n-1), paths(0,n) = paths(m,0) = 1", "paths(m, n)"),
        (r"\binom{n}{k} = \binom{n-1}{k-1} + \binom{n-1}{k}, \binom{n}{0} = \binom{n}{n} = 1", "C(n, k)"),
        ("binom(n,k) = binom(n-1,k) + binom(n-1,k-1), binom(n,0) = binom(n,n) = 1", "C(n, k)"),
    ],
)
def test_notations_of_functions_of_several_sizes(text: str, read_as: str) -> None:
    read = parse_any(text)
    assert isinstance(read, MultivariateRecurrence)
    assert str(read.left) == read_as
    assert len(read.equations) == 1


@pytest.mark.parametrize("text", ["T(n) = T(n-1) + binom(n,2), T(0) = 0", "T[n] = T[n-1] + 1, T[0] = 0"])
def test_binomials_and_tables_of_one_size_are_as_they_were(text: str) -> None:
    assert not isinstance(parse_any(text), MultivariateRecurrence)


def test_the_sum_that_a_bound_by_induction_stands_on() -> None:
    """T(m, n) ≤ 2·3^m·2^n: 1/3 + 1/2 < 1."""
    assert all(2 * comb(m + n, n) - 1 <= 2 * 3**m * 2**n for m in range(20) for n in range(20))
