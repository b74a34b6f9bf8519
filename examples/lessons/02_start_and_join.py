"""Two processes are started, each is a process of its own, and join waits until it has ended.

python examples/lessons/02_start_and_join.py

`start()` returns at once; `join()` blocks the caller until the process has ended. Try: leave out the joins.
"""

import os
from multiprocessing import Process, get_start_method, parent_process


def greet(name):
    # flush: what a process prints waits in a buffer of its own when the output is not a terminal.
    print(f"{name}: I am process {os.getpid()}, started by process {parent_process().pid}", flush=True)


if __name__ == "__main__":
    print(f"Main is process {os.getpid()}; the start method is {get_start_method()!r}.", flush=True)
    processes = [Process(target=greet, args=(name,)) for name in ("Ada", "Alan")]

    for process in processes:
        process.start()
    for process in processes:
        process.join()

    print(f"Both have ended, with exit codes {[process.exitcode for process in processes]}.")
    print("Which of them greets first is decided by the operating system: either order is right.")
