"""What costs nothing inside Θ, O, Ω, o and ω, and is better left out: constants, bases of logarithms, lower terms."""

from recur.answers.judging.statements import RELATIONS, is_sum_with_bound
from recur.asymptotics import Growth
from recur.model import Claim, Expr, Step, expressions as ex, step

CONSTANT, BASE, LOWER = "constant-inside", "log-base-inside", "lower-order-inside"
_NAMES = {CONSTANT: "constant factors", BASE: "bases of logarithms", LOWER: "lower-order terms"}


def style_tags(claim: Claim, variable: str) -> tuple[str, ...]:
    """Which of the three stand in a claimed growth; in ~, = and ≤ they all count, and are no matter of style."""
    if claim.kind in RELATIONS or is_sum_with_bound(claim.body):
        return ()
    found: set[str] = set()
    _find_inside(claim.body, variable, found)
    return tuple(tag for tag in (CONSTANT, BASE, LOWER) if tag in found)


def style_note(claim: Claim, tags: tuple[str, ...], growth: Growth | None) -> tuple[Step, ...]:
    """The same claim without them, if it is not written so already."""
    if not tags or growth is None:
        return ()
    plain = ex.Asymptotic(claim.kind, growth.expression())
    what = " and ".join(_NAMES[tag] for tag in tags)
    return (step(f"Inside {claim.kind} {what} say nothing: {{plain}} says the same.", plain=plain),)


def _find_inside(x: Expr, variable: str, found: set[str]) -> None:
    """Exponents are left alone: there constants and bases do matter."""
    if variable not in ex.symbols(x):
        if not (isinstance(x, ex.Number) and x.value in (0, 1)):
            found.add(CONSTANT)
        return
    match x:
        case ex.Add(terms):
            found.add(LOWER)
            for term in terms:
                if variable in ex.symbols(term):
                    _find_inside(term, variable, found)
        case ex.Mul(factors):
            for factor in factors:
                _find_inside(factor, variable, found)
        case ex.Power(base, exponent) if variable not in ex.symbols(exponent):
            if variable in ex.symbols(base):
                _find_inside(base, variable, found)
        case ex.Log(argument, base, unwritten):
            if base is not None and not unwritten:
                found.add(BASE)
            if isinstance(argument, ex.Power | ex.Mul):
                found.add(CONSTANT)
