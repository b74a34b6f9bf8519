"""Two threads read a value, add one, and write it back: if both read before either writes, an update is lost.

python examples/lessons/10_race_in_threads.py

Left to chance this is rare, and so it escapes the tests and strikes later. Here it is provoked: a barrier between
reading and writing holds each thread until both have read. What it makes certain could happen without it.
"""

import dis
from threading import Barrier, Thread

balance = 0


def increase(between):
    global balance
    seen = balance
    between()
    balance = seen + 1


def increase_in_one_line():
    global balance
    balance += 1


def run_two(between):
    """The balance after two threads added one each, from zero."""
    global balance
    balance = 0
    threads = [Thread(target=increase, args=(between,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return balance


def steps(function):
    """The instructions of the interpreter from reading the global to writing it."""
    names = [instruction.opname for instruction in dis.get_instructions(function)]
    return names[names.index("LOAD_GLOBAL") : names.index("STORE_GLOBAL") + 1]


if __name__ == "__main__":
    final = run_two(Barrier(2).wait)
    print(f"Two threads add 1 each to 0. The balance is {final}: {2 - final} update is lost.")
    print("`balance += 1` is no way out. It is one line and several instructions:")
    print("   ", ", ".join(steps(increase_in_one_line)))
    print("Python does not promise that no other thread runs between them. The next lesson has the cure: a lock.")
