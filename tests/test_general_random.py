"""Every random general problem gets a closed form whose constants take any start, and go on from it."""

from __future__ import annotations

import random

import pytest

from recur.solving.solver import solve_all
from tests.general_cases import fault_of, random_general


@pytest.mark.parametrize("seed", range(10))
def test_constants_fitted_to_a_random_start_reproduce_what_follows(seed: int) -> None:
    rng = random.Random(500 + seed)
    for _ in range(4):
        case = random_general(rng)
        assert fault_of(case, solve_all(case.text)[-1], rng) == "", case.text
