"""Threads for work that waits, processes for work that computes: each way with each kind of work, in one table.

python examples/lessons/21_threads_or_processes.py

Below the table stands what its numbers show; with one processor, or beside busy programs, not what textbooks say.
"""

import sys
import time
from functools import partial
from multiprocessing import Process
from threading import Thread

TASKS = 4
LOCK = getattr(sys, "_is_gil_enabled", lambda: True)()
#: Why the times are as they are, by kind of work and way: where there is a gain, and where there is none.
WHY = {
    "computing in processes": ("each has a lock of its own", "one processor, a busy machine, or a costly start"),
    "computing in threads": ("chance, run it again", "the lock lets one at a time compute"),
    "computing without a lock": ("this interpreter has no lock", "one processor, or a busy machine"),
    "waiting": ("the waits overlap", "to start them took as long as the waits that overlap"),
}


def nothing():
    pass


def compute():
    return sum(n * n for n in range(1_500_000))


def wait():
    time.sleep(0.1)  # for a disk or a network that takes its time


def one_after_another(work):
    for _ in range(TASKS):
        work()


def all_at_once(kind, work):
    workers = [kind(target=work) for _ in range(TASKS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


in_processes, in_threads = partial(all_at_once, Process), partial(all_at_once, Thread)


def seconds(run, work):
    began = time.perf_counter()
    run(work)
    return time.perf_counter() - began


def told(kind, way, sequential, other, lock=LOCK):
    """What two times show, in words that follow from them; a difference of less than a tenth may be chance."""
    times = max(sequential / other, other / sequential)
    how = "no gain and no loss" if times < 1.1 else f"{times:.1f} times as {'fast' if other < sequential else 'slow'}"
    row = f"{kind} in {way}" if lock or way == "processes" else f"{kind} without a lock"
    gain, none = WHY[kind if kind in WHY else row]
    return f"{kind} in {way}: {how} ({gain if how.endswith('fast') else none})"


if __name__ == "__main__":
    print(f"{f'Seconds for {TASKS} tasks':24}  sequential  processes  threads")
    lines = []
    for name, work in (("no work", nothing), ("computing (CPU-bound)", compute), ("waiting (I/O-bound)", wait)):
        alone, processes, threads = [seconds(way, work) for way in (one_after_another, in_processes, in_threads)]
        print(f"{name:24}{alone:12.3f}{processes:11.3f}{threads:9.3f}")
        if work is not nothing:
            others = {"processes": processes, "threads": threads}
            lines += [told(name.split()[0], way, alone, other) for way, other in others.items()]
    print("The row for no work is the price of starting. The others, by these numbers:", *lines, sep="\n  ")
