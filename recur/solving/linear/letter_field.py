"""Formulas as rational functions of their letters, and back; what is no rational function stands for a letter itself.

So cos θ, √(1 + a) and aᵇ are letters as good as a: an identity between rational functions holds for all of them.
"""

from __future__ import annotations

from recur.asymptotics.expansion import real_number
from recur.model import RecurError, expressions as ex
from recur.model.records import field, mutable
from recur.numbers import real
from recur.numbers.formulas import exact_formula
from recur.numbers.real import ONE, ZERO, Real

_MOST_POWER = 24


class NoNumber(Exception):
    """The formula holds the variable, a call, or what has no value: it is no number over the letters."""


@mutable(slots=False)
class LetterField:
    """The rational functions of the letters that have been met; `atoms` are the formulas taken for letters."""

    variable: str
    atoms: dict[str, ex.Expr] = field(default_factory=dict)

    def number(self, x: ex.Expr) -> Real:
        """The formula as an element of the field; raises NoNumber."""
        match x:
            case ex.Number(value):
                return value
            case ex.Symbol(name) if name != self.variable:
                return real.parameter(name)
            case ex.Constant(name):
                return real.named(name)
            case ex.Add(terms):
                total: Real = ZERO
                for term in terms:
                    total = real.plus(total, self.number(term))
                return total
            case ex.Mul(factors):
                product: Real = ONE
                for factor in factors:
                    product = real.times(product, self.number(factor))
                return product
            case ex.Power(base, ex.Number(e)) if e.denominator == 1 and abs(e) <= _MOST_POWER:
                return self._power(self.number(base), int(e))
            case ex.Power(ex.Symbol() as base, ex.Number(e)) if base.name != self.variable and abs(e) <= _MOST_POWER:
                return real.power(real.parameter(base.name), e)
        return self._atom(x)

    def _power(self, x: Real, e: int) -> Real:
        if e < 0:
            if not x:
                raise NoNumber
            x, e = real.over(ONE, x), -e
        product: Real = ONE
        for _ in range(e):
            product = real.times(product, x)
        return product

    def _atom(self, x: ex.Expr) -> Real:
        known = (ex.Power, ex.Log, ex.Apply)
        if self.variable in ex.symbols(x) or not all(isinstance(y, (*known, *_PLAIN)) for y in ex.walk(x)):
            raise NoNumber
        if not ex.symbols(x):
            try:
                return real_number(x)
            except RecurError:
                raise NoNumber from None
        self.atoms[str(x)] = x
        return real.parameter(str(x))

    def formula(self, x: Real) -> ex.Expr:
        return ex.substitute_all(exact_formula(x), {name: y for name, y in self.atoms.items()})

    def letters_in(self, x: ex.Expr) -> ex.Expr:
        """The formula with each atom written as the letter that it is taken for."""
        name = str(x)
        if self.atoms.get(name) == x:
            return ex.Symbol(name)
        return ex.rebuild(x, self.letters_in) if x.children else x


_PLAIN = (ex.Number, ex.Symbol, ex.Constant, ex.Add, ex.Mul)
