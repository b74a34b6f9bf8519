"""Formulas in Python syntax: n**2*log(n), 2*T(n/2) + n, Theta(1). `log` is the natural logarithm.

Numbers stay exact (0.51 is 51/100), a logarithm to another base is a quotient, and names are ASCII.
"""

from __future__ import annotations

from recur.model.expressions import (
    TWO,
    Add,
    Apply,
    Asymptotic,
    ByRemainder,
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
    number,
    rebuild,
)
from recur.model.logarithms import decides_growth, has_unwritten, without_bases
from recur.notation.arrangement import HALF, Level, Piece, integer_digits, quotient, signed_terms

TEN = number(10)
CONSTANTS = {
    "e": Piece("exp(1)", Level.ATOM),
    "pi": Piece("pi", Level.ATOM),
    "phi": Piece("(1 + sqrt(5))/2", Level.PRODUCT),
    "euler_gamma": Piece("EulerGamma", Level.ATOM),
}
KINDS = {"Θ": "Theta", "Ω": "Omega", "ω": "omega"}
FUNCTIONS = {"abs": "Abs", "max": "Max", "min": "Min", "mod": "Mod"}


def write(x: Expr) -> str:
    """The formula in Python syntax."""
    return _write(x, Level.RELATION)


def echo(x: Expr) -> str:
    """The formula as it was read: a log without a base is log2 (or log10) where the base has a meaning."""
    return write(_by_names(x))


def _by_names(x: Expr) -> Expr:
    if not has_unwritten(x) or (isinstance(x, Asymptotic) and x.kind != "~" and not decides_growth(x.body)):
        return without_bases(x)
    if isinstance(x, Log) and x.unwritten:
        name = "log2" if x.base == TWO else "log10" if x.base == TEN else "log"
        return Apply(name, (_by_names(x.argument),))
    return rebuild(x, _by_names)


def _write(x: Expr, least: Level) -> str:
    text, level = _piece(x)
    return text if level >= least else f"({text})"


def _piece(x: Expr) -> Piece:
    match x:
        case Number():
            return _number(x)
        case Symbol(name):
            return Piece(name, Level.ATOM)
        case Constant(name):
            return CONSTANTS[name]
        case Add():
            return _sum(x)
        case Mul():
            return _product(x)
        case Power(base, exponent):
            return _power(base, exponent)
        case Log(argument, base):
            return _logarithm(argument, base)
        case Apply(name, arguments):
            return _applied(FUNCTIONS.get(name, name), arguments)
        case Call(function, arguments):
            return _applied(function.replace("∞", "_inf"), arguments)
        case Asymptotic("~", body):
            return Piece("~" + _write(body, Level.ATOM), Level.POWER)
        case Asymptotic(kind, body):
            return _applied(KINDS.get(kind, kind), (body,))
        case ByRemainder(argument, branches):
            remainder = f"Mod({write(argument)}, {x.modulus})"
            rows = ", ".join(f"({write(branch)}, Eq({remainder}, {r}))" for r, branch in enumerate(branches))
            return Piece(f"Piecewise({rows})", Level.ATOM)
        case Range(op, index, low, high, body):
            return Piece(f"{op}({index}={write(low)}..{write(high)}, {write(body)})", Level.ATOM)
        case Relation(op, left, right):
            return Piece(f"{write(left)} {op} {write(right)}", Level.RELATION)
    raise TypeError(f"not a formula: {type(x).__name__}")


def _number(x: Number) -> Piece:
    value = x.value
    text = integer_digits(value.numerator)
    if value.denominator != 1:
        return Piece(f"{text}/{integer_digits(value.denominator)}", Level.PRODUCT if value > 0 else Level.SUM)
    return Piece(text, Level.ATOM if value >= 0 else Level.SUM)


def _sum(x: Add) -> Piece:
    text = ""
    for negative, term in signed_terms(x):
        # A term that is itself a sum, or starts with a sign, needs brackets after a minus.
        written = _write(term, Level.PRODUCT)
        if not text:
            text = f"-{written}" if negative else written
        else:
            text += f" - {written}" if negative else f" + {written}"
    return Piece(text, Level.SUM)


def _product(x: Expr) -> Piece:
    negative, above, below = quotient(x)
    text = "*".join(_write(factor, Level.POWER) for factor in above) or "1"
    if below:
        bottom = "*".join(_write(factor, Level.POWER) for factor in below)
        text += f"/{bottom}" if len(below) == 1 else f"/({bottom})"
    single = len(above) == 1 and not below
    level = _piece(above[0]).level if single else Level.PRODUCT if above or below else Level.ATOM
    return Piece("-" + text, Level.SUM) if negative else Piece(text, level)


def _power(base: Expr, exponent: Expr) -> Piece:
    if isinstance(exponent, Number):
        if exponent.value == HALF:
            return _applied("sqrt", (base,))
        if exponent.value < 0:
            return _product(Power(base, exponent))
    if base == Constant("e"):
        return _applied("exp", (exponent,))
    return Piece(f"{_write(base, Level.ATOM)}**{_write(exponent, Level.ATOM)}", Level.POWER)


def _logarithm(argument: Expr, base: Expr | None) -> Piece:
    if base is None or base == Constant("e"):
        return _applied("log", (argument,))
    return Piece(f"log({write(argument)})/log({write(base)})", Level.PRODUCT)


def _applied(name: str, arguments: tuple[Expr, ...]) -> Piece:
    return Piece(f"{name}({', '.join(write(argument) for argument in arguments)})", Level.ATOM)
