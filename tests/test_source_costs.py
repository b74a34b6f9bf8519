"""Functions as people write them: what is derived of each is the growth that a textbook gives it, or less than that."""

import json
from pathlib import Path

import pytest

from recur.parsing.languages.python import parse_python
from recur.source_costs.analysis import analyze_source

CASES = Path(__file__).parent / "cases" / "source_costs"


def rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / "functions.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    analysis = analyze_source(parse_python((CASES / "functions.py").read_text("utf-8")), timeout=None)
    told = {r.name: "refused" for r in analysis.refused}
    for p in analysis.procedures:
        bounds = p.work.bounds
        if bounds.theta is not None:
            told[p.name] = f"Theta({bounds.theta.expression()})"
        else:
            told[p.name] = "refused" if bounds.upper is None else f"O({bounds.upper.expression()})"
    return told


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["function"])
def test_the_growth_of_a_function_is_that_of_its_worst_case(row: dict[str, str], found: dict[str, str]) -> None:
    assert found[row["function"]] == row["work"]


def test_loops_too_deep_to_be_costed_are_refused_as_that() -> None:
    loops = "".join(f"{'    ' * (i + 1)}for i{i} in range(n):\n" for i in range(12))
    analysis = analyze_source(parse_python(f"def f(n):\n{loops}{'    ' * 13}x = 1\n"))
    assert [r.error.kind for r in analysis.refused] == ["limit"]


def test_what_cannot_be_costed_takes_no_other_function_down() -> None:
    text = "def f(n):\n    while g(n):\n        pass\n\ndef h(n):\n    for i in range(n):\n        print(i)\n"
    analysis = analyze_source(parse_python(text))
    assert [p.name for p in analysis.procedures] == ["h"]
    assert [r.error.place.line for r in analysis.refused if r.error.place is not None] == [2]


def test_an_unknown_function_is_never_free() -> None:
    analysis = analyze_source(parse_python("def f(xs):\n    return mystery(xs)\n"))
    bounds = analysis.named("f").work.bounds
    assert bounds.theta is None and bounds.upper is None
