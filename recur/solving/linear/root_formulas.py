"""Characteristic roots and closed forms as formulas: short radicals, otherwise symbols with 50 digits.

A pair of complex roots m·e^(±it) is written with its modulus and angle, so that every formula is real.
"""

import math
import threading
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from recur.model import Definition, Expr, expressions as ex
from recur.model.records import cached_property, field, mutable
from recur.numbers import Polynomial, Real, exact_formula, exponential_polynomials as ep, polynomials, real
from recur.numbers.formulas import radicals
from recur.numbers.polynomials import degree, divided, scaled, times
from recur.numbers.roots import Root, exact_modulus, largest_root, quadratic_root, roots_of
from recur.solving.linear.closed_forms import ClosedForm, FactorPart
from recur.solving.linear.dominant_roots import whole_turns

MOST_DEGREE = 8
_BITS = 240
_NOTHING = Fraction(0)
_HALF = ex.number(Fraction(1, 2))
#: the square of cos (s·π)
_COSINES = {Fraction(0): Fraction(1), Fraction(1, 6): Fraction(3, 4), Fraction(1, 4): Fraction(1, 2)}
_COSINES |= {Fraction(1, 3): Fraction(1, 4), Fraction(1, 2): Fraction(0)}
_OF_THREAD = threading.local()
_GOLDEN: Polynomial = (Fraction(-1), Fraction(-1), Fraction(1))


@mutable(slots=False)
class RootFormulas:
    """The formulas of one answer, and the definitions of the symbols they needed."""

    variable: str
    definitions: list[Definition] = field(default_factory=list)
    taken: frozenset[str] = frozenset()  # names that mean something else in the recurrence
    _real: dict[Root, tuple[ex.Symbol, Real]] = field(default_factory=dict)
    _complex: dict[Root, tuple[ex.Symbol, ex.Symbol]] = field(default_factory=dict)
    _angles: dict[tuple[Fraction, Fraction], Expr] = field(default_factory=dict)

    @cached_property
    def n(self) -> ex.Symbol:
        return ex.Symbol(self.variable)

    # -- a single real root ------------------------------------------------------------------------------

    def number_of(self, root: Root) -> Real:
        """A real root as an exact number."""
        if degree(root.factor) == 1:
            return -root.factor[0]
        stride = math.gcd(*(i for i, c in enumerate(root.factor) if c and i))
        if stride > 1 and root.is_positive and degree(root.factor) // stride <= 2:
            inner = largest_root(root.factor[::stride])
            if inner is not None and root.place == 0 and real.sign(inner) > 0:
                return real.power(inner, Fraction(1, stride))
        if degree(root.factor) == 2:
            return quadratic_root(root.factor, 1 if root.place == 0 else -1)
        return self._symbol(root)[1]

    def modulus_of(self, root: Root) -> Real:
        """|ρ| as an exact number."""
        if root.is_positive:
            return self.number_of(root)
        if (exact := exact_modulus(root)) is not None:
            return exact
        if root.is_real:
            return self._modulus_of_negative(root)
        turns = whole_turns(root)
        if turns is not None:
            return real.power(turns[2], Fraction(1, turns[1]))
        name = self._polar_symbols(root)[0].name
        return real.defined(name, lambda bits: root.modulus(bits))

    def _modulus_of_negative(self, root: Root) -> Real:
        name = self._free_name("m")

        def enclose(bits: int) -> tuple[Fraction, Fraction]:
            low, high = root.enclosure(bits)
            return -high, -low

        value = real.defined(name, enclose)
        equation = ex.equation_of_roots(root.factor, "x")
        near = f"the modulus of the root near {float(root.disk(64).x):.3g} of"
        self.definitions.append(Definition(name, equation, real.digits(value, 50), near))
        return value

    def formula_of(self, root: Root) -> Expr:
        """A real root as a formula."""
        return exact_formula(self.number_of(root))

    def _symbol(self, root: Root) -> tuple[ex.Symbol, Real]:
        root = Root(root.factor, root.place)
        if root not in self._real:
            name = self._free_name("r")
            value = real.defined(name, root.enclosure)
            alone = sum(other.is_positive for other in roots_of(root.factor)) == 1
            which = f"root near {float(root.disk(64).x):.3g} of"
            if root.is_positive and root.place == 0:
                which = "positive root of" if alone else "largest real root of"
            equation = ex.equation_of_roots(root.factor, name)
            self.definitions.append(Definition(name, equation, real.digits(value, 50), f"the {which}"))
            self._real[root] = ex.Symbol(name), value
        return self._real[root]

    def _free_name(self, letter: str) -> str:
        taken = {self.variable, *self.taken, *(d.symbol for d in self.definitions)}
        names = [letter, *(f"{letter}_{i}" for i in range(2, 99))]
        return next(name for name in names if name not in taken)

    # -- weights -----------------------------------------------------------------------------------------

    def weight(self, g: Polynomial, root: Root) -> Expr:
        """g(ρ) for a real root."""
        if degree(root.factor) == 1:
            return ex.number(g[0] if g else 0)
        if degree(root.factor) == 2:
            return radicals(_linear(g, self.number_of(root)))
        if degree(root.factor) > MOST_DEGREE:
            return self._named_weight(g, root)
        base, scale = self._power_of(root)
        powers = ((c, ex.power(base, ex.number(scale * k))) for k, c in reversed(list(enumerate(g))) if c)
        return ex.add(*(ex.mul(ex.number(c), x) for c, x in powers))

    def _named_weight(self, g: Polynomial, root: Root) -> Expr:
        """g(ρ) by its digits and as a quotient over q′(ρ), which is shorter."""
        symbol, _ = self._symbol(root)
        name = self._free_name("C")
        value = real.defined(name, lambda bits: root.value_of(g, bits))
        told = weight_over_derivative(g, root.factor, symbol)
        self.definitions.append(Definition(name, told, real.digits(value, 50), "the value of"))
        return ex.Symbol(name)

    def _power_of(self, root: Root) -> tuple[Expr, Fraction]:
        """(b, s) of a real root b^s: a root of a rational number, or a symbol."""
        a = root.factor
        if root.is_positive and not any(a[1:-1]):
            return ex.number(-a[0]), Fraction(1, degree(a))
        return self._symbol(root)[0], Fraction(1)

    # -- real solutions for the roots of a factor --------------------------------------------------------

    def real_basis(self, q: Polynomial) -> list[tuple[Expr, list[tuple[Expr, Root]]]]:
        """Real solutions b(n)·w(n), one a root of the irreducible q: b and what goes with it, the root of each."""
        roots = roots_of(q)
        if degree(q) == 1:
            return [(ex.power(ex.number(-q[0]), self.n), [(ex.ONE, roots[0])])]
        if degree(q) > 2:
            return [self._real_waves(root) for root in roots if root.disk(64).y >= 0]
        u, w = -q[1], q[0]
        if u * u < 4 * w:
            angle = ex.mul(self.angle(u, w), self.n)
            return [
                (self._raised_root(w), [(ex.Apply("cos", (angle,)), roots[0]), (ex.Apply("sin", (angle,)), roots[1])])
            ]
        if not u:
            return [(self._raised_root(-w), [(ex.ONE, roots[0]), (ex.power(ex.number(-1), self.n), roots[1])])]
        return [
            (ex.power(radicals(quadratic_root(q, sign)), self.n), [(ex.ONE, root)])
            for sign, root in zip((1, -1), roots, strict=True)
        ]

    def _real_waves(self, root: Root) -> tuple[Expr, list[tuple[Expr, Root]]]:
        if root.is_real:
            base, scale = self._power_of(root)
            return ex.power(base, ex.mul(ex.number(scale), self.n)), [(ex.ONE, root)]
        modulus, scale, turn = self._polar(root)
        angle = ex.mul(turn, self.n)
        other = Root(root.factor, root.place + 1)
        waves: list[tuple[Expr, Root]] = [(ex.Apply("cos", (angle,)), root), (ex.Apply("sin", (angle,)), other)]
        return ex.power(modulus, ex.mul(ex.number(scale), self.n)), waves

    def _raised_root(self, w: Fraction) -> Expr:
        """(√w)ⁿ."""
        m = real.power(w, real.HALF)
        return (
            ex.power(ex.number(m), self.n) if isinstance(m, Fraction) else ex.power(ex.number(w), ex.mul(_HALF, self.n))
        )

    def root_formula(self, root: Root) -> Expr:
        """A real root as in the general solution: in radicals where it is of degree two."""
        return radicals(self.number_of(root)) if degree(root.factor) == 2 else self.formula_of(root)

    def polar_form(self, root: Root) -> tuple[Expr, Expr]:
        """The modulus and the angle of a complex root."""
        if degree(root.factor) == 2:
            u, w = -root.factor[1], root.factor[0]
            return exact_formula(real.power(w, real.HALF)), self.angle(u, w)
        modulus, scale, angle = self._polar(root)
        return ex.power(modulus, ex.number(scale)), angle

    def rectangular_form(self, root: Root) -> tuple[Expr, Expr] | None:
        """a + bi and a − bi for a pair of complex roots of a quadratic."""
        if degree(root.factor) > 2:
            return None
        part, height = ex.number(-root.factor[1] / 2), self._height(root)
        turned = ex.mul(radicals(height), ex.Constant("i")) if height != 1 else ex.Constant("i")
        if part == ex.ZERO:
            return turned, ex.negate(turned)
        return ex.Add((part, turned)), ex.Add((part, ex.negate(turned)))

    @staticmethod
    def _height(root: Root) -> Real:
        """The imaginary part of the upper root of a quadratic."""
        u, w = -root.factor[1], root.factor[0]
        return real.power(w - u * u / 4, real.HALF)

    def constant_of(self, g: Polynomial, root: Root) -> Expr:
        """What Σ g(ρ)·ρⁿ over a pair of complex roots, or g(ρ)·ρⁿ, has in front of the `real_basis` of this root."""
        if root.is_real:
            return self.weight(g, root)
        sine = root.disk(64).y < 0
        if degree(root.factor) == 2:
            a, b = _pair(g)
            return radicals(real.times(-2 * b, self._height(root))) if sine else ex.number(2 * a - b * root.factor[1])
        m, s, t = self._polar(Root(root.factor, root.place - sine))
        wave, front = ("sin", -2) if sine else ("cos", 2)
        powers = [ex.mul(ex.number(front * c), ex.power(m, ex.number(s * k))) for k, c in enumerate(g)]
        return ex.add(*(ex.mul(x, _turned(wave, k, t)) for k, x in enumerate(powers) if x != ex.ZERO))

    def solution_at(self, root: Root, n: int) -> Expr:
        """The `real_basis` of this root at n: ρⁿ, or its real or its imaginary part."""
        if degree(root.factor) == 1:
            return ex.number((-root.factor[0]) ** n)
        if degree(root.factor) == 2:
            return self._quadratic_at(root, n)
        if root.is_real:
            base, scale = self._power_of(root)
            return ex.power(base, ex.number(scale * n))
        sine = root.disk(64).y < 0
        m, s, t = self._polar(Root(root.factor, root.place - sine))
        return ex.mul(ex.power(m, ex.number(s * n)), _turned("sin" if sine else "cos", n, t))

    def _quadratic_at(self, root: Root, n: int) -> Expr:
        """ρⁿ = a + bρ by repeated multiplication, and its parts."""
        q = root.factor
        a, b = Fraction(1), Fraction(0)
        for _ in range(abs(n)):
            a, b = (-b * q[0], a - b * q[1]) if n > 0 else (b - a * q[1] / q[0], -a / q[0])
        if root.is_real:
            return radicals(_linear((a, b), self.number_of(root)))
        return radicals(real.times(b, self._height(root))) if root.disk(64).y < 0 else ex.number(a - b * q[1] / 2)

    # -- a whole closed form -----------------------------------------------------------------------------

    def _over_the_roots(self, part: FactorPart) -> Expr:
        """Σ gⱼ(x)·n^j·xⁿ, summed over all roots x of the factor."""
        taken = {self.variable, *self.taken, *(d.symbol for d in self.definitions)}
        x = ex.Symbol(next(name for name in "xzyuvw" if name not in taken))
        weights = reversed(list(enumerate(part.weights)))
        terms = ((weight_over_derivative(g, part.factor, x), j) for j, g in weights if g)
        front = [ex.mul(c, ex.power(self.n, ex.number(j))) for c, j in terms]
        return ex.RootSum(x.name, part.factor, ex.mul(ex.add(*front), ex.power(x, self.n)))

    def closed_form(self, form: ClosedForm) -> Expr:
        """The closed form as one formula."""
        rational: list[tuple[Fraction, Polynomial]] = []
        other: list[Expr] = []
        for part in form.parts:
            if degree(part.factor) == 1:
                rational.append((-part.factor[0], tuple([w[0] if w else _NOTHING for w in part.weights])))
            elif degree(part.factor) > MOST_DEGREE:
                other.append(self._over_the_roots(part))
            else:
                other.append(self._contribution(part))
        if rational or not other:
            other.append(ep.formula_of_terms(rational, self.variable))
        return other[0] if len(other) == 1 else ex.add(*other)

    def _contribution(self, part: FactorPart) -> Expr:
        if degree(part.factor) > 2:
            return ex.add(*(self._by_symbol(part, root) for root in part.roots() if root.disk(64).y >= 0))
        u, w = -part.factor[1], part.factor[0]
        discriminant = u * u - 4 * w
        if is_fibonacci(part):
            return self._fibonacci(part.weights[0])
        if discriminant < 0:
            return self._turning(part, u, w, discriminant)
        if not u:
            return self._alternating(part, -w)
        terms = []
        for sign in (1, -1):
            root = quadratic_root(part.factor, sign)
            front = self._in_n([_linear(g, root) for g in part.weights])
            terms.append(ex.mul(front, ex.power(radicals(root), self.n)))
        return ex.add(*terms)

    def _in_n(self, weights: Sequence[Real]) -> Expr:
        """Σ wⱼ·nʲ."""
        terms = [
            ex.mul(radicals(w), ex.power(self.n, ex.number(j))) for j, w in reversed(list(enumerate(weights))) if w != 0
        ]
        return ex.add(*terms)

    def _fibonacci(self, g: Polynomial) -> Expr:
        """a·Lₙ + b·Lₙ₊₁ for the Lucas numbers L, in Fibonacci numbers."""
        a, b = _pair(g)
        high, low = 2 * a + b, 2 * b - a  # of F(n+1) and F(n)
        if high == low:  # F(n+1) + F(n) = F(n+2)
            return ex.mul(ex.number(high), ex.Apply("fibonacci", (ex.add(self.n, ex.TWO),)))
        terms = [(high, ex.add(self.n, ex.ONE)), (low, self.n)]
        return ex.add(*(ex.mul(ex.number(c), ex.Apply("fibonacci", (x,))) for c, x in terms if c))

    def _alternating(self, part: FactorPart, v: Fraction) -> Expr:
        """±√v: v^(n/2)·((G₀ + G₁√v) + (−1)ⁿ·(G₀ − G₁√v))."""
        plus, minus = (
            self._in_n([_linear(g, quadratic_root(part.factor, sign)) for g in part.weights]) for sign in (1, -1)
        )
        sign = ex.power(ex.number(-1), self.n)
        both = ex.add(plus, minus if minus == ex.ZERO else ex.mul(minus, sign))
        return ex.mul(both, ex.power(ex.number(v), ex.mul(_HALF, self.n)))

    def _turning(self, part: FactorPart, u: Fraction, w: Fraction, discriminant: Fraction) -> Expr:
        """A complex pair: w^(n/2)·(x(n)·cos(n·t) + y(n)·sin(n·t)), cos t = u/(2√w)."""
        angle = ex.mul(self.angle(u, w), self.n)
        height = real.power(-discriminant, real.HALF)
        pairs = [_pair(g) for g in part.weights]
        x = self._in_n([2 * a + b * u for a, b in pairs])
        y = self._in_n([real.times(-b, height) for _, b in pairs])
        terms = [
            ex.mul(front, ex.Apply(name, (angle,))) for front, name in ((x, "cos"), (y, "sin")) if front != ex.ZERO
        ]
        return ex.mul(ex.add(*terms), self._raised_root(w))

    def angle(self, u: Fraction, w: Fraction) -> Expr:
        """t with cos t = u/(2√w): a fraction of π where it is one."""
        share = u * u / w  # (2 cos t)²
        known = {0: Fraction(1, 2), 1: Fraction(1, 3), 2: Fraction(1, 4), 3: Fraction(1, 6)}
        if share in known:
            fraction = known[int(share)]
            return ex.mul(ex.number(fraction if u >= 0 else 1 - fraction), ex.Constant("pi"))
        if (u, w) in self._angles:
            return self._angles[u, w]
        name = self._free_name("t")
        cosine = radicals(real.over(u / 2, real.power(w, real.HALF)))
        mp = _multiprecision()
        digits = mp.nstr(mp.acos(_mpf(mp, u) / 2 / mp.sqrt(_mpf(mp, w))), 50)
        equation = ex.Relation("=", ex.Apply("cos", (ex.Symbol(name),)), cosine)
        self.definitions.append(Definition(name, equation, digits, "the angle between 0 and π with"))
        self._angles[u, w] = ex.Symbol(name)
        return self._angles[u, w]

    def _by_symbol(self, part: FactorPart, root: Root) -> Expr:
        n = self.n
        if root.is_real:
            base, scale = self._power_of(root)
            weights = reversed(list(enumerate(part.weights)))
            front = ex.add(*(ex.mul(self.weight(g, root), ex.power(n, ex.number(j))) for j, g in weights if g))
            return ex.mul(front, ex.power(base, ex.mul(ex.number(scale), n)))
        base, scale, angle = self._polar(root)
        terms = []
        for j, g in reversed(list(enumerate(part.weights))):
            for k, c in enumerate(g):
                if c:
                    size = ex.add(n, ex.number(k)) if k else n
                    turned = ex.Apply(
                        "cos", (ex.mul(size, angle) if isinstance(angle, ex.Symbol) else ex.mul(angle, size),)
                    )
                    terms.append(
                        ex.mul(
                            ex.number(2 * c), ex.power(n, ex.number(j)), ex.power(base, ex.number(scale * k)), turned
                        )
                    )
        return ex.mul(ex.add(*terms), ex.power(base, ex.mul(ex.number(scale), n)))

    def _polar(self, root: Root) -> tuple[Expr, Fraction, Expr]:
        """(m, s, t) of a complex root m^s·e^(it): a root of a rational number, or symbols."""
        turns = whole_turns(root)
        if turns is not None:
            share, k, c = turns
            return ex.number(c), Fraction(1, k), ex.mul(ex.number(2 * share), ex.Constant("pi"))
        m, t = self._polar_symbols(root)
        return m, Fraction(1), t

    def _polar_symbols(self, root: Root) -> tuple[ex.Symbol, ex.Symbol]:
        """The modulus and the angle of a complex root as symbols."""
        root = Root(root.factor, root.place)
        if root not in self._complex:
            disk, mp = root.disk(_BITS), _multiprecision()
            z = mp.mpc(_mpf(mp, disk.x), _mpf(mp, disk.y))
            values = [mp.nstr(x, 50) for x in (abs(z), mp.arg(z))]
            near = f"root near {float(disk.x):.3g} + {float(disk.y):.3g}i of"
            equation = ex.equation_of_roots(root.factor, "x")
            names = []
            for letter, what, value in zip("mt", ("modulus", "angle"), values, strict=True):
                names.append(self._free_name(letter))
                self.definitions.append(Definition(names[-1], equation, value, f"the {what} of the {near}"))
            self._complex[root] = ex.Symbol(names[0]), ex.Symbol(names[1])
        return self._complex[root]


@lru_cache(maxsize=64)
def weight_over_derivative(g: Polynomial, q: Polynomial, x: ex.Symbol) -> Expr:
    """g(x) for the roots x of the irreducible q as p(x)/q′(x): p ≡ g·q′ modulo q, with small whole coefficients.

    The generating function of Σ g(ρ)·ρⁿ has the numerator p, its coefficients in the other order; what the first
    values make of it is as short as they are. Source: Stanley, Enumerative Combinatorics I, section 4.1.
    """
    below = polynomials.derivative(q)
    above = divided(times(g, below), q)[1]
    both = (*above, *below)
    scale = Fraction(math.lcm(*[c.denominator for c in both]), math.gcd(*[c.numerator for c in both]))
    common = min(next(i for i, c in enumerate(p) if c) for p in (above, below))
    above, below = (scaled(p[common:], scale) for p in (above, below))
    return ex.divide(ep.polynomial_formula(above, x.name), ep.polynomial_formula(below, x.name))


def _turned(wave: str, k: int, angle: Expr) -> Expr:
    """cos(k·t) or sin(k·t)."""
    match angle if k else ex.ZERO:
        case ex.Constant("pi"):
            share = Fraction(k)
        case ex.Mul((ex.Number(c), ex.Constant("pi"))):
            share = k * c
        case ex.Number():
            share = Fraction(0)
        case _:
            return ex.Apply(wave, (ex.mul(ex.number(k), angle),))
    share = abs((share - (0 if wave == "cos" else Fraction(1, 2)) + 1) % 2 - 1)  # cos (share·π), share from 0 to 1
    square = _COSINES.get(min(share, 1 - share))
    if square is None:
        return ex.Apply(wave, (ex.mul(ex.number(k), angle),))
    return radicals(real.times(Fraction(1 if share <= 1 - share else -1), real.power(square, real.HALF)))


def _pair(g: Polynomial) -> tuple[Fraction, Fraction]:
    """(a, b) of the linear polynomial a + b·x."""
    return g[0] if g else Fraction(0), g[1] if len(g) > 1 else Fraction(0)


def _linear(g: Polynomial, x: Real) -> Real:
    a, b = _pair(g)
    return real.plus(a, real.times(b, x))


def has_symbols(q: Polynomial) -> bool:
    """Whether a formula of a root of the irreducible q may define symbols for it: its angle, or the root itself."""
    return degree(q) > 2 or (degree(q) == 2 and q[1] * q[1] < 4 * q[0])


def is_fibonacci(part: FactorPart) -> bool:
    """Whether the part is written in Fibonacci numbers."""
    return part.multiplicity == 1 and part.factor == _GOLDEN


def _multiprecision() -> Any:
    """mpmath with a precision of its own, one for each thread: the shared one belongs to all of them."""
    import mpmath

    if not hasattr(_OF_THREAD, "multiprecision"):
        _OF_THREAD.multiprecision = mpmath.mp.clone()
        _OF_THREAD.multiprecision.prec = _BITS
    return _OF_THREAD.multiprecision


def _mpf(mp: Any, x: Fraction) -> Any:
    return mp.mpf(x.numerator) / x.denominator
