"""Global sum: the halves are summed side by side, and one addition joins them.

    work         T₁(n) = T₁(⌊n/2⌋) + T₁(⌈n/2⌉) + 1 = Θ(n)
    span         T∞(n) = T∞(⌈n/2⌉) + 1 = Θ(log n)
    parallelism  Θ(n/log n): that many processors are enough to reach the order of the span

python examples/programs/global_sum.py
"""

from __future__ import annotations

from recur.forkjoin import count, task


@task(
    work="T(n) = T(floor(n/2)) + T(ceil(n/2)) + 1, T(1) = 1",
    span="T(n) = T(ceil(n/2)) + 1, T(1) = 1",
    size=len,
)
def global_sum(xs):
    count(1)
    if len(xs) <= 1:
        return sum(xs)
    half = len(xs) // 2
    left, right = yield global_sum(xs[:half]), global_sum(xs[half:])
    return left + right


@global_sum.example
def numbers(n):
    return list(range(1, n + 1))


@global_sum.check
def is_the_sum(result, xs):
    return result == sum(xs)


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(global_sum, [1, 2, 3, 5, 10, 100, *(2**k for k in range(7, 13))], burden=10))
