"""f(bm + r) = a_r·f(m) + d_r of any signs whose values are finitely many: Thue–Morse and other automatic sequences.

The values that follow the first ones are closed under all the maps x ↦ a_r·x + d_r: by induction on the number of
digits there are no others.
Source: Allouche and Shallit, Automatic Sequences, 2003, chapter 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from recur.asymptotics import UNIT, Growth
from recur.model import Bounds, Solution, Step, expressions as ex, step
from recur.model.records import replace
from recur.solving.digits.digit_recurrences import DigitRecurrence
from recur.solving.digits.level_extremes import constant_driver
from recur.solving.problem import Problem

_MOST_VALUES = 64
_MOST_SHOWN = 12
SOURCE = "Allouche and Shallit 2003, chapter 5"


def finitely_many(
    problem: Problem, digits: DigitRecurrence, tops: Mapping[int, Fraction], name: str
) -> Solution | None:
    """O(1), and Θ(1) where all values are positive; None where the values are not seen to be few."""
    if not digits.single or not tops or any(len(branch.driver) > 1 for branch in digits.branches):
        return None
    found = dict.fromkeys(tops.values())
    pending = list(found)
    while pending:
        x = pending.pop()
        for branch in digits.branches:
            image = branch.weight * x + constant_driver(branch)
            if image not in found:
                found[image] = None
                pending.append(image)
        if len(found) > _MOST_VALUES:
            return None
    r, unit = problem.recurrence, Growth(UNIT, problem.variable)
    values = sorted(found)
    shown = values if len(values) <= _MOST_SHOWN else [values[0], values[-1]]
    formulas: dict[str, ex.Expr] = {f"v{i}": ex.number(x) for i, x in enumerate(shown)}
    listed = ("," if len(values) <= _MOST_SHOWN else " …").join(f" {{{name}}}" for name in formulas).lstrip()
    few = Step(
        f"The first values and all that the equation makes of them are {listed}: there are no others.",
        tuple(formulas.items()),
    )
    return Solution(
        r,
        Bounds(unit if values[0] > 0 else None, unit),
        name,
        "finitely many values",
        step("a digit more leads from one of finitely many values to another."),
        (replace(few, source=SOURCE),),
    )
