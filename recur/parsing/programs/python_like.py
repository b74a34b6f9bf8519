"""Python given for pseudo-code: read as far as its lines cost there what they cost here, refused by name where not.

A slice, a copy, a comprehension and a membership test each take the length of what they go through.
"""

import re

from recur.model.patterns import regex
from recur.parsing.faults import Fault
from recur.parsing.programs.layout import ProgramLine

_DEFINED = regex(r"(?:async\s+)?def\s", re.IGNORECASE)
_FORKS = regex(r"\b(?:cilk_)?(?:spawn|sync)\b|\bparallel\b|\bcilk_for\b", re.IGNORECASE)
_COMPREHENSION = regex(r"[\[({][^\[\](){}]*(?:\([^()]*\)[^\[\](){}]*)*\bfor\b[^\[\]{}]*\bin\b")
_COSTLY = {
    "a slice copies what it takes": regex(r"[\w\])]\[[^\[\]]*:[^\[\]]*\]"),
    "a membership test goes through what it asks": regex(r"^(?!for\b).*?\b(?:not\s+)?in\b"),
    "a list, a set or a text is made and copied": regex(r"(?:^|[=(,+\s])\s*[\[{]|(?<!^)['\"]"),
}


def refuse_costs_of_python(lines: list[ProgramLine]) -> None:
    """Raise where a line of a Python function costs more than a strand, and where any line hides a loop."""
    for line in lines:
        hidden = _COMPREHENSION.search(line.text)
        if hidden is not None:
            raise Fault(
                "a loop inside a line is not counted", line.start + hidden.start(), line.start + hidden.end(),
                advice="write it as a loop of its own",
            )  # fmt: skip
    if not any(_DEFINED.match(line.text) for line in lines) or any(_FORKS.search(line.text) for line in lines):
        return
    for line in lines:
        for why, pattern in _COSTLY.items():
            found = pattern.search(line.text)
            if found is not None and not _DEFINED.match(line.text):
                raise Fault(
                    f"this is Python, where {why}; pseudo-code is read, with Θ(1) for such a line",
                    line.start + found.start(), line.start + found.end(),
                    advice="write it as pseudo-code, with what it costs behind the line: // Θ(n)",
                )  # fmt: skip
