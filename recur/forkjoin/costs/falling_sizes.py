"""Recurrences in several sizes, through recurrences in one.

One size falls, the others are handed on as they are. T(n, k) = 2T(n/2, k) + f(n)·g(k) is linear, so T = U(n)·g(k) with
U(n) = 2U(n/2) + f(n); a sum of products is solved product by product, and the leaves cost what the base case does.

Several sizes fall. Along a single chain of calls each step makes some size fall, so T is at most the sum, over the
sizes, of what the steps in that size come to with all other sizes as they were at first. Else some size falls in every
call, T(n, k) ≤ U(n)·g(k), or falls by a number in every call while the others rise by so much a call, T(n, k) ≤
U(n)·g(k + d·n), or their product is shared out, T(m, n) ≤ U(m·n), or their sum falls, T(m, n) ≤ U(m + n).
From below, only the calls that make one
and the same size fall are counted.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth, total
from recur.forkjoin.costs.costs import Cost, IndexRanges
from recur.forkjoin.costs.joint_growths import JointScale, sum_if_known
from recur.forkjoin.costs.lecture_notation import Split, split_form
from recur.forkjoin.costs.normal_forms import floor_of, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Bounds, Expr, LimitExceeded, RecurError, Step, Unsolved, expressions as ex, step
from recur.model.expressions import Call as Value
from recur.model.records import field, frozen, mutable

#: what solves f(size) = max over the calls + Θ(growth), the calls of f with one argument
InOneSize = Callable[[str, tuple[Polynomial, ...], Growth], Bounds]


@frozen
class JointEquation:
    """function(sizes) = cost. `grounds`: by size, the costs where that size is small; None where they are unknown.

    `least` is the first size that is not small.
    """

    function: str
    sizes: tuple[str, ...]
    cost: Cost
    grounds: Mapping[str, tuple[Cost, ...] | None]
    least: int = 1


@mutable
class FallingSizes:
    """Bounds of one equation; `steps` tell how they were found."""

    equation: JointEquation
    scale: JointScale
    solve: InOneSize
    steps: list[Step] = field(default_factory=list)
    _known: dict[tuple[object, ...], Bounds] = field(default_factory=dict)

    @property
    def sizes(self) -> tuple[str, ...]:
        return self.equation.sizes

    def bounds(self) -> JointBounds:
        parts = [split_form(form, self.equation.function.__eq__, self.scale) for form in self.equation.cost.forms]
        moved = self._moved(parts)
        if not any(part.calls.terms for part in parts):
            return JointBounds(self._largest_lower(parts), self._sum_of_uppers(parts))
        if not moved:
            raise Unsolved(f"no size of {self.equation.function} falls in its calls")
        lower = self._lower(parts, moved)
        if len(moved) == 1:
            return JointBounds(lower, self._one_falls(parts, moved[0]))
        return JointBounds(lower, self._several_fall(parts, moved))

    def _calls(self, part: Split[JointGrowth]) -> list[ex.Call]:
        nodes = (node for atom in part.calls.atoms for node in ex.walk(atom))
        return [x for x in nodes if isinstance(x, ex.Call) and x.function == self.equation.function]

    def _moved(self, parts: Iterable[Split[JointGrowth]]) -> tuple[str, ...]:
        """The sizes that some call does not hand on as they are."""
        calls = [call for part in parts for call in self._calls(part)]
        return tuple(
            size for i, size in enumerate(self.sizes) if any(call.arguments[i] != ex.Symbol(size) for call in calls)
        )

    def _sum_of_uppers(self, parts: Iterable[Split[JointGrowth]]) -> JointGrowth | None:
        found: JointGrowth | None = JointGrowth(self.sizes)
        for part in parts:
            found = sum_if_known(found, self._side(part, upper=True))
        return found

    def _largest_lower(self, parts: Iterable[Split[JointGrowth]]) -> JointGrowth:
        known = (self._side(part, upper=False) for part in parts)
        return total((g for g in known if g is not None), self.sizes)

    def _side(self, part: Split[JointGrowth], upper: bool) -> JointGrowth | None:
        return self.scale.side(part.rest, upper) if part.rest.terms else JointGrowth(self.sizes)

    def _in_one(self, calls: Polynomial, size: str) -> Polynomial:
        """The calls with the one argument that moves; `Unsolved` where the other sizes tell how many there are."""
        position = self.sizes.index(size)
        put = Polynomial.make((frozenset((self._alone(atom, position), e) for atom, e in m), c) for m, c in calls.terms)
        strange = sorted(put.names & (frozenset(self.sizes) - {size}))
        if strange:
            raise Unsolved(f"{strange[0]} tells how many calls there are, or how large they are")
        return put

    def _alone(self, x: Expr, position: int) -> Expr:
        if isinstance(x, ex.Call) and x.function == self.equation.function:
            return Value(x.function, (x.arguments[position],))
        return ex.rebuild(x, lambda child: self._alone(child, position)) if x.children else x

    def _solved(self, size: str, calls: tuple[Polynomial, ...], growth: Growth) -> Bounds:
        key = (size, calls, growth)
        if key not in self._known:
            self._known[key] = self.solve(size, calls, growth)
        return self._known[key]

    def _superposed(
        self, size: str, calls: tuple[Polynomial, ...], driving: JointGrowth, upper: bool
    ) -> JointGrowth | None:
        """Σ U(size)·(the other factors), over the products of the driving function."""
        found = JointGrowth(self.sizes)
        for factors in driving.factors():
            bounds = self._solved(size, calls, factors[size])
            solved = bounds.upper if upper else bounds.lower
            if solved is None:
                return None
            found = found + JointGrowth.of_factors({**factors, size: solved}, self.sizes)
        return found

    def _ground(self, size: str, upper: bool) -> JointGrowth | None:
        """What the base case costs where this size is small, in the other ones."""
        costs = self.equation.grounds.get(size)
        if costs is None:
            return None if upper else JointGrowth(self.sizes)
        forms = [self._grounded(form, size, costs) for cost in costs for form in cost.forms]
        if any(isinstance(x, ex.Call) and x.function == self.equation.function for f in forms for a in f.atoms
               for x in ex.walk(a)):  # fmt: skip
            return None if upper else JointGrowth(self.sizes)
        sides = [self.scale.side(form, upper) for form in forms]
        if None in sides:
            return None if upper else JointGrowth(self.sizes)
        known = [g for g in sides if g is not None]
        if upper:
            return total(known, self.sizes)
        return known[0] if all(g == known[0] for g in known) else JointGrowth(self.sizes)

    def _grounded(self, form: Polynomial, size: str, costs: tuple[Cost, ...]) -> Polynomial:
        """The cost at a small size, its calls at one that costs a known constant put in: 2·T(n/2, 0) + n of h = 1."""
        position, first = self.sizes.index(size), self.equation.least - len(costs)
        found = Polynomial()
        for m, c in form.terms:
            part = Polynomial.constant(c)
            for atom, e in m:
                value = Polynomial.atom(atom)
                if isinstance(atom, ex.Call) and atom.function == self.equation.function:
                    at = atom.arguments[position]
                    place = at.value - first if isinstance(at, ex.Number) else -1
                    known = costs[int(place)].single if 0 <= place < len(costs) else None
                    value = known if known is not None and known.value is not None else value
                for _ in range(e):
                    part = part * value
            found = found + part
        return found

    def _leaves(self, size: str, calls: tuple[Polynomial, ...], upper: bool) -> Growth | None:
        """How many base cases are reached: one along a chain, as many as inner nodes where each has two calls."""
        one = Growth.of(ex.ONE, size)
        if all(_calls_made(each) == 1 for each in calls):
            return one
        if upper or any((made := _calls_made(each)) is not None and made >= 2 for each in calls):
            bounds = self._solved(size, calls, one)
            return bounds.upper if upper else bounds.lower
        return one

    def _one_falls(self, parts: list[Split[JointGrowth]], size: str) -> JointGrowth | None:
        driving, ground = self._sum_of_uppers(parts), self._ground(size, upper=True)
        calls = tuple(dict.fromkeys(self._in_one(part.calls, size) for part in parts if part.calls.terms))
        leaves = self._leaves(size, calls, upper=True)
        if driving is None or ground is None or leaves is None:
            return None
        at_leaves = JointGrowth.of_factors({size: leaves}, self.sizes) * ground
        self.steps.append(
            step(
                "Only {n} falls in the calls; they are linear, so each product of the costs is solved in {n} alone: "
                "{f}, and the base cases together: {g}.",
                n=ex.Symbol(size), f=ex.Asymptotic("O", driving.expression()),
                g=ex.Asymptotic("O", at_leaves.expression()),
            )
        )  # fmt: skip
        return sum_if_known(self._superposed(size, calls, driving, upper=True), at_leaves)

    def _lower(self, parts: list[Split[JointGrowth]], moved: tuple[str, ...]) -> JointGrowth:
        """The largest of what each form comes to alone, where only the calls count that make one size fall."""
        found = [self._largest_lower(parts)]
        for part in parts:
            for size in moved:
                calls = self._moving_only(part, size)
                if not calls.terms:
                    continue
                try:
                    found.append(self._form_lower(part, size, self._in_one(calls, size)))
                except LimitExceeded:
                    raise
                except RecurError:
                    continue
        return total(found, self.sizes)

    def _form_lower(self, part: Split[JointGrowth], size: str, calls: Polynomial) -> JointGrowth:
        driving = self._side(part, upper=False)
        found = JointGrowth(self.sizes)
        if driving is not None:
            found = found + (self._superposed(size, (calls,), driving, upper=False) or found)
        leaves = self._leaves(size, (calls,), upper=False)
        ground = self._ground(size, upper=False)
        if leaves is not None and ground is not None:
            found = found + JointGrowth.of_factors({size: leaves}, self.sizes) * ground
        return found

    def _moving_only(self, part: Split[JointGrowth], size: str) -> Polynomial:
        """The calls that hand on every size but this one."""
        kept = []
        for m, c in part.calls.terms:
            calls = [x for atom, _ in m for x in ex.walk(atom) if isinstance(x, ex.Call)]
            own = (x for x in calls if x.function == self.equation.function)
            if all(x.arguments[i] == ex.Symbol(s) for x in own for i, s in enumerate(self.sizes) if s != size):
                kept.append((m, c))
        return Polynomial(tuple(kept))

    def _several_fall(self, parts: list[Split[JointGrowth]], moved: tuple[str, ...]) -> JointGrowth | None:
        calls = [self._calls(part) for part in parts if part.calls.terms]
        for size in moved:
            highest = self._others_at_most([call for each in calls for call in each], size)
            if highest and self._alike_at_small(moved, size):
                return self._with_rising(parts, size, highest)
        driving = self._sum_of_uppers(parts)
        for size in moved:
            driving = sum_if_known(driving, self._ground(size, upper=True))
        if driving is None:
            return None
        chains = all(_calls_made(part.calls) == 1 for part in parts if part.calls.terms)
        if chains:
            return self._chain([call for each in calls for call in each], moved, driving)
        forms = [part.calls for part in parts if part.calls.terms]
        leading = self._falls_in_every_call([call for each in calls for call in each], moved)
        if leading is not None:
            return self._by_one_alone(forms, leading, driving)
        if driving == JointGrowth.one(self.sizes) and all(self._shares(form, moved) for form in forms):
            return self._by_their_product(forms, moved)
        return self._by_their_sum(forms, moved, driving)

    def _others_at_most(self, calls: list[ex.Call], size: str) -> dict[str, Expr]:
        """What the other sizes are at most anywhere in the tree, where this one falls by a number in every call.

        So many calls lie one in the other as it has units: a size that rises by d a call is at most k + d·n. Empty
        where it does not fall so, where another one rises by something else, or where none rises.
        """
        position, domain = self.sizes.index(size), IndexRanges(self.sizes, 1)
        own = polynomial(ex.Symbol(size))
        falls = [(own - polynomial(call.arguments[position])).value for call in calls]
        if not calls or any(fall is None or fall < 1 for fall in falls):
            return {}
        found: dict[str, Expr] = {}
        for i, other in enumerate(self.sizes):
            rises = [polynomial(call.arguments[i]) - polynomial(ex.Symbol(other)) for call in calls]
            rising = [rise for rise in rises if i != position and not domain.at_least(-rise, 0)]
            values = [rise.value for rise in rising]
            if None in values:
                return {}
            if values:
                most = max(value for value in values if value is not None)
                found[other] = ex.add(ex.Symbol(other), ex.mul(ex.Number(most), ex.Symbol(size)))
        return found

    def _alike_at_small(self, moved: tuple[str, ...], size: str) -> bool:
        """Is the cost where another size is small what the general one says there?"""
        for other in moved:
            costs = self.equation.grounds.get(other) if other != size else ()
            if costs is None:
                return False
            for cost in costs:
                at = [
                    {form.put(other, Polynomial.constant(value)) for form in self.equation.cost.forms}
                    for value in range(self.equation.least - len(costs), self.equation.least)
                ]
                if set(cost.forms) not in at:
                    return False
        return True

    def _with_rising(
        self, parts: list[Split[JointGrowth]], size: str, highest: Mapping[str, Expr]
    ) -> JointGrowth | None:
        """T(n, k) ≤ U(n)·g(k + d·n), and as many base cases as there are leaves, each at k + d·n."""
        driving, ground = self._sum_of_uppers(parts), self._ground(size, upper=True)
        position = self.sizes.index(size)
        calls = tuple(dict.fromkeys(
            Polynomial.make((frozenset((self._alone(a, position), e) for a, e in m), c) for m, c in part.calls.terms)
            for part in parts if part.calls.terms
        ))  # fmt: skip
        leaves = self._leaves(size, calls, upper=True)
        if driving is None or ground is None or leaves is None:
            return None
        self.steps.append(
            step("{n} falls by a number in every call, so no other size rises above {k}; with those as they are, the "
                 "costs are solved in {n} alone.", n=ex.Symbol(size), k=ex.add(*highest.values()))
        )  # fmt: skip
        found: JointGrowth | None = JointGrowth(self.sizes)
        for growth, at_leaves in ((driving, False), (ground, True)):
            for factors in growth.factors():
                bounds = leaves if at_leaves else self._solved(size, calls, factors[size]).upper
                if bounds is None:
                    return None
                one: JointGrowth | None = JointGrowth.of_factors({size: bounds}, self.sizes)
                for other, factor in factors.items():
                    x = factor.expression()
                    if other != size and one is not None:
                        put = ex.substitute(x, other, highest[other]) if other in highest else x
                        side = self.scale.side(polynomial(put), upper=True)
                        one = None if side is None else one * side
                found = None if one is None else sum_if_known(found, one)
        return found

    def _shares(self, form: Polynomial, moved: tuple[str, ...]) -> dict[Fraction, Fraction]:
        """How many calls multiply the product of the sizes by which share; {} where some call does something else."""
        found: dict[Fraction, Fraction] = {}
        for m, c in form.terms:
            [(atom, e)] = m if len(m) == 1 else [(None, 0)]
            if not (isinstance(atom, ex.Call) and e == 1):
                return {}
            arguments = dict(zip(self.sizes, atom.arguments, strict=True))
            changed = [s for s in moved if arguments[s] != ex.Symbol(s)]
            share = _share(arguments[changed[0]], changed[0]) if len(changed) == 1 else None
            if share is None:
                return {}
            found[share] = found.get(share, Fraction(0)) + c
        return found

    def _by_their_product(self, forms: list[Polynomial], moved: tuple[str, ...]) -> JointGrowth | None:
        """T(m, n) ≤ U(m·n), as each call takes a share of one of the sizes and so of their product."""
        p = next(name for name in ("s", "S", "N", "size") if name not in self.sizes)
        calls = []
        for form in forms:
            own = Polynomial()
            for share, times in self._shares(form, moved).items():
                size = floor_of(Polynomial.atom(ex.Symbol(p)).times(share)).expression()
                own = own + Polynomial.atom(Value(self.equation.function, (size,))).times(times)
            calls.append(own)
        whole = ex.mul(*map(ex.Symbol, moved))
        self.steps.append(step("Each call takes a share of {p}, which bounds the work from above.", p=whole))
        solved = self._solved(p, tuple(dict.fromkeys(calls)), Growth.of(ex.ONE, p)).upper
        if solved is None:
            return None
        return self.scale.side(polynomial(ex.substitute(solved.expression(), p, whole)), upper=True)

    def _falls_in_every_call(self, calls: list[ex.Call], moved: tuple[str, ...]) -> str | None:
        """A size that becomes smaller in each call, where no other one becomes larger."""
        domain = IndexRanges(self.sizes, 1)
        for call in calls:
            falls = [polynomial(ex.Symbol(s)) - polynomial(a) for s, a in zip(self.sizes, call.arguments, strict=True)]
            if not all(domain.at_least(fall, 0) for fall in falls):
                return None
            moved = tuple(s for s in moved if _falls(falls[self.sizes.index(s)], domain))
            moved = tuple(s for s in moved if not ex.symbols(call.arguments[self.sizes.index(s)]) - {s})
        return moved[0] if moved else None

    def _by_one_alone(self, forms: list[Polynomial], size: str, driving: JointGrowth) -> JointGrowth | None:
        """T(n, k) ≤ U(n)·g(k), with the other sizes as they were at first."""
        position = self.sizes.index(size)
        calls = []
        for form in forms:
            terms = ((frozenset((self._alone(a, position), e) for a, e in m), c) for m, c in form.terms)
            calls.append(Polynomial.make(terms))
        self.steps.append(step("Already {n} falls in every call, which bounds the work from above.", n=ex.Symbol(size)))
        return self._superposed(size, tuple(dict.fromkeys(calls)), driving, upper=True)

    def _chain(self, calls: list[ex.Call], moved: tuple[str, ...], driving: JointGrowth) -> JointGrowth | None:
        """Σ over the sizes of the steps in each, every other size as it was at first."""
        domain = IndexRanges(self.sizes, 1)
        by_size: dict[str, list[Polynomial]] = {}
        for call in calls:
            falls = [polynomial(ex.Symbol(s)) - polynomial(a) for s, a in zip(self.sizes, call.arguments, strict=True)]
            if not all(domain.at_least(fall, 0) for fall in falls):
                raise Unsolved(f"no size is known to fall in every call of {self.equation.function}")
            size = next((s for s, fall in zip(self.sizes, falls, strict=True) if _falls(fall, domain)), None)
            if size is None:
                raise Unsolved(f"no size is known to fall in every call of {self.equation.function}")
            argument = call.arguments[self.sizes.index(size)]
            if ex.symbols(argument) - {size}:
                raise Unsolved(f"how {size} falls depends on the other sizes")
            by_size.setdefault(size, []).append(Polynomial.atom(Value(self.equation.function, (argument,))))
        self.steps.append(step("Each call makes one of the sizes fall; the steps in each are counted on their own."))
        found: JointGrowth | None = driving
        for size, own in by_size.items():
            found = sum_if_known(found, self._superposed(size, tuple(dict.fromkeys(own)), driving, upper=True))
        return found

    def _by_their_sum(
        self, forms: list[Polynomial], moved: tuple[str, ...], driving: JointGrowth
    ) -> JointGrowth | None:
        """T(m, n) ≤ U(m + n), as the sum of the sizes falls in every call."""
        s = next(name for name in ("s", "S", "N", "size") if name not in self.sizes)
        calls = tuple(dict.fromkeys(self._in_sum(form, moved, s) for form in forms))
        found = JointGrowth(self.sizes)
        self.steps.append(step("The sum {s} of the sizes falls in every call, which bounds the work from above.",
                               s=ex.add(*map(ex.Symbol, moved))))  # fmt: skip
        for factors in driving.factors():
            at_sum = Growth.of(ex.ONE, s)
            for size in moved:
                at_sum = at_sum * Growth.of(ex.substitute(factors[size].expression(), size, ex.Symbol(s)), s)
            solved = self._solved(s, calls, at_sum).upper
            if solved is None:
                return None
            grown = self._at_sum(solved.expression(), s, moved)
            if grown is None:
                return None
            others = {name: g for name, g in factors.items() if name not in moved}
            found = found + grown * JointGrowth.of_factors(others, self.sizes)
        return found

    def _at_sum(self, grown: Expr, s: str, moved: tuple[str, ...]) -> JointGrowth | None:
        """A growth in the sum of sizes: bᵐ·bⁿ of b^(m+n), whatever number b is."""
        found: JointGrowth | None = JointGrowth.one(self.sizes)
        for factor in grown.factors if isinstance(grown, ex.Mul) else (grown,):
            if isinstance(factor, ex.Power) and factor.exponent == ex.Symbol(s) and not ex.symbols(factor.base):
                powers = {size: Growth.of(ex.power(factor.base, ex.Symbol(size)), size) for size in moved}
                part: JointGrowth | None = JointGrowth.of_factors(powers, self.sizes)
            else:
                whole = ex.substitute(factor, s, ex.add(*map(ex.Symbol, moved)))
                part = self.scale.side(polynomial(whole), upper=True)
            found = None if found is None or part is None else found * part
        return found

    def _in_sum(self, form: Polynomial, moved: tuple[str, ...], s: str) -> Polynomial:
        put = Polynomial()
        for m, c in form.terms:
            [(atom, e)] = m if len(m) == 1 else [(None, 0)]
            if not (isinstance(atom, ex.Call) and e == 1):
                raise Unsolved("a sum over calls that make several sizes fall has no bound here")
            put = put + Polynomial.atom(Value(atom.function, (self._sum_after(atom, moved, s).expression(),))).times(c)
        return put

    def _sum_after(self, call: ex.Call, moved: tuple[str, ...], s: str) -> Polynomial:
        """What the sum of the sizes is at most in the call: s − c, or ⌊q·s⌋ with one q for all of them."""
        arguments = dict(zip(self.sizes, call.arguments, strict=True))
        own = Polynomial.make(term for size in moved for term in Polynomial.atom(ex.Symbol(size)).terms)
        after = Polynomial.make(term for size in moved for term in polynomial(arguments[size]).terms)
        domain = IndexRanges(self.sizes, 1)
        shares = {_share(arguments[size], size) for size in moved}
        if len(shares) == 1 and None not in shares:
            [q] = shares
            assert q is not None
            return floor_of(Polynomial.atom(ex.Symbol(s)).times(q))
        if _falls(own - after, domain):
            fall = (own - after).value
            return Polynomial.atom(ex.Symbol(s)).plus(-int(fall if fall is not None and fall.denominator == 1 else 1))
        raise Unsolved(f"the sum {' + '.join(moved)} is not known to fall in every call of {self.equation.function}")


def _falls(fall: Polynomial, domain: IndexRanges) -> bool:
    """Is the whole number at least 1? As it is whole, any positive bound will do: m − ⌊m/2⌋ ≥ m/2."""
    return domain.at_least(fall.times(2), 1)


def _calls_made(calls: Polynomial) -> Fraction | None:
    """How many calls a form makes; None where that is no number, as in a sum over an index."""
    if not all(len(m) == 1 and isinstance(a, ex.Call) and e == 1 for m, _ in calls.terms for a, e in m):
        return None
    return sum((c for _, c in calls.terms), Fraction(0))


def _share(argument: Expr, size: str) -> Fraction | None:
    """q of ⌊q·size⌋ with 0 < q < 1."""
    inside = argument.arguments[0] if isinstance(argument, ex.Apply) and argument.name == "floor" else argument
    parts = polynomial(inside).linear(size)
    if parts is None or parts[1].terms:
        return None
    q = parts[0].value
    return q if q is not None and 0 < q < 1 else None
