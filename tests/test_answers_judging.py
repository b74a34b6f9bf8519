"""Answers judged as a teacher would: liberal in reading, strict in proof, undecided rather than unjust."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

import recur
from recur.answers.grading.rubric import Rubric
from recur.answers.judging.judging import judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.model.errors import InvalidRecurrence, OutOfTime

CASES = Path(__file__).parent / "cases"
CHECKS = [json.loads(line) for line in (CASES / "checks.jsonl").read_text(encoding="utf-8").splitlines()]
CLASSES = [
    [text.strip() for text in line.split(";")]
    for line in (CASES / "orders_of_growth.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
#: rank 0 grows fastest
RANKED = [(rank, text) for rank, texts in enumerate(CLASSES) for text in texts]
MERGESORT = "T(n) = 2T(n/2) + n"
HIDDEN = "T(n) = 2T(n/2) + O(n)"


asked = cache(Question.read)


def verdict(question: Question | str, answer: str) -> str:
    return str(judge(asked(question) if isinstance(question, str) else question, answer).verdict)


@pytest.mark.parametrize("case", CHECKS, ids=[f"{case['recurrence']} | {case['answer']}" for case in CHECKS])
def test_answers_of_a_class_are_judged_as_the_teacher_did(case: dict[str, str]) -> None:
    assert recur.check(case["recurrence"], case["answer"]).verdict == case["verdict"]


@pytest.mark.parametrize(("rank", "f"), RANKED, ids=[f for _, f in RANKED])
def test_each_of_the_thirty_functions_is_judged_rightly_as_answer_to_the_others(rank: int, f: str) -> None:
    """To a key, all the others; to a recurrence, those next to it, where bounds are nearest to each other."""
    key, question = Question.keyed(f"Θ({f})"), Question.read(f"T(n) = {f}")
    for other, g in RANKED:
        if g != f:
            same, above = other == rank, other < rank
            for judged in (key, question) if abs(other - rank) < 2 else (key,):
                assert verdict(judged, f"Θ({g})") == ("correct" if same else "wrong"), g
                assert verdict(judged, f"O({g})") == ("correct" if same else "not tight" if above else "wrong"), g


KNOWN = [json.loads(line) for line in (CASES / "known_growth.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", KNOWN, ids=[case["recurrence"] for case in KNOWN])
def test_a_known_growth_is_the_right_answer_and_its_neighbours_are_not(case: dict[str, str]) -> None:
    question, f = Question.read(case["recurrence"]), f"({case['answer']})"
    name = case["function"]
    found = judge(question, f"{name}(n) = Θ({f})")
    assert found.verdict is Standing.CORRECT or "rounded" in found.notes or question.problem is not None
    if found.verdict is Standing.CORRECT:
        for claim, expected in (
            (f"O({f} log n)", "not tight"),
            (f"Θ({f} log log log n)", "wrong"),
            (f"ω({f}/log log n)", "correct"),
            (f"Θ(7{f} + {f}/log n)", "correct"),
        ):
            assert verdict(question, f"{name}(n) = {claim}") == expected, claim


@pytest.mark.parametrize(
    "answer",
    [
        "nlogn",
        "n*lg(n)",
        "n log2 n",
        "Θ(n ln n)",
        "O(n log n)",
        r"\mathcal{O}(n\log{n})",
        "T(n) is Θ(n log n)",
        "Theta of n log n",
        "big-O of n log n",
        "at most n log n",
        "linearithmic",
        "5 n lg n + 3n - 1",
        "lg(n!)",
        "Θ(N log N)",
        "o(n^2)",
        "ω(n)",
        "~ n lg n",
    ],
)
def test_a_right_answer_is_right_however_it_is_written(answer: str) -> None:
    assert verdict(MERGESORT, answer) == "correct"


@pytest.mark.parametrize(
    "answer",
    [
        *("", "   ", "Θ(n log n", "exponential", "Θ(m log m)", "Θ(q^2)", "?", "no idea", "1/0"),
        *("between n and n^2", "somewhere between O(n) and O(n^2)", "n log n squared", "n log n to the power 2"),
        *("Θ(n log n) is wrong", "O(n log n) is incorrect", "Θ(n log n) ist falsch", "the answer is not n log n"),
        *(
            "it is n log n times n",
            "n to the 2nd",
            "Θ(n) because linear, times log n",
            "Θ(n) (by case 2, times log n) log n",
        ),
    ],
)
def test_an_unreadable_answer_is_not_wrong(answer: str) -> None:
    found = judge(asked(MERGESORT), answer)
    assert found.verdict is Standing.UNREADABLE
    assert found.score is None and found.problem is not None


def test_an_unreadable_answer_shows_the_place() -> None:
    found = judge(asked(MERGESORT), "Θ(n log n")
    assert found.problem is not None and found.problem.place is not None
    assert found.problem.place.column == 2
    assert "^" in str(found)


@pytest.mark.parametrize("text", ["T(n) = 2T(n/2 + n", "T(n) = T(n)", "T(n) = T(n-1)^2 + T(n-2)^3, T(0) = 1, T(1) = 1"])
def test_a_recurrence_without_a_proved_answer_leaves_every_claim_undecided(text: str) -> None:
    question = Question.read(text)
    assert question.problem is not None
    found = judge(question, "Θ(n)")
    assert found.verdict is Standing.UNDECIDED and found.feedback and found.score is None
    assert verdict(question, "Θ(n") == "unreadable"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("O(n log n)", "correct"),
        ("O(n^2)", "not tight"),
        ("Θ(n^2)", "wrong"),
        ("Ω(n)", "correct"),
        ("Ω(1)", "not tight"),
        ("Ω(n log n)", "undecided"),
        ("Θ(n log n)", "undecided"),
        ("Θ(n)", "undecided"),
        ("O(n)", "undecided"),
        ("o(n log n)", "undecided"),
        ("o(n^2)", "correct"),
        ("ω(1)", "correct"),
    ],
)
def test_what_a_hidden_term_leaves_open_is_undecided(answer: str, expected: str) -> None:
    assert verdict(HIDDEN, answer) == expected


def test_the_usual_reading_of_a_hidden_term_is_mentioned() -> None:
    assert "O-taken-as-theta" in judge(asked(HIDDEN), "Θ(n log n)").notes
    assert "O-taken-as-theta" not in judge(asked(HIDDEN), "Θ(n)").notes


@pytest.mark.parametrize(
    ("answer", "expected"), [("O(n log n)", "correct"), ("Ω(n)", "undecided"), ("Θ(n log n)", "undecided")]
)
def test_an_inequality_bounds_one_side_only(answer: str, expected: str) -> None:
    assert verdict("T(n) <= 2T(n/2) + n", answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Θ(n^3)", "correct"),
        ("M(n) = Θ(n^3)", "correct"),
        ("A(n) = Θ(n^2)", "correct"),
        ("A(n) = Θ(n^3)", "wrong"),
        ("f(n) = Θ(n^3)", "correct"),
    ],
)
def test_of_a_system_the_top_function_is_meant_unless_the_answer_names_another(answer: str, expected: str) -> None:
    assert verdict("M(n) = 8M(n/2) + A(n); A(n) = 4A(n/2) + 1", answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Θ(n^3)", "correct"),
        ("A(m) = Θ(m^2)", "correct"),
        ("A(m) = O(m)", "wrong"),
        ("A(n) = O(n^2)", "correct"),
        ("M(n) = O(n^3)", "correct"),
        ("M(m) = O(m^2)", "wrong"),
    ],
)
def test_an_answer_is_in_the_variable_of_the_function_that_it_names(answer: str, expected: str) -> None:
    assert verdict("M(n) = 8M(n/2) + A(n); A(m) = 4A(m/2) + 1", answer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = 2T(n/2) + n = O(n^2)", "not tight"),
        ("T(n) = 2T(n/2) + n = Θ(n log n)", "correct"),
        ("T(n) = 2T(n/2) + n <= n^2", "not tight"),
        ("T(n) = 2T(n/2) + n; T(n) = Θ(n)", "wrong"),
    ],
)
def test_a_claim_inside_the_recurrence_is_judged(text: str, expected: str) -> None:
    assert recur.check(text).verdict == expected


def test_without_an_answer_there_must_be_a_claim() -> None:
    with pytest.raises(InvalidRecurrence):
        recur.check("T(n) = 2T(n/2) + n")


@pytest.mark.parametrize(
    ("recurrence", "answer", "expected"),
    [
        ("T(n) = 4T(n/2) + c n^3", "~ 2c n^3", "correct"),
        ("T(n) = 4T(n/2) + c n^3", "~ 2n^3", "undecided"),
        ("T(n) = 4T(n/2) + c n^3", "Θ(c n^3)", "correct"),
        ("T(n) = 2T(n/2) + n", "~ n ln n", "wrong"),
        ("T(n) = 2T(n/2) + n", "~ n^2", "wrong"),
        ("T(n) = 4T(n/2) + n, T(1) = 1", "~ 2n^2", "correct"),
        ("T(n) = 2T(n/2) + Θ(n)", "~ n lg n", "undecided"),
        ("T(n) = T(n-1) + T(n-2), T(0) = 0, T(1) = 1", "~ phi^n/sqrt 5", "correct"),
        ("T(n) = aT(n-1), T(0) = 1", "T(n) = a^n", "correct"),
    ],
)
def test_leading_constants_count_in_equivalences(recurrence: str, answer: str, expected: str) -> None:
    assert verdict(recurrence, answer) == expected


@pytest.mark.parametrize(
    "bound", ["o{n log n}", "ω{n log n}", "$o\\{n \\log n\\}$", "T(n) = o {n log n}", "ω {n log n}"]
)
def test_little_o_and_omega_have_braces_for_brackets_as_the_large_letters_have(bound: str) -> None:
    found = judge(asked(MERGESORT), bound)
    assert found.verdict is Standing.WRONG and found.claim is not None and found.claim.kind in ("o", "ω")


@pytest.mark.parametrize("answer", ["o n log n", "o*(n log n)", "ω*n log n"])
def test_a_bound_that_lost_its_brackets_is_no_factor(answer: str) -> None:
    assert verdict(MERGESORT, answer) == "undecided"


@pytest.mark.parametrize("answer", ["a" * 20_000, "n, " * 6_000, "n and " * 3_000, "so " * 6_000])
def test_long_rows_of_words_are_looked_through_once(answer: str) -> None:
    found = judge(asked(MERGESORT), answer)
    assert found.verdict in (Standing.UNREADABLE, Standing.WRONG) and not isinstance(found.problem, OutOfTime)


@pytest.mark.parametrize("answer", ["Θ(n + m)", "O(n x)"])
def test_a_second_size_that_the_recurrence_does_not_know_is_undecided(answer: str) -> None:
    assert verdict(MERGESORT, answer) == "undecided"


ROUNDED = [
    ("T(n) = T(n/2) + T(n/3)", "n^0.7879", "correct", "wrong"),
    ("T(n) = T(n/2) + T(n/3)", "n^0.79", "correct", "wrong"),
    ("T(n) = T(n/2) + T(n/3)", "n^0.77", "wrong", "wrong"),
    ("T(n) = 3T(n/2) + n", "n^1.58...", "correct", "wrong"),
    ("T(n) = 3T(n/2) + n", "Θ(n^1.585)", "correct", "wrong"),
    ("T(n) = 3T(n/2) + n", "n · n^0.58", "correct", "wrong"),
    ("T(n) = 3T(n/2) + n", "n^1.59", "wrong", "wrong"),  # the next number, not the rounded one
    ("T(n) = 3T(n/2) + n", "n^1.6", "wrong", "wrong"),  # one place may be a slip of the pen
    ("T(n) = 3T(n/2) + n", "O(n^1.585 log n)", "not tight", "not tight"),
    ("T(n) = 7T(n/2) + n^2", "O(n^2.81)", "correct", "not tight"),
    ("T(n) = 7T(n/2) + n^2", "Ω(n^2.81)", "correct", "wrong"),
    ("T(n) = 7T(n/2) + n^2", "o(n^2.81)", "correct", "correct"),  # as stated, it is true
    ("T(n) = T(n-1) + T(n-2)", "1.618^n", "correct", "wrong"),
    ("T(n) = 3T(n/2) + n, T(1) = 1", "~ 3n^1.585", "wrong", "wrong"),
]


@pytest.mark.parametrize(("recurrence", "answer", "expected", "strictly"), ROUNDED, ids=lambda x: str(x))
def test_a_decimal_stands_for_the_exact_number_that_it_rounds_unless_strict(
    recurrence: str, answer: str, expected: str, strictly: str
) -> None:
    found, strict = recur.check(recurrence, answer), recur.check(recurrence, answer, strict=True)
    assert (found.verdict, strict.verdict) == (expected, strictly)
    if expected != strictly:
        assert "rounded" in found.notes


CLOSED = [
    ("T(n) = T(n-1) - n, T(0) = 0", "~ -n^2/2", "correct"),
    ("T(n) = T(n-1) - n, T(0) = 0", "~ -n^2", "wrong"),
    ("T(n) = T(n-1) - n, T(0) = 0", "-n(n+1)/2", "correct"),
    ("T(n) = T(n-1) - n, T(0) = 0", "Θ(n^2)", "undecided"),  # of |T| it would be right
    ("T(n) = T(n-1) - n, T(0) = 0", "Θ(n)", "wrong"),
    ("T(n) = 4T(floor(n/2)) + n, T(1) = 1", "~ 2n^2", "wrong"),
    ("T(n) = 4T(n/2) + n, T(1) = 1", "~ 2n^2", "correct"),
    ("T(n) = 9T(floor(n/3)) + n, T(1) = 1", "~ 3n^2/2", "wrong"),
    ("T(n) = 2T(floor(n/2)), T(1) = 1", "~ n", "wrong"),
    ("T(n) = 2T(floor(n/2)), T(1) = 1", "Θ(n)", "correct"),
    ("T(n) = 2T(floor(n/2)) + n, T(1) = 1", "~ n lg n", "correct"),
    ("T(n) = 2T(n-1) - 2T(n-2), T(0) = 1, T(1) = 1", "Θ(2^(n/2))", "wrong"),
    ("T(n) = 2T(n-1) - 2T(n-2), T(0) = 1, T(1) = 1", "O(2^(n/2))", "correct"),
    ("T(n) = 2T(n-1) - 2T(n-2), T(0) = 1, T(1) = 1", "Ω(1)", "wrong"),
    ("T(n) = T(n-2), T(0) = 0, T(1) = 1", "Θ(1)", "wrong"),
    ("T(n) = -T(n-1), T(0) = 1", "Θ(1)", "undecided"),
]


@pytest.mark.parametrize(("recurrence", "answer", "expected"), CLOSED)
def test_a_closed_form_decides_what_bounds_leave_open(recurrence: str, answer: str, expected: str) -> None:
    assert verdict(recurrence, answer) == expected


@pytest.mark.parametrize("answer", ["Ω(0)", "O(0)", "Θ(-n^2)", "ω(0)", "O(-n)"])
def test_what_is_0_or_negative_is_no_bound(answer: str) -> None:
    found = judge(asked(MERGESORT), answer)
    assert found.verdict == "wrong" and "no-bound" in found.notes
    assert verdict("T(n) = 4T(n/2), T(1) = 0", "Θ(0)") == "correct"


@pytest.mark.parametrize(
    ("recurrence", "answer", "trivial"),
    [
        ("T(n) = 2T(n/2) + n", "O(n^n)", True),
        ("T(n) = 2T(n/2) + n", "O(2^n)", True),
        ("T(n) = 2T(n/2) + n", "O(n^9)", False),
        ("T(n) = 2T(n/2) + n", "Ω(n^-9)", True),
        ("T(n) = 2T(n/2) + n", "Ω(1)", True),
        ("T(n) = 2T(n/2) + n", "Ω(n)", False),
        ("T(n) = 2T(n-1)", "O(3^n)", False),
        ("T(n) = 2T(n-1)", "O(n!)", True),
        ("T(n) = T(n/2) + 1", "O(n)", False),
    ],
)
def test_a_true_bound_of_another_class_of_growth_earns_nothing(recurrence: str, answer: str, trivial: bool) -> None:
    found = recur.check(recurrence, answer)
    assert found.verdict == "not tight" and ("trivial" in found.notes) == trivial
    assert found.score == (0 if trivial else Fraction(1, 2))
    assert Rubric().share(found.verdict, found.notes) == found.score
    assert Rubric(tags={"trivial": Fraction(1, 4)}).share(found.verdict, ("trivial",)) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("key", "answer", "expected"),
    [
        ("Θ(n log n)", "n lg n", "correct"),
        ("O(n log n)", "O(n log n)", "correct"),
        ("O(n log n)", "O(n^2)", "not tight"),
        ("O(n log n)", "Θ(n^2)", "wrong"),
        ("O(n log n)", "Θ(n log n)", "undecided"),
        ("T(n) = 2^n - 1", "T(n) = 2*2^(n-1) - 1", "correct"),
        ("T(n) = 2^n - 1", "T(n) = 2^n", "wrong"),
        ("T(n) = 2^n - 1", "Θ(2^n)", "correct"),
        ("~ 2n^3", "~ 2n^3 + n", "correct"),
        ("~ 2n^3", "~ n^3", "wrong"),
    ],
)
def test_a_key_judges_like_a_recurrence(key: str, answer: str, expected: str) -> None:
    assert verdict(Question.keyed(key), answer) == expected


def test_an_unreadable_key_is_a_problem_of_the_question() -> None:
    question = Question.keyed("Θ(n")
    assert question.problem is not None
    assert verdict(question, "Θ(n)") == "undecided"


@pytest.mark.parametrize(
    ("answer", "tags"),
    [
        ("Θ(n log n)", set()),
        ("Θ(5 n log n)", {"constant-inside"}),
        ("n lg n", {"log-base-inside"}),
        ("Θ(n log n + n)", {"lower-order-inside"}),
        ("Θ(2n lg n + 3)", {"constant-inside", "log-base-inside", "lower-order-inside"}),
        ("~ n lg n", set()),
    ],
)
def test_what_costs_nothing_inside_a_bound_earns_a_note(answer: str, tags: set[str]) -> None:
    found = judge(asked(MERGESORT), answer)
    assert found.verdict is Standing.CORRECT and found.score == 1
    assert {tag for tag in found.notes if tag.endswith("-inside")} == tags


def test_a_one_sided_bound_is_told_apart_where_both_sides_are_proved() -> None:
    assert "upper-bound-only" in judge(asked(MERGESORT), "O(n log n)").notes
    assert "lower-bound-only" in judge(asked(MERGESORT), "Ω(n)").notes
    assert "upper-bound-only" not in judge(asked(HIDDEN), "O(n log n)").notes


def test_only_a_correct_answer_passes_an_assertion() -> None:
    judge(asked(MERGESORT), "n log n").assert_correct()
    with pytest.raises(AssertionError, match="too large"):
        judge(asked(MERGESORT), "n^2").assert_correct()


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="nTmOΘΩ~=()^*/+-!,. 0123456789loglgsqrtφ√⌊⌋\t\n{}\\|", max_size=24))
def test_no_text_is_a_fault(text: str) -> None:
    found = judge(asked(MERGESORT), text, 2.0)
    assert found.verdict in Standing and "internal" not in found.notes
    assert str(found) and found.to_dict()["verdict"] == found.verdict


def test_an_answer_is_read_and_judged_within_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from recur.answers.judging import judging

    limits: list[float | None] = []
    begun = judging.time_limit
    monkeypatch.setattr(judging, "time_limit", lambda seconds: limits.append(seconds) or begun(seconds))
    assert verdict(MERGESORT, "O(n^2)") == "not tight"
    assert len(limits) == 1


def test_what_is_proved_of_a_question_is_gathered_once() -> None:
    question = asked("A(n) = B(n-1), A(0) = 1; B(n) = 2A(n-1), B(0) = 1")
    assert question.proved("A") is question.proved("A")
    assert question.proved("A") is not question.proved("B")
    assert question.proved("C") is None
