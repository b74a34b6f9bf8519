"""Processes that a lesson starts meet at a barrier: who passes it was there at the same time as all the others.

python -m tests.lesson_meetings METHOD

A main program of its own, for under spawn and forkserver the processes import it. It prints what it saw as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from functools import partial
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from tests.lesson_runs import SECONDS, load

#: Who waits longer for the others than half of what the test waits breaks the barrier, and says so.
PATIENCE = SECONDS / 2


def meet(barrier: Barrier, met: SimpleQueue[int]) -> None:
    barrier.wait(PATIENCE)
    met.put(os.getpid())


def main() -> None:
    in_order, ways = load(3), load(21)
    count = len(in_order.NAMES)
    barrier = multiprocessing.Barrier(count)
    met: SimpleQueue[int] = multiprocessing.SimpleQueue()
    in_order.start_all_then_join([multiprocessing.Process(target=meet, args=(barrier, met)) for _ in range(count)])
    started_together = [met.get() for _ in range(count)]

    barrier = multiprocessing.Barrier(ways.TASKS)
    ways.in_processes(partial(meet, barrier, met))
    in_processes = [met.get() for _ in range(ways.TASKS)]
    ways.in_threads(partial(meet, barrier, met))
    in_threads = [met.get() for _ in range(ways.TASKS)]
    seen = {"started together": started_together, "in processes": in_processes, "in threads": in_threads}
    print(json.dumps(seen | {"main": os.getpid()}))


if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    main()
