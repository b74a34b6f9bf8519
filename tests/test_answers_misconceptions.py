"""Known mistakes: each is found by its tag from the answer it leads to, and named without the solution."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.answers.judging.judging import check, judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.answers.misconceptions import misconceptions
from recur.answers.misconceptions.misconceptions import registered, supposed
from recur.parsing import parse
from recur.solving.solver import solve_all

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "mistakes.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['tag']}: {case['recurrence']}" for case in CASES])
def test_the_answer_a_mistake_leads_to_has_its_tag(case: dict[str, str]) -> None:
    verdict = check(case["recurrence"], case["answer"])
    assert case["tag"] in verdict.notes
    undecided = case["tag"] == "O-taken-as-theta"
    assert verdict.verdict is (Standing.UNDECIDED if undecided else Standing.WRONG)


def test_every_mistake_that_is_known_has_a_case() -> None:
    assert {mistake.tag for mistake in registered()} <= {case["tag"] for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=[f"{case['tag']}: {case['recurrence']}" for case in CASES])
def test_a_right_answer_is_explained_by_no_mistake(case: dict[str, str]) -> None:
    theta = check(case["recurrence"], case["answer"]).solution.bounds.theta
    if theta is not None:
        verdict = check(case["recurrence"], str(theta.expression()))
        assert verdict.verdict is Standing.CORRECT
        assert not {mistake.tag for mistake in registered()} & set(verdict.notes)


def test_the_sentence_of_the_likeliest_mistake_alone_is_told() -> None:
    verdict = check("T(n) = 9T(n/3) + n", "linear")
    tags = {mistake.tag for mistake in registered()}
    assert len(tags & set(verdict.notes)) > 1
    sentences = {mistake.sentence for mistake in registered()}
    assert [step.sentence for step in verdict.feedback if step.sentence in sentences] == [
        next(m.sentence for m in registered() if m.tag == "leaves-forgotten")
    ]


def test_a_true_but_loose_bound_is_no_mistake_unless_a_number_was_rounded() -> None:
    tags = {mistake.tag for mistake in registered()}
    assert not tags & set(check("T(n) = 4T(n/2) + n^3", "O(n^3 log n)").notes)
    assert tags & set(check("T(n) = 7T(n/2) + n^2", "O(n^2.82)").notes) == {"rounded"}


@pytest.mark.parametrize(
    ("recurrence", "answer", "tag"),
    [
        ("T(n) = 2T(n-1) - n, T(0) = 2", "Θ(2^n)", "base-ignored"),
        ("T(n) = 3T(n-1) - 2, T(0) = 1", "Θ(3^n)", "base-ignored"),
        ("T(n) = T(n-1) + 2^n, T(0) = 1", "Θ(1)", "driving-forgotten"),
        ("T(n) = T(n-1) + n, T(0) = 0", "Θ(1)", None),  # without n it would be 0
    ],
)
def test_a_mistake_is_named_where_it_leads_to_the_answer_from_the_same_base_cases(
    recurrence: str, answer: str, tag: str | None
) -> None:
    found = check(recurrence, answer)
    named = {"base-ignored", "driving-forgotten"} & set(found.notes)
    assert found.verdict is Standing.WRONG and named == ({tag} if tag else set())


@pytest.mark.parametrize("text", sorted({case["recurrence"] for case in CASES}))
def test_what_is_supposed_is_the_growth_alone(text: str) -> None:
    """A mistake asks how fast the values grow; a closed form would be worked out for nothing."""
    told = {s.function: s.bounds for s in solve_all(text)}
    growing = supposed(parse(text))
    assert all(s.exact is None for s in growing)
    assert {s.function: s.bounds for s in growing} == told


def test_what_is_behind_an_answer_is_looked_for_once_for_all_that_grow_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    question = Question.read("T(n) = 2T(n/2) + n")
    first = judge(question, "Theta(n)")
    asked = misconceptions._answered
    monkeypatch.setattr(misconceptions, "_answered", lambda *_: pytest.fail("it is looked for again"))
    again = judge(question, "Theta(3n + log n)")
    assert "missing-log" in first.notes
    assert {*first.notes} <= {*again.notes}
    monkeypatch.setattr(misconceptions, "_answered", asked)
    assert "missing-log" not in judge(question, "Theta(n^2)").notes


def test_few_growths_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misconceptions, "MOST_ANSWERED", 3)
    question = Question.read("T(n) = 2T(n/2) + n")
    for power in range(2, 12):
        judge(question, f"Theta(n^{power})")
        assert len(question.mistakes.behind) <= 3
