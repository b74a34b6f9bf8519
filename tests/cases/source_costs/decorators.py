"""A decorator of the file, or an unknown one, may make anything of a function; one that runs it once changes little."""

import functools
import time

from elsewhere import remembered


def timed(f):
    def around(*args):
        start = time.time()
        found = f(*args)
        print(time.time() - start)
        return found

    return around


def memoized(f):
    memo = {}

    def around(n):
        if n not in memo:
            memo[n] = f(n)
        return memo[n]

    return around


def repeated(f):
    def around(n):
        for _ in range(n):
            f(n)

    return around


class Counted:
    def __init__(self, f):
        self.f = f


@timed
def halves(n):
    return 1 if n < 2 else halves(n // 2)


@memoized
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@remembered
def trib(n):
    return n if n < 3 else trib(n - 1) + trib(n - 2) + trib(n - 3)


@functools.cache
def cached(n):
    return n if n < 2 else cached(n - 1) + cached(n - 2)


@Counted
def down(n):
    return n if n < 2 else down(n - 1)


@repeated
def steps(n):
    return sum(range(n))


def calls_steps(n):
    return steps(n)


def pell(n):
    return n if n < 2 else 2 * pell(n - 1) + pell(n - 2)


pell = memoized(pell)
