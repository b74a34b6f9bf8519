"""The tables that every readable report shows: plain words by row, for a page to set as it likes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.judgements import Graded
from recur.answers.judging.verdict import Standing
from recur.reports.cells import NOT_HANDED_IN, mark, percent, question, sentences, shortened, total, who

#: A matrix of students and questions is shown up to this many questions.
WIDEST = 24
LONGEST_HEAD = 4
COUNTED = (Standing.CORRECT, Standing.NOT_TIGHT, Standing.WRONG)
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the heads of the columns, and rows of as many cells; `left` are the columns of words."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: frozenset[int]
    note: str = ""


def tables(book: Gradebook, students: bool = True, most: int | None = None) -> list[Table]:
    """Per student, per question, by mistake, and what needs a person; a table with no rows is left out.

    Of the last three at most `most` rows are shown, and a note tells how many there are.
    """
    found = [_students(book)] if students else []
    found += [_cut(table, most) for table in (_questions(book), _mistakes(book), _people(book))]
    return [table for table in found if table.rows]


def _cut(table: Table, most: int | None) -> Table:
    if most is None or len(table.rows) <= most:
        return table
    note = f"… and {len(table.rows) - most:,} more: --format json or html has them all"
    return replace(table, rows=table.rows[:most], note=note)


def _students(book: Gradebook) -> Table:
    exercises = book.assignment.exercises
    if len(exercises) > WIDEST or not book.assignment.stated:
        return _totals(book)
    heads = ("student", *(_short(e.id, number) for number, e in enumerate(exercises, 1)), "points")
    rows = tuple(
        (student.name or "(nobody)", *(mark(student.answers.get(e.id)) for e in exercises), total(student))
        for student in book.students
    )
    cells = {cell for row in rows for cell in row[1:-1]}
    legend = [f"{NOT_HANDED_IN} not handed in"] if NOT_HANDED_IN in cells else []
    legend += ["? needs a person"] if any("?" in cell for row in rows for cell in row) else []
    return Table("Students", heads, rows, frozenset({0}), ", ".join(legend))


def _short(id: str, number: int) -> str:
    """The head of a narrow column: the id, or the question's number if that is long."""
    return id if len(id) <= LONGEST_HEAD else str(number)


def _totals(book: Gradebook) -> Table:
    """Students by how many answers have which verdict, where a column for each question would be too many."""
    rows = tuple(
        (
            student.name or "(nobody)",
            *_counts(Counter(graded.judgement.verdict for graded in student.answers.values())),
            total(student),
        )
        for student in book.students
    )
    legend = "? needs a person" if any("?" in row[-1] for row in rows) else ""
    return Table("Students", ("student", *map(str, COUNTED), OTHER, "points"), rows, frozenset({0}), legend)


def _questions(book: Gradebook) -> Table:
    numbered = any(len(exercise.id) > LONGEST_HEAD for exercise in book.assignment.exercises)
    rows = tuple(
        (
            *((str(position), tally.exercise.id) if numbered else (tally.exercise.id,)),
            tally.exercise.text,
            *_counts(tally.verdicts),
            percent(tally.mean) if tally.mean is not None or tally.verdicts else NOT_HANDED_IN,
        )
        for position, tally in enumerate(book.tallies, 1)
    )
    heads = ("", *(("id",) if numbered else ()), "question", *map(str, COUNTED), OTHER, "mean")
    return Table("Questions", heads, rows, frozenset({1, 2} if numbered else {0, 1}))


def _mistakes(book: Gradebook) -> Table:
    rows = tuple(
        (m.tag, str(m.count), ", ".join(m.questions), shortened(m.example.submission.answer, 30)) for m in book.mistakes
    )
    return Table("Common mistakes", ("tag", "times", "questions", "for example"), rows, frozenset({0, 2, 3}))


def _people(book: Gradebook) -> Table:
    rows = tuple(
        (str(g.submission.row), who(g), question(g) or NOT_HANDED_IN, shortened(g.submission.answer, 30), _reason(g))
        for g in book.for_a_person
    )
    return Table("Needs a person", ("row", "student", "question", "answer", "why"), rows, frozenset({1, 2, 3, 4}))


def _reason(graded: Graded) -> str:
    """The verdict and the sentence that says most: of an answer that cannot be read the last, what is wrong in it."""
    told = graded.judgement.feedback[-1:] if graded.judgement.verdict is Standing.UNREADABLE else ()
    return f"{graded.judgement.verdict}: {' '.join(told) or sentences(graded)}"


def _counts(verdicts: Counter[Standing]) -> list[str]:
    """How many answers have each verdict that is counted, and how many another: undecided or unreadable."""
    counts = [verdicts[verdict] for verdict in COUNTED]
    return [f"{count:,}" if count else NOT_HANDED_IN for count in (*counts, verdicts.total() - sum(counts))]
