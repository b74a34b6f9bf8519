"""A thread queue hands each item to exactly one of the threads that ask, in the order in which they were put.

python examples/lessons/17_thread_queue.py

queue.Queue keeps the items themselves, in the memory that the threads share; its lock is inside.
"""

import pickle
from queue import Queue
from threading import Thread

WORKERS, END = 3, None


def work(tasks, results):
    """Take numbers until the END comes, which each worker takes once."""
    while (n := tasks.get()) is not END:
        results.put((n, n * n))


def run(numbers, workers):
    """The pairs (n, n squared) in the order in which the workers put them."""
    tasks, results = Queue(), Queue()
    threads = [Thread(target=work, args=(tasks, results)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for n in numbers:
        tasks.put(n)
    for _ in threads:
        tasks.put(END)
    for thread in threads:
        thread.join()
    return [results.get() for _ in range(results.qsize())]  # nobody puts any more: the size is certain


if __name__ == "__main__":
    numbers = [2, 3, 5, 7, 11, 13, 17, 19]
    print(f"One worker, first in, first out: {[square for _, square in run(numbers, 1)]}")
    answers = run(numbers, WORKERS)
    print(f"{WORKERS} workers took the numbers, each of them once: {sorted(n for n, _ in answers) == numbers}")
    print(f"Their results, each with its number, for the order may be another: {answers}")
    try:
        pickle.dumps(Queue())
    except TypeError as error:
        print(f"It is for threads only. To a process it cannot be sent: {error}.")
