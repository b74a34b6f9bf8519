"""A graded class: the points of each student, each question, common mistakes, what needs a person, and the feedback."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from recur.answers.grading.assignment import Exercise
from recur.answers.grading.gradebook import Gradebook, Student
from recur.answers.grading.judgements import Graded
from recur.answers.grading.records import decimal
from recur.answers.judging.verdict import Standing
from recur.documents import blocks as b
from recur.documents.verdict import MARKS
from recur.model import Step

NOT_HANDED_IN = "–"
PERSON = "?"
NOBODY = "(nobody)"
OTHER = "other"
COUNTED = (Standing.CORRECT, Standing.NOT_TIGHT, Standing.WRONG)
WIDEST = 24  # questions, up to which each has a column beside the students
LONGEST_HEAD, LONGEST_ANSWER = 4, 30
NAMED = 4  # students named beside a case on a page that is cut


def document(book: Gradebook, students: bool = True, most: int | None = None, feedback: bool = True) -> b.Document:
    """Per student, per question, by mistake, and what needs a person; a table with no rows is left out.

    Of the last three at most `most` rows are shown, and a note tells how many there are.
    """
    title = book.assignment.title or ("Grades" if feedback else "")
    parts: list[b.Block] = [b.Heading(title, level=-1)] if title else []
    parts.append(b.Paragraph(Step(counts(book))))
    parts += _table("Students", *_students(book)) if students else []
    for name, columns, rows in (_questions(book), _mistakes(book), _people(book, most)):
        left_out = 0 if most is None else len(rows) - most
        note = f"… and {left_out:,} more: --format json or html has them all" if left_out > 0 else ""
        parts += _table(name, columns, rows[:most], note)
    parts += [b.Paragraph(Step(said), "Note")] if (said := superseded(book)) else []
    if feedback:
        parts += [b.Heading("Feedback", level=0), *(_feedback(book, student) for student in book.students)]
    return tuple(parts)


def _table(title: str, columns: Sequence[b.Column], rows: Sequence[Sequence[str]], note: str = "") -> list[b.Block]:
    cells = tuple(tuple(map(b.Typed, row)) for row in rows)
    return [b.Heading(title, level=0), b.Table(tuple(columns), cells, note)] if rows else []


def _columns(words: Sequence[str], numbers: Sequence[str]) -> list[b.Column]:
    return [*(b.Column(name, left=True) for name in words), *map(b.Column, numbers)]


def _students(book: Gradebook) -> tuple[list[b.Column], list[list[str]], str]:
    """A column for each question; where those would be too many, how many answers have which verdict."""
    exercises = book.assignment.exercises
    by_question = len(exercises) <= WIDEST and bool(book.assignment.stated)
    heads = [e.id if len(e.id) <= LONGEST_HEAD else str(i) for i, e in enumerate(exercises, 1)]
    if not by_question:
        heads = [*map(str, COUNTED), OTHER]
    rows = [
        [
            student.name or NOBODY,
            *(
                [mark(student.answers.get(e.id)) for e in exercises]
                if by_question
                else _verdicts(Counter(graded.judgement.verdict for graded in student.answers.values()))
            ),
            total(student),
        ]
        for student in book.students
    ]
    missing = by_question and any(NOT_HANDED_IN in row[1:-1] for row in rows)
    legend = [f"{NOT_HANDED_IN} not handed in"] if missing else []
    legend += [f"{PERSON} needs a person"] if any(PERSON in cell for row in rows for cell in row[1:]) else []
    return _columns(("student",), (*heads, "points")), rows, ", ".join(legend)


def _questions(book: Gradebook) -> tuple[str, list[b.Column], list[list[str]]]:
    numbered = any(len(exercise.id) > LONGEST_HEAD for exercise in book.assignment.exercises)
    rows = [
        [
            *((str(position), tally.exercise.id) if numbered else (tally.exercise.id,)),
            tally.exercise.text,
            *_verdicts(tally.verdicts),
            percent(tally.mean) if tally.mean is not None or tally.verdicts else NOT_HANDED_IN,
        ]
        for position, tally in enumerate(book.tallies, 1)
    ]
    number = [b.Column("")] if numbered else []
    names = ("id", "question") if numbered else ("", "question")
    return "Questions", [*number, *_columns(names, (*map(str, COUNTED), OTHER, "mean"))], rows


def _mistakes(book: Gradebook) -> tuple[str, list[b.Column], list[list[str]]]:
    rows = [
        [m.tag, str(m.count), ", ".join(m.questions), shortened(m.example.submission.answer)] for m in book.mistakes
    ]
    columns = [*_columns(("tag",), ("times",)), *_columns(("questions", "for example"), ())]
    return "Common mistakes", columns, rows


def _people(book: Gradebook, most: int | None) -> tuple[str, list[b.Column], list[list[str]]]:
    """Each case once, the most frequent first; then rows that belong to no question."""
    cases = [(case.exercise.id, case.answers) for case in book.open_cases]
    placed = {id(graded) for _, answers in cases for graded in answers}
    cases += [
        (question(graded) or NOT_HANDED_IN, (graded,)) for graded in book.for_a_person if id(graded) not in placed
    ]
    rows = [
        [
            str(len(answers)),
            asked,
            shortened(answers[0].submission.answer),
            whose(answers, None if most is None else NAMED),
            reason(answers[0]),
        ]
        for asked, answers in cases
    ]
    columns = [b.Column("times"), *_columns(("question", "answer", "line and student", "why"), ())]
    return "Needs a person", columns, rows


def whose(answers: Sequence[Graded], most: int | None = None) -> str:
    """The lines of the file with the students who gave the answers, of many the first: 5 dan, 9 eve."""
    named = [
        f"{graded.submission.line or graded.submission.row} {graded.submission.student or NOBODY}"
        for graded in answers[:most]
    ]
    left = len(answers) - len(named)
    return ", ".join([*named, *([f"and {left:,} more"] if left else [])])


def reason(graded: Graded) -> str:
    """The verdict and the sentence that says most: of an answer that cannot be read the last, what is wrong in it."""
    told = graded.judgement.feedback[-1:] if graded.judgement.verdict is Standing.UNREADABLE else ()
    return f"{graded.judgement.verdict}: {' '.join(told) or feedback_sentences(graded)}"


def _verdicts(verdicts: Counter[Standing]) -> list[str]:
    """How many answers have each verdict that is counted, and how many another: undecided or unreadable."""
    found = [verdicts[verdict] for verdict in COUNTED]
    return [f"{count:,}" if count else NOT_HANDED_IN for count in (*found, verdicts.total() - sum(found))]


def _feedback(book: Gradebook, student: Student) -> b.Folded:
    marked = tuple(_marked(exercise, graded) for exercise, graded in book.in_order(student))
    return b.Folded(student.name or NOBODY, total(student), marked)


def _marked(exercise: Exercise, graded: Graded | None) -> b.Marked:
    points = f"{mark(graded)} / {number(exercise.points)}"
    if graded is None:
        return b.Marked(exercise.id, exercise.text, points, None)
    verdict = graded.judgement.verdict
    return b.Marked(
        exercise.id,
        exercise.text,
        points,
        graded.submission.answer,
        str(verdict),
        MARKS[verdict][1],
        feedback_sentences(graded),
    )


def counts(book: Gradebook) -> str:
    """How many of what there is, in one line."""
    exercises = book.assignment.exercises
    pairs = ((book.students, "student"), (exercises, "question"), (book.graded, "answer"))
    return ", ".join(counted(len(things), word) for things, word in pairs)


def counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def superseded(book: Gradebook) -> str:
    """What became of answers to a question that was answered before; nothing where there are none."""
    if not book.superseded:
        return ""
    verb = "does" if book.superseded == 1 else "do"
    which = {"last": "the last", "first": "the first", "best": "the best"}[book.assignment.attempts]
    return f"{counted(book.superseded, 'answer')} {verb} not count: of several to one question {which} counts."


def waiting(count: int) -> str:
    """What a platform is told of answers without a score."""
    return f"{counted(count, 'answer')} could not be scored here: a person has to look." if count else ""


def total(student: Student) -> str:
    """12 / 18, with a ? behind what is not decided yet."""
    open_points = f" + {student.undecided}{PERSON}" if student.undecided else ""
    return f"{number(student.points)}{open_points} / {number(student.max_points)}"


def mark(graded: Graded | None) -> str:
    """The points of one answer: a number, ? where a person has to look, a dash where there is none."""
    return NOT_HANDED_IN if graded is None else number(graded.points)


def number(x: Fraction | None) -> str:
    """A whole number as it is, another to two places."""
    if x is None:
        return PERSON
    return str(x) if x.denominator == 1 else f"{float(decimal(x) or 0):.2f}".rstrip("0").rstrip(".")


def percent(x: Fraction | None) -> str:
    return PERSON if x is None else f"{round(100 * x)}%"


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ANSWER else text[: LONGEST_ANSWER - 1] + "…"


def question(graded: Graded) -> str:
    return graded.submission.question if graded.exercise is None else graded.exercise.id


def feedback_sentences(graded: Graded) -> str:
    """The feedback of an answer as one paragraph; a person's is all there is."""
    if graded.is_decided:
        return graded.remark or ""
    return " ".join([*graded.judgement.feedback, *([graded.remark] if graded.remark else [])])
