"""Comments that state what cannot be seen: # cost: n log n, # size: hi - lo, # runs: n."""

import io
import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass

from recur.model import Place, source_tree as tree

_STATED = re.compile(r"#+\s*(cost|size|runs)\s*:\s*(.*?)\s*$", re.IGNORECASE)
_COMMENT_ALONE = re.compile(r"\s*(#|@|$)")


@dataclass(frozen=True, slots=True)
class Declarations:
    facts: tuple[tree.StatedFact, ...]

    def of_header(self, first: int, line: int, body: int, lines: Sequence[str]) -> tuple[tree.StatedFact, ...]:
        """Those of a function: in its header, on the lines of comments above it, and before its first statement.

        `first` is the line of its first decorator, `line` that of def, `body` that of its first statement.
        """
        while first > 1 and _COMMENT_ALONE.match(lines[first - 2]) and lines[first - 2].strip():
            first -= 1
        return tuple(fact for fact in self.facts if first <= fact.place.line < max(body, line + 1))


def declarations(text: str) -> Declarations:
    """All of a text that can be read; only where a line looks like one is the text cut into tokens.

    >>> [(f.place.line, f.kind, f.formula) for f in declarations("for x in xs:  # cost: n log n\\n    f(x)").facts]
    [(1, 'cost', 'n log n')]
    """
    if not any(_STATED.search(line) for line in text.splitlines()):
        return Declarations(())
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        stated = _STATED.match(token.string) if token.type == tokenize.COMMENT else None
        if stated is not None:
            line, column = token.start
            place = Place(line, column + stated.start(2) + 1, max(1, len(stated[2])))
            found.append(tree.StatedFact(place, stated[1].lower(), stated[2]))
    return Declarations(tuple(found))
