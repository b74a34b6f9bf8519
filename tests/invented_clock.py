"""A clock that goes only when it is told to: budgets are tested by it, and no test waits."""

from __future__ import annotations

from recur.runs.budget import Budget


class InventedClock:
    """Seconds that somebody invents."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def budget(self, seconds: float) -> Budget:
        return Budget.of(seconds, self)
