"""What a notation writes is read back as the same formula: no bracket is lost, none is misread."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from recur.model.errors import InvalidRecurrence
from recur.model.expressions import (
    ONE,
    TWO,
    Add,
    Apply,
    Asymptotic,
    Call,
    Expr,
    Log,
    Mul,
    N,
    Number,
    Power,
    Range,
    Symbol,
    add,
    divide,
    has_call,
    log,
    mul,
    number,
    power,
    rebuild,
    sqrt,
    subtract,
)
from recur.notation import latex, python, text
from recur.parsing import parse, parse_formula
from tests.random_formulas import NoValue, formulas, value

NOTATIONS: dict[str, Callable[[Expr], str]] = {
    "python": python.echo,  # what is echoed is read back; write has Sum(f, (k, a, b))
    "text": text.write,
    "ascii": lambda x: text.write(x, ascii=True),
    "latex": latex.write,
    "latex inline": lambda x: latex.write(x, inline=True),
}
LOG_N, K = log(N), Symbol("k")


def folded(x: Expr) -> Expr:
    """The formula as the constructors have it, numbers folded: what any reader makes of it."""
    return rebuild(x, folded)


def unrounded(x: Expr) -> Expr:
    """⌊n⌋ as n: the size n of a recurrence is whole."""
    x = rebuild(x, unrounded)
    return x.arguments[0] if isinstance(x, Apply) and x.name in ("floor", "ceiling") and is_whole(x.arguments[0]) else x


def is_whole(x: Expr) -> bool:
    match x:
        case Number(number):
            return number.denominator == 1
        case Add(parts) | Mul(parts):
            return all(map(is_whole, parts))
    return x == N


def read(written: str, with_calls: bool) -> Expr:
    """Read with log for ln: the formulas that are written say of their logs which growth they have, not which base."""
    if with_calls:
        return parse(f"S(n) = {written}; T(n) = n", log="e").named("S").right
    return parse_formula(written, log="e")


def assert_reads_back(x: Expr, notation: str) -> None:
    written = NOTATIONS[notation](x)
    try:
        meant = value(unrounded(folded(x)) if has_call(x) else folded(x))
        back = read(written, has_call(x))
    except (NoValue, InvalidRecurrence):  # log(−1), T(T(n)): readable, but nothing to compare
        return
    assert value(folded(back)) == meant, written


@pytest.mark.parametrize("notation", NOTATIONS)
@given(formulas(functions=("T",)))
def test_any_formula_is_read_back_as_itself(notation: str, x: Expr) -> None:
    assert_reads_back(x, notation)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(
    "formula",
    [
        mul(LOG_N, log(LOG_N)),
        divide(mul(N, LOG_N), log(LOG_N)),
        divide(LOG_N, TWO),
        log(divide(N, TWO)),
        divide(N, mul(LOG_N, log(LOG_N))),
        mul(LOG_N, N),
        power(LOG_N, TWO),
        power(log(LOG_N), TWO),
        log(power(N, TWO)),
        power(LOG_N, add(K, ONE)),
        power(LOG_N, Apply("floor", (N,))),
        power(N, Log(number(3), TWO)),
        mul(power(N, Log(number(3), TWO)), LOG_N),
        power(power(N, TWO), K),
        power(TWO, power(TWO, N)),
        power(power(TWO, K), K),
        power(number("1/2"), N),
        power(number(-1), N),
        subtract(N, subtract(K, ONE)),
        mul(number(-1), add(N, ONE)),
        divide(ONE, divide(N, add(K, ONE))),
        sqrt(add(N, ONE)),
        sqrt(LOG_N),
        log(sqrt(N)),
        Apply("factorial", (mul(TWO, N),)),
        mul(TWO, Apply("factorial", (N,))),
        power(Apply("factorial", (N,)), TWO),
        Apply("factorial", (LOG_N,)),
        log(Apply("factorial", (N,))),
        Apply("factorial", (Apply("factorial", (N,)),)),
        mul(number("0.5"), N, Log(N, Symbol("n_1"))),
        Mul((N, N)),
        mul(N, add(N, ONE), number("1/2")),
        mul(number("1/2"), Call("T", (divide(N, TWO),))),
        add(mul(TWO, Call("T", (add(Apply("floor", (divide(N, TWO),)), number(17)),))), Asymptotic("Θ", N)),
        mul(TWO, power(N, number(-1)), Range("sum", "k", ONE, subtract(N, ONE), Call("T", (K,)))),
        Range("max", "k", ONE, subtract(N, ONE), add(Call("T", (K,)), Call("T", (subtract(N, K),)))),
        Apply("min", (Call("T", (subtract(N, ONE),)), mul(TWO, Call("T", (divide(N, TWO),))))),
        Apply("log_star", (N,)),
        log(Apply("log_star", (N,))),
        Power(Apply("log_star", (N,)), TWO),
    ],
    ids=python.write,
)
def test_every_trap_of_precedence_is_read_back(formula: Expr, notation: str) -> None:
    x = formula
    back = read(NOTATIONS[notation](x), has_call(x))
    assert value(folded(back)) == value(folded(x)), NOTATIONS[notation](x)
