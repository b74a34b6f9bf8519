"""Observed T_P beside the laws: speed-up, efficiency, the serial fraction, and the bounds on T_P with its burden.

T₁ is the time without spawns. The span in seconds is T₁·T∞(n)/T₁(n), from the exact work and span of the program,
as if every operation took as long as any other. Then T_P ≥ max(T₁/P, T∞) by the work law and the span law; and a
greedy schedule, whose jobs are not cut below the grain g and cost a round trip r each at the driver, keeps
T_P ≤ (T₁ − T∞)/P + T∞ + g + J·r, Brent's bound (Brent 1974, Graham 1969) with the burden of J jobs.
"""

from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from recur.executors.cutoff import JOBS_A_WORKER, ROUND_TRIPS
from recur.executors.jobs import Transfer
from recur.forkjoin.laws.laws import Computation, karp_flatt
from recur.forkjoin.tasks.predictions import DeclaredCost
from recur.model import RecurError
from recur.model.records import replace
from recur.runs.parallel_rows import ParallelRow, ParallelTimes
from recur.runs.reasons import Circumstances, reason_of
from recur.runs.serial_times import SERIAL
from recur.runs.store import ParallelRun


def tabulated_runs(
    size: int,
    runs: Sequence[ParallelRun],
    work: Fraction | None,
    span: Fraction | None,
    around: Circumstances,
    grain: Fraction = Fraction(0),
) -> ParallelTimes | None:
    """The table of the runs at this size; None without a serial run, which all are compared with.

    `grain` is the part of the work that the program itself leaves to one strand.
    """
    groups: dict[tuple[str, int], list[ParallelRun]] = {}
    for run in runs:
        if run.sample.size == size:
            groups.setdefault((run.sample.engine, run.sample.workers), []).append(run)
    alone = groups.pop((SERIAL, 1), None)
    if not alone:
        return None
    serial = tuple(run.sample.seconds for run in alone)
    busy = median(run.busy for run in alone if run.busy is not None) if alone[0].busy is not None else None
    bare = ParallelTimes(size, serial, busy, work, span, ())
    rows = [_row(bare, group, grain, around) for _, group in sorted(groups.items(), key=lambda item: _place(item[0]))]
    return ParallelTimes(size, serial, busy, work, span, tuple(rows))


def _place(key: tuple[str, int]) -> tuple[int, str, int]:
    order = ("threads", "processes", "dask", "mpi")
    return order.index(key[0]) if key[0] in order else len(order), *key


def _row(bare: ParallelTimes, group: Sequence[ParallelRun], grain: Fraction, around: Circumstances) -> ParallelRow:
    first = group[0].sample
    times = tuple(run.sample.seconds for run in group)
    jobs = max(run.jobs for run in group)
    round_trip = median(run.round_trip for run in group)
    busy = None if group[0].busy is None else median(run.busy for run in group if run.busy is not None)
    serial, p = bare.serial_seconds, first.workers
    speedup = serial / median(times)
    low, high = _bounds(bare, p, jobs, round_trip, grain)
    fraction = karp_flatt(Fraction(speedup), p)
    row = ParallelRow(
        first.engine,
        p,
        times,
        jobs,
        round_trip,
        busy,
        speedup,
        None if fraction is None else float(fraction),
        low,
        high,
        _transfer_of_one([run.transfer for run in group if run.transfer is not None]),
    )
    return replace(row, reason=reason_of(row, bare, around))


def _transfer_of_one(transfers: Sequence[Transfer]) -> Transfer | None:
    """What a run moved on the average."""
    if not transfers:
        return None
    total = sum(transfers, Transfer())
    return Transfer(*(part // len(transfers) for part in (total.bytes, total.nanoseconds, total.of)))


def _bounds(bare: ParallelTimes, p: int, jobs: int, round_trip: float, grain: Fraction) -> tuple[float, float]:
    """max(T₁/P, T∞), and Brent's bound with grain and burden; without a span the work law alone, and T₁ itself."""
    serial, span = bare.serial_seconds, bare.span_seconds
    burden = jobs * round_trip
    if span is None:
        return serial / p, serial + burden
    laws = Computation(Fraction(serial), Fraction(max(span, 1e-12)))
    longest = max(
        serial * float(grain), min(serial / (JOBS_A_WORKER * p), serial), min(ROUND_TRIPS * round_trip, serial)
    )
    return float(laws.lower(p)), min(float(laws.brent(p)) + longest, serial) + burden


def declared_grain(cutoff: int | None, predicted: DeclaredCost | None, work: Fraction | None) -> Fraction:
    """The part of the work in a call of the size at which the program itself stops spawning."""
    if cutoff is None or predicted is None or not work:
        return Fraction(0)
    try:
        return min(predicted.number(cutoff) / work, Fraction(1))
    except RecurError:
        return Fraction(0)
