"""Runs kept in a file of JSON lines as they are made, so that nothing is lost and a later measurement can go on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import recur
from recur.executors.jobs import Transfer
from recur.files import hold, read_whole
from recur.measurement.records import Record, records_in, sample_of, sample_record
from recur.measurement.samples import Sample
from recur.model import InvalidRecurrence
from recur.model.records import field, frozen, mutable
from recur.runs.machine import Machine
from recur.runs.programs import PythonProgram

SCHEMA = 1
MOST_BYTES = 500_000_000


@frozen
class ParallelRun:
    """A sample on an engine: `jobs` were handed to workers, at `round_trip` seconds each for one that does nothing.

    `busy` is the processor time of this process over the time of the run; None where other processes worked.
    `transfer` is what the jobs moved between processes; None where they moved nothing, or nobody knows.
    """

    sample: Sample
    jobs: int
    round_trip: float
    busy: float | None = None
    transfer: Transfer | None = None


@mutable
class Store:
    """What was run before, and what is run now; with no file, kept in memory alone."""

    samples: list[Sample] = field(default_factory=list)
    runs: list[ParallelRun] = field(default_factory=list)
    _file: IO[str] | None = None

    def add(self, sample: Sample) -> None:
        self.samples.append(sample)
        self._write(sample_record(sample))

    def add_run(self, run: ParallelRun) -> None:
        self.runs.append(run)
        told = {"jobs": run.jobs, "round_trip_seconds": run.round_trip, "busy": run.busy}
        moved = {} if run.transfer is None else {"transfer": asdict(run.transfer)}
        self._write(sample_record(run.sample) | {"record": "run"} | told | moved)

    def _write(self, record: Record) -> None:
        if self._file is not None:
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
            self._file.flush()


@contextmanager
def open_store(path: Path | None, program: PythonProgram, machine: Machine, resume: bool = False) -> Iterator[Store]:
    """The store in this file; an old one is gone on with if `resume`, and otherwise never touched."""
    if path is None:
        yield Store()
        return
    header = header_of(program, machine)
    try:
        old = read_whole(path, MOST_BYTES).decode("utf-8", "replace") if path.exists() else ""
        if old and not resume:
            raise InvalidRecurrence(
                f"{path} exists", hint="add --resume to go on with it, or name another file to --save"
            )
        store = _gone_on_with(old, header, path) if old else Store()
        # A last line that was cut off is written anew.
        kept = old if old.endswith("\n") else old[: old.rfind("\n") + 1]
        with path.open("a", encoding="utf-8") as file:
            hold(file, path)
            if kept != old:
                file.truncate(len(kept.encode()))
            store._file = file
            if not kept:
                store._write(header)
            yield store
    except OSError as fault:
        raise InvalidRecurrence(f"cannot keep runs in {path}: {fault.strerror or fault}") from None
    finally:
        if path.exists() and not path.stat().st_size:
            path.unlink()


def header_of(program: PythonProgram, machine: Machine) -> Record:
    return {
        "record": "machine",
        "schema": SCHEMA,
        "program": program.path.name,
        "task": program.name,
        "sha256": program.digest,
        "machine": asdict(machine),
        "recur": recur.__version__,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _gone_on_with(text: str, header: Record, path: Path) -> Store:
    store = Store()
    records = [record for _, record in records_in(text)]
    if not records:
        return store
    old = records[0]
    if old.get("record") != "machine":
        raise InvalidRecurrence(f"{path} was not written by recur measure: its first line names no machine")
    for key, said in (
        ("task", "{path} holds runs of {old}, not of {new}"),
        ("sha256", "the program has changed since the runs in {path}"),
        ("machine", "the runs in {path} were made on another machine or interpreter"),
    ):
        if old.get(key) != header[key]:
            message = said.format(path=path, old=old.get(key), new=header[key])
            raise InvalidRecurrence(message, hint="times of two programs do not mix: --save to another file")
    for record in records[1:]:
        try:
            sample = sample_of(record)
            if record.get("record") == "run":
                store.runs.append(_run_of(sample, record))
            else:
                store.samples.append(sample)
        except (ValueError, KeyError, TypeError) as fault:
            raise InvalidRecurrence(f"{path} holds a record that cannot be read: {fault}") from None
    return store


def _run_of(sample: Sample, record: dict[str, Any]) -> ParallelRun:
    busy, moved = record.get("busy"), record.get("transfer")
    return ParallelRun(
        sample,
        int(record["jobs"]),
        float(record["round_trip_seconds"]),
        None if busy is None else float(busy),
        None if moved is None else Transfer(*(int(moved[part.name]) for part in fields(Transfer))),
    )
