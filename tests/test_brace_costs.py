"""Functions in C, C++ and Java as textbooks print them: what is derived is the growth of their worst case."""

import json
from pathlib import Path
from typing import Any

import pytest

from recur.parsing.languages.reading import read_source
from recur.source_costs.analysis import analyze_source
from recur.writers.json.analysis import analysis_document

CASES = Path(__file__).parent / "cases" / "source_costs"


def rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / "functions_of_braces.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], dict[str, Any]]:
    told = {}
    for name in dict.fromkeys(row["file"] for row in rows()):
        text = (CASES / name).read_text("utf-8")
        file = read_source(text, name)
        assert file is not None
        document = analysis_document(text, analyze_source(file, timeout=None))
        told.update({(name, procedure["name"]): procedure for procedure in document["procedures"]})
    return told


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['file']}:{row['function']}")
def test_the_growth_is_that_of_the_worst_case(
    row: dict[str, str], found: dict[tuple[str, str], dict[str, Any]]
) -> None:
    procedure = found[row["file"], row["function"]]
    assert procedure["work"]["theta"] == row["work"]
    assert "span" not in row or procedure["span"]["theta"] == row["span"]


def test_loops_without_a_header_have_the_growth_of_their_bounds() -> None:
    inner = "limit *= 3;\n  for (j = 0; j < limit; j++)\n    work(); // O(1)"
    text = f"int limit = 1;\nfor (int i = 0; i < n; i++) {{\n  {inner}\n}}"
    file = read_source(text)
    assert file is not None
    (procedure,) = analysis_document(text, analyze_source(file, timeout=None))["procedures"]
    assert (procedure["name"], procedure["work"]["theta"]) == ("T", "3**n")


def test_a_task_whose_order_does_not_follow_is_refused() -> None:
    """One that depends on some of those that run, or on one of an earlier round; and one that is run when asked for."""
    tasks = "int f(int n) { int x, y, z; if (n < 2) return n;\n" + "".join(
        f"#pragma omp task depend({depends})\n {name} = f(n / 2);\n"
        for depends, name in (("out: x", "x"), ("out: y", "y"), ("in: x", "z"))
    )
    rounds = "void f(int n) { int x; for (int i = 0; i < n; i++) {\n#pragma omp task depend(inout: x)\n g(n);\n} }"
    late = "void f(int n) { auto r = std::async(std::launch::deferred, f, n / 2); r.get(); }"
    for text in (tasks + "return z; }", rounds, late):
        file = read_source(text, "x.cpp")
        assert file is not None
        assert [r.name for r in analyze_source(file, timeout=None).refused] == ["f"]


def test_what_is_missing_is_asked_for_in_a_comment_of_the_language() -> None:
    text = "void f(int n) { for (int i = 0; i < n; i++) unknown(i); }"
    file = read_source(text, "x.c")
    assert file is not None
    (procedure,) = analysis_document(text, analyze_source(file, timeout=None))["procedures"]
    assert "say it behind the call, as in  // cost: n" in procedure["work"]["error"]["message"]
