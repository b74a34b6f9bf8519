"""A graded class: how the points are distributed, each question, common mistakes, what needs a person, each student."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from recur.answers.grading.assignment import Exercise, tight
from recur.answers.grading.gradebook import Gradebook, Student
from recur.answers.grading.item_analysis import Distribution
from recur.answers.grading.judgements import Graded
from recur.answers.grading.records import decimal
from recur.answers.judging.verdict import Standing
from recur.documents import blocks as b
from recur.documents.verdict import MARKS
from recur.model import Step

Written = str | b.Typed | b.Listed
NOT_HANDED_IN = "–"
PERSON = "?"
NOBODY = "(nobody)"
OTHER, DISCRIMINATION = "other", "discr."
MEANT = "mean: the part of the points won; discr.: that of the upper 27 % of the class less that of the lower 27 %"
COUNTED = (Standing.CORRECT, Standing.NOT_TIGHT, Standing.WRONG)
WIDEST = 24  # questions, up to which each has a column beside the students
LONGEST_HEAD, LONGEST_ANSWER = 4, 30
NAMED = 4  # students named beside a case on a page that is cut


def document(book: Gradebook, students: bool = True, most: int | None = None, feedback: bool = True) -> b.Document:
    """The class in sum, what needs a person, per student; a table with no rows is left out. Of one student, the sheet.

    Of all but the students at most `most` rows are shown, and a note tells how many there are.
    """
    if book.single and students:
        return sheet(book)
    title = book.assignment.title or ("Grades" if feedback else "")
    parts: list[b.Block] = [b.Heading(title, level=-1)] if title else []
    parts.append(b.Paragraph(Step(counts(book))))
    parts += _points(book.distribution)
    places = {student.name: f"student-{n}" for n, student in enumerate(book.students, 1)} if feedback else {}
    for name, columns, rows in (_questions(book), _mistakes(book), _people(book, most, places)):
        left_out = 0 if most is None else len(rows) - most
        note = MEANT if columns[-1].heading == DISCRIMINATION else ""
        note = f"… and {left_out:,} more: --format json or html has them all" if left_out > 0 else note
        parts += _table(name, columns, rows[:most], note)
    parts += _table("Students", *_students(book, places)) if students else []
    parts += [b.Paragraph(Step(said), "Note")] if (said := superseded(book)) else []
    if feedback:
        told = (_feedback(book, student, places[student.name]) for student in book.students)
        parts += [b.Heading("Feedback", level=0), *told]
    return tuple(parts)


def sheet(book: Gradebook) -> b.Document:
    """What one student is told: the points, and of each answer how it was read, its verdict and why."""
    title = [b.Heading(book.assignment.title, level=-1)] if book.assignment.title else []
    told = (b.Folded(each.title, each.summary, each.marked, is_open=True) for each in _sheets(book))
    return (*title, *told)


def _sheets(book: Gradebook) -> Iterator[b.Folded]:
    for student in book.students:
        yield _feedback(book, student)


def _points(found: Distribution | None) -> list[b.Block]:
    """The distribution as a picture and as a table, from the first tenth that anybody is in to the last."""
    if found is None:
        return []
    from recur.pictures.distribution import drawn

    tenths = [tenth for tenth, count in enumerate(found.counts) if count]
    most = max(found.counts)
    rows = tuple(
        (
            f"{10 * tenth}–{10 * tenth + 10} %",
            f"{count:,}" if count else NOT_HANDED_IN,
            b.Share(Fraction(count, found.students), Fraction(count, most)),
        )
        for tenth, count in enumerate(found.counts)
        if tenths[0] <= tenth <= tenths[-1]
    )
    said = f"On average {percent(found.mean)} of the points, the median is {percent(found.median)}."
    if found.waiting:
        said += f" {counted(found.waiting, 'student')} without a total yet {_are(found.waiting)} not counted."
    table = b.Table((b.Column("points"), b.Column("students"), b.Column("share", left=True)), rows)
    return [b.Heading("Points", level=0), b.Figure(drawn(found)), table, b.Paragraph(Step(said))]


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _table(title: str, columns: Sequence[b.Column], rows: Sequence[Sequence[Written]], note: str = "") -> list[b.Block]:
    cells = tuple(tuple(b.Typed(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return [b.Heading(title, level=0), b.Table(tuple(columns), cells, note)] if rows else []


def _columns(words: Sequence[str], numbers: Sequence[str]) -> list[b.Column]:
    return [*(b.Column(name, left=True) for name in words), *map(b.Column, numbers)]


def _students(book: Gradebook, places: Mapping[str, str]) -> tuple[list[b.Column], list[list[Written]], str]:
    """A column for each question; where those would be too many, how many answers have which verdict."""
    exercises = book.assignment.exercises
    by_question = len(exercises) <= WIDEST and bool(book.assignment.stated)
    heads = [e.id if len(e.id) <= LONGEST_HEAD else str(i) for i, e in enumerate(exercises, 1)]
    if not by_question:
        heads = [*map(str, COUNTED), OTHER]
    rows: list[list[Written]] = [
        [
            b.Typed(student.name or NOBODY, places.get(student.name, "")),
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
    legend += [f"{PERSON} needs a person"] if any(PERSON in str(cell) for row in rows for cell in row[1:]) else []
    return _columns(("student",), (*heads, "points")), rows, ", ".join(legend)


def _questions(book: Gradebook) -> tuple[str, list[b.Column], list[list[Written]]]:
    numbered = any(len(exercise.id) > LONGEST_HEAD for exercise in book.assignment.exercises)
    told = any(tally.discrimination is not None for tally in book.tallies)
    rows: list[list[Written]] = []
    for position, tally in enumerate(book.tallies, 1):
        place = b.Typed(str(position) if numbered else tally.exercise.id, anchor=f"question-{position}")
        rows.append(
            [
                *((place, tally.exercise.id) if numbered else (place,)),
                tally.exercise.text,
                *_verdicts(tally.verdicts),
                percent(tally.mean) if tally.mean is not None or tally.verdicts else NOT_HANDED_IN,
                *([NOT_HANDED_IN if tally.discrimination is None else number(tally.discrimination)] if told else []),
            ]
        )
    number_column = [b.Column("")] if numbered else []
    names = ("id", "question") if numbered else ("", "question")
    columns = [*number_column, *_columns(names, (*map(str, COUNTED), OTHER, "mean"))]
    return "Questions", [*columns, *([b.Column(DISCRIMINATION)] if told else [])], rows


def _mistakes(book: Gradebook) -> tuple[str, list[b.Column], list[list[Written]]]:
    places = _question_places(book)
    rows: list[list[Written]] = [
        [
            m.tag,
            str(m.count),
            b.Listed(tuple(b.Typed(id, places.get(id, "")) for id in m.questions)),
            shortened(m.example.submission.answer),
        ]
        for m in book.mistakes
    ]
    columns = [*_columns(("tag",), ("times",)), *_columns(("questions", "for example"), ())]
    return "Common mistakes", columns, rows


def _question_places(book: Gradebook) -> dict[str, str]:
    return {exercise.id: f"question-{n}" for n, exercise in enumerate(book.assignment.exercises, 1)}


def _people(
    book: Gradebook, most: int | None, places: Mapping[str, str]
) -> tuple[str, list[b.Column], list[list[Written]]]:
    """Each case once, the most frequent first; then rows that belong to no question."""
    cases = [(case.exercise.id, case.answers) for case in book.open_cases]
    placed = {id(graded) for _, answers in cases for graded in answers}
    cases += [
        (question(graded) or NOT_HANDED_IN, (graded,)) for graded in book.for_a_person if id(graded) not in placed
    ]
    questions = _question_places(book)
    rows: list[list[Written]] = [
        [
            str(len(answers)),
            b.Typed(asked, questions.get(asked, "")),
            shortened(answers[0].submission.answer),
            whose(answers, None if most is None else NAMED, places),
            reason(answers[0]),
        ]
        for asked, answers in cases
    ]
    columns = [b.Column("times"), *_columns(("question", "answer", "line and student", "why"), ())]
    return "Needs a person", columns, rows


def whose(answers: Sequence[Graded], most: int | None = None, places: Mapping[str, str] | None = None) -> b.Listed:
    """The lines of the file with the students who gave the answers, of many the first: 5 dan, 9 eve."""
    named = [
        b.Typed(
            f"{graded.submission.line or graded.submission.row} {graded.submission.student or NOBODY}",
            (places or {}).get(graded.submission.student, ""),
        )
        for graded in answers[:most]
    ]
    left = len(answers) - len(named)
    return b.Listed((*named, *([b.Typed(f"and {left:,} more")] if left else [])))


def reason(graded: Graded) -> str:
    """The verdict and the sentence that says most: of an answer that cannot be read the last, what is wrong in it."""
    told = graded.judgement.feedback[-1:] if graded.judgement.verdict is Standing.UNREADABLE else ()
    return f"{graded.judgement.verdict}: {' '.join(told) or feedback_sentences(graded)}"


def _verdicts(verdicts: Counter[Standing]) -> list[str]:
    """How many answers have each verdict that is counted, and how many another: undecided or unreadable."""
    found = [verdicts[verdict] for verdict in COUNTED]
    return [f"{count:,}" if count else NOT_HANDED_IN for count in (*found, verdicts.total() - sum(found))]


def _feedback(book: Gradebook, student: Student, place: str = "") -> b.Folded:
    questions = _question_places(book) if place else {}
    marked = tuple(
        _marked(exercise, graded, questions.get(exercise.id, "")) for exercise, graded in book.in_order(student)
    )
    return b.Folded(student.name or NOBODY, total(student), marked, place)


def _marked(exercise: Exercise, graded: Graded | None, place: str) -> b.Marked:
    points = f"{mark(graded)} / {number(exercise.points)}"
    if graded is None:
        return b.Marked(exercise.id, exercise.text, points, None, to=place)
    verdict, read = graded.judgement.verdict, graded.judgement.read
    apart = read is not None and tight(read) != tight(graded.submission.answer)
    told = f"Read as {read}. " if apart and not graded.is_decided else ""
    return b.Marked(
        exercise.id,
        exercise.text,
        points,
        graded.submission.answer,
        "decided by a person" if graded.is_decided else str(verdict),
        b.Tone.DOUBTFUL if graded.is_decided else MARKS[verdict][1],
        f"{told}{feedback_sentences(graded)}".strip(),
        place,
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
