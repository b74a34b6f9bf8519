"""Quantiles of Snedecor's F, from the regularised incomplete beta function."""

from math import exp, inf, lgamma, log, log1p

TINY = 1e-300
PRECISE = 1e-12


def f_tail(x: float, above: float, below: float) -> float:
    """P(F > x) for F with `above` and `below` degrees of freedom, both above 0.

    >>> round(f_tail(6.608, 1, 5), 4)  # tables: F(0.95; 1, 5) = 6.608
    0.05
    """
    return 1.0 if x <= 0 else incomplete_beta(below / (below + above * x), below / 2, above / 2)


def f_quantile(probability: float, above: float, below: float) -> float:
    """The x that F stays below with this probability; the square of Student's t where `above` is 1."""
    low, high = 0.0, 1.0
    while f_tail(high, above, below) > 1 - probability:
        low, high = high, 2 * high
        if high > 1e12:
            return inf
    while high - low > 1e-9 * high:
        middle = (low + high) / 2
        if f_tail(middle, above, below) > 1 - probability:
            low = middle
        else:
            high = middle
    return high


def incomplete_beta(x: float, a: float, b: float) -> float:
    """I_x(a, b), by its continued fraction (DLMF 8.17.22), on the side of the mean where that converges fast."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    return front / _continued_fraction(x, a, b)


def _continued_fraction(x: float, a: float, b: float) -> float:
    """1 + d₁/(1 + d₂/(1 + …)), from the front (Lentz's method)."""
    value, numerator, denominator = 1.0, 1.0, 0.0
    for k in range(1, 500):
        m = k // 2
        if k % 2:
            d = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            d = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        denominator = 1 / ((1 + d * denominator) or TINY)
        numerator = (1 + d / numerator) or TINY
        change = numerator * denominator
        value *= change
        if abs(change - 1) < PRECISE:
            break
    return value
