"""A closed form on classes of sizes: n ≡ r (mod N), where (−1)^n and cos(πn/4) are numbers, and n = m·b^j, where
⌊log_b n⌋ is log_b n less a number. What fails on one class fails for T, since each class goes on for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from math import lcm

from recur.evaluation.equation import straight_line
from recur.model.expressions import (
    Add,
    Apply,
    Constant,
    Expr,
    Log,
    Mul,
    Number,
    Power,
    Symbol,
    add,
    log,
    mul,
    number,
    rebuild,
    subtract,
    symbols,
    walk,
)

MOST = 60  # residues
MULTIPLES = (1, 3, 5, 7)


def residues(x: Expr, variable: str) -> list[tuple[int, int, Expr]]:
    """(r, N, x for n ≡ r mod N) for r = 0 … N − 1; nothing where no part of x is periodic.

    >>> from recur.model.expressions import N, power
    >>> [(r, str(y)) for r, _, y in residues(power(number(-1), N), "n")]
    [(0, '1'), (1, '-1')]
    """
    periods = [p for node in walk(x) if (p := _period(node, variable)) is not None]
    whole = lcm(*periods) if periods else 1
    if not 1 < whole <= MOST:
        return []
    return [(r, whole, _fixed(x, partial(_at_residue, variable=variable, r=r))) for r in range(whole)]


def lattices(x: Expr, variable: str) -> Iterator[tuple[int, int, Expr]]:
    """(m, b, x at n = m·b^j) for a few m, where x holds ⌊log_b n⌋ or ⌈log_b n⌉ for one whole b."""
    bases = {b for node in walk(x) if (b := _rounded_base(node, variable)) is not None}
    if len(bases) == 1:
        (b,) = bases
        for m in MULTIPLES:
            yield m, b, _fixed(x, partial(_at_multiple, variable=variable, b=b, m=m))


def _fixed(x: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    found = change(x)
    if found is not None:
        return found
    return rebuild(x, lambda child: _fixed(child, change)) if x.children else x


def _period(x: Expr, variable: str) -> int | None:
    """The N after which x, a power of −1, a cosine or a remainder, is the same again."""
    match x:
        case Power(Number(base), exponent) if base == -1:
            line = straight_line(exponent, variable)
            if line is not None and line[0] and all(part.denominator == 1 for part in line):
                return 2
        case Apply("cos" | "sin", (angle,)) if variable in symbols(angle):
            turn = _turn(angle, variable)
            if turn is not None and turn[0]:
                return 2 * turn[0].denominator
        case Apply("mod", (argument, Number(m))) if m.denominator == 1 and m > 0:
            line = straight_line(argument, variable)
            if line is not None and line[0].denominator == line[1].denominator == 1:
                return int(m)
    return None


def _turn(angle: Expr, variable: str) -> tuple[Fraction, Fraction] | None:
    """(p, q) of an angle π(pn + q) with rational p and q."""
    terms = angle.terms if isinstance(angle, Add) else (angle,)
    rest = []
    for term in terms:
        factors = term.factors if isinstance(term, Mul) else (term,)
        others = [factor for factor in factors if factor != Constant("pi")]
        if len(others) != len(factors) - 1:
            return None
        rest.append(mul(*others) if others else number(1))
    return straight_line(add(*rest), variable)


def _at_residue(x: Expr, variable: str, r: int) -> Expr | None:
    if _period(x, variable) is None:
        return None
    match x:
        case Power(_, exponent):
            line = straight_line(exponent, variable)
            assert line is not None
            return number(-1 if int(line[0] * r + line[1]) % 2 else 1)
        case Apply("mod", (argument, Number(m))):
            line = straight_line(argument, variable)
            assert line is not None
            return number((line[0] * r + line[1]) % m)
        case Apply(name, (angle,)):
            turn = _turn(angle, variable)
            assert turn is not None
            share = (turn[0] * r + turn[1]) % 2
            if name == "sin":
                share = (share - Fraction(1, 2)) % 2  # sin x = cos(x − π/2)
            return (
                number(0)
                if share in (Fraction(1, 2), Fraction(3, 2))
                else Apply("cos", (mul(number(share), Constant("pi")),))
            )
    return None


def _rounded_base(x: Expr, variable: str) -> int | None:
    match x:
        case Apply("floor" | "ceiling", (Log(Symbol(name), Number(b)),)) if name == variable and b.denominator == 1:
            return int(b)
    return None


def _at_multiple(x: Expr, variable: str, b: int, m: int) -> Expr | None:
    """⌊log_b n⌋ at n = m·b^j is log_b n − (log_b m − ⌊log_b m⌋)."""
    if _rounded_base(x, variable) is None:
        return None
    assert isinstance(x, Apply)
    low = 0
    while b ** (low + 1) <= m:
        low += 1
    rounded = low if x.name == "floor" or b**low == m else low + 1
    n = Symbol(variable)
    return add(log(n, number(b)), subtract(number(rounded), log(number(m), number(b)) if m > 1 else number(0)))
