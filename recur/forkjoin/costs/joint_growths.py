"""The growth of a cost in several sizes: each of its terms a product of growths in one size, as far as that goes.

Terms that share their factors in the other sizes are taken together, as n − ⌊n/2⌋ is in (n − ⌊n/2⌋)·m. What holds
several sizes inside one function is split where that loses no more than a constant: log(m·n) is log m + log n,
(m + n)² is m² + n², 2^(m+n) is 2^m·2^n, max(m, n) is m + n. A sum over an index is squeezed as in one size.
"""

from collections.abc import Mapping
from fractions import Fraction

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth, total
from recur.forkjoin.costs import normalised_sums
from recur.forkjoin.costs.growths import WINDOWS, Scale, value_of_call
from recur.forkjoin.costs.intervals import Ends, Unknown, formula_bounds
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Monomial, Polynomial
from recur.model import Bounds, Expr, RecurError, Undecided, expressions as ex
from recur.model.records import frozen


@frozen
class JointScale:
    """Growth of costs in several sizes, with the bounds of the functions that are known."""

    sizes: tuple[str, ...]
    known: Mapping[str, Bounds | JointBounds]

    def bounds(self, p: Polynomial) -> JointBounds:
        """Ω and O of a cost; None where nothing was found."""
        return JointBounds(self.side(p, upper=False), self.side(p, upper=True))

    def side(self, p: Polynomial, upper: bool) -> JointGrowth | None:
        try:
            return self._polynomial(p, upper)
        except (Unknown, RecurError):
            return None

    def _polynomial(self, p: Polynomial, upper: bool) -> JointGrowth:
        for size in self.sizes:
            found = self._grouped(p, size, upper)
            if found is not None:
                return found
        return self._termwise(p, upper)

    def _grouped(self, p: Polynomial, size: str, upper: bool) -> JointGrowth | None:
        """Σ f(size)·(the rest), where each f is a growth; None where one is not."""
        groups: dict[Monomial, Polynomial] = {}
        for m, c in p.terms:
            own = frozenset((a, e) for a, e in m if self._names(a) <= {size})
            groups[m - own] = groups.get(m - own, Polynomial()) + Polynomial(((own, c),))
        found = []
        for rest, own_part in groups.items():
            growth = Scale(size, self.known).side(own_part, upper)
            if growth is None:
                return None
            found.append(JointGrowth.of_factors({size: growth}, self.sizes) * self._monomial(rest, upper))
        return total(found, self.sizes)

    def _termwise(self, p: Polynomial, upper: bool) -> JointGrowth:
        """What is subtracted must be of smaller growth from below, and is left out from above."""
        added = total((self._monomial(m, upper) for m, c in p.terms if c > 0), self.sizes)
        if upper or all(c > 0 for _, c in p.terms):
            return added
        if not total((self._monomial(m, True) for m, c in p.terms if c < 0), self.sizes) < added:
            raise Unknown
        return added

    def _names(self, x: Expr) -> frozenset[str]:
        return ex.symbols(x) & frozenset(self.sizes)

    def _one(self) -> JointGrowth:
        return JointGrowth.one(self.sizes)

    def _monomial(self, m: Monomial, upper: bool) -> JointGrowth:
        result = self._one()
        for atom, e in sorted(m, key=repr):
            if e < 0 and ex.has_call(atom):
                raise Unknown
            result = result * self._atom(atom, upper if e > 0 else not upper).raised(ex.number(e))
        return result

    def _atom(self, x: Expr, upper: bool) -> JointGrowth:
        names = self._names(x)
        if len(names) < 2:
            size = next(iter(names), self.sizes[0])
            growth = Scale(size, self.known).side(Polynomial.atom(x), upper)
            if growth is None:
                raise Unknown
            return JointGrowth.of_factors({size: growth}, self.sizes)
        match x:
            case ex.Call():
                return self._formula(value_of_call(x, self.known, upper), upper)
            case ex.Range():
                return self._formula(self._squeezed(x, {}, upper), upper)
            case ex.Power(ex.Number(base), exponent) if base > 1:
                return self._exponential(base, polynomial(exponent))
            case ex.Power(base_formula, ex.Number(e)):
                return self._formula(base_formula, upper if e > 0 else not upper).raised(ex.Number(e))
            case ex.Log(argument):
                return self._logarithm(self._formula(argument, upper))
            case ex.Apply(name, arguments):
                return self._applied(name, arguments, upper)
        raise Unknown

    def _formula(self, x: Expr, upper: bool) -> JointGrowth:
        return self._polynomial(polynomial(x), upper)

    def _applied(self, name: str, arguments: tuple[Expr, ...], upper: bool) -> JointGrowth:
        match name:
            case "max":
                return total((self._formula(a, upper) for a in arguments), self.sizes)
            case "min" if upper:
                return self._formula(arguments[0], upper)
            case "ceiling":
                return self._formula(arguments[0], upper) + self._one()
            case "floor":
                inside = self._formula(arguments[0], upper)
                if upper or self._one() < inside:
                    return inside
        raise Unknown

    def _logarithm(self, inside: JointGrowth) -> JointGrowth:
        """log of a sum of products of growing factors: the sum of the logarithms of all factors."""
        found = []
        for factors in inside.factors():
            for size, growth in factors.items():
                if growth.is_constant:
                    continue
                if growth < Growth.of(ex.ONE, size):
                    raise Unknown
                log = Growth.of(ex.Log(growth.expression()), size)
                found.append(JointGrowth.of_factors({size: log}, self.sizes))
        if not found:
            raise Unknown
        return total(found, self.sizes)

    def _exponential(self, base: Fraction, exponent: Polynomial) -> JointGrowth:
        parts: dict[str, Polynomial] = {}
        for m, c in exponent.terms:
            names = frozenset(name for atom, _ in m for name in self._names(atom))
            if len(names) > 1:
                raise Unknown
            size = next(iter(names), self.sizes[0])
            parts[size] = parts.get(size, Polynomial()) + Polynomial(((m, c),))
        grown = {s: Growth.of(ex.Power(ex.Number(base), part.expression()), s) for s, part in parts.items()}
        return JointGrowth.of_factors(grown, self.sizes)

    def _squeezed(self, x: Expr, outer: Ends, upper: bool) -> Expr:
        """A formula above (below) a sum of costs whose indices lie between their ends, up to a constant factor."""
        if isinstance(x, ex.Range):
            return self._range(x, outer, upper)
        if not any(isinstance(node, ex.Range) for node in ex.walk(x)):
            return formula_bounds(self._valued(x, upper), outer)[1 if upper else 0]
        terms = []
        p = polynomial(x)
        for m, c in p.terms:
            if c < 0 or any(e < 0 for _, e in m) or p == Polynomial.atom(x):
                raise Unknown
            factors = [ex.power(self._squeezed(a, outer, upper), ex.number(e)) for a, e in sorted(m, key=repr)]
            terms.append(ex.mul(ex.Number(c), *factors))
        return ex.add(*terms)

    def _range(self, x: ex.Range, outer: Ends, upper: bool) -> Expr:
        shifted = normalised_sums.from_zero(x)
        low, high = polynomial(shifted.low), polynomial(shifted.high)
        length = high - low
        if not upper:
            low, high = low + length.times(WINDOWS[0][0]), low + length.times(WINDOWS[0][1])
        first, last = formula_bounds(low.expression(), outer)[0], formula_bounds(high.expression(), outer)[1]
        inside = self._squeezed(shifted.body, {**outer, x.index: (first, last)}, upper)
        if x.op == "max":
            return inside
        return ex.mul(formula_bounds(length.plus(1).expression(), outer)[1 if upper else 0], inside)

    def _valued(self, x: Expr, upper: bool) -> Expr:
        if isinstance(x, ex.Call):
            return value_of_call(x, self.known, upper)
        return ex.rebuild(x, lambda child: self._valued(child, upper)) if x.children else x


def scale_of(sizes: tuple[str, ...], known: Mapping[str, Bounds | JointBounds]) -> Scale | JointScale:
    """The scale of growth in these sizes."""
    return Scale(sizes[0], known) if len(sizes) == 1 else JointScale(sizes, known)


def is_below(one: Growth | JointGrowth, other: Growth | JointGrowth) -> bool:
    """Is it proved to be of smaller growth, in the same sizes?"""
    try:
        return one < other  # type: ignore[operator]
    except Undecided:
        return False


def joint(bounds: Bounds | JointBounds, size: str, sizes: tuple[str, ...]) -> JointBounds:
    """Bounds in one of the sizes as bounds in all of them."""
    if isinstance(bounds, JointBounds):
        return bounds
    sides = (bounds.lower, bounds.upper)
    return JointBounds(*(None if g is None else JointGrowth.of_factors({size: g}, sizes) for g in sides))


def sum_if_known(one: JointGrowth | None, other: JointGrowth | None) -> JointGrowth | None:
    """The sum where both are known: a bound from above of a sum needs them both."""
    if one is None or other is None:
        return None
    try:
        return one + other
    except Undecided:
        return None
