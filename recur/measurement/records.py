"""Samples as JSON lines, one object a line: what `recur measure --save` writes, and anybody may."""

import json
from collections import Counter
from collections.abc import Iterator
from math import inf, isfinite
from typing import Any

from recur.measurement.samples import Sample
from recur.model import InvalidRecurrence, Place, SyntaxProblem, limits

Record = dict[str, Any]
#: What a float can hold with all that is made of it: no program was ever run at a larger size.
MOST_SIZE_DIGITS = 100
EXAMPLE = 'a line such as {"n": 1024, "seconds": 0.0021}'


def are_records(text: str) -> bool:
    """Does the text begin as JSON lines do?"""
    return text.lstrip().startswith("{")


def sample_record(sample: Sample) -> Record:
    found: Record = {
        "record": "sample",
        "unit": sample.unit,
        "engine": sample.engine,
        "workers": sample.workers,
        "n": sample.size,
        "repetition": sample.repetition,
        "seconds": sample.seconds,
        "cpu_seconds": sample.cpu_seconds,
        "waits": sample.waits,
    }
    return {key: value for key, value in found.items() if value is not None}


def sample_of(record: Record) -> Sample:
    """The sample in a record; raises `ValueError` with what is wrong in it."""
    size, seconds = record.get("n"), record.get("seconds")
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise ValueError('"n" is not a whole number from 1 on')
    if size >= 10**MOST_SIZE_DIGITS:
        raise ValueError(f'"n" has more than {MOST_SIZE_DIGITS} digits')
    if isinstance(seconds, int) and seconds.bit_length() > 1000:
        raise ValueError('"seconds" is too large a number')
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not isfinite(seconds) or seconds <= 0:
        raise ValueError('"seconds" is not a number above 0')
    repetition, workers = record.get("repetition", 1), record.get("workers", 1)
    if not isinstance(repetition, int) or not isinstance(workers, int) or workers < 1:
        raise ValueError('"repetition" and "workers" are whole numbers')
    engine, unit, cpu = str(record.get("engine", "")), str(record.get("unit", "")), record.get("cpu_seconds")
    if cpu is not None and (isinstance(cpu, bool) or not isinstance(cpu, int | float) or not 0 <= cpu < inf):
        raise ValueError('"cpu_seconds" is not a number from 0 on')
    waits = record.get("waits")
    if waits is not None and (isinstance(waits, bool) or not isinstance(waits, int) or waits < 0):
        raise ValueError('"waits" is not a whole number from 0 on')
    return Sample(size, float(seconds), repetition, engine, unit, workers, None if cpu is None else float(cpu), waits)


def records_in(text: str) -> Iterator[tuple[int, Record]]:
    """The objects of the lines with their numbers; a last line that was cut off in the middle is left out."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        limits.check()
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            if number == len(lines) and not text.endswith("\n"):
                return  # whoever wrote it was stopped
            raise _problem(text, number, line, "this line is no JSON") from None
        if not isinstance(record, dict):
            raise _problem(text, number, line, "a record is a JSON object")
        yield number, record


def read_records(text: str) -> tuple[Sample, ...]:
    """The samples of one program on one engine: those of the serial engine, where there are several."""
    samples, lines = [], text.splitlines()
    for number, record in records_in(text):
        if record.get("record", "sample") != "sample":
            continue
        try:
            samples.append(sample_of(record))
        except ValueError as fault:
            raise _problem(text, number, lines[number - 1], str(fault)) from None
    if not samples:
        raise InvalidRecurrence("the file holds no times", hint=EXAMPLE)
    units = Counter(sample.unit for sample in samples)
    if len(units) > 1:
        raise InvalidRecurrence(f"the times of several programs do not mix: {', '.join(units)}")
    runs = Counter((sample.engine, sample.workers) for sample in samples)
    serial = ("serial", 1) if ("serial", 1) in runs else next(iter(runs))
    if len(runs) > 1 and serial[0] != "serial":
        found = ", ".join(f"{engine} with {workers}" for engine, workers in runs)
        raise InvalidRecurrence(f"the times of several engines or numbers of workers do not mix: {found}")
    return tuple(sample for sample in samples if (sample.engine, sample.workers) == serial)


def _problem(text: str, number: int, line: str, message: str) -> SyntaxProblem:
    place = Place(number, 1, max(1, len(line)))
    return SyntaxProblem(f"line {number}: {message}", text=text, place=place, hint=EXAMPLE)
