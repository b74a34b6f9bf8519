"""Speed-ups in a terminal: a bar for each P, as far as is certain, as far as is possible."""

from fractions import Fraction

from recur.forkjoin.laws.rounding import short_decimal
from recur.pictures.speedup import Chart, log_of
from recur.writers.characters import columns as width_of


def bars(chart: Chart, width: int = 80, unicode: bool = True) -> tuple[str, ...]:
    """A bar for each P: full as far as is certain, light as far as is possible, a dot where the schedule came out."""
    full, light, dot, rule = ("█", "░", "●", "│") if unicode else ("#", ".", "o", "|")
    labels = [short_decimal(bar.processors) for bar in chart.bars]
    edge = max(len("P"), *map(len, labels)) + 2
    room = width - edge - 12
    top = max(1.0, *(log_of(max(bar.high, bar.mark or bar.high)) for bar in chart.bars))
    bottom = min(0.0, *(log_of(bar.low) for bar in chart.bars))

    def column(value: Fraction) -> int:
        return round((log_of(value) - bottom) / (top - bottom) * (room - 1))

    lines = [f"{'P':>{edge}} {rule} speed-up, logarithmic"]
    for label, bar in zip(labels, chart.bars, strict=True):
        low, high = column(bar.low), column(bar.high)
        cells = [full] * (low + 1) + [light] * (high - low)
        shown = bar.low if bar.mark is None else bar.mark
        if bar.mark is not None:
            cells[min(column(bar.mark), len(cells) - 1)] = dot
        lines.append(f"{label:>{edge}} {rule}{''.join(cells)} {short_decimal(shown)}")
    assert all(width_of(line) <= width for line in lines)
    return tuple(lines)
