"""A closed form Σ c·n^j·βⁿ put into the recurrence: a proof where each n^j·βⁿ has the same coefficient on both sides.

Both sides are read as sums over n^j·βⁿ times products of letters, with sums of square roots for β and c; a wave cos nθ
is (zⁿ + z̄ⁿ)/2 for z = e^{iθ}. A call T(n − i) is the form with n − i for n; the equation is read at n + d, d the
longest step, so that no β is divided by. Letters and free constants are carried along as they stand, so that one
reading is for all their values.
Source: Elaydi, An Introduction to Difference Equations, section 2.3.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import TypeAlias

from recur.evaluation.equation import straight_line, written_shift
from recur.model import Definition, Expr, Recurrence, expressions as ex
from recur.numbers import square_roots as roots
from recur.numbers.exact import exact_root, narrow_rational
from recur.numbers.square_roots import Number, Rational, SquareRoots

#: letters, and parts without n that are carried as they stand, with their exponents
Letters: TypeAlias = frozenset[tuple[Expr, int]]
#: (β, j, letters) -> the coefficient, which is not 0
Terms: TypeAlias = dict[tuple[Number, int, Letters], Number]

_NONE: Letters = frozenset()
_ONE = (1, 0, _NONE)
_MOST_TERMS, _MOST_DEGREE = 200, 60
_LONGEST_POWER = 20_000  # bits
_HALF = Fraction(1, 2)
_TURN = Fraction(22, 7)  # more than π


class _OtherForm(Exception):
    """The formula is no such sum, or a longer one than is worked out."""


def solves(r: Recurrence, exact: Expr, where: Sequence[Definition] = (), first: int = 0) -> bool:
    """Whether the form is proved to satisfy the recurrence at every n, and to have the values stated from `first` on.

    False where it does not, and where it is no sum of this form.

    >>> from recur.parsing import parse, parse_formula
    >>> (r,) = parse("T(n) = 5T(n-1) - 6T(n-2) + 2^n").recurrences
    >>> solves(r, parse_formula("A 2^n + B*3^n - 2n 2^n")), solves(r, parse_formula("A 2^n + B*3^n + n 2^n"))
    (True, False)
    """
    reader = _Reader(r.variable, where)
    try:
        form = reader.read(exact)
        ahead = reader.longest_step(r)
        if _Reader(r.variable, where, (r.function, form), ahead).read(r.right) != _shifted(form, ahead):
            return False
        for case in r.initial:
            if case.function == r.function:
                low, stated = case.high if case.low is None else case.low, reader.read(case.value)
                if any(_at(form, n) != _at(stated, n) for n in range(max(first, low), case.high + 1)):
                    return False
    except (_OtherForm, ZeroDivisionError):
        return False
    return True


class _Reader:
    """Formulas over one variable as sums, at n + `ahead`; `called` is the function that is called, with its form."""

    def __init__(
        self,
        variable: str,
        where: Sequence[Definition],
        called: tuple[str, Terms] | None = None,
        ahead: int = 0,
    ) -> None:
        self.variable, self.where, self.called, self.ahead = variable, where, called, ahead

    def longest_step(self, r: Recurrence) -> int:
        """d of the calls T(n − i), i ≤ d."""
        lines = [self._line(call.argument) for call in r.subcalls]
        return max([0, *[-line[1] for line in lines if line and line[0] == 1 and isinstance(line[1], int)]])

    def read(self, x: Expr) -> Terms:
        if isinstance(x, ex.Number):
            return {_ONE: narrow_rational(x.value)} if x.value else {}
        if isinstance(x, ex.Symbol):
            return self._size(1) if x.name == self.variable else {(1, 0, frozenset(((x, 1),))): 1}
        if isinstance(x, ex.Mul):
            product = self.read(x.factors[0])
            for factor in x.factors[1:]:
                product = _multiplied(product, self.read(factor))
            return product
        if isinstance(x, ex.Add):
            total: Terms = {}
            for term in x.terms:
                _add(total, self.read(term))
            return total
        if isinstance(x, ex.Power):
            return self._power(x, x.base, x.exponent)
        if isinstance(x, ex.Call) and len(x.arguments) == 1:
            return self._call(x.function, x.arguments[0])
        return self._named(x)

    def _size(self, k: int) -> Terms:
        """n^k."""
        alone: Terms = {(1, k, _NONE): 1}
        return _shifted(alone, self.ahead) if self.ahead else alone

    def _named(self, x: Expr) -> Terms:
        """Functions and numbers that have a name."""
        match x:
            case ex.Apply(("cos" | "sin") as wave, (angle,)):
                return self._wave(wave, angle)
            case ex.Apply("fibonacci", (argument,)):
                return self._fibonacci(argument)
            case ex.Constant("phi"):
                return {_ONE: _golden(1)}
            case ex.Constant("i"):
                return {_ONE: roots.root(-1)}
        return self._carried(x)

    def _carried(self, x: Expr) -> Terms:
        """A part without n as a letter of its own."""
        if self.variable in ex.symbols(x) or any(
            isinstance(y, ex.Call | ex.Asymptotic | ex.Range | ex.ByRemainder) for y in ex.walk(x)
        ):
            raise _OtherForm
        return {(1, 0, frozenset(((x, 1),))): 1}

    def _power(self, x: Expr, base: Expr, exponent: Expr) -> Terms:
        if isinstance(exponent, ex.Number):
            return self._raised(x, base, exponent.value)
        line = self._line(exponent)
        return self._carried(x) if line is None else self._exponential(base, *line)

    def _line(self, x: Expr) -> tuple[Rational, Rational] | None:
        """(p, q) of p·n + q; n and n − i at once."""
        if isinstance(x, ex.Symbol) and x.name == self.variable:
            return 1, self.ahead
        shift = written_shift(x, self.variable)
        if shift is not None:
            return 1, narrow_rational(shift) + self.ahead
        line = straight_line(x, self.variable)
        if line is None:
            return None
        return narrow_rational(line[0]), narrow_rational(line[1] + line[0] * self.ahead)

    def _raised(self, x: Expr, base: Expr, k: Fraction) -> Terms:
        if isinstance(base, ex.Symbol) and base.name == self.variable and k.denominator == 1 and 0 < k <= _MOST_DEGREE:
            return self._size(k.numerator)
        inner = self.read(base)
        if inner.keys() <= {_ONE}:
            return {_ONE: _power(inner.get(_ONE, 0), k)}
        if k.denominator > 1 or k < 0:
            return self._carried(x)
        if k > _MOST_DEGREE:
            raise _OtherForm
        if len(inner) == 1:
            (((rate, j, letters), c),) = inner.items()
            times = k.numerator
            return {(_power(rate, k), j * times, frozenset((y, e * times) for y, e in letters)): _power(c, k)}
        result: Terms = {_ONE: 1}
        for _ in range(k.numerator):
            result = _multiplied(result, inner)
        return result

    def _exponential(self, base: Expr, slope: Rational, offset: Rational) -> Terms:
        """b^(slope·n + offset)."""
        inner = self.read(base)
        if inner.keys() != {_ONE}:
            raise _OtherForm  # 0ⁿ, or a letter
        return {(_power(inner[_ONE], slope), 0, _NONE): _power(inner[_ONE], offset)}

    def _call(self, function: str, argument: Expr) -> Terms:
        line = self._line(argument)
        if self.called is None or function != self.called[0] or line is None:
            raise _OtherForm
        slope, shift = line
        if slope != 1 or not isinstance(shift, int):
            raise _OtherForm
        return _shifted(self.called[1], shift)

    def _wave(self, wave: str, angle: Expr) -> Terms:
        """cos nθ = (zⁿ + z̄ⁿ)/2, i·sin nθ = (zⁿ − z̄ⁿ)/2."""
        rate: Number = 1
        front: Number = 1
        for (base, j, letters), share in self.read(angle).items():
            if base != 1 or j > 1 or len(letters) != 1 or isinstance(share, SquareRoots):
                raise _OtherForm
            turned = self._turned(*next(iter(letters)), Fraction(share))
            rate, front = (roots.times(rate, turned), front) if j else (rate, roots.times(front, turned))
        half: Number = _HALF if wave == "cos" else roots.times(-_HALF, roots.root(-1))
        other = half if wave == "cos" else roots.times(-1, half)
        total: Terms = {(rate, 0, _NONE): roots.times(half, front)}
        _add(total, {(roots.conjugate(rate), 0, _NONE): roots.times(other, roots.conjugate(front))})
        return total

    def _turned(self, angle: Expr, times: int, share: Fraction) -> Number:
        """e^{iθ} for a twelfth of π, or for a multiple of an angle between 0 and π with a known cosine."""
        if angle == ex.Constant("pi") and times == 1 and 12 % share.denominator == 0:
            return _twelfths(int(12 * share) % 24)
        for d in self.where:
            if angle == ex.Symbol(d.symbol) and times == 1 and 0 < Fraction(d.value) < _TURN:
                match d.equation:
                    case ex.Relation("=", ex.Apply("cos", (argument,)), cosine) if argument == angle:
                        found = self.read(cosine)
                        if found.keys() <= {_ONE} and share.denominator == 1:
                            return _power(_unit(found.get(_ONE, 0)), share)
        raise _OtherForm

    def _fibonacci(self, argument: Expr) -> Terms:
        """(φⁿ − ψⁿ)/√5."""
        line = self._line(argument)
        if line is None or not isinstance(line[0], int):
            raise _OtherForm
        scale = roots.inverse(roots.root(5))
        total: Terms = {}
        for sign in (1, -1):
            root, front = _golden(sign), roots.times(sign, scale)
            _add(total, {(_power(root, line[0]), 0, _NONE): roots.times(front, _power(root, line[1]))})
        return total


def _golden(sign: int) -> Number:
    return roots.times(_HALF, roots.plus(1, roots.times(sign, roots.root(5))))


@lru_cache(maxsize=24)
def _twelfths(k: int) -> Number:
    """e^{ikπ/12}: π/12 is a third less a quarter."""
    third, quarter = _unit(_HALF), _unit(roots.times(_HALF, roots.root(2)))
    return roots.raised(roots.times(third, roots.conjugate(quarter)), k)


def _unit(cosine: Number) -> Number:
    """cos θ + i·sin θ for 0 < θ < π."""
    square = roots.plus(1, roots.times(-1, roots.times(cosine, cosine)))
    if isinstance(square, SquareRoots) or square < 0 or roots.conjugate(cosine) != cosine:
        raise _OtherForm
    return roots.plus(cosine, roots.times(roots.root(-1), roots.root(square)))


def _power(x: Number, k: Rational) -> Number:
    """x^k; a root of a positive number alone, which is positive."""
    if k == 1 or x == 1:
        return x
    if not k:
        return 1
    if not isinstance(k, int) and k.denominator > 1:
        if isinstance(x, SquareRoots) or x <= 0:
            raise _OtherForm
        exact = roots.root(x) if k.denominator == 2 else exact_root(x, k.denominator)
        if exact is None:
            raise _OtherForm
        x = exact
    if (roots.length(x) + 2) * abs(k.numerator) > _LONGEST_POWER:
        raise _OtherForm
    return roots.raised(x, k.numerator)


def _add(total: Terms, terms: Terms) -> None:
    """The terms, none of them 0, added to the total in place."""
    if not total:
        total.update(terms)
        return
    for key, c in terms.items():
        earlier = total.get(key)
        if earlier is not None:
            c = roots.plus(earlier, c)
        if c:
            total[key] = c
        elif earlier is not None:
            del total[key]


def _multiplied(x: Terms, y: Terms) -> Terms:
    if len(x) * len(y) > _MOST_TERMS:
        raise _OtherForm
    if len(y) == 1:
        x, y = y, x
    if len(x) == 1:  # what it is multiplied by stays apart
        (((a, i, p), c),) = x.items()
        if i and any([i + j > _MOST_DEGREE for _, j, _ in y]):
            raise _OtherForm
        return {
            (roots.times(a, b), i + j, _product(p, q) if p and q else p or q): roots.times(c, d)
            for (b, j, q), d in y.items()
        }
    total: Terms = {}
    for (a, i, p), c in x.items():
        for (b, j, q), d in y.items():
            if i + j > _MOST_DEGREE:
                raise _OtherForm
            letters = _product(p, q) if p and q else p or q
            _add(total, {(roots.times(a, b), i + j, letters): roots.times(c, d)})
    return total


def _product(p: Letters, q: Letters) -> Letters:
    exponents = dict(p)
    for letter, e in q:
        exponents[letter] = exponents.get(letter, 0) + e
    return frozenset(exponents.items())


def _shifted(terms: Terms, by: int) -> Terms:
    """The sum with n + by for n."""
    if not by:
        return terms
    total: Terms = {}
    factors: dict[Number, Number] = {}
    for (base, j, letters), c in terms.items():
        factor = factors.get(base)
        if factor is None:
            factor = factors[base] = _power(base, by)
        moved = roots.times(c, factor)
        powers = {(base, j, letters): moved}
        for i in range(j):
            powers[base, i, letters] = roots.times(moved, comb(j, i) * by ** (j - i))
        _add(total, powers)
    return total


def _at(terms: Terms, n: int) -> Terms:
    """The sum at one n, over its letters."""
    total: Terms = {}
    for (base, j, letters), c in terms.items():
        if n or not j:
            _add(total, {(1, 0, letters): roots.times(c, roots.times(n**j, _power(base, n)))})
    return total
