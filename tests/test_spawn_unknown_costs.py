"""A procedure that nobody defines costs nobody knows what: never Θ(1), wherever its call stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import recur
from recur.forkjoin.dag.scheduled_program import program_speedup
from recur.model.errors import InvalidRecurrence, SyntaxProblem
from recur.model.expressions import Call, walk
from recur.model.solution import Unsolved
from tests.spawn_programs import analysed, differences, growth

CASES = Path(__file__).resolve().parent / "cases" / "spawn" / "unknown.jsonl"
UNKNOWN = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", UNKNOWN, ids=lambda case: case["where"])
def test_an_unknown_cost_leaves_a_lower_bound_only(case: dict[str, Any]) -> None:
    first = analysed(case["text"], 4).procedures[0]
    for measure, proved in ((first.work, case["work"]), (first.span, case["span"])):
        assert measure.theta is None and measure.bounds.upper is None and measure.solution is None
        assert measure.bounds.lower == growth(proved)
        assert isinstance(measure.error, Unsolved)
        assert measure.error.message == (
            f"{case['name']} is not defined: give its procedure, or // Θ(n) behind the call"
        )
    assert first.parallelism.theta is None
    assert not first.values and first.values_error is not None


@pytest.mark.parametrize("case", [case for case in UNKNOWN if case["stated"]], ids=lambda case: case["where"])
def test_a_stated_cost_makes_it_known(case: dict[str, Any]) -> None:
    lines = [line + ("   // Θ(1)" if f"{case['name']}(" in line else "") for line in case["text"].split("\n")]
    first = analysed("\n".join(lines)).procedures[0]
    assert (first.work.theta, first.span.theta) == (growth(case["work"]), growth(case["span"]))


def test_the_recurrence_names_what_is_unknown() -> None:
    analysis = analysed(UNKNOWN[0]["text"])
    called = {x.function for x in walk(analysis.procedures[0].work.recurrence.right) if isinstance(x, Call)}
    assert called == {"F_1", "M_1"}


def test_an_unknown_base_case_changes_no_growth_and_every_value() -> None:
    text = "F(A, n):\n    if n <= 16\n        SORT(A, n)\n        return\n    F(A, n/2)\n    F(A, n/2)"
    [found] = analysed(text, 64).procedures
    assert found.work.theta == growth("n")
    assert not found.values and found.values_error is not None


@pytest.mark.parametrize("size", [None, 64])
def test_no_speedup_stands_on_an_unknown_cost(size: int | None) -> None:
    with pytest.raises(Unsolved, match="MERGE is not defined"):
        program_speedup(UNKNOWN[0]["text"], size)


def test_a_stated_span_above_its_work_is_refused_where_it_shows() -> None:
    for text in ("F(n):\n    x     // work Θ(n), span Θ(n^2)\n", "F(n):\n    x     // work Θ(n), span Θ(n + 1)\n"):
        with pytest.raises(InvalidRecurrence, match="the longest path is a part of all the work"):
            differences(text, range(1, 8))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("merge: O(n)", "behind //"),
        ("Θ(n) work", "behind //"),
        ("combine /* Θ(n) */", "behind //"),
        ("combine -- Theta(n log n)", "behind //"),
        ("merge in linear time", "in words"),
        ("combine // quadratic", "in words"),
        ("recursively sort both halves", "in words"),
        ("recurse on the left half", "in words"),
        ("F(n/2) twice", "repetition"),
        ("n times: F(n/2)", "repetition"),
        ("4 F(n/2)", "repetition"),
        ("F(n/2) × 2", "repetition"),
        ("F(n/2) while x", "repetition"),
        ("x = the sum of A[i] for i = 1 to n", "a loop inside a line"),
        ("fork F(n/2)", "fork is no word"),
        ("x = async F(n/2)", "async is no word"),
        ("join", "join is no word"),
        ("parallel { F(n/2) F(n/2) }", "side by side"),
        ("6: for i = 1 to n", "label"),
        ("- while x > 1", "label"),
        ("step 3: repeat", "label"),
    ],
)
def test_what_words_say_of_the_cost_is_asked_for_and_never_a_step(line: str, told: str) -> None:
    with pytest.raises(recur.SyntaxProblem, match=told):
        recur.analyze(f"F(n)\n    if n <= 1\n        return 1\n    {line}\n")


@pytest.mark.parametrize(
    "line", ["partition the matrices // O(1) time", "merge the halves in linear time // Θ(1)", "swap A[1] and A[2]"]
)
def test_a_step_in_words_is_a_step(line: str) -> None:
    analysis = recur.analyze(f"F(n)\n    if n <= 1\n        return 1\n    F(n/2)\n    {line}\n")
    assert analysis.procedures[0].work.theta == growth("log n")


@pytest.mark.parametrize("call", ["F(n/2)", "x = spawn F(n/2)", "y = F(n/2)"])
def test_a_cost_stated_behind_a_defined_procedure_is_said_not_to_count(call: str) -> None:
    said = recur.analyze(f"F(n):\n  if n <= 1: return\n  {call}  // Θ(n)\n  sync\n").program.warnings
    told = "F is defined in this program: its recurrence counts, not the cost stated here"
    assert told in [warning.message for warning in said]
    unsaid = recur.analyze(f"F(n):\n  if n <= 1: return\n  {call}\n  sync\n").program.warnings
    assert told not in [warning.message for warning in unsaid]


def test_square_brackets_behind_a_procedure_are_asked_about() -> None:
    with pytest.raises(SyntaxProblem, match=r"F is a procedure here, and F\[…\] an element of an array"):
        recur.analyze("F(n):\n  if n <= 1: return\n  y = F[n/2]\n  F(n/2)\n")


@pytest.mark.parametrize("kept", ["F[n] = F(n/2)\n  return F[n]", "F = new array\n  y = F[n/2]\n  F(n/2)"])
def test_an_array_may_bear_the_name_of_a_procedure(kept: str) -> None:
    assert recur.analyze(f"F(n):\n  if n <= 1: return\n  {kept}\n").procedures[0].work.theta is not None
