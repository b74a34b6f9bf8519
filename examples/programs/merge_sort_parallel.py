"""Merge sort with a parallel merge: two halves of the result are merged side by side, too.

    work         T₁(n) = T₁(⌊n/2⌋) + T₁(⌈n/2⌉) + P₁(n) = Θ(n log n)
    span         T∞(n) = T∞(⌈n/2⌉) + P∞(n) = Θ(log³ n)
    merge        P₁(n) = P₁(⌊n/2⌋) + P₁(⌈n/2⌉) + ⌊lg n⌋ + 1 = Θ(n),  P∞(n) = P∞(⌈n/2⌉) + ⌊lg n⌋ + 1 = Θ(log² n)
    parallelism  Θ(n/log² n)

The textbook's merge cuts the longer run at its median, and the parts that come of it depend on the numbers: at worst
3n/4 and n/4. This one cuts the result in the middle: its first ⌊n/2⌋ numbers are the first i of one run and the first
⌊n/2⌋ − i of the other, and a binary search of ⌊lg n⌋ + 1 steps finds i. So the sizes do not depend on the numbers,
and the recurrences are exact for every input. Counted are the steps of the searches; lists are copied beside that,
where a program that sorts an array in place would copy nothing.

python examples/programs/merge_sort_parallel.py
"""

from __future__ import annotations

from random import Random

from recur.forkjoin import count, task

MERGE_WORK = "P(n) = P(floor(n/2)) + P(ceil(n/2)) + floor(lg n) + 1, P(1) = 0"
MERGE_SPAN = "P(n) = P(ceil(n/2)) + floor(lg n) + 1, P(1) = 0"


@task(
    work=f"{MERGE_WORK}; T(n) = T(floor(n/2)) + T(ceil(n/2)) + P(n), T(1) = 0",
    span=f"{MERGE_SPAN}; T(n) = T(ceil(n/2)) + P(n), T(1) = 0",
    size=len,
)
def p_merge_sort(xs):
    if len(xs) <= 1:
        return xs
    half = len(xs) // 2
    left, right = yield p_merge_sort(xs[:half]), p_merge_sort(xs[half:])
    return p_merge(left, right)


@task(work=MERGE_WORK, span=MERGE_SPAN, size=lambda left, right: len(left) + len(right))
def p_merge(left, right):
    n = len(left) + len(right)
    if n <= 1:
        return left + right
    i = split(left, right, n // 2)
    j = n // 2 - i
    first, second = yield p_merge(left[:i], right[:j]), p_merge(left[i:], right[j:])
    return first + second


def split(left, right, k):
    """How many of the k smallest numbers stand in `left`, where equal numbers of `left` come first."""
    low, high = max(0, k - len(right)), min(k, len(left))
    for _ in range((len(left) + len(right)).bit_length()):
        count(1)
        middle = (low + high) // 2
        if middle < high and left[middle] <= right[k - middle - 1]:
            low = middle + 1
        else:
            high = middle
    return low


@p_merge_sort.example
def numbers(n):
    random = Random(n)
    return [random.randrange(n) for _ in range(n)]


@p_merge_sort.check
def is_sorted(result, xs):
    return result == sorted(xs)


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(p_merge_sort, [1, 2, 3, 5, 10, 100, *(2**k for k in range(7, 12))], burden=100))
