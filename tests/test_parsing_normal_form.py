"""Every equation is one normal form: the call at the highest index alone, divided by its coefficient."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from recur import solve_all
from recur.evaluation.evaluator import evaluate
from recur.model.errors import InvalidRecurrence
from recur.parsing import parse
from tests.equal_readings import same

SAME = [
    # moved to the other side
    ("0 = a(n) - 2a(n-1)", "a(n) = 2a(n-1)"),
    ("n = a(n) - a(n-1)", "a(n) = a(n-1) + n"),
    ("a(n) + n = a(n-1) + 2n", "a(n) = a(n-1) + n"),
    ("2T(n/2) + n = T(n)", "T(n) = 2T(n/2) + n"),
    ("(T(n) - n)/2 = T(n-1)", "T(n) = 2T(n-1) + n"),
    ("0 = max(T(n-1), T(n-2)) + n - T(n)", "T(n) = max(T(n-1), T(n-2)) + n"),
    ("T(n) - sum(k=1..n-1, T(k)) = n", "T(n) = sum(k=1..n-1, T(k)) + n"),
    # the highest index stands on the other side, or is scaled
    ("x(n) = (x(n+1) - 1)/2", "x(n) = 2x(n-1) + 1"),
    ("T(n-1) + T(n-2) = T(n)", "T(n) = T(n-1) + T(n-2)"),
    ("T(n) = T(n+1) - 1, T(0) = 5", "T(n) = T(n-1) + 1, T(0) = 5"),
    ("a_{n+2} - 5a_{n+1} + 6a_n = 4^n", "a(n) = 5a(n-1) - 6a(n-2) + 4^(n-2)"),
    ("4T(n) = T(2n) - n", "T(n) = 4T(n/2) + n/2"),
    ("f(n) = f(2n)/2 - n", "f(n) = 2f(n/2) + n"),
    ("T(2n) = T(n) + T(n/2)", "T(n) = T(n/2) + T(n/4)"),
    ("T(n/2) = T(n/4) + 1", "T(n) = T(n/2) + 1"),
    ("T(n^2) = 2T(n) + 1", "T(n) = 2T(sqrt n) + 1"),
    ("T(n+k) = T(n) + 1", "T(n) = T(n-k) + 1"),
    # a sign in front is no dash of a list
    ("- 2T(n-1) + T(n) = n", "T(n) = 2T(n-1) + n"),
    ("- T(n-1) = n - T(n)", "T(n) = T(n-1) + n"),
    ("- a_{n-1} + a_n = n", "a_n = a_{n-1} + n"),
    ("- T(n) = 2T(n/2) + n", "T(n) = 2T(n/2) + n"),
    # a coefficient is divided by, wherever the call stands
    ("T(n) = T(n)/2 + T(n-1)", "T(n) = 2T(n-1)"),
    ("E(n) = p E(n-1) + (1-p) E(n) + 1", "E(n) = E(n-1) + 1/p"),
    ("x(n+1) x(n-1) = x(n)^2", "x(n) = x(n-1)^2/x(n-2)"),
    # a relation turns round with the sign of what divides
    ("-T(n) + T(n-1) <= -n", "T(n) >= T(n-1) + n"),
    ("0 >= T(n) - 2T(n-1)", "T(n) <= 2T(n-1)"),
    ("(5-n)T(n) <= T(n-1)", "T(n) >= T(n-1)/(5-n)"),
    ("T(n) >= T(2n) - n", "T(n) <= T(n/2) + n/2"),
    # first values
    ("2T(0) = 6; T(n) = 2T(n-1)", "T(0) = 3; T(n) = 2T(n-1)"),
    ("0 = T(0) - 3; T(n) = 2T(n-1)", "T(0) = 3; T(n) = 2T(n-1)"),
    ("2T(n) = 2 for n <= 1; T(n) = 2T(n/2)", "T(n) = 1 for n <= 1; T(n) = 2T(n/2)"),
    # sizes that are powers of one base
    ("T(2^k) = 2T(2^(k-1)) + 2^k; T(1) = 1", "T(n) = 2T(n/2) + n; T(1) = 1"),
    ("S(3^{m+1}) = S(3^m) + 9^m", "S(n) = S(n/3) + (n/3)^2"),
    ("T(2^k) = T(2^(k-2)) + k", "T(n) = T(n/4) + log_2 n"),
    # systems
    ("T(n) - 2T(n-1) = S(n-1); S(n) - T(n-1) = 0", "T(n) = S(n-1) + 2T(n-1); S(n) = T(n-1)"),
    ("a(n) + b(n) = n, a(n) - b(n) = a(n-1)", "a(n) = n/2 + a(n-1)/2; b(n) = n/2 - a(n-1)/2"),
    ("T(n) = T(n)/2 + n", "T(n) = 2n"),
    ("x(n) = 8x(n) + 1", "x(n) = -1/7"),
    ("x(n) = 2x(n)", "x(n) = 0"),
    ("x(n) = x(n) + x(n-1) + x(n-2)", "x(n) = -x(n-1)"),
    ("x(n) = 3x(n-1) + x(n-2) + x(n)", "x(n) = -x(n-1)/3"),
    ("x(n) = x(n) + n - x(n-3)", "x(n) = n + 3"),
    ("x(n) = (n+1) x(n-1) - n x(n)", "x(n) = x(n-1)"),
    ("x(n) = 2*sum(k=0..n, x(k)) - 2n", "x(n) = 2n - 2*sum(k=0..n-1, x(k))"),
    ("x(n) = 3*sum(k=1..n+1, x(k-1))", "x(n) = -3*sum(k=1..n, x(k-1))/2"),
    ("x(n) = sum(k=0..n, x(k)) + n^2", "x(n) = -sum(k=0..n-1, x(k)) - (n+1)^2"),
    ("T(n) = S(n) + 1; S(n) = T(n)/2 + T(n-1)", "T(n) = 2T(n-1) + 2; S(n) = 2T(n-1) + 1"),
]


@pytest.mark.parametrize(("text", "meaning"), SAME, ids=[text for text, _ in SAME])
def test_the_largest_call_stands_alone(text: str, meaning: str) -> None:
    assert same(text, meaning)


def written(coefficient: int, call: str) -> str:
    return f"{'+' if coefficient >= 0 else '-'} {abs(coefficient)}{call}"


@given(
    st.lists(st.integers(-9, 9), min_size=2, max_size=4).filter(lambda c: c[0] and any(c[1:])),
    st.integers(-3, 3),
    st.data(),
)
def test_terms_on_either_side_say_the_same(coefficients: list[int], start: int, data: st.DataObject) -> None:
    """Σ cᵢ·a(n + s − i) = n, its terms on the sides that are drawn, and shifted by any s."""
    sides: list[list[str]] = [[], []]
    for i, coefficient in enumerate(coefficients):
        side = data.draw(st.integers(0, 1))
        offset = f"{start - i:+d}" if start != i else ""
        sides[side].append(written(-coefficient if side else coefficient, f"a(n{offset})"))
    left, right = (" ".join(side) or "0" for side in sides)
    recurrence = parse(f"{left} = {right} + 7").recurrences[0]
    found = {call.argument: call.coefficient for call in recurrence.subcalls}
    for i, coefficient in enumerate(coefficients[1:], 1):
        expected = parse(f"T(n) = T(n-{i}) + T(n-5)").recurrences[0].subcalls[0].argument
        value = getattr(found.get(expected), "value", Fraction(0))
        assert value == Fraction(-coefficient, coefficients[0])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("T(n)^2 = T(n-1)", r"T\(n\) stands inside a power"),
        ("log T(n) = 2 log T(n-1)", r"T\(n\) stands inside a logarithm"),
        ("x(n+1)^2 - x(n) = 0", r"x\(n \+ 1\) stands inside a power"),
        ("T(n) T(n) = n T(n-1)", r"T\(n\) is multiplied by itself"),
        ("T(n) + 1 = T(n)", r"T\(n\) stands on both sides and cancels: .* no value of it makes that true"),
        ("2T(n) = T(n) + T(n)", r"T\(n\) stands on both sides and cancels: .* says nothing of it"),
        ("T(n) + 1 = T(n) + T(n-1)^2", r"T\(n - 1\) stands inside a power"),
        ("(c-n) T(n) <= T(n-1)", "decides which way the relation turns"),
        ("x(n) + y(n) = n, 2x(n) + 2y(n) = 1", "do not determine x and y"),
        ("T(0) + T(1) = 3; T(n) = 2T(n-1)", "two first values in one equation"),
        ("a_n+2 - 5a_n+1 + 6a_n = 4^n", "both sides"),
        ("a_n = a_n-1 + a_n-2", "both sides"),
        ("T(n) = T(n) T(n-1) + 1", "both sides"),
    ],
)
def test_what_cannot_be_isolated_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidRecurrence, match=reason):
        parse(text)


@pytest.mark.parametrize(
    ("text", "open_sizes"),
    [
        ("(n-3)T(n) = 2T(n-1) + 1", ["T(3)"]),
        ("(n-2)(n-7)T(n) = T(n-1)", ["T(2)", "T(7)"]),
        ("(n-1)T(n+2) = T(n+1)", ["T(3)"]),
        ("(n-3)T(n) = 2T(n-1) + 1, T(3) = 4", []),
        ("(n+1)T(n) = T(n-1)", []),
        ("nT(n) = 2T(n-1)", []),
        ("cT(n) = 2T(n-1)", []),
    ],
)
def test_a_coefficient_that_vanishes_leaves_a_value_open(text: str, open_sizes: list[str]) -> None:
    said = [dict(a.formulas) for a in solve_all(text)[-1].assumptions if "leaves" in a.sentence]
    assert [str(formulas["t"]) for formulas in said] == open_sizes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("T(n) = T(2n) - 1", [("T(2*n)", "T(n/2) + 1")]),
        ("T(n) = T(n+1) + 1, T(0) = 3", [("T(n + 1)", "T(n - 1) - 1")]),
        ("x(n) = (x(n+1) - 1)/2", [("x(n + 1)", "2*x(n - 1) + 1")]),
        ("T(n+1) = T(n) + 1", []),
        ("T(n-1) = T(n) - n, T(0) = 0", []),
        ("T(n/2) = T(n) - n", []),
        ("T(n) - T(n-1) = 1", []),
    ],
)
def test_an_answer_says_that_a_larger_call_was_solved_for(text: str, said: list[tuple[str, str]]) -> None:
    remarks = [dict(step.formulas) for step in solve_all(text)[-1].remarks if "larger size" in step.sentence]
    assert [(str(formulas["c"]), str(getattr(formulas["e"], "right", ""))) for formulas in remarks] == said


def test_a_call_at_a_larger_size_is_turned_round_for_values_too() -> None:
    assert [str(value.value) for value in evaluate("T(n) = T(2n) + 1, T(1) = 1", [8])] == ["-2"]
