"""What every format says of an analysed program: the formulas of a measure, the parallelism, rows of values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from recur.asymptotics.growth import Growth
from recur.forkjoin.costs.analysis import Measure, ProcedureAnalysis, ShownLine, Values
from recur.model.expressions import Asymptotic, Expr, Relation, divide, mul, number
from recur.model.solution import Bounds
from recur.notation.arrangement import integer_digits

#: A number of more digits is shown by its first ones and a power of ten.
LONGEST = 15


def title(procedure: ProcedureAnalysis) -> str:
    return f"{procedure.name}({', '.join(procedure.parameters)})"


def bounds_of(measure: Measure) -> list[Expr]:
    """Θ(g); or the O and the Ω that are proved."""
    return asymptotics(measure.bounds)


def asymptotics(bounds: Bounds) -> list[Expr]:
    if bounds.theta is not None:
        return [_bound("Θ", bounds.theta)]
    found = (("O", bounds.upper), ("Ω", bounds.lower))
    return [_bound(kind, growth) for kind, growth in found if growth is not None and not growth.is_zero]


def _bound(kind: str, growth: Growth) -> Expr:
    return Asymptotic(kind, growth.expression())


def equation(measure: Measure) -> Expr:
    return Relation(measure.recurrence.relation, measure.recurrence.left, measure.recurrence.right)


def ratio(procedure: ProcedureAnalysis) -> Expr:
    """T₁(n)/T∞(n)"""
    return divide(procedure.work.recurrence.left, procedure.span.recurrence.left)


def line_costs(line: ShownLine) -> tuple[Expr | None, Expr | None]:
    """The work of all equal lines together, the span of one."""
    if line.work is None or line.times == 1:
        return line.work, line.span
    return mul(number(line.times), line.work), line.span


def value_rows(values: Sequence[Values], variable: str) -> list[list[str]]:
    """A head, and a row for each size."""
    head = [variable, "work", "span", "work/span", "processors"]
    rows = [
        [shortened(v.size), fraction(v.work), fraction(v.span), decimal(v), shortened(v.processors)] for v in values
    ]
    return [head, *rows]


def fraction(exact: Fraction) -> str:
    if exact.denominator == 1:
        return shortened(exact.numerator)
    whole = exact.numerator // exact.denominator
    if len(integer_digits(whole)) > LONGEST:
        return shortened(whole)
    return f"{integer_digits(whole)}.{exact.numerator % exact.denominator * 100 // exact.denominator:02d}"


def decimal(values: Values) -> str:
    """The quotient with one digit behind the point, cut off."""
    p = values.parallelism
    whole = p.numerator // p.denominator
    if whole >= 10**6:
        return shortened(whole)
    return f"{whole}.{p.numerator % p.denominator * 10 // p.denominator}"


def shortened(value: int) -> str:
    """1,234; of a long number its first digits and a power of ten."""
    digits = integer_digits(value)
    if len(digits) <= LONGEST:
        return f"{value:,}"
    return f"{digits[0]}.{digits[1:5]}e{len(digits) - 1}"
