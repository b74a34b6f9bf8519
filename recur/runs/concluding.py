"""From what was measured to what it says: counts, times and parallel runs held against what is declared."""

from collections.abc import Sequence
from fractions import Fraction

from recur.forkjoin.tasks.agreement import Agreement, agreement_with
from recur.forkjoin.tasks.predictions import DeclaredCost, declared_cost
from recur.measurement.clocks import clocks_apart, on_cpu
from recur.measurement.evidence import Evidence
from recur.measurement.prediction import Prediction, predict, predict_values
from recur.measurement.samples import Sample, by_size
from recur.model import LimitExceeded, RecurError, Step
from recur.model.records import replace
from recur.runs.ledger import Ledger, Subject
from recur.runs.line_counts import judged_lines
from recur.runs.measured import Measured
from recur.runs.parallel_rows import ParallelTimes
from recur.runs.parallel_table import declared_grain, tabulated_runs
from recur.runs.timed_growth import timed_growth


def conclusion_of(ledger: Ledger, predicted: str | None = None) -> Measured:
    """All that the entries say; raises what ended the measurement where there is nothing beside."""
    subject = ledger.subject
    if subject is None or (ledger.is_empty and ledger.ended is not None):
        raise ledger.ended or LimitExceeded(
            "the time allowed was over before anything was measured", hint="allow more with --seconds"
        )
    counts = _counts(ledger, subject)
    samples = tuple(ledger.store.samples)
    evidence, per_task = None, False
    if samples:
        agree = counts is not None and counts.confirms
        evidence, per_task = _judged(samples, ledger, subject, predicted or subject.derived, agree)
    lines = None
    if ledger.lines:
        bound = predicted or subject.derived
        lines = judged_lines(
            subject.task,
            ledger.lines,
            None if bound is None else declared_cost(bound),
            predicted is None and bound is not None,
        )
    return Measured(
        subject.program,
        subject.task,
        subject.machine,
        subject.load,
        None if subject.work is None else subject.work.text,
        None if subject.span is None else subject.span.text,
        counts,
        samples,
        evidence,
        per_task,
        _parallel(ledger, subject),
        tuple(ledger.failures),
        (*_uncounted(ledger, subject), *_clocks(samples), *ledger.notes),
        ledger.ended,
        lines,
    )


def _counts(ledger: Ledger, subject: Subject) -> Agreement | None:
    if not ledger.counts or _counts_nothing(ledger):
        return None
    sizes = tuple(sorted(ledger.counts))
    return agreement_with(subject.task, subject.work, subject.span, sizes, ledger.counts)


def _counts_nothing(ledger: Ledger) -> bool:
    return len(ledger.counts) > 1 and not ledger.counts[max(ledger.counts)][0].work


def _clocks(samples: Sequence[Sample]) -> tuple[Step, ...]:
    told = clocks_apart(samples)
    return () if told is None else (told,)


def _uncounted(ledger: Ledger, subject: Subject) -> tuple[Step, ...]:
    if not _counts_nothing(ledger):
        return ()
    return (Step(f"{subject.task} counts no operations: count(k) of recur.forkjoin says what a strand does."),)


def _judged(
    samples: Sequence[Sample], ledger: Ledger, subject: Subject, predicted: str | None, counts_agree: bool
) -> tuple[Evidence, bool]:
    times = by_size(on_cpu(samples))
    sizes = [at.size for at in times]
    try:
        prediction = _prediction(subject, predicted, sizes)
    except RecurError as problem:  # such as work of 0 at the one size that there was time for
        found, per_task = timed_growth(times, None, ledger.rungs, False)
        said = Step(f"The times are held against no prediction: {problem.message}.")
        return replace(found, reasons=(*found.reasons, said)), per_task
    return timed_growth(times, prediction, ledger.rungs, counts_agree and predicted is None)


def _prediction(subject: Subject, predicted: str | None, sizes: Sequence[int]) -> Prediction | None:
    work = subject.work
    if predicted is not None and not (work := declared_cost(predicted)).side:
        return predict(predicted, sizes)
    return None if work is None else predict_values(work.text, work.system, work.function, sizes, work.side)


def _parallel(ledger: Ledger, subject: Subject) -> ParallelTimes | None:
    """The table of the runs at the size that was run last."""
    runs, around = ledger.store.runs, ledger.around
    if not runs or around is None:
        return None
    size = runs[-1].sample.size
    work, span = (_value(found, size) for found in (subject.work, subject.span))
    grain = declared_grain(subject.cutoff, subject.work, work)
    return tabulated_runs(size, runs, work, span, around, grain)


def _value(prediction: DeclaredCost | None, size: int) -> Fraction | None:
    if prediction is None:
        return None
    try:
        return prediction.number(size)
    except RecurError:
        return None
