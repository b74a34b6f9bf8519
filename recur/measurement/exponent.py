"""The exponent δ of log t = log(a + b·W(n)·n^δ) and its confidence interval: how far the times stray from W."""

from collections.abc import Callable, Sequence
from math import inf

from recur.measurement.distributions import f_quantile
from recur.measurement.offset_fit import Fit, Fitter, fit_offset, fit_scale
from recur.model import limits
from recur.model.records import frozen

LEVEL = 0.95
FARTHEST = 64.0
SETTLED = 1e-6
EDGE = 5e-3  # of the half-width
BISECTIONS = 40
GOLDEN = 0.6180339887498949


@frozen
class ExponentInterval:
    """The δ of the best fit, and all δ that an F test at `level` does not reject; ±∞ where nothing bounds it."""

    best: float
    low: float
    high: float
    level: float = LEVEL

    def __contains__(self, delta: float) -> bool:
        return self.low <= delta <= self.high


@frozen
class Deformation:
    """log W and the direction that δ bends it: log n, or log W itself for exponential growth."""

    shape: Sequence[float]
    direction: Sequence[float]
    logs: Sequence[float]
    weights: Sequence[float]
    offset: bool  # False for W = 1, where a and b are one

    @property
    def fitter(self) -> Fitter:
        return fit_offset if self.offset else fit_scale

    def bent(self, delta: float) -> list[float]:
        """log W(n)·n^δ at each size."""
        return [s + delta * d if s > -inf else s for s, d in zip(self.shape, self.direction, strict=True)]

    def fit(self, delta: float) -> Fit:
        return self.fitter(self.bent(delta), self.logs, self.weights)

    def slope(self) -> float:
        """The δ of least squares without offset: where the search starts."""
        known = [i for i, s in enumerate(self.shape) if s > -inf]
        total = sum(self.weights[i] for i in known)
        x = sum(self.weights[i] * self.direction[i] for i in known) / total
        y = sum(self.weights[i] * (self.logs[i] - self.shape[i]) for i in known) / total
        top = sum(self.weights[i] * (self.direction[i] - x) * (self.logs[i] - self.shape[i] - y) for i in known)
        return top / sum(self.weights[i] * (self.direction[i] - x) ** 2 for i in known)


def exponent_interval(
    deformation: Deformation, variance: float, parameters: int = 3, level: float = LEVEL
) -> ExponentInterval:
    """δ by profile likelihood: all δ with RSS(δ) − RSS(δ̂) ≤ F(1, ν)·s², s² no smaller than `variance`.

    Bates and Watts, Nonlinear Regression Analysis (1988), section 6.1.
    """

    def loss(delta: float) -> float:
        limits.check()
        return deformation.fit(delta).rss

    best, lowest = _minimum(loss, deformation.slope())
    freedom = len(deformation.logs) - parameters
    if freedom < 1:
        return ExponentInterval(best, -inf, inf, level)  # as many free numbers as sizes: nothing can contradict
    limit = lowest + f_quantile(level, 1, freedom) * max(variance, lowest / freedom)
    step = 1e-6
    return ExponentInterval(best, _edge(loss, best, -step, limit), _edge(loss, best, step, limit), level)


def _minimum(loss: Callable[[float], float], start: float) -> tuple[float, float]:
    """The lowest point near and above `start`: an offset hides growth, it never adds any."""
    grid = [start + d for d in (-0.2, -0.05, 0, 0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2, 3, 4, 6, 10)]
    losses = [loss(delta) for delta in grid]
    i = min(range(len(grid)), key=losses.__getitem__)
    low, high = grid[max(i - 1, 0)], grid[min(i + 1, len(grid) - 1)]
    x, y = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_x, at_y = loss(x), loss(y)
    while high - low > SETTLED:
        if at_x < at_y:
            high, y, at_y = y, x, at_x
            x = high - GOLDEN * (high - low)
            at_x = loss(x)
        else:
            low, x, at_x = x, y, at_y
            y = low + GOLDEN * (high - low)
            at_y = loss(y)
    return min(((x, at_x), (y, at_y), (grid[i], losses[i])), key=lambda point: point[1])


def _edge(loss: Callable[[float], float], best: float, step: float, limit: float) -> float:
    """Where the loss passes the limit, going from the best δ by growing steps; ±∞ where it never does."""
    inside = best
    while loss(best + step) <= limit:
        inside = best + step
        step *= 4
        if abs(step) > FARTHEST:
            return inf if step > 0 else -inf
    outside = best + step
    for _ in range(BISECTIONS):
        if abs(outside - inside) <= EDGE * abs(outside - best):
            break
        middle = (inside + outside) / 2
        if loss(middle) <= limit:
            inside = middle
        else:
            outside = middle
    return outside
