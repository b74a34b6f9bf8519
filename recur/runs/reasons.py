"""Why there is no speed-up, in a sentence with the numbers it rests on; the first cause that the numbers show."""

from math import log2

from recur.model import Step
from recur.model.records import frozen
from recur.runs.machine import Machine
from recur.runs.parallel_rows import ParallelRow, ParallelTimes

SPEEDUP = 1.1  # below it there is none to speak of
SLOWER = 0.95
WORTH = 20.0  # round trips that a run has to last before spawning can pay
WAITING = 0.5  # a program whose processor is idle for half the time waits rather than computes
ALONE = 1.25  # processors in use, when threads run one at a time
TRANSFER = 0.25
CLOSE = 1.3
STRETCHED = 1.25  # how much longer the jobs together take than the same without spawns


@frozen
class Circumstances:
    """What is known beside the times: the machine, its load before the runs, and what one transfer takes."""

    machine: Machine
    load: float | None
    transfer: float  # seconds to pack and unpack arguments and result once

    @property
    def is_busy(self) -> bool:
        return self.load is not None and self.load > self.machine.usable / 2


def reason_of(row: ParallelRow, alone: ParallelTimes, around: Circumstances) -> Step | None:
    """The likely reason for a T_P that gained nothing, or that lies outside its bounds; None where all is well."""
    if row.workers == 1:
        return None
    if row.placing == "below":
        return Step(
            f"Faster than the work law allows for {row.workers} workers: each has a smaller part of the data, which "
            "fits its caches better, or the machine was slower while the serial runs were made."
        )
    if row.speedup >= SPEEDUP and row.placing == "inside":
        return None
    head = "Above the bound" if row.speedup >= SPEEDUP else "No speed-up"
    if row.speedup < SLOWER:
        head = "Slower than without spawns"
    return Step(f"{head}: {_cause(row, alone, around)}.")


def _cause(row: ParallelRow, alone: ParallelTimes, around: Circumstances) -> str:
    """The first of the causes, in their order, that accounts for the time."""
    computes = alone.busy is None or alone.busy >= WAITING
    return (
        _too_little(row, alone)
        or _too_many_workers(row, computes, around)
        or _interpreter_lock(row, computes, around)
        or _copying(row, around)
        or _what_is_left(row, alone, computes, around)
    )


def _too_little(row: ParallelRow, alone: ParallelTimes) -> str:
    serial, seconds, trips = alone.serial_seconds, row.seconds, row.jobs * row.round_trip
    if row.jobs <= 1:
        return "nothing was spawned that is worth a job of its own"
    if serial < WORTH * row.round_trip or trips > seconds / 2:
        share = f", {_time(trips)} of {_time(seconds)}" if trips < seconds else ""
        return (
            f"it is too small: all of it takes {_time(serial)}, and handing a worker a job and taking its result back "
            f"takes {_time(row.round_trip)}, {row.jobs} times{share}"
        )
    if alone.parallelism is not None and alone.parallelism < CLOSE:
        return f"T₁/T∞ is {float(alone.parallelism):.2f} at this size, and the span law allows no more"
    return ""


def _too_many_workers(row: ParallelRow, computes: bool, around: Circumstances) -> str:
    usable = around.machine.usable
    if row.workers > usable and computes:
        return f"{row.workers} workers share {usable} {'processor' if usable == 1 else 'processors'}"
    return ""


def _interpreter_lock(row: ParallelRow, computes: bool, around: Circumstances) -> str:
    in_use = row.busy or 0.0
    if row.engine == "threads" and computes and around.machine.interpreter_lock and in_use < ALONE:
        return (
            f"the interpreter lock lets one thread at a time run Python; the {row.workers} threads together kept "
            f"{in_use:.1f} processors busy"
        )
    return ""


def _copying(row: ParallelRow, around: Circumstances) -> str:
    """What the jobs moved was measured, or else what it takes to pack arguments and result once."""
    moved = row.transfer
    if moved is not None:
        if moved.nanoseconds <= TRANSFER * moved.of:
            return ""
        bytes_, moving, all_of_it = (part / row.jobs for part in (moved.bytes, moved.nanoseconds / 1e9, moved.of / 1e9))
        return (
            f"copying: each of the {row.jobs} jobs moved {_bytes(bytes_)} between processes, which took "
            f"{_time(moving)} of its {_time(all_of_it)}"
        )
    levels = log2(max(row.jobs, 2))
    if row.engine != "threads" and around.transfer * levels > TRANSFER * row.seconds:
        return (
            f"pickling: to pack and unpack arguments and results takes {_time(around.transfer)} for the whole problem, "
            f"and the spawns send it on about {levels:.0f} times"
        )
    return ""


def _what_is_left(row: ParallelRow, alone: ParallelTimes, computes: bool, around: Circumstances) -> str:
    if around.is_busy:
        return f"the machine was busy before: {around.load:.1f} threads wanted its {around.machine.usable} processors"
    if row.engine == "threads" and computes:
        return (
            f"{row.busy or 0.0:.1f} processors were busy for {_time(row.seconds)}: the threads wait at the memory, or "
            "for the interpreter lock between short operations"
        )
    if row.transfer is None:
        return "memory bandwidth, or workers that end at different times: size and transfer do not account for it"
    inside, there_is = row.transfer.of / 1e9, row.workers * row.seconds
    if inside > STRETCHED * alone.serial_seconds:
        return (
            f"the jobs took {_time(inside)} in all, and {_time(alone.serial_seconds)} without spawns: workers share "
            "the memory and its caches, or the machine was busy"
        )
    return (
        f"the {row.workers} workers had nothing to do for {max(1 - inside / there_is, 0):.0%} of the time: their jobs "
        "end at different times, or come one after another"
    )


def _bytes(count: float) -> str:
    for unit, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= unit:
            return f"{count / unit:.3g} {name}"
    return f"{count:.0f} bytes"


def _time(seconds: float) -> str:
    for unit, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= unit:
            return f"{seconds / unit:.3g} {name}"
    return f"{seconds * 1e9:.0f} ns"
