"""Recurrences without numbers for every value; what their closed forms must do: take any start, and go on from it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import mpmath

from recur.model import Solution
from tests.formula_values import value
from tests.linear_cases import Linear, random_recurrence

FURTHER = 30  # values beyond those that fix the constants
LETTERS = {"b": Fraction(7, 3), "c": Fraction(-2), "d": Fraction(5)}
_AGREEMENT = mpmath.mpf(10) ** -30


@dataclass(frozen=True)
class General:
    """`linear` with its driving function times `front`, and with `stated` values: letters, and none, among them."""

    linear: Linear
    front: str
    stated: tuple[str, ...]

    @property
    def text(self) -> str:
        equation, _, _ = self.linear.text.partition(", T(")
        if self.front:
            calls = len(self.linear.coefficients)
            terms = equation.removeprefix("T(n) = ").split(" + (", calls)
            equation = "T(n) = " + " + (".join(terms[:calls])
            equation += f" + {self.front}*(({terms[calls]})" if len(terms) > calls else ""
        given = [f"T({self.linear.start + i}) = {v}" for i, v in enumerate(self.stated) if v]
        return ", ".join([equation, *given])

    def follow(self, first: list[Fraction]) -> list[Fraction]:
        """What the recurrence itself gives after these values, its letters replaced by numbers."""
        scale = LETTERS.get(self.front, Fraction(1))
        driving = {base: [c * scale for c in p] for base, p in self.linear.driving.items()}
        last = self.linear.start + len(first) + FURTHER - 1
        return replace(self.linear, values=first, driving=driving).follow(last)


def random_general(rng: random.Random) -> General:
    """Order 1 to 5: nothing stated, letters in the driving function, letters for values, or values left out."""
    linear = random_recurrence(rng)
    while max(linear.coefficients) > 5:
        linear = random_recurrence(rng)
    kind = rng.choice(("bare", "bare", "bare", "driven by a letter", "letters", "some stated"))
    order = max(linear.coefficients)
    numbers = [str(v) for v in linear.values[:order]]
    stated: list[str] = []
    if kind == "letters":
        stated = [rng.choice((*LETTERS, "2*b - c", v)) for v in numbers]
    elif kind == "some stated":
        stated = [numbers[0], *(v if rng.random() < 0.6 else "" for v in numbers[1:])]
    return General(linear, rng.choice(tuple(LETTERS)) if kind == "driven by a letter" else "", tuple(stated))


def fault_of(case: General, solution: Solution, rng: random.Random) -> str:
    """What is wrong with the closed form; nothing where it takes a random start and reproduces what follows."""
    if solution.exact is None or solution.exact_domain is None:
        return "no closed form"
    order, start = max(case.linear.coefficients), case.linear.start
    if solution.exact_domain.first > start:
        return f"holds from {solution.exact_domain.first} on"
    names = {"b": "7/3", "c": "-2", "d": "5"}
    known: dict[str, mpmath.mpf] = {}
    with mpmath.workdps(90):
        known = {name: mpmath.mpf(LETTERS[name].numerator) / LETTERS[name].denominator for name in names}
        known |= {d.symbol: mpmath.mpf(str(d.value)) for d in solution.where}
        first = [_start(case, i, known, rng) for i in range(order)]
        return _difference(solution, known, start, case.follow(first), order)


def _start(case: General, i: int, known: Mapping[str, mpmath.mpf], rng: random.Random) -> Fraction:
    """The i-th value: what is stated, letters replaced by numbers, else a random one."""
    said = case.stated[i] if case.stated else ""
    if said == "2*b - c":
        return 2 * LETTERS["b"] - LETTERS["c"]
    if said:
        return LETTERS[said] if said in LETTERS else Fraction(said)
    return Fraction(rng.randint(-9, 9), rng.randint(1, 5))


def _difference(
    solution: Solution, known: Mapping[str, mpmath.mpf], start: int, values: list[Fraction], order: int
) -> str:
    """The first size at which the fitted closed form has another value."""
    assert solution.exact is not None
    n, names = solution.variable, solution.constants
    none = {**known, **dict.fromkeys(names, 0)}
    numbers = [mpmath.mpf(v.numerator) / v.denominator for v in values]

    def at(i: int, **given: int) -> tuple[mpmath.mpf, mpmath.mpf]:
        assert solution.exact is not None
        return value(solution.exact, {**none, **given, n: start + i})

    rest = [at(i) for i in range(len(values))]
    columns = [[at(i, **{name: 1})[0] - rest[i][0] for i in range(len(values))] for name in names]
    fitted = _least(columns, [x - y for x, (y, _) in zip(numbers, rest, strict=True)], order)
    if fitted is None:
        return "the constants cannot take every start"
    for i, expected in enumerate(numbers):
        terms = [c * column[i] for c, column in zip(fitted, columns, strict=True)]
        found, size = rest[i][0] + mpmath.fsum(terms), rest[i][1] + mpmath.fsum(map(abs, terms))
        if abs(found - expected) > _AGREEMENT * (1 + size + abs(expected)):
            return f"another value at n = {start + i}"
    return ""


def _least(columns: list[list[mpmath.mpf]], right: list[mpmath.mpf], order: int) -> list[mpmath.mpf] | None:
    """The constants that give the first values; the equations are consistent where the form is right."""
    if not columns:
        return []
    rows = mpmath.matrix([[column[i] for column in columns] for i in range(order)])
    try:
        if rows.rows == rows.cols:
            return list(mpmath.lu_solve(rows, mpmath.matrix(right[:order])))
        square = rows.T * rows
        return list(mpmath.lu_solve(square, rows.T * mpmath.matrix(right[:order])))
    except ZeroDivisionError:
        return None
