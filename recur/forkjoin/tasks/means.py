"""The mean of counted runs and what it may miss, in exact numbers: what draws lots is declared by its mean."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from recur.model.records import frozen

ERRORS = 5  # standard errors: with eight runs or more, a true mean is farther away once in six hundred times at most
FEWEST_RUNS = 8
RUNS = 30


@frozen
class Mean:
    """x̄ of `runs` numbers, and s²/runs, the square of its standard error."""

    runs: int
    value: Fraction
    squared_error: Fraction

    @classmethod
    def of(cls, numbers: Sequence[Fraction | int]) -> Mean:
        """
        >>> Mean.of([1, 2, 3, 6])
        Mean(runs=4, value=Fraction(3, 1), squared_error=Fraction(7, 6))
        """
        runs = len(numbers)
        value = Fraction(sum(numbers), 1) / runs
        spread = sum((number - value) ** 2 for number in numbers)
        return cls(runs, value, Fraction(spread) / (runs * max(runs - 1, 1)))

    @property
    def error(self) -> Fraction:
        """The standard error, rounded up to six decimals."""
        if not self.squared_error:
            return Fraction(0)
        scale = 10**6
        return Fraction(isqrt(int(self.squared_error * scale * scale)) + 1, scale)

    def may_be(self, number: Fraction | int) -> bool:
        """Is the number within the interval of the mean? A single run, or runs that are all alike, exclude nothing."""
        return self.tells_nothing or (self.value - number) ** 2 <= ERRORS**2 * self.squared_error

    @property
    def tells_nothing(self) -> bool:
        return self.runs < FEWEST_RUNS or not self.squared_error
