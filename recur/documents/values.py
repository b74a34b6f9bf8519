"""Exact values: the reading, each size, then what was rounded or assumed."""

from collections.abc import Sequence

from recur.documents import blocks as b
from recur.documents.given import as_given
from recur.evaluation.evaluator import Value
from recur.evaluation.points import read_point
from recur.model import RecurError, Step, System
from recur.model.several import MultivariateRecurrence

#: A number of more digits is shown by its first and last ones, with their count.
LONGEST = 48
SHOWN_FIRST, SHOWN_LAST = 24, 12
CERTAIN = "digits after ≈ are certain, and cut off rather than rounded"


def document(
    system: System | MultivariateRecurrence,
    sizes: Sequence[str],
    values: Sequence[Value | RecurError],
    full: bool = False,
) -> b.Document:
    """T(10^18) = …; of a size without a value, why it has none; `full` shows every digit."""
    found = [value for value in values if not isinstance(value, RecurError)]
    name = found[0].function
    if isinstance(system, MultivariateRecurrence):
        sizes = [", ".join(map(str, read_point(size, system))) for size in sizes]
    rows = tuple((f"{name}({size})", *_told(value, full)) for size, value in zip(sizes, values, strict=True))
    notes = [sentence for v in found for sentence in (v.rounding, v.assumed, v.taken, v.read_as) if sentence]
    notes += [] if all(value.exact for value in found) else [CERTAIN]
    said = (b.Paragraph(Step(f"{note}."), "Note") for note in dict.fromkeys(notes))
    return as_given(system), b.Evaluated(rows), *said


def _told(value: Value | RecurError, full: bool) -> tuple[str, str]:
    if isinstance(value, RecurError):
        return "", f"no value: {value.message}"
    return "=" if value.exact else "≈", value.text if full else _shortened(value.text)


def _shortened(text: str) -> str:
    """A fraction or number with its long parts as first digits … last digits (count)."""
    return "/".join(_first_and_last(part) for part in text.split("/"))


def _first_and_last(number: str) -> str:
    digits = len(number.lstrip("-"))
    if digits <= LONGEST:
        return number
    return f"{number[:SHOWN_FIRST]}…{number[-SHOWN_LAST:]} ({digits:,} digits)"
