"""Matrix multiplication C = A·B by eight products of quarters, all at once, and a parallel addition.

    work         M₁(n) = 8M₁(n/2) + A₁(n) + 1 = Θ(n³)       A₁(n) = 4A₁(n/2) + 1 = Θ(n²)
    span         M∞(n) = M∞(n/2) + A∞(n) + 1 = Θ(log² n)    A∞(n) = A∞(n/2) + 1 = Θ(log n)
    parallelism  Θ(n³/log² n)

Each quarter of C is a sum of two products, so four products make a matrix C and the other four a matrix T, and then
C + T is the result. A matrix is an array, or four quarters, or a number: cutting it up and putting it together moves
no entry and takes Θ(1). Up to the cut-off, one worker multiplies two arrays by numpy's product.

python examples/programs/matrix_multiply.py
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
    """The sum by one worker, for arrays up to the cut-off."""
    if isinstance(a, list):
        return [added_here(x, y) for x, y in zip(a, b, strict=True)]
    return a + b


def multiplied_here(a, b):
    """The product by one worker, for arrays up to the cut-off."""
    if not isinstance(a, list):
        return a @ b if hasattr(a, "shape") else a * b
    (a11, a12, a21, a22), (b11, b12, b21, b22) = a, b
    pairs = ((a11, b11, a12, b21), (a11, b12, a12, b22), (a21, b11, a22, b21), (a21, b12, a22, b22))
    return [added_here(multiplied_here(p, q), multiplied_here(r, s)) for p, q, r, s in pairs]


@task(
    work="A(n) = 4A(n/2) + 1, A(1) = 1; M(n) = 8M(n/2) + A(n) + 1, M(1) = 1",
    span="A(n) = A(n/2) + 1, A(1) = 1; M(n) = M(n/2) + A(n) + 1, M(1) = 1",
    size=side,
    cutoff=512,
    serial=multiplied_here,
)
def multiply(a, b):
    count(1)
    if side(a) == 1:
        return a * b
    a11, a12, a21, a22 = quarters(a)
    b11, b12, b21, b22 = quarters(b)
    c11, c12, c21, c22, t11, t12, t21, t22 = yield (
        multiply(a11, b11),
        multiply(a11, b12),
        multiply(a21, b11),
        multiply(a21, b12),
        multiply(a12, b21),
        multiply(a12, b22),
        multiply(a22, b21),
        multiply(a22, b22),
    )
    return add([c11, c12, c21, c22], [t11, t12, t21, t22])


@task(
    work="A(n) = 4A(n/2) + 1, A(1) = 1",
    span="A(n) = A(n/2) + 1, A(1) = 1",
    size=side,
    cutoff=512,
    serial=added_here,
)
def add(c, t):
    count(1)
    if side(c) == 1:
        return c + t
    d = yield [add(x, y) for x, y in zip(quarters(c), quarters(t), strict=True)]
    return d


@multiply.example
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


@multiply.check
def is_the_product(c, a, b):
    """C·x = A·(B·x) for a random vector x, which a wrong C passes once in a million times (Freivalds 1977)."""
    random = Random(3)
    x = [random.randrange(10**6) for _ in range(side(a))]
    return times(c, x) == times(a, times(b, x))


def times(a, x):
    """A·x for a vector x."""
    if isinstance(a, list):
        half = len(x) // 2
        a11, a12, a21, a22 = (times(quarter, part) for quarter, part in zip(a, (x[:half], x[half:]) * 2, strict=True))
        return [p + q for p, q in zip(a11 + a21, a12 + a22, strict=True)]
    return (a @ x).tolist() if hasattr(a, "shape") else [a * x[0]]


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(multiply, [2**k for k in range(6)], burden=10))
