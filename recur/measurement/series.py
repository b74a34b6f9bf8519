"""Runs as benchmark files name them, gathered into series: BM_Sort/4096 is the series BM_Sort at the size 4096."""

import re
from collections.abc import Iterable, Iterator, Sequence

from recur.measurement.records import MOST_SIZE_DIGITS
from recur.measurement.samples import Sample
from recur.model import InvalidRecurrence, Step, limits
from recur.model.patterns import regex
from recur.model.records import frozen, replace

#: 4096, 1_000, 1,000, 2^20, 1e6, 64k, 1Mi: a number in a name, with what multiplies it.
_NUMBER = regex(
    r"(?P<digits>\d{1,3}(?:[_,]\d{3})+(?!\d)|\d+)(?:\^(?P<power>\d{1,3})|[eE](?P<tens>\d{1,2})(?![A-Za-z0-9]))?"
    r"(?:(?P<suffix>[kKMG])(?P<binary>i?)(?:[bB])?(?![A-Za-z]))?"
)
_TENS = {"k": 3, "K": 3, "M": 6, "G": 9}
_TWOS = {"k": 10, "K": 10, "M": 20, "G": 30}
_SIZE_WORD = r"(?<![A-Za-z0-9])(?:n|N|size|len|length|count)(?![A-Za-z0-9])[ \t:=]*"
#: The place of the size in a name, with the word before it: n=64 and 64x64.
_PLACE = regex(rf"(?:{_SIZE_WORD})?\x00(?:[ ]?[x×*][ ]?\x00|\x00)*")
#: One separator goes with it: before it where a name begins, else behind it.
_WITH_SEPARATOR = regex(r"[\s/_\-,;:=.#@|]+\x01(?=[\s/_\-,;:=.#@|)\]}>]|$)|\x01[\s/_\-,;:=]*")
_EMPTY_BRACKETS = regex(r"\[\s*\]|\(\s*\)|\{\s*\}|<\s*>")
_AFTER_SIZE_WORD = regex(rf"{_SIZE_WORD}$")
#: Of a run that failed: left out, and said.
NO_TIME = float("nan")
EXAMPLE = "names such as sort/1024 and sort/2048, or a column of sizes"


@frozen
class TimedRun:
    """What was run and its times in seconds, one a repetition; `size` where the file tells it apart from the name.

    `wall` are the wall times of the same runs, as many, where `seconds` are CPU times; `workers` ran it, where the file
    says so.
    """

    name: str
    seconds: tuple[float, ...]
    size: int | None = None
    wall: tuple[float, ...] = ()
    workers: int | None = None


@frozen
class TimedSeries:
    """The samples of one program, "" where a file holds one without a name; `remarks` say how they were read."""

    name: str
    samples: tuple[Sample, ...]
    remarks: tuple[Step, ...] = ()


@frozen
class _Number:
    plain: int | None  # None: a suffix k, M or G, which may be 1,000 or 1,024
    decimal: int
    binary: int


def series_of(runs: Iterable[TimedRun], remarks: Sequence[Step] = ()) -> tuple[TimedSeries, ...]:
    """The runs gathered by name, in the order of the file; a size that stands in the names is taken out of them.

    >>> [(s.name, len(s.samples)) for s in series_of([TimedRun("sort/64", (1e-6,)), TimedRun("sort/128", (2e-6,))])]
    [('sort', 2)]
    """
    named: dict[str, list[tuple[int, TimedRun]]] = {}
    open_names: dict[str, list[tuple[TimedRun, list[re.Match[str]]]]] = {}
    said: dict[str, list[Step]] = {}
    for run in runs:
        limits.check()
        name = " ".join(run.name.split())
        if run.size is not None:
            named.setdefault(_on_workers(name, run), []).append((run.size, run))
            continue
        numbers = list(_NUMBER.finditer(name))
        pattern = _on_workers(_NUMBER.sub("\x00", name), run)
        open_names.setdefault(pattern, []).append((replace(run, name=name), numbers))
    left_out: list[str] = []
    for group in open_names.values():
        sized = list(_sized(group))
        left_out += [] if sized else [group[0][0].name]
        for name, size, run, remark in sized:
            name = _on_workers(name, run)
            named.setdefault(name, []).append((size, run))
            if remark is not None:
                said.setdefault(name, []).append(remark)
    if not named:
        if any(run.workers is not None for group in open_names.values() for run, _ in group):
            hint = "recur speedup --measured FILE judges times by workers"
            raise InvalidRecurrence("the times are by numbers of workers, and nothing names a size", hint=hint)
        found = ", ".join(dict.fromkeys(run.name[:30] for group in open_names.values() for run, _ in group[:2]))
        raise InvalidRecurrence(
            f"no size is told from the names {found}"[:200] if found else "the file holds no times", hint=EXAMPLE
        )
    if left_out:
        remarks = (*remarks, Step(f"Left out, having no size: {', '.join(name[:40] for name in left_out[:5])}."))
    return tuple(
        TimedSeries(name, _samples(name, rows), (*dict.fromkeys(said.get(name, ())), *remarks))
        for name, rows in named.items()
    )


def _on_workers(name: str, run: TimedRun) -> str:
    """Runs on other numbers of workers are another series."""
    return name if run.workers is None else f"{name} P={run.workers}".strip()


def _samples(name: str, rows: Iterable[tuple[int, TimedRun]]) -> tuple[Sample, ...]:
    seen: dict[int, int] = {}
    samples: list[Sample] = []
    for size, run in rows:
        if not 1 <= size < 10**MOST_SIZE_DIGITS:
            raise InvalidRecurrence(f"n = {str(size)[:40]}: a size is a whole number from 1 on")
        clocks = zip(run.wall, run.seconds, strict=True) if run.wall else ((value, None) for value in run.seconds)
        for wall, cpu in clocks:
            limits.check()
            seen[size] = seen.get(size, 0) + 1
            samples.append(Sample(size, wall, seen[size], unit=name, cpu_seconds=cpu))
    return tuple(samples)


def _sized(
    group: Sequence[tuple[TimedRun, list[re.Match[str]]]],
) -> Iterator[tuple[str, int, TimedRun, Step | None]]:
    """Names of one pattern: one number is the size; what else changes at one size tells series apart."""
    columns = list(zip(*(map(_value, numbers) for _, numbers in group), strict=True))
    changing = [i for i, column in enumerate(columns) if len(set(column)) > 1]
    if not changing:
        return
    chosen = max(changing, key=lambda i: _likeness(group, columns[i], i))
    sizes = columns[chosen]
    dropped = [i for i in range(len(columns)) if i == chosen or columns[i] == sizes]  # 64x64
    dropped += [i for i in changing if i not in dropped and (_is_index(columns[i]) or _follows(columns[i], sizes))]
    binary = _is_binary(sizes)
    remark = _said(group, chosen, binary)
    for (run, numbers), value in zip(group, sizes, strict=True):
        size = value.plain if value.plain is not None else value.binary if binary else value.decimal
        yield _without(run.name, [numbers[i] for i in sorted(dropped)]), size, run, remark


def _likeness(
    group: Sequence[tuple[TimedRun, list[re.Match[str]]]], column: Sequence[_Number], i: int
) -> tuple[bool, bool, bool, int, int]:
    """How much a number looks like a size: n= before it, no running number, apart from letters, of many values."""
    called = all(_AFTER_SIZE_WORD.search(run.name[: numbers[i].start()]) for run, numbers in group)
    apart = not any(run.name[: numbers[i].start()][-1:].isalpha() for run, numbers in group)
    return called, not _is_index(column), apart, len(set(column)), -i


def _is_index(column: Sequence[_Number]) -> bool:
    """1, 2, 3, …: the number of the run."""
    first = column[0].decimal
    return first in (0, 1) and [n.decimal for n in column] == list(range(first, first + len(column)))


def _follows(column: Sequence[_Number], sizes: Sequence[_Number]) -> bool:
    """Is it what was computed, one value at one size?"""
    return len(set(zip(sizes, column, strict=True))) == len(set(sizes))


def _said(group: Sequence[tuple[TimedRun, list[re.Match[str]]]], chosen: int, binary: bool) -> Step | None:
    for _, numbers in group:
        number = _value(numbers[chosen])
        if number.plain is None:
            return Step(f"{numbers[chosen][0]} is read as {number.binary if binary else number.decimal}.")
    return None


def _is_binary(numbers: Sequence[_Number]) -> bool:
    """512, 1k, 2k: a k is 1,024 beside sizes that are powers of 2 and no round number."""
    plain = [n.plain for n in numbers if n.plain is not None]
    return any(size >= 16 and size & (size - 1) == 0 for size in plain)


def _value(found: re.Match[str]) -> _Number:
    digits = int(re.sub("[_,]", "", found["digits"])[: MOST_SIZE_DIGITS + 1])
    if found["power"]:
        digits = digits ** int(found["power"]) if len(str(digits)) * int(found["power"]) < 4 * MOST_SIZE_DIGITS else 0
    if found["tens"]:
        digits *= 10 ** int(found["tens"])
    if not found["suffix"]:
        return _Number(digits, digits, digits)
    decimal, binary = digits * 10 ** _TENS[found["suffix"]], digits << _TWOS[found["suffix"]]
    return _Number(binary, binary, binary) if found["binary"] else _Number(None, decimal, binary)


def _without(name: str, numbers: Sequence[re.Match[str]]) -> str:
    """The name without these numbers and what held them: test_sort[64] → test_sort, bfs n=64 → bfs."""
    for number in reversed(numbers):
        name = f"{name[: number.start()]}\x00{name[number.end() :]}"
    name = _WITH_SEPARATOR.sub("", _PLACE.sub("\x01", name))
    return _EMPTY_BRACKETS.sub("", name).strip().rstrip("/_-:= ")
