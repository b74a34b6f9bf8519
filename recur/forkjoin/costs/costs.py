"""Costs: maxima of polynomials in sizes and calls; their sums and maxima over the index of a loop.

A sum closes by Faulhaber's formula where the index enters as a power; otherwise it stays a Σ, which is exact as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import UNIT, Monomial, Polynomial
from recur.model import Expr, expressions as ex
from recur.model.records import frozen
from recur.solving.first_order.telescoping import polynomial_sum


@frozen
class Loop:
    """The index runs from low to high, whole numbers both; from high to low when `falling`."""

    index: str
    low: Polynomial
    high: Polynomial
    falling: bool = False


@frozen
class IndexRanges:
    """Every size is at least `least`; the indices of the loops around, outermost first."""

    sizes: tuple[str, ...]
    least: int
    loops: tuple[Loop, ...] = ()

    def within(self, loop: Loop) -> IndexRanges:
        return IndexRanges(self.sizes, self.least, (*self.loops, loop))

    def at_least(self, p: Polynomial, bound: int) -> bool:
        """Is p ≥ bound proved for every size and every index? False may also mean that no proof was found."""
        p = self._without_counts(p)
        for loop in reversed(self.loops):
            parts = p.linear(loop.index)
            if parts is None:  # it may stand inside a rounding
                lowered = self._below(p)
                return lowered is not None and lowered != p and self.at_least(lowered, bound)
            slope, rest = parts
            value = slope.value
            if value is None:
                return False
            p = rest + (loop.low if value > 0 else loop.high).times(value)
        lowered = self._below(p)
        if lowered is None or not all(self._at_least_zero(a) for m, c in lowered.terms if c > 0 for a, _ in m):
            return False
        p = lowered
        for size in self.sizes:
            p = p.put(size, Polynomial.atom(ex.Symbol(size)).plus(self.least))
        return all(c >= 0 for m, c in p.terms if m != UNIT) and p.constant_term >= bound

    def _without_counts(self, p: Polynomial) -> Polynomial:
        """p less the terms that are never negative though the index stands inside a rounding, such as 3·⌊log₂ i⌋."""
        return Polynomial(tuple((m, c) for m, c in p.terms if not (c > 0 and self._never_negative(m))))

    def _never_negative(self, m: Monomial) -> bool:
        counts = [atom for atom, _ in m if not isinstance(atom, ex.Symbol)]
        return bool(counts) and all(
            self._whole_number(atom.name) if isinstance(atom, ex.Symbol) else e > 0 and self._counts(atom)
            for atom, e in m
        )

    def _whole_number(self, name: str) -> bool:
        """Is a size, or the index of a loop that begins at 0 or above, meant?"""
        for position, loop in enumerate(self.loops):
            if loop.index == name:
                return IndexRanges(self.sizes, self.least, self.loops[:position]).at_least(loop.low, 0)
        return name in self.sizes

    def _counts(self, atom: Expr) -> bool:
        """⌊log x⌋ with x ≥ 1, ⌊x/y⌋, b^x, max(x, 0)."""
        match atom:
            case ex.Power(ex.Number(b), _):
                return b > 0
            case ex.Apply("max", arguments):
                return any(isinstance(a, ex.Number) and a.value >= 0 for a in arguments)
            case ex.Apply("floor" | "ceiling", (ex.Log(argument),)):
                return self._at_least_one(polynomial(argument))
            case ex.Apply("floor" | "ceiling", (inside,)):
                p = polynomial(inside)
                return len(p.terms) == 1 and p.terms[0][1] > 0 and any(k < 0 for _, k in p.terms[0][0])
        return False

    def _at_least_zero(self, atom: Expr) -> bool:
        """Is the atom, whatever it is, never negative?"""
        match atom:
            case ex.Symbol(name):
                return self._whole_number(name)
            case ex.Call() | ex.Range() | ex.Apply("mod" | "abs"):
                return True
            case ex.Power(ex.Number(b), _):
                return b > 0
            case ex.Power(base, _) | ex.Apply("floor" | "ceiling", (base,)) if not isinstance(base, ex.Log):
                return self.at_least(polynomial(base), 0)
            case ex.Apply("max", arguments):
                return any(self.at_least(polynomial(a), 0) for a in arguments)
            case ex.Apply("min", arguments):
                return all(self.at_least(polynomial(a), 0) for a in arguments)
            case ex.Log(argument) | ex.Apply("floor" | "ceiling", (ex.Log(argument),)):
                return self._at_least_one(polynomial(argument))
        return False

    def _at_least_one(self, argument: Polynomial) -> bool:
        if len(argument.terms) != 1:
            return self.at_least(argument, 1)
        [(m, c)] = argument.terms
        above = Polynomial(((frozenset((a, k) for a, k in m if k > 0), c),))
        below = Polynomial(((frozenset((a, -k) for a, k in m if k < 0), Fraction(1)),))
        return self.at_least(above - below, 0)

    def _below(self, p: Polynomial) -> Polynomial | None:
        """A polynomial that p is never below: roundings of fractions at their extremes."""
        parts = []
        for m, c in p.terms:
            [(atom, e)] = m if len(m) == 1 else [(None, 0)]
            if e == 1 and isinstance(atom, ex.Apply) and atom.name == "floor":
                lowered = self._rounded(atom, c)
                if lowered is None:
                    return None
                parts.append(lowered)
            else:
                parts.append(Polynomial(((m, c),)))
        return Polynomial.make(term for part in parts for term in part.terms)

    def largest_of(self, p: Polynomial) -> Polynomial:
        """x for max(x, y) where x ≥ y for every size; p itself where that is no maximum, or not known."""
        [atom, *others] = p.atoms or [None]
        if others or not isinstance(atom, ex.Apply) or atom.name != "max" or p != Polynomial.atom(atom):
            return p
        values = [polynomial(a) for a in atom.arguments]
        return next((x for x in values if all(self.at_least(x - y, 0) for y in values)), p)

    def without_roundings(self, p: Polynomial) -> Polynomial:
        """A polynomial without roundings that p is never below; p itself where none is found."""
        while True:
            lowered = self._below(p)
            if lowered is None or lowered == p:
                return p
            p = lowered

    def _rounded(self, atom: ex.Apply, c: Fraction) -> Polynomial | None:
        """c·⌊x⌋ from below: c·(x − (d − 1)/d) for a fraction of denominator d; ⌊log x⌋ ≥ 0 where x ≥ 1."""
        inside = polynomial(atom.arguments[0])
        logs = [a for a in inside.atoms if isinstance(a, ex.Log)]
        if logs:
            if len(inside.terms) > 1 or c < 0 or not self.at_least(polynomial(logs[0].argument), 1):
                return None
            return Polynomial.atom(atom).times(c)
        d = max((k.denominator for _, k in inside.terms), default=1)
        return (inside - Polynomial.constant(Fraction(d - 1, d)) if c > 0 else inside).times(c)


@frozen
class Cost:
    """The largest of `forms`; none at all is 0."""

    forms: tuple[Polynomial, ...] = (Polynomial(),)

    @staticmethod
    def constant(value: int | Fraction) -> Cost:
        return Cost((Polynomial.constant(value),))

    def plus(self, other: Cost) -> Cost:
        return Cost(tuple(dict.fromkeys(a + b for a in self.forms for b in other.forms)))

    def times(self, factor: Polynomial) -> Cost:
        """The multiple by a factor that is never negative."""
        return Cost(tuple(dict.fromkeys(form * factor for form in self.forms)))

    @property
    def single(self) -> Polynomial | None:
        return self.forms[0] if len(self.forms) == 1 else None

    def put(self, name: str, value: Polynomial) -> Cost:
        return Cost(tuple(dict.fromkeys(form.put(name, value) for form in self.forms)))

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(form.names for form in self.forms))

    def expression(self) -> Expr:
        """What all forms share, and the maximum of what they do not."""
        if len(self.forms) == 1:
            return self.forms[0].expression()
        shared = self.shared()
        return ex.add(ex.Apply("max", tuple((form - shared).expression() for form in self.forms)), shared.expression())

    def shared(self) -> Polynomial:
        """The part that stands in every form."""
        first, *others = self.forms
        common = []
        for m, c in first.terms:
            least = min([c, *(other.by_monomial.get(m, Fraction(0)) for other in others)])
            if least > 0:
                common.append((m, least))
        return Polynomial(tuple(common))

    @property
    def calls(self) -> frozenset[str]:
        return frozenset(
            node.function
            for form in self.forms
            for atom in form.atoms
            for node in ex.walk(atom)
            if isinstance(node, ex.Call)
        )


ZERO_COST = Cost()
ONE_COST = Cost.constant(1)


def largest(costs: Iterable[Cost], domain: IndexRanges) -> Cost:
    """The maximum, without the forms that another one is never below."""
    forms = list(dict.fromkeys(form for cost in costs for form in cost.forms))
    kept: list[Polynomial] = []
    for position, form in enumerate(forms):
        rivals = [*kept, *forms[position + 1 :]]
        if not any(dominates(rival, form, domain) for rival in rivals):
            kept.append(form)
    return Cost(tuple(kept) or (Polynomial(),))


def dominates(one: Polynomial, other: Polynomial, domain: IndexRanges) -> bool:
    """Is one − other never negative? Calls and sums are values that are never negative."""
    difference = one - other
    plain = []
    for m, c in difference.terms:
        if any(isinstance(node, (ex.Call, ex.Range)) for atom, _ in m for node in ex.walk(atom)):
            if c < 0:
                return False
        else:
            plain.append((m, c))
    return domain.at_least(Polynomial(tuple(plain)), 0)


def iteration_count(loop: Loop, domain: IndexRanges) -> Polynomial:
    """How often the loop runs: high − low + 1, never less than 0."""
    times = _with_extreme_outside((loop.high - loop.low).plus(1))
    if times.value is not None:
        return Polynomial.constant(max(Fraction(0), times.value))
    if domain.at_least(times, 0):
        return times
    return Polynomial.atom(ex.Apply("max", (times.expression(), ex.Number(Fraction(0)))))


def _with_extreme_outside(times: Polynomial) -> Polynomial:
    """i − max(0, i − 6) as min(i, 6): what cancels inside an extreme would else count as if it did not."""
    for m, c in times.terms:
        [(atom, e)] = m if len(m) == 1 else [(None, 0)]
        if e == 1 and c in (1, -1) and isinstance(atom, ex.Apply) and atom.name in ("max", "min"):
            rest = times - Polynomial(((m, c),))
            inside = tuple((rest + polynomial(a).times(c)).expression() for a in atom.arguments)
            name = atom.name if c > 0 else {"max": "min", "min": "max"}[atom.name]
            return polynomial(ex.Apply(name, inside))
    return times


def summed_cost(cost: Cost, loop: Loop, domain: IndexRanges) -> Cost:
    """Σ of the cost over the index of the loop."""
    if loop.index not in cost.names:
        return cost.times(iteration_count(loop, domain))
    single = cost.single
    if single is None:
        return Cost((_sum_atom(cost.expression(), loop),))
    if not domain.at_least((loop.high - loop.low).plus(1), 0):
        fixed = Polynomial(tuple((m, c) for m, c in single.terms if not _holds(m, loop.index)))
        moving = Polynomial(tuple((m, c) for m, c in single.terms if _holds(m, loop.index)))
        return Cost((fixed * iteration_count(loop, domain) + _sum_atom(moving.expression(), loop),))
    result = Polynomial()
    stuck: dict[Monomial, Polynomial] = {}
    for m, c in single.terms:
        held = frozenset(
            (atom, e) for atom, e in m if loop.index in ex.symbols(atom) and not _is_power(atom, e, loop.index)
        )
        if held:
            stuck[held] = stuck.get(held, Polynomial()) + Polynomial(((m - held, c),))
        else:
            result = result + _sum_of(m, loop).times(c)
    for held, factor in stuck.items():
        result = result + _held_sum(held, factor, loop)
    return Cost((result,))


def _is_power(atom: Expr, e: int, index: str) -> bool:
    return atom == ex.Symbol(index) and 0 < e <= 12


def _held_sum(held: Monomial, factor: Polynomial, loop: Loop) -> Polynomial:
    """Σ factor · held, where what does not depend on the index stands before the Σ."""
    body = Polynomial(((held, Fraction(1)),))
    if loop.index not in factor.names:
        return factor * _sum_atom(body.expression(), loop)
    return _sum_atom(ex.mul(factor.expression(), body.expression()), loop)


def _holds(m: Monomial, index: str) -> bool:
    return any(index in ex.symbols(atom) for atom, _ in m)


def _sum_of(m: Monomial, loop: Loop) -> Polynomial:
    """Σ of a power of the index times what does not depend on it."""
    e = dict(m).get(ex.Symbol(loop.index), 0)
    outside = Polynomial(((m - {(ex.Symbol(loop.index), e)}, Fraction(1)),))
    if not e:
        return outside * (loop.high - loop.low).plus(1)
    coefficients = polynomial_sum((Fraction(0),) * e + (Fraction(1),), 0)
    return outside * (_at(coefficients, loop.high) - _at(coefficients, loop.low.plus(-1)))


def _at(coefficients: tuple[Fraction, ...], x: Polynomial) -> Polynomial:
    result = Polynomial()
    for coefficient in reversed(coefficients):
        result = result * x + Polynomial.constant(coefficient)
    return result


def _sum_atom(body: Expr, loop: Loop) -> Polynomial:
    return Polynomial.atom(ex.Range("sum", loop.index, loop.low.expression(), loop.high.expression(), body))


def maximum(cost: Cost, loop: Loop, domain: IndexRanges) -> Cost:
    """The largest value over the index of the loop, 0 where it never runs."""
    certain = domain.at_least((loop.high - loop.low).plus(1), 1)
    inside = domain.within(loop)
    found = []
    for form in cost.forms:
        if loop.index not in form.names:
            found.append(form)
        else:
            end = end_where_largest(form, loop, inside)
            found.append(end if end is not None else _max_atom(form, loop, certain))
    best = largest([Cost((form,)) for form in found], domain)
    if certain:
        return best
    times = iteration_count(loop, domain)
    if times.value is not None:
        return best if times.value else ZERO_COST
    runs = Polynomial.atom(ex.Apply("min", (times.expression(), ex.Number(Fraction(1)))))
    return Cost(tuple(form * runs for form in best.forms))


def end_where_largest(form: Polynomial, loop: Loop, inside: IndexRanges) -> Polynomial | None:
    """The value at the end where a form that only rises or only falls is largest."""
    step = form.put(loop.index, Polynomial.atom(ex.Symbol(loop.index)).plus(1)) - form
    if any(
        isinstance(node, (ex.Call, ex.Range))
        for atom in form.atoms
        if loop.index in ex.symbols(atom)
        for node in ex.walk(atom)
    ):
        return None
    if inside.at_least(step, 0):
        return form.put(loop.index, loop.high)
    if inside.at_least(-step, 0):
        return form.put(loop.index, loop.low)
    return None


def _max_atom(form: Polynomial, loop: Loop, certain: bool) -> Polynomial:
    """A loop that may not run at all is given one value, which the caller multiplies by 0."""
    low, high = loop.low.expression(), loop.high.expression()
    last = high if certain else ex.Apply("max", (low, high))
    return Polynomial.atom(ex.Range("max", loop.index, low, last, form.expression()))
