"""Merge sort: the two halves are sorted side by side, and merged by one strand.

    work         T₁(n) = T₁(⌊n/2⌋) + T₁(⌈n/2⌉) + n = Θ(n log n)
    span         T∞(n) = T∞(⌈n/2⌉) + n = Θ(n)
    parallelism  Θ(log n): the last merge alone takes n steps

Counted are the numbers that are moved by merging. How to merge in parallel, merge_sort_parallel.py shows.

python examples/programs/merge_sort.py
"""

from __future__ import annotations

from random import Random

from recur.forkjoin import count, task


@task(
    work="T(n) = T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 1",
    span="T(n) = T(ceil(n/2)) + n, T(1) = 1",
    size=len,
)
def merge_sort(xs):
    if len(xs) <= 1:
        count(len(xs))
        return xs
    half = len(xs) // 2
    left, right = yield merge_sort(xs[:half]), merge_sort(xs[half:])
    return merge(left, right)


def merge(left, right):
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    merged += left[i:] + right[j:]
    count(len(merged))
    return merged


@merge_sort.example
def numbers(n):
    random = Random(n)
    return [random.randrange(n) for _ in range(n)]


@merge_sort.check
def is_sorted(result, xs):
    return result == sorted(xs)


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(merge_sort, [1, 2, 3, 5, 10, 100, *(2**k for k in range(7, 13))], burden=100))
