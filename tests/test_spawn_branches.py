"""The costliest branch at every step is an upper bound; it is Θ only where one input takes it at every step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recur.forkjoin.dag.expansion import expand_dag
from recur.model.solution import Unsolved
from recur.parsing.programs.formulas import reads
from recur.parsing.programs.program import parse_program
from tests.spawn_programs import analysed, growth

CASES = Path(__file__).resolve().parent / "cases" / "spawn" / "branches.jsonl"
BRANCHES = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
MERGES = [json.loads(line) for line in CASES.with_name("merges.jsonl").read_text(encoding="utf-8").splitlines()]
POWER = BRANCHES[0]["text"]


@pytest.mark.parametrize("case", BRANCHES, ids=lambda case: case["rule"])
def test_a_maximum_over_branches_is_a_bound_from_above(case: dict[str, Any]) -> None:
    work = analysed(case["text"]).procedures[0].work
    assert work.theta == (None if case["theta"] is None else growth(case["theta"]))
    assert work.bounds.upper == growth(case["upper"])
    if case["lower"] is not None:
        assert work.bounds.lower == growth(case["lower"])
    assert (work.error is None) == (case["theta"] is not None)
    assert work.error is None or isinstance(work.error, Unsolved)


def test_the_recurrence_of_an_upper_bound_is_an_inequality() -> None:
    text = next(case["text"] for case in BRANCHES if case["rule"] == "a border that is not Pascal's")
    document = analysed(text).to_dict()
    assert document["procedures"][0]["work"]["recurrence"].startswith("B_1(n) <= ")
    assert document["procedures"][0]["work"]["theta"] is None


def test_values_are_those_of_the_branches_that_the_size_takes() -> None:
    """A test each at n = 0, at parity and for the strand of the return: 3 a call, 2 at the end."""
    [power] = analysed(POWER, 0, 1, 2, 3, 1024, 1023).procedures
    calls = {0: 0, 1: 1, 2: 2, 3: 3, 1024: 11, 1023: 19}
    assert {v.size: v.work for v in power.values} == {n: 2 + 3 * k for n, k in calls.items()}


def test_a_branch_that_no_size_decides_has_no_graph() -> None:
    program = parse_program(BRANCHES[1]["text"])
    with pytest.raises(Unsolved, match="does not tell whether this branch is taken"):
        expand_dag(program, "BINOM", 8)


@pytest.mark.parametrize(
    ("condition", "looked_at"),
    [
        ("n mod 2 = 0", [{"n"}]),
        ("n is even and A[i] > key:", [{"n"}, {"A[i]", "key"}]),
        ("(x.left != nil) or odd(k)", [{"x.left", "nil"}, {"k"}]),
        ("len(xs) > 1 && |A| < A.length", [{"|xs|"}, {"|A|"}]),
        ("seen(v)", [{"seen(v)"}]),
    ],
)
def test_a_condition_tells_what_it_looks_at(condition: str, looked_at: list[set[str]]) -> None:
    assert [set(part) for part in reads(condition)] == looked_at


@pytest.mark.parametrize("case", MERGES, ids=lambda case: case["rule"])
def test_two_ranges_are_measured_together_and_cut_where_the_data_say(case: dict[str, Any]) -> None:
    found = analysed(case["text"]).named(case["procedure"])
    for measure in ("work", "span"):
        assert getattr(found, measure).theta == (None if case[measure] is None else growth(case[measure]))
