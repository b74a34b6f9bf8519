"""Which levels of a recursion tree dominate: the root, the leaves, or none.

The sum over all levels is Θ(T). It is root-heavy where T = Θ(f) alone, leaf-heavy where T is of the order of the number
of leaves alone, and balanced where it exceeds both or both are of one order.
"""

from enum import StrEnum

from recur.asymptotics import Growth, lower_bound, upper_bound
from recur.model import Bounds, Definition, Recurrence, Solution, System, Unsolved
from recur.model.errors import InvalidRecurrence, LimitExceeded, RecurError, Undecided
from recur.model.records import frozen
from recur.solving.problem import Problem
from recur.solving.solver import solve_all
from recur.trees.branching import without_driving


class Dominance(StrEnum):
    LEAF_HEAVY = "leaf-heavy"
    BALANCED = "balanced"
    ROOT_HEAVY = "root-heavy"


@frozen
class Shares:
    """The growth of T, of its root and of its leaves; None where it is not known. `why` is the solver's method."""

    bounds: Bounds | None
    root: Growth | None
    leaves: Growth | None
    dominance: Dominance | None
    solution: Solution | None = None
    where: tuple[Definition, ...] = ()


def shares(system: System, function: str) -> Shares:
    """The solver's bounds of T, and what root and leaves have of them."""
    recurrence = system.named(function)
    known: dict[str, Bounds] = {}
    solution: Solution | None = None
    try:
        for found in solve_all(system, None):
            known[found.function] = found.bounds
            solution = found if found.function == function else solution
        bounds = known.get(function)
    except (InvalidRecurrence, LimitExceeded):
        raise
    except Unsolved as unsolved:
        bounds = unsolved.bounds if len(system.recurrences) == 1 else None
    except RecurError:
        bounds = None
    root = _root(recurrence, known)
    counting = _counting(recurrence)
    leaves = None if counting is None else counting.bounds.theta
    where = next((s.where for s in (solution, counting) if s is not None and s.where), ())
    return Shares(bounds, root, leaves, _dominance(bounds, root, leaves), solution, where)


def _root(recurrence: Recurrence, known: dict[str, Bounds]) -> Growth | None:
    problem = Problem(recurrence, known, _never, lambda _: None)
    try:
        low, high = problem.tolls
        if high is None:
            return None
        upper = Growth(None if high.is_zero else upper_bound(high), recurrence.variable)
        lower = None if low is None or low.is_zero else lower_bound(low)
        return upper if upper.is_zero or lower == upper.monomial or low is None or low.is_zero else None
    except (RecurError, KeyError):
        return None


def _counting(recurrence: Recurrence) -> Solution | None:
    """The solution of what counts the leaves."""
    try:
        return solve_all(System((without_driving(recurrence),)), None)[-1]
    except RecurError:
        return None


def _dominance(bounds: Bounds | None, root: Growth | None, leaves: Growth | None) -> Dominance | None:
    total = None if bounds is None else bounds.theta or bounds.upper
    if total is None or root is None or leaves is None or total.is_zero:
        return None
    try:
        if root.is_zero or (leaves == total and root < leaves):
            return Dominance.LEAF_HEAVY
        if root == total and leaves < root:
            return Dominance.ROOT_HEAVY
        return Dominance.BALANCED
    except Undecided:
        return None


def _never(recurrence: Recurrence) -> Solution:
    raise Undecided("no auxiliary recurrence is solved here")
