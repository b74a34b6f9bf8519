"""Tables as course systems write them: which columns say who answered, which the question, and which the answer.

Forms have a column for each question, with the recurrence in its heading; quiz exports number their columns
("Question 1", "Response 1"). The columns are told by their headings, so a system that writes the same needs no name.
"""

from collections.abc import Collection, Sequence

from recur.answers.grading.submissions import equations_shown, full_name_columns, plain_name
from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing.stated import begins_equation, labelled, stated


@frozen
class Platform:
    """What a course system writes in a way of its own; `told_by` are headings that it alone has all of."""

    name: str
    told_by: tuple[str, ...]
    who: tuple[str, ...]  # the columns that say who, in the order in which they are believed
    blank: tuple[str, ...] = ()  # cells that stand for no answer
    sums: tuple[str, ...] = ()  # what stands in place of a name in a row about all students


_AVERAGE = ("Overall average", "Gesamtdurchschnitt", "Moyenne globale", "Promedio general")
_MOODLE_IDS = ("id number", "username", "email address")
PLATFORMS = (
    Platform("Canvas", ("section id", "n correct"), ("id", "sis id", "name")),
    Platform("Moodle", ("state", "time taken"), _MOODLE_IDS, ("-",), _AVERAGE),
    Platform("Moodle", ("status", "duration"), _MOODLE_IDS, ("-",), _AVERAGE),
    Platform("Moodle", ("status", "dauer"), ("id nummer", "benutzername", "e mail adresse"), ("-",), _AVERAGE),
    Platform("Moodle", ("statut", "durée"), ("numéro d'identification", "adresse de courriel"), ("-",), _AVERAGE),
    Platform("Moodle", ("estado", "duración"), ("número de id", "dirección de correo"), ("-",), _AVERAGE),
    Platform("Microsoft Forms", ("start time", "completion time"), ("student id", "student number", "email", "name")),
    Platform("Microsoft Forms", ("startzeit", "fertigstellungszeit"), ("matrikelnummer", "e mail", "name")),
    Platform("Microsoft Forms", ("heure de début", "heure de fin"), ("adresse de messagerie", "nom")),
    Platform("Microsoft Forms", ("hora de inicio", "hora de finalización"), ("correo electrónico", "nombre")),
    Platform("Blackboard", ("username", "last name"), ("student id", "username"), ("<Unanswered>",)),
    Platform("Gradescope", ("sid", "sections"), ("sid", "email", "name")),
)

#: Columns by the number of their question; the text of a question stands beside its answer, or is known already.
ANSWERED = regex(
    r"(?:(?:student |your )?(?:response|answer)|antwort|réponse|respuesta|risposta|resposta|antwoord)"
    r" (?P<number>\d+(?:\.\d+)*)"
    r"|(?:question |q)?(?P<of>\d+(?:\.\d+)*) (?:response|answer)"
)
ASKED = regex(
    r"(?:question|question text|recurrence|problem|exercise|frage|aufgabe|pregunta|domanda|pergunta|vraag)"
    r" (?P<number>\d+)"
)
#: What stands beside an answer under the heading of its question: points and remarks.
BESIDE = regex(
    r"(?:points|punkte|puntos|punti|score|feedback|rückmeldung|comentarios|commentaires|right answer|correct answer) .*"
    r"|.*\[(?:score|points|punkte|punktzahl|feedback)\]"
)


#: What stands in place of a name in a row about all students, beside nothing but numbers.
SUMMARIES = frozenset({
    "average", "mean", "median", "total", "totals", "sum", "maximum", "minimum", "max", "min", "points", "max points",
    "maximum points", "points possible", "possible points", "out of", "std", "std dev", "standard deviation",
    "class average", "overall average", "durchschnitt", "mittelwert", "summe", "gesamt", "maximalpunktzahl",
    "moyenne", "promedio", "media",
})  # fmt: skip
#: What stands in place of a name in the row of the right answers.
KEYS = frozenset({
    "key", "answer key", "correct answer", "correct answers", "right answer", "right answers", "solutions",
})  # fmt: skip
_NUMBER = regex(r"\d+(?:[.,]\d+)?(?: ?%| ?/ ?\d+(?:[.,]\d+)?)?")


def sums_up(cells: Sequence[str], who: str, answered: Sequence[str]) -> bool:
    """Whether a row is about all students: it is named so, and no answer in it is more than a number, or the key is."""
    name = plain_name(who.strip() or next((cell for cell in cells if cell.strip()), ""))
    return name in KEYS or (
        name in SUMMARIES and all(not cell.strip() or _NUMBER.fullmatch(cell.strip()) is not None for cell in answered)
    )


@frozen
class AnswerColumn:
    """A column of answers to one question: its name and its recurrence, or the column where each row states it."""

    column: int
    question: str
    recurrence: str = ""
    asked: int | None = None


@frozen
class AnswerLayout:
    """Where a row says who answered, in the order of belief, and its columns of answers."""

    who: tuple[int, ...]
    answers: tuple[AnswerColumn, ...]
    blank: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()


def platform_of(heading: Sequence[str]) -> Platform | None:
    """The course system that alone writes such a heading."""
    names = {plain_name(cell) for cell in heading}
    return next((each for each in PLATFORMS if set(each.told_by) <= names), None)


#: What tables of points have, and no table of answers.
GRADES = (frozenset({"score", "max score"}), frozenset({"total score", "max points"}))


def holds_grades(heading: Sequence[str]) -> bool:
    """Whether a heading with questions in it is one of points, as Gradescope and nbgrader export them."""
    names = {plain_name(cell) for cell in heading}
    return any(each <= names for each in GRADES)


def layout(heading: Sequence[str], student: int | None) -> AnswerLayout | None:
    """The layout that the heading tells; None where no column is one of answers. `student`: who, by a known name."""
    names = [plain_name(cell) for cell in heading]
    answers = _numbered(names) or _stated(heading, names)
    if not answers or holds_grades(heading):
        return None
    platform = platform_of(heading)
    believed = () if platform is None else platform.who
    who = [names.index(name) for name in believed if name in names]
    if student is not None and student not in who and not (platform and names[student] == "id"):
        who.append(student)
    if not who and student is None and not full_name_columns(tuple(heading)):
        who = _asked_who(names, {each.column for each in answers})
    if not who and student is None and not names[0] and all(each.column for each in answers):
        who = [0]  # names in a column without a heading
    return AnswerLayout(tuple(who), answers, *(() if platform is None else (platform.blank, platform.sums)))


#: How a form asks who somebody is in words of its own, "What is your student ID?", in the order of belief.
_WHO_ASKED = tuple(
    regex(rf"\b(?:{words})\b")
    for words in (
        r"student (?:id|number|no)|net ?id|matrikelnummer|matriculation|roll n(?:umber|o)",
        r"e ?mail|user ?name|login",
        r"(?:your|full|last|student'?s?) name|name|members|names|nombre|nom",
    )
)
_OF_OTHERS = regex(r"\b(?:course|class|instructor|teacher|tutor|ta|professor|file|section|university|school)\b")


def _asked_who(names: Sequence[str], answered: Collection[int]) -> list[int]:
    """The column of a question about the person; none where no heading asks such a one."""
    free = [at for at, name in enumerate(names) if at not in answered and not _OF_OTHERS.search(name)]
    return [at for way in _WHO_ASKED for at in free if way.search(names[at])][:1]


def _numbered(names: Sequence[str]) -> tuple[AnswerColumn, ...]:
    asked = {found["number"]: column for column, name in enumerate(names) if (found := ASKED.fullmatch(name))}
    answered = [(column, found) for column, name in enumerate(names) if (found := ANSWERED.fullmatch(name))]
    return tuple(
        AnswerColumn(column, number, asked=asked.get(number))
        for column, found in answered
        for number in [found["number"] or found["of"]]
    )


def _stated(heading: Sequence[str], names: Sequence[str]) -> tuple[AnswerColumn, ...]:
    """The columns whose headings state a recurrence."""
    shown = [equations_shown(cell) for cell in heading]
    found = [
        (column, cell, labelled(cell)[0])
        for column, cell in enumerate(shown)
        if not BESIDE.fullmatch(names[column]) and stated(cell) is not None
    ]
    taken = [column for column, _, _ in found]
    found += [  # a question that cannot be read is one all the same, and for a person
        (column, cell, labelled(cell)[0])
        for column, cell in enumerate(shown)
        if found and column not in taken and not BESIDE.fullmatch(names[column]) and begins_equation(cell)
    ]
    found.sort()
    labels = [label for _, _, label in found]
    known = all(labels) and len(set(labels)) == len(labels)
    return tuple(
        AnswerColumn(column, label if known else str(position), cell)
        for position, (column, cell, label) in enumerate(found, 1)
    )
