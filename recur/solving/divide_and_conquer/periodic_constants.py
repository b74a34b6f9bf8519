"""The periodic factor C of T(n) ~ n^p·C(log_b n), p = log_b a, for Σ αᵢ·T(⌊(n + i)/b⌋) + f(n) with f = O(n^(p − ε)).

Along n, bn, b²n, … the quotient T(n·b^j)/a^j tends to V(n) = T(n) − u(n), where u(y) = a·u(y/b) + f(y) over the reals
and u(n) = o(n^p). All sizes whose quotient by b^j lies between m and m + 1 draw on T(m) and T(m + 1) alone, with
weights that add up to a^j, so for a rising f

    min(T(m), T(m + 1)) − u(m)  ≤  lim T(n)/a^j  ≤  max(T(m), T(m + 1)) − u(m + 1);

a single call that is rounded down draws on T(m), one that is rounded up on T(m + 1). Dividing the cells into b parts
each, the most promising first, encloses the least and the greatest value of C as closely as one likes.
Source: Drmota and Szpankowski, A master theorem for discrete divide and conquer recurrences, 2013.

The search is done in floats: its quantities take few correctly rounded operations on positive numbers at each of some
hundred levels, which costs less than 10⁻¹³ of them, and every bound is widened by 10⁻¹⁰.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate

from recur.model import expressions as ex, limits
from recur.model.records import frozen, replace
from recur.numbers import Real, real
from recur.solving.divide_and_conquer.lattice_forms import Halving, base_value, division_residue, exact_bases, shifts
from recur.solving.divide_and_conquer.lattice_terms import Lattice, Outside, Terms, particular
from recur.solving.problem import Problem

_MARGIN = 1e-10
_DIGITS = 6
_TWO_UNITS = 2 * 10 ** (1 - _DIGITS)  # of the last digit
_MOST_CELLS = 6_000
_LARGEST = 1e280
_MOST_VALUES = 2_000_000  # before the recurrence is in force: a value stated at 10^400 has as many below it


@frozen
class ConstantRange:
    """min C and max C, each as six certain significant digits; `shift` is s of the lattice n = b^j + s."""

    low: str
    high: str
    shift: int

    @property
    def is_constant(self) -> bool:
        return self.low == self.high


def range_of(problem: Problem, halving: Halving) -> ConstantRange | None:
    """The range of C, or None where it cannot be certified: unknown constants, a falling f, an f close to n^p."""
    try:
        search = _prepared(problem, halving)
        return None if search is None else search.range()
    except (Outside, OverflowError):
        return None


def _prepared(problem: Problem, halving: Halving) -> _Search | None:
    """The search, with T known from m₀ to b·m₀ and the recurrence in force from b·m₀ on."""
    bases, b, a = exact_bases(problem), halving.b, halving.a
    found = shifts([replace(d, rounded=True) for d in halving.divisions])
    if not bases or not found or not problem.is_exact or not isinstance(a, Fraction):
        return None
    s = found[0]
    driving = _rising(problem, Lattice(problem.variable, b, 1, s), real.log_ratio(a, Fraction(b)))
    if driving is None:
        return None
    first = max(1, -((s - 1 - max(case.high for case in bases)) // b))
    cost = _function(driving, b)
    values = _first_values(problem, halving, range(s + first, s + b * first + 1), cost, s)
    if values is None or min(values) < 0:
        return None
    weights = [(division_residue(d, s), float(a)) for d, a in halving.calls if isinstance(a, Fraction)]
    if len(weights) < len(halving.calls):
        return None
    search = _Search(b, math.log(a) / math.log(b), weights, cost, _tail(driving, a, b), s)
    sizes = range(first, b * first)
    search.start = [(m, float(values[m - first]), float(values[m + 1 - first])) for m in sizes]
    even = sorted(i for i, _ in weights) == list(range(b)) and len({a for _, a in weights}) == 1
    differences = {values[i + 1] - values[i] for i in range(len(sizes))}
    search.straight = even and len(differences) == 1 and set(driving) <= {(real.ONE, 0), (real.ZERO, 0)}
    return search if search.is_stable() else None


def _first_values(
    problem: Problem, halving: Halving, sizes: range, cost: Callable[[int], float], s: int
) -> Sequence[Fraction | float] | None:
    """T at the sizes: exact, or in floats where roots and logarithms make it irrational; None if they are too many."""
    if sizes.stop - sizes.start > _MOST_VALUES:
        return None
    exact = problem.values(sizes)
    if exact is not None:
        return exact
    bases, known = exact_bases(problem), dict[int, float]()
    for n in range(min(0, sizes.start), sizes.stop):
        stated = base_value(problem, bases, n)
        if stated is not None:
            if real.has_parameter(stated):
                return None
            known[n] = float(stated)
        elif n > s and all((n + d.w) // d.b in known for d in halving.divisions):
            known[n] = math.fsum(float(a) * known[(n + d.w) // d.b] for d, a in halving.calls) + cost(n - s)
    return [known[n] for n in sizes] if all(n in known for n in sizes) else None


def rises(problem: Problem, p: Real) -> bool:
    """Whether the driving term is seen to rise from 1 on and to stay below n^(p − ε)."""
    try:
        return _rising(problem, Lattice(problem.variable, 2), p) is not None
    except Outside:
        return False


def _rising(problem: Problem, lattice: Lattice, p: Real) -> Terms | None:
    """f over the reals, when it rises from y = 1 on and stays below n^(p − ε)."""
    if any(isinstance(x, ex.Apply) for x in ex.walk(problem.driving_term)):
        return None
    driving = lattice.terms(problem.driving_term)
    for (k, q), c in driving.items():
        if real.has_parameter(k) or real.has_parameter(c) or real.compare(k, p) >= 0:
            return None
        if (k, q) != (real.ZERO, 0) and (real.sign(k) < 0 or real.sign(c) < 0):
            return None
    return driving


def _function(terms: Terms, b: int) -> Callable[[int], float]:
    parts = [(float(k), q, float(c)) for (k, q), c in terms.items()]
    base = math.log(b)
    if not any(q for _, q, _ in parts):
        if len(parts) == 1:
            ((k, _, c),) = parts
            return _monomial(k, c)
        return lambda y: math.fsum([c * float(y) ** k for k, _, c in parts])

    def value(y: int) -> float:
        level = math.log(y) / base
        return math.fsum([c * float(y) ** k * (level**q if q else 1.0) for k, q, c in parts])

    return value


def _monomial(k: float, c: float) -> Callable[[int], float]:
    """c·y^k, as most driving functions are."""
    if k == 0:
        return lambda y: c
    return (lambda y: c * y) if k == 1 else lambda y: c * float(y) ** k


def _tail(driving: Terms, a: Fraction, b: int) -> Callable[[int], float]:
    """Σ f(y·b^l)/a^l over l ≥ 1, which is −u(y)."""
    u = particular(driving, a, b)
    return _function({key: real.ZERO - c for key, c in u.items()}, b)


def _shares(b: int, weights: list[tuple[int, float]]) -> list[tuple[float, float]]:
    """For r = 0, …, b the sums of the weights below b − r, and of the others."""
    row = [0.0] * b
    for i, a in weights:
        row[i] += a
    return list(zip([0.0, *accumulate(row)][::-1], [0.0, *accumulate(reversed(row))], strict=True))


_Cell = tuple[int, float, float]  # m, T(m), T(m + 1)


class _Search:
    """Cells [m, m + 1] of sizes n/b^j, the best first."""

    def __init__(
        self,
        b: int,
        p: float,
        weights: list[tuple[int, float]],
        cost: Callable[[int], float],
        tail: Callable[[int], float],
        shift: int,
    ) -> None:
        self.b, self.p, self.cost, self.tail, self.shift = b, p, cost, tail, shift
        #: for each r, what T(m) and T(m + 1) count at b·m + r
        self.split = _shares(b, weights)
        self.start: list[_Cell] = []
        self.down = all(i == 0 for i, _ in weights)
        self.up = all(i == b - 1 for i, _ in weights)
        self.straight = False

    def is_stable(self) -> bool:
        """f is not negative, and no subtraction costs digits: every V(m) is a fair part of what it is the sum of."""
        if self.cost(self.b * self.start[0][0]) < 0:
            return False
        return all(t + self.tail(m) > 1e-3 * (t + abs(self.tail(m))) for m, t, _ in self.start)

    def range(self) -> ConstantRange | None:
        high = self._extreme(1)
        low = None if high is None else self._extreme(-1)
        return None if high is None or low is None else ConstantRange(low, high, self.shift)

    def _extreme(self, side: int) -> str | None:
        """The supremum (side 1) or infimum (−1) of C, rounded, once both ends of its enclosure round alike."""
        if self.straight:
            return self._straight_extreme(side)
        best = -math.inf
        heap: list[tuple[float, _Cell]] = []
        fresh = self.start
        for count in range(_MOST_CELLS):
            for cell in fresh:
                point, bound = self._bounds(cell, side)
                best = max(best, point)
                heapq.heappush(heap, (-bound, cell))
            bound = -heap[0][0]
            if not abs(best - bound) > abs(best) * _TWO_UNITS:  # else they differ in one of the digits
                text = _rounded(side * best)
                if text == _rounded(side * bound):
                    return text
            if not count & 255:
                limits.check()
            cell = heapq.heappop(heap)[1]
            fresh = self._parts(cell)
        return None

    def _straight_extreme(self, side: int) -> str | None:
        """V is a straight line A + B·x from m₀ to b·m₀: the extreme lies at an end or where B·x = p·V(x)."""
        low = self.start[0][0]
        left = self.start[0][1] + self.tail(low)
        slope = self.start[0][2] + self.tail(low + 1) - left
        at = [float(low), float(self.b * low)]
        if slope > 0 and self.p != 1:
            stationary = self.p * (left - slope * low) / (slope * (1 - self.p))
            at += [stationary] if at[0] < stationary < at[1] else []
        extreme = max(side * (left + slope * (x - low)) / x**self.p for x in at)
        ends = {_rounded(side * extreme * (1 + i * _MARGIN)) for i in (-1, 1)}
        return ends.pop() if len(ends) == 1 else None

    def _bounds(self, cell: _Cell, side: int) -> tuple[float, float]:
        """(a value that C takes, what C does not exceed in the cell), both times side."""
        m, left, right = cell
        tail, power = self.tail(m), float(m) ** self.p
        value = (left + tail) / power
        if self.down or self.up:
            reached = left if self.down else right
        else:
            reached = max(left, right) if side > 0 else min(left, right)
        bound = (reached + self.tail(m + 1)) / power if side > 0 else (reached + tail) / float(m + 1) ** self.p
        return side * value - _MARGIN * value, side * bound + _MARGIN * bound

    def _parts(self, cell: _Cell) -> list[_Cell]:
        m, left, right = cell
        first, cost = self.b * m, self.cost
        values = [low * left + high * right + cost(first + r) for r, (low, high) in enumerate(self.split)]
        if values[-1] > _LARGEST or m.bit_length() > 900:
            raise OverflowError
        return [(first + r, values[r], values[r + 1]) for r in range(self.b)]


def _rounded(x: float) -> str:
    """Six significant digits, in positional notation while that is short."""
    if not math.isfinite(x) or x <= 0:
        return str(x)
    scientific = f"{x:.{_DIGITS - 1}e}"
    places = _DIGITS - 1 - int(scientific.partition("e")[2])
    return f"{x:.{places}f}" if 0 <= places <= 12 else scientific
