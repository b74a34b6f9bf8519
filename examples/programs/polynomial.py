"""The value of a polynomial at x: the lower and the upper half of its coefficients side by side.

    work         T₁(n) = T₁(⌊n/2⌋) + T₁(⌈n/2⌉) + 3 = Θ(n)
    span         T∞(n) = T∞(⌈n/2⌉) + 3 = Θ(log n)
    parallelism  Θ(n/log n)

p(x) = low(x) + x^h·high(x), so each half gives its value and its power of x. Horner's rule takes fewer operations,
and each of them waits for the one before. Counted are products and sums; numbers are taken modulo a prime, so that
they stay short.

python examples/programs/polynomial.py
"""

from __future__ import annotations

from recur.forkjoin import count, task

PRIME = 2**31 - 1


@task(
    work="T(n) = T(floor(n/2)) + T(ceil(n/2)) + 3, T(1) = 0",
    span="T(n) = T(ceil(n/2)) + 3, T(1) = 0",
    size=len,
)
def evaluate(coefficients, x):
    """p(x) and x^n modulo the prime, where n is the number of coefficients."""
    n = len(coefficients)
    if n <= 1:
        return sum(coefficients), x**n
    (low, lower), (high, upper) = yield evaluate(coefficients[: n // 2], x), evaluate(coefficients[n // 2 :], x)
    count(3)
    return (low + lower * high) % PRIME, lower * upper % PRIME


@evaluate.example
def polynomial(n):
    return [(7 * i + 3) % 10 for i in range(n)], 123_456_789


@evaluate.check
def is_the_value(result, coefficients, x):
    """Horner's rule, from the last coefficient to the first."""
    value = 0
    for coefficient in reversed(coefficients):
        value = (value * x + coefficient) % PRIME
    return result == (value, pow(x, len(coefficients), PRIME))


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(evaluate, [1, 2, 3, 5, 10, 100, *(2**k for k in range(7, 13))], burden=10))
