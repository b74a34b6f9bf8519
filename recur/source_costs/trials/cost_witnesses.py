"""Is there one input on which a function costs as much as its worst case is told to?

A worst case is put together from what the data may do at each test, and no input may do all of it: what is passed over
in one round is gone into in another, what is gathered under a test stays empty, what is different runs out. So the
steps of whole runs are counted, each at two sizes, and one input has to show the growth. What happens below a number
of the function, such as 100 rounds, is told apart by trying it with small numbers in place of those.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias

from recur.model import source_tree as tree
from recur.model.records import replace
from recur.source_costs.trials.machine import TrialMachine
from recur.source_costs.trials.operations import TrialAborted, TrialRaised, within_reach
from recur.source_costs.trials.tried_inputs import Holding, Recipe, recipes
from recur.source_costs.trials.witnesses import (
    LEAST_STEPS,
    MOST_WRITTEN,
    SMALL,
    dear_answers,
    left_loops,
    written_in,
)

#: pairs of sizes that show a growth, the largest first; all inputs are tried at the small size of `witnesses`
PAIRS = ((31, 127), (23, 61), (13, 61), (13, 31), (7, 31), (7, 19), (5, 13), (4, 9), (3, 6))
#: steps of one run at first, and of one run where those have shown nothing
FEW_STEPS_OF_ONE, MOST_STEPS_OF_ONE = 8_000, 60_000
#: steps of all runs at the small size, and of all others
MOST_STEPS, MOST_STEPS_BEYOND = 20_000, 120_000
#: an item that an operation goes through weighs as much as a short line does
ITEMS_MORE = 7
#: inputs of which the dearest is tried before the next ones are looked at
BATCH = 6
#: a growth of n^a is shown by steps that grow as n^(SHARE·a) at least, as smaller terms stand beside it
SHARE = 0.8
#: and by as much, of n^(SHARE_OF_ALL·a), more than what any input costs at the small size: some begin late
SHARE_OF_ALL = 0.7
#: what grows by less from one size to the other is not told from constants
LEAST_RATIO = 1.7

#: the growth at a size, without its logarithms; None where it has no value
Growing = Callable[[int], "float | None"]
_Ratios: TypeAlias = "dict[tuple[int, int], float]"


class CostTrials:
    """Trials of one function that tell what one input costs; `first` is an input that loops go through to the end."""

    def __init__(
        self, machine: TrialMachine, function: tree.Function, parameters: tuple[Holding, ...], first: Recipe | None
    ) -> None:
        self.machine, self.function, self.parameters, self.first = machine, function, parameters, first
        #: the steps of the dearest input at the small size, of those that were tried
        self.dearest = 0

    @cached_property
    def written(self) -> tuple[Any, ...]:
        return written_in(self.function)

    @cached_property
    def nearer(self) -> dict[int, int]:
        """Its numbers as small ones in the same order, so that what happens beyond them is met at small sizes."""
        large = sorted({abs(x) for x in self.written if isinstance(x, int) and abs(x) > 2})
        step = 2 if len(large) <= 6 else 1
        return {sign * x: sign * (2 + step * rank) for rank, x in enumerate(large, 1) for sign in (1, -1)}

    def deny(self, growth: Growing) -> bool:
        """Has the function been carried out, and has no input shown the growth?"""
        ratios = {pair: _ratio(growth, *pair) for pair in PAIRS}
        if ratios[7, 31] < LEAST_RATIO:
            return False
        expected = {first: max(_ratio(growth, SMALL, first), first / SMALL) for first, _ in PAIRS}
        modes = [*([True] if self.nearer or any(p.values for p in self.parameters) else []), False]
        for near in modes:
            shown = self._shown(ratios, expected, near)
            if shown is not None:
                return not shown
        return False

    def _shown(self, ratios: _Ratios, expected: dict[int, float], near: bool) -> bool | None:
        """Does one input show it? None: nothing can be told."""
        self.machine.near = self.nearer if near else None
        try:
            told = None
            for most in (FEW_STEPS_OF_ONE, MOST_STEPS_OF_ONE):
                found = self._found(ratios, expected, near, most)
                if found:
                    return True
                told = found if told is None else told
            return told
        finally:
            self.machine.near = None

    def _found(self, ratios: _Ratios, expected: dict[int, float], near: bool, most: int) -> bool | None:
        left, told = MOST_STEPS_BEYOND, False
        for small, recipe in self._dearest_first(near):
            for (first, last), ratio in ratios.items():
                if ratio < LEAST_RATIO or small * expected[first] * ratio**SHARE > most:
                    continue
                one = self._steps(recipe, first, most)
                other = None if one is None else self._steps(recipe, last, most)
                if one is None or other is None:
                    continue
                told, left = True, left - one - other
                beside = self.dearest * (expected[first] * ratio) ** SHARE_OF_ALL
                if other >= min(max(one * ratio**SHARE, beside), most):
                    return True
                break
            if left <= 0:
                break
        return False if told else None

    def _dearest_first(self, near: bool) -> Iterator[tuple[int, Recipe]]:
        """The inputs with their steps at the small size: the dearest of each batch, then the others, dearest first."""
        left, waiting = MOST_STEPS, list[tuple[int, Recipe]]()
        self.dearest = 0
        all_of_them = self._recipes(near)
        while left > 0 and (batch := list(islice(all_of_them, BATCH))):
            told = list[tuple[int, Recipe]]()
            for recipe in batch:
                steps = self._steps(recipe, SMALL, left)
                self.dearest = max(self.dearest, steps or 0)
                left -= max(steps or 0, LEAST_STEPS)
                told += [(steps, recipe)] if steps is not None else []
            told.sort(key=_steps_of)
            yield from told[-1:]
            waiting += told[:-1]
        yield from sorted(waiting, key=_steps_of, reverse=True)

    def _recipes(self, near: bool) -> Iterator[Recipe]:
        if self.first is not None:
            yield replace(self.first, near=near)
        put = self.nearer if near else {}
        written = tuple(dict.fromkeys(put.get(x, within_reach(x)) for x in self.written[:MOST_WRITTEN]))
        yield from (replace(r, near=near) for r in recipes(self.parameters, written))

    def _steps(self, recipe: Recipe, size: int, most: int) -> int | None:
        """The steps of a run, `most` where there are more; None: the input is none for this function."""
        machine = self.machine
        try:
            machine.run(self.function, recipe.made(self.parameters, size), most, size)
        except TrialRaised as raised:
            return self._cost(most) if raised.own else None
        except TrialAborted:
            return most if machine.left < 0 else None
        return self._cost(most)

    def _cost(self, most: int) -> int:
        return min(most - self.machine.left + ITEMS_MORE * self.machine.items_passed, most)


def _steps_of(one: tuple[int, Recipe]) -> int:
    return one[0]


def _ratio(growth: Growing, first: int, last: int) -> float:
    """By how much it grows from one size to the other; 0 where that is not told."""
    one, other = growth(first), growth(last)
    found = other / one if one and other and one > 0 else 0.0
    return found if math.isfinite(found) else 0.0


def may_not_add_up(function: tree.Function) -> bool:
    """May what is dear at one test keep out what is dear at another, or may little be gathered under a test?"""
    if any(True for _ in dear_answers(function)) or any(True for _ in left_loops(function.body)):
        return True
    if any(isinstance(x, tree.Clause) and x.conditions for x in tree.walk(function)):
        return True
    counted = {name for x in tree.walk(function) for name in _goes_by(x)}
    return any(not counted.isdisjoint(_changed(x)) for x in tree.walk(function) if isinstance(x, tree.Alternative))


def _goes_by(x: tree.Node) -> Iterator[str]:
    """The names that say how often a loop runs."""
    asked = (
        x.iterable if isinstance(x, tree.EachLoop | tree.Clause) else x.test if isinstance(x, tree.TestLoop) else None
    )
    if asked is not None:
        yield from (y.name for y in tree.walk(asked) if isinstance(y, tree.NamedValue))


def _changed(alternative: tree.Alternative) -> Iterator[str]:
    """The names that the block sets, or calls methods of."""
    for s in alternative.body:
        for x in tree.walk(s):
            match x:
                case tree.Update(target=tree.NamedValue(name=name)):
                    yield name
                case tree.Assigned(targets=targets):
                    yield from (t.name for t in targets if isinstance(t, tree.NamedValue))
                case tree.CallOf(function=tree.Member(value=tree.NamedValue(name=name))):
                    yield name
