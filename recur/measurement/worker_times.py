"""Times by numbers of workers, as tables and logs have them: "4 cores: 12.3 s", `mpiexec -n 4 …` above `real 0m12.3s`.

A line that names the workers holds for the times below it, up to the next such line. Wall times count: the CPU time of
all workers does not shrink.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from recur.forkjoin.laws.scaling import read_decimal
from recur.measurement.durations import CLOCK, UNITS, seconds_in
from recur.measurement.reading import runs_of_tools
from recur.measurement.records import are_records, records_in, sample_of
from recur.measurement.series import TimedRun
from recur.measurement.tables import counts_workers, table_runs
from recur.model import InvalidRecurrence, Step, SyntaxProblem, limits
from recur.model.patterns import regex
from recur.model.records import field, frozen, mutable

MOST_WORKERS_DIGITS = 400
_NOUN = r"(?:workers?|processors?|procs?|process(?:es)?|cores?|threads?|cpus?|ranks?|nodes?|jobs|tasks|PEs?)"
_NOUNS = r"(?:workers|processors|procs|processes|cores|threads|cpus|ranks|nodes|jobs|tasks|PEs)"
#: Names of a count: threads, n_workers, OMP_NUM_THREADS, np; a worker's own number stands behind a singular, "rank 3".
_COUNT = (
    rf"(?:[A-Za-z]+[_ -])*?(?:num(?:ber)?[_ -]?(?:of[_ -]?)?|n[_ -]?)?{_NOUNS}"
    r"|P|p|np|NP|nprocs?|[A-Z]+_NUM_THREADS|GOMAXPROCS|workers?_?count|world[_ ]size"
)
_LAUNCHED = regex(
    r"\b(?:mpiexec|mpirun|orterun|srun|aprun|jsrun)\b.*?\s-{1,2}(?:n|np|c|ntasks|nprocs)[= ]\s*(?P<count>\d+)"
)
_SET = regex(rf"(?<![\w-])(?:--?)?(?P<name>{_COUNT})\s*=\s*(?P<count>\d+)(?![\d.]*\w)", re.I)
_FLAG = regex(rf"(?<!\S)(?:-(?:j|t|p|P|w|np|nt)[ ]?|--{_COUNT}[ ])(?P<count>\d+)(?!\S)", re.I)
_BEFORE = regex(
    rf"(?<![\w.=/:,+-])(?P<count>\d+)[ \t]*[-_×x]?[ \t]*(?:[A-Za-z]+[ -])?(?P<name>{_NOUN})(?![A-Za-z])", re.I
)
_AFTER = regex(rf"(?<![\w-])(?P<name>{_COUNT})\s*(?:[:/]|\bis\b)?\s*(?P<count>\d+)(?![\d.,]*\d|\.)(?!\s*[nuµm]?s\b)")
_PER_WORKER = regex(rf"\b(?P<name>threads|cores|cpus)[_ -]per[_ -]{_NOUN}\s*[=:]\s*(?P<count>\d+)", re.I)
_OF = regex(rf"\b{_NOUN}\s+\d+\s*(?:of|/)\s*(?P<count>\d+)\b", re.I)
_ONE = regex(
    rf"\b(?:serial(?:ly)?|sequential(?:ly)?|(?:single|one)[- ](?:{_NOUN}|threaded))\b(?!\s+(?:part|fraction))", re.I
)
#: Dask prints the threads of all its workers together.
_DASK = regex(r"<Client|Cluster\(")
_ONE_OF_THEM = regex(r"^\W*(?:worker|processor|proc|process|core|thread|cpu|rank|node|task|PE)\s*#?\d+\b", re.I)
_NOT_WALL = regex(r"^\s*(?:user|sys|CPU times?|cpu|system|Percent|Maximum|speed-?up|efficiency)\b", re.I)
_NUMBER = r"(?:\d+:)?\d+:\d\d(?:\.\d+)?|\d+m\d+(?:[.,]\d+)?s|\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d+)?"
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_TIME = rf"(?<![\w.])(?P<time>{_NUMBER})[ ]?(?P<unit>(?:{_UNIT})(?![A-Za-zµμ/]))?"
#: The words before a time, the surest first; without any a number needs a unit.
_WORDED = (
    regex(rf"\b(?:real|wall(?:[- ]?clock)?|elapsed|makespan)\b[^\d\n]*{_TIME}", re.I),
    regex(rf"(?<![\w.:])(?P<time>{_NUMBER})(?P<unit>)elapsed\b", re.I),
    regex(rf"\b(?:total|run[- ]?time|execution time|took|takes|duration|time|T_?p?|seconds|in)\b[^\d\n]*{_TIME}", re.I),
)
_BARE = regex(rf"(?<![\w.:]){_TIME}")
_SIZE = regex(
    r"(?<![\w-])(?:n|N|size|elements|length|len|rows)\s*[=:]\s*"
    r"(?P<digits>\d+(?:[_,]\d{3})*)(?:\^(?P<power>\d{1,3})|e(?P<tens>\d{1,2}))?(?![\w.])"
)
_COMMAND = regex(r"^\s*(?:[$%>#]\s|(?:time\s+)?(?:\./|mpiexec|mpirun|srun|python\S*\s|[A-Z][A-Z_]+=\d+\s+\S))")
_GROWS = regex(rf"\bweak(?:ly)?[- ]scal|\bgustafson|\bscaled speed-?up|\bper {_NOUN}\b|problem grows", re.I)
_IDLE = regex(
    rf"\b(?:{_NOUN}|on|with|using|for|of|the|and|at|wall|clock|elapsed|real|took|takes|time|total|seconds?|secs?|m?s|in|is"
    r"|run|runtime|parallel|speedup|n|size|np|rank)\b",
    re.I,
)
#: As they are typed, "1:10.0, 2:5.6", and two at least: one alone is a time of the clock.
_TYPED = regex(r"\s*\d+[ ]*:[ ]*\d+(?:\.\d+)?s?(?:[\s,;]+\d+[ ]*:[ ]*\d+(?:\.\d+)?s?)+[\s,;]*")
EXAMPLE = "lines such as 4 cores: 3.4 s, or a table with the columns workers and seconds"


@frozen
class WorkerTimes:
    """(P, seconds) of each run of one problem; `grows`: of a problem that grows with P."""

    times: tuple[tuple[int, Fraction], ...]
    grows: bool = False
    remarks: tuple[Step, ...] = ()


def read_worker_times(text: str) -> WorkerTimes:
    """The times of a file, whatever wrote it.

    >>> read_worker_times("1 core: 10.0 seconds\\n2 cores: 5.6 seconds\\n").times
    ((1, Fraction(10, 1)), (2, Fraction(28, 5)))
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _TYPED.fullmatch(text):
        pairs = re.sub(r"[ ]*:[ ]*", ":", text)
        return WorkerTimes(tuple(read_times(",".join(re.split(r"[\s,;]+", pairs.strip(" \t\n,;"))))))
    runs, remarks = _runs(text)
    if not runs:
        raise InvalidRecurrence("the file holds no times by numbers of workers", hint=EXAMPLE)
    _refuse_two_programs(runs)
    return _of_one_problem(runs, _GROWS.search(text) is not None, tuple(remarks))


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
                hint='write processors:seconds, such as --measured "1:10.0,2:5.6,4:3.4", or name a file',
            )
        found.append((_processors(p, text), read_decimal(seconds.strip().removesuffix("s"), text)))
    return found


def _processors(written: str, text: str) -> int:
    written = written.strip()
    if not (written.isascii() and written.lstrip("-").isdecimal() and len(written) < MOST_WORKERS_DIGITS):
        raise SyntaxProblem(
            f"{written[:40] or 'nothing'} is not a whole number of processors", text=text, hint="such as 1:10.0,2:5.6"
        )
    return int(written)


@frozen
class _WorkerRun:
    workers: int
    seconds: Fraction
    size: int | None = None
    label: str = ""  # the words that tell one program from another


def _runs(text: str) -> tuple[list[_WorkerRun], Sequence[Step]]:
    """By a tool's own format, as a table, else line by line."""
    found = runs_of_tools(text)
    if found is not None:
        return list(_of_names(found)), ()
    if are_records(text):
        return list(_of_records(record for _, record in records_in(text))), ()
    if text.lstrip().startswith("["):
        return list(_of_records(_listed(text))), ()
    lines = [line for line in text.split("\n") if line.strip()]
    if _is_heading(lines[0].lstrip("# ") if lines else ""):
        text = text.lstrip("# \n")
    first = next((line for line in lines if not line.lstrip().startswith("#")), "")
    if _is_heading(text.partition("\n")[0]) or _is_heading(first) or _is_pair(first):
        rows, remarks = table_runs(text)
        return [_of_row(row) for row in rows], remarks
    return list(_of_log(text)), ()


def _is_heading(line: str) -> bool:
    cells = re.split(r"[|\t;,]", line) if re.search(r"[|\t;,]", line) else line.split()
    return not re.search(r"\d", line) and len(cells) > 1 and any(counts_workers(cell) for cell in cells)


def _is_pair(line: str) -> bool:
    """1,10.5 or 1 10.5: workers and seconds without a heading."""
    return re.fullmatch(r"\s*\d+\s*(?:[,;\t|]|\s)\s*[\d.,eE+-]+\s*[A-Za-zµμ]*\s*", line) is not None


def _of_row(row: TimedRun) -> _WorkerRun:
    workers, size = (row.size, None) if row.workers is None else (row.workers, row.size)
    if workers is None:
        raise InvalidRecurrence(f"the row {row.name[:40]} names no number of workers", hint=EXAMPLE)
    return _WorkerRun(workers, _exact(row.seconds[0]), size, row.name)


def _exact(seconds: float) -> Fraction:
    """The decimal number that was read."""
    return Fraction(f"{seconds:.12g}")


def _of_names(runs: Iterable[TimedRun]) -> Iterator[_WorkerRun]:
    """Tools that put the workers into the name or the command: BM_sum/threads:4, ./sum --threads 4."""
    for run in runs:
        limits.check()
        count = _workers(run.name) if run.workers is None else _Count(run.workers, run.name)
        if count is not None:
            label, size = _label(count.rest), run.size or _size(count.rest)
            for seconds in run.wall or run.seconds:
                yield _WorkerRun(count.workers, _exact(seconds), size, label)


def _listed(text: str) -> list[dict[str, Any]]:
    """A JSON list of objects."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidRecurrence("this JSON cannot be read", hint=EXAMPLE) from None
    return [record for record in found if isinstance(record, dict)]


def _of_records(records: Iterable[dict[str, Any]]) -> Iterator[_WorkerRun]:
    """JSON objects, such as `recur measure --save` writes: the serial engine is the one worker of the others."""
    for record in records:
        if record.get("record", "sample") != "sample":
            continue
        count = next((record[name] for name in record if counts_workers(name)), 1)
        try:
            sample = sample_of({**record, "n": record.get("n", 1), "workers": count, **_timed(record)})
        except ValueError as fault:
            raise InvalidRecurrence(f"a record cannot be read: {fault}") from None
        serial = sample.engine == "serial"
        size = sample.size if "n" in record else None
        label = " ".join(filter(None, (sample.unit, "" if serial else sample.engine)))
        yield _WorkerRun(1 if serial else sample.workers, _exact(sample.seconds), size, label)


def _timed(record: dict[str, Any]) -> dict[str, Any]:
    """The field of a record that is its time."""
    known = ("seconds", "time", "elapsed", "wall", "real", "time_s", "wall_time", "elapsed_s")
    return {"seconds": next((record[name] for name in known if name in record), None)}


@frozen
class _Count:
    workers: int
    rest: str  # the line without what names the workers


def _workers(line: str) -> _Count | None:
    """The number of workers that a line names; raises where it names two."""
    for pattern in (_LAUNCHED, _OF, _SET, _FLAG, _BEFORE, _AFTER):
        found = [m for m in pattern.finditer(line) if len(m["count"]) < 10]
        if pattern is _AFTER:
            found = [m for m in found if not _ONE_OF_THEM.match(line)]
        if found:
            each = _PER_WORKER.search(line)
            counts = [int(m["count"]) for m in found if each is None or not m.start() <= each.start("count") < m.end()]
            if _DASK.search(line):
                counts = [max(counts)]
            if len(set(counts)) > 1:
                named = " and ".join(m[0].strip() for m in found[:2])
                raise InvalidRecurrence(
                    f"a line names two numbers of workers: {named}", hint=f"keep one, as in {EXAMPLE}"
                )
            return _Count(
                counts[0] * (1 if each is None else int(each["count"])),
                _without(line, sorted([*found, *([each] if each is not None else [])], key=_start)),
            )
    single = _ONE.search(line)
    return None if single is None else _Count(1, _without(line, [single]))


def _start(found: re.Match[str]) -> int:
    return found.start()


def _without(line: str, found: Sequence[re.Match[str]]) -> str:
    for m in reversed(found):
        line = f"{line[: m.start()]} {line[m.end() :]}"
    return line


@mutable
class _Block:
    """The times below a line that names the workers, each with how sure it is that it is the time of the whole run."""

    workers: int
    label: str
    size: int | None
    times: list[tuple[int, str, Fraction]] = field(default_factory=list)

    def runs(self) -> Iterator[_WorkerRun]:
        """The surest times; of lines that workers print one by one the longest, when the last of them is done."""
        if not self.times:
            return
        surest = min(rank for rank, _, _ in self.times)
        kept = [(label, seconds) for rank, label, seconds in self.times if rank == surest]
        names = dict.fromkeys(label.removeprefix("\0") for label, _ in kept)
        if len(names) > 1:
            listed = " and ".join(f"“{name}”" for name in [*names][:2])
            raise InvalidRecurrence(
                f"with {self.workers} workers there are several times: {listed}", hint="keep the time of the whole run"
            )
        for one_of_them, group in groupby(kept, lambda entry: entry[0].startswith("\0")):
            found = [seconds for _, seconds in group]
            for seconds in [max(found)] if one_of_them else found:
                yield _WorkerRun(self.workers, seconds, self.size, self.label)


def _of_log(text: str) -> Iterator[_WorkerRun]:
    block: _Block | None = None
    for line in text.split("\n"):
        limits.check()
        if not line.strip() or _NOT_WALL.match(line):
            continue
        count = _workers(line)
        launched = _COMMAND.match(line) is not None and count is not None
        time = None if launched else _time(line if count is None else count.rest, alone=count is not None)
        if count is not None and time is not None:
            if block is not None:
                yield from block.runs()
            block = None
            yield _WorkerRun(count.workers, time.seconds, _size(count.rest), _label(time.rest))
        elif count is not None:
            if block is not None:
                yield from block.runs()
            block = _Block(count.workers, _label(count.rest), _size(count.rest))
        elif time is not None and block is not None:
            mark = "\0" if _ONE_OF_THEM.match(line) else ""
            block.times.append((time.rank, mark + _label(time.rest), time.seconds))
    if block is not None:
        yield from block.runs()


@frozen
class _Time:
    rank: int
    seconds: Fraction
    rest: str


def _time(line: str, alone: bool) -> _Time | None:
    """The wall time of a line; a bare number is one only behind a word or, `alone`, beside a number of workers."""
    for rank, pattern in enumerate(_WORDED):
        for found in pattern.finditer(line):
            seconds = _seconds(found)
            if seconds is not None:
                return _Time(rank, seconds, _without(line, [found]))
    bare = [found for found in _BARE.finditer(_SIZE.sub("", line))]
    units = [found for found in bare if found["unit"] or CLOCK.fullmatch(found["time"])]
    for found in (units or bare)[-1:] if units or (alone and len(bare) == 1) else []:
        seconds = _seconds(found)
        if seconds is not None:
            return _Time(len(_WORDED), seconds, _without(_SIZE.sub("", line), [found]))
    return None


def _seconds(found: re.Match[str]) -> Fraction | None:
    written, unit = found["time"], found["unit"] or ""
    if CLOCK.fullmatch(written):
        value = seconds_in(written)
        return None if value is None else _exact(value)
    value = float(written.replace(",", "")) * UNITS[unit.lower() or "s"] if len(written) < 40 else 0.0
    return _exact(value) if 0 < value < 1e18 else None


def _size(line: str) -> int | None:
    """n = 2^20, size: 1_000_000; of a command its only number of some length is the size."""
    found = _SIZE.search(line)
    if found is not None:
        digits = int(re.sub("[_,]", "", found["digits"])[:100])
        power = int(found["power"] or 1)
        return digits**power * 10 ** int(found["tens"] or 0) if power * len(str(digits)) < 400 else None
    if not _COMMAND.match(line):
        return None
    numbers = [int(m) for m in re.findall(r"(?<![\w.=-])\d{1,18}(?![\w.])", line)]
    return numbers[0] if len(numbers) == 1 else None


def _label(rest: str) -> str:
    """The words of a line, apart from those of workers and time."""
    return " ".join(re.findall(r"[A-Za-zµ]+", _IDLE.sub(" ", _SIZE.sub(" ", rest)).lower()))


def _refuse_two_programs(runs: Sequence[_WorkerRun]) -> None:
    """Two times of one P under two names are no repetitions."""
    names: dict[int, set[str]] = {}
    for run in runs:
        names.setdefault(run.workers, set()).add(run.label)
    for workers, found in names.items():
        if len(found) > 1:
            listed = " and ".join(f"“{name or '(no name)'}”" for name in sorted(found)[:2])
            message = f"the times of several programs do not mix: with {workers} workers there are {listed}"
            raise InvalidRecurrence(message, hint="keep the lines of one program")


def _of_one_problem(runs: Sequence[_WorkerRun], said_to_grow: bool, remarks: tuple[Step, ...]) -> WorkerTimes:
    """The runs of one size, or of sizes in proportion to P."""
    sizes: dict[int | None, set[int]] = {}
    for run in runs:
        sizes.setdefault(run.size, set()).add(run.workers)
    everyone = {run.workers for run in runs}
    if len(sizes) == 1:
        return WorkerTimes(tuple((run.workers, run.seconds) for run in runs), said_to_grow, remarks)
    if None in sizes:
        raise InvalidRecurrence("some of the times name a size and some do not", hint="give every line its n = …")
    known = {run.size: run.workers for run in runs if run.size is not None}
    if len(known) == len(everyone) and len({Fraction(size, p) for size, p in known.items()}) == 1:
        grown = Step("The size grows in proportion to P, and the work is taken to do so too.")
        return WorkerTimes(tuple((run.workers, run.seconds) for run in runs), True, (grown, *remarks))
    shared = [(len(p), size) for size, p in sizes.items() if size is not None and 1 in p and len(p) > 1]
    if not shared:
        raise InvalidRecurrence(
            "every number of workers has a size of its own: a speed-up needs one size, or sizes in proportion to P",
            hint="measure one size with every number of workers",
        )
    _, chosen = max(shared)
    lost = sorted(everyone - sizes[chosen])
    said = f"Of the {len(sizes)} sizes n = {chosen} is taken"
    said += f"; P = {', '.join(map(str, lost))} did not run it." if lost else ", the largest that all ran."
    kept = tuple((run.workers, run.seconds) for run in runs if run.size == chosen)
    return WorkerTimes(kept, False, (Step(said), *remarks))
