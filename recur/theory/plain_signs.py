"""Signs that can be read off a formula, for all sizes from 1 on: sums and products of nonnegative things, log n."""

from __future__ import annotations

from recur.expressions import Add, Apply, Asymptotic, Call, Constant, Expr, Log, Mul, Number, Power, Symbol


def never_negative(x: Expr) -> bool:
    """Whether x ≥ 0 for all sizes ≥ 1 can be seen from its form."""
    match x:
        case Number(value):
            return value >= 0
        case Add(parts) | Mul(parts):
            return all(map(never_negative, parts))
        case Power(base, _):
            return never_negative(base)
        case Log(argument, base):
            rises = base is None or base == Constant("e") or (isinstance(base, Number) and base.value > 1)
            return rises and _at_least_one(argument)
        case Apply("floor" | "ceiling" | "min" | "max", arguments):
            return all(map(never_negative, arguments))
        case Asymptotic(_, body):
            return never_negative(body)
    return isinstance(x, (Symbol, Constant, Call))


def _at_least_one(x: Expr) -> bool:
    match x:
        case Number(value):
            return value >= 1
        case Add(parts):
            return all(map(never_negative, parts)) and any(map(_at_least_one, parts))
        case Mul(parts):
            return all(map(_at_least_one, parts))
        case Power(base, Number(value)):
            return value >= 0 and _at_least_one(base)
        case Apply("min" | "max", arguments):
            return all(map(_at_least_one, arguments))
    return isinstance(x, (Symbol, Constant)) and x != Constant("euler_gamma")
