"""Closed forms with floors and ceilings at every size, against exact values one by one."""

from fractions import Fraction
from itertools import islice, product

import pytest

from recur.model.domain import Powers, Progression
from recur.model.solution import Solution
from recur.notation.text import write
from recur.parsing import parse
from recur.solving.solver import solve_all
from recur.verification.agreement import verify_exact

SIZES = 300


def solve(text: str) -> Solution:
    return solve_all(text)[-1]


def assert_exact_everywhere(text: str, solution: Solution) -> None:
    assert solution.exact_domain == Progression("n", solution.exact_domain.first)
    sizes = [*islice(solution.exact_domain.sizes(), SIZES), 10**6, 2**70 - 1, 2**70, 2**70 + 1, 3**50 + 7]
    found = verify_exact(parse(text), solution.function, solution.exact, sizes)
    assert (found.status, found.sizes) == ("checked", len(sizes)), found.reason


WRITTEN = [
    ("T(n) = T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 0", "n·⌈log₂ n⌉ − 2^⌈log₂ n⌉ + n", 1),
    ("T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1, T(1) = 0", "n·⌈log₂ n⌉ − 2^⌈log₂ n⌉ + 1", 1),
    ("T(n) = T(floor(n/2)) + T(ceil(n/2)) + 1, T(1) = 1", "2n − 1", 1),
    ("T(n) = T(floor((n-1)/2)) + T(ceil((n-1)/2)) + 1, T(0) = 0", "n", 0),
    ("T(n) = T(floor(n/2)) + 1, T(1) = 1", "⌊log₂ n⌋ + 1", 1),
    ("T(n) = T(ceil(n/2)) + 1, T(1) = 0", "⌈log₂ n⌉", 1),
    ("T(n) = T(floor(n/2)) + 1, T(0) = 0", "⌊log₂ n⌋ + 1", 1),
    ("T(n) = 3T(floor(n/2)) + 5, T(0) = 0, T(1) = 0, T(2) = 0", "15·3^⌊log₂(n/3)⌋ / 2 − 5/2", 3),
]


@pytest.mark.parametrize(("text", "exact", "start"), WRITTEN, ids=[text for text, *_ in WRITTEN])
def test_the_closed_form_of(text, exact, start):
    solution = solve(text)
    assert (write(solution.exact), str(solution.exact_domain)) == (exact, f"every n ≥ {start}")
    assert_exact_everywhere(text, solution)


@pytest.mark.parametrize("weight", ("", "2", "3", "1/2 "))
def test_two_halves_of_equal_weight_are_solved_at_every_size(weight):
    for cost, start in product(("0", "1", "n", "2n + 5", "3n - 2"), (1, 4)):
        text = f"T(n) = {weight}T(floor(n/2)) + {weight}T(ceil(n/2)) + {cost}, T(1) = {start}"
        assert_exact_everywhere(text, solve(text))


@pytest.mark.parametrize("weight", (1, 2))
def test_three_thirds_of_equal_weight_are_solved_at_every_size(weight):
    """T(2) − T(1) = T(3) − T(2) makes the differences depend on the number of digits alone."""
    calls = " + ".join(f"{weight}T({x})" for x in ("floor(n/3)", "floor((n+1)/3)", "ceil(n/3)"))
    third = 3 * weight + 6
    text = f"T(n) = {calls} + 2n, T(1) = 1, T(2) = {Fraction(1 + third, 2)}"
    assert_exact_everywhere(text, solve(text))


@pytest.mark.parametrize("b", (2, 3, 5))
@pytest.mark.parametrize("name", ("floor", "ceil"))
def test_one_rounded_call_with_a_constant_cost_counts_levels(b, name):
    for a, d in product((1, 2, 5), (0, 3)):
        text = f"T(n) = {a}T({name}(n/{b})) + {d}, T(0) = 2, T(1) = {2 * a + d}"
        if (a, d) != (1, 0):
            assert_exact_everywhere(text, solve(text))


SILENT = [
    "T(n) = 2T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 1",  # uneven weights: differences follow every digit
    "T(n) = T(floor(n/2)) + T(ceil(n/2)) + n^2, T(1) = 1",
    "T(n) = T(floor(n/2)) + T(ceil(n/2)) + 2, T(1) = 0, T(2) = 1",  # the first differences are not alike
    "T(n) = 2T(n/2) + n, T(1) = 0",  # how n/2 is rounded is left open
    "T(n) = 2T(floor(n/2)) + n, T(1) = 1",
    "T(n) = 2T(floor(n/3)) + 1, T(1) = 1, T(2) = 2",
]


@pytest.mark.parametrize("text", SILENT)
def test_only_powers_are_claimed_for(text):
    assert isinstance(solve(text).exact_domain, Powers)
