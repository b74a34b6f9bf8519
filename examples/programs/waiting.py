"""Waiting for n answers, all asked for side by side, as from a disk or a network: the processor has nothing to do.

    work         T₁(n) = n waits
    span         T∞(n) = 1 wait
    parallelism  n

A thread that waits lets go of the interpreter lock, so threads wait together as well as processes do, and more workers
than processors gain, too. Each answer here is a pipe of the system that another thread writes to after a millisecond.

python examples/programs/waiting.py
"""

from __future__ import annotations

import os
from threading import Timer

from recur.forkjoin import count, task

SECONDS = 0.001


@task(work="T(n) = n", span="T(n) = 1", size="n")
def waiting(n):
    answers = yield [answer(i) for i in range(n)]
    return answers


@task
def answer(i):
    """Ask, wait, and read what comes."""
    count(1)
    receiving, sending = os.pipe()
    try:
        Timer(SECONDS, os.write, (sending, str(i).encode())).start()
        return int(os.read(receiving, 20))
    finally:
        os.close(receiving)
        os.close(sending)


@waiting.example
def argument(n):
    return n


@waiting.check
def are_all_there(result, n):
    return result == list(range(n))


if __name__ == "__main__":
    from recur.executors import open_engine
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(waiting, [1, 2, 5, 10, 100]))
    for name, workers in (("serial", 1), ("threads", 2), ("threads", 8), ("processes", 8)):
        with open_engine(name, workers=workers) as engine:
            result = min((engine.run(waiting(64)) for _ in range(3)), key=lambda each: each.nanoseconds)
        print(f"{name:<10} {workers} workers: {len(result.value)} answers in {result.nanoseconds / 1e6:.1f} ms")
