"""Which branch a size decides: n <= 1 holds for no large n, p < r for all of them; what the data decide is open.

A guard such as n <= 16 moves the smallest size of the general case to 17: then the run begins anew.
"""

from bisect import bisect_left
from collections.abc import Callable

from recur.forkjoin.costs.costs import IndexRanges, Loop
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.shapes import valued
from recur.model.expressions import Apply, Log, Symbol
from recur.model.program import Condition, RelationTest
from recur.model.records import mutable

#: guards are looked for up to these sizes
LARGEST_BASE, LARGEST_LOGARITHM = 4096, 64


@mutable
class Decider:
    """`needed` is the smallest size from which on everything asked so far is decided."""

    domain: IndexRanges
    needed: int = 0
    inside: int = 0
    #: what stands for every size between two bounds: the length of the second of two ranges
    standing: tuple[Loop, ...] = ()

    def __post_init__(self) -> None:
        self.needed = self.domain.least

    def holds(self, condition: Condition, values: dict[str, Polynomial]) -> bool | None:
        """True or False for every size from `needed` on; None where data, indices or divisibility decide."""
        groups = [
            [False] if self._exclude_each_other(group, values) else [self._comparison(c, values) for c in group]
            for group in condition.groups
        ]
        answers = [False if False in group else None if None in group else True for group in groups]
        return True if True in answers else None if None in answers or not answers else False

    def _exclude_each_other(self, group: tuple[RelationTest, ...], values: dict[str, Polynomial]) -> bool:
        """p₁ > r₁ and p₂ > r₂, where one of the two ranges has to hold something: their sum is impossible."""
        slack = Polynomial()
        for test in group:
            difference = valued(test.left, values) - valued(test.right, values)
            match test.op:
                case ">":
                    slack = slack + difference.plus(-1)
                case ">=":
                    slack = slack + difference
                case "<":
                    slack = slack - difference.plus(1)
                case "<=":
                    slack = slack - difference
                case _:
                    return False
        domain = IndexRanges(self.domain.sizes, self.needed)
        return len(group) > 1 and all(map(self._plain, slack.atoms)) and domain.at_least(-slack, 1)

    def _comparison(self, comparison: RelationTest, values: dict[str, Polynomial]) -> bool | None:
        difference = valued(comparison.left, values) - valued(comparison.right, values)
        if not all(self._plain(atom) for atom in difference.atoms):
            return None
        if len(self.domain.sizes) > 1 and _either_sign(difference):
            return None
        slow = any(isinstance(atom, Log) for atom in difference.atoms) or difference.names - {*self.domain.sizes}
        last = LARGEST_LOGARITHM if slow else LARGEST_BASE
        if not difference.atoms:
            return self._answer(comparison.op, difference, self.needed)
        first = _smallest(lambda least: self._answer(comparison.op, difference, least) is not None, self.needed, last)
        if first is None:
            return None
        self.needed = first
        return self._answer(comparison.op, difference, self.needed)

    def _answer(self, op: str, difference: Polynomial, least: int) -> bool | None:
        return _sign_answer(op, difference, IndexRanges(self.domain.sizes, least, self.standing))

    def _plain(self, atom: object) -> bool:
        known = {*self.domain.sizes, *(loop.index for loop in self.standing)}
        if isinstance(atom, Symbol) and atom.name in known:
            return True
        if isinstance(atom, Apply) and atom.name == "floor":
            inside = polynomial(atom.arguments[0])
            return all(self._plain(a) for a in inside.atoms)
        return isinstance(atom, Log) and all(self._plain(a) for a in polynomial(atom.argument).atoms)


def _smallest(decided: Callable[[int], bool], low: int, last: int) -> int | None:
    """The smallest size below `last` from which on it is decided; it is small as a rule, so the steps grow from 1."""
    if low >= last or decided(low):
        return low
    if not decided(last - 1):
        return None
    step = 1
    while low + step < last - 1 and not decided(low + step):
        low, step = low + step, 2 * step
    high = min(low + step, last - 1)
    return low + 1 + bisect_left(range(low + 1, high), True, key=decided)


def _either_sign(difference: Polynomial) -> bool:
    """m − n and the like: however large both are, it is positive for some and negative for others."""
    linear = [c for m, c in difference.terms if m and all(isinstance(a, Symbol) and e == 1 for a, e in m)]
    return len(linear) == len(difference.terms) - (1 if difference.constant_term else 0) and (
        min(linear, default=0) < 0 < max(linear, default=0)
    )


def _sign_answer(op: str, d: Polynomial, domain: IndexRanges) -> bool | None:
    """Of left op right, where d = left − right is a whole number."""
    match op:
        case "<" | ">=":
            yes = domain.at_least(-d, 1)
            no = not yes and domain.at_least(d, 0)
        case ">" | "<=":
            yes = domain.at_least(d, 1)
            no = not yes and domain.at_least(-d, 0)
        case _:
            yes = domain.at_least(d, 0) and domain.at_least(-d, 0)
            no = not yes and (domain.at_least(d, 1) or domain.at_least(-d, 1))
    if not (yes or no):
        return None
    return yes if op in ("<", ">", "=") else not yes
