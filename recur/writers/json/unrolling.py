"""An unrolled recurrence as a JSON document: formulas are strings in Python syntax."""

from __future__ import annotations

from typing import Any

from recur.documents.given import on_one_line
from recur.model.errors import RecurError
from recur.model.recurrence import System
from recur.notation import python
from recur.trees.unrolling import Unrolling
from recur.writers.json.answers import PLAIN, SCHEMA, error_object


def unroll_document(
    input: str, unrolled: Unrolling | None, error: RecurError | None = None, read: System | None = None
) -> dict[str, Any]:
    """What `unroll` answers in JSON: formulas are strings in Python syntax. `read` is how a refused input was read."""
    system = read if unrolled is None else unrolled.system
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "input": input,
        "interpreted": None if system is None else on_one_line(system, python.echo),
        "error": None if error is None else error_object(error),
    }
    if unrolled is not None:
        found["unrolling"] = unrolling_object(unrolled)
    return found


def unrolling_object(unrolled: Unrolling) -> dict[str, Any]:
    bounds = unrolled.bounds
    domain = unrolled.domain
    return {
        "function": unrolled.recurrence.function,
        "left": python.write(unrolled.left),
        "relation": unrolled.recurrence.relation,
        "lines": [python.write(line) for line in unrolled.lines],
        "steps": unrolled.steps.name,
        "general": python.write(unrolled.general),
        "size": None if unrolled.size is None else python.write(unrolled.size),
        "level": {"index": unrolled.index.name, "cost": python.write(unrolled.level)},
        "bottoms": [
            {"leaf": end.leaf, "condition": python.write(end.condition), "depth": python.write(end.depth)}
            for end in unrolled.bottoms
        ],
        "at_bottom": [python.write(line) for line in unrolled.at_bottom],
        "closed": None if unrolled.closed is None else python.write(unrolled.closed),
        "domain": domain and ", ".join(map(python.write, domain.formulas())),
        "theta": None if bounds is None or bounds.theta is None else python.write(bounds.theta.expression()),
        "dominance": unrolled.dominance,
        "checked": unrolled.verification.status if unrolled.closed is not None else None,
        "sizes_checked": unrolled.verification.sizes if unrolled.closed is not None else 0,
        "notes": [PLAIN.sentence(note) for note in (unrolled.explanation, *unrolled.notes)],
    }
