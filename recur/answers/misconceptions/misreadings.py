"""Mistakes of reading: base cases not looked at, a decimal exponent for an exact one."""

from collections.abc import Iterator
from fractions import Fraction

from recur.answers.misconceptions.misconceptions import Scene, is_borne_out, mistake, supposed
from recur.asymptotics import Growth, Monomial, level
from recur.model import Recurrence, System, expressions as ex
from recur.model.records import replace
from recur.numbers import real

Found = Iterator[Monomial | None]
LARGE = 1000
CLOSE = Fraction(1, 50)  # 1.6 for log_2 3 is rounded, 2 is not


def is_close(claimed: Growth, proved: Growth, tolerance: Fraction) -> bool:
    """Whether the two differ by n^ε or e^(εn) alone, with |ε| below the tolerance."""
    if claimed.is_zero or proved.is_zero or claimed == proved:
        return False
    off = (claimed / proved).point
    powers = dict(off.powers)
    if not off.exponential and powers.keys() == {0}:
        small = powers[0]
    elif not powers and len(off.exponential) == 1 and off.exponential[0][0] == level(0):
        small = off.exponential[0][1]
    else:
        return False
    return real.compare(small, tolerance) < 0 < real.compare(small, -tolerance)


@mistake(
    "rounded",
    "The exponent or base is rounded: a decimal number is close to the exact one and not equal to it.",
    of_answer=True,
)
def a_rounded_number(scene: Scene) -> Found:
    """n^1.585 for n^(log_2 3), 1.618^n for φ^n."""
    theta = scene.proved.theta
    if theta is not None and scene.has_decimals and is_close(scene.claimed, theta, CLOSE):
        yield scene.claimed.monomial


@mistake(
    "base-ignored",
    "This would be right for other base cases. Put the ones that are given in: does the largest term survive?",
    of_base=True,
    of_answer=True,
)
def base_cases_ignored(scene: Scene) -> Found:
    """The growth without the stated first values, and with first values that cancel nothing."""
    if not any(r.initial for r in scene.system.recurrences):
        return
    for change in (_without, _generic):
        system, function = System(tuple(map(change, scene.system.recurrences))), scene.recurrence.function
        for solution in supposed(system):
            theta = solution.bounds.theta
            if solution.function == function and theta is not None:
                # what was not answered explains nothing: it need not be held against values
                answered = Growth(theta.monomial, scene.variable) == scene.claimed
                if not answered or is_borne_out(system, function):
                    yield theta.monomial


def _without(r: Recurrence) -> Recurrence:
    return replace(r, initial=())


def _generic(r: Recurrence) -> Recurrence:
    """First values so large, and rising so fast, that the largest root of small coefficients survives."""
    ordered = sorted(r.initial, key=lambda c: c.high)
    values = tuple(replace(c, value=ex.number(LARGE * 10**i)) for i, c in enumerate(ordered))
    return replace(r, initial=values)
