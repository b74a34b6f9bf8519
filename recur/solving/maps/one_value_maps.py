"""T(n) = F(T(n − 1)), where n itself stands nowhere else: F as a formula of x, the first size and its value.

What is shown has another letter where x is a name of the recurrence.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recur.evaluation.equation import WITHOUT_LETTERS, why_no_map
from recur.model import Expr, OtherShape, Recurrence, Unmet, expressions as ex, letters_of, unused_name
from recur.model.records import frozen
from recur.numbers import polynomials
from recur.numbers.polynomials import rational_roots
from recur.numbers.rational_functions import RationalFunction, quotient_of
from recur.solving.problem import Problem, once

X = ex.Symbol("x")
_MOST_BITS = 1 << 20


@frozen
class OneValueMap:
    """x ↦ `body`, from the value at the size `start` on; `quotient` is F as a quotient of polynomials, if it is one."""

    body: Expr
    start: int
    value: Fraction
    quotient: RationalFunction | None
    letter: str = X.name

    @property
    def formula(self) -> Expr:
        """F as it is shown."""
        return ex.substitute(self.body, X.name, ex.Symbol(self.letter))

    @property
    def of_fixed_points(self) -> ex.Relation:
        """F(x) = x."""
        return ex.Relation("=", self.formula, ex.Symbol(self.letter))

    def orbit(self) -> Iterator[Fraction]:
        """x₀, F(x₀), … of a quotient of polynomials, as long as they are not too long to work with."""
        assert self.quotient is not None
        above, below = self.quotient
        x, degree = self.value, max(map(len, self.quotient)) - 1
        yield x
        while (x.numerator.bit_length() + x.denominator.bit_length()) * degree < _MOST_BITS:
            divisor = polynomials.value(below, x)
            if not divisor:
                raise Unmet("values that exist", "at {x} the next value divides by 0", x=ex.number(x))
            x = polynomials.value(above, x) / divisor
            yield x


@once
def map_of(problem: Problem) -> OneValueMap:
    """The map of the recurrence; Unmet where it is none, or where no first value is stated."""
    r = problem.recurrence
    why = why_no_map(r)
    if why is not None and why != WITHOUT_LETTERS:
        raise OtherShape(*why)
    if r.relation != "=":
        raise OtherShape("a nonlinear map of the value before", "the values are known from one side only")
    body = ex.with_calls_as(r.right, X)
    if ex.beside_calls(r.right):
        raise Unmet(*WITHOUT_LETTERS, x=r.right)
    stated = [c for c in r.initial if c.function == r.function]
    if not stated:
        raise Unmet("a stated first value", "where the values go depends on the first one, and none is stated")
    start = max(c.high for c in stated)
    values = problem.values(range(start, start + 1))
    if values is None:
        raise Unmet("a first value that is a fraction", "the first value is not known as one")
    return OneValueMap(body, start, values[0], rational_map(body), unused_name(r, "xvuz"))


def rational_map(body: Expr) -> RationalFunction | None:
    """F in lowest terms; Unmet where a cancelled factor hides a rational x at which the formula divides by 0."""
    found = quotient_of(body, X.name)
    if found is None:
        return None
    for x in ex.walk(body):
        if isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and x.exponent.value < 0:
            below = quotient_of(x.base, X.name)
            if below is None or any(polynomials.value(found[1], pole) for pole in rational_roots(below[0])):
                raise Unmet("a quotient in lowest terms", "{x} divides by 0 where a factor is cancelled", x=body)
    return found


def require_nonlinear_numbers(r: Recurrence) -> None:
    """A nonlinear equation without letters."""
    if not r.nonlinear or r.relation != "=":
        raise OtherShape("a nonlinear recurrence", "a linear recurrence has methods of its own")
    if letters_of(r):
        raise Unmet("numbers as factors", "letters stand in {x}", x=r.right)
