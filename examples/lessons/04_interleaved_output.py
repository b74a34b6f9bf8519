"""Two processes that print two lines each may mix them; a lock around both lines keeps each pair together.

python examples/lessons/04_interleaved_output.py

Left to chance, mixed lines are rare, for the first process has often ended before the second begins.
So here a barrier between the two lines makes them certain: nobody passes it until both have arrived.
"""

import os
from multiprocessing import Barrier, Lock, Process


def greet_and_meet(barrier):
    print("Hello", flush=True)
    barrier.wait()
    print(f"World from {os.getpid()}", flush=True)


def greet_alone(lock):
    with lock:
        print("Hello", flush=True)
        print(f"World from {os.getpid()}", flush=True)


def run_two(target, shared):
    processes = [Process(target=target, args=(shared,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


if __name__ == "__main__":
    print("Mixed, made certain by a barrier:", flush=True)
    run_two(greet_and_meet, Barrier(2))
    print("Kept together by a lock:", flush=True)
    run_two(greet_alone, Lock())
    print("The lock does not say who comes first, only that nobody comes in between.")
