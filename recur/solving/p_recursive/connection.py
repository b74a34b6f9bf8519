"""The factors of the dominant formal solutions in T, by certain digits.

Let fᵢ(n) = n!^μ·ρᵢⁿ·e^(Σ cₖ·n^(k/r))·n^θ, without the series Sᵢ in z = n^(−1/r), which is cut after s_M. With
λₖ(n) = n!^μ/(n − k)!^μ the vector V(n) of all λₖ(n)·T(n − k), 0 ≤ k < p, is n^μ·A(n)·V(n − 1), A a companion matrix.
With wᵢ(n) the vector of all λₖ(n)·fᵢ(n − k)·Sᵢ(n − k)/fᵢ(n)

    n^μ·A(n)·fᵢ(n − 1)·wᵢ(n − 1) = fᵢ(n)·(wᵢ(n) − δᵢ(n)·ε₀),  δᵢ = O(z^(M + r + 1)).

Let W(n) be the matrix of m vectors wᵢ(n), all dominant ones among them, and of p − m further vectors Q, those of the
other roots where these are simple, and γ(n) the size of the largest fᵢ.
V(n) = W(n)·(Cᵢ(n)·fᵢ(n), γ(n)·e(n)) defines factors Cᵢ(n) and a rest e(n), and with q(n) = γ(n − 1)·n^μ/γ(n)

    e(n) = q·(W⁻¹AQ)ₑ·e(n − 1) − Σ Cₗ(n − 1)·fₗ(n)/γ(n)·δₗ(n)·(W⁻¹ε₀)ₑ,
    (Cᵢ(n) − Cᵢ(n − 1))·fᵢ(n)/γ(n) = q·(W⁻¹AQ)ᵢ·e(n − 1) − Σ Cₗ(n − 1)·fₗ(n)/γ(n)·δₗ(n)·(W⁻¹ε₀)ᵢ.

The limit of q·(W⁻¹AQ)ₑ has the other roots over |ρ| as eigenvalues: the sum H of the sizes of its powers is finite,
and beyond N it moves by at most κ. Where all |fₗ|/γ fall from N on, X = Σ |Cₗ(N)|·|fₗ(N)|/γ(N) and E = |e(N)|, the
differences sum up to Y ≤ ω·Δ·(X + Y) + τ·H·(E + ωₑ·Δ·(X + Y))/(1 − H·κ), Δ = Σ |δ(n)|. As δ is analytic in z within
a circle of radius R with a zero of order M + r + 1 at 0, |δ| ≤ B·(|z|/R)^(M + r + 1) with its bound B on that circle.
Source: Birkhoff and Trjitzinsky 1933; Wimp and Zeilberger 1985; the estimate is that of Schwarz's lemma.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial

from recur.model import Unmet
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, TooCoarse, certain_digits, real
from recur.numbers.boxes import Ball, Complex, ball, box, box_around, box_of_root, exponential_of
from recur.numbers.interval import Interval, between, interval, logarithm, nearest_decimal
from recur.numbers.matrices import Ring, adjugate, determinant
from recur.numbers.roots import all_roots, exact_real
from recur.solving.p_recursive.formal_solutions import (
    Algebraic,
    DominantGroup,
    FormalSolution,
    PolynomialRecurrence,
    binomial_coefficient,
    series_product,
    shape_series,
)

_SIZES = (48, 96, 192, 384, 768, 1536, 3072)
_MOST_TERMS = 84  # unless very many digits are asked for
_MOST_POWERS = 256  # of a matrix, until they have become small
_HALF = Fraction(1, 2)
_COARSE = 64  # bits of what is only a bound
_EXCITED = 40  # binary digits in which a factor that is not 0 shows
_RADII = 12  # circles that are tried

#: the exact value T(n)
Values = Callable[[int], Fraction | None]


def real_part(solution: FormalSolution, x: Algebraic) -> Real | None:
    """The real part of a number of the field of ρ, exactly; None where that is not known in radicals."""
    constant = x.g[0] if x.g else Fraction(0)
    if len(x.g) <= 1:
        return constant
    if len(x.g) > 2:
        return None
    if not solution.root.is_real:
        return constant - x.g[1] * solution.root.factor[1] / 2 if len(solution.root.factor) == 3 else None
    rho = exact_real(solution.root)
    return None if rho is None else constant + x.g[1] * rho


class Connection:
    """The factors of the leading solutions of a group in T, enclosed ever more narrowly; `values` are the exact T(n).

    `leading` are those of the group that none of it outgrows.
    """

    def __init__(self, told: PolynomialRecurrence, group: DominantGroup, values: Values) -> None:
        self.told, self.group, self.values = told, group, values
        self.leading = leading_solutions(group)
        self.nearest: tuple[Complex, ...] | None = None
        self.beyond: int | None = None  # so many bits are out of reach
        self.drifts: dict[int, Fraction | None] = {}  # Y by the size, however many bits; None: there is none

    def enclose(self, bits: int) -> tuple[Complex, ...]:
        """Boxes around the factors, 2^−bits of the largest apart; raises TooCoarse where no value within reach does."""
        if self.nearest is not None and _are_near(self.nearest, bits):
            return self.nearest
        for size in _SIZES if self.beyond is None or bits < self.beyond else ():
            if 2 * size < bits or self._is_hopeless(size, bits):
                continue
            found = self._at(size, bits)
            if found is None:
                continue
            if self.nearest is None or _width(found) < _width(self.nearest):
                self.nearest = found
            if _are_near(found, bits):
                return found
        self.beyond = bits
        raise TooCoarse

    def _is_hopeless(self, size: int, bits: int) -> bool:
        """Whether what the size leaves open is known to be too much."""
        if size not in self.drifts or self.nearest is None:
            return size in self.drifts
        drift = self.drifts[size]
        return drift is None or drift * (1 << bits) > min(x.modulus().rationals()[1] for x in self.nearest)

    def coarse(self) -> tuple[Complex, ...] | None:
        """The narrowest boxes within reach that show what is 0 and what is not; None: there are none at all."""
        try:
            return self.enclose(_EXCITED)
        except TooCoarse:
            return self.nearest

    def digits(self, of: Callable[[tuple[Complex, ...]], Interval], most: int) -> str:
        """So many decimal digits of a number made of the factors, or as many as values within reach make certain."""
        try:
            low, high = of(self.enclose(int(most * 3.33) + 40)).rationals()
        except TooCoarse:
            if self.nearest is None:
                raise
            around = of(self.nearest)
            found = (certain_digits(around, count) for count in range(most, 0, -1))
            return next((told for told in found if told is not None), "0")
        return nearest_decimal((low + high) / 2, most)

    def _at(self, size: int, bits: int) -> tuple[Complex, ...] | None:
        if size <= self.told.start + self.told.order:
            return None
        exact = [self.values(size - k) for k in range(self.told.order)]
        if any(x is None for x in exact):
            return None
        known = [x for x in exact if x is not None]
        working = bits + size // 2 + 96
        terms = min(max(_MOST_TERMS, bits // 6), size // 4 * self.group.ramified)
        series = _all_series(self.group, terms, working)
        try:
            return self._enclosed(series, known, size, working)
        except TooCoarse:
            return None

    def _enclosed(
        self, series: Sequence[_Series], known: Sequence[Fraction], size: int, bits: int
    ) -> tuple[Complex, ...] | None:
        beyond = _Beyond(self.group, series, self.leading, size)
        power = self.group.power
        scaled, lam = [], interval(1, bits)
        for k, x in enumerate(known):
            scaled.append(Complex(interval(x, bits) * lam))
            lam = lam * interval(size - k, bits).power(power)
        columns = [s.vector_at(size, len(known)) for s in series]
        inverse = _inverse([list(row) for row in zip(*columns, *_complement(self.group, bits), strict=True)])
        parts = [_dot(row, scaled) for row in inverse]
        rising = interval(factorial(size), bits).power(power).reciprocal()
        shapes = [s.shape_at(size) for s in series]
        factors = [p * x.reciprocal() * Complex(rising) for p, x in zip(parts, shapes, strict=False)]
        gamma = shapes[self.leading[0]].modulus().reciprocal() * rising
        over = gamma.rationals()[1]
        own = sum((p.most() for p in parts[: len(series)]), Fraction(0)) * over
        rest = sum((p.most() for p in parts[len(series) :]), Fraction(0)) * over
        slack = self.drifts[size] = beyond.drift(own, rest)
        if slack is None:
            return None
        around = between(-slack, slack, bits)
        return tuple(_around(factors[i], around, self.group.solutions[i].root.is_real) for i in self.leading)


def _around(x: Complex, slack: Interval, real_: bool) -> Complex:
    return Complex(x.re + slack) if real_ else Complex(x.re + slack, slack if x.im is None else x.im + slack)


def _width(found: Sequence[Complex]) -> Fraction:
    ends = [x.rationals() for one in found for x in (one.re, one.im) if x is not None]
    return max(high - low for low, high in ends)


def _are_near(found: Sequence[Complex], bits: int) -> bool:
    """Whether the boxes are so much narrower than the least of those that hold no 0 is large, and each holds none."""
    sizes = [x.modulus().rationals()[0] for x in found]
    return _width(found) * (1 << bits) < min(sizes)


# -- which solutions lead ----------------------------------------------------------------------------------


def leading_solutions(group: DominantGroup) -> tuple[int, ...]:
    """The places of those that no other one outgrows."""
    top = 0
    for i in range(1, group.dominant):
        if _compared(group, i, top) > 0:
            top = i
    return tuple(i for i in range(group.dominant) if i == top or _compared(group, i, top) == 0)


def _compared(group: DominantGroup, i: int, j: int) -> int:
    """−1, 0, 1: how |fᵢ| compares with |fⱼ|, by the real parts of c_{r−1}, …, c₁ and θ."""
    one, other = group.solutions[i], group.solutions[j]
    if one.root.factor == other.root.factor and not one.root.is_real and not other.root.is_real:
        a, b = one.root.disk(_COARSE), other.root.disk(_COARSE)
        if (a.x, a.y) == (b.x, -b.y):
            return 0
    for x, y in zip((*reversed(one.exponents), one.theta), (*reversed(other.exponents), other.theta), strict=True):
        order = _order(one, x, other, y)
        if order:
            return order
    return 0


def _order(one: FormalSolution, x: Algebraic, other: FormalSolution, y: Algebraic) -> int:
    first, second = real_part(one, x), real_part(other, y)
    if first is not None and second is not None:
        return real.compare(first, second)
    (low, high), (least, most) = one.at_root(x, 128).re.rationals(), other.at_root(y, 128).re.rationals()
    if low > most or high < least:
        return 1 if low > most else -1
    raise Unmet("exponents that can be told apart", "two dominant solutions are nearly of one growth")


# -- beyond a size -----------------------------------------------------------------------------------------


class _Beyond:
    """What bounds the differences of the factors for all n > size."""

    def __init__(self, group: DominantGroup, series: Sequence[_Series], leading: tuple[int, ...], size: int) -> None:
        self.group, self.size = group, size
        self.errors = sum((s.errors(size) for s in series), Fraction(0))
        self.series = [s.coarse() for s in series]
        _require_falling(group, self.series, leading, size)
        self.lead = self.series[leading[0]]
        x = between(Fraction(0), Fraction(1, size), _COARSE)
        count, own = len(group.series) - 1, len(series)
        columns = [s.vector_beyond(size, count) for s in self.series]
        self.complement = _complement(group, _COARSE)
        inverse = _inverse([list(row) for row in zip(*columns, *self.complement, strict=True)])
        self.omega = [sum((row[0].most() for row in part), Fraction(0)) for part in (inverse[:own], inverse[own:])]
        moving = self._times_rest(inverse, x)
        ends = [[s.limit(k) for k in range(count)] for s in self.series]
        at_once = [list(row) for row in zip(*ends, *self.complement, strict=True)]
        limit = self._times_rest(_inverse(at_once), interval(0, _COARSE))
        self.tau = _column_size(moving[:own])
        self.moved = _column_size(
            [[a - b for a, b in zip(*rows, strict=True)] for rows in zip(moving[own:], limit[own:], strict=True)]
        )
        self.powers = _sum_of_powers(limit[own:])

    def _times_rest(self, inverse: Sequence[Sequence[Complex]], x: Interval) -> list[list[Complex]]:
        """q·W⁻¹·A·Q, for all 1/n in x."""
        group, own = self.group, self.lead.own
        r = group.ramified
        z = from_nothing(x, Fraction(1, r))
        first = _value_of(group.series[0], z).reciprocal()
        log = own.known[-1].re * logarithm(1 - x)
        for c, part in zip(own.known[:-1], moved_powers(1, x, r), strict=True):
            log = log + c.re * part
        q = Complex(exponential_of(Complex(log)).re * own.rho.modulus().reciprocal())
        weights = [
            Complex(_value_of(p, z) * first * rising_part(j, x, group.power)) for j, p in enumerate(group.series) if j
        ]
        moved = [[_dot(weights, column), *column[:-1]] for column in self.complement]
        return [[q * _dot(row, column) for column in moved] for row in inverse]

    def drift(self, own: Fraction, rest: Fraction) -> Fraction | None:
        """Y, from X and E."""
        room = 1 - self.powers * self.moved
        if room <= 0:
            return None
        passed = self.tau * self.powers / room
        each = (self.omega[0] + passed * self.omega[1]) * self.errors
        return (each * own + passed * rest) / (1 - each) if each < 1 else None


def _require_falling(group: DominantGroup, series: Sequence[_Series], leading: tuple[int, ...], size: int) -> None:
    """|fₗ| over the largest falls beyond the size; TooCoarse where it may not yet."""
    top, r = group.solutions[leading[0]], group.ramified
    for i, s in enumerate(series):
        if i in leading:
            continue
        pairs = list(zip(s.own.known, series[leading[0]].own.known, strict=True))
        own = group.solutions[i]
        exact = list(zip((*own.exponents, own.theta), (*top.exponents, top.theta), strict=True))
        first: int | None = None
        total = Fraction(0)
        if i >= group.dominant:  # |ρ| is smaller
            first = r
            total = (logarithm(s.own.rho.modulus()) - logarithm(series[leading[0]].own.rho.modulus())).rationals()[1]
        for k in (*range(r - 1, 0, -1), 0):
            (x, y), (a, b) = pairs[k - 1], exact[k - 1]
            if first is None and not _order(own, a, top, b):
                continue
            first = k if first is None else first
            most = (x.re - y.re).rationals()[1]
            weight = Fraction(k, r) if k else Fraction(1)
            if k == first:
                total += most * weight
            elif most > 0:
                total += most * weight * interval(size, _COARSE).power(Fraction(k - first, r)).rationals()[1]
        if total > 0:
            raise TooCoarse


def _complement(group: DominantGroup, bits: int) -> list[list[Complex]]:
    """Further columns: (1, 1/ρ, 1/ρ², …) of the other roots, and the last unit vectors for the roots that are 0."""
    count, own = len(group.series) - 1, len(group.solutions)
    others = [root for root in all_roots(group.characteristic) if all(root != s.root for s in group.solutions)]
    if any(root.multiplicity > 1 for root in others):
        return [[box(int(i == j), bits) for i in range(count)] for j in range(count - own)]
    inverses = [box_of_root(root, bits).reciprocal() for root in others]
    columns = [[whole_power(x, k) for k in range(count)] for x in inverses]
    return columns + [[box(int(i == j), bits) for i in range(count)] for j in range(own + len(others), count)]


def _inverse(matrix: list[list[Complex]]) -> list[list[Complex]]:
    bits = matrix[0][0].bits
    ring: Ring[Complex] = Ring(box(0, bits), box(1, bits), Complex.__add__, Complex.__mul__, Complex.__neg__)
    over = determinant(matrix, ring).reciprocal()
    return [[x * over for x in row] for row in adjugate(matrix, ring)]


def _dot(row: Sequence[Complex], column: Sequence[Complex]) -> Complex:
    total = row[0] * column[0]
    for a, b in zip(row[1:], column[1:], strict=True):
        total = total + a * b
    return total


def _column_size(rows: Sequence[Sequence[Complex]]) -> Fraction:
    """The largest sum of sizes in a column."""
    if not rows or not rows[0]:
        return Fraction(0)
    return max(sum((row[j].most() for row in rows), Fraction(0)) for j in range(len(rows[0])))


def _sum_of_powers(rows: list[list[Complex]]) -> Fraction:
    """A bound of Σ |Mᵏ| over k ≥ 0; raises TooCoarse where the powers do not become small."""
    size = len(rows)
    if not size:
        return Fraction(0)
    power = [[box(int(i == j), _COARSE) for j in range(size)] for i in range(size)]
    total = Fraction(0)
    for _ in range(_MOST_POWERS):
        norm = _column_size(power)
        if total and norm < _HALF:
            return total / (1 - norm)
        total += norm
        columns = list(zip(*power, strict=True))
        power = [[_dot(row, column) for column in columns] for row in rows]
    raise TooCoarse


# -- the series --------------------------------------------------------------------------------------------


@frozen
class _Exponents:
    """ρ and c₁, …, c_{r−1}, θ in boxes."""

    rho: Complex
    known: tuple[Complex, ...]


def _exponents(solution: FormalSolution, bits: int) -> _Exponents:
    numbers = (*solution.exponents, solution.theta)
    return _Exponents(box_of_root(solution.root, bits), tuple(solution.at_root(x, bits) for x in numbers))


def _all_series(group: DominantGroup, terms: int, bits: int) -> list[_Series]:
    """One for each solution; that of a conjugate is the conjugate."""
    found: list[_Series] = []
    for solution in group.solutions:
        own = _exponents(solution, bits)
        twin = next((s for s in found if _are_conjugate(s.solution, solution)), None)
        s = _coefficients(group, own, terms, bits) if twin is None else [x.conjugate() for x in twin.s]
        found.append(_Series(group, solution, own, s, bits))
    return found


def _are_conjugate(one: FormalSolution, other: FormalSolution) -> bool:
    if one.root.is_real or other.root.is_real or one.root.factor != other.root.factor:
        return False
    a, b = one.root.disk(_COARSE), other.root.disk(_COARSE)
    return (a.x, a.y) == (b.x, -b.y)


def _coefficients(group: DominantGroup, own: _Exponents, terms: int, bits: int) -> list[Complex]:
    """1, s₁, …, s_M.

    `left` holds Q₀·S − Σ Qⱼ·ρ^(−j)·Bⱼ·S(z·(1 − jzʳ)^(−1/r)) for the terms so far; s_m is what makes its
    coefficient of z^(m + r) 0. A term z^m becomes z^m·(1 − jzʳ)^(−m/r): `moved` holds that times Qⱼ·ρ^(−j)·Bⱼ.
    """
    r, length = group.ramified, terms + group.ramified + 1
    zero, one = Ball(0, 0, 0, bits), Ball(1 << bits, 0, 0, bits)
    known = [ball(x, bits) for x in own.known]
    scale, sigma, inverse = box(1, bits), box(0, bits), own.rho.reciprocal()
    moved: list[tuple[int, list[list[Ball]]]] = []  # j, and for each residue of m modulo r its series
    for j, q in enumerate(group.series):
        if j:
            scale = scale * inverse
        if not j or not q:
            continue
        sigma = sigma + scale * (j * q[0])
        by = ball(scale, bits)
        shape = series_product(q, shape_series(j, group.power, known, length, zero), length, zero)
        moved.append((j, _with_roots([x * by for x in shape], j, r)))
    over = ball(sigma.reciprocal(), bits)
    left = [zero] * length
    s: list[Ball] = []
    for m in range(terms + 1):
        term = left[m + r] * over * Fraction(r, m) if m else one
        s.append(term)
        for i, c in enumerate(group.series[0]):
            if c and m + i < length:
                left[m + i] = left[m + i] + term * c
        for j, family in moved:
            row = family[m % r]
            for i in range(length - m):
                left[m + i] = left[m + i] - term * row[i]
            for i in range(r, length - m):  # over 1 − jzʳ, for the term z^(m + r)
                row[i] = row[i] + row[i - r] * j
    return [box_around(x, own.rho.im is None) for x in s]


def _with_roots(row: list[Ball], j: int, r: int) -> list[list[Ball]]:
    """The series times (1 − jzʳ)^(−m/r), m = 0, …, r − 1."""
    found = []
    for m in range(r):
        root: list[Fraction] = [Fraction(0)] * len(row)
        for t in range((len(row) + r - 1) // r):
            root[r * t] = binomial_coefficient(Fraction(-m, r), t) * (-j) ** t
        found.append(row[:] if not m else series_product(tuple(root), row, len(row), row[0] * 0))
    return found


class _Series:
    """One formal solution cut after s_M, in boxes."""

    def __init__(
        self, group: DominantGroup, solution: FormalSolution, own: _Exponents, s: list[Complex], bits: int
    ) -> None:
        self.group, self.solution, self.own, self.s, self.bits = group, solution, own, s, bits

    def shape_at(self, n: int) -> Complex:
        """ρⁿ·e^(Σ cₖ·n^(k/r))·n^θ."""
        r, size = self.group.ramified, interval(n, self.bits)
        total = self.own.known[-1] * Complex(logarithm(size))
        for k, c in enumerate(self.own.known[:-1], start=1):
            total = total + c * Complex(size.power(Fraction(k, r)))
        return whole_power(self.own.rho, n) * exponential_of(total)

    def coarse(self) -> _Series:
        """The same by few digits."""
        own = _Exponents(_shortened(self.own.rho), tuple(map(_shortened, self.own.known)))
        return _Series(self.group, self.solution, own, list(map(_shortened, self.s)), _COARSE)

    def limit(self, k: int) -> Complex:
        """The k-th part of w(n), n → ∞."""
        return whole_power(self.own.rho.reciprocal(), k)

    def vector_at(self, n: int, count: int) -> list[Complex]:
        """w(n), all λₖ(n)·f(n − k)·S(n − k)/f(n)."""
        found, scale, inverse = [], box(1, self.bits), self.own.rho.reciprocal()
        r, size = self.group.ramified, interval(n, self.bits)
        for k in range(count):
            left = interval(1 - Fraction(k, n), self.bits)
            z = interval(n - k, self.bits).power(Fraction(-1, r))
            logs = [size.power(Fraction(i, r)) * (left.power(Fraction(i, r)) - 1) for i in range(1, r)]
            found.append(scale * self._shape(k, interval(Fraction(1, n), self.bits), logs) * _value(self.s, z))
            scale = scale * inverse
        return found

    def _shape(self, k: int, x: Interval, logs: Sequence[Interval]) -> Complex:
        """Bₖ where 1/n = x, and n^(i/r)·((1 − k/n)^(i/r) − 1) is known."""
        total = self.own.known[-1] * Complex(logarithm(1 - x * k))
        for c, part in zip(self.own.known[:-1], logs, strict=True):
            total = total + c * Complex(part)
        return exponential_of(total)

    def vector_beyond(self, size: int, count: int) -> list[Complex]:
        """w(n) for all n ≥ size at once."""
        found, scale, inverse = [], box(1, self.bits), self.own.rho.reciprocal()
        r = self.group.ramified
        x = between(Fraction(0), Fraction(1, size), self.bits)
        for k in range(count):
            left = 1 - x * k
            z = from_nothing(x, Fraction(1, r))
            own = z * left.power(Fraction(-1, r))
            found.append(scale * self._shape(k, x, moved_powers(k, x, r)) * _value(self.s, own))
            scale = scale * inverse
        return found

    def errors(self, size: int) -> Fraction:
        """Σ |δ(n)| over n > size."""
        r, terms = self.group.ramified, len(self.s) - 1
        sizes = [interval(c.most(), _COARSE) for c in self.s]
        exponent = Fraction(terms + 1, r)
        best: Fraction | None = None
        radius = Fraction(1, 2 * r)
        for _ in range(_RADII):
            if 8 * self.order * radius**r <= 1 and radius**r * size > 1:
                bound = self._on_circle(radius, sizes)
                if bound is not None:
                    far = interval(1 / radius, _COARSE).power(Fraction(terms + r + 1)) * interval(size, _COARSE).power(
                        -exponent
                    )
                    total = (far * bound * (1 / exponent)).rationals()[1]
                    best = total if best is None else min(best, total)
            radius = radius * Fraction(2, 3)
        if best is None:
            raise TooCoarse
        return best

    @property
    def order(self) -> int:
        return len(self.group.series) - 1

    def _on_circle(self, radius: Fraction, sizes: Sequence[Interval]) -> Interval | None:
        """A bound of |δ| for |z| ≤ radius; None where P₀ may have a zero there."""
        group, r = self.group, self.group.ramified
        at, x = interval(radius, _COARSE), interval(radius**r, _COARSE)
        first = group.series[0]
        lead = interval(abs(first[0]), _COARSE) - _value_of(
            [abs(c) if i else Fraction(0) for i, c in enumerate(first)], at
        )
        if lead.rationals()[0] <= 0:
            return None
        total = _value_of([abs(c) for c in first], at) * _sum(sizes, at)
        inverse = self.own.rho.modulus().reciprocal()
        most = [interval(c.most(), _COARSE) for c in self.own.known]
        scale = interval(1, _COARSE)
        for j, q in enumerate(group.series):
            if not j:
                continue
            scale = scale * inverse
            if not q:
                continue
            left = 1 - x * j
            shape = rising_part(j, x, abs(group.power))
            log = interval(0, _COARSE)
            for k, c in enumerate(most[:-1], start=1):
                log = log + c * (left.power(Fraction(-k, r)) - 1) * at.power(Fraction(-k))
            grown = exponential_of(Complex(log - most[-1] * logarithm(left))).re * shape
            wide = at * left.power(Fraction(-1, r))
            total = total + _value_of([abs(c) for c in q], at) * scale * grown * _sum(sizes, wide)
        return total * lead.reciprocal()


def rising_part(k: int, x: Interval, power: Fraction) -> Interval:
    """Π_{l<k} (1 − lx)^(−μ)."""
    found = interval(1, x.bits)
    for i in range(1, k):
        found = found * (1 - x * i)
    return found.power(-power)


def from_nothing(x: Interval, exponent: Fraction) -> Interval:
    """x^exponent for an interval that begins at 0 and a positive exponent."""
    if exponent == 1 or not x.rationals()[1]:
        return x
    high = interval(x.rationals()[1], x.bits).power(exponent).rationals()[1]
    return between(Fraction(0), high, x.bits)


def moved_powers(k: int, x: Interval, r: int) -> list[Interval]:
    """n^(i/r)·((1 − k/n)^(i/r) − 1) for i = 1, …, r − 1 and all 1/n in x, by the mean value theorem."""
    found = []
    for i in range(1, r):
        middle = between(1 - k * x.rationals()[1], Fraction(1), x.bits).power(Fraction(i, r) - 1)
        found.append(-(from_nothing(x, 1 - Fraction(i, r)) * middle * Fraction(i * k, r)))
    return found


def whole_power(x: Complex, k: int) -> Complex:
    """x^k for k ≥ 0."""
    found = box(1, x.bits)
    for bit in bin(k)[2:]:
        found = found * found
        found = found * x if bit == "1" else found
    return found


def _shortened(x: Complex) -> Complex:
    return Complex(interval(x.re, _COARSE), None if x.im is None else interval(x.im, _COARSE))


def _value(s: Sequence[Complex], z: Interval) -> Complex:
    total, at = s[-1], Complex(z)
    for c in reversed(s[:-1]):
        total = total * at + c
    return total


def _value_of(p: Polynomial | Sequence[Fraction], z: Interval) -> Interval:
    total = interval(0, z.bits)
    for c in reversed(p):
        total = total * z + c
    return total


def _sum(sizes: Sequence[Interval], z: Interval) -> Interval:
    total = interval(0, z.bits)
    for c in reversed(sizes):
        total = total * z + c
    return total
