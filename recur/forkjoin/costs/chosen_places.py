"""Places in a range that the data choose, as the pivot of quicksort: what is done there costs most at the worst one.

T(n) = max over k of T(k) + T(n − 1 − k) + …: an input can have the worst place at every level, since what stands on
one side of the pivot does not touch the other side.
"""

from collections.abc import Iterable, Sequence

from recur.forkjoin.costs.costs import Cost, IndexRanges, Loop, maximum
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.shapes import valued
from recur.forkjoin.dag.run_state import ChosenPlace
from recur.model import expressions as ex
from recur.model.program import Invocation


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
