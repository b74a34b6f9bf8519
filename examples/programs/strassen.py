"""Strassen's matrix multiplication: seven products of sums of quarters do what eight products of quarters do.

    work         T₁(n) = 7T₁(n/2) + 14A₁(n/2) + 1 = Θ(n^log₂ 7)    A₁(n) = 4A₁(n/2) + 1 = Θ(n²)
    span         T∞(n) = T∞(n/2) + 2A∞(n/2) + 1 = Θ(log² n)        A∞(n) = A∞(n/2) + 1 = Θ(log n)
    parallelism  Θ(n^log₂ 7/log² n)

Ten sums side by side, seven products side by side, and the four quarters of C side by side: two times a sum stands on
the longest path, and once a product. A matrix is an array, or four quarters, or a number, so that nothing is moved
where it is cut up or put together.

python examples/programs/strassen.py
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


def combined_here(plus, minus=()):
    """The sum by one worker, for arrays up to the cut-off."""
    if isinstance(plus[0], list):
        return [combined_here(p, m) for p, m in by_quarter(plus, minus)]
    return sum(plus[1:], plus[0]) - sum(minus)


def multiplied_here(a, b):
    """The product by one worker, for arrays up to the cut-off."""
    if not isinstance(a, list):
        return a @ b if hasattr(a, "shape") else a * b
    (a11, a12, a21, a22), (b11, b12, b21, b22) = a, b
    pairs = ((a11, b11, a12, b21), (a11, b12, a12, b22), (a21, b11, a22, b21), (a21, b12, a22, b22))
    return [combined_here([multiplied_here(p, q), multiplied_here(r, s)]) for p, q, r, s in pairs]


@task(
    work="A(n) = 4A(n/2) + 1, A(1) = 1; T(n) = 7T(n/2) + 14A(n/2) + 1, T(1) = 1",
    span="A(n) = A(n/2) + 1, A(1) = 1; T(n) = T(n/2) + 2A(n/2) + 1, T(1) = 1",
    size=side,
    cutoff=512,
    serial=multiplied_here,
)
def strassen(a, b):
    count(1)
    if side(a) == 1:
        return a * b
    a11, a12, a21, a22 = quarters(a)
    b11, b12, b21, b22 = quarters(b)
    s1, s2, s3, s4, s5, s6, s7, s8, s9, s10 = yield (
        combine([b12], [b22]),
        combine([a11, a12]),
        combine([a21, a22]),
        combine([b21], [b11]),
        combine([a11, a22]),
        combine([b11, b22]),
        combine([a12], [a22]),
        combine([b21, b22]),
        combine([a11], [a21]),
        combine([b11, b12]),
    )
    p1, p2, p3, p4, p5, p6, p7 = yield (
        strassen(a11, s1),
        strassen(s2, b22),
        strassen(s3, b11),
        strassen(a22, s4),
        strassen(s5, s6),
        strassen(s7, s8),
        strassen(s9, s10),
    )
    c = yield (
        combine([p5, p4, p6], [p2]),
        combine([p1, p2]),
        combine([p3, p4]),
        combine([p5, p1], [p3, p7]),
    )
    return c


@task(
    work="A(n) = 4A(n/2) + 1, A(1) = 1",
    span="A(n) = A(n/2) + 1, A(1) = 1",
    size=lambda plus: side(plus[0]),
    cutoff=512,
    serial=combined_here,
)
def combine(plus, minus=()):
    """The sum of some matrices, less the sum of others."""
    count(1)
    if side(plus[0]) == 1:
        return combined_here(plus, minus)
    c = yield [combine(p, m) for p, m in by_quarter(plus, minus)]
    return c


def by_quarter(plus, minus):
    cut = [quarters(a) for a in plus], [quarters(a) for a in minus]
    return [tuple([a[i] for a in each] for each in cut) for i in range(4)]


@strassen.example
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


@strassen.check
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

    print(compare_counts(strassen, [2**k for k in range(6)], burden=10))
