"""Places in a range that the data choose, as the pivot of quicksort: what is done there costs most at the worst one.

T(n) = max over k of T(k) + T(n − 1 − k) + …: an input can have the worst place at every level, since what stands on
one side of the pivot does not touch the other side.

Where two ranges are merged, the longer one is cut in the middle and the other one where the data say. Of n elements,
n/2 or more in the first range, each part then has between n/4 and 3n/4. Source: CLRS 4e, section 26.3.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

from recur.forkjoin.costs.costs import Cost, IndexRanges, Loop, end_where_largest, maximum
from recur.forkjoin.costs.normal_forms import floor_of, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.shapes import valued
from recur.forkjoin.dag.run_state import ChosenPlace
from recur.model import Unsolved, expressions as ex
from recur.model.program import Condition, Invocation


def range_handed_on(
    call: Invocation, values: dict[str, Polynomial], known: Iterable[str]
) -> tuple[Polynomial, Polynomial] | None:
    """(first, length) of a range first … last whose two ends are arguments of the call, its length a known size."""
    ends = [valued(x, values) for x in call.arguments if x is not None]
    told = frozenset(known)
    for position, first in enumerate(ends):
        for last in ends[position + 1 :]:
            length = (last - first).plus(1)
            if first.names - told and length.names and length.names <= told:
                return first, length
    return None


def at_worst_places(cost: Cost, places: Sequence[ChosenPlace], domain: IndexRanges) -> Cost:
    """The cost where every place is the costliest; the last one chosen first, as it may lie in a part of another."""
    for place in reversed(places):
        if place.index in cost.names:
            forms = [worst for form in cost.forms for worst in _at_worst_place(form, place, domain)]
            cost = Cost(tuple(dict.fromkeys(forms)))
    return cost


def _at_worst_place(form: Polynomial, place: ChosenPlace, domain: IndexRanges) -> tuple[Polynomial, ...]:
    """What does not depend on the place stands before the maximum."""
    moving = Polynomial(tuple((m, c) for m, c in form.terms if any(place.index in ex.symbols(a) for a, _ in m)))
    worst = maximum(Cost((_turned(moving, place),)), Loop(place.index, place.low, place.high), domain)
    return tuple(form - moving + part for part in worst.forms)


def _turned(form: Polynomial, place: ChosenPlace) -> Polynomial:
    """The form with the range the other way round, where all its calls shrink as the place moves up."""
    slopes = set()
    for atom in form.atoms:
        for node in ex.walk(atom):
            if isinstance(node, ex.Call) and place.index in ex.symbols(node):
                parts = [valued(a, {}).linear(place.index) for a in node.arguments]
                slopes |= {None if p is None else p[0].value for p in parts}
    if slopes != {-1}:
        return form
    return form.put(place.index, place.low + place.high - Polynomial.atom(ex.Symbol(place.index)))


def in_the_middle(cost: Cost, places: Sequence[ChosenPlace], whole: Polynomial) -> Cost:
    """The cost where two ranges are equally long and every place is in the middle: the parts are alike again."""
    share, *others = places
    for place in reversed(others):
        cost = cost.put(place.index, floor_of((place.low + place.high).times(Fraction(1, 2))))
    return cost.put(share.index, floor_of(whole.times(Fraction(1, 2))))


def stay_alike(
    longer: Iterable[Polynomial | None], places: Sequence[ChosenPlace], whole: Polynomial, domain: IndexRanges
) -> bool:
    """Do two ranges of one length, cut in the middle, leave ranges that differ by a constant at most?"""
    for difference in longer:
        if difference is None:
            return False
        [form] = in_the_middle(Cost((difference,)), places, whole).forms
        if not all(domain.without_roundings(side).value is not None for side in (form, -form)):
            return False
    return True


def at_worst_share(cost: Cost, function: str, places: Sequence[ChosenPlace], domain: IndexRanges) -> Cost:
    """The maximum over the sizes of the parts that the places allow, in place of that over the places themselves."""
    forms = [worst for form in cost.forms for worst in _over_parts(form, function, places, domain).forms]
    return Cost(tuple(dict.fromkeys(forms)))


def _over_parts(form: Polynomial, function: str, places: Sequence[ChosenPlace], domain: IndexRanges) -> Cost:
    names = frozenset(place.index for place in places)
    parts = [
        polynomial(atom.arguments[0]) for m, _ in form.terms for atom, _ in m
        if isinstance(atom, ex.Call) and atom.function == function and ex.symbols(atom) & names
    ]  # fmt: skip
    if not parts:
        return at_worst_places(Cost((form,)), places, domain)
    part = parts[0]
    low, high = _ends(part, places, domain)
    index = places[-1].index
    whole = next(((part + other) for other in parts if other != part and not (part + other).names & names), None)
    own = Polynomial.atom(ex.Symbol(index))
    put: list[Polynomial] = []
    rest: list[Polynomial] = []
    for m, c in form.terms:
        [(atom, e)] = m if len(m) == 1 else [(None, 0)]
        if not (isinstance(atom, ex.Call) and e == 1 and atom.function == function and ex.symbols(atom) & names):
            rest.append(Polynomial(((m, c),)))
            continue
        argument = polynomial(atom.arguments[0])
        at = own if argument == part else whole - own if whole is not None and argument == whole - part else None
        if at is None:
            raise Unsolved("the parts of two ranges do not add up to a size")
        put.append(Polynomial.atom(ex.Call(function, (at.expression(),))).times(c))
    moving = Polynomial.make(term for each in put for term in each.terms)
    bounds = _share_of(low, domain, up=False), _share_of(high, domain, up=True)
    least, most = (p.expression() for p in bounds)
    worst = Polynomial.atom(ex.Range("max", index, least, most, moving.expression()))
    others = at_worst_places(Cost((Polynomial.make(t for r in rest for t in r.terms),)), places, domain)
    return others.plus(Cost((worst,)))


def _ends(part: Polynomial, places: Sequence[ChosenPlace], domain: IndexRanges) -> tuple[Polynomial, Polynomial]:
    """The smallest and the largest size of the part."""
    low = high = part
    for place in reversed(places):
        loop = Loop(place.index, place.low, place.high)
        inside = IndexRanges(domain.sizes, domain.least, tuple(Loop(p.index, p.low, p.high) for p in places))
        ends = end_where_largest(high, loop, inside), end_where_largest(-low, loop, inside)
        if None in ends:
            raise Unsolved("the parts of two ranges have no bounds")
        assert ends[0] is not None and ends[1] is not None
        high, low = ends[0], -ends[1]
    return low, high


def _share_of(p: Polynomial, domain: IndexRanges, up: bool) -> Polynomial:
    """⌊q·n⌋ + c that is never above p (or below it, where `up`): n/4 for ⌈(n − ⌊n/2⌋)/2⌉ − 1."""
    rough = -domain.without_roundings(-p) if up else domain.without_roundings(p)
    exact = rough - Polynomial.constant(rough.constant_term)
    beside = ceil(rough.constant_term) if up else floor(rough.constant_term)
    return floor_of(exact).plus(max(beside, 0) if up else min(beside, 0))


def first_is_shorter(
    condition: Condition, values: dict[str, Polynomial], first: Polynomial, second: Polynomial
) -> bool:
    """Does the condition compare the lengths of the two ranges: is the first one shorter?"""
    if len(condition.groups) != 1 or len(condition.groups[0]) != 1:
        return False
    [[test]] = condition.groups
    sides = valued(test.left, values), valued(test.right, values)
    less, more = sides if test.op in ("<", "<=") else sides[::-1]
    return test.op in ("<", "<=", ">", ">=") and less - more == first - second
