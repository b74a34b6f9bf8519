"""Is there an input on which the loops of a function are not left early?

A line that ends a loop may stand in the way of the worst case: on every input, if the tests before it cover all items,
or contradict each other. So a bound is Θ only where an input is seen on which the loops go on; it is tried at three
sizes, the largest beyond what a small table can hold, and all three are primes, which nothing divides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from recur.model import Place, source_tree as tree
from recur.model.records import frozen
from recur.source_costs.looping import may_leave
from recur.source_costs.trials.machine import TrialMachine, asks_data
from recur.source_costs.trials.operations import TrialAborted, TrialRaised
from recur.source_costs.trials.tried_inputs import Holding, Recipe, recipes

SMALL, MIDDLE = 7, 23
#: the largest size is twice as large as every number written in the function, as far as that goes
LARGE = (257, 521, 1031, 2053, 3989)
#: steps of all trials of one function, and of one trial at the larger sizes
MOST_STEPS, MOST_STEPS_OF_ONE = 60_000, 30_000
#: what a trial counts at least, as its input has to be made
LEAST_STEPS = 60


LoopKey: TypeAlias = tuple[Place, int]
Whole: TypeAlias = frozenset[LoopKey]


@frozen
class TrialsOfLoops:
    """What one input shows: the loops and searches that were met, and those of them that were made to the end.

    `told`: could the function be carried out at all?
    """

    told: bool = False
    met: Whole = frozenset()
    whole: Whole = frozenset()


class LoopTrials:
    """The trials of one function."""

    def __init__(self, machine: TrialMachine, function: tree.Function, parameters: tuple[Holding, ...]) -> None:
        self.machine, self.function, self.parameters = machine, function, parameters
        self.watched = frozenset(left_loops(function.body))
        self.left = MOST_STEPS
        written = (x.value for x in tree.walk(function) if isinstance(x, tree.Literal) and isinstance(x.value, int))
        most = 2 * max((k for k in written if k < LARGE[-1] // 2), default=0)
        self.sizes = MIDDLE, next(size for size in LARGE if size > most)

    def best(self) -> TrialsOfLoops:
        """What the input shows that leaves the fewest loops early, at every size that is tried."""
        best = TrialsOfLoops()
        for recipe in (r for signs in (False, True) for r in recipes(self.parameters, signs)):
            found = self._at(recipe, SMALL, min(self.left, MOST_STEPS_OF_ONE))
            if found.told and self._rank(found) > self._rank(best):
                for size in self.sizes:
                    more = self._at(recipe, size, MOST_STEPS_OF_ONE)
                    found = TrialsOfLoops(more.told, found.met, found.whole & more.whole)
                if found.told and self._rank(found) > self._rank(best):
                    best = found
            if self.left <= 0 or (best.told and best.whole >= self.watched | best.met):
                break
        return best

    def _rank(self, found: TrialsOfLoops) -> tuple[bool, int, int]:
        return found.told, len(found.whole & self.watched), -len(found.met - found.whole)

    def _at(self, recipe: Recipe, size: int, steps: int) -> TrialsOfLoops:
        """Not told: the input is none for this function. What is not done in so many steps is not left early."""
        machine = self.machine
        try:
            machine.run(self.function, recipe.made(self.parameters, size), steps)
        except TrialRaised as raised:
            if not raised.own:
                return TrialsOfLoops()
        except TrialAborted:
            if machine.left >= 0 or size == SMALL:
                return TrialsOfLoops()
            everything = self.watched | machine.loops.keys()
            return TrialsOfLoops(True, everything, everything)
        finally:
            self.left -= max(steps - machine.left, LEAST_STEPS) if size == SMALL else 0
        met = frozenset(machine.loops)
        return TrialsOfLoops(True, met, frozenset(key for key in met if machine.loops[key].is_whole(size)))


def left_loops(body: tuple[tree.SourceStatement, ...]) -> Iterator[LoopKey]:
    """The loops that a line inside, or what a test asks of data, may end; generators may be left by who asks them."""
    for s in body:
        for node in tree.walk(s):
            if isinstance(node, tree.EachLoop):
                yield from [(node.place, 0)] if may_leave(node.body) else []
            elif isinstance(node, tree.TestLoop):
                asked = node.test is not None and asks_data(node.test)
                yield from [(node.place, 0)] if asked or may_leave(node.body) else []
            elif isinstance(node, tree.Comprehension) and node.kind == "generator":
                yield from ((node.place, i) for i in range(len(node.clauses)))
