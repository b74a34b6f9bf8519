"""Processes and pools: recur analyze examples/code/processes.py

A process has a memory of its own; what it is given and gives back is copied, which is told and not counted.
"""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Array, Lock, Pool, Process, Value


def greet(name):
    print("hello from", name, os.getpid())


def nap(seconds):
    time.sleep(seconds)
    print("slept for", seconds)


def naps(k):
    """Each process is started as it is made, and waited for at the end."""
    processes = []
    for i in range(1, k):
        process = multiprocessing.Process(target=nap, args=(i / 10,))
        processes.append(process)
        process.start()
    for process in processes:
        process.join()


def put_squares(numbers, squares):
    for i, x in enumerate(numbers):
        squares[i] = x * x


def squares_in_shared_memory(numbers):
    squares = Array("d", numbers)
    process = Process(target=put_squares, args=(numbers, squares))
    process.start()
    process.join()
    return squares


def count_up(number, lock, times):
    for _ in range(times):
        with lock:
            number.value += 1


def count_together(k, times):
    """Every update is made under the lock: no process runs beside another."""
    number = Value("i", 0)
    lock = Lock()
    processes = [Process(target=count_up, args=(number, lock, times)) for _ in range(k)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return number


def divisors(n):
    return [d for d in range(1, n + 1) if n % d == 0]


def all_divisors(n, k):
    """k numbers of size n, each a task of the pool."""
    with Pool(4) as pool:
        return pool.map(divisors, [n] * k)


def sum_of_squares(numbers):
    total = 0
    for x in numbers:
        total += x * x
    return total


def sum_in_halves(numbers):
    """The pattern of divide and conquer with an executor: one half is handed on, the other one done here."""
    if len(numbers) <= 1:
        return sum_of_squares(numbers)
    mid = len(numbers) // 2
    with ProcessPoolExecutor() as pool:
        left = pool.submit(sum_in_halves, numbers[:mid])
        right = sum_in_halves(numbers[mid:])
        return left.result() + right


if __name__ == "__main__":
    first = Process(target=greet, args=("the first",))
    second = Process(target=greet, args=("the second",))
    first.start()
    second.start()
    first.join()
    second.join()
