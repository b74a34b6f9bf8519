"""The driving term from below and from above: O(g) may be 0, Ω(g) may be anything above g, Θ(g) is g up to constants.

A recurrence with a hidden term has a lower and an upper reading; each is solved as if it were exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recur.asymptotics.growth import Growth
from recur.model.errors import Undecided
from recur.model.expressions import ZERO, Add, Asymptotic, Call, Expr, Mul, Number, add, has_call, mul, substitute, walk
from recur.model.solution import Bounds


@dataclass(frozen=True, slots=True)
class Envelope:
    """lower ≤ term ≤ upper as formulas whose only hidden parts are Θ(…); None: nothing is known on that side."""

    lower: Expr | None
    upper: Expr | None

    @property
    def exact(self) -> bool:
        return self.lower is self.upper


def envelope(x: Expr, known: Mapping[str, Bounds]) -> Envelope:
    """Both readings of a driving term, in which calls to `known` functions stand for their bounds."""
    if not any(isinstance(node, (Asymptotic, Call)) for node in walk(x)):
        return Envelope(x, x)
    if isinstance(x, Add):
        parts = [envelope(term, known) for term in x.terms]
        return _share(_sum([p.lower for p in parts]), _sum([p.upper for p in parts]))
    if isinstance(x, Asymptotic):
        return _hidden(x)
    if isinstance(x, Call):
        return _known_call(x, known)
    if isinstance(x, Mul):
        return _product(x, known)
    if has_call(x):
        raise Undecided(f"{x} holds another unknown function inside")
    if any(isinstance(node, Asymptotic) and node.kind != "Θ" for node in walk(x)):
        raise Undecided(f"the hidden constant in {x} stands inside another function")
    return Envelope(x, x)


def _share(lower: Expr | None, upper: Expr | None) -> Envelope:
    """One object for both ends when they agree, so that the work is done once."""
    return Envelope(lower, lower if lower == upper else upper)


def _sum(parts: list[Expr | None]) -> Expr | None:
    known = [part for part in parts if part is not None]
    return add(*known) if len(known) == len(parts) else None


def _hidden(x: Asymptotic) -> Envelope:
    body = Asymptotic("Θ", x.body)
    match x.kind:
        case "O" | "o":
            return Envelope(ZERO, body)
        case "Ω" | "ω":
            return Envelope(body, None)
        case "Θ":
            return Envelope(body, body)
    return Envelope(x.body, x.body)


def _known_call(x: Call, known: Mapping[str, Bounds]) -> Envelope:
    bounds = known[x.function]
    ends = [
        None if growth is None else ZERO if growth.is_zero else Asymptotic("Θ", _at(growth, x.arguments[0]))
        for growth in (bounds.lower, bounds.upper)
    ]
    return _share(ends[0] if ends[0] is not None else ZERO, ends[1])


def _at(growth: Growth, size: Expr) -> Expr:
    """A formula of the growth at this size: log n for log(n/2), whose log n − log 2 would have a negative term."""
    there = substitute(growth.expression(), growth.variable, size)
    try:
        return Growth.of(there, growth.variable).expression()
    except Undecided:  # 2^⌊n/2⌋
        return there


def _product(x: Mul, known: Mapping[str, Bounds]) -> Envelope:
    """Bounds of a product whose varying factor is multiplied by things free of hidden terms."""
    negative = isinstance(x.factors[0], Number) and x.factors[0].value < 0
    lowers: list[Expr] = []
    uppers: list[Expr | None] = []
    for factor in x.factors:
        part = envelope(factor, known)
        if part.lower is None:
            return Envelope(None, None)
        lowers.append(part.lower)
        uppers.append(part.upper)
    lower = mul(*lowers)
    upper = mul(*[u for u in uppers if u is not None]) if None not in uppers else None
    return _share(upper, lower) if negative else _share(lower, upper)
