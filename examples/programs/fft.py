"""The fast Fourier transform: even and odd entries side by side, then all butterflies side by side.

    work         T₁(n) = 2T₁(n/2) + B₁(n/2) = Θ(n log n)      B₁(m) = 2B₁(m/2) + 1 = Θ(m)
    span         T∞(n) = T∞(n/2) + B∞(n/2) = Θ(log² n)        B∞(m) = B∞(m/2) + 1 = Θ(log m)
    parallelism  Θ(n/log n)

The entries k and k + n/2 of the result are e ± w^k·o, where e and o are the entries k of the transforms of the even
and of the odd numbers, and w is the n-th root of unity; such a pair is called a butterfly. There are n/2 of them, and
one half is done beside the other. n is a power of 2.

python examples/programs/fft.py
"""

from __future__ import annotations

import cmath
from random import Random

from recur.forkjoin import count, task

BUTTERFLIES_WORK = "B(n) = 2B(n/2) + 1, B(1) = 1"
BUTTERFLIES_SPAN = "B(n) = B(n/2) + 1, B(1) = 1"


@task(
    work=f"{BUTTERFLIES_WORK}; T(n) = 2T(n/2) + B(n/2), T(1) = 1",
    span=f"{BUTTERFLIES_SPAN}; T(n) = T(n/2) + B(n/2), T(1) = 1",
    size=len,
)
def fft(xs):
    n = len(xs)
    if n <= 1:
        count(1)
        return xs
    even, odd = yield fft(xs[::2]), fft(xs[1::2])
    lower, upper = yield butterflies(even, odd, n, 0)
    return lower + upper


@task(work=BUTTERFLIES_WORK, span=BUTTERFLIES_SPAN, size=lambda even: len(even))
def butterflies(even, odd, n, first):
    """The entries from `first` on, and those from `first` + n/2 on."""
    count(1)
    half = len(even) // 2
    if not half:
        turned = cmath.exp(-2j * cmath.pi * first / n) * odd[0]
        return [even[0] + turned], [even[0] - turned]
    (lower1, upper1), (lower2, upper2) = yield (
        butterflies(even[:half], odd[:half], n, first),
        butterflies(even[half:], odd[half:], n, first + half),
    )
    return lower1 + lower2, upper1 + upper2


@fft.example
def signal(n):
    if n < 1 or n & (n - 1):
        raise ValueError(f"{n} numbers cannot be halved down to 1; take a power of 2")
    random = Random(n)
    return [complex(random.random(), random.random()) for _ in range(n)]


@fft.check
def is_the_transform(result, xs):
    """The definition, Σ x_j·w^(jk), at up to 16 entries, and the energy (Parseval's theorem) for all of them."""
    n = len(xs)
    roots = [cmath.exp(-2j * cmath.pi * k / n) for k in range(n)]
    for k in range(0, n, max(1, n // 16)):
        entry = sum(x * roots[j * k % n] for j, x in enumerate(xs))
        if abs(entry - result[k]) > 1e-9 * n:
            return False
    energy, transformed = (sum(abs(x) ** 2 for x in each) for each in (xs, result))
    return len(result) == n and abs(transformed - n * energy) <= 1e-9 * n * energy


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(fft, [2**k for k in range(11)], burden=10))
