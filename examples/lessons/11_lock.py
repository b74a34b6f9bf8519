"""A lock lets one thread at a time read and write, so no update is lost; `with lock` releases it whatever happens.

python examples/lessons/11_lock.py

The sleep between reading and writing is there on purpose: without the lock it would be ample time for a race.
"""

import time
from threading import Lock, Thread

balance = 0


def increase():
    global balance
    seen = balance
    time.sleep(0.05)
    balance = seen + 1


def by_acquire_and_release(lock, work):
    lock.acquire()
    work()
    lock.release()  # not reached if the work raises: the next thread to ask waits for ever


def by_with(lock, work):
    with lock:  # acquire, try: …, finally: release
        work()


def run_two(guarded):
    """The balance after two threads added one each, from zero."""
    global balance
    balance = 0
    lock = Lock()
    threads = [Thread(target=guarded, args=(lock, increase)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return balance


def locked_after_an_error(guarded):
    """Whether the lock is still held when the work has raised an error."""
    lock = Lock()
    try:
        guarded(lock, lambda: 1 // 0)
    except ZeroDivisionError:
        return lock.locked()


if __name__ == "__main__":
    for name, guarded in (("acquire and release", by_acquire_and_release), ("with lock", by_with)):
        held = locked_after_an_error(guarded)
        print(f"{name}: two threads add 1 each to 0, the balance is {run_two(guarded)};", end=" ")
        print(f"after an error inside, the lock is still held: {held}")
    print("A lock guards only those who ask for it: every place that touches the balance must take the same lock.")
