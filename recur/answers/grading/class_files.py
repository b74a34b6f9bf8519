"""A class as its files state it: the assignment and the answers, and where results are kept as they come."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from recur.answers.grading.answer_files import read_answers, read_stream
from recur.answers.grading.assignment import Assignment, gathered
from recur.answers.grading.decisions import FILE, Decisions, read_decisions
from recur.answers.grading.grading import assert_keys_hold
from recur.answers.grading.judgements import Graded, Judgement
from recur.answers.grading.records import known_judgements, line
from recur.answers.grading.submissions import InvalidAssignment, Submission
from recur.files import is_read_at, unwritable, write_whole
from recur.model.records import frozen, replace


@frozen
class ClassFiles:
    """Where a class is read, and where its report and its results go; `as_lines`: the report is the results.

    `decided` is the file of a person's decisions, where it is not the one beside the assignment.
    """

    file: Path
    answers: Path | None = None
    output: Path | None = None
    results: Path | None = None
    as_lines: bool = False
    decided: Path | None = None

    @property
    def journal(self) -> Path | None:
        """Where results are kept as they come: in a file of their own, in the report if it is one, or beside it."""
        output, special = self.output, self.output is not None and self.output.exists() and not _is_plain(self.output)
        if self.results is not None or output is None or special:
            return self.results
        return output if self.as_lines else output.with_name(f"{output.name}.partial")

    @property
    def decisions_file(self) -> Path | None:
        """Where decisions are kept: beside the assignment or the answers; nowhere, where those come by a stream."""
        return self.decided or (None if str(self.file) == "-" else self.file.parent / FILE)

    @property
    def decisions(self) -> Decisions:
        path = self.decisions_file
        return Decisions() if path is None else read_decisions(path)

    def assert_asking(self) -> Path:
        """The file of decisions, where somebody can be asked: the answers do not come by the same stream."""
        if self.decisions_file is None or "-" in (str(self.file), str(self.answers)):
            hint = "save the answers as a file"
            raise InvalidAssignment("--decide asks at standard input, where the answers come from", hint=hint)
        return self.decisions_file

    def rewrite(self, graded: Iterable[Graded]) -> None:
        """The file of results as it is once a person has decided."""
        if self.results is not None:
            try:
                write_whole(self.results, b"".join(map(line, graded)))
            except OSError as fault:
                raise unwritable(self.results, fault) from None

    def read(
        self, stream: BinaryIO, student: str | None = None, log: str | None = None, seconds: float | None = None
    ) -> tuple[Assignment, list[Submission]]:
        """The assignment, stated or gathered from the answers, and the answers; `-` stands for the stream."""
        assignment, found = None, self.answers or self.file
        if self.file.suffix.lower() == ".toml":
            from recur.answers.grading.assignment_file import read_assignment

            assignment = _with_base(read_assignment(self.file), log)
            assert_keys_hold(assignment, seconds)
            if self.answers is None and assignment.answers is None:
                hint = f"recur grade {self.file.name} answers.csv"
                raise InvalidAssignment(f"{self.file.name} does not name the answers", hint=hint)
            found = self.answers or assignment.answers or self.file
        elif self.answers is not None:
            raise InvalidAssignment(
                f"of two files the first is an assignment and ends in .toml; {self.file.name} does not",
                hint=f"recur grade {self.answers} {self.file}" if self.answers.suffix.lower() == ".toml" else None,
            )
        if str(found) == "-":
            submissions = read_stream(stream, "standard input", "", assignment, student)
        else:
            submissions = read_answers(found, assignment, student)
        self._assert_apart(None if assignment is None else assignment.answers)
        return assignment or _with_base(gathered(submissions), log), submissions

    def known(self, assignment: Assignment, submissions: Sequence[Submission]) -> tuple[Judgement, ...]:
        """The results that an interrupted grading has left."""
        if self.journal is None:
            raise InvalidAssignment("--resume needs -o FILE or --results FILE, where the results so far are")
        return known_judgements(self.journal, assignment, submissions)

    def _assert_apart(self, named: Path | None) -> None:
        """A report never replaces what it is about, nor, unless they are the same, the results that it is made from."""
        if self.results is not None and self.results == self.output and not self.as_lines:
            raise InvalidAssignment(f"-o and --results are one file, {self.results}: give them two")
        stated = (self.file, self.answers, named, self.decisions_file)
        read = [path for path in stated if path and (str(path) == "-" or path.exists())]
        for path in (self.output, self.results):
            if path is not None and any(is_read_at(path, each) for each in read):
                raise InvalidAssignment(f"{path} is read for this grading, and would be replaced by the report on it")


def _is_plain(path: Path) -> bool:
    """A file or a folder, and no pipe and no device."""
    return path.is_file() or path.is_dir()


def _with_base(assignment: Assignment, log: str | None) -> Assignment:
    return assignment if log is None else replace(assignment, log=log)
