"""A formula with free constants is right where it is every solution, and nothing but solutions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.answers.judging.general_claims import Scope, hold_general
from recur.answers.judging.judging import check
from recur.answers.judging.vanishing import Undetermined, residue_of
from recur.answers.judging.verdict import Standing
from recur.answers.misconceptions.wrong_forms import FORM_MISTAKES
from recur.asymptotics import real_number
from recur.model import RecurError
from recur.model.expressions import Asymptotic, symbols
from recur.numbers import matrices
from recur.parsing import parse, parse_claim, parse_formula
from recur.writers.json.verdict import check_object

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "general_checks.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['recurrence']} | {case['answer']}" for case in CASES])
def test_a_formula_with_constants_is_held_against_all_solutions(case: dict[str, str]) -> None:
    found = check(case["recurrence"], case["answer"])
    assert found.verdict == case["verdict"]
    assert case.get("tag") in (None, *found.notes)


RIGHT = [
    ("a_n = 5a_{n-1} - 6a_{n-2}", "A·2^(n+1) + B·3^(n-1)"),
    ("a_n = 5a_{n-1} - 6a_{n-2} + 2^n", "A·2^n + B·3^n - 2n·2^n"),
    ("a_n = 2a_{n-1} - 4a_{n-2}", "2^n(A cos(nπ/3) + B sin(nπ/3))"),
    ("a_n = 2a_{n-1} - 2a_{n-2}", "A (1+i)^n + B (1-i)^n"),
    ("a_n = a_{n-1} + a_{n-2}", "A φ^n + B·(1-φ)^n"),
    ("T(n) = n T(n-1) + 1", "C n! + n! sum(k=1..n, 1/k!)"),
    ("T(n) = 2T(n/2) + n", "n lg n + C n"),
    ("x(n) = a x(n-1) + n", "C a^n - n/(a-1) - a/(a-1)^2"),
]


@pytest.mark.parametrize("change", ["+ 1", "+ (-1)^n", "+ 1/10^9", "+ D·5^n", "+ floor(n/1000)"])
@pytest.mark.parametrize(("recurrence", "answer"), RIGHT)
def test_what_is_off_however_little_is_never_every_solution(recurrence: str, answer: str, change: str) -> None:
    r = parse(recurrence).recurrences[0]
    claim = parse_claim(f"{answer} {change}", r.variable, functions=frozenset((r.function,)))
    assert hold_general(r, None, claim.body).scope is not Scope.ALL


def test_what_a_wrong_part_leaves_is_told() -> None:
    found = check("a_n = 5a_{n-1} - 6a_{n-2}", "A·2^n + B·3^n + n")
    shown = dict(found.feedback[0].formulas)
    assert (str(shown["p"]), str(shown["r"])) == ("n", "2*n - 7")
    assert "4**n" in str(dict(check("a_n = 5a_{n-1} - 6a_{n-2}", "A·2^n + B·4^n").feedback[0].formulas)["r"])


def test_an_incomplete_formula_is_called_so() -> None:
    assert check("a_n = 5a_{n-1} - 6a_{n-2}", "A·2^n").word == "incomplete"
    assert check("T(n) = 4T(n/2) + n^3", "O(n^4)").word == "not tight"


@pytest.mark.parametrize(
    ("formula", "vanishes"),
    [
        ("(n+1)! - (n+1) n!", True),
        ("(n+1)! - n n!", False),
        ("sum(k=1..n, 1/k!) - sum(k=1..n-1, 1/k!) - 1/n!", True),
        ("H_{n+1} - H_n - 1/(n+1)", True),
        ("F_{n+2} - F_{n+1} - F_n", True),
        ("2^n cos(nπ/3) - 2^n cos(2nπ/6)", True),
        ("φ^n - φ^(n-1) - φ^(n-2)", True),
        ("p^(n+1) - p p^n", True),
        ("n mod 2 - (n+2) mod 2", True),
        ("max(0, n-1000)", False),
    ],
)
def test_a_formula_is_0_by_proof_or_not_said_to_be(formula: str, vanishes: bool) -> None:
    try:
        found = residue_of(parse_formula(formula), "n", range(2, 42)) is None
    except Undetermined:
        found = False
    assert found is vanishes


def test_a_constant_that_stands_before_a_bracket_is_a_factor_unless_it_is_the_function() -> None:
    assert str(parse_claim("A(-2)^n + C_1(3)^n").body) == "A*(-2)**n + C_1*3**n"
    assert symbols(parse_claim("a_n = A((1+√5)/2)^n").body) == {"A", "n"}
    assert check("A(n) = 2A(n-1)", "A(n) = C·2^n").verdict is Standing.CORRECT


def test_constants_that_are_no_factors_are_declined() -> None:
    r = parse("a_n = 5a_{n-1} - 6a_{n-2}").recurrences[0]
    for text in ("A^n", "2^(n+A)", "A·B·2^n", "A^2·2^n", "1/(A·2^n)"):
        assert hold_general(r, None, parse_formula(text)).scope is Scope.OPEN


def test_every_mistake_in_a_form_has_a_case_and_explains_no_right_answer() -> None:
    tags = {mistake.tag for mistake in FORM_MISTAKES}
    assert tags <= {case.get("tag") for case in CASES}
    for case in CASES:
        if case["verdict"] == "correct":
            assert not tags & set(check(case["recurrence"], case["answer"]).notes)


@pytest.mark.parametrize(
    ("recurrence", "answer", "tag"),
    [
        ("a_n = 5a_{n-1} - 6a_{n-2}, a_0 = 1, a_1 = 3", "a_n = (-2)^n", "roots-negated"),  # not with these values
        ("a_n = 5a_{n-1} - 6a_{n-2}", "A·2^n", "multiplicity"),  # there is no multiple root
        ("a_n = 3a_{n-1} - 3a_{n-2} + a_{n-3}", "A + B n", "multiplicity"),  # it is counted twice of three times
        ("a_n = 5a_{n-1} - 6a_{n-2} + 2^n", "A·2^n + B·3^n + n·2^n", "resonance"),  # seen, and badly computed
        ("a_n = 5a_{n-1} - 6a_{n-2} + 4^n", "A·2^n + B·3^n + 4^n", "resonance"),
        ("T(n) = 2T(n-1) + 1, T(0) = 3", "T(n) = 3·2^n + 1", "fitted-too-early"),
    ],
)
def test_a_mistake_is_named_only_where_it_is_true_of_the_answer(recurrence: str, answer: str, tag: str) -> None:
    found = check(recurrence, answer)
    assert found.verdict is not Standing.CORRECT and tag not in found.notes


def test_hints_follow_the_derivation_and_end_before_the_answer() -> None:
    found = check("a_n = 5a_{n-1} - 6a_{n-2} + 2^n, a_0 = 1, a_1 = 2", "a_n = 2^n")
    told = [step.sentence for step in found.hints]
    marks = ("try {power}", "characteristic equation", "roots are", "solution r^n", "try {x}", "Put it into", "system")
    assert len(told) == len(marks) and all(mark in sentence for mark, sentence in zip(marks, told, strict=True))
    assert str(dict(found.hints[4].formulas)["x"]) == "A*n*2**n"
    assert not any(isinstance(formula, Asymptotic) for hint in found.hints for _, formula in hint.formulas)


def test_the_growth_of_a_wrong_formula_is_called_right_only_where_it_is() -> None:
    assert "growth-right" not in check("T(n) = 2T(n-1) + 1, T(0) = 0", "T(n) = -1").notes
    assert "growth-right" in check("T(n) = 2T(n-1) + 1, T(0) = 0", "T(n) = 2^n").notes


def test_the_first_coefficient_that_is_wrong_is_told() -> None:
    found = check("T(n) = T(n-1) + T(n-2), T(0) = 0, T(1) = 1", "G(x) = x/(1-x-x^2) + x^5")
    shown = {name: str(formula) for name, formula in found.feedback[0].formulas}
    assert (shown["p"], shown["c"], shown["t"]) == ("x**5", "6", "T(5) = 5")
    assert [hint.sentence.split()[0] for hint in found.hints] == ["Multiply", "The", "That"]


def test_a_letter_stands_for_a_generating_function_only_beside_a_question() -> None:
    assert parse_claim("G(z) = 1/(1-2z)", functions=frozenset("T")).series == "z"
    assert parse_claim("G(n) = n^2", functions=frozenset("T")).series is None
    with pytest.raises(RecurError):
        parse_claim("G(x) = 1/(1-2x)")


@pytest.mark.parametrize(
    ("entries", "rank"), [("√2 2 1 √2", 1), ("√2 2 1 √3", 2), ("log(2) log(4) 3 6", 1), ("0 √2 0 1", 1)]
)
def test_a_rank_is_full_where_intervals_or_a_proof_tell(entries: str, rank: int) -> None:
    a, b, c, d = (real_number(parse_formula(x)) for x in entries.split())
    assert matrices.rank([[a, b], [c, d]]) == rank


def test_what_was_expected_names_the_constants_and_the_generating_function() -> None:
    general = check_object(check("a_n = 5a_{n-1} - 6a_{n-2}", "A·2^n"))
    assert general["expected"]["exact"] == "C1*2**n + C2*3**n" and general["expected"]["constants"] == ["C1", "C2"]
    assert general["verdict"] == "not tight" and general["score"] == 0.5 and "gf" not in general["expected"]
    series = check_object(check("T(n) = 2T(n-1), T(0) = 1", "G(x) = 1/(1-3x)"))
    assert series["expected"]["gf"] == "1/(1 - 2*x)" and series["interpreted"]["answer"].startswith("G(x) = ")
