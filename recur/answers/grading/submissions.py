"""Answers as they were handed in: tables with a heading, JSON lines, or a folder with a file for each student."""

import re
from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from recur.model import RecurError
from recur.model.limits import MAX_CHARACTERS
from recur.model.patterns import regex
from recur.model.records import frozen, replace

SHOWN = 200  # characters kept of an answer that is too long to be read at all
FIELDS = ("student", "question", "recurrence", "answer", "working")
#: What a recurrence column is called where it holds the whole text of a question, as course systems write it.
WHOLE_TEXTS = ("question text", "q text", "item text", "problem text", "fragetext")
#: What the columns are called, in the order in which they are believed.
NAMES: Mapping[str, tuple[str, ...]] = {
    "student": (
        "student", "student id", "student number", "student name", "sid", "netid", "student no", "matric no",
        "matriculation number", "roll no", "roll number", "org defined id", "orgdefinedid", "user id", "id",
        "username", "user", "login", "email", "email address", "name", "full name", "learner", "matrikelnummer",
        "benutzername", "e mail adresse", "nom d'utilisateur", "adresse de courriel", "nombre de usuario",
        "dirección de correo", "recipientemail", "recipient email", "responseid", "response id", "nutzername",
        "benutzerkennung", "e mail", "adresse e mail", "adresse de messagerie", "correo electrónico",
        "indirizzo e mail", "indirizzo email", "dirección de correo electrónico", "endereço de e mail", "e mailadres",
        "student(in)", "studierende", "étudiant", "estudiante", "members", "group members", "group", "group name",
        "team", "team name", "gruppe",
    ),
    "question": (
        "question", "question id", "qid", "q", "problem", "problem id", "exercise", "item", "task", "part", "frage",
        "aufgabe", "pregunta", "question number",
    ),
    "recurrence": (
        "recurrence", "recurrence relation", "equation", "relation", "rekursion", "rekursionsgleichung", "rekurrenz",
        "récurrence", "recurrencia", *WHOLE_TEXTS,
    ),
    "answer": (
        "answer", "answers", "response", "claim", "bound", "solution", "reply", "student answer", "student response",
        "your answer", "given answer", "answer text", "response text", "antwort", "réponse", "respuesta",
    ),
    "working": ("working", "workings", "derivation", "working out"),
}  # fmt: skip


#: Columns that say who somebody is, kept for the gradebook that goes back to where they came from.
IDENTITY = frozenset({
    *NAMES["student"], "first name", "last name", "surname", "user name", "id number", "sis id", "sis user id",
    "sis login id", "firstname", "lastname", "section", "nachname", "vorname", "id nummer", "numéro d'identification",
    "nom", "prénom", "número de id", "apellido(s)", "nombre",
})  # fmt: skip
#: Of these, the columns in which two students have different cells, in the order in which they are believed.
TELLING = (
    "student id", "student number", "org defined id", "orgdefinedid", "sid", "netid", "user id", "id number", "sis id",
    "sis user id", "sis login id", "username", "user name", "user", "login", "email", "email address", "e mail",
    "nutzername", "matrikelnummer", "id nummer", "numéro d'identification",
    "número de id", "benutzername", "nom d'utilisateur", "nombre de usuario", "e mail adresse", "adresse de courriel",
    "dirección de correo", "recipientemail", "recipient email", "last name", "surname", "nachname", "apellido(s)",
)  # fmt: skip
#: What Microsoft Forms writes in place of an address.
NAMELESS = "anonymous"
#: Headings and cells that say who a student is.
Identity = tuple[tuple[str, str], ...]


class InvalidAssignment(RecurError):
    """A file of questions or of answers that cannot be graded as it stands; says where and what was meant."""

    kind = "invalid"


@frozen
class Submission:
    """One answer of one student. `problem` says why a row is no answer; `where` is its place in the file."""

    row: int
    student: str
    question: str
    recurrence: str
    answer: str
    problem: str | None = None
    where: str = ""
    line: int = 0  # of the file, counted from 1; 0: not known
    who: Identity = ()
    working: str = ""  # all lines of a working; where there is no answer beside it, it is the answer as well


@frozen
class SubmissionRow:
    """The cells of one row by field, before it is numbered among all."""

    cells: Mapping[str, str]
    where: str
    problem: str | None = None
    line: int = 0
    who: Identity = ()


def numbered(rows: Iterable[SubmissionRow], student: str | None = None) -> list[Submission]:
    """The rows as submissions, numbered from 1; `student` names whose they are where no cell does.

    Two students of one name stay two, and so do two answers of nobody.
    """
    same: dict[Hashable, Any] = {}
    left, found = deque(_unmerged([_once(row, same) for row in rows])), list[Submission]()
    while left:  # each row goes as its submission comes
        found.append(_submission(len(found) + 1, left.popleft(), student))
    told: dict[str, dict[str, str]] = {}  # how each name is told apart, however an address is spelled
    cells = [_told_by(each) for each in found]
    for each, cell in zip(found, cells, strict=True):
        if cell:
            told.setdefault(each.student, {}).setdefault(cell.casefold(), cell)
    return [
        replace(each, student=f"{each.student} ({known[cell.casefold()]})")
        if cell and len(known := told[each.student]) > 1
        else each
        for each, cell in zip(found, cells, strict=True)
    ]


def _unmerged(rows: list[SubmissionRow]) -> list[SubmissionRow]:
    """Rows without a name below a row with one are that student's, where every student has the same questions so.

    That is what a spreadsheet leaves of cells that were merged; anything else is an answer of nobody.
    """
    groups: list[list[SubmissionRow]] = []
    for row in rows:
        if row.cells.get("student", "").strip() or not groups:
            groups.append([])
        groups[-1].append(row)
    asked = [[(row.cells.get("question", ""), row.cells.get("recurrence", "")) for row in group] for group in groups]
    first = asked[0] if asked else []
    alike = len(groups) > 1 and 1 < len(first) == len(set(first)) and all(each == first for each in asked)
    if not alike or any(row.problem for row in rows) or not rows[0].cells.get("student", "").strip():
        return rows
    return [
        replace(row, cells={**row.cells, "student": group[0].cells["student"]}, who=group[0].who)
        for group in groups
        for row in group
    ]


def _told_by(submission: Submission) -> str:
    """The cell that tells the student from others of the same name; nothing where the student is called by it."""
    known = _telling(submission.who)
    return "" if not known or submission.student in known else known[0]


def _telling(who: Identity) -> list[str]:
    places = _telling_places(tuple(name for name, _ in who))
    return [cell for place in places if (cell := who[place][1]).casefold() not in ("", NAMELESS)]


@lru_cache(16)
def _telling_places(heading: tuple[str, ...]) -> tuple[int, ...]:
    """Which of the columns tell students apart, in the order in which they are believed."""
    places = {plain_name(name): place for place, name in enumerate(heading)}
    return tuple(places[name] for name in TELLING if name in places)


def _once(row: SubmissionRow, same: dict[Hashable, Any]) -> SubmissionRow:
    """The row with the names and questions of those before it, `same`, which are kept once and not for each answer."""
    cells = {
        field: text if field in ("answer", "working") else same.setdefault(text, text)
        for field, text in row.cells.items()
    }
    return SubmissionRow(cells, row.where, row.problem, row.line, same.setdefault(row.who, row.who))


def _submission(number: int, row: SubmissionRow, student: str | None) -> Submission:
    texts = [encodable(equations_shown(row.cells.get(field, ""))) for field in FIELDS]
    problem = row.problem
    for index, text in enumerate(texts):
        if len(text) > MAX_CHARACTERS:
            problem = (
                problem or f"the {FIELDS[index]} has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
            )
            texts[index] = f"{text[:SHOWN]}… ({len(text):,} characters)"
    who, question, recurrence, answer, working = texts
    who = "" if who.casefold() == NAMELESS else who
    who = who or student or next(iter(_telling(row.who)), "")
    who = who or (f"(nobody, line {row.line})" if (answer or working) and problem is None else "")
    return Submission(
        number, who, question, recurrence, answer or working, problem, row.where, row.line, row.who, working
    )


def unreadable_file(path: Path, fault: OSError) -> InvalidAssignment:
    return InvalidAssignment(f"cannot read {path}: {fault.strerror or fault}")


_EQUATION = regex(r"<img\b[^>]*?\s(?:data-equation-content=|alt=\"LaTeX: ?|alt='LaTeX: ?)[\"']?([^\"'>]{1,4000})[^>]*>")


def equations_shown(text: str) -> str:
    """The text with what pictures of equations show, which Canvas writes in place of a formula."""
    if "<img" not in text:
        return text
    return _EQUATION.sub(lambda picture: rf"\({unescape(picture[1]).strip()}\)", text)


def encodable(value: str) -> str:
    """The text without blank ends; halves of surrogate pairs, which no encoding can write, as escapes."""
    value = value.strip()
    return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")


def field_columns(heading: Iterable[str]) -> dict[str, int]:
    """Which column holds which field: {"student": 0, "answer": 2}; only the columns whose names are known.

    >>> field_columns(["Answer", "Student ID", "problem"])
    {'student': 1, 'question': 2, 'answer': 0}
    """
    columns = [plain_name(cell) for cell in heading]
    found: dict[str, int] = {}
    for field, names in NAMES.items():
        known = [name for name in names if name in columns]
        if known:
            found[field] = columns.index(known[0])
    return found


@lru_cache(1_024)  # the headings stand beside every answer
def plain_name(cell: str) -> str:
    """The name of a column in small letters and single spaces: "Student_ID " is "student id"."""
    return " ".join(re.split(r"[\s_\-]+", cell.strip().strip("*#:.").replace("’", "'").casefold())).strip()


#: Names in two columns, where no column says more.
FULL_NAMES = (
    ("first name", "last name"), ("first name", "surname"), ("firstname", "lastname"), ("vorname", "nachname"),
    ("prénom", "nom"), ("nombre", "apellido(s)"), ("nombre", "apellidos"), ("nome", "cognome"),
)  # fmt: skip


@lru_cache(16)
def full_name_columns(heading: tuple[str, ...]) -> tuple[int, ...]:
    """The columns of the first and the last name; none where there are not both."""
    names = [plain_name(cell) for cell in heading]
    found = (pair for pair in FULL_NAMES if set(pair) <= set(names))
    return tuple(names.index(name) for name in next(found, ()))


@lru_cache(16)
def identity_columns(heading: tuple[str, ...]) -> dict[int, str]:
    """The columns that say who somebody is, with their names."""
    return {column: encodable(cell) for column, cell in enumerate(heading) if plain_name(cell) in IDENTITY}


def missing_columns(found: Iterable[str], student_known: bool) -> list[str]:
    """The columns that a table of answers must have and does not."""
    have = set(found)
    wanted = [] if student_known or "student" in have else ["student"]
    wanted += [] if have & {"question", "recurrence"} else ["recurrence (or question)"]
    return wanted + ([] if have & {"answer", "working"} else ["answer"])


def cells_of(record: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a JSON object by their names in any case; numbers as they are written."""
    names = list(record)
    found = field_columns(names)
    return {field: _text(record[names[column]]) for field, column in found.items()}


def identity_of(record: Mapping[str, Any]) -> Identity:
    """The fields of a JSON object that say who somebody is."""
    names = tuple(record)
    return tuple((name, encodable(_text(record[names[at]]))) for at, name in identity_columns(names).items())


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)
