"""T = g + O(h) with floors and a base case: judged by the difference T − g, and held against exact values."""

from __future__ import annotations

from fractions import Fraction

import pytest

import recur
from recur.answers.judging.differences import difference_bound
from recur.parsing import parse, parse_formula

TRUE = [
    ("T(n) = 2T(floor(n/2)) + n, T(1) = 1", "n lg n", "n"),
    ("T(n) = T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 4", "n lg n", "n"),
    ("T(n) = 3T(floor(n/2)) + n^2, T(1) = 1", "4n^2", "n^(lg 3)"),
    ("T(n) = 7T(floor(n/2)) + n^2, T(1) = 3", "-4n^2/3", "n^(lg 7)"),
    ("T(n) = T(floor(n/2)) + n, T(1) = 1", "2n", "log n"),
    ("T(n) = 2T(floor(n/2)) + n lg n, T(1) = 0", "n lg^2 n / 2", "n log n"),
]
SIZES = [2**k + d for k in range(3, 200, 7) for d in (-1, 0, 1, 2 ** (k // 2))]


@pytest.mark.parametrize(("recurrence", "main", "rest"), TRUE)
def test_the_difference_is_within_its_bound_at_every_size(recurrence: str, main: str, rest: str) -> None:
    assert recur.check(recurrence, f"{main} + O({rest})").verdict == "correct"
    assert recur.check(recurrence, f"{main} + o({rest})").verdict != "correct"
    solution = recur.solve(recurrence)
    ratios = []
    for n in SIZES:
        left = Fraction(solution.value(n)) - value(main, n)
        ratios.append(abs(left) / value(rest, n))
    assert max(ratios) <= 4 * max(ratios[: len(ratios) // 2])


def value(formula: str, n: int) -> Fraction:
    """The formula at n, to far more digits than the two values differ in."""
    import mpmath

    with mpmath.workdps(120):
        log = mpmath.log
        text = formula.replace("lg^2 n", "lg(n)**2").replace("lg n", "lg(n)").replace("log n", "log(n)")
        text = text.replace("^", "**").replace("lg 3", "lg(3)").replace("lg 7", "lg(7)").replace("n lg", "n*lg")
        text = text.replace("n log", "n*log").replace("2n", "2*n").replace("4n", "4*n")
        shown = eval(text, {"n": mpmath.mpf(n), "log": log, "lg": lambda x: log(x, 2)})
        return Fraction(mpmath.nstr(shown, 110))


@pytest.mark.parametrize(
    "recurrence",
    [
        "T(n) = 2T(floor(n/2)) + Theta(n), T(1) = 1",  # the driving function is not known
        "T(n) = 2T(floor(n/2)) - T(floor(n/4)) + n, T(1) = 1",  # a negative coefficient
        "T(n) = max(k=1..n-1, T(k)) + n, T(1) = 1",
        "T(n) <= 2T(floor(n/2)) + n, T(1) = 1",
    ],
)
def test_nothing_is_proved_where_a_hypothesis_fails(recurrence: str) -> None:
    assert difference_bound(parse(recurrence).recurrences[-1], parse_formula("n lg n")) is None
