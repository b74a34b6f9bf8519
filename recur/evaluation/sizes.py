"""Sizes as they are listed: 1024, 2^20 · 2^6..2^12, each twice the one before · 10..20:5, in steps of 5."""

from __future__ import annotations

import re
from collections.abc import Iterable

from recur.evaluation.evaluator import whole_size
from recur.model.errors import InvalidRecurrence

MOST_SIZES = 64
#: 1,000 has a comma in the middle of one number, where a list has them between two.
_ONE_NUMBER = re.compile(r"(?<![\d^])\d{1,3}(?:,\d{3})*,0\d\d(?!\d)")


def read_sizes(texts: Iterable[str]) -> tuple[int, ...]:
    """The sizes in the order in which they are listed; `InvalidRecurrence` says what is none.

    >>> read_sizes(["64, 2^10", "3..20", "3..11:4"])
    (64, 1024, 3, 6, 12, 3, 7, 11)
    """
    found: list[int] = []
    for text in texts:
        if split := _ONE_NUMBER.search(text):
            meant = split[0].replace(",", "")
            hint = f"for one size write {meant}"
            raise InvalidRecurrence(f"{split[0]} is a list of sizes here, between commas", hint=hint)
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts:
            raise InvalidRecurrence("nothing is no size", hint="such as 1024 or 2^20")
        for part in parts:
            found += _listed(part, MOST_SIZES + 1 - len(found))
        if len(found) > MOST_SIZES:
            raise InvalidRecurrence(f"{text}: more than {MOST_SIZES} numbers")
    return tuple(found)


def _listed(part: str, most: int) -> list[int]:
    low, dots, rest = part.partition("..")
    if not dots:
        return [whole_size(part)]
    high, colon, step = rest.partition(":")
    size, last, by = whole_size(low), whole_size(high), whole_size(step) if colon else 0
    if min(size, by if colon else 1) < 1:
        raise InvalidRecurrence(f"{part}: a list of sizes starts at 1 or later, and goes up")
    found: list[int] = []
    while size <= last and len(found) < most:
        found.append(size)
        size = size + by if by else 2 * size
    return found
