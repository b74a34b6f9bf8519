"""Times as tools print them: 7.4 ms, 3.25 us, 12.3±0.1ms, 0m0.003s, 1:02.5."""

from recur.model.patterns import regex

UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("ms", "msec", "millis", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("us", "µs", "μs", "usec", "micros", "microsecond", "microseconds"), 1e-6),
    **dict.fromkeys(("ns", "nsec", "nanos", "nanosecond", "nanoseconds"), 1e-9),
    **dict.fromkeys(("min", "minute", "minutes"), 60.0),
}
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_PLAIN = r"\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d{1,3})?|\.\d+(?:[eE][+-]?\d{1,3})?"
#: A number with its unit; what follows ± is its spread.
DURATION = regex(
    rf"(?<![\w.])(?P<value>{_PLAIN})\s*(?:(?:±|\+-|\+/-)\s*[\d.,]+(?:%)?\s*)?(?P<unit>{_UNIT})(?![A-Za-zµμ/])"
)
#: What the shell's time prints: 1m2.345s; and clocks: 1:02.5, 1:00:02.
CLOCK = regex(r"(?:(?P<hours>\d+)(?:h|:(?=\d+:)))?(?P<minutes>\d+)(?:m|:)(?P<seconds>\d+(?:[.,]\d+)?)s?")


def seconds_in(text: str) -> float | None:
    """The one time that a text is, in seconds; None where it is none.

    >>> seconds_in("1.5 ms"), seconds_in("0m0.250s"), seconds_in("12.5±0.1ms"), seconds_in("n")
    (0.0015, 0.25, 0.0125, None)
    """
    text = text.strip()
    clock = CLOCK.fullmatch(text)
    if clock is not None:
        return int(clock["hours"] or 0) * 3600 + int(clock["minutes"]) * 60 + float(clock["seconds"].replace(",", "."))
    found = DURATION.fullmatch(text)
    return None if found is None else in_seconds(found["value"], found["unit"])


def in_seconds(value: str, unit: str) -> float:
    """A number as it is printed, with commas between thousands, in a unit of UNITS."""
    return float(value.replace(",", "")) * UNITS[unit.lower()]
