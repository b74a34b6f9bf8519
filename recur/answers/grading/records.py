"""The results file: one JSON object a line, written as the judgements come, so that an interruption loses none.

The lines are in the order of the answers, and say nothing of when or how they were made: a run that was interrupted
and resumed writes the same bytes as one that was not. Points are worked out anew from each verdict, so a rubric that
has changed since changes them all.
"""

import json
import os
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from recur.answers.grading.assignment import Assignment
from recur.answers.grading.judgements import Graded, Judgement
from recur.answers.grading.submissions import InvalidAssignment, Submission
from recur.answers.judging.verdict import Standing
from recur.files import hold, read_whole, unwritable

SCHEMA = 1
MOST_BYTES = 500_000_000
SECONDS_UNTIL_ON_DISK = 1.0


def record(graded: Graded) -> dict[str, Any]:
    """One graded answer as a JSON object."""
    submission, exercise, judgement = graded.submission, graded.exercise, graded.judgement
    lines = [{"line": number, "verdict": verdict, "slip": slip} for number, verdict, slip in judgement.lines]
    working = {"working": submission.working, "lines": lines} if submission.working else {}
    return {
        "schema": SCHEMA,
        "row": submission.row,
        "line": submission.line or None,
        "student": submission.student,
        "question": submission.question if exercise is None else exercise.id,
        "recurrence": submission.recurrence if exercise is None else exercise.recurrence,
        "answer": submission.answer,
        "read": judgement.read,
        "kind": judgement.kind,
        "verdict": str(judgement.verdict),
        "notes": list(judgement.notes),
        "feedback": list(judgement.feedback),
        "remark": graded.remark,
        "decided": graded.is_decided,
        "share": decimal(graded.share),
        "points": decimal(graded.points),
        "max_points": decimal(None if exercise is None else exercise.points),
        **working,
    }


_ENCODERS = {unicode: json.JSONEncoder(ensure_ascii=not unicode) for unicode in (False, True)}


def decimal(x: Fraction | None) -> int | float | None:
    """The number as JSON and spreadsheets take it, to six places: the only place where a share is rounded."""
    if x is None:
        return None
    return int(x) if x.denominator == 1 else round(x.numerator / x.denominator, 6)


def line(graded: Graded, unicode: bool = True) -> bytes:
    """The record on one line; without `unicode` in ASCII."""
    return _ENCODERS[unicode].encode(record(graded)).encode() + b"\n"


def known_judgements(path: Path, assignment: Assignment, submissions: Sequence[Submission]) -> tuple[Judgement, ...]:
    """The judgements that a results file holds of the first submissions; a torn last line does not count.

    Raises `InvalidAssignment` where the file is of another class or another assignment.
    """
    try:
        lines = read_whole(path, MOST_BYTES).split(b"\n")
    except FileNotFoundError:
        return ()
    except OSError as fault:
        raise InvalidAssignment(f"cannot read {path}: {fault.strerror or fault}") from None
    lines.pop()  # what stands behind the last line end is torn, or nothing
    if len(lines) > len(submissions):
        raise _foreign(path, f"it holds {len(lines):,} results, and there are {len(submissions):,} answers")
    return tuple(
        _judgement(raw, number, path, assignment, submission)
        for number, (raw, submission) in enumerate(zip(lines, submissions, strict=False), 1)
    )


def _judgement(raw: bytes, number: int, path: Path, assignment: Assignment, submission: Submission) -> Judgement:
    try:
        found = json.loads(raw)
        judgement = Judgement(
            Standing(found["verdict"]), tuple(found["notes"]), tuple(found["feedback"]), found["kind"], found["read"],
            tuple((each["line"], each["verdict"], each["slip"]) for each in found.get("lines", ())),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _foreign(path, f"line {number} is no result") from None
    expected = record(Graded(submission, assignment.exercise_of(submission), judgement))
    for field in ("row", "student", "question", "recurrence", "answer", "working"):
        if found.get(field) != expected.get(field):
            raise _foreign(path, f"line {number} is of another {field}")
    return judgement


def _foreign(path: Path, reason: str) -> InvalidAssignment:
    return InvalidAssignment(
        f"{path} is not an interrupted grading of these answers: {reason}",
        hint="without --resume the grading starts from the beginning and replaces the file",
    )


def kept(source: Generator[Graded, None, None], known: int, path: Path | None) -> Generator[Graded, None, None]:
    """Each graded answer, once it is safe in the results file; the first ones are known from there."""
    with closing(source), ExitStack() as stack:
        found = list(islice(source, known))
        journal = None if path is None else stack.enter_context(closing(Journal(path, found)))
        yield from found
        for graded in source:
            if journal is not None:
                journal.write(graded)
            yield graded


class Journal:
    """A results file being written. What is in the file is never less than what was there before."""

    def __init__(self, path: Path, known: Iterable[Graded] = ()) -> None:
        """Start the file with what is known already, in one step: at no moment is there half of it."""
        target = path.resolve()  # a link stays one
        fresh = target.with_name(f"{target.name}.new")
        self._path, self._has_results = path, False
        with self._told(), ExitStack() as stack:
            if target.exists():
                self._has_results = target.stat().st_size > 0
                hold(stack.enter_context(target.open("rb+")), path)  # until the new file is held in its place
            try:
                with fresh.open("wb") as stream:
                    stream.writelines(map(line, known))
                    stream.flush()
                    os.fsync(stream.fileno())
                self._stream: BinaryIO = fresh.open("ab")
                hold(self._stream, path)
                fresh.replace(target)
            except OSError:
                with suppress(OSError):
                    fresh.unlink()
                raise
        self._synced = time.monotonic()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A disk that is full is no fault of recur's: what is in the file stays, and can be gone on from."""
        try:
            yield
        except OSError as fault:
            problem = unwritable(self._path, fault)
            if self._has_results:
                problem.hint = "what is graded so far is kept: --resume goes on from there"
            raise problem from None

    def write(self, graded: Graded) -> None:
        """The line goes to the system at once, where a kill does not reach it, and to the disk within a second."""
        with self._told():
            self._stream.write(line(graded))
            self._stream.flush()
            self._has_results = True
            if time.monotonic() - self._synced > SECONDS_UNTIL_ON_DISK:
                os.fsync(self._stream.fileno())
                self._synced = time.monotonic()

    def close(self) -> None:
        if not self._stream.closed:
            with self._told(), self._stream:
                self._stream.flush()
                os.fsync(self._stream.fileno())
