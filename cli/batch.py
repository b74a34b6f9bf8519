"""One input in, one answer out, at once and in order; a bad input never stops the next."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any

from recur.model import RecurError
from recur.model.records import frozen, replace

from .codes import SOLVED, UNDECIDED, code_of
from .faults import attempt
from .inputs import Input
from .manner import Manner
from .terminal import printable_on, problem_text

if TYPE_CHECKING:
    from recur.crew import Loss
    from recur.model.recurrence import System
    from recur.model.several import MultivariateRecurrence
    from recur.model.solution import Unsolved

JsonObject = dict[str, Any]
#: To say what is wrong takes no longer than this, whatever the answer was allowed.
REFUSAL_SECONDS = 2.0
LONGEST_MESSAGE = 500
#: Inputs that have to wait before processes are started for them, which takes as long as to answer these.
FEW = 200
#: A worker that is silent for this much longer than an answer may take hangs where no time limit reaches.
GRACE_SECONDS = 10.0


@frozen
class Reply:
    """What is answered (a document in JSON mode, a picture, else text), and the exit code it stands for.

    `aside` is for standard error, before it.
    """

    body: str | bytes | JsonObject
    code: int = SOLVED
    aside: str = ""


@frozen
class PrintedReply:
    """A reply as it is printed."""

    body: str | bytes
    code: int
    aside: str = ""


@frozen
class Answerer:
    """What makes a reply of an input, with its place among the inputs: here, or in another process.

    `refuse` is the JSON of an input without an answer. `warm` are inputs that are answered, and not shown, before this
    process is copied for many others.
    """

    manner: Manner
    answer: Callable[[str], Reply]
    refuse: Callable[[str, RecurError], JsonObject]
    warm: tuple[str, ...] = ()

    def __call__(self, placed: tuple[int, Input]) -> PrintedReply:
        from recur.model.logarithms import log_means

        position, item = placed
        with log_means(self.manner.log):
            printed = (
                item.problem if item.problem is not None else attempt(self._answered(item.text), self.manner.timeout)
            )
            if isinstance(printed, RecurError):
                return self.refused(printed, item, self.between(position))
            return printed

    def between(self, position: int) -> str:
        """What stands before an answer that is not the first."""
        return "\n" if position and self.manner.format != "json" else ""

    def lost(self, placed: tuple[int, Input], loss: Loss) -> PrintedReply:
        """The reply where nobody could answer."""
        from recur.crew import given_up

        position, item = placed
        return self.refused(given_up(loss), item, self.between(position))

    def _answered(self, text: str) -> Callable[[], PrintedReply]:
        """The reply; an unsolved one says what would make it solvable, found in the time of the answer."""

        def answered() -> PrintedReply:
            try:
                return self._printed(self.answer(text))
            except RecurError as problem:
                if unsolved := as_unsolved(problem):
                    raise with_remedy(unsolved) from None
                raise

        return answered

    def _printed(self, reply: Reply) -> PrintedReply:
        if isinstance(reply.body, bytes):
            return PrintedReply(reply.body, reply.code, reply.aside)
        if isinstance(reply.body, str):
            return PrintedReply(reply.body.rstrip("\n"), reply.code, reply.aside)
        escaped = not replace(self.manner, ascii=False).look().unicode
        return PrintedReply(json.dumps(reply.body, ensure_ascii=escaped), reply.code, reply.aside)

    def refused(self, problem: RecurError, item: Input, between: str) -> PrintedReply:
        """The refusal; where even that goes wrong, its message alone, so that one input never stops the next."""
        allowed = self.manner.timeout
        seconds = REFUSAL_SECONDS if allowed is None else min(REFUSAL_SECONDS, max(allowed / 3, 0.3))
        told = attempt(lambda: self._printed(self._refusal(problem, item, between)), seconds)
        if not isinstance(told, RecurError):
            return told
        code, message = code_of(problem.kind), problem.message[:LONGEST_MESSAGE]
        if self.manner.format != "json":
            return PrintedReply("", code, f"{between}error: {printable_on(message)}\n")
        error: JsonObject = {"kind": problem.told_kind, "message": message}
        error |= {"line": None, "column": None, "hint": None, "refusals": []}
        return PrintedReply(json.dumps({"schema": 1, "input": item.text, "error": error}), code)

    def _refusal(self, problem: RecurError, item: Input, between: str) -> Reply:
        """In JSON a refusal is a document like any other; in text, what was proved in part is still a result."""
        code, manner = code_of(problem.kind), self.manner
        if manner.format == "json":
            return Reply(self.refuse(item.text, problem), code)
        system = understood(item.text) if code == UNDECIDED else None
        if system is None:
            shown = problem.text or item.shown or item.text
            return Reply("", code, f"{between}{problem_text(problem, shown, manner.look_aside())}\n")
        if unsolved := as_unsolved(problem):
            from recur.documents.refusal import document

            return Reply(manner.written(document(unsolved, system, manner.why)), code)
        from recur.documents.blocks import Failed
        from recur.documents.given import as_given

        # The reading stands in for the excerpt of the input.
        return Reply(manner.written((as_given(system), Failed(problem, ""))), code)


def answer_each(
    inputs: Iterable[Input],
    manner: Manner,
    answer: Callable[[str], Reply],
    refuse: Callable[[str, RecurError], JsonObject],
    close: Callable[[], str] = str,
    warm: tuple[str, ...] = (),
) -> int:
    """Answer every input; the worst exit code. `refuse` is the JSON of one without an answer, `close` ends them all.

    `warm` are inputs that load what many others will need.
    """
    from recur.model.logarithms import log_means

    answerer = Answerer(manner, answer, refuse, warm)
    with log_means(manner.log):
        if manner.output is None:
            return _answer_all(inputs, answerer, close, _show)
        kept: list[bytes] = []
        worst = _answer_all(inputs, answerer, close, lambda body: kept.append(_bytes(body)))
        if kept:
            from .pictures import write_file

            write_file(manner.output, b"".join(kept))
        return worst


def _show(body: str | bytes) -> None:
    print(body, end="", flush=True)


def _bytes(body: str | bytes) -> bytes:
    return body.encode("utf-8", "replace") if isinstance(body, str) else body


def _answer_all(
    inputs: Iterable[Input], answerer: Answerer, close: Callable[[], str], put: Callable[[str | bytes], None]
) -> int:
    worst, manner = SOLVED, answerer.manner
    frame = import_module(f"recur.writers.{manner.format}") if manner.standalone else None
    if frame is not None:  # all answers make one document
        put(frame.PREAMBLE)
    for position, written in enumerate(_replies(enumerate(inputs), answerer)):
        if written.aside:
            sys.stdout.flush()  # answers that came before are read before it
            print(written.aside, end="", file=sys.stderr, flush=True)
        if isinstance(written.body, bytes):
            put(written.body)
        elif written.body:
            put(f"{answerer.between(position)}{written.body}\n")
        worst = max(worst, written.code)
    if last := close():
        put(last)
    if frame is not None:
        put(frame.END)
    return worst


def _replies(placed: Iterator[tuple[int, Input]], answerer: Answerer) -> Iterator[PrintedReply]:
    """The reply to each input, in their order; by several processes where many inputs have come."""
    jobs = answerer.manner.jobs
    if answerer.manner.engine == "dask":
        yield from _by_several(placed, answerer)
        return
    if jobs == 1:
        yield from map(answerer, placed)
        return
    waiting: list[tuple[int, Input]] = []
    for each in placed:
        waiting.append(each)
        if len(waiting) >= (2 if jobs else FEW):
            yield from _by_several(chain(waiting, placed), answerer)
            return
        if not _followed(each):
            yield from map(answerer, waiting)
            waiting.clear()
    yield from map(answerer, waiting)


def _by_several(placed: Iterator[tuple[int, Input]], answerer: Answerer) -> Iterator[PrintedReply]:
    manner = answerer.manner
    patience = None if manner.timeout is None else 2 * manner.timeout + GRACE_SECONDS
    if manner.engine == "dask":
        from recur.executors import engines_named
        from recur.executors.dask import DaskEngine
        from recur.executors.dask_tasks import outcomes_of

        engines_named(manner.engine)  # or what has to be installed for it
        with DaskEngine(manner.jobs or None, address=manner.scheduler) as cluster:
            yield from outcomes_of(cluster, placed, answerer, answerer.lost, patience, _followed)
        return
    from recur.crew import Crew, usable_processors

    size = manner.jobs or usable_processors()
    doing, warm = partial(_itself, answerer), [(0, Input(text)) for text in answerer.warm]
    with Crew(placed, size, doing, answerer.lost, patience, followed=_followed, warm=warm) as crew:
        yield from crew.outcomes()


def _itself(answerer: Answerer) -> Answerer:
    return answerer


def _followed(placed: tuple[int, Input]) -> bool:
    return placed[1].followed


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


def understood(text: str) -> System | MultivariateRecurrence | None:
    """How an input was read, for an answer that has no solution to say so; None when it cannot be read."""

    def reading() -> System | MultivariateRecurrence:
        from recur.parsing import parse_any

        return parse_any(text)

    system = attempt(reading, None)
    return None if isinstance(system, RecurError) else system
