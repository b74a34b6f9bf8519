"""T(n) beside the claim at growing n: exact values, shown with three digits, and their ratio drifting."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.answers.judging.exact_values import Formula, division_factors, unrounded
from recur.answers.judging.verdict import SampledSize
from recur.evaluation.equation import OUTSIDE, straight_line
from recur.evaluation.evaluator import Evaluator
from recur.model import Expr, LimitExceeded, RecurError, Subcall, System, digit_base, expressions as ex, limits
from recur.numbers import TooCoarse, certain_digits
from recur.numbers.exact import narrow_rational, quotient

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

LONGEST = 10_000  # binary digits from which on a fraction is enclosed: its first digits are all that is wanted
PATIENCE = 20_000  # steps for all rows together: those that they do not suffice for are left out
PLAIN = 10**6  # whole numbers below are written out


def value_table(system: System, function: str, body: Expr, steep: bool) -> tuple[tuple[SampledSize, ...], str]:
    """A few rows, and what had to be assumed, rounded or taken for them; nothing where a value is out of reach.

    `steep`: T or the claim grows exponentially.
    """
    try:
        evaluator = Evaluator(system, longest=LONGEST, many=True)
        variable = system.named(function).variable
        constants = {name: narrow_rational(Fraction(c)) for name, c in evaluator.constants.items()}
        formula = Formula(body, variable, constants)
    except (RecurError, *OUTSIDE):
        return (), ""
    rows: list[SampledSize] = []
    said = ""
    with suppress(LimitExceeded), limits.work_limit(PATIENCE):
        for size, shown in _sizes(system, steep):
            row = _row(evaluator, function, formula, size, shown)
            if row is not None:
                value = evaluator.value(function, size, 3)
                rows.append(row)
                said = "; ".join(note for note in (value.rounding, value.assumed, value.taken) if note)
    return tuple(rows), said


def _row(evaluator: Evaluator, function: str, formula: Formula, size: int, shown: str) -> SampledSize | None:
    try:
        value, claimed = evaluator.number(function, size), formula.at(size)
        if claimed is None:
            return None
        texts = three_digits(value), three_digits(claimed), three_digits(quotient(value, claimed))
    except LimitExceeded:
        return None
    except (RecurError, TooCoarse, *OUTSIDE):
        return None
    return None if None in texts else SampledSize(shown, *map(str, texts))


def three_digits(value: Enclosed) -> str | None:
    """1048576 as 1.04e6: whole numbers up to six digits as they are, everything else cut after the third digit."""
    from recur.numbers.interval import interval

    if isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    if isinstance(value, int) and abs(value) < PLAIN:
        return str(value)
    text = certain_digits(interval(value, 192) if isinstance(value, int | Fraction) else value, 3)
    if text is None:
        return None
    small = re.fullmatch(r"(-?)0\.(00+)([1-9])(\d*)", text)
    if small is not None:
        sign, zeros, first, rest = small.groups()
        return f"{sign}{first}.{rest}e-{len(zeros) + 1}"
    return text.replace("e+", "e")


def _sizes(system: System, steep: bool) -> list[tuple[int, str]]:
    """Far out where few smaller sizes are needed, near where all are, or where the values have too many digits."""
    kinds = {_kind(call, r.variable) for r in system.recurrences for call in r.subcalls}
    base = next((b for r in system.recurrences if (b := digit_base(r)) is not None), None)
    if base is not None:  # at b^e alone such a function looks like another
        exponents = sorted({max(1, e // (base.bit_length() - 1)) for e in (3, 6, 12)})
        return [(n, str(n)) for e in exponents for n in (base**e, base ** (e + 1) - 1)]
    if any(r.nonlinear for r in system.recurrences):
        return [(n, str(n)) for n in (8, 16, 32)]
    if steep or "step" in kinds or not kinds:
        return [(n, str(n)) for n in (8, 32, 128)]
    if "other" in kinds:
        return [(2**e, f"2^{e}") for e in (6, 9, 12)]
    if "fraction" not in kinds:
        return [(2**e, f"2^{e}") for e in (16, 256, 4096)]
    bs = {b for r in system.recurrences for b in division_factors(r)}
    b = bs.pop() if len(bs) == 1 else 2
    first = max(1, round(20 / b.bit_length())) if b > 2 else 10
    return [(b**e, f"{b}^{e}") for e in (first, 2 * first, 4 * first)]


def _kind(call: Subcall, variable: str) -> str:
    """How a call shrinks: "fraction" n/2, "root" √n, "step" n − 1; "other" for what needs many sizes."""
    x = unrounded(call.argument)
    line = straight_line(x, variable)
    if line is not None:
        return "fraction" if line[0] < 1 else "step" if line[1] else "fraction"
    match x:
        case ex.Power(ex.Symbol(name), ex.Number(e)) if name == variable and 0 < e < 1:
            return "root"
        case ex.Add(terms) if ex.Symbol(variable) in terms:
            return "step"
    return "other"
