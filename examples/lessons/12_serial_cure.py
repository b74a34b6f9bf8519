"""To join each thread before the next starts also cures the race; its price is that nothing overlaps any more.

python examples/lessons/12_serial_cure.py

Each thread first prepares, touching nothing shared, and then updates the balance. A lock puts the updates in a row,
the serial cure puts everything in a row. Waiting stands for both parts here; the update's wait invites the race.
"""

import time
from contextlib import nullcontext
from itertools import accumulate
from threading import Lock, Thread

THREADS = 4


def prepare():
    time.sleep(0.1)


def all_at_once(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def one_after_another(threads):
    for thread in threads:
        thread.start()
        thread.join()


def run(order, prepare, guard):
    """The final balance, and the largest number of threads that were preparing at one time."""
    balance, events = 0, []

    def work():
        nonlocal balance
        events.append(+1)
        prepare()
        events.append(-1)
        with guard:
            seen = balance
            time.sleep(0.01)
            balance = seen + 1

    order([Thread(target=work) for _ in range(THREADS)])
    return balance, max(accumulate(events))


if __name__ == "__main__":
    ways = [("with a lock", all_at_once, Lock()), ("one after another", one_after_another, nullcontext())]
    for name, order, guard in ways:
        began = time.perf_counter()
        balance, most = run(order, prepare, guard)
        seconds = time.perf_counter() - began
        print(f"{name:18} balance {balance} of {THREADS}, at most {most} preparing at once, {seconds:.2f} seconds")
    print("Both are right. The serial cure needs no lock, and no threads either: it is the sequential program.")
