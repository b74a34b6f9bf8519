"""f(bm + r) = Σ cᵢ·f(m + i), cᵢ ≥ 0: how large f can become, by the digits that come again and again.

A word of digits takes a stretch of values to a later one by a matrix; with the word again and again f grows like the
powers of its largest eigenvalue, which is λ for each digit. That no other digits give more is an induction: for each
choice of the last digits the calls, some of them put into the equation once more, weigh Σ c_j·λ^(−j) ≤ 1, where c_j is
the sum of the factors of calls with j digits less. The joint spectral radius of the matrices is λ then.
Source: Jungers, The Joint Spectral Radius, 2009, section 1.2; Stern's sequence: Lehmer 1929.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import inf

from recur.model import Unmet
from recur.model.records import frozen
from recur.numbers.matrices import POLYNOMIALS, determinant
from recur.numbers.polynomials import Polynomial, X, divided, factors, plus, trimmed
from recur.numbers.roots import Root, roots_of, sign_at
from recur.solving.digits.digit_recurrences import DigitRecurrence

_MOST_WORDS = 64  # digits' words of one length that are tried
_LONGEST = 4
_MOST_WIDTH = 6
_DEPTH = 3  # digits that are looked at in the induction

Matrix = tuple[tuple[Fraction, ...], ...]


@frozen
class GreatestGrowth:
    """λ, the root of a polynomial; the word that attains it; the calls by digits less of one choice of last digits.

    `weights[j]` is c_j of the inequality with equality: |f| ≤ Σ c_j·(the greatest value with j digits less).
    """

    root: Root
    word: tuple[int, ...]
    weights: tuple[Fraction, ...]


class _Window:
    """f(m + low), …, f(m + high) from which the same stretch at bm + r follows, for each digit r."""

    def __init__(self, digits: DigitRecurrence) -> None:
        self.digits = digits
        low = high = 0
        while True:
            wider = [q + i for q, i in self._reached(low, high)]
            new_low, new_high = min(low, *wider), max(high, *wider)
            if new_high - new_low >= _MOST_WIDTH:
                raise Unmet("calls that stay close", "the calls m + i of neighbouring sizes spread too far")
            if (new_low, new_high) == (low, high):
                break
            low, high = new_low, new_high
        self.low, self.high = low, high

    def _reached(self, low: int, high: int) -> Iterable[tuple[int, int]]:
        base = self.digits.base
        for place in range(low, base + high):
            q, digit = divmod(place, base)
            yield q, 0
            for i in self.digits.branches[digit].calls:
                yield q, i

    def matrix(self, r: int) -> Matrix:
        """The stretch at bm + r from the one at m."""
        rows = []
        for shift in range(self.low, self.high + 1):
            q, digit = divmod(r + shift, self.digits.base)
            calls = self.digits.branches[digit].calls
            rows.append(tuple(calls.get(place - q, Fraction(0)) for place in range(self.low, self.high + 1)))
        return tuple(rows)


def greatest_growth(digits: DigitRecurrence) -> GreatestGrowth | None:
    """λ with its word and its inequality; None where no short word attains what the induction gives."""
    window = _Window(digits)
    matrices = [window.matrix(r) for r in range(digits.base)]
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for length in range(1, _LONGEST + 1):
        if digits.base**length > _MOST_WORDS:
            break
        for word in product(range(digits.base), repeat=length):
            radius = _radius(_of_word(matrices, word)) ** (1 / length)
            if radius > best[0] * (1 + 1e-9):
                best = radius, word
    if best[0] <= 0:
        return None
    root = _exact_root(_of_word(matrices, best[1]), len(best[1]), best[0])
    weights = None if root is None else _bounding_weights(digits, root, best[0])
    return None if root is None or weights is None else GreatestGrowth(root, best[1], weights)


def attains(digits: DigitRecurrence, found: GreatestGrowth, values: dict[int, Fraction], start: int) -> bool:
    """Whether f(n), n = start followed by the word again and again, has a part that grows like λ^k."""
    window = _Window(digits)
    matrix = _of_word([window.matrix(r) for r in range(digits.base)], found.word)
    vector = [values[start + shift] for shift in range(window.low, window.high + 1)]
    whole = _characteristic_polynomial(matrix)
    factor = next(f for f, _ in factors(whole) if _vanishes_at_power(f, found.root, len(found.word)))
    while not (step := divided(whole, factor))[1]:
        whole = step[0]
    part = _applied_polynomial(whole, matrix, vector)
    for _ in range(len(vector)):
        if part[-window.low]:
            return True
        part = _applied(matrix, part)
    return False


def repeats_with(digits: DigitRecurrence, digit: int, values: dict[int, Fraction], start: int) -> Fraction | None:
    """c with f(bn + r) = c·f(n) at n = start and at all sizes that digit r again and again gives; None for none."""
    window = _Window(digits)
    matrix = window.matrix(digit)
    vector = [values[start + shift] for shift in range(window.low, window.high + 1)]
    met = []
    for _ in range(len(vector) + 2):  # a linear recurrence of that order holds for the rest
        met.append(vector[-window.low])
        vector = _applied(matrix, vector)
    if not met[0]:
        return None
    ratio = met[1] / met[0]
    return ratio if all(y == ratio * x for x, y in pairwise(met)) else None


def _of_word(matrices: Sequence[Matrix], word: Sequence[int]) -> Matrix:
    """The matrix of the digits of the word, the first one applied first."""
    found = matrices[word[0]]
    for digit in word[1:]:
        found = _product(matrices[digit], found)
    return found


def _product(a: Matrix, b: Matrix) -> Matrix:
    columns = tuple(zip(*b, strict=True))
    return tuple(
        tuple(sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in columns) for row in a
    )


def _applied(a: Matrix, v: Sequence[Fraction]) -> list[Fraction]:
    return [sum((x * y for x, y in zip(row, v, strict=True)), Fraction(0)) for row in a]


def _applied_polynomial(p: Polynomial, a: Matrix, v: Sequence[Fraction]) -> list[Fraction]:
    """p(A)·v by Horner's rule."""
    found = [Fraction(0)] * len(v)
    for c in reversed(p):
        found = [x + c * y for x, y in zip(_applied(a, found), v, strict=True)]
    return found


def _characteristic_polynomial(a: Matrix) -> Polynomial:
    """det(xI − A)."""
    rows = [[plus(X if i == j else (), trimmed((-x,))) for j, x in enumerate(row)] for i, row in enumerate(a)]
    return determinant(rows, POLYNOMIALS)


def _radius(a: Matrix) -> float:
    """The largest eigenvalue of a nonnegative matrix, in floats: only which word is looked at depends on it."""
    v = [1.0] * len(a)
    rows = [[float(x) for x in row] for row in a]
    last = 0.0
    for _ in range(200):
        w = [sum(x * y for x, y in zip(row, v, strict=True)) + 1e-3 * y for row, y in zip(rows, v, strict=True)]
        last = max(w)
        if last <= 0:
            return 0.0
        v = [x / last for x in w]
    return max(last - 1e-3, 0.0)


def _exact_root(matrix: Matrix, length: int, near: float) -> Root | None:
    """λ with λ^length an eigenvalue of the matrix: the root near what floats say."""
    spread = [Fraction(0)] * (len(matrix) * length + 1)
    for i, c in enumerate(_characteristic_polynomial(matrix)):
        spread[i * length] = c
    best: tuple[float, Root] | None = None
    for factor, _ in factors(trimmed(spread)):
        for root in roots_of(factor):
            if root.is_real and root.is_positive:
                distance = (
                    abs(float(sum(root.enclosure(64)) / 2) - near) if len(factor) > 2 else abs(float(-factor[0]) - near)
                )
                if distance < 1e-4 and (best is None or distance < best[0]):
                    best = distance, root
    return None if best is None else best[1]


def _vanishes_at_power(f: Polynomial, root: Root, length: int) -> bool:
    """Whether f(λ^length) = 0."""
    spread = [Fraction(0)] * ((len(f) - 1) * length + 1)
    for i, c in enumerate(f):
        spread[i * length] = c
    return not divided(tuple(spread), root.factor)[1]


def _bounding_weights(digits: DigitRecurrence, root: Root, near: float) -> tuple[Fraction, ...] | None:
    """The c_j of the choice of last digits that weighs most, where each choice weighs at most 1."""
    heaviest: tuple[float, tuple[Fraction, ...]] = (-inf, ())
    for last in range(digits.base**_DEPTH):
        first = digits.branches[last % digits.base]
        found = _sum(_scaled(c, _lightest(digits, last // digits.base + i, 1, near)) for i, c in first.calls.items())
        if not _weighs_at_most_one(found, root):
            return None
        heaviest = max(heaviest, (_weight(found, near), found))
    return heaviest[1]


def _lightest(digits: DigitRecurrence, place: int, level: int, near: float) -> tuple[Fraction, ...]:
    """f(b^(D−level)·m + place) as it is, or put into the equation once more where that weighs less."""
    alone = (*[Fraction(0)] * level, Fraction(1))
    if level == _DEPTH:
        return alone
    q, digit = divmod(place, digits.base)
    branch = digits.branches[digit]
    deeper = _sum(_scaled(c, _lightest(digits, q + i, level + 1, near)) for i, c in branch.calls.items())
    return deeper if _weight(deeper, near) < _weight(alone, near) else alone


def _weight(c: Sequence[Fraction], near: float) -> float:
    return sum(float(x) * near**-j for j, x in enumerate(c))


def _scaled(c: Fraction, x: Sequence[Fraction]) -> tuple[Fraction, ...]:
    return tuple(c * y for y in x)


def _sum(parts: Iterable[Sequence[Fraction]]) -> tuple[Fraction, ...]:
    found = [Fraction(0)] * (_DEPTH + 1)
    for part in parts:
        for j, c in enumerate(part):
            found[j] += c
    return tuple(found)


def _weighs_at_most_one(c: Sequence[Fraction], root: Root) -> bool:
    """λ^D − Σ c_j·λ^(D−j) ≥ 0, exactly."""
    p = trimmed([*(-x for x in reversed(c[1:])), Fraction(1)])
    rest = divided(p, root.factor)[1]
    return not rest or sign_at(rest, root) > 0
