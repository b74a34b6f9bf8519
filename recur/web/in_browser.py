"""What the page's worker calls where Python itself runs in the page: a line of JSON in, a line of JSON out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

#: They are ten times as large as recur, and few answers need them.
LATE = frozenset({"sympy", "mpmath"})


class LateImports:
    """Fetches the packages of LATE at the first import of one of them; `fetch` tells whether they are there now."""

    def __init__(self, fetch: Callable[[], bool]) -> None:
        self.fetch = fetch
        self.asked = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in LATE or self.asked:
            return None
        self.asked = True
        return PathFinder.find_spec(name) if self.fetch() else None


def begin(fetch: Callable[[], bool]) -> None:
    """Get ready: what every answer needs is imported, and what few need is fetched when it is imported."""
    sys.meta_path.append(LateImports(fetch))
    ask(json.dumps({"verb": "read", "text": "T(n) = 2T(n/2) + n"}))


def ask(request: str) -> str:
    """The answer to a request, both as JSON.

    >>> json.loads(ask('{"verb": "compare", "text": "n", "second": "n^2"}'))["error"] is None
    True
    >>> json.loads(ask("7"))["error"]["kind"]
    'invalid'
    """
    from recur.web import protocol

    asked: Any = json.loads(request)
    return json.dumps(protocol.answer(asked if isinstance(asked, dict) else {}))
