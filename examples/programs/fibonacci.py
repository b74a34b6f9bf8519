"""Fibonacci numbers the slow way: two calls of nearly the same size, and next to nothing to do between them.

python examples/programs/fibonacci.py
"""

from __future__ import annotations

from recur.forkjoin import count, task


@task(spec="fibonacci.spawn", size="n")
def fib(n):
    count(2)  # the test and the return, as in the specification
    if n <= 1:
        return n
    x, y = yield fib(n - 1), fib(n - 2)
    return x + y


@fib.example
def argument(n):
    return n


@fib.check
def is_fibonacci(result, n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return result == a


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(fib, range(2, 19), burden=100))
