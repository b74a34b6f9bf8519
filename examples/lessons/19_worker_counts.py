"""More workers than usable processors make no computation faster, and every worker costs its start.

python examples/lessons/19_worker_counts.py

The squares of 1 to 1,000,000 are added up in equal parts, one for each worker of the pool.
"""

import os
import time
from multiprocessing import Pool, SimpleQueue

LAST = 1_000_000


def report(ready):
    """The first act of a worker: it writes down its own number."""
    ready.put(os.getpid())


def sum_of_squares(part):
    return sum(n * n for n in part)


def parts(last, count):
    """The numbers 1 to last, cut into ranges whose lengths differ by 1 at most."""
    cuts = [last * i // count + 1 for i in range(count + 1)]
    return [range(cuts[i], cuts[i + 1]) for i in range(count)]


def run(workers):
    """The sum, the processes that were started, and the seconds for starting them and for the sum."""
    ready = SimpleQueue()
    began = time.perf_counter()
    with Pool(workers, initializer=report, initargs=(ready,)) as pool:
        numbers = {ready.get() for _ in range(workers)}
        started = time.perf_counter()
        total = sum(pool.map(sum_of_squares, parts(LAST, workers), chunksize=1))
        return total, len(numbers), started - began, time.perf_counter() - started


if __name__ == "__main__":
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"This process may use {usable} logical processors.")
    print("workers  processes  start (s)  map (s)  sum of the squares")
    for workers in (1, 2, 4):
        total, processes, start, work = run(workers)
        print(f"{workers:7}{processes:11}{start:11.3f}{work:9.3f}  {total}")
    print(f"n(n+1)(2n+1)/6 for n = {LAST}:      {LAST * (LAST + 1) * (2 * LAST + 1) // 6}")
    print("A pool pays when the work is long beside the start, or when one pool serves many calls of map.")
