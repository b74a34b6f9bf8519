"""Inequalities, chains, remainders and several bounds at once: each judged as it is stated, none taken on trust."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

import recur
from recur.answers.judging.exact_values import Formula
from recur.answers.judging.general_forms import general_form
from recur.answers.judging.judging import judge
from recur.answers.judging.question import Question
from recur.asymptotics.dominance import nonnegative_from
from recur.asymptotics.expansion import expand
from recur.parsing import parse, parse_formula

CLAIMS = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CLAIMS, ids=[f"{case['recurrence']} | {case['answer']}" for case in CLAIMS])
def test_a_claim_is_judged_as_it_is_stated(case: dict[str, object]) -> None:
    found = recur.check(str(case["recurrence"]), str(case["answer"]))
    assert found.verdict == case["verdict"]
    assert set(case["tags"]) <= set(found.notes)


def test_the_smallest_size_that_refutes_is_named() -> None:
    told = recur.check("T(n) = T(n-1) + n, T(0) = 0", "T(n) <= 100n").sentences()
    assert told[0] == "The smallest size that refutes it: T(200) = 20100, and the claim gives 20000."


def test_what_fails_at_first_is_told_from_where_it_is_true_and_only_then() -> None:
    later = recur.check("T(n) = 2T(n/2) + n, T(1) = 1", "T(n) <= 2 n lg n")
    assert "From n = 2 on it is true: say where it begins." in later.sentences()
    assert recur.check("T(n) = 2T(n/2) + n, T(1) = 1", "T(n) <= 2 n lg n for n >= 2").verdict == "correct"
    never = recur.check("T(n) = 2T(n/2) + n, T(1) = 1", "T(n) <= n lg n")
    assert "true-from-some-size" not in never.notes


def test_agreement_at_many_sizes_proves_no_inequality() -> None:
    found = recur.check("T(n) = nT(n-1), T(0) = 1", "T(n) <= n^n")
    assert found.verdict == "undecided" and "not-proved" in found.notes


def test_an_answer_shows_every_link_as_it_was_read() -> None:
    found = recur.check("T(n) = T(n-1) + 2, T(0) = 0", "T(n) <= 2n = O(n)")
    assert found.to_dict()["interpreted"]["stated"] == ["T(n) <= 2*n", "2*n = O(n)"]
    assert "T(n) ≤ 2n,  2n = O(n)" in str(found)


def test_o_and_omega_of_one_growth_are_theta_for_a_rubric() -> None:
    found = recur.check("T(n) = 2T(n/2) + n", "O(n lg n), Ω(n log n)")
    assert found.claim is not None and found.claim.kind == "Θ"


def test_a_chain_at_the_end_of_a_recurrence_is_judged_link_by_link() -> None:
    assert recur.check("T(n) = 2T(n/2) + n = n lg n + n = Θ(n lg n)").verdict == "correct"
    assert recur.check("T(n) = 2T(n/2) + n = n^2 = Θ(n lg n)").verdict == "wrong"
    assert recur.check("T(n) = 2T(n/2) + n <= n^2").verdict == "not tight"


@pytest.mark.parametrize(
    ("recurrence", "form"),
    [
        ("T(n) = 2T(n/2) + n", "n*log_2(n) + C*n"),
        ("T(n) = T(n-1) + n", "n*(n+1)/2 + C"),
        ("T(n) = 3T(n-1) + 2", "3^n - 1 + C*3^n"),
    ],
)
def test_a_general_form_is_the_closed_form_of_every_base_case(recurrence: str, form: str) -> None:
    found = general_form(parse(recurrence).recurrences[0])
    assert found is not None
    assert expand(parse_formula(f"({found}) - ({form})"), "n").is_zero


TERMS = ["n^2", "n", "n log_2(n)", "sqrt(n)", "1", "log_2(n)", "2^n", "n 2^n", "3^n", "(1/2)^n", "n^3", "n^(3/2)"]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(TERMS), st.integers(-60, 60)), min_size=1, max_size=4))
def test_a_sum_is_not_negative_from_where_that_is_said(parts: list[tuple[str, int]]) -> None:
    body = parse_formula(" + ".join(f"({c}) * {term}" for term, c in parts))
    start = nonnegative_from(expand(body, "n"))
    if start is not None:
        formula = Formula(body, "n", {})
        for n in (*range(start, start + 40), 2 * start + 97, 5 * start + 1001):
            value = formula.at(n)
            assert value is not None and not value < 0


#: T(n) exactly, by hand: recurrence, T at whole n, sizes that T has, growth as (c, kind of main term).
HAND = [
    ("T(n) = T(n-1) + {a}, T(0) = {b}", lambda a, b, n: a * n + b),
    ("T(n) = T(n-1) + {a}n, T(0) = {b}", lambda a, b, n: Fraction(a * n * (n + 1), 2) + b),
    ("T(n) = 2T(n-1) + {a}, T(0) = {b}", lambda a, b, n: (a + b) * 2**n - a),
    ("T(n) = 3T(n-1) + {a}, T(0) = {b}", lambda a, b, n: (b + Fraction(a, 2)) * 3**n - Fraction(a, 2)),
]
BOUNDS = [
    ("{c}n + {d}", lambda c, d, n: c * n + d),
    ("{c}n^2 + {d}", lambda c, d, n: c * n * n + d),
    ("{c}*2^n - {d}", lambda c, d, n: c * 2**n - d),
    ("{c}*3^n + {d}n", lambda c, d, n: c * 3**n + d * n),
    ("n^2/{c} + {d}n", lambda c, d, n: Fraction(n * n, c) + d * n),
]
RELATIONS = {"<=": lambda x, y: x <= y, "<": lambda x, y: x < y, ">=": lambda x, y: x >= y, ">": lambda x, y: x > y}
SMALL = st.integers(1, 6)


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(HAND), SMALL, SMALL, st.sampled_from(BOUNDS), SMALL, SMALL, st.sampled_from(sorted(RELATIONS)))
def test_an_inequality_stands_or_falls_with_the_exact_values(hand, a, b, bound, c, d, relation) -> None:
    recurrence, claim = hand[0].format(a=a, b=b), f"T(n) {relation} {bound[0].format(c=c, d=d)}"
    false_at = [n for n in range(120) if not RELATIONS[relation](hand[1](a, b, n), bound[1](c, d, n))]
    found = judge(Question.read(recurrence), claim, with_table=False)
    assert (found.verdict == "wrong") == bool(false_at), (recurrence, claim, false_at[:1])
    if false_at:
        assert f"T({false_at[0]})" in found.sentences()[0]


def test_an_inequality_that_needs_a_lower_order_term_of_its_own_is_proved() -> None:
    """Neither a closed form nor the induction over the claim itself tells it; a stronger one does."""
    assert recur.check("T(n) = T(n-1) + log n, T(1) = 0", "T(n) <= n lg n").verdict == "correct"
