"""The best a ≥ 0 and b > 0 of log t = log(a + b·W) by weighted least squares: relative errors count alike."""

from collections.abc import Callable, Sequence
from math import exp, inf, log1p
from operator import mul

from recur.model.records import frozen

STEPS = 30
HALVINGS = 12
MOST_STARTS = 48
SETTLED = 1e-9
NEGLIGIBLE = 1e-9  # part of the loss that one more step gains
LEAST = 8.0  # an a of e^−10 of the smallest b·W is none
FLATTEST = 8.0  # a up to e^8 times the largest b·W: past that the model is a constant


@frozen
class Fit:
    """log a, log b and the residuals log t − log(a + b·W); `rss` is their weighted sum of squares."""

    log_offset: float  # −∞ where a = 0
    log_scale: float
    rss: float
    residuals: tuple[float, ...]

    def log_seconds(self, log_work: float) -> float:
        return log_sum(self.log_offset, self.log_scale + log_work)


Fitter = Callable[[Sequence[float], Sequence[float], Sequence[float]], Fit]


def log_sum(x: float, y: float) -> float:
    """log(e^x + e^y) without overflow."""
    if x < y:
        x, y = y, x
    return x if y == -inf else x + log1p(exp(y - x))


def fit_scale(shape: Sequence[float], logs: Sequence[float], weights: Sequence[float]) -> Fit:
    """The fit of b alone, a = 0."""
    return _Problem(shape, logs, weights).at(-inf)


def fit_offset(shape: Sequence[float], logs: Sequence[float], weights: Sequence[float]) -> Fit:
    """The fit of a and b; `shape` is log W at each size, −∞ where W is 0.

    >>> from math import log
    >>> work = [1.0, 10.0, 100.0, 1000.0]
    >>> fit = fit_offset([log(w) for w in work], [log(5 + 2 * w) for w in work], [1.0] * 4)
    >>> round(exp(fit.log_offset), 4), round(exp(fit.log_scale), 4)
    (5.0, 2.0)
    """
    problem = _Problem(shape, logs, weights)
    top = max(shape)
    near = sorted({round(level + shift) for level in shape if level > -inf for shift in (-2, 0, 2)})
    near = near[:: 1 + len(near) // MOST_STARTS]
    starts = [near[0] - LEAST, near[0] - LEAST / 2, *map(float, near), top + 4, top + FLATTEST]
    losses = [problem.loss(rho) for rho in starts]
    best = min(range(len(starts)), key=losses.__getitem__)
    bare = problem.loss(-inf)
    if best == 0 and bare <= losses[0]:
        return problem.at(-inf)
    rho, loss = problem.refine(starts[best], losses[best], top + FLATTEST)
    return problem.at(-inf if bare <= loss else rho)


def refit_offset(near: Fit, shape: Sequence[float], logs: Sequence[float], weights: Sequence[float]) -> Fit:
    """The fit of a and b to times that are little else than those of a fit before: it starts from there."""
    problem = _Problem(shape, logs, weights)
    if near.log_offset == -inf:
        least = min(level for level in shape if level > -inf) - LEAST
        bare = problem.loss(-inf)
        stays = bare < inf and bare <= min(problem.loss(least), problem.loss(least + LEAST / 2))
        return problem.at(-inf) if stays else fit_offset(shape, logs, weights)
    rho = near.log_offset - near.log_scale
    return problem.at(problem.refine(rho, problem.loss(rho), max(shape) + FLATTEST)[0])


@frozen
class _Problem:
    """Least squares in ρ = log(a/b); log b is then the mean of what is left."""

    shape: Sequence[float]
    logs: Sequence[float]
    weights: Sequence[float]

    def _model(self, rho: float) -> list[float]:
        if rho == -inf:
            return list(self.shape)
        # `log_sum` in line: most of the time of every fit is here.
        return [
            level + log1p(exp(rho - level)) if level > rho else rho + log1p(exp(level - rho)) for level in self.shape
        ]

    def loss(self, rho: float) -> float:
        if rho == -inf and -inf in self.shape:
            return inf
        left = [y - m for y, m in zip(self.logs, self._model(rho), strict=True)]
        mean = self._mean(left)
        return sum([w * (r - mean) ** 2 for w, r in zip(self.weights, left, strict=True)])

    def at(self, rho: float) -> Fit:
        model = self._model(rho)
        if -inf in model:
            return Fit(rho, -inf, inf, tuple(inf for _ in model))
        scale = self._mean([y - m for y, m in zip(self.logs, model, strict=True)])
        residuals = tuple(y - m - scale for y, m in zip(self.logs, model, strict=True))
        rss = sum(w * r * r for w, r in zip(self.weights, residuals, strict=True))
        return Fit(rho + scale, scale, rss, residuals)

    def _mean(self, values: Sequence[float]) -> float:
        total: float = sum(map(mul, self.weights, values))
        return total / sum(self.weights)

    def refine(self, rho: float, loss: float, highest: float) -> tuple[float, float]:
        """Gauss–Newton steps, halved until they help."""
        for _ in range(STEPS):
            step = self._step(rho)
            if abs(step) < SETTLED:
                break
            step = max(-4.0, min(4.0, step))
            for _ in range(HALVINGS):
                trial = min(rho + step, highest)
                lower = self.loss(trial)
                if lower < loss:
                    break
                step /= 2
            else:
                break
            gained = loss - lower
            rho, loss = trial, lower
            if gained < NEGLIGIBLE * loss:
                break
        return rho, loss

    def _step(self, rho: float) -> float:
        model = self._model(rho)
        parts = [exp(rho - m) for m in model]
        centre = self._mean(parts)
        top = bottom = 0.0
        for part, m, y, w in zip(parts, model, self.logs, self.weights, strict=True):
            top += w * (part - centre) * (y - m)
            bottom += w * (part - centre) ** 2
        return top / bottom if bottom > 1e-300 else 0.0
