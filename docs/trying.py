"""Commands of the documentation as links to the page: what `recur solve` is asked there, the page is asked here."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from urllib.parse import urlencode

#: Verb -> how many words it takes at the most; all behind the first are what is asked beside it.
WORDS = {"solve": 1, "check": 2, "prove": 2, "unroll": 1, "tree": 1, "compare": 2, "eval": 100, "analyze": 1}


def fragment(command: str, files: Mapping[str, str]) -> str | None:
    """`#solve?text=…` for `recur solve "…"`; None for a command that says more than the page is told.

    `files` are those that a command may name, by their names.

    >>> fragment('recur check "T(n) = 2T(n/2) + n" "n log n"', {})
    '#check?text=T%28n%29+%3D+2T%28n%2F2%29+%2B+n&second=n+log+n'
    >>> fragment("recur solve --json '4T(n/2)+1'", {}) is None
    True
    """
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    if len(words) < 3 or words[0] != "recur" or words[1] not in WORDS:
        return None
    verb, text, *beside = words[1:]
    of_shell = any(word in ("|", "&&", ">", "<") or word.startswith("-") for word in words[2:])
    if of_shell or len(beside) >= WORDS[verb] or (verb == "analyze" and text not in files):
        return None
    fields = {"text": files[text] if verb == "analyze" else text}
    return f"#{verb}?{urlencode(fields | ({'second': ' '.join(beside)} if beside else {}))}"
