"""Recurrences by the last digit: bounds exact values bear out, closed forms that equal them, no Θ where none holds."""

from __future__ import annotations

import json
from fractions import Fraction
from math import log
from pathlib import Path
from random import Random
from typing import Any

import pytest

import recur
from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.model import Bounds, Solution, Unsolved
from recur.numbers import certain_digits
from recur.parsing import parse, parse_formula
from recur.solving.solver import solve_all
from recur.verification.agreement import verify_exact
from recur.verification.verify import Refuted, verify

LINES = (Path(__file__).parent / "cases" / "digit_recurrences.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


def proved(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    return solution


def growth(text: str) -> Growth:
    return Growth.of(parse_formula(text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_bounds_are_those_of_the_extreme_digits(case: dict[str, Any]) -> None:
    bounds = proved(case["text"]).bounds
    lower, upper = growth(case["lower"]), growth(case["upper"])
    assert (bounds.lower, bounds.upper) == (lower, upper)
    assert bounds.attained == (lower != upper)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_closed_form_has_the_values_of_the_recurrence(case: dict[str, Any]) -> None:
    solution = proved(case["text"])
    if case.get("no_exact"):
        assert solution.exact is None
        return
    values = Evaluator(parse(case["text"]))
    for n in [*range(solution.exact_domain.first, 300), *(Random(n).randrange(2**n) + 2**n for n in range(8, 90, 7))]:
        assert Formula(solution.exact, "n", {}).at(n) == values.number(solution.function, n)
    if "exact" in case:
        assert status(case["text"], f"= {case['exact']}") == "correct"


def random_recurrence(seed: int) -> str:
    draw = Random(seed)
    base = draw.choice([2, 2, 3, 4])
    same = draw.randint(1, 3) if draw.random() < 0.5 else None
    branches = []
    for digit in range(base):
        a, d = draw.randint(not digit, 3) if same is None else same, draw.randint(0, 4)
        branches.append(f"f({base}n+{digit}) = {a}f(n) + {d}")
    return ", ".join([*branches, *(f"f({t}) = {draw.randint(0, 5)}" for t in range(1, base))])


@pytest.mark.parametrize("seed", range(60))
def test_exact_values_bear_every_bound_out(seed: int) -> None:
    """At sizes up to 2^200 neither T/upper nor T/lower is far from what it was at fewer digits."""
    text = random_recurrence(seed)
    solution, values, draw = proved(text), Evaluator(parse(text)), Random(seed)
    lower, upper = solution.bounds.lower, solution.bounds.upper
    near, far = ([draw.randrange(2**k, 2 ** (k + 1)) for _ in range(40)] + ends(k) for k in (60, 199))
    for n in (*near, *far):
        assert values.number("f", n) >= 0
    if upper.is_zero:
        assert not any(values.number("f", n) for n in far)
        return
    assert ratios(values, upper, far)[1] <= 1.5 * ratios(values, upper, near)[1]
    if not lower.is_zero:
        assert ratios(values, lower, far)[0] >= ratios(values, lower, near)[0] / 1.5


def random_neighbours(seed: int) -> str:
    draw = Random(1000 + seed)
    base = draw.choice([2, 2, 3])
    branches = []
    for digit in range(base):
        a, c = draw.randint(0, 2), draw.randint(0, 2)
        branches.append(f"f({base}n+{digit}) = {max(a, 1 - c)}f(n) + {c}f(n{draw.choice(['+1', '-1'])})")
    return ", ".join([*branches, *(f"f({t}) = {draw.randint(1, 3)}" for t in range(4))])


@pytest.mark.parametrize("seed", range(25))
def test_exact_values_bear_the_bounds_of_neighbouring_calls_out(seed: int) -> None:
    text = random_neighbours(seed)
    try:
        bounds: Bounds | None = proved(text).bounds
    except Unsolved as unsolved:
        bounds = unsolved.bounds
    assert bounds is not None and bounds.lower is not None and bounds.upper is not None
    values, draw = Evaluator(parse(text)), Random(seed)
    near, far = ([draw.randrange(2**k, 2 ** (k + 1)) for _ in range(40)] + ends(k) for k in (60, 199))
    assert ratios(values, bounds.upper, far)[1] <= 2 * ratios(values, bounds.upper, near)[1]
    assert ratios(values, bounds.lower, far)[0] >= ratios(values, bounds.lower, near)[0] / 2


def ends(k: int) -> list[int]:
    return [base**j - digit for base in (2, 3, 4) for j in [int(k / log(base, 2)) + 1] for digit in (0, 1)]


def ratios(values: Evaluator, of: Growth, sizes: list[int]) -> tuple[float, float]:
    formula, found = Formula(of.expression(), "n", {}), []
    for n in sizes:
        g = formula.at(n)
        bound = g if isinstance(g, int | Fraction) else Fraction(certain_digits(g, 12))
        found.append(float(Fraction(values.number("f", n)) / bound))
    return min(found), max(found)


def status(text: str, claim: str) -> str:
    return str(recur.check(text, claim).verdict)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("O(n)", "correct"),
        ("Omega(1)", "correct"),
        ("o(n^2)", "correct"),
        ("O(n^2)", "not tight"),
        ("O(log n)", "wrong"),
        ("Omega(log n)", "wrong"),
        ("Theta(n)", "wrong"),
        ("Theta(1)", "wrong"),
        ("Theta(sqrt(n))", "wrong"),
        ("o(n)", "wrong"),
        ("omega(1)", "wrong"),
    ],
)
def test_a_claim_between_bounds_that_are_attained_is_false(claim: str, said: str) -> None:
    assert status("f(2n) = 2f(n) - 1, f(2n+1) = 2f(n) + 1, f(1) = 1", claim) == said


def test_nothing_bounds_from_below_what_is_0_again_and_again() -> None:
    ruler = "r(2n) = r(n) + 1, r(2n+1) = 0, r(1) = 0"
    assert {status(ruler, claim) for claim in ("Omega(1)", "omega(1)", "Theta(1)")} == {"wrong"}
    assert status(ruler, "O(log n)") == "correct"


@pytest.mark.parametrize(
    ("text", "claim", "said"),
    [
        ("f(2n) = 2f(n) - 1, f(2n+1) = 2f(n) + 1, f(1) = 1", "Theta(n)", "No Θ holds for all sizes"),
        ("r(2n) = r(n) + 1, r(2n+1) = 0, r(1) = 0", "Omega(1)", "is 0 again and again"),
        ("T(n) = T(n-1)/2, T(0) = 0", "Omega(1)", "is 0 again and again"),
    ],
)
def test_prove_says_of_a_false_claim_why_it_is_false(text: str, claim: str, said: str) -> None:
    """And not what keeps the other side from being proved."""
    proof = recur.prove(text, claim)
    assert proof.refuted and said in str(proof.refused[0])
    assert all("do not stand in sums" not in str(each) for each in proof.refused)


def test_the_table_beside_a_claim_holds_both_ends_of_a_number_of_digits() -> None:
    verdict = recur.check("f(2n) = 2f(n) - 1, f(2n+1) = 2f(n) + 1, f(1) = 1", "o(n)")
    assert [(row.size, row.value) for row in verdict.table][:4] == [
        ("8", "1"),
        ("15", "15"),
        ("64", "1"),
        ("127", "127"),
    ]
    assert "base-ignored" not in verdict.notes


def test_a_bound_that_repeated_digits_leave_is_refuted() -> None:
    system = parse("f(2n) = 2f(n) - 1, f(2n+1) = 2f(n) + 1, f(1) = 1")
    one, linear, root = (parse_formula(x) for x in ("1", "n", "sqrt(n)"))
    assert verify(system, "f", one, linear).status == "checked"
    for lower, upper in ((linear, linear), (one, root), (root, linear)):
        with pytest.raises(Refuted):
            verify(system, "f", lower, upper)


@pytest.mark.parametrize(
    "text",
    [
        "f(2n) = f(n) - 1, f(2n+1) = f(n), f(1) = 1",
        "f(2n) = f(n) + n, f(2n+1) = f(n) - n, f(1) = 9",
        "f(2n) = 3f(n) + n - 1000000, f(2n+1) = 3f(n) + n - 1000000, f(1) = 499998",
        "f(2n) = -f(n), f(2n+1) = -f(n) + 1, f(1) = 1",
        "T(n) = T(floor(n/2)) - mod(n, 2), T(1) = 5",
        "T(n) = 2T(floor(n/2)) - n, T(1) = 5",
        "T(n) = 2T(floor(n/2)) - n^2 + 1, T(1) = 5",
        "T(n) = -2T(floor(n/2)), T(1) = 1",
    ],
)
def test_what_no_bound_is_known_of_has_its_sum_along_the_digits(text: str) -> None:
    found = proved(text)
    assert found.bounds == Bounds(None, None) and found.exact is not None
    assert found.exact_verification.status == "checked" and found.system is not None
    assert verify_exact(found.system, found.function, found.exact, [(1 << 90) + 12345, 10**30]).status == "checked"


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("f(2n) = f(n)*f(n), f(2n+1) = f(n), f(1) = 2", "calls with constant factors"),
        ("f(2n) = f(n) - f(n+1), f(2n+1) = f(n), f(1) = 1, f(2) = 1", "calls that are added"),
        ("f(2n) = f(n) + log n, f(2n+1) = f(n), f(1) = 1", "a polynomial beside the calls"),
        ("f(2n) = 2f(n) + n - 2, f(2n+1) = 3f(n) + n - 1", "drivers that are not negative"),
        ("f(2n) = f(n) + n, f(2n+1) = 2f(n), f(1) = c", "positive first values"),
        (
            "f(4n) = f(2n), f(4n+1) = f(2n), f(4n+2) = f(2n), f(4n+3) = f(2n) + 1, f(1) = 1",
            "remainders that divide the base",
        ),
    ],
)
def test_what_is_not_bounded_names_the_hypothesis(text: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    assert hypothesis in {r.hypothesis for r in refused.value.refusals if r.method == "k-regular sequence"}


def test_steps_and_halves_in_one_branch_are_told_to_be_read_and_not_solved() -> None:
    with pytest.raises(Unsolved, match="is at no size m"):
        solve_all("f(n) = f(n-1) + 1 if n is even, f((n-1)/2) + 2 if n is odd, f(0) = 0", None)


def linear_in_letters(seed: int) -> tuple[str, dict[str, int]]:
    """A random recurrence with letters for some drivers and first values, and numbers for them."""
    draw = Random(2000 + seed)
    base, letters = draw.choice([2, 2, 3]), list("abcdghpq")
    numbers: dict[str, int] = {}

    def part() -> str:
        if draw.random() < 0.4:
            return str(draw.randint(-3, 4))
        letter = letters.pop(0)
        numbers[letter] = draw.randint(-9, 9)
        return draw.choice([letter, f"2{letter}", f"{letter} + 1", f"{letter}/3"])

    same = draw.randint(1, 3)
    branches = [f"f({base}n+{digit}) = {same}f(n) + {part()}" for digit in range(base)]
    return ", ".join([*branches, *(f"f({t}) = {part()}" for t in range(1, base))]), numbers


@pytest.mark.parametrize("seed", range(40))
def test_letters_have_a_part_each(seed: int) -> None:
    text, numbers = linear_in_letters(seed)
    if not numbers:
        return
    exact = proved(text).exact
    assert exact is not None
    values = Evaluator(parse(text), constants={name: Fraction(x) for name, x in numbers.items()})
    form = Formula(exact, "n", {name: Fraction(x) for name, x in numbers.items()})
    for n in (*range(1, 40), 2**20 - 1, 3**15 + 7):
        assert form.at(n) == values.number("f", n)


def test_what_is_not_linear_in_the_letters_has_no_form_over_them() -> None:
    for text in (
        "f(1) = a, f(2n) = 2f(n) + a^2, f(2n+1) = 2f(n)",
        "f(1) = 1, f(2n) = a*f(n) + b, f(2n+1) = 2f(n)",
        "f(1) = 1, f(2n) = 2f(n) + a*b, f(2n+1) = 2f(n)",
    ):
        try:
            exact = proved(text).exact
        except Unsolved:
            continue
        assert exact is None


SIGNED = [
    ("a(2n) = a(n), a(2n+1) = 1 - a(n), a(0) = 0", None, "1"),
    ("a(2n) = a(n), a(2n+1) = -a(n), a(0) = 1", None, "1"),
    ("a(2n) = a(n), a(2n+1) = 3 - a(n), a(0) = 1", "1", "1"),
    ("a(3n) = 5 - a(n), a(3n+1) = a(n), a(3n+2) = 3, a(1) = 2, a(2) = 3", "1", "1"),
    ("a(2n) = 3 - a(n), a(2n+1) = 5 - a(n), a(1) = 1", None, None),
    ("a(2n) = -2a(n), a(2n+1) = 3a(n), a(1) = 1", None, None),
]


@pytest.mark.parametrize(("text", "lower", "upper"), SIGNED, ids=[text for text, _, _ in SIGNED])
def test_signs_leave_finitely_many_values_or_a_form(text: str, lower: str | None, upper: str | None) -> None:
    solution = proved(text)
    assert solution.bounds.lower == (None if lower is None else growth(lower))
    assert solution.bounds.upper == (None if upper is None else growth(upper))
    values = Evaluator(parse(text))
    if solution.exact is not None:
        for n in (*range(1, 60), 2**40 - 1, 3**30 + 7):
            assert Formula(solution.exact, "n", {}).at(n) == values.number("a", n)


@pytest.mark.parametrize("seed", range(40))
def test_random_signs_are_never_told_a_wrong_bound(seed: int) -> None:
    draw = Random(3000 + seed)
    branches = [f"f(2n+{digit}) = {draw.choice([-2, -1, -1, 1, 1])}f(n) + {draw.randint(-2, 3)}" for digit in (0, 1)]
    text = ", ".join([*branches, f"f(1) = {draw.randint(-2, 3)}"])
    try:
        solution = proved(text)
    except Unsolved:
        return
    values = Evaluator(parse(text))
    sizes = [*range(1, 200), *(draw.randrange(2**k) + 2**k for k in range(8, 200, 9))]
    if solution.exact is not None:
        assert all(Formula(solution.exact, "n", {}).at(n) == values.number("f", n) for n in sizes)
    if solution.bounds.upper == growth("1"):
        assert max(abs(values.number("f", n)) for n in sizes) <= 300
    if solution.bounds.lower == growth("1"):
        assert min(values.number("f", n) for n in sizes) > 0
