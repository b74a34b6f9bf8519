"""The growth classes that an unknown program is held against: data, and log W of each."""

from __future__ import annotations

from functools import cache
from math import inf, lgamma, log, log2, sqrt
from typing import TYPE_CHECKING

from recur.model.records import frozen

if TYPE_CHECKING:
    from recur.asymptotics.growth import Growth
    from recur.model.expressions import Expr


@frozen
class GrowthClass:
    """n^power · (log n)^logs · base^n, and times n! where `factorial`; `formula` is the same for the parser."""

    formula: str
    power: float = 0.0
    logs: int = 0
    base: float = 1.0
    factorial: bool = False

    def log_work(self, size: int) -> float:
        """log W(n); −∞ where W(n) = 0."""
        value = self.power * log(size) + size * log(self.base)
        if self.factorial:
            value += lgamma(size + 1)
        if self.logs:
            value += self.logs * log(log(size)) if size > 1 else -inf
        return value

    @property
    def is_constant(self) -> bool:
        return not (self.power or self.logs or self.exponential)

    @property
    def exponential(self) -> bool:
        return self.base != 1.0 or self.factorial

    @property
    def expression(self) -> Expr:
        return _read(self.formula)

    @property
    def growth(self) -> Growth:
        return _growth(self.formula)


@cache
def _read(formula: str) -> Expr:
    from recur.parsing import parse_formula

    return parse_formula(formula, log="e")


@cache
def _growth(formula: str) -> Growth:
    from recur.asymptotics.growth import Growth

    return Growth.of(_read(formula))


CONSTANT = GrowthClass("1")
#: What loops and textbook recurrences cost. Each has to be told from its neighbours over a 64-fold range, at 5 %
#: noise and with an offset: benchmarks/fitting.py counts how often that works.
CLASSES = (
    CONSTANT,
    GrowthClass("log n", logs=1),
    GrowthClass("(log n)^2", logs=2),
    GrowthClass("sqrt n", power=1 / 2),
    GrowthClass("n", power=1),
    GrowthClass("n log n", power=1, logs=1),
    GrowthClass("n (log n)^2", power=1, logs=2),
    GrowthClass("n^1.5", power=3 / 2),
    GrowthClass("n^(log_2 3)", power=log2(3)),
    GrowthClass("n^2", power=2),
    GrowthClass("n^2 log n", power=2, logs=1),
    GrowthClass("n^(log_2 7)", power=log2(7)),
    GrowthClass("n^3", power=3),
    GrowthClass("n^3 log n", power=3, logs=1),
    GrowthClass("n^4", power=4),
    GrowthClass("phi^n", base=(1 + sqrt(5)) / 2),
    GrowthClass("2^n", base=2),
    GrowthClass("n 2^n", power=1, base=2),
    GrowthClass("3^n", base=3),
    GrowthClass("n!", factorial=True),
)
