"""Problems of the kinds that other systems are tried with: the closed form of each was held against its equation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import recur

LINES = (Path(__file__).parent / "cases" / "other_systems.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["input"])
def test_every_solution_is_told_and_held_against_the_equation(case: dict[str, Any]) -> None:
    solution = recur.solve(case["input"])
    assert solution.exact is not None or solution.cases
    assert len(solution.constants) == case["constants"]
    assert solution.exact is None or solution.exact_verification.status == "checked"
