"""T(1) = …, S(n) = … and n > 1 begin a statement or a condition of their own where nothing sets them apart."""

from __future__ import annotations

from itertools import product

import pytest

from recur.model.errors import InvalidRecurrence, SyntaxProblem
from recur.parsing import parse
from tests.equal_readings import same

DRIVING = ["n", "n^2 + 1", "2", "1", "n log n", "n²", "Θ(n)", "n!", "2^n", "1/n", "sqrt n", "⌈n/2⌉", "c n"]
FIRST = ["T(1) = 1", "T(1) ≤ 1", "T(1) = Θ(1)", "T(1) = T(2) = 1", "T(0) = 0 T(1) = 3", "T(n) = 1 for n <= 3"]


@pytest.mark.parametrize(("driving", "first"), list(product(DRIVING, FIRST)))
def test_a_first_value_right_behind_the_recurrence_is_no_factor(driving: str, first: str) -> None:
    apart = first.replace("0 T(1)", "0; T(1)")
    assert same(f"T(n) = 2T(n-1) + {driving} {first}", f"T(n) = 2T(n-1) + {driving}; {apart}")
    assert same(f"{first} T(n) = 2T(n-1) + {driving}", f"{apart}; T(n) = 2T(n-1) + {driving}")
    if not first.startswith("T(n)"):  # 2T(n-1) + n T(n) = 1 is an equation in itself
        assert same(f"2T(n-1) + {driving} {first}", f"T(n) = 2T(n-1) + {driving}; {apart}")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("f(n+1)=2f(n)+n^2+1 f(1)=0", "f(n+1) = 2f(n) + n^2 + 1; f(1) = 0"),
        ("a_n=2a_{n-1}+1 a_0=1", "a_n = 2a_{n-1} + 1; a_0 = 1"),
        ("a_n = 2a_{n-1} + 3 a_0 = 1 a_1 = 2", "a_n = 2a_{n-1} + 3; a_0 = 1; a_1 = 2"),
        ("aₙ = 2aₙ₋₁ + 1 a₀ = 1", "a_n = 2a_{n-1} + 1; a_0 = 1"),
        ("F_n = F_{n-1} + F_{n-2} F_0 = 0 F_1 = 1", "F_n = F_{n-1} + F_{n-2}; F_0 = 0; F_1 = 1"),
        ("a[n] = a[n-1] + n a[0] = 1", "a_n = a_{n-1} + n; a_0 = 1"),
        # nothing but a first value can be meant where "= 1" would be left over
        ("T(n)=2T(n/2)+nT(1)=1", "T(n) = 2T(n/2) + n; T(1) = 1"),
        ("T(n)=T(n-1)+2T(0)=1", "T(n) = T(n-1) + 2; T(0) = 1"),
        # a new equation
        ("T(n) = S(n-1) + 1 S(n) = T(n-1)", "T(n) = S(n-1) + 1; S(n) = T(n-1)"),
        ("x(n) = x(n-1) + n y(n+1) = 2x(n) y(0) = 1", "x(n) = x(n-1) + n; y(n+1) = 2x(n); y(0) = 1"),
        ("M_1(n) = 8M_1(n/2) + A_1(n) A_1(n) = 4A_1(n/2) + 1", "M_1(n) = 8M_1(n/2) + A_1(n); A_1(n) = 4A_1(n/2) + 1"),
        ("T(n) = 2T(n/2) + n T(n) = O(n log n)", "T(n) = 2T(n/2) + n = O(n log n)"),
        # a condition
        ("T(n) = 1 n = 1; T(n) = 2T(n/2) + n n > 1", "T(n) = 1 if n = 1; T(n) = 2T(n/2) + n if n > 1"),
        ("T(n) = T(n-1) + 1 n ≥ 2 T(1) = 5", "T(n) = T(n-1) + 1; T(1) = 5"),
        # still a product
        ("T(n) = n T(1) + T(n-1)", "T(n) = n*T(1) + T(n-1)"),
        ("nT(n) = 2T(n-1)", "T(n) = (2/n)*T(n-1)"),
        ("T(n) = n T(n-1) = O(n!)", "T(n) = n*T(n-1) = O(n!)"),
    ],
)
def test_a_statement_begins_where_its_left_side_does(text: str, meaning: str) -> None:
    assert same(text, meaning)


def test_a_bare_right_hand_side_keeps_its_first_values() -> None:
    recurrence = parse("4T(n/2) + n T(1) = 1").recurrences[0]
    assert [condition.high for condition in recurrence.initial] == [1]


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("T(n) = T(n-1) + n, T(0) is 0", "T(n) = T(n-1) + n; T(0) = 0"),
        ("a(n) = 2a(n-1) and a(0) equals 3", "a(n) = 2a(n-1); a(0) = 3"),
        ("T(0) is c and T(n) is 2T(n-1)", "T(0) = c; T(n) = 2T(n-1)"),
        ("T(n) is at most 2T(n/2) + n", "T(n) ≤ 2T(n/2) + n"),
        ("f(n) is at least 2f(n/2) + n", "f(n) ≥ 2f(n/2) + n"),
        ("T(n) is bounded by 2T(n/2) + n", "T(n) ≤ 2T(n/2) + n"),
        ("T(n) = 1 if n is 1, T(n) = T(n-1) + 1 otherwise", "T(n) = 1 if n = 1; T(n) = T(n-1) + 1 otherwise"),
        ("T(n) = O(n log n) where T(n) = 2T(n/2) + n", "T(n) = 2T(n/2) + n = O(n log n)"),
    ],
)
def test_a_verb_between_a_call_and_a_value_is_a_relation(spoken: str, written: str) -> None:
    assert same(spoken, written)


@pytest.mark.parametrize("sign", ["-", "--", "/", "+ n -"])
def test_a_first_value_behind_an_operator_is_asked_for(sign: str) -> None:
    with pytest.raises(InvalidRecurrence, match="stands behind an operator"):
        parse(f"T(n) = T(n-1) + n {sign} T(0) = 0")


@pytest.mark.parametrize(
    "text",
    ["T(n) = T(n-1) + 1,000", "T(n) = T(n-1) + 1,234 n", "T(1) = 1,000; T(n) = T(n-1)", "T(n) = T(n-1), T(1) = 9,999"],
)
def test_a_comma_that_may_mark_thousands_is_asked_about_in_a_first_value_too(text: str) -> None:
    with pytest.raises(SyntaxProblem, match="thousands"):
        parse(text)
    assert same("T(1) = 1,100T(n-1) = T(n)", "T(1) = 1; T(n) = 100T(n-1)")


@pytest.mark.parametrize("text", ["T(n) = 2T(n/2) + n", "a_n = 2a_{n-1} + 1"])
@pytest.mark.parametrize("fence", ["```{}```", "```\n{}\n```", "```latex\n{}\n```", "```math {}```"])
def test_a_fence_on_the_line_of_a_formula_takes_no_letter_of_it(text: str, fence: str) -> None:
    assert same(fence.format(text), text)


def test_a_comma_without_a_blank_ends_a_first_value_where_an_equation_follows() -> None:
    read = parse("F(0)=0,1=F(1); F(n)=F(n-1)+F(n-2)").recurrences[0]
    assert [(c.high, str(c.value)) for c in read.initial] == [(0, "0"), (1, "1")]
