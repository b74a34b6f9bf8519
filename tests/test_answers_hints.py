"""Hints go one step at a time, and neither they nor the feedback give the solution away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.answers.judging.judging import check, judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing, Verdict
from recur.model.expressions import Asymptotic, N, log, walk

CASES = Path(__file__).parent / "cases"
MISSED = [
    (case["recurrence"], case["answer"])
    for name in ("checks.jsonl", "mistakes.jsonl")
    for case in map(json.loads, (CASES / name).read_text(encoding="utf-8").splitlines())
    if case.get("verdict", "wrong") in ("wrong", "not tight")
]


@pytest.mark.parametrize(("recurrence", "answer"), MISSED, ids=[f"{r} | {a}" for r, a in MISSED])
def test_neither_feedback_nor_hints_hold_the_solution(recurrence: str, answer: str) -> None:
    found = check(recurrence, answer)
    theta = None if found.solution is None else found.solution.bounds.theta
    if theta is None or found.claim is None or found.system is None:
        return
    given = {found.claim.body, log(N), *(node for r in found.system.recurrences for node in walk(r.right))}
    secret = theta.expression()
    shown = [x for step in (*found.feedback, *found.hints) for x in (*(f for _, f in step.formulas), *step.display)]
    for formula in shown:
        inside = set(walk(formula))
        assert Asymptotic("Θ", secret) not in inside
        assert secret in given or formula == found.factor or secret not in inside


def test_the_steps_are_the_theorem_then_the_comparison_then_the_case() -> None:
    theorem, comparison, case = check("T(n) = 3T(n/2) + n", "n log n").hints
    assert "master theorem applies" in theorem.sentence
    assert comparison.sentence.startswith("Compare the driving function")
    assert str(dict(comparison.formulas)["w"]) == "n**(log(a)/log(b))"
    assert "leaves" in case.sentence


@pytest.mark.parametrize(
    ("recurrence", "word"),
    [
        ("T(n) = T(n/3) + T(2n/3) + n", "Akra"),
        ("T(n) = T(n-1) + T(n-2)", "linear"),
        ("T(n) = T(n-1) + n", "unroll"),
        ("T(n) = 2T(sqrt(n)) + 1", "logarithm"),
        ("T(n) = (2/n)*sum(k=0..n-1, T(k)) + n, T(0) = 0", "subtract"),
    ],
)
def test_the_first_hint_names_what_to_think_of(recurrence: str, word: str) -> None:
    hint = check(recurrence, "Θ(1)").hint
    assert hint is not None and word in hint.sentence


def test_a_correct_answer_needs_no_hint() -> None:
    assert check("T(n) = 2T(n/2) + n", "n log n").hint is None


def rows(found: Verdict) -> list[tuple[str, str, str, str]]:
    return [(row.size, row.value, row.claimed, row.ratio) for row in found.table]


def test_the_table_shows_exact_values_beside_the_claim() -> None:
    found = check("T(n) = 2T(n/2) + n, T(1) = 0", "n")
    assert rows(found) == [
        ("2^10", "10240", "1024", "10"),
        ("2^20", "2.09e7", "1.04e6", "20"),
        ("2^40", "4.39e13", "1.09e12", "40"),
    ]
    assert found.table_note == ""


def test_what_the_table_assumes_is_said() -> None:
    assert "assumed" in check("T(n) = 2T(n/2) + n", "n").table_note


@pytest.mark.parametrize(
    ("recurrence", "answer", "sizes"),
    [
        ("T(n) = T(n-1) + n", "n", ["8", "32", "128"]),
        ("T(n) = 2T(sqrt(n)) + 1", "1", ["2^16", "2^256", "2^4096"]),
        ("T(n) = 9T(n/3) + n", "n", ["3^10", "3^20", "3^40"]),
        ("T(n) = T(n-1) + 2^(2^n)", "n", ["8"]),
    ],
)
def test_sizes_grow_as_the_calls_shrink_and_stop_where_values_are_out_of_reach(recurrence, answer, sizes) -> None:
    assert [row.size for row in check(recurrence, answer).table] == sizes


def test_a_correct_or_undecided_answer_has_no_table() -> None:
    question = Question.read("T(n) = 2T(n/2) + O(n)")
    for answer in ("O(n log n)", "Θ(n)"):
        found = judge(question, answer)
        assert found.verdict in (Standing.CORRECT, Standing.UNDECIDED) and not found.table
