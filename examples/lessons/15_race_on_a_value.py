"""A shared Value has races like any shared variable; a lock that all processes take makes the update whole.

python examples/lessons/15_race_on_a_value.py

`number.value += 1` reads and then writes. A Value locks itself for each of the two, but not from one to the other.
The barrier in the first part provokes what the second part leaves to chance.
"""

import pickle
import threading
from multiprocessing import Barrier, Lock, Process, Value

TIMES = 10_000


def add_after_all_have_read(number, barrier):
    seen = number.value
    barrier.wait()
    number.value = seen + 1


def add(number, lock):
    for _ in range(TIMES):
        number.value += 1


def add_under_lock(number, lock):
    for _ in range(TIMES):
        with lock:
            number.value += 1


def run_two(target, shared):
    number = Value("i", 0)
    processes = [Process(target=target, args=(number, shared)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return number.value


if __name__ == "__main__":
    print("Two processes add 1 to a shared Value, which begins at 0:")
    print(f"    once each, both having read first: {run_two(add_after_all_have_read, Barrier(2))} of 2")
    print(f"    {TIMES} times each, as it comes: {run_two(add, Lock())} of {2 * TIMES}, this time")
    print(f"    {TIMES} times each, under the lock: {run_two(add_under_lock, Lock())} of {2 * TIMES}")
    print("The lock must be one of multiprocessing: a lock of threading lives inside one process.")
    try:
        pickle.dumps(threading.Lock())
    except TypeError as error:
        print(f"Where arguments are pickled, as under spawn, it cannot be handed over: {error}.")
    print("number.get_lock() is the Value's own lock; `with number.get_lock():` does the same.")
