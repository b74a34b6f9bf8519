"""A global is one variable for all threads; every process has its own, and what it starts from is the start method's.

python examples/lessons/13_globals.py

Main has 1 and 2 in the list when it starts a worker, which adds 9. fork copies the process with all its variables;
spawn and forkserver begin with a new interpreter that imports this file, where the list is empty.
"""

import multiprocessing
import threading
from functools import partial

numbers = []


def work(seen):
    before = list(numbers)
    numbers.append(9)
    seen.put((before, list(numbers)))


def try_a_thread():
    seen = multiprocessing.SimpleQueue()
    worker = threading.Thread(target=work, args=(seen,))
    worker.start()
    worker.join()
    return seen.get()


def try_a_process(method):
    context = multiprocessing.get_context(method)
    seen = context.SimpleQueue()
    worker = context.Process(target=work, args=(seen,))
    worker.start()
    worker.join()
    return seen.get()


if __name__ == "__main__":
    methods = multiprocessing.get_all_start_methods()
    ways = {f"a process by {method}": partial(try_a_process, method) for method in methods}
    ways["a thread"] = try_a_thread  # last: a process that has threads should not fork

    print(f"{'worker':24}{'finds':10}{'leaves':14}main has afterwards")
    for name, attempt in ways.items():
        numbers[:] = [1, 2]
        found, left = attempt()
        print(f"{name:24}{found!s:10}{left!s:14}{numbers}")
    print("No process changed main's list: results come back through a queue, a pipe, shared memory or a pool.")
