"""Small fork-join programs for the tests of the engines: at the top of a file, where every process finds them."""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading
import time
from contextlib import suppress

from recur.forkjoin import count, empty, task


@task(work="T(n) = 2T(n-1) + 1, T(0) = 1", span="T(n) = T(n-1) + 1, T(0) = 1", size="depth")
def leaves(depth):
    """2^depth, one leaf at a time."""
    count(1)
    if depth == 0:
        return 1
    left, right = yield leaves(depth - 1), leaves(depth - 1)
    return left + right


@task
def leaves_undeclared(depth):
    """The same, and nothing is known of its size."""
    if depth == 0:
        return 1
    left, right = yield leaves_undeclared(depth - 1), leaves_undeclared(depth - 1)
    return left + right


@task
def echo(value):
    return value


@task
def one_after_another(depth):
    """Joins of one call, of none, of several, and a last one whose result is the result."""
    first = yield leaves(depth)
    nothing = yield []
    second, third = yield [leaves(depth), leaves(depth + 1)]
    (fourth,) = yield (leaves(depth),)
    assert nothing == []
    return add(first, second, third, fourth)


@task(cost=3)
def add(*numbers):
    return sum(numbers)


@task(size="n")
def countdown(n):
    """A chain of calls, each the result of the one before."""
    return countdown(n - 1) if n else "landed"


@task(size="n")
def squares(n):
    found = yield [square(i) for i in range(n)]
    return found


@task(cost=1)
def square(i):
    return i * i


@task
def with_names(first, *, second=0):
    both = yield echo(first), echo(value=second)
    return both


@task(size="depth")
def fails_below(depth):
    if depth == 0:
        raise LookupError("nothing here")
    yield leaves(1), fails_below(depth - 1)


class Stubborn(Exception):
    """An error that can be pickled, and not made again from what was pickled."""

    def __init__(self, one, other):
        super().__init__(one)
        self.other = other


@task
def fails_stubbornly():
    raise Stubborn("one", "other")


@task
def yields_a_value():
    yield 7


@task
def gives_what_cannot_travel():
    lock = threading.Lock()
    return lock.acquire


@task
def spawns_with_what_cannot_travel():
    yield echo(threading.Lock()), echo(1)


@task
def adds_calls():
    return echo(1) + echo(2)


@task(size="n")
def sleeps(n, seconds):
    """n tasks that each take a while."""
    yield [nap(seconds) for _ in range(n)]


@task(size="n")
def one_sleeps(n, seconds):
    """n tasks of 20 milliseconds, and one that takes a while."""
    yield [*(nap(0.02) for _ in range(n)), nap(seconds)]
    return n


@task
def nap(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)


@task
def computes_without_end():
    return sum(itertools.repeat(0))


@task
def catches_everything(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Exception):
            time.sleep(0.01)
    return "done"


@task
def kills_its_worker():
    yield [leaves(2), shot(), leaves(2)]


@task
def shot(by="SIGKILL"):
    os.kill(os.getpid(), getattr(signal, by))
    time.sleep(60)


@task
def where():
    return os.getpid()


@task(size="n")
def many_places(n):
    found = yield [where() for _ in range(n)]
    return sorted(set(found))


# ----- arrays


@task
def threads_of_the_libraries():
    """Of each library for linear algebra that this worker has loaded: the most threads it computes on."""
    import numpy
    import threadpoolctl

    assert numpy.ones((9, 9)).dot(numpy.ones((9, 9))).sum() == 729
    return [library["num_threads"] for library in threadpoolctl.threadpool_info()]


@task(size=len)
def doubled(numbers):
    """An array made anew at each level."""
    if len(numbers) <= 8:
        return numbers * 2
    half = len(numbers) // 2
    left, right = yield doubled(numbers[:half]), doubled(numbers[half:])
    import numpy

    return numpy.concatenate([left, right])


@task(size="n")
def filled(n):
    """An array that its tasks write to, each to a view of its own."""
    numbers = empty(n, "int64")
    yield fill(numbers, 0)
    return numbers


@task(size=len)
def fill(numbers, start):
    if len(numbers) <= 1000:
        numbers[...] = range(start, start + len(numbers))
        return
    half = len(numbers) // 2
    yield fill(numbers[:half], start), fill(numbers[half:], start + half)


@task
def writes_to_a_copy(n):
    import numpy

    mine = numpy.zeros(n)
    yield fill(mine, 0), echo(None)
    return mine


@task
def too_large():
    return empty(2**50, "uint8")


@task(size=len)
def step_by_step(numbers, steps):
    """One more in each step, by two tasks whose results are put together anew."""
    import numpy

    for _ in range(steps):
        half = len(numbers) // 2
        numbers = numpy.concatenate((yield [one_more(numbers[:half]), one_more(numbers[half:])]))
    return numbers


@task
def one_more(numbers):
    return numbers + 1


REMEMBERED = []


@task
def remembers(numbers):
    """Keeps what it is given beyond its end, and says what it was given before."""
    REMEMBERED.append(numbers)
    return [int(each[0]) for each in REMEMBERED]


@task
def passes_on(numbers):
    return (yield remembers(numbers + 0))


@task
def wanders(numbers, seed, depth):
    """Cut, put together, written to, handed on, kept: whatever a program may do with arrays, as the seed has it."""
    import numpy

    chance, half = random.Random(seed), len(numbers) // 2
    found = numbers
    for _ in range(chance.randrange(1, 4)):
        step, seeds = chance.randrange(5), (chance.random(), chance.random())
        if depth == 0 or step == 0:
            found = found * 3 + chance.randrange(100)
        elif step == 1:
            found = numpy.concatenate(
                (yield [wanders(found[:half], seeds[0], depth - 1), remembers_some(found[half:])])
            )
        elif step == 2:
            written = empty(len(found), "int64")
            yield add_one(written[:half], found[:half]), add_one(written[half:], found[half:])
            found = written
        elif step == 3:
            kept, other = yield remembers_some(found), wanders(found, seeds[1], depth - 1)
            found = kept + other
        else:
            other, found = yield remembers_some(found[::-1]), remembers_some(found)
    return found


@task
def add_one(written, numbers):
    written[...] = numbers + 1


@task
def remembers_some(numbers):
    REMEMBERED.append(numbers)
    del REMEMBERED[:-3]
    return numbers
