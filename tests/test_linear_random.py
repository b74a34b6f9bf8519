"""Every random linear recurrence gets a closed form, and every closed form has the exact values."""

from __future__ import annotations

import random

import pytest

from recur.solving.solver import solve_all
from tests.formula_values import same
from tests.linear_cases import random_recurrence

SEEDS = range(12)
EACH = 10
LAST = 200
FAR = (31, 32, 64, 99, 150, 151, 200)  # beyond the first thirty sizes


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_linear_recurrence_is_solved_and_its_closed_form_has_its_values(seed):
    rng = random.Random(1000 + seed)
    for _ in range(EACH):
        case = random_recurrence(rng)
        solution = solve_all(case.text)[-1]
        assert solution.exact is not None and solution.exact_domain is not None, case.text
        first = solution.exact_domain.first
        assert first <= case.start + len(case.values), case.text
        digits = {d.symbol: d.value for d in solution.where}
        values = case.follow(LAST)
        for n in (*range(max(first, case.start), 31), *FAR):
            assert same(solution.exact, digits, n, values[n - case.start]), (case.text, n)


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n-5), T(0) = -3, T(1) = 1/2, T(2) = -3/5, T(3) = -9, T(4) = 7/2",  # fifth roots of unity
        "T(n) = -T(n-6), T(0) = 1, T(1) = 2, T(2) = 0, T(3) = 1, T(4) = 6, T(5) = -7",  # x² + 1 and x⁴ − x² + 1
        "T(n) = -T(n-3) - T(n-6) + n, T(0) = 1, T(1) = 0, T(2) = 2, T(3) = 1, T(4) = 1, T(5) = -2",  # ninth roots
        "T(n) = 15T(n-2) - 9T(n-4), T(0) = 1, T(1) = -1, T(2) = 5, T(3) = -2",  # a(x) and a(−x)
        "T(n) = 2T(n-5), T(0) = 1, T(1) = 1/2, T(2) = 3, T(3) = 0, T(4) = 6",  # fifth roots of 2
    ],
)
def test_roots_of_unity_need_no_symbols_and_their_equal_moduli_are_seen(text):
    solution = solve_all(text)[-1]
    assert solution.exact is not None
    assert solution.bounds.upper is not None
    assert not solution.where
