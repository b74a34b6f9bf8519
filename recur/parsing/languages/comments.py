"""Comments that say what cannot be seen: // cost: n log n, /* size: hi - lo */, // runs: n."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from recur.model import Place, source_tree as tree
from recur.model.patterns import regex
from recur.parsing.languages.syntax import SILENT

_FACT = regex(r"(?P<kind>cost|size|runs)\s*[:=]\s*(?P<formula>[^\n]+?)\s*(?:\*/|\n|\Z)", re.IGNORECASE)


#: One call on its line, and behind it what it takes.
_LONE_CALL = regex(
    r"^[ \t]*(?:\w+\s*=\s*)?(?P<name>\w+)\s*\([^;{}\n]*\)\s*;[ \t]*(?://|/\*)[ \t]*"
    r"(?P<said>(?:takes[ \t]+)?(?:[OΘθ]|Theta)[ \t]*\((?P<formula>[^\n]*)\)|constant(?:[ \t]+(?:cost|work))?)"
    r"(?:[ \t]+(?:time|work|steps))?[ \t.]*(?:\*/)?[ \t]*$",
    re.MULTILINE,
)


def stated_facts(
    text: str, place_of: Callable[[int, int], Place], defined: Container[str] = ()
) -> tuple[tree.StatedFact, ...]:
    """The facts of all comments; of calls alone on a line that are not `defined` also // O(n) and // constant time.

    >>> [f.formula for f in stated_facts("work();  // constant time", Place)]
    ['1']
    """
    found: list[tree.StatedFact] = []
    for call in _LONE_CALL.finditer(text):
        if call["name"] not in defined:
            place = place_of(call.start("said"), call.end("said"))
            found.append(tree.StatedFact(place, "cost", call["formula"] or "1"))
    for comment in SILENT.finditer(text):
        if comment[0][0] != "/":
            continue
        for fact in _FACT.finditer(comment[0]):
            start = comment.start() + fact.start()
            place = place_of(start, comment.start() + fact.end("formula"))
            found.append(tree.StatedFact(place, fact["kind"].lower(), fact["formula"]))
    return tuple(found)
