"""A closed form put into its recurrence: coefficients that vanish prove it at every size, for all letters."""

from fractions import Fraction
from itertools import product

import pytest

import recur
from recur.numbers import square_roots as roots
from recur.parsing import parse, parse_formula
from recur.verification.substitution import solves

HOLD = [
    ("a(n) = 5a(n-1) - 6a(n-2) + 2^n", "A*2^n + B*3^n - 2n 2^n"),
    ("a(n) = 4a(n-1) - 4a(n-2)", "(A + B n) 2^n"),
    ("a(n) = a(n-1)/2 + n^2", "A*(1/2)^n + 2n^2 - 4n + 6"),
    ("a(n) = a(n-1) + a(n-2)", "A*fibonacci(n) + B*fibonacci(n+1)"),
    ("a(n) = a(n-1) + a(n-2)", "A*((1+sqrt(5))/2)^n + B*((1-sqrt(5))/2)^n"),
    ("a(n) = a(n-1) - a(n-2)", "A cos(n pi/3) + B sin(n pi/3)"),
    ("a(n) = 2a(n-1) - 2a(n-2)", "2^(n/2) (A cos(n pi/4) + B sin(n pi/4))"),
    ("a(n) = a(n-1) + c, a(0) = b^2", "b^2 + c n"),
    ("a(n) = a(n-1) - c, a(0) = 1", "-c n + 1"),
    ("a(n) = 3a(n-1), a(0) = c - d, a(1) = 3c - 3d", "(c - d) 3^n"),
    ("a(n) = a(n-1)*a(n-2)", "2^(n-n)"),
    ("a(n) = n a(n-1) - n^2 + 2n", "n"),
]
FAIL = [
    ("a(n) = 5a(n-1) - 6a(n-2) + 2^n", "A*2^n + B*3^n + 2n 2^n"),
    ("a(n) = 4a(n-1) - 4a(n-2)", "(A + B n^2) 2^n"),
    ("a(n) = a(n-1) - a(n-2)", "A cos(n pi/4)"),
    ("a(n) = a(n-1) + c, a(0) = b^2", "b + c n"),
    ("a(n) = 2a(n-1)", "0^n"),
    ("a(n) = -a(n-1)", "(-1)^(n/2) + (-1)^(n/2+1)"),  # roots of negative numbers have no one meaning
    ("a(n) = n a(n-1)", "n!"),  # true, and no such sum
    ("a(n) = a(n/2) + 1", "log(n)"),
]


@pytest.mark.parametrize(("recurrence", "form"), HOLD)
def test_a_form_that_holds_is_proved(recurrence: str, form: str) -> None:
    (r,) = parse(recurrence).recurrences
    assert solves(r, parse_formula(form))


@pytest.mark.parametrize(("recurrence", "form"), FAIL)
def test_a_form_that_fails_or_is_no_sum_of_exponentials_is_not_proved(recurrence: str, form: str) -> None:
    (r,) = parse(recurrence).recurrences
    assert not solves(r, parse_formula(form))


@pytest.mark.parametrize("order", [1, 2])
def test_general_solutions_with_roots_of_degree_two_are_proved(order: int) -> None:
    for coefficients in product((-5, -2, 1, 3), repeat=order):
        for driving in ("", " + n 2^n", " - 3 + n"):
            calls = " + ".join(f"({c})*a(n-{i})" for i, c in enumerate(coefficients, 1))
            solution = recur.solve(f"a(n) = {calls}{driving}")
            assert solution.exact_verification.proved, calls + driving


def test_the_document_and_json_say_that_it_is_a_proof() -> None:
    solution = recur.solve("a(n) = 2a(n-1) - 3a(n-2)")
    assert "Proved   for every n: put into the recurrence" in str(solution)
    assert solution.to_dict()["verification"]["proved"] is True
    assert recur.solve("a(n) = n a(n-1)").to_dict()["verification"]["proved"] is False


def test_sums_of_square_roots_are_a_field() -> None:
    numbers = [
        roots.plus(a, roots.times(b, roots.root(d)))
        for a in (0, 2)
        for b in (1, Fraction(-2, 3))
        for d in (-3, 2, 12, -1)
    ]
    numbers += [roots.plus(x, y) for x in numbers[:5] for y in numbers[5:]]
    for x in numbers:
        assert not x or roots.times(x, roots.inverse(x)) == 1
        assert roots.plus(x, roots.times(-1, x)) == 0
        assert roots.raised(x, 5) == roots.times(x, roots.times(roots.times(x, x), roots.times(x, x)))
    assert roots.times(roots.root(-2), roots.root(-8)) == -4
    turn = roots.times(Fraction(1, 2), roots.plus(1, roots.root(-3)))  # on the unit circle
    assert roots.conjugate(turn) == roots.inverse(turn) != turn
    assert roots.length(roots.plus(Fraction(1, 1024), roots.root(3))) == 11
