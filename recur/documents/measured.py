"""A measured program: the verdict, its counts, its times, its parallel runs beside the laws."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from recur.documents import fit
from recur.documents.blocks import AnswerLine, Block, Column, Document, Failed, Heading, Paragraph, Table, Tone
from recur.documents.fit import seconds_text, verdict_text
from recur.documents.given import ended, listing, said
from recur.documents.speedup import RATIO, SPAN, WORK
from recur.forkjoin.laws.rounding import short_decimal
from recur.forkjoin.tasks.agreement import Agreement, CountedQuantity, QuantityAtSize
from recur.forkjoin.tasks.means import ERRORS, Mean
from recur.model import Step, expressions as ex
from recur.runs.line_counts import CONFIRMED, UPPER_KEPT, LineCounts
from recur.runs.measured import Measured
from recur.runs.parallel_rows import ParallelRow, ParallelTimes

GOOD = ("equal", "consistent", CONFIRMED, UPPER_KEPT, "mean agrees")
TONES = fit.TONES | dict.fromkeys(GOOD, Tone.GOOD) | {"no speed-up": Tone.DOUBTFUL}
LONGEST = 12  # a longer fraction is shown by its first digits
SIDES = {"<=": "upper bound", "O": "upper bound", ">=": "lower bound", "Ω": "lower bound", "Θ": "order"}
PARALLEL = ("engine", "P", "T_P", "S", "S/P", "serial part", "bounds on T_P", "")


def document(found: Measured) -> Document:
    """The verdict, the counts, the times, the parallel runs."""
    parts: list[Block] = [
        Paragraph(Step(f"{found.program}, task {found.task}"), "Program"),
        Paragraph(Step(str(found.machine)), "Machine"),
        verdict(found),
        *details(found),
    ]
    return tuple(parts)


def details(found: Measured) -> Document:
    """What stands below the verdict."""
    parts: list[Block] = [] if found.ended is None else [Failed(found.ended, "", "Ended")]
    if found.counts is not None:
        parts += counts(found.counts)
    if found.lines is not None:
        parts += lines(found.lines)
    parts += times(found)
    if found.parallel is not None:
        parts += parallel(found.parallel)
    parts += [Paragraph(note, "Note") for note in notes_of(found)]
    return tuple(parts)


def times(found: Measured) -> Document:
    """The times of one run, or of one task, held against the prediction."""
    if found.evidence is None:
        return ()
    unit, word = "task" if found.per_task else "run", verdict_text(found.evidence)
    head = Heading(f"Times of one {unit}", word, TONES.get(word, Tone.DOUBTFUL))
    return (head, *([Paragraph(PER_TASK)] if found.per_task else []), *fit.document(found.evidence))


def verdict(found: Measured) -> AnswerLine:
    """confirmed (counts equal, times confirmed)"""
    return AnswerLine(found.verdict, TONES.get(found.verdict, Tone.DOUBTFUL), Step(_by(found)))


def _by(found: Measured) -> str:
    """by the counts, by the times, or by both; and where the times contradict what the counts confirm"""
    parts = []
    if found.lines is not None and found.lines.bound is not None:
        parts.append(f"lines {found.lines.verdict}")
    if found.counts is not None and found.counts.verdict in (*GOOD, "refuted"):
        parts.append(f"{'the ' if found.counts.verdict == 'mean agrees' else 'counts '}{_counted(found.counts)}")
    if found.contradicted and found.evidence is not None and found.evidence.interval is not None:
        delta = found.evidence.interval.best
        return f"({', '.join(parts)}; but the clock contradicts them: δ = {delta:.2g})"
    if found.evidence is not None:
        parts.append(f"times {found.evidence.verdict}")
    return f"({', '.join(parts)})" if parts else ""


def _counted(counts: Agreement) -> str:
    """equal; consistent with the upper bound; mean agrees"""
    sides = dict.fromkeys(SIDES[q.relation] for q in counts.quantities if q.verdict == "consistent")
    if counts.verdict == "consistent":
        return f"consistent with the {' and the '.join(sides)}"
    return "mean of the counts agrees" if counts.verdict == "mean agrees" else counts.verdict


def _section(
    title: str, verdict: str, headings: Sequence[str], rows: Sequence[tuple[str, ...]], said: Iterable[Step]
) -> Document:
    """A title with a verdict, a table without its empty columns, and sentences below it."""
    kept = [i for i in range(len(headings)) if any(row[i] for row in rows)]
    columns = tuple(Column(headings[i], left=not any(row[i][:1].isdigit() for row in rows)) for i in kept)
    tone = Tone.GOOD if "×" in verdict else TONES.get(verdict, Tone.DOUBTFUL)
    table = (Table(columns, tuple(tuple(row[i] for i in kept) for row in rows)),) if rows else ()
    return (Heading(title, verdict, tone), *table, *map(Paragraph, said))


def counts(counts: Agreement) -> Document:
    """Work, span and parallelism at each size, counted; then where they are what the recurrences say."""
    wrong = [q for q in counts.quantities if q.verdict != "equal"]
    predicted = {q.name: {row.n: row for row in q.rows} for q in wrong}
    means = {q.name: {row.n: row.mean for row in q.rows} for q in counts.quantities if q.expected}
    headings = ["n", "runs", "work T₁", *(["declared"] if "work" in predicted else [])]
    headings += ["span T∞", *(["declared"] if "span" in predicted else []), "T₁/T∞", "burdened"]
    rows = []
    for n, count in zip(counts.sizes, counts.counts, strict=True):
        runs = next((str(mean.runs) for of in means.values() if (mean := of[n]) is not None), "")
        row = [f"{n:,}", runs, _shown(count.work, means.get("work"), n), *_declared(predicted.get("work"), n)]
        row += [_shown(count.span, means.get("span"), n), *_declared(predicted.get("span"), n)]
        rows.append((*row, _ratio(count.parallelism), _ratio(count.burdened_parallelism if count.burden else None)))
    sentences = tuple(_said(q) for q in counts.quantities) or (Step("It declares neither work nor span."),)
    return _section("Counts", _counted(counts), headings, rows, sentences)


def lines(found: LineCounts) -> Document:
    """Executed lines and calls at each size, beside the bound, or the classes they grow like."""
    ratios = {} if found.bound is None else {row.n: row.ratio for row in found.bound.rows}
    over = "" if found.bound is None else "lines / bound"
    rows = [
        (f"{row.size:,}", f"{row.lines:,}", f"{row.calls:,}", _ratio(ratios.get(row.size)) if over else "")
        for row in found.rows
    ]
    if found.bound is not None:
        origin = ", the worst case that is derived from the source" if found.derived else ""
        shown = LINES[found.verdict]
        if found.verdict == CONFIRMED and found.bound.verdict != "consistent":
            shown = ALONE
        told = Step(f"Lines, held against {found.bound.recurrence}{origin}: {shown}{_climb(found)}.")
    elif found.classes:
        named = listing([ex.Asymptotic("Θ", each.expression) for each in found.classes], " or ")
        told = said("The lines grow like ", named, ".")
    else:
        told = Step("The lines at so few sizes name no growth.")
    return _section(
        "Executed lines", found.verdict, ("n", "lines", "calls", over), rows, [told, *found.notes, ONE_LINE]
    )


def _climb(found: LineCounts) -> str:
    """Where a bound is refuted, from which size to which the lines have outgrown it."""
    if found.verdict != "refuted" or found.bound is None:
        return ""
    first, last = found.bound.rows[0], found.bound.rows[-1]
    return f": it is {_ratio(first.ratio)} at n = {first.n:,}, and {_ratio(last.ratio)} at n = {last.n:,}"


LINES = {
    CONFIRMED: "lines / bound levels off, so the order is attained",
    "consistent": "lines / bound levels off, which is consistent with it",
    "refuted": "lines / bound rises by as much each time, and does not level off",
    "undecided": "whether lines / bound levels off does not show at these sizes, or builtin functions do the rest",
    UPPER_KEPT: "lines / bound does not go on rising, which keeps the upper bound; that it is attained does not show",
}
ALONE = "of the growths that are tried it is the only one that explains the lines, so the order is attained"
ONE_LINE = Step(
    "A builtin function, a slice and an operation on lists count as the one line they stand in: lines bound the time "
    "from below."
)


def _shown(counted: int, means: dict[int, Mean | None] | None, n: int) -> str:
    """A count, or the mean of several with what it may miss."""
    mean = None if means is None else means[n]
    if mean is None:
        return f"{counted:,}"
    return f"{short_decimal(mean.value, 4)} ± {short_decimal(ERRORS * mean.error, 2)}"


def _declared(rows: dict[int, QuantityAtSize] | None, n: int) -> list[str]:
    return [] if rows is None else [_value(rows[n].predicted)]


def _said(quantity: CountedQuantity) -> Step:
    said = f"{quantity.name.capitalize()} {quantity.recurrence}: {_agreeing(quantity)}"
    row = quantity.first_difference
    if row is not None:
        counted = f"{row.counted:,}" if row.mean is None else f"{short_decimal(row.mean.value, 4)} on the mean"
        said += f"; first differs at n = {row.n:,}, counted {counted}, declared {_value(row.predicted)}"
    return Step(f"{said}{f' ({quantity.assumed})' if quantity.assumed else ''}.")


def _agreeing(quantity: CountedQuantity) -> str:
    """equal at 9 of 9 sizes; the upper bound is kept at 9 of 9 sizes; the mean agrees …"""
    of = f"{quantity.agreeing} of {len(quantity.rows)} sizes"
    used = quantity.largest_ratio
    share = "" if used is None else f"at most {100 * float(used[1]):.3g} % of it was counted, at n = {used[0]:,}"
    if quantity.is_order:
        return f"{ORDERS[quantity.verdict]}: {_ratios(quantity)}"
    if quantity.relation != "=":
        kept = f"the {SIDES[quantity.relation]} is kept at {of}: consistent with it"
        return f"{kept}; {share}" if quantity.relation == "<=" and share and not quantity.expected else kept
    if not quantity.expected:
        return f"equal at {of}"
    pooled = quantity.pooled
    if pooled is None or pooled.tells_nothing:
        return f"within the interval of the mean at {of}; too few runs, or all alike, to confirm it"
    told = f"{short_decimal(pooled.value, 4)} ± {short_decimal(ERRORS * pooled.error, 2)}"
    return f"the mean agrees at {of}; the mean of counted / declared over {pooled.runs} runs is {told}"


ORDERS = {
    "consistent": "counted / declared levels off: consistent with it",
    "refuted": "counted / declared rises by as much with each doubling, and does not level off",
    "undecided": "whether counted / declared levels off does not show at these sizes",
}


def _ratios(quantity: CountedQuantity) -> str:
    found = [(row.n, ratio) for row in quantity.rows if (ratio := row.ratio) is not None]
    chosen = (found[0], found[len(found) // 2], found[-1]) if len(found) > 2 else found
    return ", ".join(f"{short_decimal(ratio, 3)} at n = {n:,}" for n, ratio in chosen)


def _value(value: int | Fraction | str) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    shown = str(value)
    return shown if len(shown) <= LONGEST else short_decimal(Fraction(value), 6)


def _ratio(ratio: Fraction | None) -> str:
    return "" if ratio is None else short_decimal(ratio, 4)


def speedup_verdict(found: ParallelTimes) -> str:
    """1.87× with 2 processes, or that there is none."""
    best = found.best
    verdict = "" if best is None else f"{_factor(best.speedup)} with {best.workers} {best.engine}"
    return "no speed-up" if best is not None and best.speedup < 1.1 else verdict


def serial_times(found: ParallelTimes) -> Step:
    """T₁, T∞ and their quotient, measured."""
    told = said(WORK, f" = {seconds_text(found.serial_seconds)} without spawns")
    if found.span_seconds is None or found.parallelism is None:
        return told
    span = seconds_text(found.span_seconds)
    return said(told, ", ", SPAN, f" ≈ {span}, ", RATIO, f" = {_ratio(found.parallelism)}")


def parallel(found: ParallelTimes) -> Document:
    """T_P on each engine beside its bounds, and the reasons where there is no speed-up."""
    sentences = [ended(serial_times(found))]
    sentences += [
        Step(f"{row.engine}, P = {row.workers}: {_lowered(row.reason)}") for row in found.rows if row.reason is not None
    ]
    rows = [_row(row) for row in found.rows]
    return _section(f"Parallel runs at n = {found.size:,}", speedup_verdict(found), PARALLEL, rows, sentences)


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


def law_comparison(programs: list[Measured]) -> Document:
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
    return _section("Engines", "", headings, rows, (legend,))


def _factor(speedup: float) -> str:
    return f"{speedup:.2f}×"


def notes_of(found: Measured) -> tuple[Step, ...]:
    failed = tuple(Step(f"{f.engine} with {f.workers}: {f.error.message}.") for f in found.failures)
    return (*failed, *found.notes)


PER_TASK = Step(
    "What every task costs besides its operations bends the times of whole runs, so the time a task is held against "
    "W(n)/N(n), the work over the number of tasks."
)
