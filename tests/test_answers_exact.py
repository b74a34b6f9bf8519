"""Exact formulas: proved at every size, or refuted at the smallest one; agreement at many sizes is no proof."""

from __future__ import annotations

import pytest

from recur.answers.judging.exact_claims import restricted_to
from recur.answers.judging.finite_orders import Unbounded, order
from recur.answers.judging.judging import judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.numbers.exact import narrow
from recur.parsing import parse_formula

PROVED = [
    ("T(n) = T(n-1) + n, T(0) = 0", "n(n+1)/2"),
    ("T(n) = T(n-1) + n^2, T(0) = 0", "n(n+1)(2n+1)/6"),
    ("T(n) = 2T(n-1) + 1, T(0) = 0", "2^n - 1"),
    ("T(n) = 2T(n-1) + n, T(0) = 0", "2^(n+1) - n - 2"),
    ("T(n) = 5T(n-1) - 6T(n-2), T(0) = 1, T(1) = 2", "2^n"),
    ("T(n) = T(n-1) + T(n-2), T(0) = 0, T(1) = 1", "F_n"),
    ("T(n) = T(n-1) + T(n-2), T(0) = 0, T(1) = 1", "(phi^n - (1-phi)^n)/sqrt(5)"),
    ("T(n) = T(n-2) + 1, T(0) = 0, T(1) = 0", "floor(n/2)"),
    ("T(n) = -T(n-1), T(0) = 1", "(-1)^n"),
    ("T(n) = nT(n-1), T(0) = 1", "n!"),
    ("T(n) = T(n-1) + 1/n, T(0) = 0", "H_n"),
    ("T(n) = T(n-1) + c, T(0) = 0", "c n"),
    ("T(n) = 2T(n/2) + n, T(1) = 0", "n lg n"),
    ("T(n) = 2T(n/2) + n, T(1) = 0", "n log n"),
    ("T(n) = 4T(n/2) + n, T(1) = 1", "2n^2 - n"),
    ("T(n) = 3T(n/2) + n, T(1) = 1", "3 * 3^(lg n) - 2n"),
    ("T(n) = T(sqrt(n)) + 1, T(2) = 1", "lg lg n + 1"),
    ("T(n) = T(floor(n/2)) + 1, T(1) = 1", "floor(lg n) + 1"),
    ("T(n) = T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 0", "n⌈lg n⌉ - 2^⌈lg n⌉ + n"),
    ("T(n) = 2T(floor(n/2)) + n, T(1) = 0", "n lg n for n = 2^k"),
    ("T(n) = (2/n)*sum(k=0..n-1, T(k)) + n + 1, T(0) = 0", "2(n+1)H_n - 2n"),
    ("A(n) = 2A(n-1) + B(n-1); B(n) = 2B(n-1), A(0) = 0, B(0) = 1", "n 2^(n-1)"),
    ("T(n) = T(n-1)^2, T(0) = 2", "2^(2^n)"),
    # T(1) is another value: the formula is stated, and holds, from the second base case on
    ("T(n) = 4T(n/2) + n^2, T(1) = 1, T(2) = 5", "n^2 lg n + n^2/4 for n >= 2"),
    ("T(n) = 4T(n/2) + n^2, T(1) = 1, T(2) = 5", "n^2 lg n + n^2/4 for n = 2^j, j ≥ 1"),
]


@pytest.mark.parametrize(("recurrence", "formula"), PROVED, ids=[f"{f} of {r}" for r, f in PROVED])
def test_a_right_formula_is_proved(recurrence: str, formula: str) -> None:
    name = recurrence[0]
    assert judge(Question.read(recurrence), f"{name}(n) = {formula}").verdict is Standing.CORRECT


@pytest.mark.parametrize(
    "change", ["+ 1", "+ 1/10^9", "+ 1/2^n", "+ floor(n/1000)", "+ n(n-1)(n-2)(n-3)", "+ max(0, n-100)"]
)
@pytest.mark.parametrize(
    ("recurrence", "formula"), PROVED[:9] + PROVED[12:16], ids=[f for _, f in PROVED[:9] + PROVED[12:16]]
)
def test_a_formula_that_is_off_however_little_is_never_correct(recurrence: str, formula: str, change: str) -> None:
    assert judge(Question.read(recurrence), f"T(n) = {formula} {change}").verdict is not Standing.CORRECT


@pytest.mark.parametrize(
    ("recurrence", "formula", "size", "value"),
    [
        ("T(n) = T(n-1) + n, T(0) = 0", "n(n-1)/2", 1, 1),
        ("T(n) = 2T(n-1) + 1, T(0) = 0", "2^n", 0, 0),
        ("T(n) = T(n-1) + n, T(0) = 0", "n(n+1)/2 + " + "*".join(f"(n-{i})" for i in range(30)) + "/2^200", 30, 465),
        ("T(n) = 2T(floor(n/2)) + n, T(1) = 0", "n lg n", 3, 3),
        ("T(n) = 2T(n/2) + n, T(1) = 0", "n lg n + n", 1, 0),
        ("T(n) = 2T(n/2) + n, T(1) = 1", "n^2", 4, 12),
    ],
)
def test_a_wrong_formula_gets_the_smallest_size_that_refutes_it(recurrence, formula, size, value) -> None:
    found = judge(Question.read(recurrence), f"T(n) = {formula}")
    assert found.verdict is Standing.WRONG
    told = next(step for step in found.feedback if "smallest size" in step.sentence)
    assert str(dict(told.formulas)["t"]) == f"T({size})"
    assert f"= {narrow(value)}," in told.sentence


def test_a_wrong_formula_of_the_right_growth_is_told_so() -> None:
    found = judge(Question.read("T(n) = T(n-1) + n, T(0) = 0"), "T(n) = n^2")
    assert {"growth-right", "formula-wrong"} <= set(found.notes)
    assert "growth-right" not in judge(Question.read("T(n) = T(n-1) + n, T(0) = 0"), "T(n) = 2^n").notes


def test_a_formula_that_is_right_at_powers_only_is_told_so() -> None:
    found = judge(Question.read("T(n) = 2T(floor(n/2)) + n, T(1) = 0"), "T(n) = n lg n")
    assert found.verdict is Standing.WRONG and "only-on-powers" in found.notes


def test_without_a_base_case_a_formula_may_satisfy_the_recurrence_or_not() -> None:
    hanoi = Question.read("T(n) = 2T(n-1) + 1")
    satisfied = judge(hanoi, "T(n) = 2^n - 1")
    assert satisfied.verdict is Standing.UNDECIDED and "base-case-needed" in satisfied.notes
    assert judge(hanoi, "T(n) = 5*2^n - 1").verdict is Standing.UNDECIDED
    assert judge(hanoi, "T(n) = 2^n").verdict is Standing.WRONG
    assert judge(hanoi, "T(n) = n").verdict is Standing.WRONG


def test_hidden_constants_leave_no_formula() -> None:
    found = judge(Question.read("T(n) = 2T(n/2) + Θ(n)"), "T(n) = n lg n")
    assert found.verdict is Standing.UNDECIDED and "hidden-constants" in found.notes
    assert judge(Question.read("T(n) = 2T(n/2) + Θ(n)"), "T(n) = n^2").verdict is Standing.WRONG


@pytest.mark.parametrize(
    ("recurrence", "formula", "expected"),
    [
        ("T(n) = T(n-1) + n, T(0) = 0", "n^2/2 + O(n)", Standing.CORRECT),
        ("T(n) = T(n-1) + n, T(0) = 0", "n^2/2 + O(n^1.5)", Standing.CORRECT),
        ("T(n) = T(n-1) + n, T(0) = 0", "n^2/2 + o(n)", Standing.WRONG),
        ("T(n) = T(n-1) + n, T(0) = 0", "n^2 + O(n)", Standing.WRONG),
        ("T(n) = 2T(n/2) + n, T(1) = 5", "n lg n + O(n)", Standing.CORRECT),
        ("T(n) = 2T(n/2) + n", "n^2 + O(n)", Standing.WRONG),
        ("T(n) = 2T(n/2) + n", "n ln n + O(n)", Standing.WRONG),
        ("T(n) = 2T(n/2) + n", "n lg n + O(n)", Standing.CORRECT),  # whatever T(1) is
        ("T(n) = 2T(n/2) + n", "n lg n + Θ(n)", Standing.CORRECT),
        ("T(n) = 2T(n/2) + n", "n lg n + O(1)", Standing.WRONG),
        ("T(n) = T(n-1) + n", "n^2/2 + O(n)", Standing.CORRECT),
        ("T(n) = 2T(floor(n/2)) + n, T(1) = 1", "n lg n + O(1)", Standing.WRONG),  # on powers of 2 already
        ("T(n) = 2T(floor(n/2)) + n, T(1) = 1", "n lg n + O(n)", Standing.CORRECT),
    ],
)
def test_a_formula_with_a_hidden_remainder_is_held_against_the_closed_form(recurrence, formula, expected) -> None:
    assert judge(Question.read(recurrence), f"T(n) = {formula}").verdict is expected


@pytest.mark.parametrize(
    ("text", "expected", "scale"),
    [
        ("5", 1, None),
        ("n", 2, None),
        ("n + 1", 2, None),
        ("2^n - 1", 2, None),
        ("n^2 * 2^n", 3, None),
        ("2^n * 3^n", 1, None),
        ("mod(n, 3)", 3, None),
        ("n^2", 1, 2),
        ("n lg n + n", 3, 2),
        ("n^(log_2 3)", 1, 2),
        ("lg(n)^2", 3, 2),
    ],
)
def test_the_order_of_a_sequence_bounds_the_terms_of_its_recurrence(
    text: str, expected: int, scale: int | None
) -> None:
    assert order(parse_formula(text), "n", scale) == expected


@pytest.mark.parametrize("text", ["n!", "1/n", "log n", "2^(n^2)", "H_n", "sqrt n"])
def test_what_satisfies_no_recurrence_with_constant_coefficients_has_no_order(text: str) -> None:
    with pytest.raises(Unbounded):
        order(parse_formula(text), "n")


@pytest.mark.parametrize(
    ("answer", "base"),
    [
        ("n lg n for n = 2^k", 2),
        ("n lg n, n a power of two", 2),
        ("n log_3 n when n is a power of 3", 3),
        ("n lg n if n=2**k", 2),
        ("T(n) = 2^n", None),
        ("n^2 for n >= 1", None),
    ],
)
def test_an_answer_may_speak_of_powers_only(answer: str, base: int | None) -> None:
    assert restricted_to(answer) == base
