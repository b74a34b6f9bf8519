"""What costs nothing inside Θ, O, Ω, o and ω, and is better left out: constants, bases of logarithms, lower terms."""

from collections.abc import Iterator

from recur.answers.judging.statements import RELATIONS, is_sum_with_bound
from recur.asymptotics import Growth
from recur.model import Claim, Expr, Step, expressions as ex, step

CONSTANT, BASE, LOWER = "constant-inside", "log-base-inside", "lower-order-inside"
_NAMES = {CONSTANT: "constant factors", BASE: "bases of logarithms", LOWER: "lower-order terms"}


def style_tags(claim: Claim, variable: str) -> tuple[str, ...]:
    """Which of the three stand in a claimed growth; in ~, = and ≤ they all count, and are no matter of style."""
    if claim.kind in RELATIONS or is_sum_with_bound(claim.body):
        return ()
    found = set(_inside(claim.body, variable))
    return tuple(tag for tag in (CONSTANT, BASE, LOWER) if tag in found)


def style_note(claim: Claim, tags: tuple[str, ...], growth: Growth | None) -> tuple[Step, ...]:
    """The same claim without them, if it is not written so already."""
    if not tags or growth is None:
        return ()
    plain = ex.Asymptotic(claim.kind, growth.expression())
    what = " and ".join(_NAMES[tag] for tag in tags)
    return (step(f"Inside {claim.kind} {what} say nothing: {{plain}} says the same.", plain=plain),)


def _inside(x: Expr, variable: str) -> Iterator[str]:
    """Exponents are left alone: there constants and bases do matter."""
    if variable not in ex.symbols(x):
        if not (isinstance(x, ex.Number) and x.value in (0, 1)):
            yield CONSTANT
        return
    match x:
        case ex.Add(terms):
            yield LOWER
            for term in terms:
                if variable in ex.symbols(term):
                    yield from _inside(term, variable)
        case ex.Mul(factors):
            for factor in factors:
                yield from _inside(factor, variable)
        case ex.Power(base, exponent) if variable not in ex.symbols(exponent):
            if variable in ex.symbols(base):
                yield from _inside(base, variable)
        case ex.Log(argument, base, unwritten):
            if base is not None and not unwritten:
                yield BASE
            if isinstance(argument, ex.Power | ex.Mul):
                yield CONSTANT
