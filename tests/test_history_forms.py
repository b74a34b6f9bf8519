"""Full history of any sign, with and without first values: the closed form has the values that the equation gives."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import islice

import pytest

from recur.evaluation.arithmetic import Compiler
from recur.model import expressions as ex
from recur.parsing import parse_formula
from recur.solving.solver import solve_all
from tests.unrolled_by_hand import equal

FAR = 14
#: weight, lower end, driving function
KINDS = [
    ("1", 0, "n"),
    ("-1", 0, "0"),
    ("-1", 0, "n^2"),
    ("-1", 3, "n^2"),
    ("2", 1, "-2^n"),
    ("-3/2", 0, "(-1)^n"),
    ("1", 4, "0"),
    ("n", 0, "0"),
    ("n-2", 2, "n"),
    ("-n", 1, "1"),
    ("2/n", 0, "n"),
    ("-2/n", 0, "n"),
    ("-3/(n+1)", 0, "1"),
    ("1/n", 1, "-n^2"),
    ("2/(n-1)", 4, "0"),
    ("(n-5)/n", 0, "2"),
]


def at(x: ex.Expr, n: int, letters: Mapping[str, Fraction]) -> object:
    compiler = Compiler("n", letters, 256)
    value = compiler.compile(x)
    compiler.cells[0] = n
    return value()


def values(weight: str, low: int, driving: str, first: Mapping[int, Fraction]) -> dict[int, Fraction]:
    alpha, f = parse_formula(weight), parse_formula(driving)
    known = dict(first)
    for n in range(max(first) + 1, FAR):
        total = sum((known[k] for k in range(low, n)), Fraction(0))
        known[n] = Fraction(at(alpha, n, {})) * total + Fraction(at(f, n, {}))  # type: ignore[arg-type]
    return known


def agrees(text: str, known: Mapping[int, Fraction], letters: Mapping[str, Fraction]) -> None:
    (solution,) = solve_all(text)
    assert solution.exact is not None and solution.exact_domain is not None and set(solution.constants) <= set(letters)
    sizes = [int(n) for n in islice(solution.exact_domain.sizes(), FAR)]
    assert sizes[0] <= max(6, FAR - 6)
    for n in (n for n in sizes if n < FAR):
        assert equal(at(solution.exact, n, letters), known[n]), (text, n)


@pytest.mark.parametrize(("weight", "low", "driving"), KINDS)
@pytest.mark.parametrize("last", [0, 2])
def test_with_first_values(weight: str, low: int, driving: str, last: int) -> None:
    begin = min(low, 1)
    first = {n: Fraction(3 * n * n + 1, 2) for n in range(begin, begin + last + 1)}
    stated = ", ".join(f"x({n}) = {v}" for n, v in first.items())
    known = values(weight, low, driving, first)
    agrees(f"x(n) = ({weight})*sum(k={low}..n-1, x(k)) + {driving}, {stated}", known, {})


@pytest.mark.parametrize(("weight", "low", "driving"), KINDS)
def test_without_first_values_the_first_of_the_sum_is_free(weight: str, low: int, driving: str) -> None:
    free = Fraction(7, 3)
    known = values(weight, low, driving, {low: free})
    agrees(f"x(n) = ({weight})*sum(k={low}..n-1, x(k)) + {driving}", known, {"C_1": free})


@pytest.mark.parametrize(
    ("alpha", "weight", "low", "driving"),
    [("1", "k", 1, "0"), ("-1", "k", 1, "n"), ("1/n", "k", 1, "1"), ("2", "1/k", 1, "-n"), ("n", "(k+1)", 0, "1")],
)
def test_weights_over_the_index_move_into_the_coefficient(alpha: str, weight: str, low: int, driving: str) -> None:
    w = parse_formula(weight, "k")
    known = {low: Fraction(3)}
    for n in range(low + 1, FAR):
        terms = (Fraction(at(ex.substitute(w, "k", ex.number(k)), 0, {})) * known[k] for k in range(low, n))  # type: ignore[arg-type]
        total = Fraction(at(parse_formula(alpha), n, {})) * sum(terms, Fraction(0))  # type: ignore[arg-type]
        known[n] = total + Fraction(at(parse_formula(driving), n, {}))  # type: ignore[arg-type]
    agrees(f"x(n) = ({alpha})*sum(k={low}..n-1, ({weight})*x(k)) + {driving}, x({low}) = 3", known, {})


def test_a_value_of_the_sum_that_is_not_stated_is_a_constant() -> None:
    known = values("1", 0, "n", {0: Fraction(5), 1: Fraction(2)})
    agrees("x(n) = sum(k=0..n-1, x(k)) + n, x(1) = 2", known, {"C_1": Fraction(5)})


def test_a_sum_that_ends_earlier_leaves_two_values_free() -> None:
    (solution,) = solve_all("x(n) = sum(k=0..n-2, x(k)) - 3")
    assert solution.constants == ("C_1", "C_2") and solution.exact is not None
    letters = {"C_1": Fraction(4), "C_2": Fraction(1, 3)}
    known = [letters["C_1"], letters["C_2"]]
    for n in range(2, FAR):
        known.append(sum(known[: n - 1], Fraction(0)) - 3)
    assert all(equal(at(solution.exact, n, letters), known[n]) for n in range(2, FAR))
