"""An unrolled recurrence as a JSON document: formulas are strings in Python syntax."""

from recur.model import RecurError, System
from recur.model.several import MultivariateRecurrence
from recur.notation import python
from recur.trees.unrolling import Unrolling
from recur.writers.json.answers import PLAIN, JsonObject, answered, as_read, formula_text, growth_text


def unroll_document(
    input: str,
    unrolled: Unrolling | None,
    error: RecurError | None = None,
    read: System | MultivariateRecurrence | None = None,
) -> JsonObject:
    """What `unroll` answers. `read` is how a refused input was read."""
    if unrolled is None:
        return answered(input, error, interpreted=as_read(read))
    return answered(input, error, interpreted=as_read(unrolled.system), unrolling=unrolling_object(unrolled))


def unrolling_object(unrolled: Unrolling) -> JsonObject:
    bounds = unrolled.bounds
    domain = unrolled.domain
    return {
        "function": unrolled.recurrence.function,
        "left": python.write(unrolled.left),
        "relation": unrolled.recurrence.relation,
        "lines": [python.write(line) for line in unrolled.lines],
        "steps": unrolled.steps.name,
        "general": python.write(unrolled.general),
        "size": formula_text(unrolled.size),
        "level": {"index": unrolled.index.name, "cost": python.write(unrolled.level)},
        "bottoms": [
            {"leaf": end.leaf, "condition": python.write(end.condition), "depth": python.write(end.depth)}
            for end in unrolled.bottoms
        ],
        "at_bottom": [python.write(line) for line in unrolled.at_bottom],
        "closed": formula_text(unrolled.closed),
        "domain": domain and ", ".join(map(python.write, domain.formulas())),
        "theta": None if bounds is None else growth_text(bounds.theta),
        "dominance": unrolled.dominance,
        "checked": unrolled.verification.status if unrolled.closed is not None else None,
        "sizes_checked": unrolled.verification.sizes if unrolled.closed is not None else 0,
        "notes": [PLAIN.sentence(note) for note in (unrolled.explanation, *unrolled.notes)],
    }
