"""Exact values as text: the reading, a line for each size, then what was rounded or assumed."""

from __future__ import annotations

from collections.abc import Sequence

from recur.documents.given import reading
from recur.evaluation.evaluator import Value
from recur.model.errors import RecurError
from recur.model.recurrence import System
from recur.writers import text
from recur.writers.characters import printable
from recur.writers.page import INDENT, Page

#: A number of more digits is shown by its first and last ones, with their count.
LONGEST = 48
SHOWN_FIRST, SHOWN_LAST = 24, 12


def render(
    system: System,
    sizes: Sequence[str],
    values: Sequence[Value | RecurError],
    full: bool = False,
    width: int = 80,
    unicode: bool = True,
    colour: bool = False,
) -> str:
    """T(10^18) = …; of a size without a value, why it has none; `full` shows every digit."""
    page = Page(width, unicode, colour)
    found = [value for value in values if not isinstance(value, RecurError)]
    lefts = [f"{found[0].function}({printable(size)})" for size in sizes]
    edge = max(map(len, lefts))
    for left, value in zip(lefts, values, strict=True):
        if isinstance(value, RecurError):
            page.lines.append(f"{INDENT}{left.ljust(edge)}   {page.words(f'no value: {value.message}')}")
            continue
        equals = "=" if value.exact else page.words("≈")
        shown = value.text if full else page.words(_shortened(value.text))
        page.lines.append(f"{INDENT}{left.ljust(edge)} {equals} {page.styled(shown, 'bound')}")
    page.blank()
    for sentence in dict.fromkeys(s for v in found for s in (v.rounding, v.assumed, v.taken, v.read_as) if s):
        page.labelled("Note", page.words(sentence + "."))
    if not all(value.exact for value in found):
        page.labelled("Note", page.words("digits after ≈ are certain, and cut off rather than rounded."))
    return text.render((reading(system.recurrences),), width, unicode, colour) + "\n\n" + page.text()


def _shortened(text: str) -> str:
    """A fraction or number with its long parts as first digits … last digits (count)."""
    return "/".join(_first_and_last(part) for part in text.split("/"))


def _first_and_last(number: str) -> str:
    digits = len(number.lstrip("-"))
    if digits <= LONGEST:
        return number
    return f"{number[:SHOWN_FIRST]}…{number[-SHOWN_LAST:]} ({digits:,} digits)"
