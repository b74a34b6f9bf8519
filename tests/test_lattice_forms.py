"""Closed forms on n = c·b^j + s: equal to the exact values at every size of their domain."""

from fractions import Fraction
from itertools import islice, product

import pytest

from recur.model.domain import Powers
from recur.model.solution import Solution
from recur.notation.text import write
from recur.parsing import parse
from recur.solving.divide_and_conquer.lattice_terms import particular, value_at
from recur.solving.solver import solve_all
from recur.verification.agreement import verify_exact

DRIVING = ("0", "1", "n", "n + 3", "n log_{b}(n)", "n^2", "sqrt(n)", "n lg(n)^2 + n", "n^2/2 - 1/2", "floor(n/{b})")


def solve(text: str) -> Solution:
    return solve_all(text)[-1]


def assert_exact(text: str, solution: Solution, count: int) -> None:
    sizes = islice(solution.exact_domain.sizes(), count)
    found = verify_exact(parse(text), solution.function, solution.exact, sizes)
    assert (found.status, found.sizes) == ("checked", count), found.reason


@pytest.mark.parametrize("b", (2, 3, 4))
@pytest.mark.parametrize("a", range(1, 9))
def test_the_closed_form_equals_the_exact_values_on_the_powers_of_b(a, b):
    for f, start in product(DRIVING, (1, 5)):
        text = f"T(n) = {a}T(n/{b}) + {f.format(b=b)}, T(1) = {start}"
        solution = solve(text)
        if solution.method in ("master theorem", "Akra–Bazzi"):
            assert solution.exact_domain == Powers("n", b), text
            assert_exact(text, solution, 13)


WRITTEN = [
    ("T(n) = 3T(n/2) + n, T(1) = 1", "3n^(log₂ 3) − 2n", "n = 2^j"),
    ("T(n) = 4T(n/2) + n, T(1) = 1", "2n² − n", "n = 2^j"),
    ("T(n) = 2T(n/2) + n, T(2) = 2", "n log₂ n", "n = 2^j, j ≥ 1"),
    ("T(n) = 7T(n/2) + (9/2) n^2, T(1) = 1", "7n^(log₂ 7) − 6n²", "n = 2^j"),
    ("T(n) = 2T(n/4) + 1, T(1) = 1", "2√n − 1", "n = 4^j"),
    ("T(n) = 2T(n/2) + n^3, T(1) = 1", "4n³/3 − n/3", "n = 2^j"),
    ("T(n) = 8T(n/2) + n^3, T(1) = 1", "n³ log₂ n + n³", "n = 2^j"),
    ("T(n) = 2T(n/2) + n, T(3) = 6", "n log₂(n/3) + 2n", "n = 3·2^j"),
    ("T(n) = 2T(floor((n-1)/2)) + n, T(0) = 0", "(n + 1) log₂(n+1) − n", "n = 2^j − 1"),
    ("T(n) = 4T(floor(n/2) + 2) + n, T(5) = 1", "10n²/3 − 83n/3 + 56", "n = 2^j + 4"),
    ("T(n) = 3T(n/2) + c n, T(1) = d", "(2c + d)·n^(log₂ 3) − 2c·n", "n = 2^j"),
    ("T(n) = 2T(n/2) + n, T(1) = 0, T(2) = 2, T(4) = 8", "n log₂ n", "n = 2^j"),
    ("T(n) = 1/2 T(n/2) + n, T(1) = 1", "4n/3 − 1/(3n)", "n = 2^j"),
]


@pytest.mark.parametrize(("text", "exact", "where"), WRITTEN, ids=[text for text, *_ in WRITTEN])
def test_the_closed_form_of(text, exact, where):
    solution = solve(text)
    assert (write(solution.exact), str(solution.exact_domain)) == (exact, where)
    assert_exact(text, solution, 9)


ROUNDED = [
    "T(n) = 3T(floor(n/2)) + n, T(1) = 1",
    "T(n) = 3T(ceil(n/2)) + n, T(0) = 0, T(1) = 1",
    "T(n) = 2T(floor(n/2)) + T(ceil(n/2)) + n^2, T(1) = 4",
    "T(n) = 2T(ceil(n/3) + 1) + n, T(0) = 1, T(1) = 1, T(2) = 2",
    "T(n) = 3T(floor(n/3) - 2) + n/2, T(n) = 1 for 0 <= n <= 8",
    "T(n) = 2T(floor(n/2) + 17) + n, T(n) = 1 for 0 <= n <= 39",
    "T(n) = 5T(floor(n/2)) + n, T(0) = 1",
    "T(n) = T(ceil((n-1)/2)) + T(floor((n-1)/2)) + n, T(0) = 0",
]


@pytest.mark.parametrize("text", ROUNDED)
def test_floors_ceilings_and_offsets_only_move_the_lattice(text):
    assert_exact(text, solve(text), 11)


SILENT = [
    "T(n) = 3T(n/2) + n",  # no base case
    "T(n) = 3T(n/2) + n, T(1) = Θ(1)",
    "T(n) = 3T(n/2) + Θ(n), T(1) = 1",
    "T(n) = 3T(2n/3) + n, T(1) = 1",
    "T(n) = 3T(n/2) + n/log n, T(2) = 1",
    "T(n) <= 3T(n/2) + n, T(1) = 1",
    "T(n) = 3T(n/2) + T(sqrt(n)) + n, T(1) = 1",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_closed_form_is_claimed_for(text):
    assert solve(text).exact is None


def test_no_closed_form_is_claimed_after_another_function_was_put_in():
    """S(2) = 100 feeds T(4), which the recurrence of T alone would not know."""
    solutions = solve_all("T(n) = 2S(n/2) + n, T(1) = 1; S(n) = 3T(n/2) + 1, S(2) = 100")
    assert len(solutions) == 2
    assert all(solution.exact is None for solution in solutions)


@pytest.mark.parametrize("rho", (Fraction(1), Fraction(3), Fraction(1, 2)))
@pytest.mark.parametrize("q", range(5))
def test_a_particular_solution_satisfies_its_equation_at_every_level(rho, q):
    driving = {(Fraction(1), q): Fraction(3), (Fraction(1), 0): Fraction(-1)} if q else {(Fraction(1), 0): Fraction(2)}
    a = 2 * rho
    u = particular(driving, a, 2)
    for j in range(1, 8):
        assert value_at(u, 2, j) == a * value_at(u, 2, j - 1) + value_at(driving, 2, j)
