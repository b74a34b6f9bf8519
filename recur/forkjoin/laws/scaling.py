"""Speed-up without a task graph: Amdahl's and Gustafson's laws."""

import re
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from math import ceil

from recur.forkjoin.laws.laws import amdahl, amdahl_limit, check_processors, doubling, gustafson
from recur.model import InvalidRecurrence, SyntaxProblem
from recur.model.patterns import regex
from recur.model.records import frozen

MANY = 1024  # rows end here where the law itself has no end
_NUMBER = regex(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.I)
_FRACTION = regex(r"(\d+)\s*/\s*(\d+)")


class Law(StrEnum):
    AMDAHL = "amdahl"
    GUSTAFSON = "gustafson"


@frozen
class Scaled:
    """Amdahl's or Gustafson's speed-up for each P; `factor` instead is the speed-up s of the parallel part."""

    law: Law
    part: Fraction
    rows: tuple[tuple[int, Fraction], ...]
    limit: Fraction | None
    #: the smallest P that reaches half of the limit: p/(1 − p), rounded up
    half: int | None = None
    factor: tuple[Fraction, Fraction] | None = None  # (s, S)


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


def read_part(text: str) -> Fraction:
    """A number such as 0.95, 95% or 19/20."""
    stripped = text.strip()
    if stripped.endswith("%"):
        return read_decimal(stripped[:-1].strip(), text) / 100
    fraction = _FRACTION.fullmatch(stripped)
    if fraction and int(fraction[2]):
        return Fraction(int(fraction[1]), int(fraction[2]))
    return read_decimal(stripped, text)


def read_decimal(written: str, text: str) -> Fraction:
    written = written.strip()
    if len(written) > 400 or not _NUMBER.fullmatch(written):
        raise SyntaxProblem(f"{written[:40] or 'nothing'} is not a number", text=text, hint="such as 0.95")
    return Fraction(written)
