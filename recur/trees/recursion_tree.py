"""The recursion tree: level by level how many nodes, of which size, at which cost; the sum, and which levels dominate.

Level i of T(n) = a·T(n/b) + f(n) has a^i nodes of size n/b^i and costs a^i·f(n/b^i). In an unequal split a level holds
several sizes, counted by binomial coefficients, and the leaves lie between a first and a last level.
Source: CLRS 4e, section 4.4.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from recur.evaluation.sizes import size_from_zero
from recur.model import Bounds, Definition, Expr, LimitExceeded, RecurError, Step, expressions as ex, limits, step
from recur.model.display import Answer
from recur.model.records import frozen, replace
from recur.model.recurrence import InitialCondition, Recurrence, System
from recur.numbers import certain_digits
from recur.trees.branching import Branching, StepKind, branching, is_negative, unsolved_tree
from recur.trees.chain_values import chain_depth
from recur.trees.counted_tree import CountedSize, CountedTree, as_fraction, counted_level_cost, counted_tree
from recur.trees.dominance import Dominance
from recur.trees.level_costs import level_cost, mixtures, over_mixtures, weight
from recur.trees.tree_nodes import Node, counted_node, exact_number, general_node
from recur.trees.unrolling import Bottom, Unrolling, system_of, unroll

EXPLICIT = 3  # levels written out before the general one
SAMPLE = 200  # the shares are those of a tree with at least this size, where sizes are divided


@frozen
class Level:
    """`sizes` are (size, how many), largest first; `cost_of_node` stands beside them one by one.

    `cost` is that of the whole level and `share` its part of T, at the size that the tree says.
    """

    index: Expr
    nodes: Expr | None
    sizes: tuple[tuple[Expr, Expr], ...]
    cost_of_node: tuple[Expr, ...]
    cost: Expr | None
    share: Fraction | None = None
    leaves: Expr | None = None


@frozen
class Mixture:
    """On level i, `count` nodes of `size` for all indices ≥ 0 with a sum of at most i."""

    size: Expr
    count: Expr
    indices: tuple[str, ...]


@frozen
class RecursionTree(Answer):
    """`levels` from the root down, None where some are left out; `general` is level i, `bottom` that of the leaves.

    With a size given (`at`) all is in numbers, `general` and `bottom` are None and `total` is T(n). Shares are those at
    the size `share_size`; `shares` has that of every level there, in a general tree without the leaves.
    """

    recurrence: Recurrence
    system: System
    at: int | None
    levels: tuple[Level | None, ...]
    general: Level | None
    mixture: Mixture | None
    bottom: Level | None
    bottoms: tuple[Bottom, ...]
    total: Expr | None
    bounds: Bounds | None
    dominance: Dominance | None
    explanation: Step
    share_size: int | None
    notes: tuple[Step, ...]
    found: Branching | None
    counted: CountedTree | None
    index: str = "i"
    where: tuple[Definition, ...] = ()
    shares: tuple[Fraction, ...] = ()

    @property
    def left(self) -> Expr:
        return self.recurrence.left

    @property
    def leaf(self) -> Expr | None:
        """T at the base, as the leaves of a drawing are written."""
        return None if self.found is None else self.found.call(ex.Number(self.found.base))

    def drawing(self, depth: int, most: int) -> Node:
        """The nodes down to `depth` levels below the root, at most `most` children of each shown."""
        if self.counted is not None and self.at is not None:
            return counted_node(self.counted, self.at, depth, most)
        assert self.found is not None
        return general_node(self.found, (0,) * len(self.found.branches), depth, most)


def recursion_tree(
    text: str | System,
    at: int | str | None = None,
    *,
    function: str | None = None,
    timeout: float | None = limits.DEFAULT_SECONDS,
    log: str | None = None,
) -> RecursionTree:
    """The tree of T, in general or at the size `at` (an int or a formula such as "2^10").

    Raises `Unsolved` with the hypothesis that fails where no general level exists, or another `RecurError`.
    """
    with limits.time_limit(timeout):
        system = system_of(text, log)
        name = function or system.asked.function
        return _general(system, name) if at is None else _counted(system, name, size_from_zero(at))


def _general(system: System, name: str) -> RecursionTree:
    unrolled = unroll(system, function=name, lines=1, timeout=None)
    recurrence = system.named(name)
    found = branching(recurrence)
    _check_counts(recurrence)
    sample, shares, of_leaves = _shares(found, system)
    levels = []
    for i in range(EXPLICIT):
        if found.single is None and len(found.branches) ** i > 40:
            break
        levels.append(replace(_level(found, i), share=shares[i] if i < len(shares) else None))
    index = ex.Symbol(_index(unrolled))
    return RecursionTree(
        recurrence,
        system,
        None,
        tuple(levels),
        _general_level(found, index),
        None if found.single is not None else _mixture(found, index),
        _bottom(found, unrolled, of_leaves),
        unrolled.bottoms,
        unrolled.at_bottom[0] if unrolled.at_bottom else None,
        unrolled.bounds,
        unrolled.dominance,
        unrolled.explanation,
        sample,
        (*_full(unrolled), *unrolled.notes),
        found,
        None,
        index.name,
        unrolled.where,
        tuple(shares),
    )


def _full(unrolled: Unrolling) -> list[Step]:
    """For unequal splits: where the leaves lie, and what is above the first of them."""
    if not unrolled.bottoms[0].leaf:
        return []
    first, last = unrolled.bottoms
    said = [step("The first leaf lies on level {a}, the last on level {b}.", a=first.depth, b=last.depth)]
    if unrolled.full_levels is not None:
        said.append(step("The full levels above the first leaf cost {x} together.", x=unrolled.full_levels))
    return said


def _index(unrolled: Unrolling) -> str:
    taken = ex.symbols(unrolled.recurrence.right)
    return next(name for name in "ihduvw" if name not in taken)


def _level(found: Branching, i: int) -> Level:
    sizes = [(found.size((i,)), weight(found, i))] if found.single is not None else mixtures(found, i)
    nodes = ex.add(*(count for _, count in sizes))
    costs = tuple(found.toll_at(size) for size, _ in sizes)
    return Level(ex.number(i), nodes, tuple(sizes), costs, level_cost(found, i).formula)


def _general_level(found: Branching, i: ex.Symbol) -> Level:
    cost = level_cost(found, i).formula
    if found.single is not None:
        size = found.size((i,))
        nodes = weight(found, i)
        return Level(i, nodes, ((size, nodes),), (found.toll_at(size),), cost)
    mixture = _mixture(found, i)
    nodes = ex.power(ex.add(*(b.coefficient for b in found.branches)), i)
    return Level(i, nodes, ((mixture.size, mixture.count),), (found.toll_at(mixture.size),), cost)


def _mixture(found: Branching, i: ex.Symbol) -> Mixture:
    """(size, number of nodes) in terms of the numbers of steps along each branch but the first."""
    marker = ex.Symbol("\0size")
    sizes: list[Expr] = []

    def keep(size: Expr) -> Expr:
        sizes.append(size)
        return marker

    x = over_mixtures(found, i, keep)
    indices = []
    while isinstance(x, ex.Range):
        indices.append(x.index)
        x = x.body
    count = ex.mul(*(f for f in (x.children if x != marker else ()) if f != marker))
    return Mixture(sizes[0], count, tuple(indices))


def _bottom(found: Branching, unrolled: Unrolling, share: Fraction | None) -> Level:
    base = ex.Number(found.base)
    leaf = found.leaf
    if found.single is not None:
        steps = chain_depth(found, found.branches[0].amount)
        nodes = unrolled.leaf_count
        return Level(steps, nodes, ((base, nodes),), (leaf,), ex.mul(nodes, leaf), share)
    growth = unrolled.leaf_growth
    count = None if growth is None else ex.Asymptotic("Θ", growth.expression())
    return Level(unrolled.bottoms[-1].depth, count, ((base, count or ex.ONE),), (leaf,), count, share)


def _shares(found: Branching, system: System) -> tuple[int | None, list[Fraction], Fraction | None]:
    """A size, and what the levels above the leaves, and the leaves, have of T there."""
    size = _sample(found)
    if size is None:
        return None, [], None
    try:
        tree = counted_tree(system, found.recurrence.function, size, _assumed(found))
        total = sum((as_fraction(counted_level_cost(level)) for level in tree.levels), start=Fraction(0))
        if total <= 0:
            return None, [], None
        inner = [as_fraction(counted_level_cost(level, leaves=False)) / total for level in tree.levels]
        leaves = (
            sum((as_fraction(counted_level_cost(level, leaves=True)) for level in tree.levels), start=Fraction(0))
            / total
        )
    except (RecurError, ValueError, ZeroDivisionError):
        return None, [], None
    return (size, inner, leaves) if min((*inner, leaves)) >= 0 else (None, [], None)


def _sample(found: Branching) -> int | None:
    """A size that divides evenly for several levels."""
    amounts = [b.amount for b in found.branches]
    if not all(isinstance(a, Fraction) for a in amounts):
        return None
    fractions = [a for a in amounts if isinstance(a, Fraction)]
    if found.kind is StepKind.DECREMENT:
        return int(found.base + 6 * max(fractions))
    if found.kind is StepKind.ROOT:
        degree = 1 / min(fractions)
        return int(found.base) ** int(degree) ** 4 if degree.denominator == 1 else None
    step_down = lcm(*(a.denominator for a in fractions))
    size = int(found.base)
    for steps in range(1, 12):
        size *= step_down
        if size >= SAMPLE or steps >= 8:
            break
    return size


def _assumed(found: Branching) -> list[InitialCondition] | None:
    """T = 1 up to the base, where no base case is stated; what other functions state is kept by the evaluator."""
    if any(c.function == found.recurrence.function for c in found.recurrence.initial):
        return None
    return [InitialCondition(found.recurrence.function, None, int(found.base), ex.ONE)]


def _check_counts(recurrence: Recurrence) -> None:
    """A coefficient is a number of subproblems, which no minus sign goes with."""
    for call in recurrence.subcalls:
        if is_negative(call.coefficient):
            raise unsolved_tree("a number of subproblems", "the coefficient {a} is negative", a=call.coefficient)


def _counted(system: System, name: str, size: int) -> RecursionTree:
    recurrence = system.named(name)
    base: list[InitialCondition] | None = None
    notes: list[Step] = []
    found: Branching | None = None
    try:
        found = branching(recurrence)
    except LimitExceeded:
        raise
    except RecurError:
        found = None
    _check_counts(recurrence)
    if recurrence.nonlinear:
        branching(recurrence)  # says what keeps a tree from existing
    if found is not None:
        base = _assumed(found)
        if base is not None:
            base += [c for r in system.recurrences if r.function != name for c in r.initial]
            small = ex.Relation("<=", found.n, ex.Number(found.base))
            notes.append(step("{t} for {small} assumed.", t=ex.Relation("=", recurrence.left, ex.ONE), small=small))
    tree = counted_tree(system, name, size, base)
    total = sum((as_fraction(counted_level_cost(level)) for level in tree.levels), start=Fraction(0))
    _check_sum(tree)
    rows = [_counted_level(i, level, total) for i, level in enumerate(tree.levels)]
    said = [s for s in (tree.value.rounding, tree.value.assumed, tree.value.taken, tree.value.read_as) if s]
    return RecursionTree(
        recurrence,
        system,
        size,
        tuple(rows),
        None,
        None,
        None,
        (),
        exact_number(sum((counted_level_cost(level) for level in tree.levels), start=0)),
        None,
        None,
        _heaviest(rows),
        size if total > 0 else None,
        (*notes, *(step(sentence + ".") for sentence in said)),
        found,
        tree,
        shares=tuple(row.share or Fraction(0) for row in rows),
    )


def _check_sum(tree: CountedTree) -> None:
    """The costs of all nodes add up to T(n)."""
    total = sum((counted_level_cost(level) for level in tree.levels), start=0)
    if tree.value.exact:
        agrees = total == tree.value.value
    else:
        digits = None if isinstance(total, int | Fraction) else certain_digits(total, tree.value.digits or 1)
        agrees = digits is None or digits == tree.value.text
    if not agrees:
        raise RecurError("the levels of the tree do not add up to the value of the recurrence")


def _counted_level(i: int, level: tuple[CountedSize, ...], total: Fraction) -> Level:
    nodes = sum((entry.count for entry in level), start=0)
    leaves = sum((entry.count for entry in level if entry.leaf), start=0)
    cost = counted_level_cost(level)
    return Level(
        ex.number(i),
        exact_number(nodes),
        tuple((ex.number(entry.size), exact_number(entry.count)) for entry in level),
        tuple(exact_number(entry.cost) for entry in level),
        exact_number(cost),
        as_fraction(cost) / total if total > 0 and as_fraction(cost) >= 0 else None,
        exact_number(leaves),
    )


def _heaviest(rows: list[Level]) -> Step:
    """The level that costs the most."""
    known = [row for row in rows if row.share is not None]
    if not known:
        return step("The levels cost differently.")
    top = max(known, key=lambda row: row.share or Fraction(0))
    share = ex.Number(Fraction(int((top.share or Fraction(0)) * 1000), 10), True)
    if all(row.share == top.share for row in known):
        return step("Every level costs the same.")
    return step("The costliest level is level {i} with {share} % of the whole.", i=top.index, share=share)
