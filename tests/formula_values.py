"""Numbers out of formulas, apart from recur's own evaluation: mpmath at high precision."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import mpmath

from recur.model.expressions import Add, Apply, Constant, Expr, Log, Mul, Number, Power, Range, Symbol

FUNCTIONS = {
    "cos": mpmath.cos,
    "sin": mpmath.sin,
    "factorial": mpmath.factorial,
    "harmonic": mpmath.harmonic,
    "fibonacci": lambda n: mpmath.mpf(_fibonacci(int(n))),
}


def _fibonacci(n: int) -> int:
    a, b = 0, 1
    for _ in range(abs(n)):
        a, b = b, a + b
    return a if n >= 0 or n % 2 else -a


def value(x: Expr, symbols: Mapping[str, int | str]) -> tuple[mpmath.mpf, mpmath.mpf]:
    """The value of x and, for the error, the value it would have if nothing cancelled."""
    match x:
        case Number(c):
            number = mpmath.mpf(c.numerator) / c.denominator
            return number, abs(number)
        case Symbol(name):
            number = mpmath.mpf(symbols[name])
            return number, abs(number)
        case Constant(name):
            number = {"e": mpmath.e, "pi": mpmath.pi, "phi": mpmath.phi, "euler_gamma": mpmath.euler}[name] * 1
            return number, abs(number)
        case Add(terms):
            parts = [value(term, symbols) for term in terms]
            return mpmath.fsum(v for v, _ in parts), mpmath.fsum(size for _, size in parts)
        case Mul(factors):
            parts = [value(factor, symbols) for factor in factors]
            return mpmath.fprod(v for v, _ in parts), mpmath.fprod(size for _, size in parts)
        case Power(base, exponent):
            (b, size), (e, _) = value(base, symbols), value(exponent, symbols)
            if e == int(e):
                return b ** int(e), (size ** int(e) if e > 0 else abs(b) ** int(e))
            return mpmath.power(b, e), mpmath.power(abs(b), e)
        case Log(argument, base):
            number = mpmath.log(value(argument, symbols)[0])
            if base is not None:
                number /= mpmath.log(value(base, symbols)[0])
            return number, abs(number)
        case Range("sum" | "product" as op, index, low, high, body):
            bounds = (int(mpmath.nint(value(end, symbols)[0])) for end in (low, high))
            first, last = bounds
            parts = [value(body, {**symbols, index: k}) for k in range(first, last + 1)]
            join = mpmath.fsum if op == "sum" else mpmath.fprod
            return join(v for v, _ in parts), join(size for _, size in parts)
        case Apply("mod", (argument, modulus)):
            number = mpmath.mpf(int(value(argument, symbols)[0]) % int(value(modulus, symbols)[0]))
            return number, abs(number)
        case Apply("binomial", (above, below)):
            number = mpmath.binomial(value(above, symbols)[0], value(below, symbols)[0])
            return number, abs(number)
        case Apply(name, (argument,)):
            number = FUNCTIONS[name](value(argument, symbols)[0])
            return number, max(abs(number), mpmath.mpf(1)) if name in ("cos", "sin") else abs(number)
    raise TypeError(type(x).__name__)


def agrees(x: Expr, symbols: Mapping[str, int | str], expected: Fraction | int) -> bool:
    """Whether x has this value, to 38 of the 50 digits that its symbols are known to."""
    with mpmath.workdps(120):
        found, size = value(x, symbols)
        exact = mpmath.mpf(Fraction(expected).numerator) / Fraction(expected).denominator
        return bool(abs(found - exact) <= (size + abs(exact)) * mpmath.mpf(10) ** -38)


def rational(x: Expr, n: int) -> Fraction | None:
    """The exact value of x at n, None where something in it is irrational."""
    match x:
        case Number(c):
            return c
        case Symbol("n"):
            return Fraction(n)
        case Add(parts) | Mul(parts):
            total = Fraction(isinstance(x, Mul))
            for part in parts:
                found = rational(part, n)
                if found is None:
                    return None
                total = total * found if isinstance(x, Mul) else total + found
            return total
        case Power(base, exponent):
            b, e = rational(base, n), rational(exponent, n)
            return None if b is None or e is None or e.denominator > 1 else b ** int(e)
        case Apply("fibonacci", (argument,)):
            at = rational(argument, n)
            return None if at is None else Fraction(_fibonacci(int(at)))
    return None


def same(x: Expr, symbols: Mapping[str, int | str], n: int, expected: Fraction | int) -> bool:
    """Whether x has this value at n: exactly where it is rational, else to 38 digits."""
    found = rational(x, n)
    return found == expected if found is not None else agrees(x, {**symbols, "n": n}, expected)
