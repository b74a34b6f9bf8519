"""n = 2^(2^44): where a·T(n/b) recurrences have settled even when two exponents differ by a millionth.

For T(n) = Σ aᵢ T(n/bᵢ) + f(n), the sum over all levels of the recursion is n^p·(1 + ∫ f(u)/u^(p+1) du) up to a
constant factor. Here it is a quadrature in floats over ln n, on steps that grow with ln n; it serves to tell a
slow convergence from a drift and nothing else.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from math import exp, expm1, log, log1p

from recur.model import Expr, expressions as ex
from recur.verification.log_domain import Curve

DEEPEST = float(1 << 44)  # ln n
TOO_STEEP = 100.0  # beyond this exponent of n a sum over levels is no integral, and floats carry no difference
SAMPLE = float(1 << 20)  # ln n at which the exponents of n are read off
NEWTON = 60  # steps towards an exponent; less than ten are taken
GROWTH = 1.15  # from one node of the quadrature to the next
FLAT = 0.01  # what a rest of a power of n may make of it at the largest n, where both exponents are one number
ALONE = 40.0  # e^-40 and 1 are 1
NOTHING = 100.0  # so far below a sum that a float adds nothing: no width is above e^31, and e^-69 is no part of a float
FIRST = (4.0, 16.0)  # ln n at which terms such as log log log n are defined
SWINGING = ("cos", "sin", "mod")  # functions that go to and fro for ever


def swings(x: Expr) -> bool:
    """Whether x goes to and fro for ever, so that a few of its values say little."""
    return ex.Apply in ex.kinds(x) and any(isinstance(part, ex.Apply) and part.name in SWINGING for part in ex.walk(x))


def steady(x: Expr) -> Expr:
    """x with a fixed value in the place of every part that swings."""

    def change(part: Expr) -> Expr:
        if not isinstance(part, ex.Apply) or part.name not in SWINGING:
            return ex.rebuild(part, change)
        if part.name == "mod" and isinstance(part.arguments[1], ex.Number):
            return ex.number(part.arguments[1].value / 2)
        return ex.number("1/2")

    return change(x)


def exponent(rates: tuple[tuple[float, float], ...]) -> float:
    """The p with Σ exp(ln aᵢ - p·ln bᵢ) = 1."""
    if len(rates) == 1:
        return rates[0][0] / rates[0][1]
    # ln Σ falls in p and bends upwards: from where no term is below 1/#, Newton's steps only rise.
    p = min([(log(len(rates)) + a) / b for a, b in rates])
    for _ in range(NEWTON):
        logs = [a - p * b for a, b in rates]
        top = max(logs)
        terms = [exp(t - top) for t in logs]
        total = sum(terms)
        further = p + (top + log(total)) * total / sum([b * t for (_, b), t in zip(rates, terms, strict=True)])
        if further <= p:
            break
        p = further
    return p


def far_end(
    rates: tuple[tuple[float, float], ...], driving: Curve | None, bound: Curve, whole: bool = False
) -> tuple[float, float, float] | None:
    """ln T - ln bound at ln n = L^(1/4), L^(1/2) and L, the largest that floats carry; None where they cannot.

    `whole` where the sum over the levels is an integral however steep f is.
    """
    p = exponent(rates)
    gap = 0.0 if whole else min(rate for _, rate in rates)
    for first in FIRST:
        try:
            steepest = max(1.0, abs(p), *(abs(curve(SAMPLE)) / SAMPLE for curve in (bound, driving) if curve))
            if steepest > TOO_STEEP:
                return None
            deepest = DEEPEST / steepest
            low, middle, high = deepest**0.25, deepest**0.5, deepest
            totals = _levels(p, gap, driving, first, [low, middle, high])
            ends = [total + p * x - bound(x) for total, x in zip(totals, (low, middle, high), strict=True)]
            return ends[0], ends[1], ends[2]
        except ValueError:
            continue
        except OverflowError:
            return None
    return None


def _levels(p: float, gap: float, driving: Curve | None, first: float, targets: list[float]) -> list[float]:
    """ln(1 + ∫ exp(ln f(u) - p·u) du) up to each target; u = ln n, and the levels lie a gap apart."""
    if driving is None:
        return [0.0] * len(targets)
    shape = driving.shape
    if shape is not None and not shape.q:
        slope = shape.k - p
        if abs(slope) * targets[-1] < FLAT:
            return [_log1p_exp(shape.c + _power_integral(shape.p, first, x)) for x in targets]
        if not shape.p and abs(slope) * gap <= ALONE:
            return [_log1p_exp(shape.c + _geometric_sum(slope, gap, first, x)) for x in targets]
    nodes, ends = _nodes(first, targets)
    levels = driving.along(nodes)
    if len(levels) < len(nodes):
        driving(nodes[len(levels)])  # tells why
    return _added_up(nodes, [f - p * u for f, u in zip(levels, nodes, strict=True)], ends, gap)


def _added_up(nodes: list[float], heights: list[float], ends: list[int], gap: float) -> list[float]:
    """The same by quadrature, from the values of the integrand's logarithm at the nodes up to each end."""
    found = []
    total, from_node = 0.0, 0
    for end in ends:
        row = heights[from_node : end + 1]
        top = max(row)
        least = (top if top > total else total) - NOTHING
        if top > least:
            left, before = row[0], nodes[from_node]
            for u, right in zip(nodes[from_node + 1 : end + 1], row[1:], strict=True):
                if left > least or right > least:
                    y = _segment(u - before, gap, left, right)
                    above = y - total
                    if above > ALONE:
                        total = y
                    elif above > -ALONE:
                        total += log1p(exp(above))
                left, before = right, u
        from_node = end
        found.append(total)
    return found


def _log1p_exp(y: float) -> float:
    return log1p(exp(y)) if y < ALONE else y


def _power_integral(r: float, first: float, x: float) -> float:
    """ln ∫ u^r du from the first to x, which is larger: what is left of f = n^p·ln^r n beside n^p."""
    s, ratio = r + 1, log(x / first)
    if not s:
        return log(ratio)
    return max(s * log(x), s * log(first)) - log(abs(s)) + log(-expm1(-abs(s) * ratio))


def _geometric_sum(slope: float, gap: float, first: float, x: float) -> float:
    """ln of the sum of exp(slope·u) over levels a gap apart from the first u to x, times the gap: an integral for 0."""
    step = abs(slope) * gap
    level = -expm1(-step) / step if step > 1e-9 else 1.0
    return max(slope * x, slope * first) + log(-expm1(-abs(slope) * (x - first)) / (abs(slope) * level))


def _nodes(first: float, targets: Sequence[float]) -> tuple[list[float], list[int]]:
    """Where the integrand is looked at from the first size on, and the places of the targets among them."""
    ladder = _ladder(first)
    nodes: list[float] = []
    ends, at = [], 0
    for target in targets:
        nodes += ladder[at : bisect_left(ladder, target)]
        nodes.append(target)
        ends.append(len(nodes) - 1)
        at = bisect_right(ladder, target)
    return nodes, ends


@lru_cache(maxsize=len(FIRST))
def _ladder(first: float) -> list[float]:
    nodes = [first]
    while nodes[-1] < DEEPEST:
        nodes.append(nodes[-1] * GROWTH)
    return nodes


def _segment(width: float, gap: float, left: float, right: float) -> float:
    """ln of the integral of exp(s) over a width on which s goes straight from left to right.

    Where s changes by much within one gap, the greatest level outweighs the rest, and the integral
    would lose a factor as large as the slope: then it is the sum over the levels, times the gap.
    """
    high, fall = (left, left - right) if left > right else (right, right - left)
    if fall <= 1e-9:
        return high + log(width)
    step = fall * (gap / width) if gap < width else fall
    if step > ALONE:
        return high + log(min(gap, width))
    level = -expm1(-step) / step if step > 1e-9 else 1.0
    return high + log(width * -expm1(-fall) / (fall * level))
