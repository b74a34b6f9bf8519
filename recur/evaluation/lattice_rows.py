"""Values of functions of two sizes whose calls go back by whole steps, row after row: Pascal's triangle to row 2000.

A point needs points in a cone alone, so that of each row a stretch is worked out, and only as many rows are kept as a
step reaches back. Rules are stretches of a row too: k = 0, k = n, k > n. What does not fit is left to the evaluator of
points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE, straight_line
from recur.model import expressions as ex, limits
from recur.model.records import frozen
from recur.model.several import MultivariateRecurrence, SizeRule
from recur.numbers.exact import ceiling, floor, guard, narrow

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

_MOST_CELLS = 4_000_000
_FARTHEST = 8
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}

Exact = int | Fraction
Stretch = tuple[int, int]


@frozen
class _Rule:
    """A value on a stretch of each row; `ends` gives it for the row that stands in the cells."""

    ends: Callable[[int, Stretch], Stretch]
    value: Callable[[], Enclosed]
    is_point: bool


@frozen
class _Step:
    rows: int
    columns: int
    coefficient: Callable[[], Enclosed]
    constant: Exact | None


class _Unfit(Exception):
    """The recurrence, or a value on the way, is not of this kind."""


def value_by_rows(
    recurrence: MultivariateRecurrence,
    constants: dict[str, Exact],
    point: Sequence[int],
    most: int = _MOST_CELLS,
) -> tuple[Exact, bool] | None:
    """The value at the point, and whether it stands on values taken as 0; None where it is not found so."""
    try:
        rows = _Rows(recurrence, constants, (point[0], point[1]), most)
        found = rows.value()
    except (_Unfit, *OUTSIDE):
        return None
    return None if found is None else (found, rows.zeros)


class _Rows:
    """The rows up to that of one point."""

    def __init__(
        self, recurrence: MultivariateRecurrence, constants: dict[str, Exact], point: Stretch, most: int
    ) -> None:
        if len(recurrence.sizes) != 2 or len(recurrence.equations) != 1 or min(point) < 0:
            raise _Unfit
        self.sizes = recurrence.sizes
        self.compiler = Compiler(self.sizes[0], constants)
        self.compiler.cells.append(0)
        self.compiler.slots[self.sizes[1]] = 1
        self.point, self.most = point, most
        self.zero_outside, self.zeros = recurrence.zero_outside, False
        (equation,) = recurrence.equations
        self.steps, driving = self._taken_apart(recurrence, equation.value)
        self.driving = None if driving == ex.ZERO else self.compiler.compile(driving)
        self.ones = self.driving is None and all(step.constant == 1 for step in self.steps)
        self.equation = self._rule(equation, ex.ZERO)
        self.borders = [self._rule(border, border.value) for border in recurrence.borders]
        if self.compiler.taken_as_body or not all(border.where for border in recurrence.borders):
            raise _Unfit
        self.cone = self._cone()

    def _taken_apart(self, recurrence: MultivariateRecurrence, value: ex.Expr) -> tuple[list[_Step], ex.Expr]:
        steps: list[_Step] = []
        rest: list[ex.Expr] = []
        for term in _terms(value):
            factors = term.factors if isinstance(term, ex.Mul) else (term,)
            calls = [x for x in factors if isinstance(x, ex.Call)]
            others = [x for x in factors if not isinstance(x, ex.Call)]
            if not calls:
                rest.append(term)
            if any(map(ex.has_call, others)) or len(calls) > 1:
                raise _Unfit
            for call in calls:
                steps.append(self._step(call, ex.mul(*others)))
        if any(map(ex.has_call, rest)) or not steps:
            raise _Unfit
        return steps, ex.add(*rest)

    def _step(self, call: ex.Call, coefficient: ex.Expr) -> _Step:
        lines = [straight_line(x, size) for x, size in zip(call.arguments, self.sizes, strict=True)]
        back = [int(-line[1]) for line in lines if line is not None and line[0] == 1 and line[1].denominator == 1]
        if len(back) != 2 or min(back) < 0 or not 0 < max(back) <= _FARTHEST:
            raise _Unfit
        closure = self.compiler.compile(coefficient)
        varies = bool(ex.symbols(coefficient) & set(self.sizes))
        return _Step(back[0], back[1], closure, None if varies else _exact(closure()))

    def _rule(self, rule: SizeRule, value: ex.Expr) -> _Rule:
        """Where a rule holds in a row; only comparisons of one column with a line in the row are read."""
        if ex.has_call(value):
            raise _Unfit
        first, second = self.sizes
        tests: list[tuple[str, Fraction, Fraction, bool]] = []
        for relation in rule.where:
            if any(
                len(ex.symbols(x) & {first, second}) > 1
                for side in (relation.left, relation.right)
                for x in _terms(side)
            ):
                raise _Unfit
            op, difference = relation.op, ex.subtract(relation.left, relation.right)
            along = straight_line(ex.substitute(difference, first, ex.ZERO), second)
            beside = straight_line(ex.substitute(difference, second, ex.ZERO), first)
            whole = along is not None and beside is not None and along[0] in (0, 1, -1) and along[1] == beside[1]
            if op not in _MIRRORED or not whole or along is None or beside is None:
                raise _Unfit
            if along[0]:  # column op −(slope·row + offset)/along
                op = op if along[0] > 0 else _MIRRORED[op]
                tests.append((op, -beside[0] / along[0], -beside[1] / along[0], True))
            else:
                tests.append((op, beside[0], beside[1], False))

        def ends(row: int, stretch: Stretch) -> Stretch:
            low, high = stretch
            for op, slope, offset, is_column in tests:
                at = slope * row + offset
                if not is_column:
                    if not _holds(op, at):
                        return 0, -1
                    continue
                if op in ("=", ">=", ">"):
                    low = max(low, floor(at) + 1 if op == ">" else ceiling(at))
                if op in ("=", "<=", "<"):
                    high = min(high, ceiling(at) - 1 if op == "<" else floor(at))
            return low, high

        return _Rule(ends, self.compiler.compile(value), rule.is_point(self.sizes))

    def _cone(self) -> list[Stretch]:
        """The stretch of each row that the point may need, sizes below 0 left out."""
        last, column = self.point
        if last > self.most:
            raise _Unfit
        stretches: list[Stretch] = [(column + 1, column)] * last + [(column, column)]
        aside = any(not step.rows for step in self.steps)
        cells = 0
        for row in range(last, -1, -1):
            low, high = stretches[row]
            if aside and low <= high:
                low = 0
            stretches[row] = low, high
            cells += max(0, high - low + 1)
            if cells > self.most:
                raise _Unfit
            for step in self.steps if low <= high else ():
                if step.rows and row >= step.rows:
                    before = stretches[row - step.rows]
                    ends = max(0, low - step.columns), high - step.columns
                    if ends[0] <= ends[1]:
                        stretches[row - step.rows] = (
                            ends if before[0] > before[1] else (min(before[0], ends[0]), max(before[1], ends[1]))
                        )
        return stretches

    def value(self) -> Exact | None:
        rows: dict[int, dict[int, Exact | None]] = {}
        reach = max(step.rows for step in self.steps)
        for row, (low, high) in enumerate(self.cone):
            rows[row] = self._row(row, low, high, rows)
            rows.pop(row - reach, None)
            limits.check(high - low + 1)
        return rows[self.point[0]].get(self.point[1])

    def _row(self, row: int, low: int, high: int, rows: dict[int, dict[int, Exact | None]]) -> dict[int, Exact | None]:
        cells = self.compiler.cells
        cells[0] = row
        found: dict[int, Exact | None] = {}
        stated: dict[int, bool] = {}
        for border in self.borders:
            start, end = border.ends(row, (low, high))
            for column in range(start, end + 1):
                cells[1] = column
                value = _exact(border.value())
                if column in found and border.is_point == stated[column] and found[column] != value:
                    raise _Unfit
                if column not in found or border.is_point:
                    found[column], stated[column] = value, border.is_point
        start, end = self.equation.ends(row, (low, high))
        sources = [(rows.get(row - step.rows, {}) if step.rows else found, step) for step in self.steps]
        if self.ones and not self.zero_outside:
            self._add_up(found, start, end, [(values, step.columns) for values, step in sources])
            return found
        for column in range(start, end + 1):
            if column not in found:
                found[column] = self._by_calls(column, sources)
        return found

    def _add_up(
        self,
        found: dict[int, Exact | None],
        start: int,
        end: int,
        sources: list[tuple[dict[int, Exact | None], int]],
    ) -> None:
        """Plain sums of calls, the commonest kind, without a call for each cell."""
        for column in range(start, end + 1):
            if column in found:
                continue
            total: Exact = 0
            for values, back in sources:
                value = values.get(column - back)
                if value is None:
                    found[column] = None
                    break
                total += value
            else:
                found[column] = total
        known = found.get(end)
        if known is not None:
            guard(known)

    def _by_calls(self, column: int, sources: list[tuple[dict[int, Exact | None], _Step]]) -> Exact | None:
        total: Exact = 0
        self.compiler.cells[1] = column
        for values, step in sources:
            value = values.get(column - step.columns)
            if value is None:
                if not self.zero_outside:
                    return None
                self.zeros = True
                continue
            factor = step.constant
            total += value if factor == 1 else (_exact(step.coefficient()) if factor is None else factor) * value
        return _exact(guard(total if self.driving is None else total + _exact(self.driving())))


def _terms(x: ex.Expr) -> tuple[ex.Expr, ...]:
    return x.terms if isinstance(x, ex.Add) else (x,)


def _exact(value: Enclosed) -> Exact:
    value = narrow(value)
    if not isinstance(value, int | Fraction):
        raise _Unfit
    return value


def _holds(op: str, value: Fraction) -> bool:
    return {"=": value == 0, "<": value < 0, "<=": value <= 0, ">": value > 0, ">=": value >= 0}[op]
