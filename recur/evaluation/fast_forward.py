"""Linear recurrences with constant coefficients at huge n.

T(n) = Σ cᵢ T(n-i) + Σ polynomial·βⁿ is a linear map from the last values, n^j βⁿ among them, to the next ones, so that
T recurs with an order that is at most their number; several functions of one system move together. The first terms
tell the recurrence, and that a far one.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb

from recur.evaluation.equation import Equation, straight_line, whole_shift
from recur.evaluation.recurring_sequence import RecurringSequence
from recur.model import Expr, expressions as ex, limits
from recur.numbers.exact import guard, narrow
from recur.numbers.exponential_polynomials import exponential_polynomial

Rational = int | Fraction
Run = Callable[..., object]
#: (degree j, base β) -> coefficient of n^j·β^n
Terms = dict[tuple[int, Fraction], Fraction]
Vector = list[Rational]
#: the columns that are not 0, with their entries
SparseRow = tuple[tuple[int, Rational], ...]

WORTHWHILE = 4096  # steps below which one by one is quick enough
MOST_STATES = 32


def fast_forward(equations: dict[str, Equation], equation: Equation, size: int, run: Run) -> Rational | None:
    """T(size) by squaring; None where size is small or the system not linear with constant coefficients."""
    if equation.top is None or size - equation.top < WORTHWHILE or equation.steps is False:
        return None
    system = equation.steps or _steps_of(equations, equation)
    equation.steps = system or False
    if system is None:
        return None
    if system.sequence is None:
        first: Vector = []
        for e, back in system.values:
            value = run(e, system.begin - back)
            if not isinstance(value, int | Fraction):
                return None
            first.append(value)
        first += [Fraction(system.begin) ** degree * base**system.begin for degree, base in system.basis]
        system.sequence = RecurringSequence(system.terms(equation, [narrow_all(x) for x in first]))
    return system.sequence.term(size - system.begin)


def _steps_of(equations: dict[str, Equation], equation: Equation) -> LinearSteps | None:
    involved = _order(equations, equation)
    if involved is None:
        return None
    try:
        calls = {e.function: _shifts(e) for e in involved}
        driving = {e.function: _terms(e.recurrence.driving, e.recurrence.variable) for e in involved}
    except _NotLinear:
        return None
    deepest = max((shift for each in calls.values() for _, shift, _ in each), default=0)
    if not 0 < deepest <= MOST_STATES:  # 0: one step works it out
        return None
    system = LinearSteps(involved, calls, driving)
    return system if system.width <= MOST_STATES else None


class _NotLinear(Exception):
    """The system has terms that this method does not cover."""


def narrow_all(x: Rational) -> Rational:
    value = narrow(x)
    assert isinstance(value, int | Fraction)
    return value


def _order(equations: dict[str, Equation], start: Equation) -> list[Equation] | None:
    """The equations that `start` reaches, those called at the same size before their callers."""
    found: list[Equation] = []
    visiting: set[str] = set()

    def visit(equation: Equation) -> bool:
        if equation in found:
            return True
        if equation.function in visiting or equation.recurrence.nonlinear or equation.top is None:
            return False
        visiting.add(equation.function)
        for call in equation.recurrence.subcalls:
            if call.argument == ex.Symbol(equation.recurrence.variable) and not visit(equations[call.function]):
                return False
        found.append(equation)
        return True

    pending = [start]
    while pending:
        equation = pending.pop()
        if not visit(equation):
            return None
        for call in equation.recurrence.subcalls:
            if equations[call.function] not in found:
                pending.append(equations[call.function])
    return found


def _shifts(equation: Equation) -> list[tuple[str, int, Fraction]]:
    """(function, shift, coefficient) of every call; _NotLinear unless each is c·T(n - shift)."""
    found = []
    variable = equation.recurrence.variable
    for call in equation.recurrence.subcalls:
        shift, scale = whole_shift(call.argument, variable), straight_line(call.coefficient, variable)
        if shift is None or shift > 0 or scale is None or scale[0]:
            raise _NotLinear
        found.append((call.function, -shift, scale[1]))
    return found


def _terms(x: Expr, variable: str) -> Terms:
    """x as Σ c·n^j·βⁿ with rational c, β, Θ(g) as g; _NotLinear otherwise."""
    found = exponential_polynomial(_without_theta(x), variable)
    if found is None:
        raise _NotLinear
    return {(j, base): c for base, p in found.items() for j, c in enumerate(p) if c}


def _without_theta(x: Expr) -> Expr:
    if isinstance(x, ex.Asymptotic):
        return _without_theta(x.body)
    return ex.rebuild(x, _without_theta) if x.children else x


class LinearSteps:
    """The matrix that takes all the values at n to those at n + 1, and the sequence of the values, once it is asked."""

    def __init__(
        self,
        involved: list[Equation],
        calls: dict[str, list[tuple[str, int, Fraction]]],
        driving: dict[str, Terms],
    ) -> None:
        depth = max((shift for each in calls.values() for _, shift, _ in each), default=0) or 1
        self.begin = max(e.top or 0 for e in involved) + depth
        kept = {e.function: 1 for e in involved}
        for each in calls.values():
            for function, shift, _ in each:
                kept[function] = max(kept[function], shift)
        self.values = [(e, back) for e in involved for back in range(kept[e.function])]
        degrees: dict[Fraction, int] = {}
        for terms in driving.values():
            for degree, base in terms:
                degrees[base] = max(degrees.get(base, 0), degree)
        self.basis = [(degree, base) for base, most in degrees.items() for degree in range(most + 1)]
        self.width = len(self.values) + len(self.basis)
        if self.width <= MOST_STATES:
            self.rows = _sparse(self._rows(calls, driving))
        self.sequence: RecurringSequence | None = None

    def _rows(self, calls: dict[str, list[tuple[str, int, Fraction]]], driving: dict[str, Terms]) -> list[Vector]:
        place = {(e.function, back): i for i, (e, back) in enumerate(self.values)}
        at = {key: len(self.values) + i for i, key in enumerate(self.basis)}
        rows: dict[int, Vector] = {}
        # (n+1)^j β^(n+1) = β·Σ C(j, i)·n^i·β^n
        for degree, base in self.basis:
            row: Vector = [0] * self.width
            for i in range(degree + 1):
                row[at[i, base]] = base * comb(degree, i)
            rows[at[degree, base]] = row
        for equation, back in self.values:  # in dependency order: a value at the same size is there already
            row = [0] * self.width
            if back:
                row[place[equation.function, back - 1]] = 1
            else:
                for key, value in driving[equation.function].items():
                    row = [x + value * y for x, y in zip(row, rows[at[key]], strict=True)]
                for function, shift, scale in calls[equation.function]:
                    if shift:
                        row[place[function, shift - 1]] += scale
                    else:
                        row = [x + scale * y for x, y in zip(row, rows[place[function, 0]], strict=True)]
            rows[place[equation.function, back]] = row
        return [[narrow_all(x) for x in rows[i]] for i in range(self.width)]

    def terms(self, equation: Equation, vector: Vector) -> Vector:
        """The function's first values, twice as many as its recurrence is long at most."""
        index = next(i for i, (e, back) in enumerate(self.values) if e is equation and back == 0)
        found = [vector[index]]
        while len(found) < 2 * self.width:
            limits.check()
            vector = [_combined(row, vector) for row in self.rows]
            found.append(vector[index])
        return found


def _sparse(matrix: list[Vector]) -> list[SparseRow]:
    return [tuple((j, x) for j, x in enumerate(row) if x) for row in matrix]


def _combined(row: SparseRow, vector: Vector) -> Rational:
    total: Rational = 0
    for j, x in row:
        total += x * vector[j]
    guard(total)
    return narrow_all(total)
