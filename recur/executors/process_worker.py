"""A worker process: it answers one job after another, and keeps the tasks that wait for their children.

A task stays where it began: its frame cannot move, its results come to it. One message in, one message out.
"""

import os
import pickle
import signal
import sys
import threading
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from typing import Any

from recur.executors.jobs import JobFailed, Notice, Reply, Waiting, answer
from recur.executors.shared_arrays import Segments
from recur.forkjoin.tasks.arrays import allocation
from recur.model.records import replace


def serve(line: Connection, prefix: str) -> None:
    """Answer jobs until the other end says so (None) or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # also where it cannot be blocked
    threading.Thread(target=_end_with_the_driver, daemon=True).start()
    shared = Segments(prefix, fills=False)
    allocation.set(shared.empty)
    waiting: Waiting = {}
    retired: list[str] = []
    while True:
        try:
            job = pickle.loads(line.recv_bytes())
        except EOFError:
            return
        if job is None:
            return
        if isinstance(job, Notice):
            shared.drop(job.dropped)
            shared.offer(job.offered)
            retired += job.retired
            continue
        reply = _with_account(answer(job, waiting, shared), retired, shared)
        retired = []
        sys.stdout.flush()
        line.send_bytes(pickle.dumps(reply, pickle.HIGHEST_PROTOCOL))


def _with_account(reply: Reply, retired: list[str], shared: Segments) -> Reply:
    """The answer, with what it says of segments that were retired before it."""
    if isinstance(reply, JobFailed) or not retired:
        return reply
    free = tuple(name for name in retired if shared.is_free(name))
    occupied = tuple(name for name in retired if name not in free)
    return replace(reply, account=replace(reply.account, free=free, occupied=occupied))


def _end_with_the_driver() -> None:
    """A driver that was killed cannot say so: its workers end when it does."""
    parent: Any = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
