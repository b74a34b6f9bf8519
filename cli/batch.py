"""One input in, one answer out, at once and in order; a bad input never stops the next."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from recur.model import RecurError

from .codes import SOLVED, UNDECIDED, code_of
from .faults import attempt
from .inputs import Input
from .manner import Manner
from .terminal import printable_on, write_problem

if TYPE_CHECKING:
    from recur.model.recurrence import System
    from recur.model.solution import Unsolved

JsonObject = dict[str, Any]
#: To say what is wrong takes no longer than this, whatever the answer was allowed.
REFUSAL_SECONDS = 2.0
LONGEST_MESSAGE = 500


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered (a document in JSON mode, a picture, else text), and the exit code it stands for."""

    body: str | bytes | JsonObject
    code: int = SOLVED


@dataclass(frozen=True, slots=True)
class PrintedReply:
    """A reply as it is printed."""

    body: str | bytes
    code: int


def answer_each(
    inputs: Iterable[Input],
    manner: Manner,
    answer: Callable[[str], Reply],
    refuse: Callable[[str, RecurError], JsonObject],
    close: Callable[[], str] = str,
) -> int:
    """Answer every input; the worst exit code. `refuse` is the JSON of one without an answer, `close` ends them all."""
    from recur.model.logarithms import log_means

    with log_means(manner.log):
        if manner.output is None:
            return _answer_all(inputs, manner, answer, refuse, close, _show)
        kept: list[bytes] = []
        worst = _answer_all(inputs, manner, answer, refuse, close, lambda body: kept.append(_bytes(body)))
        if kept:
            from .pictures import write_file

            write_file(manner.output, b"".join(kept))
        return worst


def _show(body: str | bytes) -> None:
    print(body, end="", flush=True)


def _bytes(body: str | bytes) -> bytes:
    return body.encode("utf-8", "replace") if isinstance(body, str) else body


def _answer_all(
    inputs: Iterable[Input],
    manner: Manner,
    answer: Callable[[str], Reply],
    refuse: Callable[[str, RecurError], JsonObject],
    close: Callable[[], str],
    put: Callable[[str | bytes], None],
) -> int:
    worst = SOLVED
    frame = import_module(f"recur.writers.{manner.format}") if manner.standalone else None
    if frame is not None:  # all answers make one document
        put(frame.PREAMBLE)
    for position, item in enumerate(inputs):
        between = "\n" if position and manner.format != "json" else ""
        written = _outcome(item, answer, manner)
        if isinstance(written, RecurError):
            written = _refusal(written, item.text, manner, refuse, between)
        if isinstance(written.body, bytes):
            put(written.body)
        elif written.body:
            put(f"{between}{written.body}\n")
        worst = max(worst, written.code)
    if last := close():
        put(last)
    if frame is not None:
        put(frame.END)
    return worst


def _outcome(item: Input, answer: Callable[[str], Reply], manner: Manner) -> PrintedReply | RecurError:
    if item.problem is not None:
        return item.problem
    return attempt(lambda: _written(_answered(item.text, answer), manner), manner.timeout)


def _answered(text: str, answer: Callable[[str], Reply]) -> Reply:
    """The reply; an unsolved one says what would make it solvable, found in the time of the answer."""
    try:
        return answer(text)
    except RecurError as problem:
        if unsolved := as_unsolved(problem):
            raise with_remedy(unsolved) from None
        raise


def _written(reply: Reply, manner: Manner) -> PrintedReply:
    if isinstance(reply.body, bytes):
        return PrintedReply(reply.body, reply.code)
    if isinstance(reply.body, str):
        return PrintedReply(reply.body.rstrip("\n"), reply.code)
    return PrintedReply(
        json.dumps(reply.body, ensure_ascii=not replace(manner, ascii=False).look().unicode), reply.code
    )


def _refusal(
    problem: RecurError,
    text: str,
    manner: Manner,
    refuse: Callable[[str, RecurError], JsonObject],
    between: str,
) -> PrintedReply:
    """The refusal; where even that goes wrong, its message alone, so that one input never stops the next."""
    seconds = REFUSAL_SECONDS if manner.timeout is None else min(REFUSAL_SECONDS, max(manner.timeout / 3, 0.3))
    refused = attempt(lambda: _written(_refused(problem, text, manner, refuse, between), manner), seconds)
    if not isinstance(refused, RecurError):
        return refused
    code, message = code_of(problem.kind), problem.message[:LONGEST_MESSAGE]
    if manner.format != "json":
        sys.stderr.write(f"{between}error: {printable_on(message)}\n")
        return PrintedReply("", code)
    error: JsonObject = {"kind": problem.told_kind, "message": message}
    error |= {"line": None, "column": None, "hint": None, "refusals": []}
    return PrintedReply(json.dumps({"schema": 1, "input": text, "error": error}), code)


def _refused(
    problem: RecurError,
    text: str,
    manner: Manner,
    refuse: Callable[[str, RecurError], JsonObject],
    between: str,
) -> Reply:
    """In JSON a refusal is a document like any other; in text, what was proved in part is still a result."""
    code = code_of(problem.kind)
    if manner.format == "json":
        return Reply(refuse(text, problem), code)
    system = understood(text) if code == UNDECIDED else None
    if system is None:
        sys.stderr.write(between)
        write_problem(problem, text, manner.ascii, manner.color)
        return Reply("", code)
    if unsolved := as_unsolved(problem):
        from recur.documents.refusal import document

        return Reply(manner.written(document(unsolved, system, manner.why)), code)
    from recur.documents.blocks import Failed
    from recur.documents.given import reading

    # The reading stands in for the excerpt of the input.
    return Reply(manner.written((reading(system.recurrences), Failed(problem, ""))), code)


def as_unsolved(problem: RecurError | None) -> Unsolved | None:
    """The problem, if it is a refusal; the mathematics is loaded only where there has been some."""
    if problem is None or problem.kind != "unsolved":
        return None
    from recur.model.solution import Unsolved

    return problem if isinstance(problem, Unsolved) else None


def with_remedy(problem: Unsolved) -> Unsolved:
    """The refusal with what would make the recurrence solvable, where a change of a few does."""
    from recur.solving.remedies import remedied

    return remedied(problem)


def understood(text: str) -> System | None:
    """How an input was read, for an answer that has no solution to say so; None when it cannot be read."""

    def reading() -> System:
        from recur.parsing import parse

        return parse(text)

    system = attempt(reading, None)
    return None if isinstance(system, RecurError) else system
