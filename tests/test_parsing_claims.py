"""A claimed bound: its kind, its body, the words people use for it, and the variable it must be in."""

from __future__ import annotations

import re

import pytest

from recur.model.errors import InvalidRecurrence, RecurError, SyntaxProblem
from recur.model.expressions import Symbol
from recur.parsing import parse, parse_claim, parse_claim_on, parse_formula
from recur.parsing.recurrences import claims

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
    ("T(n) <= n^2", "<=", "n^2"),
    ("T(n) >= n^2", ">=", "n^2"),
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
    for relation in ("<=", ">=", "<", ">", "~", "="):
        claim = parse(f"T(n) = 2T(n/2) + n {relation} n^2").recurrences[0].claim
        assert claim is not None and claim.kind == relation


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
    "text", ["", "  ", "Theta(n^2", "O n", "exponential", "O(n) or Ω(n)", "O(T(n/2))", "n < 3", "O(1)^n"]
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


STATED = [
    ("T(n) <= 2n = O(n)", "O n", ["T <= 2*n", "2*n O n"]),
    ("T(n) = 3^n = 2^n - 1", "= 2^n - 1", ["T = 3^n", "3^n = 2^n - 1"]),
    ("n <= T(n) < 2n", "< 2*n", ["T >= n", "T < 2*n"]),
    ("T(n) >= n = Θ(n)", "Ω n", ["T >= n", "n Θ n"]),
    ("n + 1 = O(n^2)", "O n^2", ["T Θ n + 1", "n + 1 O n^2"]),
    ("O(n log n), Ω(n log n)", "O n*log(n)", ["T O n*log(n)", "T Ω n*log(n)"]),
    ("Θ(n) and O(n^2)", "Θ n", ["T Θ n", "T O n^2"]),
    ("both Ω(n) and O(n^2)", "O n^2", ["T Ω n", "T O n^2"]),
    ("(1 + o(1)) n^2", "~ n^2", []),
    ("T(n) <= (1 + o(1)) n^2", "O n^2", []),
    ("f(n) = n, so Θ(n log n)", "Θ n*log(n)", []),
]


@pytest.mark.parametrize(("text", "conclusion", "links"), STATED, ids=[text for text, _, _ in STATED])
def test_every_link_and_every_bound_is_kept_beside_what_is_concluded(
    text: str, conclusion: str, links: list[str]
) -> None:
    def of(said: str) -> tuple[object, str, object]:
        left, kind, body = re.fullmatch(r"(T|.*?) ?(<=|>=|[<>=~ΘOΩoω]) (.*)", said).groups()
        return None if left in ("T", "") else parse_formula(left), kind, parse_formula(body)

    claim = parse_claim(text)
    assert (claim.left, claim.kind, claim.body) == of(conclusion)
    assert [(link.left, link.kind, link.body) for link in claim.beside] == [of(link) for link in links]


@pytest.mark.parametrize(
    ("text", "start", "large"),
    [
        ("T(n) <= 2n for n >= 2", 2, False),
        ("T(n) <= 2n for all n > 2", 3, False),
        ("T(n) <= 2n for n >= 5/2", 3, False),
        ("for n >= 4, T(n) <= n^2", 4, False),
        ("T(n) <= n^2, n >= 4", 4, False),
        ("T(n) <= n^2 whenever 4 <= n", 4, False),
        ("T(n) <= cn for all n >= n_0", None, True),
        ("T(n) <= n for large n", None, True),
        ("T(n) <= n", None, False),
    ],
)
def test_a_claim_says_where_it_begins(text: str, start: int | None, large: bool) -> None:
    claim = parse_claim(text)
    assert (claim.start, claim.large) == (start, large)


@pytest.mark.parametrize(
    ("text", "case", "values"),
    [
        ("Case 2: Θ(n lg n)", "2", {}),
        ("n log n (case 2)", "2", {}),
        ("Θ(n^2) by case 1 of the master theorem", "1", {}),
        ("MT case III: Θ(n^2)", "3", {}),
        ("by the master theorem, case two, Θ(n lg n)", "2", {}),
        ("a=2, b=2, Θ(n log n)", None, {"a": "2", "b": "2"}),
        ("a = 4, b = 2, k = 1: Θ(n^2)", None, {"a": "4", "b": "2", "k": "1"}),
    ],
)
def test_the_reason_that_an_answer_names_is_read_beside_it(text: str, case: str | None, values: dict[str, str]) -> None:
    claim = parse_claim(text)
    assert claim.kind == "Θ" and claim.case == case
    assert {name: str(value) for name, value in claim.values} == values


@pytest.mark.parametrize(
    "text",
    [
        "Õ(n)", "\\tilde{O}(n)", "soft-O(n)", "2^O(n)", "n^{O(1)}", "poly(n)", "polylog(n)", "not O(n)",
        "O(n) but not Θ(n)", "O(n) or O(n^2)", "O(n) Ω(n)", "T(n) != n", "n^2 if n < 5",
        "T(n) <= T(n) >= n", "T(n) >= 2^T(n) <= 2",
    ],
)  # fmt: skip
def test_what_names_no_one_function_is_told_what_it_needs(text: str) -> None:
    with pytest.raises((SyntaxProblem, InvalidRecurrence)) as refused:
        parse_claim(text)
    assert refused.value.place is not None


@pytest.mark.parametrize("text", ["T(m) <= 5m", "T(m) = O(m)", "T(m) = Theta(m)", "T(m) ∈ Θ(m)"])
def test_a_constant_of_the_recurrence_is_no_other_name_for_its_size(text: str) -> None:
    system = parse("T(n) = 2T(n/2) + m, T(1) = 1")
    with pytest.raises(InvalidRecurrence, match="m is a constant of the recurrence"):
        parse_claim_on(system, text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("T(m) <= 5 m lg m", "T(n) <= 5 n lg n"),
        ("T(m) = O(m lg m)", "T(n) = O(n lg n)"),
        ("T(m) = Theta(m lg m)", "T(n) = Theta(n lg n)"),
        ("T(m) = omega(m)", "T(n) = omega(n)"),
    ],
)
def test_a_letter_of_its_own_is_the_size(text: str, plain: str) -> None:
    system = parse("T(n) = 2T(n/2) + n")
    assert parse_claim_on(system, text) == parse_claim_on(system, plain)


@pytest.mark.parametrize("text", ["Theta(31*(n^(log_2 3)))", "T(n) = O(2.5n log n)", "n^2 + 3n", "Ω(sqrt(n))"])
def test_a_text_of_signs_alone_is_not_searched_for_words(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def searched(_: str) -> None:
        raise AssertionError("searched for words")

    found = parse_claim(text)
    monkeypatch.setattr(claims, "refuse_vague", searched)
    assert parse_claim(text) == found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("T(n) log", "log n"), ("O(n) (M.T.)", "O(n)"), ("n^2 (MT)", "n^2"), ("Theta(n^2) case 2", "Θ(n^2)"),
        ("n/a", None), ("N / A", None), ("n ** o(1)", None), ("O(1)^n", None), ("0(n log n)", None), ("(A)", None),
    ],
)  # fmt: skip
def test_a_word_of_single_letters_is_a_word(text: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(RecurError):
            parse_claim(text)
    else:
        assert (parse_claim(text).kind, parse_claim(text).body) == (parse_claim(meant).kind, parse_claim(meant).body)
