"""Lines of JSON: a request a line in, its answer a line out as soon as it is there, in whatever order.

A request carries an `id`, which its answer repeats, and the seconds it may take as `timeout`; `{"cancel": ID}` gives
one up. At the end of the input what is still asked is answered, and then it ends.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from recur.model import LimitExceeded, RecurError, SyntaxProblem
from recur.serving.pool import Pool
from recur.serving.worker import JsonObject, json_object, refusal

MOST_BYTES = 1_000_000
#: Requests that are read ahead of their answers; a line more is read when one of them is answered.
MOST_ASKED = 256
Put = Callable[[JsonObject], None]


class JsonLines:
    """The requests that come in lines, and the pool that answers them."""

    def __init__(self, pool: Pool, put: Put) -> None:
        self.pool, self.put = pool, put
        self._asked: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(MOST_ASKED)

    async def serve(self, stream: BinaryIO) -> None:
        """Answer every line of the stream."""
        lines = _lines(stream)
        running: set[asyncio.Task[None]] = set()
        while line := await lines():
            if not line.strip():
                continue
            await self._room.acquire()
            try:
                task = self._begun(line)
            except RecurError as problem:
                self._room.release()
                self.put({"id": None} | refusal(problem))
                continue
            if task is None:
                self._room.release()
                continue
            running.add(task)
            task.add_done_callback(running.discard)
            task.add_done_callback(lambda _: self._room.release())
        await asyncio.gather(*running, return_exceptions=True)

    def _begun(self, line: bytes) -> asyncio.Task[None] | None:
        request = _read(line)
        if "cancel" in request:
            named = json.dumps(request["cancel"])
            if named in self._asked:
                self._asked[named].cancel()
            return None
        named = json.dumps(request.get("id"))
        if named in self._asked:
            raise SyntaxProblem(f"the id {named} is asked already", hint="an id is free again once it is answered")
        self._asked[named] = asyncio.ensure_future(self._answered(named, request))
        return self._asked[named]

    async def _answered(self, named: str, request: JsonObject) -> None:
        seconds = request.get("timeout")
        try:
            if seconds is not None and (not isinstance(seconds, int | float) or not seconds > 0):
                raise SyntaxProblem("timeout is a positive number of seconds")
            told = json.loads(await self.pool.answer(request, seconds))
        except asyncio.CancelledError:
            told = {"schema": 1, "cancelled": True}
        except RecurError as problem:
            told = refusal(problem)
        finally:
            del self._asked[named]
        self.put({"id": request.get("id")} | told)


def _read(line: bytes) -> dict[str, Any]:
    if len(line) > MOST_BYTES:
        raise LimitExceeded(f"the line is longer than {MOST_BYTES:,} bytes")
    request = json_object(line)
    if request is None:
        raise SyntaxProblem("a line is one JSON object", hint='such as {"id": 1, "words": ["methods"]}')
    return request


def _lines(stream: BinaryIO) -> Callable[[], Any]:
    """What waits for the next line: a thread reads, for a stream may be a file, a pipe or a terminal."""
    loop, coming = asyncio.get_running_loop(), asyncio.Queue[bytes]()
    wanted = threading.Semaphore(0)

    def read() -> None:
        while True:
            wanted.acquire()
            line = rest = stream.readline(MOST_BYTES + 1)
            while rest[-1:] not in (b"\n", b""):  # the rest of a line that is too long
                rest = stream.readline(MOST_BYTES + 1)
            try:
                loop.call_soon_threadsafe(coming.put_nowait, line)
            except RuntimeError:  # nobody waits any more
                return
            if not line:
                return

    threading.Thread(target=read, daemon=True).start()

    async def following() -> bytes:
        wanted.release()
        return await coming.get()

    return following
