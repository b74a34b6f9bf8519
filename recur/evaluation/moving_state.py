"""A recurrence as a state that moves: the last values and the running sums, each step a matrix over one denominator.

T(n) = Σ aᵢ(n)·T(n − i) + Σ wⱼ(n)·Hⱼ(n) + f(n), where Hⱼ(n) is the sum of g(k)·T(k), or of g(k) alone, from a fixed k
up to n − l. What the next size needs is Hⱼ(n + 1) = Hⱼ(n) + g(n + 1 − l)·T(n + 1 − l) and the values less far back
than the farthest shift: a history is a recurrence of the first order for its sums. Source: Graham, Knuth, Patashnik,
Concrete Mathematics, section 2.2.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.evaluation.equation import Equation, straight_line, whole_shift
from recur.model import Expr, expressions as ex
from recur.model.linearity import split
from recur.model.records import frozen
from recur.numbers.exact import narrow

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

MOST_STATES = 8
_MOST_DEGREE = 24  # of the polynomials that stand over the common denominator
_LONGEST_POWER = 4

#: rows of whole numbers, the last column for 1, and the denominator below them all
Rows = list[list[int]]
WholeMap = tuple[Rows, int]


class NotRational(Exception):
    """A coefficient or a driving term has no rational value."""


@frozen
class RunningSum:
    """weight(n)·Σ kernel(k)·T(k) over k from `first` to n − lag; without T(k) where it is `plain`."""

    weight: Expr
    kernel: Expr  # in the variable of the recurrence
    first: int
    lag: int
    plain: bool = False


class MovingState:
    """The sums, then T(n − s), T(n − 2s), …: what stands before the value at n is worked out."""

    def __init__(self, equation: Equation, shifts: Sequence[tuple[int, Expr]], sums: Sequence[RunningSum]) -> None:
        self.equation, self.sums = equation, sums
        self.stride = 1 if sums else math.gcd(*[shift for shift, _ in shifts])
        backs = [shift for shift, _ in shifts] + [one.lag - 1 for one in sums if not one.plain]
        self.depth = max(backs, default=0) // self.stride
        self.width = len(sums) + self.depth
        coefficients: list[Expr] = [one.weight for one in sums] + [ex.ZERO] * self.depth
        for shift, coefficient in shifts:
            place = len(sums) + shift // self.stride - 1
            coefficients[place] = ex.add(coefficients[place], coefficient)
        self._value = _OverOne(equation, [*coefficients, equation.recurrence.driving])
        self._kernels = [_OverOne(equation, [one.kernel]) for one in sums]

    @property
    def first(self) -> int:
        """The least size at which no sum is short of terms and no first value is asked for."""
        top = self.equation.top
        assert top is not None
        return max([top + 1, *(one.first + one.lag for one in self.sums)])

    def has_no_pole(self, low: int, high: int) -> bool:
        """Whether no denominator is 0 from the step at `low` to that at `high`."""
        kernels = zip(self.sums, self._kernels, strict=True)
        return not any(low <= pole <= high for pole in self._value.poles) and not any(
            one.first <= pole <= high for one, kernel in kernels for pole in kernel.poles
        )

    def at(self, n: int, value: Callable[[int], int | Fraction]) -> tuple[list[int], int]:
        """The state before n, from the values."""
        found: list[int | Fraction] = []
        for one, kernel in zip(self.sums, self._kernels, strict=True):
            total: int | Fraction = 0
            for k in range(one.first, n - one.lag + 1):
                (above,), below = kernel.at(k)
                total += Fraction(above, below) * (1 if one.plain else value(k))
            found.append(total)
        found += [value(n - i * self.stride) for i in range(1, self.depth + 1)]
        below = math.lcm(*[x.denominator for x in found])
        return [x.numerator * (below // x.denominator) for x in found], below

    def value_row(self, n: int) -> tuple[list[int], int]:
        """T(n) as a combination of the state and 1, over one denominator."""
        return self._value.at(n)

    def step(self, n: int) -> WholeMap:
        """From the state before n to that before n + stride."""
        row, below = self._value.at(n)
        size, count = self.width, len(self.sums)
        kernels = [kernel.at(n + 1 - one.lag) for one, kernel in zip(self.sums, self._kernels, strict=True)]
        shared = math.lcm(*[under for _, under in kernels]) if kernels else 1
        whole = below * shared
        rows: Rows = []
        for i, (one, ((above,), under)) in enumerate(zip(self.sums, kernels, strict=True)):
            above *= shared // under
            added = [0] * (size + 1)
            if one.plain:
                added[size] = above * below
            elif one.lag == 1:
                added = [above * x for x in row]
            else:
                added[count + one.lag - 2] = above * below
            added[i] += whole
            rows.append(added)
        if self.depth:
            rows.append(row if shared == 1 else [shared * x for x in row])
        for i in range(1, self.depth):
            moved = [0] * (size + 1)
            moved[count + i - 1] = whole
            rows.append(moved)
        return rows, whole


class _OverOne:
    """Some formulas in n over a common denominator, which is no pole but for those that are named."""

    def __init__(self, equation: Equation, formulas: Sequence[Expr]) -> None:
        variable = equation.recurrence.variable
        self.cells = equation.cells
        self.poles: set[int] = set()
        self.polynomials = _over_one(formulas, variable)
        self.closures = () if self.polynomials else tuple(map(equation.compiler.compile, formulas))
        if self.polynomials:
            self.poles = _poles(formulas, variable)

    def at(self, n: int) -> tuple[list[int], int]:
        if self.polynomials:
            found = []
            for p in self.polynomials:
                total = 0
                for c in p:
                    total = total * n + c
                found.append(total)
            return found[:-1], found[-1]
        self.cells[0] = n
        values: list[Enclosed] = [narrow(closure()) for closure in self.closures]
        rational = [x for x in values if isinstance(x, int | Fraction)]
        if len(rational) < len(values):
            raise NotRational
        below = math.lcm(*[x.denominator for x in rational])
        return [x.numerator * (below // x.denominator) for x in rational], below


def _over_one(formulas: Sequence[Expr], variable: str) -> list[tuple[int, ...]] | None:
    """Whole polynomials, highest coefficients first, the last one below the others; None of other formulas."""
    from recur.numbers.polynomials import ONE, common_divisor, divided, times
    from recur.numbers.rational_functions import quotient_of

    read = [quotient_of(x, variable) for x in formulas]
    quotients = [quotient for quotient in read if quotient is not None]
    if len(quotients) < len(read):
        return None
    below = ONE
    for _, q in quotients:
        below = times(below, divided(q, common_divisor(below, q))[0])
    found = [times(p, divided(below, q)[0]) for p, q in quotients] + [below]
    if max(map(len, found)) > _MOST_DEGREE:
        return None
    scale = math.lcm(*[c.denominator for p in found for c in p])
    return [tuple([int(c * scale) for c in reversed(p)]) for p in found]


def _poles(formulas: Sequence[Expr], variable: str) -> set[int]:
    """The whole zeros of what is divided by, cancelled or not."""
    from recur.numbers.polynomials import rational_roots
    from recur.numbers.rational_functions import quotient_of

    found: set[int] = set()
    for x in formulas:
        for part in ex.walk(x):
            if isinstance(part, ex.Power) and isinstance(part.exponent, ex.Number) and part.exponent.value < 0:
                below = quotient_of(part.base, variable)
                assert below is not None  # the whole is a quotient of polynomials
                found |= {int(root) for root in rational_roots(below[0]) if root.denominator == 1}
    return found


def state_of(equation: Equation) -> MovingState | None:
    """The state of a recurrence of this kind for one function, else None."""
    r = equation.recurrence
    if equation.top is None:
        return None
    shifts = []
    for call in r.subcalls:
        shift = whole_shift(call.argument, r.variable)
        if call.function != r.function or shift is None or shift >= 0 or ex.has_call(call.coefficient):
            return None
        shifts.append((-shift, call.coefficient))
    sums: list[RunningSum] = []
    for term in r.nonlinear:
        found = _sums(term, equation)
        if found is None:
            return None
        sums += found
    if not shifts and not sums:
        return None
    backs = [shift for shift, _ in shifts] + [one.lag for one in sums]
    if max(backs) > MOST_STATES * math.gcd(*backs) or len(sums) > MOST_STATES:
        return None
    state = MovingState(equation, shifts, sums)
    return state if state.width <= MOST_STATES else None


def _sums(term: Expr, equation: Equation) -> list[RunningSum] | None:
    """c·Σ over earlier values, each of its calls by itself."""
    r = equation.recurrence
    factors = term.factors if isinstance(term, ex.Mul) else (term,)
    holding = [x for x in factors if ex.has_call(x)]
    total = holding[0]
    if len(holding) != 1 or not isinstance(total, ex.Range) or total.op != "sum":
        return None
    outside = ex.mul(*(x for x in factors if x is not total))
    low, high = straight_line(total.low, r.variable), whole_shift(total.high, r.variable)
    if low is None or low[0] or low[1].denominator != 1 or high is None or high >= 0:
        return None
    body = split(total.body)
    if body.nonlinear or any(call.function != r.function for call in body.subcalls):
        return None
    found: list[RunningSum] = []
    for call in body.subcalls:
        placed = _placed(call.argument, r.variable, total.index)
        if placed is None:
            return None
        up, c = placed
        n, k = ex.Symbol(r.variable), ex.Symbol(total.index)
        if up:
            first, lag, index = int(low[1]) + c, -high - c, ex.subtract(k, ex.number(c))
        else:
            first, lag, index = c - high, int(low[1]) - c, ex.add(n, ex.number(c), ex.negate(k))
        weight = ex.substitute(call.coefficient, total.index, index)
        pairs = _separated(weight, r.variable, total.index)
        if pairs is None or lag < 1:
            return None
        found += [_running(outside, w, g, total.index, r.variable, first, lag, False) for w, g in pairs]
    if body.driving != ex.ZERO:
        pairs = _separated(body.driving, r.variable, total.index)
        if pairs is None:
            return None
        found += [_running(outside, w, g, total.index, r.variable, int(low[1]), -high, True) for w, g in pairs]
    return found


def _running(
    outside: Expr, w: Expr, g: Expr, index: str, variable: str, first: int, lag: int, plain: bool
) -> RunningSum:
    return RunningSum(ex.mul(outside, w), ex.substitute(g, index, ex.Symbol(variable)), first, lag, plain)


def _placed(argument: Expr, variable: str, index: str) -> tuple[bool, int] | None:
    """(True, c) of T(k + c), (False, c) of T(n − k + c)."""
    up = whole_shift(argument, index)
    if up is not None:
        return True, up
    terms = argument.terms if isinstance(argument, ex.Add) else (argument,)
    down = ex.negate(ex.Symbol(index))
    c = whole_shift(ex.add(*(term for term in terms if term != down)), variable)
    return (False, c) if c is not None and terms.count(down) == 1 else None


def _separated(x: Expr, variable: str, index: str) -> list[tuple[Expr, Expr]] | None:
    """x = Σ w(n)·g(k) as pairs (w, g)."""
    named = ex.symbols(x)
    if index not in named:
        return [(x, ex.ONE)]
    if variable not in named:
        return [(ex.ONE, x)]
    match x:
        case ex.Add(terms):
            found = [_separated(term, variable, index) for term in terms]
            return None if None in found else [pair for pairs in found if pairs is not None for pair in pairs]
        case ex.Mul(factors):
            return _product(factors, variable, index)
        case ex.Power(base, ex.Number(e)) if e.denominator == 1 and 1 < e <= _LONGEST_POWER:
            return _product([base] * int(e), variable, index)
    return None


def _product(factors: Sequence[Expr], variable: str, index: str) -> list[tuple[Expr, Expr]] | None:
    total: list[tuple[Expr, Expr]] = [(ex.ONE, ex.ONE)]
    for factor in factors:
        pairs = _separated(factor, variable, index)
        if pairs is None or len(pairs) * len(total) > 2 * MOST_STATES:
            return None
        total = [(ex.mul(w, v), ex.mul(g, h)) for w, g in total for v, h in pairs]
    return total
