"""How large what a function returns is, by a guess that is proved by induction over the recursion.

A candidate such as len(xs) is put in for the results of the recursive calls; if every return then is as large, it is
the size. Otherwise the recurrence of the sizes is solved, as S(n) = 2·S(n − 1) for all subsets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement

from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.workspan import cost_recurrence
from recur.model import InitialCondition, RecurError, System, expressions as ex
from recur.model.records import frozen, replace
from recur.solving.solver import solve_all
from recur.source_costs.choices import Choices
from recur.source_costs.evaluating import RawCall, items_of
from recur.source_costs.sizing import put_values
from recur.source_costs.values import (
    OPEN,
    RESULT,
    UNKNOWN,
    ContainerValue,
    NothingValue,
    NumberValue,
    TupleValue,
    UnknownValue,
    Value,
    data_of,
    is_untold,
)

Returned = tuple[Value, tuple[tuple[str, Polynomial], ...]]
#: base cases that are looked at one by one
MOST_BASE_SIZES = 8


@frozen
class ResultSizes:
    """The returned values of one function, with what its calls of itself hand on."""

    key: str
    returned: Sequence[Returned]
    calls: Sequence[RawCall]
    choices: Choices
    raw: Sequence[str]

    def result(self) -> Value:
        values = [v for v, _ in self.returned if not isinstance(v, NothingValue)]
        if not values:
            return NothingValue() if self.returned else UNKNOWN
        known = [v for v in values if not isinstance(v, UnknownValue)]
        anything = replace(UNKNOWN, untold=any(map(is_untold, values)))
        if not known:
            return anything
        if all(isinstance(v, ContainerValue) for v in known):
            return self._container()
        if all(isinstance(v, NumberValue) for v in known):
            return NumberValue(
                self._number(), frozenset(n for v in known if isinstance(v, NumberValue) for n in v.data)
            )
        if (
            all(isinstance(v, TupleValue) for v in known)
            and len({len(v.items) for v in known if isinstance(v, TupleValue)}) == 1
        ):
            width = len(known[0].items) if isinstance(known[0], TupleValue) else 0
            return TupleValue(tuple(self._at(i).result() for i in range(width)))
        return anything

    def _at(self, position: int) -> ResultSizes:
        parts = [(v.items[position], facts) for v, facts in self.returned if isinstance(v, TupleValue)]
        return replace(self, returned=parts)

    def _container(self) -> ContainerValue:
        parts = [(v, facts) for v, facts in self.returned if isinstance(v, ContainerValue)]
        kind = next((v.kind for v, _ in parts if v.kind), "list")
        length = None if self._may_be_another else self._size([(v.length, facts) for v, facts in parts], "")
        elements: list[tuple[Value, tuple[tuple[str, Polynomial], ...]]] = [
            (inside, facts) for v, facts in parts if (inside := items_of(v)) is not None
        ]
        inner = [v for v, _ in elements if isinstance(v, ContainerValue)]
        element: Value | None = None
        if inner and len(inner) == len(elements):
            sizes = [(v.length, facts) for v, facts in elements if isinstance(v, ContainerValue)]
            element = ContainerValue(inner[0].kind, self._size(sizes, "[]"), None)
        elif elements and all(isinstance(v, NumberValue) for v, _ in elements):
            element = NumberValue()
        elif elements:
            element = UnknownValue(data=data_of(v for v, _ in elements))
        return ContainerValue(kind, length, element)

    def _number(self) -> Polynomial | None:
        sizes = [(v.value, facts) for v, facts in self.returned if isinstance(v, NumberValue)]
        if self._may_be_another or any(_is_recursive(p) for p, _ in sizes if p is not None):
            return None
        return self._size(sizes, "")

    @property
    def _may_be_another(self) -> bool:
        """Is something returned as well of which nobody knows how large it is, such as an item of an input?"""
        return any(isinstance(v, UnknownValue) and v != OPEN for v, _ in self.returned)

    # ---- one size

    def _size(
        self, sizes: list[tuple[Polynomial | None, tuple[tuple[str, Polynomial], ...]]], depth: str
    ) -> Polynomial | None:
        known = [(p, facts) for p, facts in sizes if p is not None]
        closed = [(self._without_open_choices(p), facts) for p, facts in known]
        open_choices, known = closed != known, closed
        if len(known) < len(sizes) or not known:
            return None
        for candidate in self._candidates([p for p, _ in known], depth):
            if all(self._holds(candidate, p, facts, depth, exact=True) for p, facts in known):
                return self.choices.choose(Polynomial(), candidate) if open_choices else candidate
        solved = None if open_choices else self._solved(known, depth)
        if solved is not None:
            return solved
        for candidate in self._candidates([p for p, _ in known], depth):
            if all(self._holds(candidate, p, facts, depth, exact=False) for p, facts in known):
                return self.choices.choose(Polynomial(), candidate)
        return None

    def _without_open_choices(self, p: Polynomial) -> Polynomial:
        """A choice whose range holds results of calls, at its largest: it is no size of its own."""
        for name in self.choices.chosen_in(p):
            range_ = self.choices.ranges[name]
            if _is_recursive(range_.high) or _is_recursive(range_.low):
                return self.choices.highest(p) or p
        return p

    def _candidates(self, known: list[Polynomial], depth: str) -> Iterator[Polynomial]:
        yield from (p for p in known if not _is_recursive(p))
        atoms = [Polynomial.atom(ex.Symbol(name)) for name in self.raw]
        for c in (0, 1):
            yield Polynomial.constant(c)
        for atom in atoms:
            yield from (atom, atom.plus(1), atom.plus(-1))
        for one, other in combinations_with_replacement(atoms, 2):
            yield one + other

    def _holds(
        self, candidate: Polynomial, p: Polynomial, facts: tuple[tuple[str, Polynomial], ...], depth: str, exact: bool
    ) -> bool:
        highest = p if exact else self.choices.highest(p)
        found = None if highest is None else self._put_calls(highest, candidate, depth)
        if found is None:
            return False
        for values in _instances(facts, self.raw):
            difference = put_values(candidate, values) - put_values(found, values)
            if difference.terms and (exact or not self.choices.at_least(difference, 0)):
                return False
        return True

    def _put_calls(self, p: Polynomial, candidate: Polynomial, depth: str) -> Polynomial | None:
        for name in sorted(n for n in p.names if n.startswith(RESULT)):
            number, _, inner = name[1:].partition("[")
            call = self.calls[int(number)]
            if call.function != self.key or bool(inner) != bool(depth):
                return None
            moved = {n: call.sizes.get(n) for n in candidate.names}
            if any(v is None for v in moved.values()):
                return None
            value = put_values(candidate, {n: v for n, v in moved.items() if v is not None})
            p = p.put(name, value)
        return p

    # ---- a recurrence of sizes

    def _solved(
        self, known: list[tuple[Polynomial, tuple[tuple[str, Polynomial], ...]]], depth: str
    ) -> Polynomial | None:
        """S(n) = Σ S(n − c) + …, with the values that the base cases return; solved where a closed form is found."""
        general = [(p, facts) for p, facts in known if _is_recursive(p)]
        bases = [(p, facts) for p, facts in known if not _is_recursive(p)]
        if len(general) != 1 or not bases:
            return None
        p = general[0][0]
        numbers = sorted(n for n in p.names if n.startswith(RESULT))
        for raw in self.raw:
            own = Polynomial.atom(ex.Symbol(raw))
            steps: dict[str, Polynomial] = {}
            for name in numbers:
                call = self.calls[int(name[1:].partition("[")[0])]
                value = call.sizes.get(raw)
                if call.function != self.key or value is None or (value - own).value is None:
                    break
                steps[name] = value
            else:
                if p.names - set(numbers) <= {raw}:
                    return self._closed(p, steps, raw, bases)
        return None

    def _closed(
        self,
        p: Polynomial,
        steps: dict[str, Polynomial],
        raw: str,
        bases: list[tuple[Polynomial, tuple[tuple[str, Polynomial], ...]]],
    ) -> Polynomial | None:
        right = p
        for name, value in steps.items():
            call = ex.Call("S", (value.put(raw, Polynomial.atom(ex.Symbol("n"))).expression(),))
            right = right.put(name, Polynomial.atom(call))
        right = right.put(raw, Polynomial.atom(ex.Symbol("n")))
        initial: list[InitialCondition] = []
        for value, facts in bases:
            for values in _instances(facts, self.raw):
                at = values.get(raw)
                size = put_values(value, values).value
                if at is None or at.value is None or size is None:
                    return None
                initial.append(InitialCondition("S", int(at.value) or None, int(at.value), ex.Number(size)))
        try:
            solution = solve_all(System((cost_recurrence("S", ("n",), right.expression(), tuple(initial)),)), None)[-1]
        except RecurError:
            return None
        exact = solution.exact
        if exact is None or any(isinstance(node, ex.Range) for node in ex.walk(exact)):
            return None
        return polynomial(ex.substitute(exact, "n", ex.Symbol(raw)))


def _is_recursive(p: Polynomial) -> bool:
    return any(n.startswith(RESULT) for n in p.names)


def _instances(facts: tuple[tuple[str, Polynomial], ...], raw: Sequence[str]) -> list[dict[str, Polynomial]]:
    """The values of the size that the facts leave; one of nothing fixed where they leave all large ones."""
    for op, difference in facts:
        for name in raw:
            parts = difference.linear(name) if name in difference.names else None
            if parts is None or parts[0].value not in (1, -1):
                continue
            bound = (-parts[1]).times(parts[0].value or 1)
            if op == "=":
                return [{name: bound}]
            if bound.value is None or parts[0].value != 1 or op not in ("<", "<="):
                continue
            last = bound.value if op == "<=" else bound.value - 1
            if last <= MOST_BASE_SIZES:
                return [{name: Polynomial.constant(Fraction(i))} for i in range(int(last) + 1)]
    return [{}]
