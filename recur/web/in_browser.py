"""What the page's worker calls where Python itself runs in the page: a line of JSON in, a line of JSON out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from importlib import invalidate_caches
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from recur.model import LimitExceeded

#: Package -> its archive. Together they are three times as large as recur, and few answers need one.
LATE = {"mpmath": "mpmath.zip", "sympy": "sympy.zip"}
#: The grammars of languages of code: their modules are the worker's, which loads them when a question needs one.
GRAMMARS = ("tree_sitter_c", "tree_sitter_cpp", "tree_sitter_java")


class LateImports:
    """Fetches a package of LATE when it is imported; `fetch` unpacks an archive, and tells whether it could be had.

    A grammar cannot be had while an answer waits: that it is wanted is remembered in `wanted`.
    """

    def __init__(self, fetch: Callable[[str], bool]) -> None:
        self.fetch = fetch
        self.wanted: list[str] = []

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in GRAMMARS:
            self.wanted.append(name)
        if name not in LATE:
            return None
        if not self.fetch(LATE[name]):
            raise LimitExceeded(f"this answer needs {name}, which could not be loaded", hint="ask again with a network")
        invalidate_caches()
        return PathFinder.find_spec(name)


def begin(fetch: Callable[[str], bool], parse: Callable[[str], str]) -> None:
    """Get ready: what every answer needs is imported, and what few need is fetched when it is imported.

    `parse` makes a tree of code by a grammar that is loaded.
    """
    from recur.web import code_trees

    sys.meta_path.append(LateImports(fetch))
    code_trees.PARSING[:] = [parse]
    sys.modules["tree_sitter"] = code_trees
    ask(json.dumps({"verb": "read", "text": "T(n) = 2T(n/2) + n"}))


def have_grammar(name: str) -> None:
    """The worker has loaded the grammar: its module can be imported from now on."""
    module = ModuleType(name)
    vars(module)["language"] = lambda: name
    sys.modules[name] = module


def ask(request: str) -> str:
    """The answer to a request, both as JSON; `wanted` names the grammars that it lacked.

    >>> json.loads(ask('{"verb": "compare", "text": "n", "second": "n^2"}'))["error"] is None
    True
    >>> json.loads(ask("7"))["error"]["kind"]
    'invalid'
    """
    from recur.web import protocol

    late = [finder for finder in sys.meta_path if isinstance(finder, LateImports)]
    for finder in late:
        finder.wanted.clear()
    asked: Any = json.loads(request)
    told = protocol.answer(asked if isinstance(asked, dict) else {})
    return json.dumps(told | {"wanted": sorted({name for finder in late for name in finder.wanted})})
