"""Several last digits tell the branch: values against a table, bounds against what comes again and again."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.model import Solution, Unsolved
from recur.parsing import parse_formula
from recur.solving.solver import solve_all

GRAY = "a(2n) = 2a(n) + (n mod 2); a(2n+1) = 2a(n) + ((n+1) mod 2), a(0) = 0"
RUDIN_SHAPIRO = "a(2n) = a(n), a(2n+1) = (-1)^n*a(n), a(0) = 1"


def solved(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    assert (solution.method, solution.case) == ("k-regular sequence", "several digits")
    return solution


def growth(text: str | None) -> Growth | None:
    return None if text is None else Growth.of(parse_formula(text))


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        (GRAY, "n", "n"),
        (RUDIN_SHAPIRO, None, "1"),
        ("a(2n) = a(n), a(4n+1) = 1, a(4n+3) = 0", "0", "1"),
        ("a(2n) = a(n), a(4n+1) = 1, a(4n+3) = 2", "1", "1"),
        ("f(2n) = f(n) + [n odd], f(2n+1) = f(n), f(1) = 1", "1", "log n"),
        (
            "f(4n) = f(2n) + 1, f(4n+1) = f(2n) + 1, f(4n+2) = f(2n+1), f(4n+3) = f(2n+1) + 1, f(1) = 1",
            "log n",
            "log n",
        ),
    ],
)
def test_the_automaton_tells_the_growth(text: str, lower: str | None, upper: str) -> None:
    bounds = solved(text).bounds
    assert (bounds.lower, bounds.upper) == (growth(lower), growth(upper))


def test_gray_codes_and_signs_have_their_values() -> None:
    gray, signs = solved(GRAY).exact, solved(RUDIN_SHAPIRO).exact
    assert gray is not None and signs is not None
    for n in (*range(1, 200), 2**30 - 1, 3**20):
        assert Formula(gray, "n", {}).at(n) == n ^ (n >> 1)
        assert Formula(signs, "n", {}).at(n) == (-1) ** (n & (n >> 1)).bit_count()


def random_case(seed: int) -> tuple[str, list[tuple[int, int]], int, int]:
    """A text, the table (A, D) by the last two digits, the base, and f(1) = f(2) = …"""
    draw = Random(seed)
    base = draw.choice([2, 2, 3])
    kind = draw.choice(["alike", "signs", "zero"])
    a = draw.randint(1, 3)
    choices = {"alike": [a], "signs": [1, -1], "zero": [0, 1]}[kind]
    table = [(draw.choice(choices), draw.randint(0, 2) if kind != "signs" else 0) for _ in range(base * base)]
    first = draw.randint(1, 3)
    branches = [f"f({base * base}n+{w}) = {x}f({base}n+{w // base}) + {d}" for w, (x, d) in enumerate(table)]
    return ", ".join([*branches, *(f"f({t}) = {first}" for t in range(1, base))]), table, base, first


@pytest.mark.parametrize("seed", range(100))
def test_random_brothers_have_the_values_and_bounds_that_are_told(seed: int) -> None:
    text, table, base, first = random_case(seed)
    try:
        solution = solve_all(text, None)[-1]
    except Unsolved:
        return

    def value(n: int) -> int:
        digits = []
        while n >= base:
            digits.append(n)
            n //= base
        x = first
        for size in reversed(digits):
            a, d = table[size % base**2]
            x = a * x + d
        return x

    draw = Random(seed)
    sizes = [*range(1, 120), *(draw.randrange(base**k, base ** (k + 1)) for k in range(6, 60) for _ in range(6))]
    if solution.exact is not None:
        assert all(Formula(solution.exact, "n", {}).at(n) == value(n) for n in sizes[::5])
    lower, upper = solution.bounds.lower, solution.bounds.upper
    far = [abs(value(n)) for n in sizes if n > base**40]
    if upper == growth("1"):
        assert max(far) <= 200
    if lower == growth("1"):
        assert min(far) > 0
    if solution.bounds.theta is not None and solution.bounds.theta == growth("log n"):
        assert min(far) >= 5
    if lower is not None and lower == upper and solution.exact is not None and table[0][0] > 1:
        ratios = [Fraction(value(n), table[0][0] ** (len_digits(n, base))) for n in sizes if n > base]
        assert min(ratios) > 0 and max(ratios) < 50 * min(ratios)


def len_digits(n: int, base: int) -> int:
    length = 0
    while n:
        length, n = length + 1, n // base
    return length


def test_a_branch_that_calls_nothing_is_not_said_to_call() -> None:
    def told(text: str) -> str:
        return solved(text).steps[0].sentence

    assert "each calls" not in told("a(4n) = 1, a(4n+2) = 0, a(2n+1) = a(n)")
    assert "each calls" in told("a(2n) = a(n), a(4n+1) = a(2n), a(4n+3) = -a(2n+1), a(1) = 1")
