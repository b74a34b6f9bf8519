"""What every format says of a measured program: its counts and its parallel runs as rows of words and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from recur.derivation import Step
from recur.forkjoin.agreement import Agreement, Comparison, Quantity
from recur.forkjoin.rounding import short_decimal
from recur.renderers.fit_table import seconds_text
from recur.runs.measured import Measured
from recur.runs.parallel_rows import ParallelRow, ParallelTimes

PARALLEL = ("engine", "P", "T_P", "S", "S/P", "serial part", "bounds on T_P", "")


@dataclass(frozen=True, slots=True)
class Section:
    """A title with a verdict, a table, and sentences below it."""

    title: str
    verdict: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[Step, ...]


def counts_section(counts: Agreement) -> Section:
    """Work, span and parallelism at each size, counted; then where they are what the recurrences say."""
    wrong = [q for q in counts.quantities if not q.equal]
    predicted = {q.name: {row.n: row for row in q.rows} for q in wrong}
    headings = ["n", "work T₁", *(["declared"] if "work" in predicted else [])]
    headings += ["span T∞", *(["declared"] if "span" in predicted else []), "T₁/T∞"]
    rows = []
    for n, count in zip(counts.sizes, counts.counts, strict=True):
        row = [f"{n:,}", f"{count.work:,}", *_declared(predicted.get("work"), n)]
        row += [f"{count.span:,}", *_declared(predicted.get("span"), n)]
        rows.append((*row, "" if count.parallelism is None else _ratio(count.parallelism)))
    sentences = tuple(_said(q) for q in counts.quantities) or (Step("It declares neither work nor span."),)
    return Section("Counts", counts.verdict, tuple(headings), tuple(rows), sentences)


def _declared(rows: dict[int, Comparison] | None, n: int) -> list[str]:
    return [] if rows is None else [_value(rows[n].predicted)]


def _said(quantity: Quantity) -> Step:
    agreeing = sum(row.equal for row in quantity.rows)
    said = f"{quantity.name.capitalize()} {quantity.recurrence}: equal at {agreeing} of {len(quantity.rows)} sizes"
    row = quantity.first_difference
    if row is not None:
        said += f"; first differs at n = {row.n:,}, counted {row.counted:,}, declared {_value(row.predicted)}"
    return Step(f"{said}{f' ({quantity.assumed})' if quantity.assumed else ''}.")


def _value(value: int | Fraction | str) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _ratio(ratio: Fraction) -> str:
    return short_decimal(ratio, 4)


def parallel_section(found: ParallelTimes) -> Section:
    """T_P on each engine beside its bounds, and the reasons where there is no speed-up."""
    best = found.best
    verdict = "" if best is None else f"{_factor(best.speedup)} with {best.workers} {best.engine}"
    if best is not None and best.speedup < 1.1:
        verdict = "no speed-up"
    head = f"T₁ = {seconds_text(found.serial_seconds)} without spawns"
    if found.span_seconds is not None and found.parallelism is not None:
        head += f", T∞ ≈ {seconds_text(found.span_seconds)}, T₁/T∞ = {_ratio(found.parallelism)}"
    sentences = [Step(f"{head}.")]
    sentences += [
        Step(f"{row.engine}, P = {row.workers}: {_lowered(row.reason)}") for row in found.rows if row.reason is not None
    ]
    rows = tuple(_row(row) for row in found.rows)
    return Section(f"Parallel runs at n = {found.size:,}", verdict, PARALLEL, rows, tuple(sentences))


def _lowered(reason: Step) -> str:
    return reason.sentence[:1].lower() + reason.sentence[1:]


def _row(row: ParallelRow) -> tuple[str, ...]:
    return (
        row.engine,
        str(row.workers),
        seconds_text(row.seconds),
        f"{row.speedup:.2f}",
        f"{100 * row.efficiency:.0f} %",
        "" if row.karp_flatt is None else f"{100 * max(row.karp_flatt, 0):.0f} %",
        f"{seconds_text(row.low)} … {seconds_text(row.high)}",
        row.placing if row.placing != "inside" else "",
    )


def comparison_section(programs: list[Measured]) -> Section:
    """One row a program, the best speed-up of each engine beside it, and how busy it keeps its processor."""
    engines = list(dict.fromkeys(row.engine for m in programs if m.parallel for row in m.parallel.rows))
    headings = ("program", "n", "processor busy", *(f"S on {engine}" for engine in engines), "best")
    rows = []
    for measured in programs:
        found = measured.parallel
        if found is None:
            continue
        best = {e: max((r.speedup for r in found.rows if r.engine == e), default=None) for e in engines}
        known = {engine: value for engine, value in best.items() if value is not None}
        winner = max(known, key=lambda engine: known[engine], default="")
        busy = "" if found.busy is None else f"{100 * min(found.busy, 1):.0f} %"
        cells = [_factor(value) if (value := best[engine]) is not None else "" for engine in engines]
        shown = winner if winner and known[winner] >= 1.1 else "no speed-up"
        rows.append((measured.task, f"{found.size:,}", busy, *cells, shown))
    legend = Step(
        "S = T₁/T_P is the best speed-up over the run without spawns. A processor that is busy all the time computes: "
        "threads then gain only where the computing leaves the interpreter, as in NumPy; one that is idle waits, and "
        "threads wait together."
    )
    return Section("Engines", "", headings, tuple(rows), (legend,))


def _factor(speedup: float) -> str:
    return f"{speedup:.2f}×"


def notes_of(found: Measured) -> tuple[Step, ...]:
    failed = tuple(Step(f"{f.engine} with {f.workers}: {f.error.message}.") for f in found.failures)
    return (*failed, *found.notes)


PER_TASK = Step(
    "What every task costs besides its operations bends the times of whole runs, so the time a task is held against "
    "W(n)/N(n), the work over the number of tasks."
)
