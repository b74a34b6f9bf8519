"""A closed form on classes of sizes: n ≡ r (mod N), where (−1)^n and cos(πn/4) are numbers, and n = m·b^j, where
⌊log_b n⌋ is log_b n less a number. What fails on one class fails for T, since each class goes on for ever."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from math import lcm

from recur.evaluation.equation import straight_line
from recur.model import Expr, expressions as ex
from recur.model.records import frozen

MOST = 60  # residues
MULTIPLES = (1, 3, 5, 7)


def periodic_parts(x: Expr, variable: str) -> list[Expr]:
    """x for n ≡ r (mod N), r = 0 … N − 1; nothing where no part of x is periodic.

    >>> from recur.model.expressions import N, power
    >>> [str(y) for y in periodic_parts(power(ex.number(-1), N), "n")]
    ['1', '-1']
    """
    cycles = {node: cycle for node in ex.walk(x) if (cycle := _cycle(node, variable)) is not None}
    whole = lcm(*(cycle.period for cycle in cycles.values()))
    if not 1 < whole <= MOST:
        return []

    def at(r: int) -> Expr:
        return _fixed(x, lambda node: cycles[node].at(r) if node in cycles else None)

    return [at(r) for r in range(whole)]


def lattices(x: Expr, variable: str) -> Iterator[Expr]:
    """x at n = m·b^j for a few m, where x holds ⌊log_b n⌋ or ⌈log_b n⌉ for one whole b."""
    bases = {found[1] for node in ex.walk(x) if (found := _rounded_base(node, variable)) is not None}
    if len(bases) == 1:
        for m in MULTIPLES:
            yield _fixed(x, partial(_at_multiple, variable=variable, m=m))


def _fixed(x: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    found = change(x)
    if found is not None:
        return found
    return ex.rebuild(x, lambda child: _fixed(child, change)) if x.children else x


@frozen
class _Cycle:
    """A term that is the same again after `period` sizes, and its value for n ≡ r."""

    period: int
    at: Callable[[int], Expr]


def _cycle(x: Expr, variable: str) -> _Cycle | None:
    """The cycle of a power of −1, a cosine, a sine or a remainder."""
    match x:
        case ex.Power(ex.Number(base), exponent) if base == -1:
            line = straight_line(exponent, variable)
            if line is not None and line[0] and all(part.denominator == 1 for part in line):
                slope, offset = line
                return _Cycle(2, lambda r: ex.number(-1 if int(slope * r + offset) % 2 else 1))
        case ex.Apply("cos" | "sin" as name, (angle,)) if variable in ex.symbols(angle):
            turn = _turn(angle, variable)
            if turn is not None and turn[0]:
                slope, offset = turn
                quarter = Fraction(1, 2) if name == "sin" else 0  # sin x = cos(x − π/2)
                return _Cycle(2 * slope.denominator, lambda r: _cosine((slope * r + offset - quarter) % 2))
        case ex.Apply("mod", (argument, ex.Number(m))) if m.denominator == 1 and m > 0:
            line = straight_line(argument, variable)
            if line is not None and line[0].denominator == line[1].denominator == 1:
                slope, offset = line
                return _Cycle(int(m), lambda r: ex.number((slope * r + offset) % m))
    return None


def _turn(angle: Expr, variable: str) -> tuple[Fraction, Fraction] | None:
    """(p, q) of an angle π(pn + q) with rational p and q."""
    terms = angle.terms if isinstance(angle, ex.Add) else (angle,)
    rest = []
    for term in terms:
        factors = term.factors if isinstance(term, ex.Mul) else (term,)
        others = [factor for factor in factors if factor != ex.Constant("pi")]
        if len(others) != len(factors) - 1:
            return None
        rest.append(ex.mul(*others) if others else ex.number(1))
    return straight_line(ex.add(*rest), variable)


def _cosine(share: Fraction) -> Expr:
    """cos(π·share)"""
    if share in (Fraction(1, 2), Fraction(3, 2)):
        return ex.number(0)
    return ex.Apply("cos", (ex.mul(ex.number(share), ex.Constant("pi")),))


def _rounded_base(x: Expr, variable: str) -> tuple[str, int] | None:
    """The rounding and the whole b of ⌊log_b n⌋ or ⌈log_b n⌉."""
    match x:
        case ex.Apply("floor" | "ceiling" as rounding, (ex.Log(ex.Symbol(name), ex.Number(b)),)):
            return (rounding, int(b)) if name == variable and b.denominator == 1 else None
    return None


def _at_multiple(x: Expr, variable: str, m: int) -> Expr | None:
    """⌊log_b n⌋ at n = m·b^j is log_b n − (log_b m − ⌊log_b m⌋)."""
    found = _rounded_base(x, variable)
    if found is None:
        return None
    rounding, b = found
    low = 0
    while b ** (low + 1) <= m:
        low += 1
    rounded = low if rounding == "floor" or b**low == m else low + 1
    base = ex.number(b)
    return ex.add(
        ex.log(ex.Symbol(variable), base),
        ex.subtract(ex.number(rounded), ex.log(ex.number(m), base) if m > 1 else ex.number(0)),
    )
