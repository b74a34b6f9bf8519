"""How times grow with the size of what is asked, as exponents; and the roots of long recurrences.

    python benchmarks/growing.py

Every size is another text, asked once. An exponent of 1 is time in proportion to the size.
"""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from functools import partial, reduce
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import ENVIRONMENT, Figure, growth, seconds, show
from benchmarks.solving import CHECKOUT, solved
from recur.evaluation.evaluator import evaluate
from recur.numbers.polynomials import ONE, Polynomial, factors, times
from recur.numbers.roots import disks
from recur.parsing import parse


def dense(d: int) -> Polynomial:
    """xᵈ and smaller powers, every coefficient another one of few digits."""
    return (Fraction(7), *(Fraction((k * k * 31 + 7 * k) % 19 - 9) for k in range(1, d)), Fraction(1))


def isolated(p: Polynomial) -> None:
    for factor, _ in factors(p):
        disks(factor, 64)


def binomial(d: int) -> Polynomial:
    return (Fraction(-3), *[Fraction(0)] * (d - 1), Fraction(1))


def whole_roots(d: int) -> Polynomial:
    return reduce(times, [(Fraction(-k), Fraction(1)) for k in range(1, d + 1)], ONE)


def evaluated(text: str, n: int) -> None:
    evaluate(text, [n], timeout=None)


FIBONACCI = "F(n)=F(n-1)+F(n-2), F(0)=0, F(1)=1"
STEPS, FIRST = (1, 2, 1, 3, 1), (1, 2, 1, 4, 2)
ORDER_FIVE = "T(n)=T(n-1)+2T(n-2)+T(n-3)+3T(n-4)+T(n-5), T(0)=1, T(1)=2, T(2)=1, T(3)=4, T(4)=2"


def by_doubling(n: int) -> tuple[int, int]:
    """F(n) and F(n + 1), as one would write it."""
    if not n:
        return 0, 1
    a, b = by_doubling(n // 2)
    c, d = a * (2 * b - a), a * a + b * b
    return (d, c + d) if n % 2 else (c, d)


def by_kitamasa(n: int) -> int:
    """T(n) of order five by x^n modulo the characteristic polynomial, as one would write it."""
    order = len(STEPS)

    def multiplied(p: list[int], q: list[int]) -> list[int]:
        product = [0] * (2 * order - 1)
        for i, a in enumerate(p):
            for j, b in enumerate(q):
                product[i + j] += a * b
        for top in range(2 * order - 2, order - 1, -1):
            for i, c in enumerate(STEPS, 1):
                product[top - i] += c * product[top]
        return product[:order]

    power, x = [1] + [0] * (order - 1), [0, 1] + [0] * (order - 2)
    for bit in f"{n:b}":
        power = multiplied(power, power)
        if bit == "1":
            power = multiplied(power, x)
    return sum(a * b for a, b in zip(power, FIRST, strict=True))


def memory_of_factorial(n: int) -> float:
    """MB of a process of its own that works n! out."""
    code = (
        "import resource; from recur.evaluation.evaluator import evaluate\n"
        f"evaluate('T(n) = n*T(n-1), T(0) = 1', [{n}], timeout=None)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, env=ENVIRONMENT, capture_output=True, check=True)
    return float(done.stdout)


def figures() -> list[Figure]:
    isolated(dense(5))
    solved("T(n) = 3T(n-1) - 2T(n-2) + n, T(0) = 1, T(1) = 1")
    evaluated("T(n) = 2T(n-1) + 1, T(0) = 1", 10)
    factorial, history = "T(n) = n*T(n-1), T(0) = 1", "T(n) = n - 1 + (2/n)*sum(k=0..n-1, T(k)), T(0) = 0"
    return [
        Figure("roots of x^16 = 3, isolated", seconds(partial(isolated, binomial(16))) * 1e3, "ms", 50),
        Figure("roots 1, …, 40, isolated", seconds(partial(isolated, whole_roots(40))) * 1e3, "ms", 50),
        *(
            Figure(f"a dense polynomial of degree {d}", seconds(partial(isolated, dense(d))) * 1e3, "ms", 50)
            for d in (40, 60)
        ),
        growth("isolating x^d = 3, d", [12, 20, 28, 44, 56], lambda d: isolated(binomial(d)), 3),
        growth("T(n) = 2T(n-d) + 1 solved, d", [4, 6, 8, 10, 12], lambda d: solved(f"T(n) = 2T(n-{d}) + 1"), 3),
        growth("text of a sum parsed, terms", [10, 30, 90, 270], lambda k: parse(_sum(k)) and None, 1.3),
        growth("n! at n", [10_000, 20_000, 40_000, 80_000], partial(evaluated, factorial), 2),
        growth("quicksort's mean at n", [500, 1_000, 2_000, 4_000], partial(evaluated, history), 2.2),
        Figure("F(10^6)", seconds(partial(evaluated, FIBONACCI, 10**6)) * 1e3, "ms", 100),
        Figure(
            "F(10^6), beside doubling in Python",
            seconds(partial(evaluated, FIBONACCI, 10**6)) / seconds(partial(by_doubling, 10**6)),
            "× its time",
            1.2,
        ),
        Figure(
            "a term of order 5 at 10^5, beside Kitamasa's way in Python",
            seconds(partial(evaluated, ORDER_FIVE, 10**5)) / seconds(partial(by_kitamasa, 10**5)),
            "× its time",
            1.5,
        ),
        Figure("(10^5)!, all of its process", memory_of_factorial(10**5), "MB", 100),
    ]


def _sum(terms: int) -> str:
    return "T(n) = 2T(n/2) + " + " + ".join(f"{k}n" for k in range(2, terms + 2))


if __name__ == "__main__":
    show(figures())
