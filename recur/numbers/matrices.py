"""Determinants, cofactors and kernels of small matrices, over exact numbers or polynomials."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Generic, TypeVar

from recur.model.errors import Undecided
from recur.model.records import frozen
from recur.numbers import polynomials, real
from recur.numbers.exact import TooCoarse
from recur.numbers.interval import Interval
from recur.numbers.polynomials import Polynomial
from recur.numbers.real import ONE, ZERO, Real

_BITS = 400  # of the intervals by which a rank is seen

T = TypeVar("T")


@frozen
class Ring(Generic[T]):
    """What a determinant needs."""

    zero: T
    one: T
    plus: Callable[[T, T], T]
    times: Callable[[T, T], T]
    negative: Callable[[T], T]


NUMBERS: Ring[Real] = Ring(ZERO, ONE, real.plus, real.times, lambda x: real.minus(ZERO, x))
POLYNOMIALS: Ring[Polynomial] = Ring(
    (), polynomials.ONE, polynomials.plus, polynomials.times, lambda p: polynomials.scaled(p, Fraction(-1))
)


def identity_minus(matrix: Sequence[Sequence[T]], ring: Ring[T]) -> list[list[T]]:
    """I − A."""
    return [
        [ring.plus(ring.one if i == j else ring.zero, ring.negative(x)) for j, x in enumerate(row)]
        for i, row in enumerate(matrix)
    ]


def determinant(matrix: Sequence[Sequence[T]], ring: Ring[T]) -> T:
    """By the minors of the last rows, each set of columns once: no division.

    >>> determinant([[Fraction(1), Fraction(2)], [Fraction(3), Fraction(4)]], NUMBERS)
    Fraction(-2, 1)
    """
    size = len(matrix)
    minors = {0: ring.one}
    for i in range(size - 1, -1, -1):
        longer: dict[int, T] = {}
        for columns, minor in minors.items():
            for j in range(size):
                if columns >> j & 1:
                    continue
                product = ring.times(matrix[i][j], minor)
                if (columns & (1 << j) - 1).bit_count() % 2:
                    product = ring.negative(product)
                both = columns | 1 << j
                longer[both] = ring.plus(longer.get(both, ring.zero), product)
        minors = longer
    return minors[(1 << size) - 1]


def adjugate(matrix: Sequence[Sequence[T]], ring: Ring[T]) -> list[list[T]]:
    """The transposed cofactors."""

    def cofactor(i: int, j: int) -> T:
        rows = [[x for k, x in enumerate(row) if k != j] for m, row in enumerate(matrix) if m != i]
        minor = determinant(rows, ring)
        return ring.negative(minor) if (i + j) % 2 else minor

    size = range(len(matrix))
    return [[cofactor(j, i) for j in size] for i in size]


def rank(matrix: Sequence[Sequence[Real]]) -> int:
    """How many rows, or columns, are independent.

    >>> rank([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]])
    1
    """
    if not matrix or not matrix[0]:
        return 0
    full = min(len(matrix), len(matrix[0]))
    return full if _rank_seen(matrix) == full else len(matrix[0]) - len(kernel(matrix))


def _rank_seen(matrix: Sequence[Sequence[Real]]) -> int:
    """How many pivots are certainly not 0 as intervals tell: at most the rank, without a quotient of exact numbers."""
    if all(isinstance(x, Fraction) for row in matrix for x in row):
        return 0  # whose elimination is as short
    try:
        rows = [[real.as_interval(x, _BITS) for x in row] for row in matrix]
    except (Undecided, TooCoarse, ArithmeticError, ValueError):
        return 0
    pivots = 0
    for j in range(len(rows[0])):
        k = next((k for k in range(pivots, len(rows)) if _is_seen_nonzero(rows[k][j])), None)
        if k is None:
            continue
        rows[pivots], rows[k] = rows[k], rows[pivots]
        front = rows[pivots]
        over = front[j].reciprocal()
        pivots += 1
        rows[pivots:] = [[x - row[j] * over * y for x, y in zip(row, front, strict=True)] for row in rows[pivots:]]
    return pivots


def _is_seen_nonzero(x: Interval) -> bool:
    try:
        return x.sign() != 0
    except TooCoarse:
        return False


def kernel(matrix: Sequence[Sequence[Real]]) -> list[list[Real]]:
    """A basis of the v with A·v = 0, by elimination; every pivot is proved not to be 0."""
    rows = [list(row) for row in matrix]
    size = len(rows[0])
    pivots: list[int] = []
    for j in range(size):
        i = len(pivots)
        k = next((k for k in range(i, len(rows)) if not real.is_zero(rows[k][j])), None)
        if k is None:
            continue
        rows[i], rows[k] = rows[k], rows[i]
        front = rows[i][j]
        rows[i] = [real.over(x, front) for x in rows[i]]
        for m, row in enumerate(rows):
            if m != i and row[j] != 0:
                rows[m] = [real.minus(x, real.times(row[j], y)) for x, y in zip(row, rows[i], strict=True)]
        pivots.append(j)
    basis = []
    for free in (j for j in range(size) if j not in pivots):
        v: list[Real] = [ZERO] * size
        v[free] = ONE
        for row, j in zip(rows, pivots, strict=False):
            v[j] = real.minus(ZERO, row[free])
        basis.append(v)
    return basis
