"""A reduction in rounds: in each round neighbours are paired, and all pairs are put together side by side.

    work         T₁(n) = T₁(⌈n/2⌉) + ⌊n/2⌋ = n − 1
    span         T∞(n) = T∞(⌈n/2⌉) + 1 = ⌈lg n⌉
    parallelism  Θ(n/log n)

Any operation will do that is associative, (x·y)·z = x·(y·z), as long as it stands at the top of a file: a sum, a
maximum, or a product of permutations, where the order must not change. Counted are the operations.

python examples/programs/tree_reduction.py
"""

from __future__ import annotations

from random import Random

from recur.forkjoin import count, task


@task(
    work="T(n) = T(ceil(n/2)) + floor(n/2), T(1) = 0",
    span="T(n) = T(ceil(n/2)) + 1, T(1) = 0",
    size=lambda xs: len(xs),
)
def reduce(operation, xs):
    while len(xs) > 1:
        paired = yield [together(operation, x, y) for x, y in zip(xs[::2], xs[1::2], strict=False)]
        xs = paired + xs[2 * len(paired) :]
    return xs[0]


@task
def together(operation, x, y):
    count(1)
    return operation(x, y)


def after(p, q):
    """The permutation that does p, and then q."""
    return [q[i] for i in p]


@reduce.example
def permutations(n):
    random = Random(n)
    return after, [random.sample(range(10), 10) for _ in range(n)]


@reduce.check
def is_the_product(result, operation, permutations):
    """Each of the numbers goes its way from one permutation to the next."""
    ends = list(range(10))
    for permutation in permutations:
        ends = [permutation[end] for end in ends]
    return result == ends


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(reduce, [1, 2, 3, 5, 10, 100, *(2**k for k in range(7, 11))], burden=10))
