"""A name that is called, subscripted or given a first value anywhere is a function everywhere, whatever its letter."""

from __future__ import annotations

import string

import pytest

from recur.model.errors import InvalidRecurrence, SyntaxProblem
from recur.model.expressions import Symbol
from recur.parsing import parse
from tests.equal_readings import same

#: Every letter but the variable of the texts below, and those of asymptotic bounds.
LETTERS = [*sorted(set(string.ascii_letters) - set("nNoO")), "σ", "ρ", "φ", "Fib", "MS", "PM_1", "T'", "PM'_2"]

# a text with f for the function, and what it means with T for it
FORMS = [
    ("f(n) - 2f(n-1) + 1 = 0, f(0) = 3", "T(n) = 2T(n-1) - 1, T(0) = 3"),
    ("0 = f(n) - 2f(n-1)", "T(n) = 2T(n-1)"),
    ("n = f(n) - f(n-1)", "T(n) = T(n-1) + n"),
    ("f(n) + n = f(n-1) + 2n", "T(n) = T(n-1) + n"),
    ("f(2n) = f(n) + 1", "T(n) = T(n/2) + 1"),
    ("f(n+1) - f(n-1) = 0, f(0) = 1", "T(n) = T(n-2), T(0) = 1"),
    ("n f(n) = 2 f(n-1)", "T(n) = (2/n) T(n-1)"),
    ("f(n) = 3f(n-1), f(0) = f(1) = 2", "T(n) = 3T(n-1), T(0) = 2, T(1) = 2"),
    ("f(n) = 3f(n-1) f(0) = 1", "T(n) = 3T(n-1), T(0) = 1"),
    ("f[n] - 4f[n-1] = 0; f[0] = 1", "T(n) = 4T(n-1), T(0) = 1"),
]


def named(text: str, name: str) -> str:
    return text.replace("f", name)


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_is_a_function_where_it_is_called(name: str) -> None:
    for text, meaning in FORMS:
        found = parse(named(text, name)).recurrences
        assert len(found) == 1
        assert same(named(text, name), meaning.replace("T", found[0].function)), text


@pytest.mark.parametrize("letter", sorted(set("abcdijklmpqrsxyz")))
def test_a_letter_before_brackets_in_a_driving_term_alone_stays_a_factor(letter: str) -> None:
    assert same(f"T(n) = T(n-1) + {letter}(n-1)", f"T(n) = T(n-1) + {letter}*(n-1)")
    assert same(f"T(n) = T(n-1) + {letter}(n-1) = O(n^2)", f"T(n) = T(n-1) + {letter}*(n-1) = O(n^2)")
    assert same(f"T(n) = {letter}(n-1)T(n-1)", f"T(n) = {letter}*(n-1)*T(n-1)")
    system = f"T(n) = T(n-1) + {letter}(n-1), {letter}(n) = 2"
    assert parse(system).functions == ("T", letter)


@pytest.mark.parametrize("letter", sorted(set("abcdpqrsxyz")))
def test_the_only_letter_before_a_size_in_a_bare_right_hand_side_is_the_function(letter: str) -> None:
    assert same(f"2{letter}(n-1) + 1", f"{letter}(n) = 2*{letter}(n-1) + 1")
    assert same(f"3{letter}(k/2) + k, {letter}(1) = 1", f"{letter}(k) = 3*{letter}(k/2) + k, {letter}(1) = 1")


@pytest.mark.parametrize("text", ["n(n-1) + 1", "3n(n-1)", "a(n-1) + b(n-2)"])
def test_no_function_is_made_up_where_none_or_two_could_be_meant(text: str) -> None:
    with pytest.raises(InvalidRecurrence):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "a(n) = r*a(n-1) + s, a(0) = a0",
        "a_n = 2a_{n-1} - a_{n-2}, a_0 = a0 and a_{1} = a1",
        "x_n = 4x_{n-1} + x0, x_0 = x0",
        "u(n) = u(n-1), u[12] = u12 for short",
    ],
)
def test_a_first_value_may_be_called_by_its_own_name(text: str) -> None:
    r = parse(text).recurrences[0]
    assert [case.value for case in r.initial] == [Symbol(f"{r.function}_{case.high}") for case in r.initial]


@pytest.mark.parametrize("text", ["a(n) = 2a(n-1), a(0) = a1", "a(n) = 2a(n-1) + a0", "a(n) = 2a(n-1), a(0) = a0 + 1"])
def test_a_name_with_digits_that_is_no_value_of_its_own_stays_a_question(text: str) -> None:
    with pytest.raises(SyntaxProblem, match="is no name here"):
        parse(text)


def test_a_value_on_the_left_side_asks_for_subscripts() -> None:
    with pytest.raises(SyntaxProblem) as refused:
        parse("an = 2an-1 + 1 and a0 = 1")
    assert refused.value.hint == "did you mean  a_n = 2a_{n-1} + 1 and a_0 = 1 ?"


def test_the_variable_before_a_bracket_is_a_factor() -> None:
    assert same("T(n) = n(n-1)T(n-1)", "T(n) = n*(n-1)*T(n-1)")
    assert same("T(n) = T(n-1) + n(n-1) = O(n^3)", "T(n) = T(n-1) + n*(n-1) = O(n^3)")
    assert same("na(n) = (n-1)a(n-1) + 2", "n*a(n) = (n-1)*a(n-1) + 2")


def test_a_function_without_brackets_is_refused_and_not_read_as_a_constant() -> None:
    with pytest.raises(SyntaxProblem, match="k is a function"):
        parse("T(n) = k(n) T(n-1) + k")


@pytest.mark.parametrize("name", ["fact", "factorial", "sum", "max", "min", "exp", "log", "FACT", "fibonacci", "prod"])
def test_a_known_function_given_by_its_own_values_is_the_one_that_is_defined(name: str) -> None:
    (found,) = parse(f"{name}(n) = 2{name}(n-1) + n, {name}(0) = 1").recurrences
    assert found.function == name
    assert [str(call.argument) for call in found.subcalls] == ["n - 1"]
    (other,) = parse("T(n) = T(n-1) + log(n-1) + max(n-1, 2) + fact(n-1)").recurrences
    assert {call.function for call in other.subcalls} == {"T"}
