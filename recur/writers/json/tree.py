"""A recursion tree as a JSON document: formulas are strings in Python syntax."""

from __future__ import annotations

from typing import Any

from recur.documents.given import on_one_line
from recur.documents.tree import notes
from recur.model.errors import RecurError
from recur.model.expressions import Expr
from recur.model.recurrence import System
from recur.notation import python
from recur.trees.recursion_tree import Level, RecursionTree
from recur.writers.json.answers import PLAIN, SCHEMA, error_object


def tree_document(
    input: str, tree: RecursionTree | None, error: RecurError | None = None, read: System | None = None
) -> dict[str, Any]:
    """What `tree` answers in JSON: formulas are strings in Python syntax. `read` is how a refused input was read."""
    system = read if tree is None else tree.system
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "input": input,
        "interpreted": None if system is None else on_one_line(system, python.echo),
        "error": None if error is None else error_object(error),
    }
    if tree is not None:
        found["tree"] = tree_object(tree)
    return found


def tree_object(tree: RecursionTree) -> dict[str, Any]:
    theta = None if tree.bounds is None else tree.bounds.theta
    counted = tree.counted
    return {
        "function": tree.recurrence.function,
        "at": None if tree.at is None else str(tree.at),
        "levels": [_level(level) for level in tree.levels if level is not None],
        "general": None if tree.general is None else _level(tree.general),
        "leaves": None if tree.bottom is None else _level(tree.bottom),
        "depths": [python.write(end.depth) for end in tree.bottoms],
        "sum": counted.value.text if counted is not None else _written(tree.total),
        "theta": None if theta is None else python.write(theta.expression()),
        "dominance": tree.dominance,
        "share_size": None if tree.share_size is None else str(tree.share_size),
        "notes": [PLAIN.sentence(note) for note in (tree.explanation, *notes(tree))],
    }


def _level(level: Level) -> dict[str, Any]:
    """Sizes with their number and the cost of one node each."""
    return {
        "level": python.write(level.index),
        "nodes": _written(level.nodes),
        "sizes": [
            {"size": python.write(size), "nodes": python.write(count), "cost": python.write(cost)}
            for (size, count), cost in zip(level.sizes, level.cost_of_node, strict=True)
        ],
        "cost": _written(level.cost),
        "leaves": _written(level.leaves),
        "share": None if level.share is None else str(level.share),
    }


def _written(x: Expr | None) -> str | None:
    return None if x is None else python.write(x)
