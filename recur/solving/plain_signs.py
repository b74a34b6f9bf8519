"""Signs that can be read off a formula, for all sizes from 1 on: sums and products of nonnegative things, log n."""

from __future__ import annotations

from recur.model.expressions import Add, Apply, Asymptotic, Call, Constant, Expr, Log, Mul, Number, Power, Symbol


def never_negative(x: Expr, variable: str) -> bool:
    """Whether x ≥ 0 for all sizes ≥ 1 of the variable can be seen from its form."""
    match x:
        case Number(value):
            return value >= 0
        case Add((Symbol(name), Number(shift))) if name == variable and shift < 0:
            return shift >= -1  # n − 1
        case Add(parts) | Mul(parts):
            return all(never_negative(part, variable) for part in parts)
        case Power(base, _):
            return never_negative(base, variable)
        case Log(argument, base):
            rises = base is None or base == Constant("e") or (isinstance(base, Number) and base.value > 1)
            return rises and _at_least_one(argument, variable)
        case Apply("floor" | "ceiling" | "min" | "max", arguments):
            return all(never_negative(argument, variable) for argument in arguments)
        case Asymptotic("Θ" | "O" | "Ω", body):
            return never_negative(body, variable)
    return isinstance(x, (Symbol, Constant, Call))


def _at_least_one(x: Expr, variable: str) -> bool:
    match x:
        case Number(value):
            return value >= 1
        case Add(parts):
            return all(never_negative(part, variable) for part in parts) and any(
                _at_least_one(part, variable) for part in parts
            )
        case Mul(parts):
            return all(_at_least_one(part, variable) for part in parts)
        case Power(base, Number(value)):
            return value >= 0 and _at_least_one(base, variable)
        case Apply("min" | "max", arguments):
            return all(_at_least_one(argument, variable) for argument in arguments)
    # An unknown constant is positive, but it may lie below 1.
    return x == Symbol(variable) or (isinstance(x, Constant) and x != Constant("euler_gamma"))
