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

from recur.executors.jobs import Forget, Waiting, answer
from recur.executors.shared_arrays import Segments
from recur.forkjoin.tasks.arrays import allocation


def serve(line: Connection, prefix: str) -> None:
    """Answer jobs until the other end says so (None) or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # also where it cannot be blocked
    threading.Thread(target=_end_with_the_driver, daemon=True).start()
    shared = Segments(prefix, holds=True)
    allocation.set(shared.empty)
    waiting: Waiting = {}
    while True:
        try:
            job = pickle.loads(line.recv_bytes())
        except EOFError:
            return
        if job is None:
            return
        if isinstance(job, Forget):
            shared.drop(job.names)
            continue
        reply = pickle.dumps(answer(job, waiting, shared), pickle.HIGHEST_PROTOCOL)
        sys.stdout.flush()
        line.send_bytes(reply)


def _end_with_the_driver() -> None:
    """A driver that was killed cannot say so: its workers end when it does."""
    parent: Any = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
