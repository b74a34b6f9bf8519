"""A measured program as JSON, schema 1: counts are whole numbers, times are seconds."""

from dataclasses import asdict

from recur.forkjoin.tasks.agreement import Agreement, CountedQuantity
from recur.measurement.records import sample_record
from recur.model import RecurError
from recur.notation import python
from recur.runs.line_counts import LineCounts
from recur.runs.measured import Measured
from recur.runs.parallel_rows import ParallelRow, ParallelTimes
from recur.writers.json.answers import PLAIN, JsonObject, answered, error_object
from recur.writers.json.fit import evidence_object


def document(input: str, found: Measured | None = None, error: RecurError | None = None) -> JsonObject:
    """What `measure` answers; `verdict` is "confirmed", "refuted", "named" or "inconclusive"."""
    if found is None:
        return answered(input, error)
    return answered(input, found.ended, **_answer(found))


def measured_object(found: Measured) -> JsonObject:
    return document(found.program, found)


def _answer(found: Measured) -> JsonObject:
    return {
        "task": found.task,
        "machine": asdict(found.machine) | {"load": found.load},
        "verdict": found.verdict,
        "contradicted": found.contradicted,
        "work": found.work,
        "span": found.span,
        "counts": None if found.counts is None else _counts(found.counts),
        "lines": None if found.lines is None else lines_object(found.lines),
        "times": _times(found),
        "samples": [sample_record(sample) for sample in found.samples],
        "parallel": None if found.parallel is None else _parallel(found.parallel),
        "failures": [{"engine": f.engine, "workers": f.workers} | error_object(f.error) for f in found.failures],
        "notes": [PLAIN.sentence(note) for note in found.notes],
    }


def _times(found: Measured) -> JsonObject | None:
    return None if found.evidence is None else evidence_object(found.evidence) | {"per_task": found.per_task}


def run_object(found: Measured) -> JsonObject:
    """The executed lines of a plain function, and its times."""
    return ({} if found.lines is None else lines_object(found.lines)) | {"times": _times(found)}


def _counts(counts: Agreement) -> JsonObject:
    rows = [
        {"n": n, "work": c.work, "span": c.span, "tasks": c.tasks, "spawns": c.spawns}
        for n, c in zip(counts.sizes, counts.counts, strict=True)
    ]
    return {
        "verdict": counts.verdict,
        "rows": rows,
        "work": None if counts.work is None else _quantity(counts.work),
        "span": None if counts.span is None else _quantity(counts.span),
    }


def lines_object(found: LineCounts) -> JsonObject:
    """Executed lines at each size, and what they say of the bound."""
    return {
        "verdict": found.verdict,
        "bound": None if found.bound is None else found.bound.recurrence,
        "derived": found.derived,
        "classes": [python.write(each.expression) for each in found.classes],
        "rows": [{"n": row.size, "lines": row.lines, "calls": row.calls} for row in found.rows],
    }


def _quantity(quantity: CountedQuantity) -> JsonObject:
    row = quantity.first_difference
    return {
        "declared": quantity.recurrence,
        "equal": quantity.equal,
        "sizes": len(quantity.rows),
        "equal_sizes": quantity.agreeing,
        "relation": quantity.relation,
        "expected": quantity.expected,
        "verdict": quantity.verdict,
        "first_difference": None
        if row is None
        else {"n": row.n, "counted": row.counted, "declared": str(row.predicted)},
    }


def _parallel(found: ParallelTimes) -> JsonObject:
    return {
        "n": found.size,
        "serial_seconds": found.serial_seconds,
        "span_seconds": found.span_seconds,
        "work": None if found.work is None else str(found.work),
        "span": None if found.span is None else str(found.span),
        "processors_busy": found.busy,
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: ParallelRow) -> JsonObject:
    return {
        "engine": row.engine,
        "workers": row.workers,
        "seconds": row.seconds,
        "times": list(row.times),
        "speedup": row.speedup,
        "efficiency": row.efficiency,
        "karp_flatt": row.karp_flatt,
        "lower_bound_seconds": row.low,
        "upper_bound_seconds": row.high,
        "placing": row.placing,
        "jobs": row.jobs,
        "round_trip_seconds": row.round_trip,
        "processors_busy": row.busy,
        "reason": None if row.reason is None else PLAIN.sentence(row.reason),
    }
