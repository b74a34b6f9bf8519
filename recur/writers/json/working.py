"""A judged working as a JSON document: each line by its number in the text, and the first that is false."""

from __future__ import annotations

from recur.answers.workings.working import JudgedLine, Working
from recur.model import RecurError
from recur.notation import python
from recur.writers.json.answers import PLAIN, SCHEMA, JsonObject, as_read, error_object


def working_object(working: Working) -> JsonObject:
    """The lines in order."""
    return {
        "schema": SCHEMA,
        "recurrence": working.recurrence,
        "interpreted": as_read(working.system),
        "verdict": str(working.standing),
        "lines": [_line(line) for line in working.lines],
        "first_false": working.first_false,
        "error": None,
    }


def unjudged_object(recurrence: str, problem: RecurError) -> JsonObject:
    """A working of which no line could be judged."""
    found: JsonObject = {"schema": SCHEMA, "recurrence": recurrence, "interpreted": None, "verdict": "undecided"}
    return {**found, "lines": [], "first_false": None, "error": error_object(problem)}


def _line(line: JudgedLine) -> JsonObject:
    found: JsonObject = {"line": line.number, "text": line.text, "verdict": str(line.verdict)}
    found["slip"] = None if line.slip is None else str(line.slip)
    if line.slip is not None:
        found["said"] = None if line.said is None else PLAIN.sentence(line.said)
        found["witness"] = None if line.witness is None else PLAIN.sentence(line.witness)
        found["right"] = None if line.right is None else python.write(line.right)
    return found
