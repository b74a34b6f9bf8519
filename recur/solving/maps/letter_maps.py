"""T(n) = F(T(n − 1)) over letters: F as a quotient of polynomials whose coefficients hold letters, and the first value.

A value that is not stated is a free constant, as in general solutions.
"""

from __future__ import annotations

from recur.evaluation.equation import why_no_map
from recur.model import Expr, Step, expressions as ex, names_of, unused_name
from recur.model.records import frozen
from recur.model.solution import Definition
from recur.numbers import real
from recur.numbers.factors_over_letters import OverLetters, without_denominator
from recur.numbers.real import ZERO, Real
from recur.solving.linear.general_solution import constant_names
from recur.solving.linear.letter_field import LetterField, NoNumber
from recur.solving.problem import Problem

_MOST_DEGREE = 8
CONJUGATES = Step("Where a square root is one of a negative number, its two powers are complex conjugates.")


@frozen
class LetterMap:
    """x ↦ above(x)/below(x) over the field, from the value `first` at the size `start` on."""

    above: OverLetters
    below: OverLetters
    first: Real
    start: int
    constants: tuple[str, ...]
    field: LetterField
    left: Expr  # T(n), or its reciprocal
    shown: Expr  # F(x)

    @property
    def degree(self) -> int:
        return max(len(self.above), len(self.below)) - 1

    @property
    def steps(self) -> Expr:
        """n − start."""
        n = ex.Symbol(self.field.variable)
        return ex.add(n, ex.number(-self.start)) if self.start else n


@frozen
class MapForm:
    """T(n) = formula, where the letters have the values `met` and nothing of `apart` is 0.

    `below`: a divisor of the formula that is 0 where a value before is a pole of the map; 1 where there is none.
    """

    formula: Expr
    below: Expr
    case: str
    steps: tuple[Step, ...]
    definitions: tuple[Definition, ...] = ()
    met: tuple[tuple[str, Real], ...] = ()
    apart: tuple[Real, ...] = ()
    conjugates: bool = False  # square roots of letters are raised to powers
    bounded: bool = False  # |T(n)| stays below a constant
    limit: Real | None = None  # of T(n), positive for positive letters


def letter_map(problem: Problem) -> LetterMap | None:
    """The map of the recurrence over its letters; None where it is no quotient of polynomials."""
    r = problem.recurrence
    if why_no_map(r) is not None or r.relation != "=":
        return None
    letter = unused_name(r, "xzvuy")
    field = LetterField(r.variable)
    body = ex.with_calls_as(r.right, ex.Symbol(letter))
    try:
        image = field.number(body)
        stated = [c for c in r.initial if c.function == r.function]
        last = max(stated, key=lambda c: c.high, default=None)
        names = constant_names(names_of(r))
        constants: tuple[str, ...] = () if last is not None else (next(names),)
        start = 0 if last is None else last.high
        if last is None:
            first: Real = real.parameter(constants[0])
        else:
            first = field.number(ex.substitute(last.value, r.variable, ex.number(start)))
            if last.relation != "=":
                return None
    except (NoNumber, ZeroDivisionError):
        return None
    if image == ZERO or any(letter in ex.symbols(atom) for atom in field.atoms.values()):
        return None
    above = without_denominator(image)
    numerator, denominator = (real.polynomial_in(p, letter) for p in (above, real.over(above, image)))
    if numerator is None or denominator is None:
        return None
    found = LetterMap(tuple(numerator), tuple(denominator), first, start, constants, field, r.left, body)
    return found if 1 <= found.degree <= _MOST_DEGREE else None
