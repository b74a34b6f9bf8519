"""The squares of 1 … n, summed: the numbers are cut into eight chunks of nearly equal size, one task each.

    work         T₁(n) = n
    span         T∞(n) = ⌈n/8⌉ = Θ(n)
    parallelism  8, however many processors there are

A fixed number of chunks is how data are split over a pool of processes. A chunk travels as its two ends and comes
back as one number, so that processes have next to nothing to send. Counted are the multiplications.

python examples/programs/squares.py
"""

from __future__ import annotations

from itertools import pairwise

from recur.forkjoin import count, task

CHUNKS = 8


@task(work="T(n) = n", span="T(n) = ceil(n/8)", size="n")
def squares(n):
    ends = [n * i // CHUNKS for i in range(CHUNKS + 1)]
    sums = yield [chunk(range(low + 1, high + 1)) for low, high in pairwise(ends)]
    return sum(sums)


@task(work="T(n) = n", span="T(n) = n", size=len)
def chunk(numbers):
    count(len(numbers))
    return sum(number * number for number in numbers)


@squares.example
def argument(n):
    return n


@squares.check
def is_the_sum_of_squares(result, n):
    return result == n * (n + 1) * (2 * n + 1) // 6


if __name__ == "__main__":
    from recur.executors import open_engine
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(squares, [1, 10, 100, 1000, 1_000_000]))
    for name in ("serial", "threads", "processes"):
        with open_engine(name, workers=2) as engine:
            result = min((engine.run(squares(1_000_000)) for _ in range(3)), key=lambda each: each.nanoseconds)
        print(f"{name:<10} {result.value:,} in {result.nanoseconds / 1e6:.1f} ms")
