"""Speed-up without a task graph: Amdahl's and Gustafson's laws, and the serial part that measured times show."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from statistics import median

from recur.forkjoin.laws.laws import amdahl, amdahl_limit, check_processors, doubling, gustafson, karp_flatt
from recur.forkjoin.laws.rounding import short_decimal
from recur.model import InvalidRecurrence, SyntaxProblem

MANY = 1024  # rows end here where the law itself has no end
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.I)
_FRACTION = re.compile(r"(\d+)\s*/\s*(\d+)")


class Law(StrEnum):
    AMDAHL = "amdahl"
    GUSTAFSON = "gustafson"


@dataclass(frozen=True, slots=True)
class Scaled:
    """Amdahl's or Gustafson's speed-up for each P; `factor` instead is the speed-up s of the parallel part."""

    law: Law
    part: Fraction
    rows: tuple[tuple[int, Fraction], ...]
    limit: Fraction | None
    #: the smallest P that reaches half of the limit: p/(1 − p), rounded up
    half: int | None = None
    factor: tuple[Fraction, Fraction] | None = None  # (s, S)


@dataclass(frozen=True, slots=True)
class ScalingRow:
    """The time on P processors, the speed-up over one, and the Karp–Flatt serial part (None at P = 1)."""

    processors: int
    seconds: Fraction
    speedup: Fraction
    serial: Fraction | None

    @property
    def efficiency(self) -> Fraction:
        return self.speedup / self.processors

    @property
    def superlinear(self) -> bool:
        return self.speedup > self.processors


class SerialTrend(StrEnum):
    """How the serial part moves as P grows."""

    STEADY = "steady"  # within a fifth: a serial part, as in Amdahl's law
    RISING = "rising"  # overhead that grows with P
    FALLING = "falling"
    UNKNOWN = "unknown"  # fewer than two serial parts


def law_speedups(law: Law, part: Fraction, processors: Sequence[int] = (), factor: Fraction | None = None) -> Scaled:
    """The law's speed-up for each number of processors.

    >>> found = law_speedups(Law.AMDAHL, Fraction(19, 20), [19])
    >>> found.rows, found.limit, found.half
    (((19, Fraction(10, 1)),), Fraction(20, 1), 19)
    """
    check_processors(processors)
    if law is Law.GUSTAFSON:
        if factor is not None:
            raise InvalidRecurrence("Gustafson's law takes no -s: its parallel part is P times as fast")
        found = processors or doubling(MANY)
        return Scaled(law, part, tuple((p, gustafson(part, p)) for p in found), None)
    limit = amdahl_limit(part)
    half = None if limit is None or not part else max(1, ceil(part / (1 - part)))
    found = processors or doubling(max(MANY, 16 * (half or 1)))
    rows = tuple((p, amdahl(part, Fraction(p))) for p in found)
    return Scaled(law, part, rows, limit, half, None if factor is None else (factor, amdahl(part, factor)))


def measured(times: Iterable[tuple[int, Fraction]]) -> tuple[ScalingRow, ...]:
    """The speed-up and the serial part for each number of processors; several times for one P count by their median.

    >>> measured([(1, Fraction(12)), (4, Fraction(6))])[1].serial
    Fraction(1, 3)
    """
    of: dict[int, list[Fraction]] = {}
    for p, seconds in times:
        check_processors([p])
        if seconds <= 0:
            raise InvalidRecurrence(f"the time on P = {p} is {short_decimal(seconds)}: it must be above 0")
        of.setdefault(p, []).append(seconds)
    if 1 not in of:
        raise InvalidRecurrence(
            "the time on one processor is missing: every speed-up is measured against it",
            hint='such as --measured "1:10.0,2:5.6,4:3.4"',
        )
    middle = {p: median(found) for p, found in sorted(of.items())}
    rows = []
    for p, seconds in middle.items():
        s = middle[1] / seconds
        rows.append(ScalingRow(p, seconds, s, karp_flatt(s, p)))
    return tuple(rows)


def trend(rows: Sequence[ScalingRow]) -> SerialTrend:
    """Whether the serial part rises, falls or stays, between the first and the last P above 1."""
    parts = [row.serial for row in rows if row.serial is not None]
    if len(parts) < 2 or parts[0] <= 0 or parts[-1] <= 0:
        return SerialTrend.UNKNOWN
    change = parts[-1] / parts[0]
    if Fraction(5, 6) <= change <= Fraction(6, 5):
        return SerialTrend.STEADY
    return SerialTrend.RISING if change > 1 else SerialTrend.FALLING


def read_times(text: str) -> list[tuple[int, Fraction]]:
    """Times as they are typed: "1:10.0, 2:5.6, 4:3.4".

    >>> read_times("1:10, 2:5.5")
    [(1, Fraction(10, 1)), (2, Fraction(11, 2))]
    """
    found: list[tuple[int, Fraction]] = []
    for item in text.replace(";", ",").split(","):
        p, colon, seconds = item.partition(":")
        if not colon:
            raise SyntaxProblem(
                f"{item.strip() or 'nothing'} is no measurement",
                text=text,
                hint='write processors:seconds, such as --measured "1:10.0,2:5.6,4:3.4", or name a CSV file',
            )
        found.append((_processors(p, text), _decimal(seconds.strip().removesuffix("s"), text)))
    return found


def read_csv(content: str) -> list[tuple[int, Fraction]]:
    """Times from a table of two columns, processors and seconds; a first row of words is a heading."""
    found: list[tuple[int, Fraction]] = []
    for number, row in enumerate(csv.reader(content.splitlines(), skipinitialspace=True), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#") or (not found and not _NUMBER.fullmatch(cells[0])):
            continue
        if len(cells) < 2:
            raise SyntaxProblem(f"line {number} has one column; two are needed: processors, seconds")
        found.append((_processors(cells[0], f"line {number}"), _decimal(cells[1], f"line {number}")))
    if not found:
        raise SyntaxProblem("the table holds no times: two columns are needed, processors and seconds")
    return found


def read_part(text: str) -> Fraction:
    """A number such as 0.95, 95% or 19/20."""
    stripped = text.strip()
    if stripped.endswith("%"):
        return _decimal(stripped[:-1].strip(), text) / 100
    fraction = _FRACTION.fullmatch(stripped)
    if fraction and int(fraction[2]):
        return Fraction(int(fraction[1]), int(fraction[2]))
    return _decimal(stripped, text)


def _decimal(written: str, text: str) -> Fraction:
    written = written.strip()
    if len(written) > 400 or not _NUMBER.fullmatch(written):
        raise SyntaxProblem(f"{written[:40] or 'nothing'} is not a number", text=text, hint="such as 0.95")
    return Fraction(written)


def _processors(written: str, text: str) -> int:
    written = written.strip()
    if not (written.isascii() and written.lstrip("-").isdecimal() and len(written) < 400):
        raise SyntaxProblem(
            f"{written[:40] or 'nothing'} is not a whole number of processors", text=text, hint="such as 1:10.0,2:5.6"
        )
    return int(written)
