"""Seconds that are promised: what does not fit into them is not begun, and what overruns them is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from recur.model import limits
from recur.model.records import frozen

Clock = Callable[[], float]


@frozen
class Budget:
    """The time until `end`, by a clock in seconds.

    >>> budget = Budget.of(10, lambda: 100.0)
    >>> budget.left, budget.part(0.3).left, budget.fits(11)
    (10.0, 3.0, False)
    """

    end: float
    clock: Clock = time.perf_counter

    @classmethod
    def of(cls, seconds: float, clock: Clock = time.perf_counter) -> Budget:
        """So many seconds from now on."""
        return cls(clock() + seconds, clock)

    @property
    def left(self) -> float:
        return max(self.end - self.clock(), 0.0)

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    def fits(self, seconds: float) -> bool:
        """Would what takes so long end in time?"""
        return seconds <= self.left

    def limit(self, seconds: float) -> AbstractContextManager[None]:
        """A block that is stopped after so many seconds, raising OutOfTime; an invented clock stops nobody."""
        return limits.clock_limit(seconds) if self.clock is time.perf_counter else nullcontext()

    def part(self, share: float, most: float = float("inf")) -> Budget:
        """A stage: this share of what is left, `most` seconds at most; what it leaves over is the next one's."""
        return Budget(self.clock() + min(share * self.left, most), self.clock)
