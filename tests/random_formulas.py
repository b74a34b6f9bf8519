"""Random formulas, and an exact value for each: two readings of one text are compared by it.

Addition, multiplication and small whole powers mean what they say. Logarithms, roots and the rest are stood
in for by fixed rational functions: any will do to see whether brackets were lost, as long as both sides
use the same, and as long as they obey the laws that the notations rely on (x^−q = 1/x^q, √x = x^(1/2),
log_b x = ln x / ln b).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

from recur.model.expressions import (
    Add,
    Apply,
    Asymptotic,
    Call,
    Constant,
    Expr,
    Log,
    Mul,
    Number,
    Power,
    Range,
    Relation,
    Symbol,
)

EULER, HALF = Fraction(19, 7), Fraction(1, 2)
VALUES = {"n": Fraction(11, 3), "k": Fraction(5), "c": Fraction(2, 9), "n_1": Fraction(13, 8)}


class NoValue(ArithmeticError):
    """A division by zero somewhere: the formula says nothing about brackets."""


def raised(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent < 0:
        return 1 / nonzero(raised(base, -exponent))
    if exponent.denominator == 1 and exponent <= 4 and base.numerator.bit_length() < 400:
        return base**exponent.numerator
    return rational("power", base % 1000003, exponent % 1000003)


def nonzero(value: Fraction) -> Fraction:
    if not value:
        raise NoValue
    return value


def rational(name: str, *arguments: Fraction) -> Fraction:
    """A value that depends on the name and on each argument in its place."""
    total = Fraction(sum(map(ord, name)), 7)
    for argument in arguments:
        total = (total * 3 + argument * 5 + 2) / (argument * argument + 11)
        total = Fraction(total.numerator % 10**9 + 1, total.denominator % 10**9 + 1)
    return total


FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "floor": lambda x: Fraction(floor(x)),
    "ceiling": lambda x: Fraction(ceil(x)),
    "abs": abs,
    "max": max,
    "min": min,
}


def logarithm(argument: Fraction, base: Fraction | None = None) -> Fraction:
    natural = rational("log", argument)
    return natural if base is None or base == EULER else natural / nonzero(rational("log", base))


CONSTANTS = {
    "e": EULER,
    "pi": Fraction(22, 7),
    "phi": (1 + raised(Fraction(5), HALF)) / 2,
    "euler_gamma": Fraction(4, 7),
}


def value(x: Expr, names: dict[str, Fraction] = VALUES) -> Fraction:
    def of(part: Expr) -> Fraction:
        return value(part, names)

    match x:
        case Number(number):
            return number
        case Symbol(name):
            return names[name]
        case Constant(name):
            return CONSTANTS[name]
        case Add(terms):
            return sum(map(of, terms), Fraction(0))
        case Mul(factors):
            product = Fraction(1)
            for factor in factors:
                product *= of(factor)
            return product
        case Power(base, exponent):
            return raised(of(base), of(exponent))
        case Log(argument, None):
            return logarithm(of(argument))
        case Log(argument, base):
            return logarithm(of(argument), of(base))
        case Apply(name, arguments):
            known = FUNCTIONS.get(name)
            return known(*map(of, arguments)) if known else rational(name, *map(of, arguments))
        case Call(function, arguments):
            return rational(f"call {function}", *map(of, arguments))
        case Asymptotic(kind, body):
            return rational(f"growth {kind}", of(body))
        case Range(op, index, low, high, body):
            inside = names | {index: Fraction(3, 4)}
            return rational(f"range {op}", of(low), of(high), value(body, inside))
        case Relation(op, left, right):
            return rational(f"relation {op}", of(left), of(right))
    raise TypeError(x)


numbers = st.builds(
    Number,
    st.one_of(st.integers(-9, 12).map(Fraction), st.sampled_from([HALF, Fraction(3, 2), Fraction(-2, 3)])),
)
decimals = st.builds(Number, st.sampled_from([Fraction(51, 100), Fraction(5, 2), Fraction(-1, 4)]), st.just(True))
symbols = st.builds(Symbol, st.sampled_from(["n", "n", "k", "c", "n_1"]))
leaves = st.one_of(
    symbols, symbols, numbers, decimals, st.sampled_from([Constant("pi"), Constant("phi"), Constant("e")])
)


def formulas(functions: tuple[str, ...] = ("T", "T_1")) -> st.SearchStrategy[Expr]:
    """Formulas of the shapes that a notation knows, with calls of these functions."""

    def larger(part: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        several = st.lists(part, min_size=2, max_size=3).map(tuple)
        single = part.map(lambda argument: (argument,))
        return st.one_of(
            st.builds(Add, several),
            st.builds(Mul, several),
            st.builds(Mul, several),
            st.builds(Power, part, part),
            st.builds(Power, part, st.sampled_from([Number(Fraction(-1)), Number(Fraction(2)), Number(HALF)])),
            st.builds(Log, part),
            st.builds(Log, part, st.one_of(st.just(Number(Fraction(2))), symbols)),
            st.builds(Apply, st.sampled_from(["floor", "ceiling", "factorial", "log_star"]), single),
            st.builds(Apply, st.sampled_from(["max", "min"]), several),
            st.builds(Call, st.sampled_from(functions), single),
        )

    return st.recursive(leaves, larger, max_leaves=12)
