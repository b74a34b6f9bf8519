"""Work that waits takes as long as the longest wait in threads, and as long as the sum of the waits in sequence.

python examples/lessons/09_waiting_in_threads.py

A thread that waits, for a timer, a disk or an answer from the network, gives up the interpreter lock meanwhile.
"""

import time
from itertools import accumulate
from threading import Thread

TASKS, SECONDS = 5, 0.1


def wait():
    time.sleep(SECONDS)


def in_sequence(task):
    for _ in range(TASKS):
        task()


def in_threads(task):
    threads = [Thread(target=task) for _ in range(TASKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def most_at_once(run, wait):
    """The largest number of waits in progress at one time: +1 is noted as one begins, -1 as it ends."""
    events = []

    def task():
        events.append(+1)  # to append to a list is safe from several threads
        wait()
        events.append(-1)

    run(task)
    return max(accumulate(events))


if __name__ == "__main__":
    print(f"{TASKS} waits of {SECONDS} seconds each:")
    for name, run in (("in sequence", in_sequence), ("in threads", in_threads)):
        began = time.perf_counter()
        most = most_at_once(run, wait)
        print(f"    {name:12} {time.perf_counter() - began:5.2f} seconds, at most {most} in progress at once")
    print("The waits overlap; the threads still take turns at running Python code.")
