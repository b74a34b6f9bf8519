"""What stands under a Σ, brought into the form whose growth is known: u for b^i, n/u for ⌊n/u⌋, sums from 0."""

from fractions import Fraction

from recur.asymptotics import Growth
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Monomial, Polynomial
from recur.model import Expr, expressions as ex


def is_rising(own: Growth) -> bool:
    return own > Growth.of(ex.Symbol(own.variable), own.variable)


def at_least_zero(x: Expr, upper: bool) -> Expr:
    """max(a, 0) lies between a and the terms of a that are not subtracted."""
    if isinstance(x, ex.Apply) and x.name == "max" and len(x.arguments) == 2 and ex.number(0) in x.arguments:
        inside = next(a for a in x.arguments if a != ex.number(0))
        kept = polynomial(inside)
        if upper:
            kept = Polynomial(tuple((m, c) for m, c in kept.terms if c > 0))
        return kept.expression()
    return ex.rebuild(x, lambda child: at_least_zero(child, upper)) if x.children else x


def from_zero(x: ex.Range) -> ex.Range:
    """The same sum over i − low, so that i and low do not look independent."""
    if x.low == ex.number(0):
        return x
    moved = polynomial(x.low) + Polynomial.atom(ex.Symbol(x.index))
    body = polynomial(x.body).put(x.index, moved)
    return ex.Range(
        x.op, x.index, ex.number(0), (polynomial(x.high) - polynomial(x.low)).expression(), body.expression()
    )


def counter(m: Monomial, index: str) -> tuple[str | None, Fraction | None]:
    """What runs: the index itself, or u = b^index where it stands in exponents of one base only."""
    bases: set[Fraction] = set()
    bare = False
    for atom, _ in sorted(m, key=repr):
        for node in ex.walk(atom):
            if isinstance(node, ex.Power) and node.exponent == ex.Symbol(index) and isinstance(node.base, ex.Number):
                bases.add(node.base.value)
        inner = powers_of(atom, next(iter(bases), Fraction(2)), index)
        bare = bare or index in ex.symbols(inner)
    if not bases:
        return index, None
    return ("u", bases.pop()) if len(bases) == 1 and not bare else (None, None)


def powers_of(x: Expr, base: Fraction, index: str) -> Expr:
    if x == ex.Power(ex.Number(base), ex.Symbol(index)):
        return ex.Symbol("u")
    return ex.rebuild(x, lambda child: powers_of(child, base, index)) if x.children else x


def without_roundings(x: Expr, index: str) -> Expr:
    """⌊n/u⌋ as n/u: where it counts, n/u is at least 1, and the two differ by a factor below 2."""
    if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling") and index in ex.symbols(x):
        return without_roundings(x.arguments[0], index)
    return ex.rebuild(x, lambda child: without_roundings(child, index)) if x.children else x


def top_of(high: Expr, base: Fraction) -> Expr | None:
    """m, where the last exponent is ⌊log_b m⌋ up to a constant."""
    for atom in polynomial(high).atoms:
        x = atom.arguments[0] if isinstance(atom, ex.Apply) and atom.name in ("floor", "ceiling") else atom
        if isinstance(x, ex.Log) and x.base == ex.Number(base) and len(polynomial(high).atoms) == 1:
            return x.argument
    return None


def whole_denominators(x: Expr) -> Expr:
    """1/⌊y⌋ as 1/y."""
    if isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and x.exponent.value < 0:
        base = x.base.arguments[0] if isinstance(x.base, ex.Apply) and x.base.name in ("floor", "ceiling") else x.base
        return ex.Power(base, x.exponent)
    return ex.rebuild(x, whole_denominators) if x.children else x


def growth_product(one: Growth, other: Growth) -> Growth:
    """The product of two growths, either of which may be 0."""
    return one if one.is_zero else other if other.is_zero else one * other
