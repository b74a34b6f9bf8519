"""A recursion tree as a JSON document: formulas are strings in Python syntax."""

from recur.documents.tree import notes
from recur.model import RecurError, System
from recur.model.several import MultivariateRecurrence
from recur.notation import python
from recur.trees.recursion_tree import Level, RecursionTree
from recur.writers.json.answers import PLAIN, JsonObject, answered, as_read, formula_text, growth_text


def tree_document(
    input: str,
    tree: RecursionTree | None,
    error: RecurError | None = None,
    read: System | MultivariateRecurrence | None = None,
) -> JsonObject:
    """What `tree` answers. `read` is how a refused input was read."""
    if tree is None:
        return answered(input, error, interpreted=as_read(read))
    return answered(input, error, interpreted=as_read(tree.system), tree=tree_object(tree))


def tree_object(tree: RecursionTree) -> JsonObject:
    counted = tree.counted
    return {
        "function": tree.recurrence.function,
        "at": None if tree.at is None else str(tree.at),
        "levels": [_level(level) for level in tree.levels if level is not None],
        "general": None if tree.general is None else _level(tree.general),
        "leaves": None if tree.bottom is None else _level(tree.bottom),
        "depths": [python.write(end.depth) for end in tree.bottoms],
        "sum": counted.value.text if counted is not None else formula_text(tree.total),
        "theta": None if tree.bounds is None else growth_text(tree.bounds.theta),
        "dominance": tree.dominance,
        "share_size": None if tree.share_size is None else str(tree.share_size),
        "notes": [PLAIN.sentence(note) for note in (tree.explanation, *notes(tree))],
    }


def _level(level: Level) -> JsonObject:
    """Sizes with their number and the cost of one node each."""
    return {
        "level": python.write(level.index),
        "nodes": formula_text(level.nodes),
        "sizes": [
            {"size": python.write(size), "nodes": python.write(count), "cost": python.write(cost)}
            for (size, count), cost in zip(level.sizes, level.cost_of_node, strict=True)
        ],
        "cost": formula_text(level.cost),
        "leaves": formula_text(level.leaves),
        "share": None if level.share is None else str(level.share),
    }
