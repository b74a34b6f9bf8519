"""A claimed bound: its kind, its body, the words people use for it, and the variable it must be in."""

from __future__ import annotations

import pytest

from recur.errors import InvalidRecurrence, SyntaxProblem
from recur.expressions import Symbol
from recur.parsing import parse, parse_claim, parse_formula

CLAIMS = [
    ("n log n", "Θ", "n*log(n)"),
    ("2n-1", "Θ", "2*n - 1"),
    ("O(n log n)", "O", "n*log(n)"),
    ("o(n^2)", "o", "n^2"),
    ("Ω(n)", "Ω", "n"),
    ("Omega(n)", "Ω", "n"),
    ("ω(n)", "ω", "n"),
    ("omega(n)", "ω", "n"),
    ("Theta(n)", "Θ", "n"),
    ("θ(n)", "Θ", "n"),
    ("\\Theta(n^{\\log_2 3})", "Θ", "n^(log_2(3))"),
    ("$\\mathcal{O}(n \\lg n)$.", "O", "n*log_2(n)"),
    ("big-O(n^2)", "O", "n^2"),
    ("~ n^2", "~", "n^2"),
    ("T(n) ~ 2n^3", "~", "2*n^3"),
    ("T(n) = O(n^3)", "O", "n^3"),
    ("T(n) ∈ Θ(n)", "Θ", "n"),
    ("T(n) is Θ(n log n)", "Θ", "n*log(n)"),
    ("T(n) = n(n-1)/2", "=", "n*(n-1)/2"),
    ("T(n) <= n^2", "O", "n^2"),
    ("T(n) >= n^2", "Ω", "n^2"),
    ("T(n) = n^2/2 = Θ(n^2)", "Θ", "n^2"),
    ("O(n) + O(1)", "O", "n + 1"),
    ("n·O(log n)", "O", "n*log(n)"),
    ("O(2)^n", "O", "2^n"),
    ("O(φ^n) where φ = (1+√5)/2", "O", "((1+sqrt(5))/2)^n"),
    ("Theta(n^0.694...)", "Θ", "n^0.694"),
    ("constant", "Θ", "1"),
    ("linear", "Θ", "n"),
    ("it is quadratic", "Θ", "n^2"),
    ("linearithmic time", "Θ", "n*log(n)"),
    ("n lg n time", "Θ", "n*log_2(n)"),
    ("Θ(N^2)", "Θ", "n^2"),
    ("O(m + n)", "O", "m + n"),
    ("Theta of n log n", "Θ", "n*log(n)"),
    ("big oh of n^2.", "O", "n^2"),
    ("little o of n^2", "o", "n^2"),
    ("Big-Omega of n", "Ω", "n"),
    ("omega of n", "ω", "n"),
    ("n squared", "Θ", "n^2"),
    ("O of n cubed", "O", "n^3"),
    ("at most n^2", "O", "n^2"),
    ("T(n) is at least n log n", "Ω", "n*log(n)"),
    ("about n^2", "Θ", "n^2"),
    ("on the order of n log n", "Θ", "n*log(n)"),
    ("linear in n", "Θ", "n"),
]


@pytest.mark.parametrize(
    ("text", "function"), [("M(n) = Θ(n^3)", "M"), ("T(n) ~ n", "T"), ("n^2", None), ("O(n)", None)]
)
def test_a_claim_knows_the_function_it_names(text: str, function: str | None) -> None:
    assert parse_claim(text).function == function


def test_what_is_read_in_words_still_shows_its_place() -> None:
    with pytest.raises(SyntaxProblem) as refused:
        parse_claim("Theta of (n log n")
    assert refused.value.place is not None and refused.value.place.column == 10


def test_a_comparison_after_the_right_hand_side_is_a_bound() -> None:
    for relation, kind in (("<=", "O"), (">=", "Ω"), ("~", "~"), ("=", "=")):
        claim = parse(f"T(n) = 2T(n/2) + n {relation} n^2").recurrences[0].claim
        assert claim is not None and claim.kind == kind


@pytest.mark.parametrize(("text", "kind", "body"), CLAIMS)
def test_a_claim_is_a_kind_and_a_body(text: str, kind: str, body: str) -> None:
    claim = parse_claim(text)
    assert claim.kind == kind
    assert claim.body == parse_formula(body)


def test_a_claim_is_in_the_variable_of_its_recurrence() -> None:
    assert parse_claim("linear", "k").body == Symbol("k")
    assert parse_claim("O(n)", "N").body == Symbol("N")
    with pytest.raises(InvalidRecurrence) as refused:
        parse_claim("Theta(m^2)")
    assert refused.value.hint == "did you mean  Theta(n^2) ?"


@pytest.mark.parametrize(
    "text", ["", "  ", "Theta(n^2", "O n", "exponential", "O(n) and Ω(n)", "O(T(n/2))", "n < 3", "O(1)^n"]
)
def test_what_is_no_bound_is_refused(text: str) -> None:
    with pytest.raises((SyntaxProblem, InvalidRecurrence)):
        parse_claim(text)


@pytest.mark.parametrize("text", ["n = 3", "O(n)", "T(n)", "n; m", "n if n > 1", "k = 1..n", "~n"])
def test_a_plain_formula_is_no_equation_and_no_bound(text: str) -> None:
    with pytest.raises((SyntaxProblem, InvalidRecurrence)):
        parse_formula(text)


def test_sizes_are_exact_integers() -> None:
    assert parse_formula("10^18") == parse_formula("1_000_000_000_000_000_000")
