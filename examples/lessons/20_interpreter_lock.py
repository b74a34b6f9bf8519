"""One thread at a time runs Python code in a process: while one holds the interpreter lock, the others stand still.

python examples/lessons/20_interpreter_lock.py

A thread counts as fast as it can. Main reads the counter many times: first in a loop, between whose steps the lock
may be handed over; then by one call into C code that keeps the lock, so that all its readings are equal.
"""

import sys
from itertools import repeat
from threading import Thread

READINGS = 200_000


def count(counter, running):
    while running:
        counter[0] += 1


def read_until_it_moves(counter):
    """Read in a loop of Python code until two readings differ; so this ends only if the other thread gets its turn."""
    first = latest = counter[0]
    while latest == first:
        latest = counter[0]
    return latest - first


def read_in_one_call(counter):
    """How far the counter moves during READINGS readings that one call makes, without running Python code."""
    readings = list(map(counter.__getitem__, repeat(0, READINGS)))
    return readings[-1] - readings[0]


def has_interpreter_lock():
    """False in the free-threaded builds that exist since Python 3.13."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()


if __name__ == "__main__":
    counter, running = [0], [True]
    thread = Thread(target=count, args=(counter, running), daemon=True)  # ends with main, even if main fails
    thread.start()
    print(f"This interpreter has a lock: {has_interpreter_lock()}")
    print(f"In a loop of Python code, main saw the counter move: by {read_until_it_moves(counter)}")
    print(f"During {READINGS} readings in one call, the counter moved by {read_in_one_call(counter)}")
    running.clear()
    thread.join()
    print("With the lock, threads share out the time of one interpreter: waiting gains by them, computing does not.")
    print("Every process has an interpreter and a lock of its own. Some C code, such as NumPy's, gives up the lock.")
