"""The growth of a cost: every term is at least 0, so a sum grows as its fastest term and a maximum as its largest.

A sum over an index is squeezed: at most the number of its terms times the largest, at least half as many times the
smallest in the middle half of the range. Where powers of the index decide, the sum is known: Σ i^k ~ n^(k+1)/(k+1),
Σ 1/i ~ log n, geometric sums as their largest term. Sources: GKP, chapter 9; CLRS 4e, appendix A.
"""

from collections.abc import Mapping
from fractions import Fraction

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.forkjoin.costs import normalised_sums
from recur.forkjoin.costs.intervals import Ends, Unknown, formula_bounds
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Monomial, Polynomial
from recur.model import Bounds, Expr, RecurError, Undecided, expressions as ex
from recur.model.records import frozen, replace
from recur.numbers import real

#: parts of a range that are as long as all of it, up to a constant; a sum is at least that over any of them
WINDOWS = tuple((Fraction(a, 16), Fraction(b, 16)) for a, b in ((4, 12), (6, 10), (1, 2), (14, 15)))


@frozen
class Scale:
    """Growth of costs in one variable, with the bounds of the functions that are known."""

    variable: str
    known: Mapping[str, Bounds | JointBounds]
    window: tuple[Fraction, Fraction] = WINDOWS[0]

    def bounds(self, p: Polynomial) -> Bounds:
        """Ω and O of a cost; None where nothing was found."""
        return Bounds(self.side(p, upper=False), self.side(p, upper=True))

    def theta(self, p: Polynomial) -> Growth | None:
        return self.bounds(p).theta

    def side(self, p: Polynomial, upper: bool) -> Growth | None:
        found: list[Growth] = []
        for window in (WINDOWS[0],) if upper or not _sums(p) else WINDOWS:
            try:
                found.append(replace(self, window=window)._polynomial(p, upper))
            except (Unknown, RecurError):
                continue
        try:
            return max(found, default=None)
        except Undecided:
            return found[0]

    def _polynomial(self, p: Polynomial, upper: bool) -> Growth:
        """Terms that hold only sizes are taken together, as some of them may be negative; the others are costs."""
        plain: list[tuple[Monomial, Fraction]] = []
        rest: list[tuple[Monomial, Fraction]] = []
        for m, c in p.terms:
            (rest if any(isinstance(x, (ex.Range, ex.Call)) for a, _ in m for x in ex.walk(a)) else plain).append(
                (m, c)
            )
        sizes = Polynomial(tuple(plain))
        found: list[Growth] = []
        taken: list[Growth] = []  # what is subtracted
        if plain:
            try:
                found.append(self._of_sizes(sizes))
            except Undecided:
                taken.append(self._of_sizes(-sizes))
        for m, c in rest:
            (found if c > 0 else taken).append(self._monomial(m, upper if c > 0 else not upper))
        return self._left(found, taken, upper)

    def _of_sizes(self, p: Polynomial) -> Growth:
        """Roundings in denominators change a size of at least 1 by a factor below 2, which Growth need not know."""
        x = p.expression()
        try:
            return Growth.of(x, self.variable)
        except Undecided:
            return Growth.of(normalised_sums.whole_denominators(x), self.variable)

    def _left(self, found: list[Growth], taken: list[Growth], upper: bool) -> Growth:
        """What is left of costs when others are taken off: from below, those must be of smaller growth."""
        most = max(found, default=Growth(None, self.variable))
        if not upper and taken and not max(taken) < most:
            raise Unknown
        return most

    def _monomial(self, m: Monomial, upper: bool) -> Growth:
        result = Growth.of(ex.ONE, self.variable)
        for atom, e in m:
            if e < 0 and ex.has_call(atom):
                raise Unknown
            growth = self._atom(atom, upper)
            if growth.is_zero:
                return growth
            for _ in range(abs(e)):
                result = result * growth if e > 0 else result / growth
        return result

    def _atom(self, x: Expr, upper: bool) -> Growth:
        match x:
            case ex.Call():
                return Growth.of(value_of_call(x, self.known, upper), self.variable)
            case ex.Range("sum"):
                return self._sum(x, upper)
            case ex.Range("max"):
                return self._largest(x, {}, upper)
            case ex.Apply("max", arguments):
                return max(self._polynomial(polynomial(a), upper) for a in arguments)
        if ex.has_call(x) or any(isinstance(node, ex.Range) for node in ex.walk(x)):
            raise Unknown
        return Growth.of(x, self.variable)

    def _ends(self, x: ex.Range, outer: Ends, upper: bool) -> dict[str, tuple[Expr, Expr]]:
        """From where to where the index runs: all of its range from above, its middle half from below."""
        low, high = polynomial(x.low), polynomial(x.high)
        if not upper:
            length = high - low
            low, high = low + length.times(self.window[0]), low + length.times(self.window[1])
        first, _ = formula_bounds(low.expression(), outer)
        _, last = formula_bounds(high.expression(), outer)
        return {**outer, x.index: (first, last)}

    def _sum(self, x: ex.Range, upper: bool) -> Growth:
        """Term by term where the sum is over sizes; else squeezed as a whole."""
        if any(isinstance(node, ex.Range) for node in ex.walk(x.body)):
            return self._squeezed(x, {}, upper)
        body = self._put_calls(x.body, upper)
        added, taken = (polynomial(normalised_sums.at_least_zero(body, side)).terms for side in (upper, not upper))
        try:
            found = [self._term_sum(x, m, upper) for m, c in added if c > 0]
            less = [] if upper else [self._term_sum(x, m, True) for m, c in taken if c < 0]
            return self._left(found, less, upper)
        except (Unknown, RecurError):
            return self._squeezed(x, {}, upper)

    def _term_sum(self, x: ex.Range, m: Monomial, upper: bool) -> Growth:
        known = self._known_term(x, m)
        if known is not None:
            return known
        body = Polynomial(((m, Fraction(1)),)).expression()
        return self._squeezed(ex.Range(x.op, x.index, x.low, x.high, body), {}, upper)

    def _squeezed(self, x: ex.Range, outer: Ends, upper: bool) -> Growth:
        shifted = normalised_sums.from_zero(x)
        ends = self._ends(shifted, outer, upper)
        length = polynomial(shifted.high).plus(1)
        least, most = formula_bounds(length.expression(), outer)
        count = Growth.of(most if upper else least, self.variable)
        return normalised_sums.growth_product(count, self._formula(shifted.body, ends, upper))

    def _formula(self, x: Expr, ends: Ends, upper: bool) -> Growth:
        """The growth of a cost whose indices lie between their ends."""
        found = []
        for m, c in polynomial(x).terms:
            inner = [a for a, _ in m if isinstance(a, ex.Range)]
            if c < 0 or len(inner) > 1:
                return self._ended(x, ends, upper)
            if inner:
                rest = Polynomial(((frozenset((a, e) for a, e in m if a is not inner[0]), Fraction(1)),))
                one = (
                    self._squeezed(inner[0], ends, upper)
                    if inner[0].op == "sum"
                    else self._largest(inner[0], ends, upper)
                )
                found.append(normalised_sums.growth_product(one, self._ended(rest.expression(), ends, upper)))
            else:
                found.append(self._ended(Polynomial(((m, Fraction(1)),)).expression(), ends, upper))
        return max(found, default=Growth(None, self.variable))

    def _largest(self, x: ex.Range, outer: Ends, upper: bool) -> Growth:
        """The maximum is at least the value at either end of the range."""
        shifted = normalised_sums.from_zero(x)
        found = [] if upper else [self._at(shifted, end, outer) for end in (shifted.low, shifted.high)]
        try:
            found.append(self._formula(shifted.body, self._ends(shifted, outer, upper), upper))
        except (Unknown, RecurError):
            if upper:
                raise
        known = [growth for growth in found if growth is not None]
        if not known:
            raise Unknown
        return max(known)

    def _at(self, x: ex.Range, end: Expr, outer: Ends) -> Growth | None:
        try:
            body = polynomial(x.body).put(x.index, polynomial(end)).expression()
            return self._formula(body, outer, upper=False)
        except (Unknown, RecurError):
            return None

    def _ended(self, x: Expr, ends: Ends, upper: bool) -> Growth:
        low, high = formula_bounds(self._put_calls(x, upper), ends)
        return Growth.of(high if upper else low, self.variable)

    def _put_calls(self, x: Expr, upper: bool) -> Expr:
        if isinstance(x, ex.Call):
            return value_of_call(x, self.known, upper)
        return ex.rebuild(x, lambda child: self._put_calls(child, upper)) if x.children else x

    def _known_term(self, x: ex.Range, m: Monomial) -> Growth | None:
        index, base = normalised_sums.counter(m, x.index)
        if index is None:
            return None
        body = Polynomial(((m, Fraction(1)),)).expression()
        if base is not None:
            body = normalised_sums.powers_of(body, base, x.index)
        body = normalised_sums.without_roundings(body, index)
        parts: dict[Monomial, Polynomial] = {}
        for m, c in polynomial(body).terms:
            if any(index in ex.symbols(a) and ex.symbols(a) != {index} for a, _ in m):
                return self._logarithmic(x, m) if base is None else None
            inside = frozenset((a, e) for a, e in m if index in ex.symbols(a))
            parts[inside] = parts.get(inside, Polynomial()) + Polynomial(((m - inside, c),))
        if len(parts) != 1:
            return None
        [(inside, outside)] = parts.items()
        if any(
            isinstance(node, (ex.Call, ex.Range))
            for a in (*outside.atoms, *(a for a, _ in inside))
            for node in ex.walk(a)
        ):
            return None
        own = Growth.of(Polynomial(((inside, Fraction(1)),)).expression(), index)
        scale = Growth.of(outside.expression(), self.variable)
        total = self._geometric(own, x, base) if base is not None else self._arithmetic(own, x)
        return None if total is None else normalised_sums.growth_product(scale, total)

    def _logarithmic(self, x: ex.Range, m: Monomial) -> Growth | None:
        """Σ_{i ≤ n} log(n/i) = Θ(n): log n! is n log n − Θ(n). Source: GKP, section 9.6."""
        [(atom, e), *more] = m
        if more or e != 1 or ex.symbols(x.low) or not isinstance(atom, ex.Log):
            return None
        ratio = polynomial(ex.mul(atom.argument, ex.Symbol(x.index), ex.power(x.high, ex.number(-1))))
        return Growth.of(x.high, self.variable) if ratio.value else None

    def _arithmetic(self, own: Growth, x: ex.Range) -> Growth | None:
        """Σ_{i ≤ m} i^k log^p i …, from a constant on."""
        if ex.symbols(x.low):
            return None
        top = Growth.of(ex.substitute(own.expression(), own.variable, x.high), self.variable)
        if own.point.exponential:
            return top if normalised_sums.is_rising(own) else None
        k = dict(own.point.powers).get(0, Fraction(0))
        above = real.compare(k, Fraction(-1))
        if above > 0:
            return normalised_sums.growth_product(top, Growth.of(x.high, self.variable))
        if above < 0:
            return Growth.of(ex.ONE, self.variable)
        if own.expression() == ex.power(ex.Symbol(own.variable), ex.number(-1)):
            return Growth.of(ex.Log(x.high), self.variable)
        return None

    def _geometric(self, own: Growth, x: ex.Range, base: Fraction) -> Growth | None:
        """Σ over u = b^0, b^1, … b^⌊log_b m⌋ of u^k log^p u."""
        if ex.symbols(x.low) or own.point.exponential:
            return None
        last = normalised_sums.top_of(x.high, base) or ex.power(ex.Number(base), x.high)
        k = dict(own.point.powers).get(0, Fraction(0))
        sign = real.sign(k)
        if sign > 0:
            return Growth.of(ex.substitute(own.expression(), own.variable, last), self.variable)
        if sign < 0:
            return Growth.of(ex.ONE, self.variable)
        if any(real.sign(e) < 0 for _, e in own.point.powers):
            return None
        return Growth.of(ex.mul(ex.substitute(own.expression(), own.variable, last), ex.Log(last)), self.variable)


def _sums(p: Polynomial) -> bool:
    return any(isinstance(node, ex.Range) for atom in p.atoms for node in ex.walk(atom))


def value_of_call(x: ex.Call, known: Mapping[str, Bounds | JointBounds], upper: bool) -> Expr:
    """Θ of the function at the sizes of the call; a size that is a number makes its factor a constant."""
    if x.function not in known:
        raise Unknown
    bounds = known[x.function]
    growth = bounds.upper if upper else bounds.lower
    if growth is None:
        raise Unknown
    if isinstance(growth, JointGrowth):
        at = dict(zip(growth.sizes, x.arguments, strict=True))
        return ex.add(*(ex.mul(*(_at(g, at[s]) for s, g in factors.items())) for factors in growth.factors()))
    return _at(growth, x.arguments[0])


def _at(growth: Growth, argument: Expr) -> Expr:
    if growth.is_zero or not ex.symbols(argument):
        return ex.ONE
    return ex.substitute(growth.expression(), growth.variable, argument)
