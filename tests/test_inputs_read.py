"""What a program reads is a size of its cost as a parameter is; what a loop reads again and again is none."""

import tomllib
from pathlib import Path

import pytest

from recur.source_costs.source import analyze_text

CASES = Path(__file__).parent / "cases" / "source_costs" / "inputs_read.toml"


def cases() -> list[dict[str, str]]:
    return tomllib.loads(CASES.read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["file"])
def test_a_number_that_is_read_is_a_size(case: dict[str, str]) -> None:
    analysis = analyze_text(case["text"], name=case["file"], timeout=None)
    thetas = [p.work.bounds.theta for p in analysis.procedures]
    assert (str(thetas[0].expression()) if thetas and thetas[0] is not None else "") == case["work"]
