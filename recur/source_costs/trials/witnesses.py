"""Is there an input on which the loops of a function are not left early?

A line that ends a loop may stand in the way of the worst case: on every input, if the tests before it cover all items,
or contradict each other. So a bound is Θ only where an input is seen on which the loops go on; it is tried at three
sizes, the largest beyond what a small table can hold, and all three are primes, which nothing divides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeAlias

from recur.model import Place, source_tree as tree
from recur.model.records import frozen
from recur.source_costs.looping import may_leave
from recur.source_costs.trials.machine import TrialMachine, asks_data
from recur.source_costs.trials.operations import TrialAborted, TrialRaised, TrialTooLarge, within_reach
from recur.source_costs.trials.tried_inputs import Holding, Recipe, recipes

SMALL, MIDDLE = 7, 23
#: the largest size is beyond twice the numbers of the function, as they are tried, and the product of two
LARGE = (257, 521, 1031)
#: smaller ones for a function that takes too many steps there
LESS_LARGE = (127, 61, 31, 13)
#: steps of all trials of one function, and of one trial at the larger sizes
MOST_STEPS, MOST_STEPS_OF_ONE = 40_000, 60_000
#: steps of all trials at the larger sizes
MOST_STEPS_BEYOND = 400_000
#: numbers and signs of the function that are tried as items
MOST_WRITTEN = 8
#: what a trial counts at least, as its input has to be made
LEAST_STEPS = 60


LoopKey: TypeAlias = tuple[Place, int]
Whole: TypeAlias = frozenset[LoopKey]


Answer: TypeAlias = tuple[Place, bool]


@frozen
class TrialsOfLoops:
    """What one input shows: the loops and searches that were met, and those of them that were made to the end.

    `told`: could the function be carried out at all? `often`: answers that tests of branches have given in a third of
    the rounds at least, each on some input.
    """

    told: bool = False
    met: Whole = frozenset()
    whole: Whole = frozenset()
    often: frozenset[Answer] = frozenset()
    #: not ended in the steps that it was given
    cut: bool = False
    #: the input
    recipe: Recipe | None = None


def written_in(function: tree.Function) -> tuple[int | str, ...]:
    """The whole numbers and single signs that stand in the function."""
    values = (x.value for x in tree.walk(function) if isinstance(x, tree.Literal))
    return tuple(dict.fromkeys(x for x in values if type(x) is int or (type(x) is str and len(x) == 1)))


class LoopTrials:
    """The trials of one function."""

    def __init__(
        self, machine: TrialMachine, function: tree.Function, parameters: tuple[Holding, ...], called: tuple[str, ...]
    ) -> None:
        self.machine, self.function, self.parameters = machine, function, parameters
        bodies = (function.body, *(machine.functions[key].body for key in called))
        self.watched = frozenset(key for body in bodies for key in left_loops(body))
        self.branches = dict(_branches(function.body, None))
        #: what is to be seen: dear branches that are gone into, and those that are passed over for dearer ones
        self.wanted = frozenset(dear_answers(function))
        self.left, self.beyond = MOST_STEPS, MOST_STEPS_BEYOND
        self.written = tuple(dict.fromkeys(map(within_reach, written_in(function))))
        largest = sorted((k for k in self.written if isinstance(k, int)), reverse=True)[:2]
        most, together = 2 * max(largest, default=0), 2 * math.prod(largest)
        self.large = next(size for size in LARGE if size > (max(most, together) if together < LARGE[-1] else most))

    def best(self) -> TrialsOfLoops:
        """What the input shows that leaves the fewest loops early, at every size that is tried."""
        best, often, chosen = TrialsOfLoops(), frozenset[Answer](), None
        for recipe in recipes(self.parameters, self.written[:MOST_WRITTEN]):
            found = self._at(recipe, SMALL, min(self.left, MOST_STEPS_OF_ONE))
            if found.told and (self._rank(found) > self._rank(best) or found.often & self.wanted - often):
                for more in (self._at(recipe, MIDDLE, MOST_STEPS_OF_ONE), self._beyond(recipe)):
                    found = TrialsOfLoops(more.told, found.met, found.whole & more.whole, found.often & more.often)
                if found.told:
                    often |= found.often
                    if self._rank(found) > self._rank(best):
                        best, chosen = found, recipe
            complete = best.told and best.whole >= self.watched | best.met and often >= self.wanted
            if self.left <= 0 or self.beyond <= 0 or complete:
                break
        return TrialsOfLoops(best.told, best.met, best.whole, often, recipe=chosen)

    def _beyond(self, recipe: Recipe) -> TrialsOfLoops:
        """What it shows at the largest size at which it ends."""
        for size in (self.large, *LESS_LARGE):
            found = self._at(recipe, size, MOST_STEPS_OF_ONE)
            if not found.cut:
                break
        return found

    def _rank(self, found: TrialsOfLoops) -> tuple[bool, int, int]:
        return found.told, len(found.whole & self.watched), -len(found.met - found.whole)

    def _at(self, recipe: Recipe, size: int, steps: int) -> TrialsOfLoops:
        """Not told: the input is none for this function. What is not done in so many steps is not left early.

        Calls that branch out of bounds at the smallest size already tell how often branches are taken.
        """
        machine = self.machine
        try:
            machine.run(self.function, recipe.made(self.parameters, size), steps, size)
        except TrialRaised as raised:
            if not raised.own:
                return TrialsOfLoops()
        except TrialAborted as aborted:
            cut = machine.left < 0
            if not (cut or isinstance(aborted, TrialTooLarge)) or (size == SMALL and (self.watched or not cut)):
                return TrialsOfLoops()
            everything, asked = self.watched | machine.loops.keys(), {place for place, _ in machine.answers}
            unasked = () if size == SMALL else (answer for answer in self.wanted if answer[0] not in asked)
            often = {*unasked, *self._often()}
            return TrialsOfLoops(True, frozenset(everything), frozenset(everything), frozenset(often), True)
        finally:
            if size == SMALL:
                self.left -= max(steps - machine.left, LEAST_STEPS)
            else:
                self.beyond -= steps - machine.left
        met = frozenset(machine.loops)
        whole = frozenset(key for key in met if machine.loops[key].is_whole(size))
        return TrialsOfLoops(True, met, whole, frozenset(self._often()))

    def _often(self) -> Iterator[Answer]:
        """The answers that the tests of branches gave in a third of the rounds around, or calls, at least."""
        for (place, holds), times in self.machine.answers.items():
            loop = self.branches.get(place)
            met = self.machine.loops.get((loop, 0)) if loop is not None else None
            if 3 * times >= (self.machine.calls[self.function.place] if met is None else met.rounds):
                yield place, holds


def _branches(body: tuple[tree.SourceStatement, ...], loop: Place | None) -> Iterator[tuple[Place, Place | None]]:
    """The place of each branch, with that of the innermost loop around it."""
    for s in body:
        if isinstance(s, tree.Alternatives):
            yield from ((a.place, loop) for a in s.alternatives)
        within = s.place if isinstance(s, tree.EachLoop | tree.TestLoop) else loop
        if not isinstance(s, tree.InnerFunction):
            for block in _blocks(s):
                yield from _branches(block, within)


def _blocks(s: tree.SourceStatement) -> Iterator[tuple[tree.SourceStatement, ...]]:
    match s:
        case tree.EachLoop() | tree.TestLoop():
            yield s.body
        case tree.Alternatives(alternatives=alternatives):
            yield from (a.body for a in alternatives)
        case tree.Guarded(body=body, handlers=handlers, finally_=last):
            yield from (body, *handlers, last)


def dear_answers(function: tree.Function) -> Iterator[Answer]:
    """The answers of tests that lead into what may be dear: a branch, or what stands behind one that leaves."""
    yield from _answers_in(function.body)
    for node in tree.walk(function):
        if isinstance(node, tree.Conditional):
            yield from sides_wanted(node)


def _answers_in(body: tuple[tree.SourceStatement, ...]) -> Iterator[Answer]:
    for at, s in enumerate(body):
        if isinstance(s, tree.Alternatives):
            behind = any(map(_costs, body[at + 1 :]))
            for number, alternative in enumerate(s.alternatives):
                leaves = bool(alternative.body) and isinstance(alternative.body[-1], tree.Leave)
                if alternative.test is not None and _is_dear(alternative):
                    yield alternative.place, True
                if alternative.test is not None and (
                    (leaves and behind) or any(map(_is_dear, s.alternatives[number + 1 :]))
                ):
                    yield alternative.place, False
        for block in _blocks(s):
            yield from _answers_in(block)


def sides_wanted(node: tree.Conditional) -> frozenset[Answer]:
    """The answers of its test that lead to a side which may be dear."""
    return frozenset((node.place, holds) for holds, x in ((True, node.then), (False, node.otherwise)) if _costs(x))


def _is_dear(alternative: tree.Alternative) -> bool:
    return any(map(_costs, alternative.body))


def _costs(node: tree.Node) -> bool:
    dear = tree.EachLoop | tree.TestLoop | tree.Comprehension | tree.Slice | tree.CallOf
    return any(isinstance(x, dear) for x in tree.walk(node))


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
