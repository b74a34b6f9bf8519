"""Small Python programs as text, for tests that load and measure files."""

from __future__ import annotations

SUM = """
from recur.forkjoin import count, task

@task(work="T(n) = 2T(n/2) + 1, T(1) = 1", span="T(n) = T(n/2) + 1, T(1) = 1", size=len)
def total(xs):
    count(1)
    if len(xs) == 1:
        return xs[0]
    half = len(xs) // 2
    left, right = yield total(xs[:half]), total(xs[half:])
    return left + right

@total.example
def numbers(n):
    return list(range(n))

@total.check
def is_right(result, xs):
    return result == sum(xs)
"""

#: Eight calls, where seven are declared.
SEVEN = """
from recur.forkjoin import count, task

@task(work="T(n) = 7T(n/2) + 1, T(1) = 1", size="n")
def product(n):
    count(1)
    if n > 1:
        yield [product(n // 2) for _ in range(8)]

@product.example
def size(n):
    return n
"""

UNDECLARED = """
from recur.forkjoin import task

@task(size="n")
def summed(n):
    return sum(range(n))

@summed.example
def size(n):
    return n
"""

#: Raises where n = 4.
FAILING = SUM.replace("    count(1)\n", "    count(1)\n    if len(xs) == 4:\n        raise KeyError('four')\n")
WRONG = SUM.replace("left + right", "left + right + (len(xs) == 4)")
#: Kills its own worker; run without spawns, it ends well.
DEADLY = SUM.replace(
    "    count(1)\n",
    "    count(1)\n"
    "    import multiprocessing, os, signal\n"
    "    if multiprocessing.parent_process() is not None:\n"
    "        os.kill(os.getpid(), signal.SIGKILL)\n",
)
ENDLESS = SUM.replace("    count(1)\n", "    count(1)\n    while len(xs) == 4:\n        pass\n")
