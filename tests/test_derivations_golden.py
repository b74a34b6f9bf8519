"""Whole derivations as the solver gives them, as files a teacher can read: tests/derivations/NAME.txt.

`python -m tests.test_derivations_golden` from the root writes them anew; read the difference before keeping it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.solving.solver import solve_all
from tests.written import SOLUTION, as_text

FOLDER = Path(__file__).parent / "derivations"
CASES = {
    case["name"]: case["recurrence"]
    for case in map(json.loads, (FOLDER.parent / "cases" / "representative.jsonl").read_text("utf-8").splitlines())
}


def derivation(recurrence: str) -> str:
    return as_text(SOLUTION)(solve_all(recurrence, None)) + "\n"


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_derivation_reads_as_it_did(name: str) -> None:
    assert derivation(CASES[name]) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_derivation_is_compared() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(CASES)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, recurrence in CASES.items():
        (FOLDER / f"{name}.txt").write_text(derivation(recurrence), encoding="utf-8")
