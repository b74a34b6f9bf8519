"""Which inputs of a size a cost is of."""

from enum import StrEnum


class CostCase(StrEnum):
    """The inputs that cost most, or least, or all of them by their probability."""

    WORST = "worst"
    BEST = "best"
    EXPECTED = "expected"
