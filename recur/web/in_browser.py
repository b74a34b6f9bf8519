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


class LateImports:
    """Fetches a package of LATE when it is imported; `fetch` unpacks an archive, and tells whether it could be had."""

    def __init__(self, fetch: Callable[[str], bool]) -> None:
        self.fetch = fetch

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in LATE:
            return None
        if not self.fetch(LATE[name]):
            raise LimitExceeded(f"this answer needs {name}, which could not be loaded", hint="ask again with a network")
        invalidate_caches()
        return PathFinder.find_spec(name)


def begin(fetch: Callable[[str], bool]) -> None:
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
