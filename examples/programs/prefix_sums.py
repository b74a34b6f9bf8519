"""All prefix sums in two sweeps over a tree: sums on the way up, what stands to the left on the way down.

    work         T₁(n) = 2S₁(n) = Θ(n)        S₁(n) = S₁(⌊n/2⌋) + S₁(⌈n/2⌉) + 1
    span         T∞(n) = 2S∞(n) = Θ(log n)    S∞(n) = S∞(⌈n/2⌉) + 1
    parallelism  Θ(n/log n)

One strand takes n − 1 additions, and each of them waits for the one before. Two sweeps S count about four times
as many, of which 2⌈lg n⌉ wait for each other. What they hand on are trees, (n, sum, left, right). Counted is 1 at every
node of each sweep; lists are copied beside that.

python examples/programs/prefix_sums.py
"""

from __future__ import annotations

from recur.forkjoin import count, task

SWEEP_WORK = "S(n) = S(floor(n/2)) + S(ceil(n/2)) + 1, S(1) = 1"
SWEEP_SPAN = "S(n) = S(ceil(n/2)) + 1, S(1) = 1"


@task(work=f"{SWEEP_WORK}; T(n) = 2S(n), T(1) = 2", span=f"{SWEEP_SPAN}; T(n) = 2S(n), T(1) = 2", size=len)
def prefix_sums(xs):
    tree = yield up(xs)
    return down(tree, 0)


@task(work=SWEEP_WORK, span=SWEEP_SPAN, size=len)
def up(xs):
    """The tree of the sums of all parts."""
    count(1)
    n = len(xs)
    if n <= 1:
        return n, sum(xs), None, None
    left, right = yield up(xs[: n // 2]), up(xs[n // 2 :])
    return n, left[1] + right[1], left, right


@task(work=SWEEP_WORK, span=SWEEP_SPAN, size=lambda tree: tree[0])
def down(tree, before):
    """The prefix sums of a part, where what stands to its left adds up to `before`."""
    count(1)
    n, total, left, right = tree
    if n <= 1:
        return [before + total] * n
    first, second = yield down(left, before), down(right, before + left[1])
    return first + second


@prefix_sums.example
def numbers(n):
    return [(7 * i + 3) % 10 for i in range(n)]


@prefix_sums.check
def are_the_prefix_sums(result, xs):
    """The first one is the first number, and each number is the difference of two."""
    differences = [after - before for before, after in zip([0, *result], result, strict=False)]
    return differences == xs


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(prefix_sums, [1, 2, 3, 5, 10, 100, *(2**k for k in range(7, 13))], burden=10))
