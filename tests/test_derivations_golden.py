"""Whole derivations as the solver gives them, as files a teacher can read: tests/derivations/NAME.txt.

`python -m tests.test_derivations_golden` from the root writes them anew; read the difference before keeping it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.model import System
from recur.parsing import parse_any
from recur.solving.several.joint_solver import solve_multivariate
from recur.solving.solver import solve_all
from tests.written import SOLUTION, as_text

FOLDER = Path(__file__).parent / "derivations"
CASES = {
    case["name"]: case["recurrence"]
    for file in ("representative.jsonl", "several_sizes.jsonl")
    for case in map(json.loads, (FOLDER.parent / "cases" / file).read_text("utf-8").splitlines())
}


def derivation(recurrence: str) -> str:
    read = parse_any(recurrence)
    if isinstance(read, System):
        return as_text(SOLUTION)(solve_all(read, None)) + "\n"
    return f"{solve_multivariate(read, None)}\n"


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_derivation_reads_as_it_did(name: str) -> None:
    assert derivation(CASES[name]) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_derivation_is_compared() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(CASES)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, recurrence in CASES.items():
        (FOLDER / f"{name}.txt").write_text(derivation(recurrence), encoding="utf-8")
