"""A bound of |T| where T is negative again and again: exact values divided by it, by windows of sizes.

A single value of a T that swings may lie near 0, so the largest of several successive ones is taken.
"""

from collections.abc import Mapping
from fractions import Fraction

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.evaluator import Evaluator
from recur.model import Expr, System, Verification
from recur.model.errors import RecurError
from recur.numbers.interval import interval
from recur.verification.verify import Refuted

_WINDOW = 12
_STARTS = (24, 48, 96, 192, 384)
_DRIFT = 16  # the later windows hold no values so many times those of the earlier ones
_BITS = 200


def hold_signed(system: System, function: str, upper: Expr, known: Mapping[str, str]) -> Verification:
    """The evidence that T(n) = O(upper) in size, from exact values; raises `Refuted` where the quotient grows."""
    r = system.named(function)
    compiler = Compiler(r.variable, {name: Fraction(value) for name, value in known.items()}, _BITS)
    bound = compiler.compile(upper)
    ratios: list[list[Fraction]] = []
    try:
        evaluator = Evaluator(system)
        for start in _STARTS:
            own = []
            for n in range(start, start + _WINDOW):
                compiler.cells[0] = n
                value = interval(evaluator.number(function, n), _BITS) * interval(bound(), _BITS).reciprocal()
                own.append(value.rationals()[0])
            ratios.append(own)
    except RecurError as problem:
        return Verification("unchecked", reason=f"values are out of reach: {problem.message}")
    largest = [max(map(abs, own)) for own in ratios]
    if max(largest[-2:]) > _DRIFT * max(largest[:-2]):
        raise Refuted(f"the values drift away from {upper}")
    told = [x for own in ratios for x in own]
    return Verification(
        "checked",
        sizes=len(told),
        smallest=_STARTS[0],
        largest=_STARTS[-1] + _WINDOW - 1,
        low=_three_digits(min(told)),
        high=_three_digits(max(told)),
        against=upper,
    )


def _three_digits(x: Fraction) -> Fraction:
    return Fraction(f"{float(x):.3g}")
