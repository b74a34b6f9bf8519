"""A command line as a request: its words in, its exit code and what it printed out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from recur.model import SyntaxProblem

JsonObject = dict[str, Any]
#: What reads standard input, or never ends.
NOT_SERVED = frozenset({"serve", "prompt", "web"})


def answer(request: JsonObject) -> JsonObject:
    """`{"words": ["solve", "--json", "4T(n/2)+1"]}` answered as the command line answers it.

    Where all that is printed is JSON, it is `answers`, a list; otherwise it is `text`.
    """
    from .dispatch import dispatch

    words = request.get("words")
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise SyntaxProblem(
            "a request holds words, such as", hint='{"id": 1, "words": ["solve", "--json", "4T(n/2)+1"]}'
        )
    if words[0] in NOT_SERVED:
        raise SyntaxProblem(f"{words[0]} is not served")
    with _caught() as (printed, aside):
        code = dispatch(words)
    text, errors = _text_of(printed), _text_of(aside)
    told: JsonObject = {"schema": 1, "code": code}
    try:
        told["answers"] = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        told["text"] = text
    return told | ({"errors": errors} if errors else {})


@contextmanager
def _caught() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Standard output and error as texts; standard input is at its end."""
    before = sys.stdin, sys.stdout, sys.stderr
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in before]
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        yield streams[1], streams[2]
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def _text_of(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
