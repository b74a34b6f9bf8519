"""A pool of worker processes: every request is answered within its limits, whatever the others ask.

A request waits until a worker is free, first come, first served. It runs in a process of its own; one that does not end
in time, or that its caller gives up, is ended with its process, and a fresh one takes its place. A request that takes
long while others wait is moved aside: its process goes on behind the others, and one more is started for those.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from recur.crew import Loss, given_up, usable_processors
from recur.model import LimitExceeded, RecurError
from recur.model.limits import DEFAULT_SECONDS, machine_memory
from recur.serving.worker import HEADER, JsonObject, frame, refusal

#: What a worker process runs: it finds the package where this one has found it.
START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from recur.serving.worker import serve; serve()"
#: Requests that wait for a process at most.
MOST_WAITING = 512
#: Seconds beyond the time of a request after which its process is ended: what heeds no time limit.
GRACE = 1.0
#: Seconds after which a request is taken to be long, and how many such are moved aside at once.
PROMPT = 0.5
MOST_ASIDE = 6
NICENESS = 10
#: Processes that may be lost before the first one is ready.
FALSE_STARTS = 4


class NoAnswer(Exception):
    """The process has ended, and what it was asked has no answer."""


class ServingProcess:
    """One worker process, as its pool sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.aside = False
        self._reading = asyncio.Lock()

    @classmethod
    async def started(cls) -> ServingProcess:
        """A process that waits to be told what it answers."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            START,
            json.dumps(sys.path),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C in a terminal is for the pool
        )
        return cls(process)

    async def ask(self, request: bytes) -> tuple[bytes, bool]:
        """The answer to a request, and whether the process takes no other; NoAnswer where it ends instead."""
        requests, replies = self.process.stdin, self.process.stdout
        if requests is None or replies is None:
            raise NoAnswer
        try:
            requests.write(frame(request))
            await requests.drain()
            async with self._reading:
                last, length = HEADER.unpack(await replies.readexactly(HEADER.size))
                return await replies.readexactly(length), last
        except (OSError, asyncio.IncompleteReadError):
            raise NoAnswer from None

    def step_aside(self) -> None:
        """Let the other processes go first."""
        self.aside = True
        if hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process.pid, NICENESS)

    async def end(self) -> None:
        """End the process, whatever it does, and wait until it has gone."""
        with suppress(ProcessLookupError):
            self.process.kill()
        if self.process.stdin is not None:
            self.process.stdin.close()
        await self.process.wait()
        if self.process.stdout is not None:
            async with self._reading:  # who waits for its answer hears first that there is none
                await self.process.stdout.read()  # up to its end: closes this side as well


class Pool:
    """Processes that answer requests by one function, `module:function`. Used with `async with`: at its end all end.

    `warm` are requests that a process answers before its first, so that what they load is there.
    """

    def __init__(
        self,
        answerer: str,
        warm: Sequence[JsonObject] = (),
        size: int | None = None,
        seconds: float | None = DEFAULT_SECONDS,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self.answerer, self.warm, self.seconds = answerer, warm, seconds
        self.size = size or usable_processors()
        self.most_waiting = most_waiting
        self.memory = max(512 << 20, min(2 << 30, machine_memory() // 8))
        self.waiting = 0
        self._idle: asyncio.Queue[ServingProcess | None] = asyncio.Queue()
        self._workers: set[ServingProcess] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._ever_ready = False
        self._false_starts = 0
        self._closed = False

    async def __aenter__(self) -> Self:
        self._closed = False
        for _ in range(self.size):
            self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        while self._workers or self._starting:  # a start is not broken off: its process would be nobody's
            for worker in list(self._workers):
                self._end(worker)
            await asyncio.wait({*self._starting, *self._ending}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.gather(*self._ending)

    async def answer(self, request: JsonObject, seconds: float | None = None) -> bytes:
        """The answer as JSON, within the time of the pool or less; a refusal where there is none.

        Where the task that waits for it is cancelled, the request is.
        """
        allowed = min((each for each in (seconds, self.seconds) if each is not None), default=None)
        if self.waiting >= self.most_waiting:
            busy = f"{self.waiting} requests are waiting already"
            return _refused(LimitExceeded(busy, hint="ask again when they are answered"))
        self.waiting += 1
        try:
            worker = await self._free()
        finally:
            self.waiting -= 1
        if worker is None:
            return _refused(RecurError("no process can be started that answers"))
        asked = json.dumps({"seconds": allowed, "request": request}).encode()
        try:
            reply, last = await self._reply(worker, asked, allowed)
        except NoAnswer:
            self._replace(worker)
            return _refused(given_up(Loss.DIED))
        except TimeoutError:
            self._replace(worker)
            return _refused(LimitExceeded(f"stopped after the time limit of {allowed:g} s"))
        except BaseException:
            self._replace(worker)
            raise
        if last or worker.aside:
            self._replace(worker)
        else:
            self._idle.put_nowait(worker)
        return reply

    async def _free(self) -> ServingProcess | None:
        """A worker that waits for a request; None where none can be started."""
        while True:
            worker = await self._idle.get()
            if worker is None:
                self._idle.put_nowait(None)  # for whoever waits as well
                return None
            if worker.process.returncode is None:
                return worker
            self._replace(worker)  # it has ended while nobody asked it

    async def _reply(self, worker: ServingProcess, asked: bytes, seconds: float | None) -> tuple[bytes, bool]:
        reading = asyncio.ensure_future(worker.ask(asked))
        watching = asyncio.ensure_future(self._watched(worker))
        try:
            return await asyncio.wait_for(reading, None if seconds is None else seconds + GRACE)
        finally:
            watching.cancel()

    async def _watched(self, worker: ServingProcess) -> None:
        """Where a request is long and others wait, it steps aside, and one more process is started for them."""
        while True:
            await asyncio.sleep(PROMPT)
            aside = sum(each.aside for each in self._workers)
            if self.waiting and self._idle.empty() and not self._starting and aside < MOST_ASIDE:
                worker.step_aside()
                self._start()
                return

    def _start(self) -> None:
        if self._closed:  # a request was given up at the end: nothing follows it
            return
        task = asyncio.ensure_future(self._started())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _started(self) -> None:
        """One more worker among the idle ones, unless the pool ends before it is ready."""
        told = json.dumps({"answerer": self.answerer, "memory": self.memory, "warm": list(self.warm)}).encode()
        while not self._closed:
            with suppress(OSError, NoAnswer):
                worker = await ServingProcess.started()
                self._workers.add(worker)
                if self._closed:
                    self._end(worker)
                    return
                try:
                    await worker.ask(told)
                except NoAnswer:
                    self._end(worker)
                    raise
                self._ever_ready = True
                self._idle.put_nowait(worker)
                return
            self._false_starts += 1
            if not self._ever_ready and self._false_starts > FALSE_STARTS:
                self._idle.put_nowait(None)
                return

    def _replace(self, worker: ServingProcess) -> None:
        """The worker ends, and another takes its place, unless one has when it stepped aside."""
        self._end(worker)
        if not worker.aside:
            self._start()

    def _end(self, worker: ServingProcess) -> None:
        if worker in self._workers:
            self._workers.discard(worker)
            task = asyncio.ensure_future(worker.end())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)


def _refused(problem: RecurError) -> bytes:
    return json.dumps(refusal(problem)).encode()
