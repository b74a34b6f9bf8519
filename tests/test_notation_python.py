"""The Python notation: what is written has the value of the formula, by Python's own rules of precedence."""

from __future__ import annotations

import ast
from fractions import Fraction

import pytest
from hypothesis import given

from recur.model.expressions import (
    MINUS_ONE,
    ONE,
    TWO,
    Apply,
    Asymptotic,
    Call,
    Constant,
    Expr,
    Log,
    N,
    Number,
    Power,
    Relation,
    add,
    divide,
    log,
    mul,
    number,
    power,
    sqrt,
    subtract,
)
from recur.notation.python import write
from tests import random_formulas
from tests.random_formulas import (
    CONSTANTS,
    EULER,
    HALF,
    VALUES,
    NoValue,
    formulas,
    logarithm,
    raised,
    rational,
    value,
)

OPERATORS = {
    ast.Add: lambda x, y: x + y,
    ast.Sub: lambda x, y: x - y,
    ast.Mult: lambda x, y: x * y,
    ast.Div: lambda x, y: x / random_formulas.nonzero(y),
    ast.Pow: raised,
}
CALLED = {
    "log": logarithm,
    "sqrt": lambda x: raised(x, HALF),
    "exp": lambda x: raised(EULER, x),
    "Max": max,
    "Min": min,
    "Abs": abs,
    "floor": random_formulas.FUNCTIONS["floor"],
    "ceiling": random_formulas.FUNCTIONS["ceiling"],
}


def python_value(node: ast.AST) -> Fraction:
    match node:
        case ast.Expression(body):
            return python_value(body)
        case ast.Constant(int(whole)):
            return Fraction(whole)
        case ast.Name(name):
            return CONSTANTS["pi"] if name == "pi" else VALUES[name]
        case ast.UnaryOp(ast.USub(), operand):
            return -python_value(operand)
        case ast.BinOp(left, operator, right):
            return OPERATORS[type(operator)](python_value(left), python_value(right))
        case ast.Call(ast.Name(name), arguments):
            values = [python_value(argument) for argument in arguments]
            known = CALLED.get(name)
            stands_for = f"call {name}" if name.startswith("T") else name
            return known(*values) if known else rational(stands_for, *values)
    raise TypeError(ast.dump(node))


@given(formulas())
def test_what_is_written_has_the_value_of_the_formula(x: Expr) -> None:
    try:
        expected = value(x)
    except NoValue:
        return
    assert python_value(ast.parse(write(x), mode="eval")) == expected


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (add(mul(TWO, Call("T", (divide(N, TWO),))), divide(N, log(N))), "2*T(n/2) + n/log(n)"),
        (power(N, Log(number(3), TWO)), "n**(log(3)/log(2))"),
        (power(N, number("0.51")), "n**(51/100)"),
        (power(Constant("e"), sqrt(N)), "exp(sqrt(n))"),
        (subtract(N, ONE), "n - 1"),
        (power(add(N, ONE), MINUS_ONE), "1/(n + 1)"),
        (Constant("phi"), "(1 + sqrt(5))/2"),
        (mul(TWO, Constant("phi")), "2*((1 + sqrt(5))/2)"),
        (power(MINUS_ONE, N), "(-1)**n"),
        (power(number("1/2"), N), "(1/2)**n"),
        (Asymptotic("Θ", power(log(N), TWO)), "Theta(log(n)**2)"),
        (Asymptotic("Ω", N), "Omega(n)"),
        (Log(N, Constant("e")), "log(n)"),
        (Log(Log(N, TWO), TWO), "log(log(n)/log(2))/log(2)"),
        (Apply("log_star", (N,)), "log_star(n)"),
        (Apply("max", (N, ONE)), "Max(n, 1)"),
        (Call("T∞", (N,)), "T_inf(n)"),
        (Relation("<=", Call("T", (N,)), N), "T(n) <= n"),
    ],
)
def test_a_formula_is_written_as_python_has_it(formula: Expr, written: str) -> None:
    assert write(formula) == written


def test_every_digit_of_a_long_number_is_written() -> None:
    assert write(Number(Fraction(10**9000 + 7))) == "1" + "0" * 8999 + "7"
    assert write(Number(Fraction(-(10**6000)))) == "-1" + "0" * 6000


def test_a_formula_prints_as_python() -> None:
    assert str(Power(N, TWO)) == "n**2"
