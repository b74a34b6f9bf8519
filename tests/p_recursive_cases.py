"""Random recurrences with polynomial coefficients, as text and as numbers: small ones of orders 2 and 3, any signs."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

Case = tuple[str, list[list[int]], list[int]]


def p_recursive_case(random: Random) -> Case:
    """The text, the coefficients P₀, …, P_p (lowest power first), and T(0), …, T(p − 1)."""
    order = random.choice((2, 2, 3))
    degree = random.choice((0, 1, 1, 2))
    polynomials = [[random.randint(0, 3) for _ in range(degree)] + [1]]
    for j in range(1, order + 1):
        lead = random.choice((-3, -2, -1, 0, 1, 2, 3, 4)) if j < order else random.choice((-2, -1, 1, 2))
        polynomials.append(
            [random.randint(-3, 3) for _ in range(degree + random.choice((0, 0, 1)) * (j == 1))] + [lead]
        )
    first = [random.randint(0, 3) for _ in range(order - 1)] + [random.randint(1, 4)]
    left = _text(polynomials[0])
    right = " + ".join(f"({_text(p)})*T(n-{j})" for j, p in enumerate(polynomials) if j and any(p))
    values = ", ".join(f"T({n}) = {value}" for n, value in enumerate(first))
    return f"({left})*T(n) = {right}, {values}", polynomials, first


def _text(p: Sequence[int]) -> str:
    return " + ".join(f"({c})*n^{k}" for k, c in enumerate(p) if c).replace("*n^0", "").replace("n^1", "n") or "0"
