"""When two readings say the same: whatever the variable is called, and whichever base its logarithms have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from recur.model.expressions import Add, Call, Constant, Expr, Log, Symbol, add, mul, number, rebuild, sqrt
from recur.model.recurrence import Claim, InitialCondition, Recurrence, System
from recur.parsing import parse, parse_claim

CASES = Path(__file__).parent / "cases"
GOLDEN_RATIO = mul(number("1/2"), add(number(1), sqrt(number(5))))


class Notation(NamedTuple):
    """A text as it was found, the same in plain signs, and whether it is whole."""

    text: str
    meaning: str
    kind: str
    form: str


def notations(form: str) -> list[Notation]:
    lines = (CASES / "notations.jsonl").read_text(encoding="utf-8").splitlines()
    return [notation for line in lines if (notation := Notation(**json.loads(line))).form == form]


def neutral(x: Expr, variable: str) -> Expr:
    """The formula in n, functions in small letters, logarithms without a base."""
    match x:
        case Symbol(name):
            return Symbol("n") if name == variable else x
        case Log(argument, _):
            return Log(neutral(argument, variable))
        case Call(function, arguments):
            return Call(function.lower(), tuple(neutral(argument, variable) for argument in arguments))
        case Constant("phi"):
            return GOLDEN_RATIO
    return rebuild(x, lambda child: neutral(child, variable)) if x.children else x


def terms(x: Expr, variable: str) -> frozenset[Expr]:
    plain = neutral(x, variable)
    return frozenset(plain.terms if isinstance(plain, Add) else (plain,))


def claimed(claim: Claim | None, variable: str) -> object:
    return None if claim is None else (claim.kind, neutral(claim.body, variable))


def first_value(condition: InitialCondition, variable: str) -> object:
    low = condition.high if condition.low is None and condition.high == 1 else condition.low
    return condition.function.lower(), low, condition.high, condition.relation, neutral(condition.value, variable)


def said(recurrence: Recurrence) -> object:
    variable = recurrence.variable
    calls = {
        (call.function.lower(), neutral(call.coefficient, variable), neutral(call.argument, variable))
        for call in recurrence.subcalls
    }
    return (
        recurrence.function.lower(),
        recurrence.relation,
        frozenset(calls),
        terms(recurrence.driving, variable),
        frozenset(neutral(term, variable) for term in recurrence.nonlinear),
        frozenset(first_value(condition, variable) for condition in recurrence.initial),
        claimed(recurrence.claim, variable),
    )


def meaning(system: System) -> list[object]:
    return [said(recurrence) for recurrence in system.recurrences]


def same(text: str, plain: str) -> bool:
    """Do two texts state the same system?"""
    return meaning(parse(text)) == meaning(parse(plain))


def same_claim(text: str, plain: str) -> bool:
    """Do two texts claim the same growth, whatever the kind of bound?"""
    return neutral(parse_claim(text).body, "n") == neutral(parse_claim(plain).body, "n")
