"""Divide and conquer with any signs: on the powers of b it is a linear recurrence in the exponent."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random

import pytest

import recur
from recur.cli import main
from recur.model import expressions as ex
from recur.notation import text
from recur.parsing import parse
from recur.solving.divide_and_conquer.lattice_recurrences import in_size
from tests.formula_values import agrees

DRIVING = {
    "": lambda n, j: 0,
    " + 1": lambda n, j: 1,
    " - n": lambda n, j: -n,
    " + n*lg(n)": lambda n, j: n * j,
    " - n^2 + 3": lambda n, j: 3 - n * n,
    " + (lg n)^2": lambda n, j: j * j,
}


@pytest.mark.parametrize("seed", range(40))
def test_the_closed_form_has_the_values_at_powers_of_two(seed: int) -> None:
    chance = Random(seed)
    order = chance.randrange(1, 3)
    roots = [chance.choice([1, 2, -1, 4, -2, 3]) for _ in range(order)]
    coefficients = {1: roots[0]} if order == 1 else {1: sum(roots), 2: -roots[0] * roots[1]}
    driving, f = chance.choice(list(DRIVING.items()))
    calls = " + ".join(f"({c})*T(n/{2**i})" for i, c in coefficients.items() if c) or "0"
    first = [chance.randrange(-3, 4) for _ in range(order)]
    stated = ", ".join(f"T({2**j}) = {value}" for j, value in enumerate(first))
    solution = recur.solve(f"T(n) = {calls}{driving}, {stated}")
    values = [Fraction(x) for x in first]
    for j in range(order, 12):
        values.append(sum((c * values[j - i] for i, c in coefficients.items()), Fraction(f(2**j, j))))
    assert solution.exact is not None and solution.exact_verification.status == "checked"
    assert solution.exact_domain is not None
    powers = [j for j in range(order, 12) if 2**j in solution.exact_domain]
    assert len(powers) > 3 and all(agrees(solution.exact, {"n": 2**j}, values[j]) for j in powers)


@pytest.mark.parametrize(
    ("source", "exact"),
    [
        ("T(n) = 2T(n/2) - n, T(1) = 5", "−(log₂ n − 5)·n"),
        ("T(n) = 2T(n/2) - n", "C₁·n − n log₂ n"),
        ("T(n) = 6T(n/2) - 8T(n/4)", "C₁·n + C₂·n²"),
        ("T(n) = 6T(n/2) - 8T(n/4), T(1) = 1, T(2) = 3", "n²/2 + n/2"),
        ("T(n) = 2T(n/2) - T(n/4) + 1, T(1) = 1, T(2) = 2", "(log₂ n)²/2 + log₂ n / 2 + 1"),
        ("T(n) = 3T(n/2) - 2T(n/4) + n", "C₁ + C₂·n + 2n log₂ n"),
        ("T(n) = T(n/2) + T(n/4), T(1) = 1, T(2) = 1", "F_(log₂ n + 1)"),
        ("T(n) = 2T(n/4) - T(n/16) + sqrt(n)", "C₁ + C₂ log₄ n + 4√n"),
        ("T(n) = 5T(n/2) - 6T(n/4) + n, T(n) = 1 for n <= 1", "3n^(log₂ 3) − 2(log₂ n + 1)·n"),
        ("T(n) = 4T(n/2) - 4T(n/4), T(1) = c, T(2) = d", "((−c + d/2) log₂ n + c)·n"),
    ],
)
def test_textbook_signs(source: str, exact: str) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and text.write(solution.exact) == exact
    assert solution.exact_verification.status == "checked"
    assert any("between them" in str(remark) for remark in solution.remarks)


@pytest.mark.parametrize(
    ("source", "exact", "domain"),
    [
        ("T(n) = 2T(n/2) - n, T(3) = 1", "(−3 log₂(n/3) + 1)·n/3", "n = 3·2^j"),
        ("T(n) = 4T(n/2) - n, T(5) = 1", "−4·(n/5)² + n", "n = 5·2^j"),
        ("T(n) = -T(n/3) + 1, T(2) = 4", "7·(−1)^(log₃(n/2)) / 2 + 1/2", "n = 2·3^j"),
        ("T(n) = 2T(n/2) - n, T(6) = 1", "(−3 log₂(n/3) + 7/2)·n/3", "n = 3·2^j"),
    ],
)
def test_the_sizes_are_those_that_the_stated_ones_lead_to(source: str, exact: str, domain: str) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and text.write(solution.exact) == exact
    assert solution.exact_domain is not None and solution.exact_verification.status == "checked"
    assert text.write(solution.exact_domain.formulas()[0]) == domain


@pytest.mark.parametrize(
    "source",
    [
        "T(n) = -2T(n/2) - 5T(n/4) + n, T(1) = 1, T(2) = 2",  # a pair of complex roots
        "T(n) = 5T(n/4) + T(n/16) - 3T(n/64), T(1) = 5, T(4) = 0, T(16) = 5",  # three roots without a short formula
        "T(n) = T(n/2) - 3T(n/4) + 1, T(1) = 3, T(2) = 0",
        "T(n) = -4T(n/2) + 6T(n/4) + 4T(n/8) + 2n - 1, T(1) = 0, T(2) = 5, T(4) = 1",
    ],
)
def test_roots_of_which_digits_are_told_make_a_form_too(source: str) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and solution.where
    assert solution.exact_verification.status == "checked"


def test_values_that_are_missing_are_asked_for() -> None:
    solution = recur.solve("T(n) = 6T(n/2) - 8T(n/4)")
    assert solution.constants == ("C_1", "C_2")
    assert any("T(1)" in str(remark) and "T(2)" in str(remark) for remark in solution.remarks)


@pytest.mark.parametrize("source", ["T(n) = T(n/2) - T(n/3)", "T(n) = 2T(n/2 + 1) - n", "T(n) = 2T(n/2) - 2^n"])
def test_sizes_of_no_common_base_have_no_such_form(source: str) -> None:
    with pytest.raises(recur.RecurError):
        recur.solve(source)


def test_powers_of_the_exponent_are_powers_of_the_size() -> None:
    j, n = ex.Symbol("j"), ex.Symbol("n")
    assert in_size(ex.power(ex.number(4), j), "j", "n", 2) == ex.power(n, ex.TWO)
    assert text.write(in_size(ex.power(ex.number(-1), j), "j", "n", 3)) == "(−1)^(log₃ n)"
    assert in_size(parse("T(n) = 2T(n/2) + n").recurrences[0].driving, "j", "n", 2) == n


@pytest.mark.parametrize(
    ("source", "exact"),
    [
        ("T(n) = 2T(n/2) + n", "C₁·n + n log₂ n"),
        ("T(n) = 7T(n/2) + n^2", "C₁·n^(log₂ 7) − 4n²/3"),
        ("4T(n/2) + 1", "C₁·n² − 1/3"),
    ],
)
def test_the_general_form_is_given_where_it_is_asked_for(source: str, exact: str) -> None:
    plain, general = recur.solve(source), recur.solve(source, general=True)
    assert plain.exact is None and plain.bounds == general.bounds and plain.leading == general.leading
    assert general.exact is not None and text.write(general.exact) == exact
    assert any("give T(1) to fix it" in str(remark) for remark in general.remarks)


def test_json_has_the_general_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "--json", "T(n) = 2T(n/2) + n"]) == 0
    (solution,) = json.loads(capsys.readouterr().out)["solutions"]
    assert solution["constants"] == ["C1"] and solution["theta"] == "n*log(n)"


def test_what_is_hidden_has_no_general_form() -> None:
    assert recur.solve("T(n) = 2T(n/2) + Theta(n)", general=True).exact is None


def test_the_form_on_powers_is_shown_where_the_text_says_that_sizes_are_powers() -> None:
    plain, asked = recur.solve("T(n) = 7T(n/2) + n^2"), recur.solve("T(n) = 7T(n/2) + n^2, where n is a power of 2")
    assert plain.exact is None
    assert str(asked.exact) == "C_1*n**(log(7)/log(2)) - 4*n**2/3"
    assert asked.bounds == plain.bounds
