"""Numbers that the data choose within a range, and what is largest and smallest over all choices."""

from __future__ import annotations

from collections.abc import Container, Sequence
from fractions import Fraction
from typing import TypeAlias

from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import UNIT, Polynomial
from recur.model import Expr, Place, expressions as ex
from recur.model.records import field, frozen, mutable


@frozen
class ChoiceRange:
    """A whole number between two ends; `attained`: the data can make it be either end, whatever else is chosen.

    `every`: and any number between them, up to a constant.
    """

    low: Polynomial
    high: Polynomial
    attained: bool = False
    every: bool = False


Facts: TypeAlias = "Sequence[tuple[str, Polynomial]]"
#: sizes up to which a bound may cross another one, as that changes a cost by a constant
SMALL = 64
#: choices in one quantity that are followed one by one
MOST_APART = 6


@mutable(slots=False)
class Choices:
    """The ranges of indices and of choices by name; names with none are sizes, which are never negative."""

    ranges: dict[str, ChoiceRange] = field(default_factory=dict)
    #: raw sizes that may be negative: bounds of a range such as lo and hi
    signed: set[str] = field(default_factory=set)
    made: int = 0
    #: choices for one reading of a choice that items are: its name by theirs
    reads: dict[str, str] = field(default_factory=dict)
    #: choices that are at least the rounds of the loop that stands there
    counting: dict[str, Place] = field(default_factory=dict)
    #: may the data make them as they like? Not where a bound is to hold of every input
    free: bool = True

    def choose(self, low: Polynomial, high: Polynomial, attained: bool = False, every: bool = False) -> Polynomial:
        if low == high:
            return low
        if low.terms:
            return low + self.choose(Polynomial(), high - low, attained, every)
        self.made += 1
        name = f"?{self.made}"
        self.ranges[name] = ChoiceRange(low, high, attained and self.free, every)
        return Polynomial.atom(ex.Symbol(name))

    def gathered(self, p: Polynomial) -> Polynomial:
        """One choice for many: of c₁ + … + c_k only the least and the largest sum are known further on."""
        if len(self.chosen_in(p)) <= MOST_APART:
            return p
        low, high = self.lowest(p), self.highest(p)
        return p if low is None or high is None else self.choose(low, high)

    def read_apart(self, p: Polynomial, reading: str, around: Container[str] = ()) -> Polynomial:
        """The number with choices of its own: what is read in another place may be another item of the same range.

        So are indices, but for those of the loops around: [i for i in range(n)] holds any of them.
        """
        for name in sorted(n for n in p.names if n in self.ranges and n not in around):
            base = self.reads.get(name, name)
            own = f"?{base.removeprefix('?')}.{reading}"
            if own not in self.ranges:
                whole = self.ranges[name]
                self.ranges[own] = whole if base[0] == "?" else ChoiceRange(whole.low, whole.high)
                self.reads[own] = base
            p = p.put(name, Polynomial.atom(ex.Symbol(own)))
        return p

    def _any_reading(self, p: Polynomial) -> Polynomial:
        """The number as any item of its range."""
        for name in sorted(n for n in p.names if n in self.reads):
            p = p.put(name, Polynomial.atom(ex.Symbol(self.reads[name])))
        return p

    def between(self, one: Polynomial, other: Polynomial, attained: bool) -> Polynomial | None:
        """A choice between two values, where it is known which is smaller."""
        if one == other:
            return one
        if self._any_reading(one) == self._any_reading(other):
            return self._any_reading(one)
        if self.at_least(other - one, 0):
            return self.choose(self.lowest(one) or one, self.highest(other) or other, attained)
        if self.at_least(one - other, 0):
            return self.choose(self.lowest(other) or other, self.highest(one) or one, attained)
        return None

    def at_most(self, low: Polynomial, high: Polynomial, facts: Facts = ()) -> Polynomial:
        """max(low, high): what a quantity that begins at `low` is at most, where it goes on while it is below `high`.

        It is `high` where the two cross at the smallest sizes alone: that is a constant.
        """
        difference = high - low
        if self._is_told(difference, facts) or difference.names & self.signed:
            return high
        return low + Polynomial.atom(ex.Apply("max", (ex.ZERO, difference.expression())))

    def _is_told(self, difference: Polynomial, facts: Facts) -> bool:
        """Is it negative at the smallest sizes alone, where the facts hold?"""
        known = [Polynomial(), *((-d if op[0] == "<" else d) for op, d in facts if op in ("<", "<=", ">", ">="))]
        return any(self.at_least((difference - p).plus(SMALL), 0) for p in known)

    def uncrossed(self, p: Polynomial, facts: Facts) -> Polynomial:
        """The formula with d for max(0, d), where the facts tell that d is not negative."""
        for atom in p.atoms:
            if isinstance(atom, ex.Apply) and atom.name == "max" and ex.ZERO in atom.arguments:
                difference = Polynomial.make(t for x in atom.arguments for t in polynomial(x).terms)
                if self._is_told(difference, facts):
                    held = Polynomial(tuple((m - {(atom, 1)}, c) for m, c in p.terms if (atom, 1) in m))
                    rest = Polynomial(tuple((m, c) for m, c in p.terms if (atom, 1) not in m))
                    p = rest + held * difference
        return p

    def bound_above(self, p: Polynomial) -> Polynomial | None:
        """A value that p never passes: the largest where its terms agree on it, else each term at its own largest."""
        found = self.highest(p)
        if found is not None:
            return found
        for m, c in p.terms:
            [(atom, e)] = m if len(m) == 1 else [(None, 0)]
            if isinstance(atom, ex.Apply) and atom.name == "min" and e == 1 and c == 1:
                rest = p - Polynomial(((m, c),))
                for argument in atom.arguments:
                    found = self.bound_above(polynomial(argument) + rest)
                    if found is not None:
                        return found
        parts = [self.highest(Polynomial((term,))) for term in p.terms]
        return None if None in parts else sum((part for part in parts if part is not None), Polynomial())

    def reached(self, p: Polynomial) -> frozenset[str]:
        """The names in p and in the ranges of its choices."""
        found, pending = set(p.names), [n for n in p.names if n in self.ranges]
        while pending:
            range_ = self.ranges[pending.pop()]
            new = (range_.low.names | range_.high.names) - found
            found |= new
            pending += [n for n in new if n in self.ranges]
        return frozenset(found)

    def chosen_in(self, p: Polynomial) -> frozenset[str]:
        return frozenset(name for name in p.names if name.startswith("?"))

    def highest(self, p: Polynomial, only_choices: bool = True, index: str = "") -> Polynomial | None:
        return self._end(p, 1, only_choices, index)

    def lowest(self, p: Polynomial, only_choices: bool = True, index: str = "") -> Polynomial | None:
        return self._end(p, -1, only_choices, index)

    def _end(self, p: Polynomial, side: int, only_choices: bool, index: str = "") -> Polynomial | None:
        """The largest (1) or smallest (-1) value over the choices and the index, over all indices if they are meant."""
        order = [name for name in p.names if name in self.ranges]
        if len(order) > 1:  # those that hang on others first
            order = [name for name in reversed(self.ranges) if name in p.names]
        for name in order:
            if only_choices and not name.startswith("?") and name != index:
                continue
            while name in p.names:
                range_ = self.ranges[name]
                direction = self.direction(p, name)
                if direction is None:
                    return None
                p = p.put(name, range_.high if direction * side > 0 else range_.low)
                if name in range_.high.names | range_.low.names:
                    return None
        meant = [n for n in p.names if n in self.ranges and (n.startswith("?") or n == index or not only_choices)]
        return self._end(p, side, only_choices, index) if meant else p

    def direction(self, p: Polynomial, name: str) -> int | None:
        """Does p rise (1) or fall (-1) with the name?"""
        found: set[int | None] = set()
        for m, c in p.terms:
            held = [(atom, e) for atom, e in m if name in ex.symbols(atom)]
            if held and not all(self._never_negative(atom) for atom, _ in m if name not in ex.symbols(atom)):
                return None
            found |= {self._sign_of(atom, name, e, c) for atom, e in held}
        return found.pop() if len(found) == 1 else None

    def _sign_of(self, atom: Expr, name: str, e: int, c: Fraction) -> int | None:
        inner = self._atom_rises(atom, name)
        return None if inner is None else inner * (1 if e > 0 else -1) * (1 if c > 0 else -1)

    def _atom_rises(self, atom: Expr, name: str) -> int | None:
        match atom:
            case ex.Symbol():
                return 1
            case ex.Apply("floor" | "ceiling", (inside,)) | ex.Log(inside):
                return self.direction(polynomial(inside), name)
            case ex.Apply("max" | "min", arguments):
                found = {self.direction(polynomial(a), name) for a in arguments if name in ex.symbols(a)}
                return found.pop() if len(found) == 1 else None
            case ex.Power(base, ex.Number(k)) if k > 0:
                return self.direction(polynomial(base), name)
            case ex.Power(ex.Number(b), exponent) if b > 1:
                return self.direction(polynomial(exponent), name)
        return None

    def at_least(self, p: Polynomial, bound: int) -> bool:
        """Is p ≥ bound proved for all sizes, indices and choices? False may also mean that no proof was found."""
        if p.value is not None:
            return p.value >= bound
        lowest = self.lowest(p, only_choices=False)
        if lowest is None:
            return False
        below = self._below(lowest)
        if below is None:
            return False
        for m, c in below.terms:
            if m == UNIT:
                continue
            if c < 0 or any(k > 0 and not self._never_negative(atom) for atom, k in m):
                return False
        return below.constant_term >= bound

    def _never_negative(self, atom: Expr) -> bool:
        match atom:
            case ex.Symbol(name):
                return name not in self.signed and ("@" not in name or name.startswith("#"))
            case ex.Power(ex.Number(b), _):
                return b > 0
            case ex.Apply("mod") | ex.Call():
                return True
            case ex.Apply("floor" | "ceiling", (inside,)) if isinstance(inside, ex.Log):
                return True
            case ex.Apply("floor" | "ceiling", (inside,)) | ex.Power(inside, _):
                return self.at_least(polynomial(inside), 0)
            case ex.Apply("max", arguments):
                return any(self.at_least(polynomial(a), 0) for a in arguments)
            case ex.Apply("min", arguments):
                return all(self.at_least(polynomial(a), 0) for a in arguments)
            case ex.Log():
                return True
        return False

    def _below(self, p: Polynomial) -> Polynomial | None:
        """A polynomial that p is never below: ⌊L/d⌋ lies between (L − d + 1)/d and L/d."""
        parts: list[Polynomial] = []
        for m, c in p.terms:
            [(atom, e)] = m if len(m) == 1 else [(None, 0)]
            if e == 1 and isinstance(atom, ex.Apply) and atom.name == "floor":
                inside = polynomial(atom.arguments[0])
                if c > 0 and _is_root(inside):
                    parts.append(Polynomial.constant(c))
                    continue
                if any(isinstance(a, (ex.Log, ex.Power)) for a in inside.atoms) or any(
                    k < 0 for im, _ in inside.terms for _, k in im
                ):
                    if c < 0:
                        above = _numerator(inside)
                        if above is None:
                            return None
                        parts.append(above.times(c))
                        continue
                    parts.append(Polynomial(((m, c),)))
                    continue
                d = max((k.denominator for _, k in inside.terms), default=1)
                low = inside - Polynomial.constant(Fraction(d - 1, d))
                parts.append((low if c > 0 else inside).times(c))
            elif e == 1 and isinstance(atom, ex.Apply) and atom.name == "mod" and c < 0:
                parts.append((polynomial(atom.arguments[1]).plus(-1)).times(c))
            else:
                parts.append(Polynomial(((m, c),)))
        return Polynomial.make(term for part in parts for term in part.terms)


def _is_root(p: Polynomial) -> bool:
    """A root of a size, which is at least 1."""
    match p.expression():
        case ex.Power(ex.Symbol(name), ex.Number(e)):
            return 0 < e < 1 and "@" not in name and not name.startswith("?")
    return False


def _numerator(p: Polynomial) -> Polynomial | None:
    """x of x/y, which is at least x/y for whole numbers y > 0."""
    if len(p.terms) != 1 or any(isinstance(a, (ex.Log, ex.Power)) for a in p.atoms):
        return None
    [(m, c)] = p.terms
    return Polynomial(((frozenset((a, k) for a, k in m if k > 0), c),))
