"""What would be right in place of a false line: formulas of the unrolled recurrence and of its solution, tried there.

A candidate is told only where it holds at every sample, exactly as a line of the working has to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recur.answers.judging.question import Question
from recur.answers.workings.exact_functions import steps_of
from recur.answers.workings.lines import Stated
from recur.answers.workings.samples import INDICES, Condition, Standpoint
from recur.answers.workings.tree_lines import try_quantity
from recur.answers.workings.tree_sentences import TreeQuantity
from recur.model import Expr, RecurError, expressions as ex
from recur.model.records import field, mutable, replace
from recur.trees.unrolling import Unrolling, unroll

LINES = 5


@mutable
class Corrections:
    """The right formulas for one recurrence; unrolled where that is first asked for."""

    question: Question
    _unrolled: list[Unrolling] | None = field(default=None)

    @property
    def left(self) -> Expr:
        """T(n)"""
        assert self.question.system is not None
        return self.question.system.asked.left

    @property
    def unrolled(self) -> Unrolling | None:
        """None where the recurrence has no chain or tree of levels."""
        if self._unrolled is None:
            try:
                assert self.question.system is not None
                self._unrolled = [unroll(self.question.system, lines=LINES, timeout=None)]
            except RecurError:
                self._unrolled = []
        return self._unrolled[0] if self._unrolled else None

    def in_equation(
        self, scene: Standpoint, left: Expr, right: Expr, conditions: Sequence[Condition] = ()
    ) -> Expr | None:
        """What equals the left side, and is of the kind that stands on the right."""
        for candidate in self._equal(scene, right):
            if candidate != left and scene.holds(left, "=", candidate, conditions):
                return candidate
        return None

    def _equal(self, scene: Standpoint, right: Expr) -> Iterator[Expr]:
        tree = self.unrolled
        if ex.has_call(right):
            calls = {x for x in ex.walk(right) if isinstance(x, ex.Call)}
            if tree is not None:
                for name in sorted((ex.symbols(right) & INDICES) - {scene.variable}):
                    yield ex.substitute(tree.general, tree.steps.name, ex.Symbol(name))
                yield from (line for line in tree.lines if calls & set(ex.walk(line)))
            return
        found = [] if tree is None else [*tree.at_bottom[::-1], tree.closed]
        found += [solution.exact for solution in self.question.solutions[-1:] if not solution.constants]
        known = [x for x in found if x is not None]
        yield from sorted(known, key=lambda x: _has_sum(x) != _has_sum(right))

    def growth(self) -> Expr | None:
        """Θ of the solution."""
        for solution in self.question.solutions[-1:]:
            if solution.bounds.theta is not None:
                return ex.Asymptotic("Θ", solution.bounds.theta.expression())
        return None

    def of_tree(self, scene: Standpoint, stated: Stated, top: int) -> Expr | None:
        """The number of a level, or of the whole tree, where `top` is the level of the root."""
        if top:
            return None
        for candidate in self._quantities(scene, stated):
            trial = try_quantity(scene, replace(stated, sides=(candidate,), relations=()))
            if trial.is_true:
                return candidate
        return None

    def _quantities(self, scene: Standpoint, stated: Stated) -> Iterator[Expr]:
        r, tree, level = scene.recurrence, self.unrolled, stated.level
        lines = steps_of(r)
        n = ex.Symbol(r.variable)
        size = None
        if level is not None and len(set(lines)) == 1 and lines[0] is not None:
            ratio, shift = lines[0]
            nodes = ex.power(ex.add(*(call.coefficient for call in r.subcalls)), level)
            size = (
                ex.mul(ex.power(ex.Number(ratio), level), n)
                if ratio != 1
                else ex.add(n, ex.mul(ex.Number(shift), level))
            )
            size = ex.divide(n, ex.power(ex.Number(1 / ratio), level)) if ratio < 1 else size
            if stated.quantity is TreeQuantity.NODES:
                yield nodes
            elif stated.quantity is TreeQuantity.SIZE:
                yield size
            elif stated.quantity is TreeQuantity.NODE_COST:
                yield ex.substitute(r.driving, r.variable, size)
        if tree is None:
            return
        if level is not None and stated.quantity is TreeQuantity.COST:
            yield ex.substitute(tree.level, tree.index.name, level)
        depths = [bottom.depth for bottom in tree.bottoms]
        if stated.quantity in (TreeQuantity.DEPTH, TreeQuantity.HEIGHT):
            yield from depths
        elif stated.quantity is TreeQuantity.LEVELS:
            yield from (ex.add(depth, ex.ONE) for depth in depths)
        elif stated.quantity is TreeQuantity.LEAVES:
            yield tree.leaf_count


def _has_sum(x: Expr) -> bool:
    return any(isinstance(node, ex.Range) for node in ex.walk(x))
