"""Comments that state what cannot be seen: # cost: n log n, # size: hi - lo, # runs: n."""

import io
import re
import tokenize
from collections.abc import Sequence

from recur.model import Place, source_tree as tree
from recur.model.patterns import regex
from recur.model.records import frozen

#: several may stand in one comment: # cost: n, size: n - 1
_FACT = regex(r"\b(cost|size|runs)\s*:\s*(.*?)[\s,;]*(?=$|\b(?:cost|size|runs)\s*:)", re.IGNORECASE)
_OPENS = regex(r"#+\s*(?:cost|size|runs)\s*:", re.IGNORECASE)
_COMMENT_ALONE = regex(r"\s*(#|@|$)")


@frozen
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
    if _OPENS.search(text) is None:
        return Declarations(())
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and _OPENS.search(token.string):
            line, column = token.start
            for stated in _FACT.finditer(token.string):
                place = Place(line, column + stated.start(2) + 1, max(1, len(stated[2])))
                found.append(tree.StatedFact(place, stated[1].lower(), stated[2]))
    return Declarations(tuple(found))
