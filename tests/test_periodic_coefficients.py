"""Coefficients that depend on n mod m: closed forms and growths against the values; the brackets that ask for it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from recur.evaluation.evaluator import Evaluator
from recur.model import RecurError, Solution, Unsolved
from recur.parsing import parse
from recur.solving.linear.periodic_coefficients import shortest_recurrence
from recur.solving.solver import solve_all
from recur.verification.agreement import verify_exact
from tests.written import SOLUTION, as_text


def solved(text: str) -> Solution:
    return solve_all(text, None)[-1]


@pytest.mark.parametrize(
    ("text", "bound", "exact"),
    [
        ("f(n) = f(n-1) + 1 if n even, f(n-1) + 2 if n odd, f(0) = 0", "Θ(n)", "3n/2 − (−1)^n / 4 + 1/4"),
        ("f(n) = 2f(n-1) if n is even, f(n-1) + 1 if n is odd, f(0) = 0", "Θ(2^(n/2))", "2^(n/2)"),
        ("f(n) = f(n-1) + n if n mod 3 = 0, f(n-1) otherwise, f(0) = 0", "Θ(n²)", "n²/6"),
        ("f(n) = f(n-1) + f(n-2) if n even, f(n-1) - f(n-2) if n odd, f(0) = 1, f(1) = 1", "Θ(φ^(n/2))", "r^n"),
        ("T(n) = 3[n odd]T(n-1) + 1, T(0) = 0", "Θ(1)", "−3·(−1)^n / 2 + 5/2"),
        ("T(n) = T(n-1) + [n even], T(0) = 0", "Θ(n)", "n/2 + (−1)^n / 4 − 1/4"),
        ("T(n) = 2T(n-1) + n*[n odd], T(0) = 0", "Θ(2^n)", "(−1)^n"),
        ("T(n) = T(n-1) + [3|n], T(0) = 0", "Θ(n)", "n/3"),
        ("f(n) = -f(n-1) if n even, f(n-1) if n odd, f(0) = 0", "f(n) = 0", "f(n) = 0"),
        ("f(n) = f(n-1) if n even, 0*f(n-1) if n odd, f(0) = 5", "f(n) = 0", "for n ≥ 1"),
    ],
)
def test_the_closed_form_holds(text: str, bound: str, exact: str) -> None:
    found = solved(text)
    assert found.exact is not None and found.exact_verification.status == "checked"
    shown = as_text(SOLUTION)((found,))
    assert bound in shown and exact in shown


def test_random_recurrences_keep_their_values_far_out() -> None:
    rng = random.Random(21)
    count = 0
    for _ in range(24):
        period, reach = rng.choice([2, 2, 3]), rng.choice([1, 1, 2])
        cases = []
        for rest in range(period):
            terms = [f"{rng.choice([1, 1, 2, -1, 3])}*f(n-{d})" for d in range(1, reach + 1) if rng.random() < 0.8]
            driver = rng.choice([[], ["n"], ["-2"], ["n^2"]])
            cases.append(f"{' + '.join([*terms, *driver]) or 'f(n-1)'} if n mod {period} = {rest}")
        first = ", ".join(f"f({k}) = {rng.choice([0, 1, 2, -1])}" for k in range(reach))
        try:
            found = solved(f"f(n) = {', '.join(cases)}, {first}")
        except Unsolved:
            continue
        if found.exact is None or found.where or found.system is None:
            continue
        count += 1
        assert verify_exact(found.system, "f", found.exact, range(60, 72)).status == "checked"
    assert count > 12


def test_the_shortest_recurrence_is_found() -> None:
    values = [Fraction(x) for x in (0, 1, 1, 2, 3, 5, 8, 13, 21, 34)]
    assert shortest_recurrence(values) == ([1, 1], 2)
    assert shortest_recurrence([Fraction(5), *[Fraction(0)] * 7])[1] == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("f(n) = f(n-1) + 1/n if n even, f(n-1) if n odd, f(0) = 5", "1/n is no polynomial in n"),
        ("f(n) = n*f(n-1) if n even, f(n-1) if n odd, f(0) = 5", "has none"),
        ("f(n) = f(n-1) + 1 if n even, f(n-1) + 2 if n odd", "the values over a period are not known"),
    ],
)
def test_what_is_not_of_this_kind_is_told_by_its_hypothesis(text: str, reason: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solved(text)
    assert reason in str(refused.value).replace("**(-1)", "") or reason in str(refused.value.reason)


# -- how such an equation is typed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "if n even f(n)=f(n/2) else f(n)=f(n-1)+1, f(0)=0",
        "if n is even f(n)=f(n/2), else f(n)=f(n-1)+1, f(0)=0",
        "f(n)=f(n/2) if 2|n, else f(n)=f(n-1)+1, f(0)=0",
        "f(n)=f(n/2) if 2 | n, f(n-1)+1 otherwise, f(0)=0",
        "f(n)=f(n/2) if $2 \\mid n$ and f(n-1)+1 otherwise, f(0)=0",
        "f(n)=f(n/2) if 2 divides n, f(n-1)+1 otherwise, f(0)=0",
    ],
)
def test_a_parity_may_be_asked_for_in_these_ways(text: str) -> None:
    usual = parse("f(n) = f(n/2) if n is even, f(n-1) + 1 if n is odd, f(0) = 0")
    assert parse(text).recurrences == usual.recurrences


@pytest.mark.parametrize(
    ("bracket", "values"),
    [
        ("[n odd]", [1, 0, 1, 0, 1, 0]),
        ("[n is even]", [0, 1, 0, 1, 0, 1]),
        ("[n mod 3 = 1]", [1, 0, 0, 1, 0, 0]),
        ("[3 | n]", [0, 0, 1, 0, 0, 1]),
        ("[2 \\mid n]", [0, 1, 0, 1, 0, 1]),
        ("[n \\text{ odd}]", [1, 0, 1, 0, 1, 0]),
        ("[n is divisible by 3]", [0, 0, 1, 0, 0, 1]),
        ("[n ≡ 1 (mod 2)]", [1, 0, 1, 0, 1, 0]),
        ("[n % 2 == 1]", [1, 0, 1, 0, 1, 0]),
    ],
)
def test_iversons_brackets_are_1_where_the_condition_holds(bracket: str, values: list[int]) -> None:
    evaluator = Evaluator(parse(f"T(n) = 5T(n-1) + {bracket}, T(0) = 0"))
    at = [evaluator.number("T", n) for n in range(7)]
    assert [at[n] - 5 * at[n - 1] for n in range(1, 7)] == values


@pytest.mark.parametrize("text", ["T(n) = T(n-1) + iverson(n, 2)", "T(n) = T(n-1) + [n odd", "T(n) = T(n-1) + [m odd]"])
def test_other_brackets_are_refused(text: str) -> None:
    with pytest.raises(RecurError):
        parse(text)


# -- polynomials on digits ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("T(n) = 2T(ceil(n/2)) + 2T(floor(n/2)) - [n odd], T(1) = 1", "T(n) = n²    for n ≥ 1"),
        ("f(2n) = 4f(n), f(2n+1) = 4f(n) + 4n + 1, f(0) = 0", "f(n) = n²    for n ≥ 0"),
        ("f(2n) = -f(n) + 3n, f(2n+1) = -f(n) + 3n + 1, f(0) = 0, f(1) = 1", "f(n) = n    for n ≥ 1"),
        (
            "f(3n) = 3f(n) + 2, f(3n+1) = 3f(n) + 3, f(3n+2) = 3f(n) + 4, f(1) = 0, f(2) = 1",
            "f(n) = n − 1    for n ≥ 2",
        ),
    ],
)
def test_a_polynomial_is_proved_digit_by_digit(text: str, exact: str) -> None:
    found = solved(text)
    assert exact in as_text(SOLUTION)((found,))
    assert found.system is not None and found.exact is not None
    assert verify_exact(found.system, found.function, found.exact, [(1 << 200) + 12345]).status == "checked"
