"""Threads: each sums a part, and a lock guards what they share: recur analyze examples/code/threads.py

Work and span are those of the program; a note of recur says that threads of CPython compute one at a time.
"""

from threading import Lock, Thread

balance = 0
results = []


def deposit(lock):
    """Read, add, write back; with the lock no update is lost."""
    global balance
    lock.acquire()
    seen = balance
    seen += 1
    balance = seen
    lock.release()


def deposit_from_threads(k):
    lock = Lock()
    threads = []
    for _ in range(k):
        thread = Thread(target=deposit, args=(lock,))
        threads.append(thread)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return balance


def put_squares(numbers):
    for x in numbers:
        results.append(x * x)


def squares_of_two_halves(numbers):
    """Two threads, a half each: the span is that of one."""
    mid = len(numbers) // 2
    first = Thread(target=put_squares, args=(numbers[:mid],))
    second = Thread(target=put_squares, args=(numbers[mid:],))
    first.start()
    second.start()
    first.join()
    second.join()
    return results


def one_after_the_other(numbers, k):
    """Joined before the next one starts, no thread runs beside another."""
    for _ in range(k):
        thread = Thread(target=put_squares, args=(numbers,))
        thread.start()
        thread.join()


if __name__ == "__main__":
    print(deposit_from_threads(4))
    squares_of_two_halves([2, 3, 5, 7])
    print(results)
