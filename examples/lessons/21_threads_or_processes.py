"""Threads for work that waits, processes for work that computes: each way with each kind of work, in one table.

python examples/lessons/21_threads_or_processes.py

The row for no work at all is the price of starting. Where there is one usable processor only, or an interpreter
without the interpreter lock, the row for computing looks different: that is the point of measuring.
"""

import time
from multiprocessing import Process
from threading import Thread

TASKS = 4


def nothing():
    pass


def compute():
    """CPU-bound: the processor is busy all the time."""
    return sum(n * n for n in range(1_500_000))


def wait():
    """I/O-bound: the sleep stands for a disk or a network that takes its time."""
    time.sleep(0.1)


def one_after_another(work):
    for _ in range(TASKS):
        work()


def start_and_join(workers):
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def in_threads(work):
    start_and_join([Thread(target=work) for _ in range(TASKS)])


def in_processes(work):
    start_and_join([Process(target=work) for _ in range(TASKS)])


def seconds(run, work):
    began = time.perf_counter()
    run(work)
    return time.perf_counter() - began


if __name__ == "__main__":
    ways = (one_after_another, in_processes, in_threads)  # no thread is about when a process may be forked
    print(f"{f'Seconds for {TASKS} tasks':24}  sequential  processes  threads")
    for name, work in (("no work", nothing), ("computing (CPU-bound)", compute), ("waiting (I/O-bound)", wait)):
        row = [seconds(way, work) for way in ways]
        print(f"{name:24}{row[0]:12.3f}{row[1]:11.3f}{row[2]:9.3f}")
    print("Waiting overlaps in threads and in processes. Under the interpreter lock, computing overlaps in processes")
    print("alone, and gains by as many as there are processors, less the price of starting and of handing data over.")
