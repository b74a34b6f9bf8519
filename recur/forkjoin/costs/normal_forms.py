"""Formulas as polynomials in one form, so that equal sizes are equal values.

Rounding is brought to ⌊L/c⌋ with coefficients of L between 0 and c, and ⌈x⌉ = −⌊−x⌋; so q − p + 1 with
q = ⌊(p + r)/2⌋ and r = p + n − 1 is ⌈n/2⌉, whatever p is. Source: GKP, section 3.2.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import lcm

from recur.forkjoin.costs.polynomials import UNIT, Monomial, Polynomial
from recur.model import Expr, expressions as ex

#: logarithms to a base that is nearer to 1 take too many steps to be found exactly
MIN_BASE = Fraction(9, 8)


def numeric(x: Expr) -> Expr:
    """The formula with base 2 for every logarithm that has none, as sizes of programs are halved."""
    if isinstance(x, ex.Log) and x.base is None:
        return ex.Log(numeric(x.argument), ex.TWO)
    return x if not x.children else ex.rebuild(x, numeric)


def merged_rounding(p: Polynomial) -> Expr | None:
    """One rounded fraction beside whole multiples of sizes, under one roof: ⌈n/2⌉ − 1 for n − ⌊n/2⌋ − 1."""
    floors = [(m, c) for m, c in p.terms if any(_proper(atom) for atom, _ in m)]
    if len(floors) != 1 or floors[0][1] != -1 or len(floors[0][0]) != 1:
        return None
    [(atom, e)] = floors[0][0]
    rest = Polynomial(tuple((m, c) for m, c in p.terms if m not in (floors[0][0], UNIT)))
    if (
        e != 1
        or not rest.terms
        or any(len(m) != 1 for m, _ in rest.terms)
        or any(isinstance(a, ex.Call) for a in rest.atoms)
    ):
        return None
    assert isinstance(atom, ex.Apply)
    inside = polynomial_raw(atom.arguments[0])
    return ex.add(ex.Apply("ceiling", ((rest - inside).expression(),)), ex.Number(p.constant_term))


def _proper(atom: Expr) -> bool:
    return isinstance(atom, ex.Apply) and atom.name == "floor"


def is_whole(x: Expr) -> bool:
    """Does the atom stand for a whole number?"""
    match x:
        case ex.Symbol():
            return True
        case ex.Apply(name, arguments):
            return name in ("floor", "ceiling") or (
                name in ("min", "max", "mod") and all(map(_whole_formula, arguments))
            )
        case ex.Power(ex.Number(base), exponent):
            return base.denominator == 1 and isinstance(exponent, ex.Symbol)
    return False


def _whole_formula(x: Expr) -> bool:
    return whole(polynomial(x))


def whole(p: Polynomial) -> bool:
    return all(c.denominator == 1 and all(is_whole(atom) and e > 0 for atom, e in m) for m, c in p.terms)


def floor_of(p: Polynomial) -> Polynomial:
    """⌊p⌋ in its one form."""
    if whole(p):
        return p
    plain = [(m, c) for m, c in p.terms if all(is_whole(atom) and e > 0 for atom, e in m)]
    if len(plain) < len(p.terms):
        # a root or a logarithm: only whole multiples of sizes can leave the brackets
        outside = Polynomial(tuple((m, c) for m, c in plain if c.denominator == 1))
        return Polynomial.atom(ex.Apply("floor", ((p - outside).expression(),))) + outside
    c = lcm(*(coefficient.denominator for _, coefficient in p.terms))
    scaled = [(m, int(coefficient * c)) for m, coefficient in p.terms]
    nested = _nested(scaled, c)
    if nested is not None:
        return floor_of(nested)
    outside, inside = _reduced(scaled, c)
    mirrored_out, mirrored = _reduced(
        [*((m, -a) for m, a in inside if m != UNIT), (UNIT, c - 1 - dict(inside).get(UNIT, 0))], c
    )
    if _rank(mirrored) < _rank(inside):
        return outside - mirrored_out - _floor_atom(mirrored, c)
    return outside + _floor_atom(inside, c)


def ceiling_of(p: Polynomial) -> Polynomial:
    plain = [(m, c) for m, c in p.terms if all(is_whole(atom) and e > 0 for atom, e in m)]
    if len(plain) == len(p.terms):
        return -floor_of(-p)
    outside = Polynomial(tuple((m, c) for m, c in plain if c.denominator == 1))
    return Polynomial.atom(ex.Apply("ceiling", ((p - outside).expression(),))) + outside


def _nested(scaled: list[tuple[Monomial, int]], c: int) -> Polynomial | None:
    """(⌊L/d⌋ + s)/c is rounded as (L + d·s)/(d·c)."""
    own = [(m, a) for m, a in scaled if m != UNIT]
    if len(own) != 1 or own[0][1] != 1 or len(own[0][0]) != 1:
        return None
    [(atom, e)] = own[0][0]
    if e != 1 or not _proper(atom):
        return None
    assert isinstance(atom, ex.Apply)
    inside = polynomial_raw(atom.arguments[0])
    d = lcm(*(k.denominator for _, k in inside.terms))
    if not whole(inside.times(d)) or d == 1:
        return None
    s = dict(scaled).get(UNIT, 0)
    return (inside.plus(s)).times(Fraction(1, c))


def _reduced(scaled: list[tuple[Monomial, int]], c: int) -> tuple[Polynomial, list[tuple[Monomial, int]]]:
    outside = Polynomial.make((m, Fraction(a // c)) for m, a in scaled)
    return outside, [(m, a % c) for m, a in scaled if a % c]


def _rank(inside: list[tuple[Monomial, int]]) -> tuple[int, int]:
    return (dict(inside).get(UNIT, 0), sum(a for m, a in inside if m != UNIT))


def _floor_atom(inside: list[tuple[Monomial, int]], c: int) -> Polynomial:
    if all(m == UNIT for m, _ in inside):
        return Polynomial()
    body = Polynomial.make((m, Fraction(a, c)) for m, a in inside)
    return Polynomial.atom(ex.Apply("floor", (body.written(),)))


@cache
def polynomial(x: Expr) -> Polynomial:
    """The formula as a polynomial: sums and products multiplied out, roundings in their one form."""
    return _polynomial(x, floor_of)


@cache
def polynomial_raw(x: Expr) -> Polynomial:
    """The same without a look into roundings."""
    return _polynomial(x, None)


def _polynomial(x: Expr, rounding: Callable[[Polynomial], Polynomial] | None) -> Polynomial:
    inner: Callable[[Expr], Polynomial] = polynomial if rounding else polynomial_raw
    match x:
        case ex.Number(value):
            return Polynomial.constant(value)
        case ex.Add(terms):
            return Polynomial.make(term for part in terms for term in inner(part).terms)
        case ex.Mul(factors):
            result = Polynomial.constant(1)
            for factor in factors:
                result = result * inner(factor)
            return result
        case ex.Power(base, ex.Number(e)) if e.denominator == 1 and abs(e) <= 12:
            return _power(inner(base), int(e))
        case ex.Power(ex.Number(b), exponent) if b.denominator == 1:
            return _exponential(b, inner(exponent))
        case ex.Apply("floor" | "ceiling", (ex.Log(ex.Number(argument), ex.Number(base)),)) if (
            argument >= 1 and base >= MIN_BASE
        ):
            return Polynomial.constant(_rounded_logarithm(argument, base, up=x.name == "ceiling"))
        case ex.Apply("mod", (argument, ex.Number(d))) if d.denominator == 1 and d > 0 and whole(inner(argument)):
            return _remainder(inner(argument), int(d))
        case ex.Apply("floor", (argument,)) if rounding:
            return floor_of(inner(argument))
        case ex.Apply("ceiling", (argument,)) if rounding:
            return ceiling_of(inner(argument))
        case ex.Apply("min" | "max", arguments):
            values = [inner(argument) for argument in arguments]
            known = [v.value for v in values if v.value is not None]
            if len(known) == len(values):
                return Polynomial.constant(min(known) if x.name == "min" else max(known))
        case ex.Log(ex.Number(argument), ex.Number(base)):
            found = _exact_logarithm(argument, base)
            if found is not None:
                return Polynomial.constant(found)
    if not x.children:
        return Polynomial.atom(x)
    return Polynomial.atom(ex.rebuild(x, lambda child: inner(child).expression()))


def _remainder(p: Polynomial, d: int) -> Polynomial:
    """p mod d, coefficients between 0 and d: 1 for (2n + 1) mod 2."""
    reduced = Polynomial.make((m, c % d) for m, c in p.terms)
    if reduced.value is not None:
        return reduced
    return Polynomial.atom(ex.Apply("mod", (reduced.expression(), ex.number(d))))


def _power(base: Polynomial, e: int) -> Polynomial:
    if e >= 0:
        return base.raised(e)
    if len(base.terms) == 1:
        [(m, c)] = base.terms
        return Polynomial(((frozenset((atom, k * e) for atom, k in m), c**e),))
    return Polynomial(((frozenset({(base.expression(), e)}), Fraction(1)),))


def _exponential(base: Fraction, exponent: Polynomial) -> Polynomial:
    """2^(s − 1) is 2^s/2."""
    shift = exponent.constant_term
    if shift.denominator != 1 or abs(shift) > 64 or not base:
        return Polynomial.atom(ex.Power(ex.Number(base), exponent.expression()))
    rest = exponent - Polynomial.constant(shift)
    if not rest.terms:
        return Polynomial.constant(base ** int(shift))
    return Polynomial.atom(ex.Power(ex.Number(base), rest.expression())).times(base ** int(shift))


def _rounded_logarithm(argument: Fraction, base: Fraction, up: bool) -> int:
    """⌈log_b x⌉, the least k with b^k ≥ x, or ⌊log_b x⌋."""
    found, value = 0, Fraction(1)
    while value < argument:
        value *= base
        found += 1
    return found if up or value == argument else found - 1


def _exact_logarithm(argument: Fraction, base: Fraction) -> int | None:
    if argument < 1 or base < MIN_BASE:
        return None
    found = _rounded_logarithm(argument, base, up=True)
    return found if base**found == argument else None
