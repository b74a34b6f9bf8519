"""Comments that say what cannot be seen: // cost: n log n, /* size: hi - lo */, // runs: n."""

from __future__ import annotations

import re
from collections.abc import Callable

from recur.model import Place, source_tree as tree
from recur.parsing.languages.syntax import SILENT

_FACT = re.compile(r"(?P<kind>cost|size|runs)\s*[:=]\s*(?P<formula>[^\n]+?)\s*(?:\*/|\n|\Z)", re.IGNORECASE)


def stated_facts(text: str, place_of: Callable[[int, int], Place]) -> tuple[tree.StatedFact, ...]:
    """The facts of all comments, in the order of the text."""
    found: list[tree.StatedFact] = []
    for comment in SILENT.finditer(text):
        if comment[0][0] != "/":
            continue
        for fact in _FACT.finditer(comment[0]):
            start = comment.start() + fact.start()
            place = place_of(start, comment.start() + fact.end("formula"))
            found.append(tree.StatedFact(place, fact["kind"].lower(), fact["formula"]))
    return tuple(found)
