"""Numbers for the formulas of a program at one size: ⌊n/2⌋, ⌈n log₂ n⌉, n <= 1."""

from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from recur.evaluation.arithmetic import MOST_BITS, START_BITS, Compiler
from recur.forkjoin.costs.normal_forms import numeric
from recur.model import Expr, LimitExceeded, expressions as ex
from recur.model.program import Condition
from recur.numbers import TooCoarse
from recur.numbers.exact import narrow

#: A name without a value is one that the data decide.
Sizes: TypeAlias = dict[str, "int | Fraction | None"]


def formula_value(x: Expr, values: Sizes, up: bool = False) -> Fraction | None:
    """The value, rounded down (or up) where it is irrational; None where a name has none."""
    given: list[tuple[str, int | Fraction]] = []
    for name in sorted(ex.symbols(x)):
        value = values.get(name)
        if value is None:
            return None
        given.append((name, value))
    return _value(x, tuple(given), up)


@lru_cache(maxsize=200_000)
def _value(x: Expr, given: tuple[tuple[str, int | Fraction], ...], up: bool) -> Fraction | None:
    bits = START_BITS
    formula = numeric(x)
    while True:
        try:
            found = narrow(Compiler(None, dict(given), bits).compile(formula)())
            if isinstance(found, int | Fraction):
                return Fraction(found)
            formula = ex.Apply("ceiling" if up else "floor", (formula,))
        except (ZeroDivisionError, ValueError):
            return None
        except TooCoarse:
            bits *= 2
            if bits > MOST_BITS:
                raise LimitExceeded(f"{x} needs more digits than allowed") from None


def condition_value(condition: Condition, values: Sizes) -> bool | None:
    """Whether it holds; None where a name in it has no value."""
    answers: list[bool | None] = []
    for group in condition.groups:
        parts: list[bool | None] = []
        for c in group:
            left, right = formula_value(c.left, values), formula_value(c.right, values)
            if left is None or right is None:
                parts.append(None)
                continue
            parts.append(
                {
                    "=": left == right, "!=": left != right, "<": left < right,
                    "<=": left <= right, ">": left > right, ">=": left >= right,
                }[c.op]
            )  # fmt: skip
        answers.append(False if False in parts else None if None in parts else True)
    return True if True in answers else None if None in answers or not answers else False
