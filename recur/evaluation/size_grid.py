"""Divide and conquer at sizes of a thousand digits: the sizes ⌊n/(2ⁱ3ʲ)⌋ as a grid, row by row.

Since ⌊⌊n/a⌋/b⌋ = ⌊n/(ab)⌋, the sizes below n of T(n) = Σ c·T(⌊n/b⌋) + f(n) are ⌊n/(pⁱ qʲ)⌋ when every b is a
product of powers of two primes p and q. A row holds one j; only the few rows that others ask for are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import log, prod
from typing import TYPE_CHECKING

from recur.evaluation.equation import OUTSIDE, Equation, straight_line
from recur.model import LimitExceeded, expressions as ex, limits
from recur.numbers.exact import guard, narrow

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

SMALL = 1 << 12  # sizes below it are worked out one by one and remembered
WORTHWHILE = 20_000  # cells
MOST_CELLS = 8_000_000
LARGEST_DIVISOR = 1 << 20  # its primes are looked for one by one

Step = tuple[int, int, Fraction]  # T(⌊n / (pⁱ qʲ)⌋) with its coefficient


def on_size_grid(
    equations: dict[str, Equation], equation: Equation, size: int, run: Callable[..., Enclosed]
) -> Enclosed | None:
    """T(size) over the grid of its sizes, or None where the sizes are few or do not form one."""
    if size.bit_length() < 128 or equation.recurrence.nonlinear or equation.top is None or equation.top >= SMALL:
        return None
    divisors = _divisors(equation)
    if divisors is None:
        return None
    primes = sorted({prime for divisor, _ in divisors for prime in _primes(divisor)})
    scale = log(size) - log(SMALL)
    cells = prod(scale / (i * log(prime)) for i, prime in enumerate(primes, 1))
    if cells < WORTHWHILE:
        return None
    if cells > MOST_CELLS:
        raise LimitExceeded(f"the size has about {cells:,.0f} smaller sizes; at most {MOST_CELLS:,} are worked out")
    if len(primes) != 2:
        return None
    p, q = primes
    steps = [(_multiplicity(divisor, p), _multiplicity(divisor, q), c) for divisor, c in divisors]
    for argument in equation.recurrence.subcalls:
        if not isinstance(argument.argument, ex.Apply):
            equation.note(argument.argument)
    grid = _Grid(equation, p, q, steps, min(SMALL // divisor for divisor, _ in divisors), run)
    return grid.value(size)


def _divisors(equation: Equation) -> list[tuple[int, Fraction]] | None:
    """(b, coefficient) of every call, when each is T(⌊n/b⌋) with a whole b from 2 on and a fixed coefficient."""
    found = []
    for call in equation.recurrence.subcalls:
        argument = call.argument
        if isinstance(argument, ex.Apply) and argument.name == "floor":
            argument = argument.arguments[0]
        elif equation.rounding != "floor":
            return None
        line = straight_line(argument, equation.recurrence.variable)
        scale = straight_line(call.coefficient, equation.recurrence.variable)
        if call.function != equation.function or line is None or scale is None or scale[0] or line[1]:
            return None
        if line[0].numerator != 1 or not 2 <= line[0].denominator <= LARGEST_DIVISOR:
            return None
        found.append((line[0].denominator, scale[1]))
    return found


def _primes(value: int) -> list[int]:
    found, prime = [], 2
    while value > 1:
        if prime * prime > value:
            prime = value
        if value % prime == 0:
            found.append(prime)
            while value % prime == 0:
                value //= prime
        prime += 1
    return found


def _multiplicity(value: int, prime: int) -> int:
    times = 0
    while value % prime == 0:
        value //= prime
        times += 1
    return times


class _Grid:
    def __init__(
        self, equation: Equation, p: int, q: int, steps: list[Step], least: int, run: Callable[..., Enclosed]
    ) -> None:
        self.equation = equation
        self.p = p
        self.q = q
        self.least = least  # no cell asks for a size below it
        self.run = run
        self.inside = [(i, narrow(c)) for i, j, c in steps if j == 0]
        self.across = [(i, j, narrow(c)) for i, j, c in steps if j]
        self.reach = max((j for _, j, _ in self.across), default=0)

    def value(self, size: int) -> Enclosed:
        starts = [size]
        while starts[-1] >= self.least:
            starts.append(starts[-1] // self.q)
        rows: dict[int, list[Enclosed]] = {}
        for j in range(len(starts) - 2, -1, -1):
            limits.check(1 + j)
            rows[j] = self._row(starts[j], [rows.get(j + k, []) for k in range(self.reach + 1)])
            rows.pop(j + self.reach, None)
        return rows[0][0]

    def _row(self, start: int, later: list[list[Enclosed]]) -> list[Enclosed]:
        """The values at start, ⌊start/p⌋, ⌊start/p²⌋ … down to the least size that is asked for."""
        sizes = [start]
        while sizes[-1] >= self.least:
            sizes.append(sizes[-1] // self.p)
        sizes.pop()
        large = next((i for i, size in enumerate(sizes) if size < SMALL), len(sizes))
        values: list[Enclosed] = [self.run(self.equation, size) for size in sizes[large:]]
        totals = self._driving(sizes[:large])
        for i, j, scale in self.across:
            row = later[j][i : i + large]
            if scale == 1:
                totals = [total + value for total, value in zip(totals, row, strict=True)]
            else:
                totals = [total + scale * value for total, value in zip(totals, row, strict=True)]
        values.reverse()  # from the smallest up; values[-i] is i divisions by p further
        for total in reversed(totals):
            for i, scale in self.inside:
                total = total + scale * values[-i]
            values.append(narrow(total))
        values.reverse()
        guard(values[0])
        return values

    def _driving(self, sizes: list[int]) -> list[Enclosed]:
        cells, driving = self.equation.cells, self.equation.driving
        found: list[Enclosed] = []
        for size in sizes:
            cells[0] = size
            try:
                found.append(driving())
            except OUTSIDE as fault:
                raise self.equation.undefined(fault) from None
        return found
