"""Quicksort: what is smaller than the pivot and what is not are sorted side by side.

    work         T₁(n) = T₁(⌊(n−1)/2⌋) + T₁(⌈(n−1)/2⌉) + n − 1 = Θ(n log n)
    span         T∞(n) = T∞(⌈(n−1)/2⌉) + n − 1 = Θ(n)
    parallelism  Θ(log n): the first partition alone takes n − 1 comparisons

How the numbers are split depends on the numbers. The recurrences are those of the best case, and the example is made
for it: its pivot, the first number, is a median of every part. A random order takes 2n ln n comparisons in the mean
and 1.39 times the best case in the long run; a sorted one takes n(n − 1)/2, and refutes them.

python examples/programs/quicksort.py
"""

from __future__ import annotations

from recur.forkjoin import count, task


@task(
    work="T(n) = T(floor((n-1)/2)) + T(ceil((n-1)/2)) + n - 1, T(0) = 0, T(1) = 0",
    span="T(n) = T(ceil((n-1)/2)) + n - 1, T(0) = 0, T(1) = 0",
    size=len,
)
def quicksort(xs):
    if len(xs) <= 1:
        return xs
    pivot, *others = xs
    count(len(others))
    smaller = [x for x in others if x < pivot]
    larger = [x for x in others if not x < pivot]
    left, right = yield quicksort(smaller), quicksort(larger)
    return [*left, pivot, *right]


@quicksort.example
def best_case(n):
    return medians_first(range(n))


def medians_first(numbers):
    """Sorted numbers in the order: a median, then the smaller ones likewise, then the larger ones."""
    if not numbers:
        return []
    middle = (len(numbers) - 1) // 2
    return [numbers[middle], *medians_first(numbers[:middle]), *medians_first(numbers[middle + 1 :])]


@quicksort.check
def is_sorted(result, xs):
    return result == sorted(xs)


if __name__ == "__main__":
    from random import Random

    from recur.forkjoin import counted
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(quicksort, [1, 2, 3, 5, 10, 100, *(2**k for k in range(7, 13))], burden=100))
    print("1,000 numbers in the best order  ", counted(quicksort.at(1000)))
    print("1,000 numbers in a random order  ", counted(quicksort(Random(1).sample(range(1000), 1000))))
    print("1,000 numbers that are sorted    ", counted(quicksort(list(range(1000)))))
