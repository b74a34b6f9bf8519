"""Karatsuba's product of two polynomials with n coefficients: three products of half the length instead of four.

    work         T₁(n) = 2T₁(⌈n/2⌉) + T₁(⌊n/2⌋) + 4n − 3 = Θ(n^log₂ 3)
    span         T∞(n) = T∞(⌈n/2⌉) + 4n − 3 = Θ(n)
    parallelism  Θ(n^(log₂ 3 − 1))

With p = p₀ + x^h·p₁ and q = q₀ + x^h·q₁, the product is p₀q₀ + x^h·(p₀q₁ + p₁q₀) + x^2h·p₁q₁, and its middle is
(p₀ + p₁)(q₀ + q₁) − p₀q₀ − p₁q₁. Counted are the products, sums and differences of coefficients.

python examples/programs/karatsuba.py
"""

from __future__ import annotations

from random import Random

from recur.forkjoin import count, task


@task(
    work="T(n) = 2T(ceil(n/2)) + T(floor(n/2)) + 4n - 3, T(1) = 1",
    span="T(n) = T(ceil(n/2)) + 4n - 3, T(1) = 1",
    size=len,
)
def karatsuba(p, q):
    n = len(p)
    if n <= 1:
        count(n)
        return [x * y for x, y in zip(p, q, strict=True)]
    h = (n + 1) // 2
    low, high, both = yield (
        karatsuba(p[:h], q[:h]),
        karatsuba(p[h:], q[h:]),
        karatsuba(plus(p[:h], p[h:]), plus(q[:h], q[h:])),
    )
    middle = minus(minus(both, low), high)
    return plus([*low, 0, *high], middle, h)


def plus(p, q, shift=0):
    """p + x^shift·q"""
    count(len(q))
    found = list(p)
    for i, y in enumerate(q, shift):
        found[i] += y
    return found


def minus(p, q):
    return plus(p, [-y for y in q])


@karatsuba.example
def polynomials(n):
    random = Random(n)
    return [random.randrange(100) for _ in range(n)], [random.randrange(100) for _ in range(n)]


@karatsuba.check
def is_the_product(result, p, q):
    """Coefficients below 2^64 are the digits of the value at 2^64, where Python multiplies exactly."""
    return len(result) == max(0, 2 * len(p) - 1) and at_2_64(result) == at_2_64(p) * at_2_64(q)


def at_2_64(p):
    return int.from_bytes(b"".join(coefficient.to_bytes(8, "little") for coefficient in p), "little")


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(karatsuba, [1, 2, 3, 5, 10, 100, 128, 256], burden=10))
