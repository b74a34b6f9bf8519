"""Matrix addition D = A + B: the four quarters are added side by side.

    work         A₁(n) = 4A₁(n/2) + 1 = Θ(n²)
    span         A∞(n) = A∞(n/2) + 1 = Θ(log n)
    parallelism  Θ(n²/log n)

A matrix is an array, or four quarters, or a number. Cutting it up and putting it together moves no entry, so each
takes Θ(1): the quarters of an array are views of it, and the sum of two matrices is a list of its quarters.

python examples/programs/matrix_add.py
"""

from __future__ import annotations

from random import Random

from recur.forkjoin import count, task


def side(a):
    """The number of rows; the matrices of one call have equally many."""
    if isinstance(a, list):
        return 2 * side(a[0])
    return len(a) if hasattr(a, "shape") else 1


def quarters(a):
    if isinstance(a, list):
        return a
    h = len(a) // 2
    return [a[:h, :h], a[:h, h:], a[h:, :h], a[h:, h:]]


def added_here(a, b):
    """The same by one worker, for arrays up to the cut-off."""
    if isinstance(a, list) or isinstance(b, list):
        return [added_here(x, y) for x, y in zip(quarters(a), quarters(b), strict=True)]
    return a + b


@task(
    work="A(n) = 4A(n/2) + 1, A(1) = 1",
    span="A(n) = A(n/2) + 1, A(1) = 1",
    size=side,
    cutoff=512,
    serial=added_here,
)
def add(a, b):
    count(1)
    if side(a) == 1:
        return a + b
    d = yield [add(x, y) for x, y in zip(quarters(a), quarters(b), strict=True)]
    return d


@add.example
def matrices(n):
    random = Random(n)
    return matrix(n, random), matrix(n, random)


def matrix(n, random):
    """Whole numbers below 10: an array, and without numpy quarters of quarters, down to the numbers."""
    if n < 1 or n & (n - 1):
        raise ValueError(f"a matrix of {n} rows cannot be halved down to 1; take a power of 2")
    try:
        import numpy
    except ImportError:
        return random.randrange(10) if n == 1 else [matrix(n // 2, random) for _ in range(4)]
    return numpy.frombuffer(random.randbytes(n * n), "uint8").reshape(n, n) % 10.0


@add.check
def is_the_sum(d, a, b):
    """D·x = A·x + B·x for a random vector x, which a wrong D passes once in a million times (Freivalds 1977)."""
    random = Random(3)
    x = [random.randrange(10**6) for _ in range(side(a))]
    return times(d, x) == [p + q for p, q in zip(times(a, x), times(b, x), strict=True)]


def times(a, x):
    """A·x for a vector x."""
    if isinstance(a, list):
        half = len(x) // 2
        a11, a12, a21, a22 = (times(quarter, part) for quarter, part in zip(a, (x[:half], x[half:]) * 2, strict=True))
        return [p + q for p, q in zip(a11 + a21, a12 + a22, strict=True)]
    return (a @ x).tolist() if hasattr(a, "shape") else [a * x[0]]


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(add, [2**k for k in range(7)], burden=10))
