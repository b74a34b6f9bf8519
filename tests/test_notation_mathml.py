"""Formulas in MathML: well formed, made of Core elements alone, and read back as what they are."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from fractions import Fraction

import pytest
from hypothesis import given

from recur.model.errors import InvalidRecurrence, SyntaxProblem
from recur.model.expressions import (
    ONE,
    TWO,
    ZERO,
    Add,
    Apply,
    Asymptotic,
    Call,
    Constant,
    Expr,
    Log,
    Mul,
    N,
    Number,
    Power,
    Range,
    Relation,
    Symbol,
    add,
    divide,
    has_call,
    log,
    mul,
    number,
    power,
    sqrt,
    subtract,
)
from recur.model.logarithms import log_means
from recur.notation import mathml
from recur.parsing import parse, parse_formula
from tests.mathml_reader import assert_presentation, seen
from tests.random_formulas import NoValue, formulas, value
from tests.test_notation_round_trip import folded

LOG_N, K, J = log(N), Symbol("k"), Symbol("j")
ALL_KINDS = [
    Apply("floor", (divide(N, TWO),)),
    Apply("ceiling", (sqrt(N),)),
    Apply("abs", (subtract(N, TWO),)),
    Apply("factorial", (add(N, ONE),)),
    Apply("log_star", (N,)),
    Apply("harmonic", (subtract(N, ONE),)),
    Apply("fibonacci", (N,)),
    Apply("max", (N, K)),
    Apply("min", (N, K, ONE)),
    Apply("mod", (N, add(K, ONE))),
    Apply("binomial", (N, K)),
    Power(Apply("sin", (N,)), TWO),
    Apply("cos", (mul(N, Constant("pi")),)),
    Range("sum", "j", ONE, N, power(J, TWO)),
    Range("product", "j", ONE, LOG_N, J),
    Range("max", "j", ZERO, subtract(N, ONE), Call("T", (J,))),
    Range("integral", "u", ONE, N, divide(ONE, Symbol("u"))),
    Asymptotic("Θ", mul(N, LOG_N)),
    Asymptotic("~", divide(N, TWO)),
    Relation("<=", ZERO, Relation("<", K, N)),
    Relation("!=", N, ONE),
    Constant("euler_gamma"),
    Constant("phi"),
    Symbol("alpha_1"),
    Symbol("T_inf"),
    Call("PMS_1", (N,)),
    number(-3),
    Number(Fraction(-51, 100), decimal=True),
    Symbol("<b>&"),
]


def tree(x: Expr, inline: bool = False) -> ElementTree.Element:
    return ElementTree.fromstring(mathml.write(x, inline))


@pytest.mark.parametrize("inline", [False, True], ids=["displayed", "inline"])
@pytest.mark.parametrize("x", ALL_KINDS, ids=str)
def test_every_kind_of_formula_is_well_formed(x: Expr, inline: bool) -> None:
    found = tree(x, inline)
    assert found.tag == "math" and found.get("display") == (None if inline else "block")
    assert_presentation(found)


@pytest.mark.parametrize("inline", [False, True], ids=["displayed", "inline"])
@given(formulas())
def test_any_formula_is_well_formed(inline: bool, x: Expr) -> None:
    assert_presentation(tree(x, inline))


@pytest.mark.parametrize("inline", [False, True], ids=["displayed", "inline"])
@given(formulas(functions=("T",)))
def test_no_bracket_is_lost_and_none_is_misread(inline: bool, x: Expr) -> None:
    written = seen(tree(x, inline))
    try:
        meant = value(folded(x))
        with log_means("e"):
            back = parse(f"S(n) = {written}; T(n) = n").named("S").right if has_call(x) else parse_formula(written)
    except (NoValue, InvalidRecurrence):  # log(−1), T(T(n)): readable, but nothing to compare
        return
    except SyntaxProblem as problem:
        raise AssertionError(f"{written}: {problem.message}") from problem
    assert value(folded(back)) == meant, written


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (mul(N, power(LOG_N, TWO)), r"n  \log^{2}  n"),
        (power(log(LOG_N), TWO), r"(\log  \log  n)^{2}"),
        (mul(LOG_N, log(LOG_N)), r"\log  n \cdot \log  \log  n"),
        (power(N, Log(number(3), TWO)), r"n^{\log_{2}  3}"),
        (power(Log(N, TWO), TWO), r"\log_{2}^{2}  n"),
        (divide(N, LOG_N), r"\frac{n}{\log  n}"),
        (Call("T", (divide(N, TWO),)), "T(n/2)"),
        (Call("T", (Apply("floor", (divide(N, TWO),)),)), r"T(\lfloor n/2 \rfloor )"),
        (power(N, number("3/2")), "n^{3/2}"),
        (Apply("log_star", (N,)), r"\log^{*}  n"),
        (subtract(N, add(K, ONE)), "n-(k+1)"),
        (Asymptotic("Θ", sqrt(N)), r"Θ(\sqrt{n})"),
        (Range("sum", "i", ZERO, subtract(N, ONE), power(TWO, Symbol("i"))), r"\sum_{i=0}^{n-1} 2^{i}"),
        (Relation("<=", Call("T_inf", (N,)), N), "T_{∞} (n)≤n"),
    ],
)
def test_formulas_look_as_they_are_printed(x: Expr, shown: str) -> None:
    assert seen(tree(x)).strip() == shown


def test_fractions_stay_on_the_line_in_a_sentence() -> None:
    assert "mfrac" in mathml.write(divide(N, LOG_N)) and "mfrac" not in mathml.write(divide(N, LOG_N), inline=True)
    assert seen(tree(divide(LOG_N, TWO), inline=True)) == r"(\log  n)/2"


def test_brackets_grow_only_around_what_is_tall() -> None:
    tall = mathml.write(Asymptotic("O", divide(N, LOG_N)))
    assert 'stretchy="false"' not in tall
    assert mathml.write(Asymptotic("O", N)).count('stretchy="false"') == 2


def test_minus_signs_are_prefixes_or_stand_between() -> None:
    found = tree(Add((number(-1), Mul((number(-2), N)), K)))
    assert [(sign.text, sign.get("form")) for sign in found.iter("mo") if sign.text in "−+"] == [
        ("−", "prefix"), ("−", "infix"), ("+", "infix"),
    ]  # fmt: skip
