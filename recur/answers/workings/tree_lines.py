"""What is said of a recursion tree, held against the tree: nodes, sizes and costs of a level, its depth, its leaves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.answers.workings.exact_functions import NoValue, differ, first_free, is_stepping, sizes_to_try, steps_of
from recur.answers.workings.lines import Stated
from recur.answers.workings.samples import Letters, Standpoint, Trial
from recur.answers.workings.tree_sentences import TreeQuantity
from recur.asymptotics import Between, expand
from recur.model import RecurError, expressions as ex
from recur.numbers import real
from recur.numbers.exact import narrow

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

Level = dict[Fraction, Fraction]  # size -> nodes
MOST_LEVELS = 200
_OF_WHOLE_TREE = (TreeQuantity.DEPTH, TreeQuantity.HEIGHT, TreeQuantity.LEVELS, TreeQuantity.LEAVES)


class CountedLevels:
    """The levels of the tree below one size, counted."""

    def __init__(self, scene: Standpoint, n: int) -> None:
        self.scene, self.levels = scene, [{Fraction(n): Fraction(1)}]
        r = scene.recurrence
        self.bottom = max((case.high for case in r.initial), default=first_free(r)[1])

    def level(self, number: int) -> Level:
        """Raises NoValue where a branch has ended above it."""
        if not 0 <= number < MOST_LEVELS:
            raise NoValue
        while len(self.levels) <= number:
            self.levels.append(self._below(self.levels[-1]))
        return self.levels[number]

    def _below(self, level: Level) -> Level:
        r, found = self.scene.recurrence, Level()
        functions = self.scene.draws[0]
        for size, nodes in level.items():
            if size <= self.bottom:
                raise NoValue
            for call in r.subcalls:
                argument = functions.value(call.argument, {**functions.letters, r.variable: size})
                times = functions.value(call.coefficient, {**functions.letters, r.variable: size})
                if not isinstance(argument, int | Fraction) or not isinstance(times, int | Fraction):
                    raise NoValue
                found[Fraction(argument)] = found.get(Fraction(argument), Fraction(0)) + nodes * times
        return found

    def depth(self) -> int:
        """The level of the leaves, where all stand on one; raises NoValue where no call comes to the bottom itself."""
        number = 0
        while not all(size <= self.bottom for size in self.level(number)):
            number += 1
        if any(size < self.bottom for size in self.level(number)):
            raise NoValue  # (2/3)^k n = 1 for no whole k
        return number

    def quantity(self, quantity: TreeQuantity, number: int | None) -> Enclosed:
        """The number that is asked for; raises NoValue where the tree has none."""
        if quantity in _OF_WHOLE_TREE:
            depth = self.depth()
            if quantity is TreeQuantity.LEAVES:
                return narrow(sum(self.level(depth).values(), Fraction(0)))
            return depth + (quantity is TreeQuantity.LEVELS)
        if number is None:
            raise NoValue
        level = self.level(number)
        if quantity is TreeQuantity.NODES:
            return narrow(sum(level.values(), Fraction(0)))
        if len(level) > 1 and quantity is not TreeQuantity.COST:
            raise NoValue
        if quantity is TreeQuantity.SIZE:
            return narrow(next(iter(level)))
        r, functions, total = self.scene.recurrence, self.scene.draws[0], 0
        for size, nodes in level.items():
            if size <= self.bottom:
                raise NoValue
            cost = functions.value(r.driving, {**functions.letters, r.variable: size})
            total = total + (nodes if quantity is TreeQuantity.COST else 1) * cost  # type: ignore[assignment]
        return total


def _try_longest_path(scene: Standpoint, stated: Stated) -> Trial:
    """The height of a tree with uneven branches, but for a constant: log n to the base 1/(largest ratio)."""
    trial = Trial()
    longest = max(line[0] for line in steps_of(scene.recurrence) if line is not None)
    true = ex.Log(ex.Symbol(scene.variable), ex.Number(1 / longest))
    try:
        (m, c), (known, rate) = (expand(x, scene.variable).lead for x in (stated.sides[0], true))
        if isinstance(c, Between) or isinstance(rate, Between) or real.has_parameter(c):
            return trial
        trial.last_failed = m != known or real.compare(c, rate) != 0
    except (RecurError, IndexError):
        return trial
    trial.held, trial.failed = (0, 2) if trial.last_failed else (2, 0)
    return trial


def top_of(scene: Standpoint, said: Sequence[Stated]) -> int:
    """The number of the level of the root: 1 where that makes more of what is said of levels true than 0 does."""
    of_levels = [stated for stated in said if stated.level is not None]
    true = [sum(try_quantity(scene, stated, top).is_true for stated in of_levels) for top in (0, 1)]
    return int(true[1] > true[0])


def try_quantity(scene: Standpoint, stated: Stated, top: int = 0) -> Trial:
    """Whether the first side is what it is said to be, where `top` is the level of the root."""
    assert stated.quantity is not None
    trial = Trial()
    r = scene.recurrence
    if r.nonlinear or any(line is None for line in steps_of(r)) or not r.subcalls:
        return trial
    whole_tree = stated.quantity in _OF_WHOLE_TREE
    if whole_tree and (is_stepping(r) or max((case.high for case in r.initial), default=1) > 1):
        return trial  # which level is the last is told in several ways
    if stated.quantity in (TreeQuantity.HEIGHT, TreeQuantity.LEVELS) and len(set(steps_of(r))) > 1:
        return _try_longest_path(scene, stated)
    for n in sizes_to_try(r):
        counted = CountedLevels(scene, n)
        for number in (1, 2, 3) if stated.level is not None else (None,):
            letters: Letters = {**scene.draws[0].letters, r.variable: n}
            match stated.level:
                case ex.Symbol(name) if number is not None:
                    letters[name] = number
                case ex.Number(value):
                    number = int(value)
                case None:
                    pass
                case _:
                    return trial
            letters |= {name: values[n] for name, values in scene.bound.items() if n in values}
            try:
                told = scene.draws[0].value(stated.sides[0], letters)
                true = counted.quantity(stated.quantity, None if number is None else number - top)
            except NoValue:
                continue
            wrong = differ(told, true)
            if wrong and stated.quantity is TreeQuantity.LEVELS and not differ(told, true - 1):
                continue  # the levels below the root
            trial.held, trial.failed, trial.last_failed = trial.held + (not wrong), trial.failed + wrong, wrong
    return trial
