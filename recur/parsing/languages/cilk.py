"""Cilk's words, which no grammar of C knows, become blanks, and their places are kept."""

from __future__ import annotations

import re

from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing.languages.syntax import without_silent

#: cilk_spawn of OpenCilk, _Cilk_spawn of Cilk Plus, spawn of Cilk-5.
_SPAWN = regex(r"\b(?:_?[Cc]ilk_spawn\b|spawn(?=\s+[A-Za-z_]\w*\s*\())\s*")
_FOR = regex(r"\b_?[Cc]ilk_for\b")
_SCOPE = regex(r"\b_?[Cc]ilk_scope\b\s*")
_BLANK = regex(r"\bcilk\b(?=\s+[A-Za-z_])|\bcilk_reducer\s*\([^()]*\)")
SYNC = frozenset({"cilk_sync", "_Cilk_sync", "sync"})


@frozen
class CilkPlaces:
    """Where a call is spawned, a loop parallel, a block ended by a sync: offsets of their first signs."""

    spawned: frozenset[int] = frozenset()
    loops: frozenset[int] = frozenset()
    scopes: frozenset[int] = frozenset()


def without_cilk(text: str) -> tuple[str, CilkPlaces]:
    """The text as plain C, of the same length, and where Cilk's words stood.

    >>> without_cilk("x = cilk_spawn f(1);")
    ('x =            f(1);', CilkPlaces(spawned=frozenset({15}), loops=frozenset(), scopes=frozenset()))
    """
    plain = without_silent(text)
    if not any(word in plain for word in ("ilk_", "spawn", "cilk")):
        return text, CilkPlaces()
    spawned, scopes = ([found.end() for found in sign.finditer(plain)] for sign in (_SPAWN, _SCOPE))
    loops = [found.start() for found in _FOR.finditer(plain)]
    for sign, word in ((_SPAWN, ""), (_SCOPE, ""), (_FOR, "for"), (_BLANK, "")):
        for found in sign.finditer(plain):
            gone = re.sub(r"[^\n]", " ", found[0])
            text = text[: found.start()] + word + gone[len(word) :] + text[found.end() :]
    return text, CilkPlaces(frozenset(spawned), frozenset(loops), frozenset(scopes))
