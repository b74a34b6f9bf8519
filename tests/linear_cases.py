"""Recurrences for the tests of the linear methods: written shortly, and followed step by step on their own."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from recur.model.expressions import ZERO, Call, Expr, N, Number, add, mul, number, power, subtract
from recur.model.linearity import split
from recur.model.recurrence import InitialCondition, Recurrence, System

#: base β -> coefficients of the polynomial before βⁿ, constant first
Driving = Mapping[Fraction, Sequence[Fraction]]


@dataclass(frozen=True)
class Linear:
    """T(n) = Σ coefficients[i]·T(n − i) + Σ p(n)·βⁿ with values[j] = T(start + j)."""

    coefficients: Mapping[int, Fraction]
    driving: Driving
    values: Sequence[Fraction]
    start: int = 0

    def system(self) -> System:
        driving = add(
            *(mul(polynomial(p), power(Number(b), N) if b != 1 else number(1)) for b, p in self.driving.items())
        )
        return system({i: Number(c) for i, c in self.coefficients.items()}, driving, self.values, self.start)

    @property
    def text(self) -> str:
        """The recurrence as it is typed."""
        terms = [f"({c})*T(n-{i})" for i, c in self.coefficients.items()]
        for b, p in self.driving.items():
            front = " + ".join(f"({c})*n^{k}" for k, c in enumerate(p))
            terms.append(f"({front})*({b})^n")
        base = ", ".join(f"T({self.start + j}) = {v}" for j, v in enumerate(self.values))
        return f"T(n) = {' + '.join(terms)}, {base}"

    def follow(self, last: int) -> list[Fraction]:
        """T(start), …, T(last) by the recurrence itself."""
        found = list(self.values)
        for n in range(self.start + len(found), last + 1):
            total = sum((c * found[n - i - self.start] for i, c in self.coefficients.items()), Fraction(0))
            for b, p in self.driving.items():
                total += b**n * sum((c * Fraction(n) ** k for k, c in enumerate(p)), Fraction(0))
            found.append(total)
        return found


def polynomial(p: Sequence[Fraction]) -> Expr:
    return add(*(mul(Number(Fraction(c)), power(N, number(k))) for k, c in enumerate(p)))


def system(
    coefficients: Mapping[int, Expr], driving: Expr = ZERO, values: Sequence[Fraction | int] = (), start: int = 0
) -> System:
    """T(n) = Σ coefficients[i]·T(n − i) + driving, T(start + j) = values[j]."""
    calls = [mul(c, Call("T", (subtract(N, number(i)),))) for i, c in coefficients.items()]
    right = add(*calls, driving)
    parts = split(right)
    initial = tuple(InitialCondition("T", start + j, start + j, Number(Fraction(v))) for j, v in enumerate(values))
    return System((Recurrence("T", "n", "=", right, parts.subcalls, parts.driving, parts.nonlinear, initial),))


def random_linear(rng: random.Random) -> Linear:
    """Order 1 to 6; half the time with roots that meet each other or the driving function."""
    order = rng.randint(1, 6)
    fraction = lambda: Fraction(rng.randint(-6, 6), rng.choice((1, 1, 1, 2, 3)))  # noqa: E731
    coefficients = _from_roots(rng, order) if rng.random() < 0.5 else {i: fraction() for i in range(1, order + 1)}
    coefficients = {i: c for i, c in coefficients.items() if c} or {order: Fraction(1)}
    driving: dict[Fraction, list[Fraction]] = {}
    for _ in range(rng.choice((0, 1, 1, 2))):
        base = Fraction(rng.choice((1, 1, 2, 3, -1, -2)), rng.choice((1, 1, 1, 2)))
        driving[base] = [fraction() for _ in range(rng.randint(1, 3))]
    start = rng.choice((0, 0, 0, 1, 2))
    return Linear(coefficients, driving, [fraction() for _ in range(max(coefficients))], start)


def _from_roots(rng: random.Random, order: int) -> dict[int, Fraction]:
    """The coefficients of a product of small factors."""
    p = [Fraction(1)]  # highest power first
    while len(p) <= order:
        width = 1 if len(p) == order else rng.choice((1, 1, 2))
        factor = [Fraction(1), *(Fraction(rng.choice((-3, -2, -1, 1, 2, 3))) for _ in range(width))]
        product = [Fraction(0)] * (len(p) + width)
        for i, a in enumerate(p):
            for j, b in enumerate(factor):
                product[i + j] += a * b
        p = product
    return {i: -c for i, c in enumerate(p) if i and c}


# -- a wider field: every class that closed forms must answer ------------------------------------------------

BASES = tuple(map(Fraction, ("1", "1", "2", "3", "-1", "-2", "1/2", "-1/2", "3/2", "-2/3", "5")))


def random_recurrence(rng: random.Random) -> Linear:
    """Order 1 to 6: chosen roots, plain rational coefficients, or steps that skip; up to three exponentials."""
    order = rng.randint(1, 6)
    kind = rng.choice(("roots", "roots", "coefficients", "skipping", "trinomial"))
    roots: list[Fraction] = []
    if kind == "roots":
        coefficients, roots = _with_known_roots(rng, order)
    elif kind == "coefficients":
        coefficients = {i: _rational(rng) for i in range(1, order + 1)}
    elif kind == "skipping":
        stride = rng.randint(2, 3) if order < 6 else 2
        coefficients = {i: _rational(rng) for i in range(stride, 7, stride)}
    else:
        coefficients = {i: Fraction(rng.choice((-2, -1, 1, 2))) for i in {rng.randint(1, order), order}}
    coefficients = {i: c for i, c in coefficients.items() if c} or {order: Fraction(1)}
    driving: dict[Fraction, list[Fraction]] = {}
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        base = rng.choice(roots) if roots and rng.random() < 0.4 else rng.choice(BASES)
        driving[base] = [_rational(rng) for _ in range(rng.randint(1, 4))]
    values = [_rational(rng) for _ in range(max(coefficients))]
    if rng.random() < 0.1:
        values.append(_rational(rng))  # one value more, which need not follow from the others
    return Linear(coefficients, driving, values, rng.choice((0, 0, 0, 1, 2)))


def _rational(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-9, 9), rng.choice((1, 1, 1, 2, 3, 4, 5)))


def _with_known_roots(rng: random.Random, order: int) -> tuple[dict[int, Fraction], list[Fraction]]:
    """The coefficients of a product of powers of small factors, and its rational roots."""
    p, roots = [Fraction(1)], []
    while len(p) <= order:
        left = order + 1 - len(p)
        if left >= 3 and rng.random() < 0.2:
            factor = [
                Fraction(1),
                *(Fraction(rng.choice((-2, -1, 0, 1, 2))) for _ in range(2)),
                Fraction(rng.choice((-3, -1, 1, 2))),
            ]
        elif left >= 2 and rng.random() < 0.4:
            factor = [Fraction(1), *(Fraction(rng.choice((-3, -2, -1, 1, 2, 3))) for _ in range(2))]
        else:
            roots.append(rng.choice(BASES))
            factor = [Fraction(1), -roots[-1]]
        for _ in range(rng.choice((1, 1, 2, 3))):
            if len(p) + len(factor) - 2 <= order:
                p = _product(p, factor)
    return {i: -c for i, c in enumerate(p) if i and c}, roots


def _product(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    product = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            product[i + j] += a * b
    return product
