"""A closed form against exact values: equal at every size tried, or refuted at the first where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE, show
from recur.evaluation.evaluator import Evaluator
from recur.model import Expr, LimitExceeded, Progression, RecurError, Solution, System, Verification, limits
from recur.numbers import TooCoarse
from recur.numbers.exact import RATIONAL, bits_of, sign
from recur.verification.verify import Refuted

if TYPE_CHECKING:
    from recur.evaluation.arithmetic import Closure
    from recur.numbers.exact import Enclosed

MOST_SIZES, MOST_POWERS = 24, 7  # that a closed form is held against
BITS = 512  # to which irrational values must agree
MOST_EXACT_BITS = 200_000  # bits of a rational value after which no further one is asked for
MOST_VALUE_BITS = 50_000  # bits of a value that is held against an irrational one


def verify_exact(
    system: System, function: str, exact: Expr, sizes: Iterable[int], evaluator: Evaluator | None = None
) -> Verification:
    """Check function(n) = exact at all the sizes; Refuted names the first n where they differ.

    Sizes whose value is too large are left out; without any left the closed form is unchecked. The values are those
    of the `evaluator`, where the system has one already.
    """
    evaluator = evaluator or Evaluator(system)
    compiler = Compiler(system.named(function).variable, evaluator.constants, BITS)
    checked: list[int] = []
    try:
        formula = compiler.compile(exact)
        for size in sizes:
            compiler.cells[0] = size
            value = _compared(evaluator, function, size, formula)
            if value is not None:
                checked.append(size)
                if bits_of(value) > MOST_EXACT_BITS:
                    break  # the next values are longer by as much again
    except Refuted:
        raise
    except (RecurError, TooCoarse) as problem:
        return Verification("unchecked", reason=str(problem) or "too many digits are needed")
    if not checked:
        return Verification("unchecked", reason="no size could be worked out")
    return Verification("checked", len(checked), min(checked), max(checked), Fraction(1), Fraction(1), exact)


def _compared(evaluator: Evaluator, function: str, size: int, formula: Closure) -> Enclosed | None:
    """The value, if the formula has it too; None where it is too long, Refuted where they differ."""
    try:
        value, claimed = evaluator.number(function, size), formula()
    except LimitExceeded:
        limits.check()
        return None
    except OUTSIDE:
        raise Refuted(f"the closed form has no value at n = {show(size)}") from None
    if not isinstance(claimed, RATIONAL) and bits_of(value) > MOST_VALUE_BITS:
        return None  # digits enough have been compared before
    if not agree(value, claimed):
        raise Refuted(f"the closed form differs from {function}({show(size)})")
    return value


def hold_closed_form(system: System, solution: Solution, evaluator: Evaluator | None = None) -> Verification:
    """The closed form at the first sizes of its domain; `Refuted` where it is not what the recurrence gives there."""
    if solution.exact is None or solution.exact_domain is None:
        return Verification("unchecked", reason="there is no closed form")
    if solution.verification.status == "checked":
        return solution.verification
    count = MOST_SIZES if isinstance(solution.exact_domain, Progression) else MOST_POWERS
    sizes = [int(size) for size in islice(solution.exact_domain.sizes(), count)]
    return verify_exact(system, solution.function, solution.exact, sizes, evaluator)


def agree(value: Enclosed, claimed: Enclosed) -> bool:
    """Equality of rational numbers; of irrational ones, that their difference may be 0."""
    difference = value - claimed
    if isinstance(difference, RATIONAL):
        return difference == 0
    try:
        return sign(difference) == 0
    except TooCoarse:
        return True
