"""The closed form of one row as a formula: powers of roots in the field, of h ± g·√D beside it, cosines, residues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from recur.model import expressions as ex
from recur.model.records import frozen
from recur.numbers import real
from recur.numbers.factors_over_letters import OverLetters
from recur.numbers.real import ONE, ZERO, Real
from recur.solving.linear.letter_field import LetterField
from recur.solving.linear.letter_recurrences import LetterRecurrence, WeightedPower, Weights, discriminant
from recur.solving.linear.root_formulas import RootFormulas

_TWO, _FOUR = Fraction(2), Fraction(4)


@frozen
class Angle:
    """m·(cos t ± i·sin t) for a pair of complex roots."""

    modulus: Real
    cosine: Real
    angle: ex.Expr
    sine: ex.Expr
    sine_in_field: Real | None


@frozen(slots=False)
class LetterForms:
    """The formulas of one answer, in the letters and the variable."""

    field: LetterField
    roots: RootFormulas

    @property
    def n(self) -> ex.Symbol:
        return ex.Symbol(self.field.variable)

    def particular(self, r: LetterRecurrence) -> ex.Expr:
        parts = [self._wave(base, r.particular(base, p)[0]) for base, p in r.driving.items()]
        return ex.add(*parts)

    def _wave(self, base: Real, q: Weights) -> ex.Expr:
        """q(n)·βⁿ."""
        inner = [ex.mul(self.field.formula(c), ex.power(self.n, ex.number(j))) for j, c in sorted(q.items())]
        wave = ex.power(self.field.formula(base), self.n)
        return ex.mul(ex.add(*reversed(inner)), wave)

    # -- free constants ----------------------------------------------------------------------------------

    def general(self, r: LetterRecurrence, names: Iterator[str]) -> tuple[ex.Expr, tuple[str, ...]]:
        """The homogeneous solution, a free constant for each mode."""
        parts: list[ex.Expr] = []
        constants: list[str] = []
        for q, m in r.factors:
            waves, front = self._waves(q)
            inner = []
            for wave in waves:
                free = []
                for j in range(m):
                    constants.append(next(names))
                    free.append(ex.mul(ex.Symbol(constants[-1]), ex.power(self.n, ex.number(j))))
                inner.append(ex.mul(free[0] if m == 1 else ex.Add(tuple(free)), wave))
            parts.append(_times(inner, front))
        return ex.add(*parts), tuple(constants)

    def _waves(self, q: OverLetters) -> tuple[list[ex.Expr], ex.Expr]:
        """(functions, common factor): one function for each root of the factor."""
        n = self.n
        if len(q) == 2:
            return [ex.power(self.field.formula(real.minus(ZERO, q[0])), n)], ex.ONE
        if q[1] == ZERO and real.letters(q[0]):
            return [ex.ONE, ex.power(ex.MINUS_ONE, n)], self._half_power(q, n)
        turned = self._angle(q)
        if turned is not None:
            angle = ex.mul(turned.angle, n)
            return [ex.Apply("cos", (angle,)), ex.Apply("sin", (angle,))], ex.power(
                self.field.formula(turned.modulus), n
            )
        plus, minus = self.pair(q)
        return [ex.power(plus, n), ex.power(minus, n)], ex.ONE

    # -- weights -----------------------------------------------------------------------------------------

    def fitted(self, r: LetterRecurrence, found: tuple[WeightedPower, ...]) -> ex.Expr:
        """The homogeneous solution with its weights."""
        size = ex.add(self.n, ex.number(-r.start))
        parts = []
        for q, _ in r.factors:
            weights = {mode.power: mode.weight for mode in found if mode.factor == q}
            if len(q) == 2:
                lines = {j: w[0] for j, w in weights.items()}
                parts.append(ex.mul(self._line(lines), ex.power(self.field.formula(real.minus(ZERO, q[0])), size)))
            else:
                parts.append(self._fitted_pair(q, weights, size))
        return ex.add(*parts)

    def _line(self, weights: Weights) -> ex.Expr:
        """Σ wⱼ n^j."""
        terms = [
            ex.mul(self.field.formula(w), ex.power(self.n, ex.number(j)))
            for j, w in sorted(weights.items(), reverse=True)
            if w != ZERO
        ]
        return ex.add(*terms)

    def _fitted_pair(self, q: OverLetters, weights: Mapping[int, tuple[Real, ...]], size: ex.Expr) -> ex.Expr:
        u, w = real.minus(ZERO, q[1]), q[0]
        if u == ZERO and real.letters(w):
            even = {j: x for j, (x, _) in weights.items()}
            odd = {j: real.times(y, real.minus(ZERO, w)) for j, (_, y) in weights.items()}
            both = {j: real.plus(even[j], odd[j]) for j in even}
            turns = {j: real.minus(even[j], odd[j]) for j in even}
            sign = ex.power(ex.MINUS_ONE, size)
            return ex.mul(ex.add(self._line(both), ex.mul(self._line(turns), sign)), self._half_power(q, size))
        turned = self._angle(q)
        if turned is not None:
            return self._fitted_turn(q, weights, size, turned)
        d, k = self._surd(q)
        root = self._root_of(d)
        halves = {j: real.plus(x, real.over(real.times(y, u), _TWO)) for j, (x, y) in weights.items()}
        over = {j: real.over(real.times(real.times(y, k), d), _TWO) for j, (_, y) in weights.items()}
        plus, minus = (ex.power(x, size) for x in self.pair(q))
        a, b = self._line(halves), ex.divide(self._line(over), root)
        if b == ex.ZERO or self._line(over) == ex.ZERO:
            return ex.mul(a, ex.add(plus, minus))
        if a == ex.ZERO:
            return ex.mul(b, ex.subtract(plus, minus))
        return ex.add(ex.mul(ex.add(a, b), plus), ex.mul(ex.subtract(a, b), minus))

    def _fitted_turn(
        self, q: OverLetters, weights: Mapping[int, tuple[Real, ...]], size: ex.Expr, turned: Angle
    ) -> ex.Expr:
        """2·Re((w₀ + w₁ρ)·ρⁿ) = mⁿ·((2w₀ + w₁u)·cos nt − 2w₁·m·sin t·sin nt)."""
        u, angle = real.minus(ZERO, q[1]), ex.mul(turned.angle, size)
        even = {j: real.plus(real.times(_TWO, x), real.times(y, u)) for j, (x, y) in weights.items()}
        odd = {j: real.times(real.times(Fraction(-2), y), turned.modulus) for j, (_, y) in weights.items()}
        # times sin t, or as a quotient by it: sin² t = 1 − cos² t stands in the field
        below = real.minus(ONE, real.times(turned.cosine, turned.cosine))
        over = {j: real.times(y, below) for j, y in odd.items()}
        if turned.sine_in_field is not None:
            sine = self._line({j: real.over(y, turned.sine_in_field) for j, y in over.items()})
        elif len(str(self._line(over))) < len(str(self._line(odd))):
            sine = ex.divide(self._line(over), turned.sine)
        else:
            sine = ex.mul(self._line(odd), turned.sine)
        waves = [ex.mul(self._line(even), ex.Apply("cos", (angle,))), ex.mul(sine, ex.Apply("sin", (angle,)))]
        power = ex.power(self.field.formula(turned.modulus), size)
        return ex.mul(ex.add(*(x for x in waves if x != ex.ZERO)), power)

    # -- the roots of a quadratic factor -----------------------------------------------------------------

    def pair(self, q: OverLetters) -> tuple[ex.Expr, ex.Expr]:
        """(u ± √D)/2."""
        u = real.minus(ZERO, q[1])
        d, k = self._surd(q)
        halves = real.over(u, _TWO), real.over(k, _TWO)
        broken = any(c.denominator % 2 == 0 for x in halves for c in real.terms_of(x).values())
        a, b = (u, k) if broken else halves
        root = ex.mul(self.field.formula(b), self._root_of(d))
        found = []
        for signed in (root, ex.negate(root)):
            whole = signed if a == ZERO else ex.Add((self.field.formula(a), signed))  # 1 + √D, not √D + 1
            found.append(ex.divide(whole, ex.TWO) if broken else whole)
        return found[0], found[1]

    def difference(self, q: OverLetters) -> ex.Expr:
        """√D, the first root of the pair less the second."""
        d, k = self._surd(q)
        return ex.mul(self.field.formula(k), self._root_of(d))

    def _root_of(self, d: Real) -> ex.Expr:
        return ex.sqrt(self.field.formula(d))

    def _surd(self, q: OverLetters) -> tuple[Real, Real]:
        """(D', k) with the discriminant k²·D', rational squares and even powers of letters taken out."""
        d = discriminant(q)
        if isinstance(d, Fraction):
            square = max((s for s in range(1, 65) if not d.numerator % (s * s)), default=1)
            below = d.denominator
            return d * below * below / (square * square), Fraction(square, below)
        outside, _ = real.without_common_factor(d)
        k: Real = ONE
        for kernel, e in outside.items():
            if isinstance(e, Fraction):
                k = real.times(k, real.power(kernel.number, Fraction(e // 2)))
        rest = real.over(d, real.times(k, k))
        numbers = list(real.terms_of(rest).values())
        if all(c.denominator == 1 for c in numbers):
            square = max(s for s in range(1, 65) if all(not c.numerator % (s * s) for c in numbers))
            k = real.times(k, Fraction(square))
        return real.over(d, real.times(k, k)), k

    def _half_power(self, q: OverLetters, size: ex.Expr) -> ex.Expr:
        """v^⌊n/2⌋ for the roots ±√v."""
        half = ex.Apply("floor", (ex.divide(size, ex.TWO),))
        return ex.power(self.field.formula(real.minus(ZERO, q[0])), half)

    def _angle(self, q: OverLetters) -> Angle | None:
        """The polar form of the roots, where they are complex for all values of the letters."""
        d, w = discriminant(q), q[0]
        if isinstance(d, Fraction) and isinstance(w, Fraction) and isinstance(q[1], Fraction):
            return self._rational_angle(q) if d < 0 else None
        for name, atom in self.field.atoms.items():
            if not isinstance(atom, ex.Apply) or atom.name not in ("cos", "sin"):
                continue
            cosine = real.parameter(name)
            share = real.minus(real.times(cosine, cosine), ONE)
            modulus = _square_root(w)
            if modulus is not None and real.minus(d, real.times(_FOUR, real.times(w, share))) == ZERO:
                (t,) = atom.arguments
                if real.minus(real.times(_TWO, real.times(modulus, cosine)), real.minus(ZERO, q[1])) != ZERO:
                    modulus = real.minus(ZERO, modulus)
                other = "sin" if atom.name == "cos" else "cos"
                sine = ex.Apply(other, (t,))
                if atom.name == "sin":
                    t = ex.subtract(ex.divide(ex.Constant("pi"), ex.TWO), t)
                known = real.parameter(str(sine)) if str(sine) in self.field.atoms else None
                return Angle(modulus, cosine, t, sine, known)
        return None

    def _rational_angle(self, q: OverLetters) -> Angle:
        plain = tuple(c for c in q if isinstance(c, Fraction))
        ((_, ((wave, _), _)),) = self.roots.real_basis(plain)
        assert isinstance(wave, ex.Apply)
        modulus = real.power(plain[0], real.HALF)
        cosine = real.over(-plain[1], real.times(_TWO, modulus))
        height = real.over(real.power(4 * plain[0] - plain[1] * plain[1], real.HALF), real.times(_TWO, modulus))
        angle = ex.substitute(wave.arguments[0], self.field.variable, ex.ONE)
        return Angle(modulus, cosine, angle, self.field.formula(height), height)


def _square_root(w: Real) -> Real | None:
    """r for r², a product of powers."""
    terms = real.terms_of(w)
    if len(terms) != 1 or real.numerator(w) != w:
        return None
    ((term, c),) = terms.items()
    number = real.rational_power(c, real.HALF) if c > 0 else None
    if number is None:
        return None
    product: Real = number
    for kernel, e in term:
        if not isinstance(e, Fraction) or (e / 2).denominator != 1:
            return None
        product = real.times(product, real.power(kernel.number, e / 2))
    return product


def _times(inner: list[ex.Expr], front: ex.Expr) -> ex.Expr:
    total = inner[0] if len(inner) == 1 else ex.Add(tuple(inner))
    return total if front == ex.ONE else ex.mul(total, front)
