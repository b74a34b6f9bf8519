"""A process object that is never started does nothing at all: it has no pid, no end, and nothing to join.

python examples/lessons/05_never_started.py

`Process(...)` only writes down what shall be done; `start()` asks the operating system for a process, once.
"""

import time
from multiprocessing import Process, SimpleQueue


def work(done):
    time.sleep(0.2)
    done.put("work")


def describe(process):
    return f"pid {process.pid}, alive: {process.is_alive()}, exit code {process.exitcode}"


if __name__ == "__main__":
    done = SimpleQueue()
    began = time.perf_counter()
    never = Process(target=work, args=(done,))
    print(f"Not started: {describe(never)}; work was done: {not done.empty()}")
    print(f"That took {time.perf_counter() - began:.2f} seconds, not the 0.2 that the work would wait.")
    try:
        never.join()
    except AssertionError as error:
        print(f"Joining it is refused: {error}")

    once = Process(target=work, args=(done,))
    once.start()
    once.join()
    print(f"Started and joined: alive: {once.is_alive()}, exit code {once.exitcode}; work was done: {not done.empty()}")
    try:
        once.start()
    except AssertionError as error:
        print(f"Starting it again is refused: {error}")
