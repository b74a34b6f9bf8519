"""A class as its files state it: the assignment and the answers, and where results are kept as they come."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from recur.answers.grading.answer_files import read_answers, read_stream
from recur.answers.grading.assignment import Assignment, gathered
from recur.answers.grading.grading import assert_keys_hold
from recur.answers.grading.submissions import InvalidAssignment, Submission


def read_class(
    file: Path,
    answers: Path | None,
    stream: BinaryIO,
    student: str | None = None,
    log: str | None = None,
    seconds: float | None = None,
) -> tuple[Assignment, list[Submission]]:
    """The assignment, stated or gathered from the answers, and the answers; `-` stands for the stream."""
    assignment, found = None, answers or file
    if file.suffix.lower() == ".toml":
        from recur.answers.grading.assignment_file import read_assignment

        assignment = _with_base(read_assignment(file), log)
        assert_keys_hold(assignment, seconds)
        if answers is None and assignment.answers is None:
            hint = f"recur grade {file.name} answers.csv"
            raise InvalidAssignment(f"{file.name} does not name the answers", hint=hint)
        found = answers or assignment.answers or file
    elif answers is not None:
        raise InvalidAssignment(
            f"of two files the first is an assignment and ends in .toml; {file.name} does not",
            hint=f"recur grade {answers} {file}" if answers.suffix.lower() == ".toml" else None,
        )
    if str(found) == "-":
        submissions = read_stream(stream, "standard input", "", assignment, student)
    else:
        submissions = read_answers(found, assignment, student)
    return assignment or _with_base(gathered(submissions), log), submissions


def _with_base(assignment: Assignment, log: str | None) -> Assignment:
    return assignment if log is None else replace(assignment, log=log)


def assert_apart(read: Sequence[Path | None], output: Path | None, results: Path | None, same: bool) -> None:
    """A report never replaces what it is about, nor, unless they are the `same`, the results that it is made from."""
    if results is not None and results == output and not same:
        raise InvalidAssignment(f"-o and --results are one file, {results}: give them two")
    for path in (output, results):
        if (
            path is not None
            and path.is_file()
            and any(other and other.exists() and path.samefile(other) for other in read)
        ):
            raise InvalidAssignment(f"{path} is what is graded, and would be replaced by the report on it")


def journal_of(output: Path | None, results: Path | None, is_journal: bool) -> Path | None:
    """Where results are kept as they come: a file of their own, the report if it is one, or one beside the report."""
    if results is not None or output is None or (output.exists() and not (output.is_file() or output.is_dir())):
        return results
    return output if is_journal else output.with_name(f"{output.name}.partial")
