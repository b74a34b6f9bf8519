"""Matrix times vector: all rows side by side, and the halves of each row side by side.

    work         T₁(n) = n·D₁(n) = Θ(n²)       D₁(n) = D₁(⌊n/2⌋) + D₁(⌈n/2⌉) + 1 = Θ(n)
    span         T∞(n) = D∞(n) = Θ(log n)      D∞(n) = D∞(⌈n/2⌉) + 1 = Θ(log n)
    parallelism  Θ(n²/log n)

Counted are the products and sums of numbers; lists are copied beside that.

python examples/programs/matrix_vector.py
"""

from __future__ import annotations

from random import Random

from recur.forkjoin import count, task

DOT_WORK = "D(n) = D(floor(n/2)) + D(ceil(n/2)) + 1, D(1) = 1"
DOT_SPAN = "D(n) = D(ceil(n/2)) + 1, D(1) = 1"


@task(
    work=f"{DOT_WORK}; T(n) = n*D(n), T(1) = 1",
    span=f"{DOT_SPAN}; T(n) = D(n), T(1) = 1",
    size=len,
)
def matrix_vector(a, x):
    y = yield [dot(row, x) for row in a]
    return y


@task(work=DOT_WORK, span=DOT_SPAN, size=len)
def dot(a, x):
    count(1)
    if len(a) <= 1:
        return a[0] * x[0]
    half = len(a) // 2
    first, second = yield dot(a[:half], x[:half]), dot(a[half:], x[half:])
    return first + second


@matrix_vector.example
def matrix_and_vector(n):
    random = Random(n)
    *a, x = ([random.randrange(10) for _ in range(n)] for _ in range(n + 1))
    return a, x


@matrix_vector.check
def is_the_product(y, a, x):
    """The columns of the matrix, each as often as the vector says, add up to the result."""
    rest = list(y)
    for column, times in zip(zip(*a, strict=True), x, strict=True):
        rest = [left - times * entry for left, entry in zip(rest, column, strict=True)]
    return not any(rest)


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(matrix_vector, [1, 2, 3, 5, 10, 32, 64], burden=10))
