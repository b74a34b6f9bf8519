"""Tables of answers: any delimiter, any order of columns, and rows that are broken without breaking the next."""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice

from recur.answers.grading.assignment import Assignment, bare_number, named
from recur.answers.grading.headings import joined_headings
from recur.answers.grading.layouts import ANSWERED, BESIDE, AnswerLayout, holds_grades, layout, platform_of, sums_up
from recur.answers.grading.stated_tables import quoted
from recur.answers.grading.submissions import (
    FIELDS,
    WHOLE_TEXTS,
    Identity,
    InvalidAssignment,
    SubmissionRow,
    encodable,
    equations_shown,
    field_columns,
    full_name_columns,
    identity_columns,
    missing_columns,
    plain_name,
)
from recur.answers.grading.turned_tables import answers_across
from recur.model import Place
from recur.model.patterns import regex
from recur.model.records import frozen, replace

BAR = "|"
DELIMITERS = (",", ";", "\t", BAR)
#: A quoted cell that runs on for longer was never meant to: its first line is a broken row, and the next is read anew.
MOST_LINES_OF_A_ROW = 200
MOST_CHARACTERS_OF_A_ROW = 4_000_000
MOST_ABOVE = 5  # rows above the heading
LONGEST_LINE = 1000  # of an assignment that is offered
AHEAD = MOST_ABOVE * MOST_LINES_OF_A_ROW
_WHO = regex(r"name|mail|user|login|stud|matr|number|nummer|\bid\b", re.IGNORECASE)
_RULE = regex(r"[-:+=]+")
WANTED = "the first line names the columns: student, recurrence (or question), answer"


def table_rows(
    lines: Iterator[str], where: str, student_known: bool = False, assignment: Assignment | None = None
) -> Iterator[SubmissionRow]:
    """The rows under the heading. Raises `InvalidAssignment` where the heading does not name what is needed.

    Where an assignment is known, a table may also have a column for each question in place of question and answer.
    """
    numbered = enumerate(lines, 1)
    ahead = list(islice(numbered, AHEAD))
    first = next((line for _, line in ahead if line.strip()), "")
    if not first:
        raise InvalidAssignment(f"{where} is empty", hint=WANTED)
    _assert_text(first, where, WANTED)
    delimiter, above, heading = _heading(ahead, student_known, assignment)
    records = _records(chain(ahead, numbered), delimiter)
    line = first if above == 0 else ""
    below = _below_heading(records, above)
    if delimiter == BAR:
        below = _below_rule(below)
    return AnswerTable(heading, below, f"{where} line", line).rows(student_known, assignment)


def _heading(
    ahead: list[tuple[int, str]], student_known: bool, assignment: Assignment | None
) -> tuple[str, int, list[str]]:
    """The delimiter, how many rows stand above the heading, and the heading: the first row that can be one.

    A file may begin with its title, with `sep=;`, or with a heading for machines.
    """
    rows = {
        delimiter: [cells for _, cells in islice(_filled_records(iter(ahead), delimiter), MOST_ABOVE + 1)]
        for delimiter in DELIMITERS
    }
    for position in range(MOST_ABOVE + 1):
        found = [(d, heading_at(cells, position, student_known, assignment)) for d, cells in rows.items()]
        usable = [(d, *head) for d, head in found if head is not None]
        if usable:
            return max(usable, key=lambda each: _known_columns(each[2], assignment))
    first = [(d, cells[0]) for d, cells in rows.items() if cells]
    delimiter, cells = max(first, key=lambda each: _known_columns(each[1], assignment))
    return delimiter, 0, cells


def heading_at(
    rows: Sequence[list[str]], position: int, student_known: bool, assignment: Assignment | None
) -> tuple[int, list[str]] | None:
    """The heading that begins with a row, and the position of its last: it may go over two rows. None: it is none."""
    both = joined_headings(rows[position], rows[position + 1]) if position + 1 < len(rows) else None
    if both is not None and is_heading(both, student_known, assignment):
        return position + 1, both
    alone = position < len(rows) and is_heading(rows[position], student_known, assignment)
    return (position, rows[position]) if alone else None


def is_heading(cells: list[str], student_known: bool, assignment: Assignment | None) -> bool:
    """Whether the cells name columns of answers, and those that say who answered."""
    columns, asked = found_columns(cells, assignment)
    student_known = student_known or bool(full_name_columns(tuple(cells)))
    if not missing_columns([*columns, *(("question", "answer") if asked else ())], student_known):
        return True
    found = None if asked else layout(cells, columns.get("student"))
    return found is not None and bool(found.who or student_known)


def _filled_records(numbered: Iterator[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything."""
    for number, cells in _records(numbered, delimiter):
        if not isinstance(cells, str) and any(cell.strip() for cell in cells):
            yield number, cells


def _below_heading(records: Iterator[tuple[int, list[str] | str]], above: int) -> Iterator[tuple[int, list[str] | str]]:
    """The rows below the heading, without a second heading that a row for machines ends, as Qualtrics writes them."""
    left = above + 1
    while left:
        _, cells = next(records)
        left -= isinstance(cells, str) or any(cell.strip() for cell in cells)
    second = list(islice(records, 2))
    machines = [at for at, (_, cells) in enumerate(second) if not isinstance(cells, str) and _is_for_machines(cells)]
    yield from second[machines[-1] + 1 :] if machines else second
    yield from records


def _below_rule(records: Iterator[tuple[int, list[str] | str]]) -> Iterator[tuple[int, list[str] | str]]:
    """The rows without |---|:---:| or ---+---, the line that Markdown, Org and databases draw below a heading."""
    for number, cells in records:
        written = "".join(cells).replace(" ", "")
        if not _RULE.fullmatch(written):
            yield number, cells
        if written:
            break
    yield from records


def _is_for_machines(cells: list[str]) -> bool:
    return all(cell.strip().startswith('{"ImportId"') for cell in cells)


def cells_of_lines(lines: Iterator[str], where: str, wanted: str) -> Iterator[list[str]]:
    """The rows of a table whatever it holds, the heading among them. Raises `InvalidAssignment` at a broken one."""
    first = next((line for line in lines if line.strip()), "")
    _assert_text(first, where, wanted)
    delimiter = max(DELIMITERS, key=lambda d: len(_cells(first, d)))
    for number, cells in _records(enumerate(chain([first], lines), 1), delimiter):
        if isinstance(cells, str):
            raise InvalidAssignment(f"{where} line {number}: {cells}", hint=wanted)
        yield cells


def _assert_text(line: str, where: str, wanted: str) -> None:
    if not line.rstrip("\r\n\t ").isprintable() and "\t" not in line:
        raise InvalidAssignment(f"{where} is no table of text", hint=wanted)


@frozen
class AnswerTable:
    """A heading, and below it the cells of each row with its number, or why it has none; `where` is said before it."""

    heading: list[str]
    records: Iterator[tuple[int, list[str] | str]]
    where: str
    line: str = ""  # the heading as it stands in the file

    def rows(self, student_known: bool, assignment: Assignment | None) -> Iterator[SubmissionRow]:
        columns, asked = found_columns(self.heading, assignment)
        student_known = student_known or bool(full_name_columns(tuple(self.heading)))
        known = not missing_columns(columns, student_known)
        found = None if asked or known else layout(self.heading, columns.get("student"))
        if found is not None and (found.who or student_known):
            self._assert_named(assignment)
            self._assert_single((), [each.question for each in found.answers])
            yield from self._laid_out(found, assignment)
            return
        lacking = missing_columns([*columns, *(("question", "answer") if asked else ())], student_known)
        if lacking:
            across = () if student_known else answers_across(self.heading, self.records, self.where, assignment)
            if across:
                yield from across
                return
            absent = _absent(self.heading, assignment)
            told = f", nor one called {absent[0]}" if absent else ""
            raise _lacks(f"for {' and '.join(lacking)}{told}", self, assignment)
        self._assert_named(assignment)
        self._assert_single([*(at for field, at in columns.items() if field != "student"), *asked], asked.values())
        platform = platform_of(self.heading)
        blank = () if platform is None else platform.blank
        texts = "recurrence" in columns and plain_name(self.heading[columns["recurrence"]]) in WHOLE_TEXTS
        quiz = assignment if texts else None
        for number, cells in self.records:
            place = f"{self.where} {number}"
            if isinstance(cells, str):
                yield SubmissionRow({}, place, cells, line=number)
            elif any(cell.strip() for cell in cells):
                answered = ["" if cell.strip() in blank else cell for cell in cells] if blank else cells
                rows = self._row(answered, columns, asked, place, number)
                yield from rows if quiz is None else (_as_asked(row, quiz) for row in rows)

    def _assert_named(self, assignment: Assignment | None) -> None:
        """A column that the assignment names and the table has not is told: none is guessed in its place."""
        absent = _absent(self.heading, assignment)
        if absent:
            raise _lacks(f"called {absent[0]}", self, assignment)

    def _assert_single(self, columns: Collection[int], questions: Collection[str]) -> None:
        """Two columns of one name, or for one question, are told: neither is taken for the other."""
        names = [plain_name(cell) for cell in self.heading]
        asked = [f"for question {name}" for name, count in Counter(questions).items() if count > 1]
        twice = [f"of the name {self.heading[at].strip()}" for at in columns if names.count(names[at]) > 1]
        for said in (*asked, *twice):
            message = f"{_file_of(self)} has two columns {said}"
            raise InvalidAssignment(message, hint="give each column a name of its own, or leave one out")

    def _row(
        self, cells: list[str], columns: dict[str, int], asked: dict[int, str], place: str, number: int
    ) -> Iterator[SubmissionRow]:
        fields = {field: cells[column] for field, column in columns.items() if column < len(cells)}
        if "student" not in fields:
            fields["student"] = self._full_name(cells)
        problem, them = _ragged(cells, self.heading), _identity(self.heading, cells)
        if asked and sums_up(cells, fields.get("student", ""), [cells[at] for at in asked if at < len(cells)]):
            return
        if not asked or problem:
            yield SubmissionRow(fields, place, problem, number, them)
            return
        for column, question in asked.items():
            answered = {**fields, "question": question, "answer": cells[column]}
            yield SubmissionRow(answered, place, line=number, who=them)

    def _full_name(self, cells: list[str]) -> str:
        columns = full_name_columns(tuple(self.heading))
        return " ".join(cells[at].strip() for at in columns if at < len(cells)).strip()

    def _laid_out(self, found: AnswerLayout, assignment: Assignment | None) -> Iterator[SubmissionRow]:
        """The answers of a table with columns for each question; an answer that its system marks as none is empty."""
        for number, cells in self.records:
            place = f"{self.where} {number}"
            if isinstance(cells, str):
                yield SubmissionRow({}, place, cells, number)
                continue
            if not any(cell.strip() for cell in cells):
                continue
            believed = (cells[column] for column in found.who if column < len(cells) and cells[column].strip())
            who = next(believed, "") or self._full_name(cells)
            answered = [cells[each.column] for each in found.answers if each.column < len(cells)]
            if any(cell.strip() in found.sums for cell in cells[:3]) or sums_up(cells, who, answered):
                continue
            if problem := _ragged(cells, self.heading):
                yield SubmissionRow({"student": who}, place, problem, number)
                continue
            them = _identity(self.heading, cells)
            for each in found.answers:
                answer = "" if cells[each.column].strip() in found.blank else cells[each.column]
                question, text = each.question, each.recurrence if each.asked is None else cells[each.asked]
                if each.asked is not None and assignment is not None:
                    question = assignment.asked_as(text, question)
                fields = {"student": who, "question": question, "recurrence": text, "answer": answer}
                yield SubmissionRow(fields, place, line=number, who=them)


def _as_asked(row: SubmissionRow, assignment: Assignment) -> SubmissionRow:
    """The row under the question whose text it holds, whatever number that has for this student."""
    asked = assignment.asked_as(row.cells.get("recurrence", ""), row.cells.get("question", ""))
    return replace(row, cells={**row.cells, "question": asked})


def found_columns(heading: Sequence[str], assignment: Assignment | None) -> tuple[dict[str, int], dict[int, str]]:
    """Which column holds which field, and which the answers to which question.

    What the assignment says of its columns goes before their names.
    """
    names = [plain_name(cell) for cell in heading]
    said = {} if assignment is None else assignment.columns
    columns = field_columns(heading)
    columns |= {field: names.index(plain_name(name)) for field, name in said.items() if plain_name(name) in names}
    fields = {field: column for field, column in columns.items() if field in FIELDS}
    questions = {column: field for field, column in columns.items() if field not in FIELDS}
    named_so = _question_columns(heading, fields, assignment).items()
    asked = questions | {at: name for at, name in named_so if at not in questions and name not in questions.values()}
    if asked and assignment is not None:
        asked |= _stated_columns(heading, asked, assignment)
        fields.pop("question", None)
        fields.pop("answer", None)
    return fields, asked


def _stated_columns(heading: Sequence[str], asked: Mapping[int, str], assignment: Assignment) -> dict[int, str]:
    """Beside columns that are called as questions: those whose headings state the recurrences of others."""
    found = {}
    for column, cell in enumerate(heading):
        if column not in asked and not BESIDE.fullmatch(plain_name(cell)):
            question = assignment.asked_as(equations_shown(cell), "")
            if question and question not in asked.values():
                found[column] = question
    return found


def _identity(heading: list[str], cells: list[str]) -> Identity:
    """The cells that say who somebody is."""
    columns = identity_columns(tuple(heading))
    return tuple((name, encodable(cells[column])) for column, name in columns.items() if column < len(cells))


def _known_columns(cells: list[str], assignment: Assignment | None) -> tuple[int, int]:
    columns, asked = found_columns(cells, assignment)
    return len(columns) + len(asked), len(cells)


def _question_columns(heading: Sequence[str], columns: dict[str, int], assignment: Assignment | None) -> dict[int, str]:
    """Columns named by questions, where no column holds the answers: {1: "q1", 2: "q2"}.

    "Question 2" and Q2 name question 2, where no column is called so itself, and 2 names q2; but where a column is
    "Response 2", "Question 2" holds the question.
    """
    if assignment is None or "answer" in columns:
        return {}
    names, ids = [named(cell) for cell in heading], [exercise.id for exercise in assignment.exercises]
    exact = {named(each): each for each in ids}
    numbers = Counter(bare_number(name) for name in exact)
    loose = {
        bare_number(name): each for name, each in exact.items() if name not in names and numbers[bare_number(name)] == 1
    }
    if any(ANSWERED.fullmatch(plain_name(cell)) for cell in heading):
        loose = {}
    meant = [exact.get(name) or loose.get(bare_number(name)) for name in names]
    return {column: each for column, each in enumerate(meant) if each is not None}


def _absent(heading: Sequence[str], assignment: Assignment | None) -> list[str]:
    """The columns that the assignment names and the heading has not."""
    said = () if assignment is None else assignment.columns.values()
    return [name for name in said if plain_name(name) not in map(plain_name, heading)]


def _lacks(told: str, table: AnswerTable, assignment: Assignment | None) -> InvalidAssignment:
    """Which column is missing, those there are, and the line of the assignment that says which is which."""
    heading, columns = table.heading, found_columns(table.heading, assignment)[0]
    found = ", ".join(cell.strip() or "(no name)" for cell in heading[:12]) + (", …" if len(heading) > 12 else "")
    if holds_grades(heading):
        told += " (it holds grades, and no answers)"
    where, line = _file_of(table), _columns_line(heading, columns, assignment)
    text = (table.line or ", ".join(heading)).rstrip("\r\n")[:500]
    return InvalidAssignment(
        f"{where} has no column {told}; its columns are: {found[:200]}",
        text=text,
        place=Place(1, 1, len(text.rstrip())),
        hint=WANTED
        if holds_grades(heading) or len(line) > LONGEST_LINE
        else f"{WANTED}; or the assignment says {line}",
    )


def _file_of(table: AnswerTable) -> str:
    return table.where.removesuffix(" line").removesuffix(" row")


def _columns_line(heading: Sequence[str], columns: dict[str, int], assignment: Assignment | None) -> str:
    """columns = { student = "…", answer = "…" }: the line that may be meant, with columns that are not taken yet."""
    names = [encodable(cell) for cell in heading]
    free = [column for column, name in enumerate(names) if name and column not in columns.values()]
    who = [column for column in free if _WHO.search(names[column])]
    student = columns.get("student", next(iter([*who, *free]), 0))
    left = [column for column in free if column != student]
    wanted = ["answer"] if assignment is None else [exercise.id for exercise in assignment.exercises]
    lines = {"student": student} | dict(zip(wanted[:3], left[-len(wanted) :], strict=False))
    pairs = ", ".join(f"{_toml_key(field)} = {quoted(names[column])}" for field, column in lines.items())
    return f"columns = {{ {pairs} }}"


def _toml_key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else quoted(name)


def _records(numbered: Iterator[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the number of its line: its cells, or why it has none."""
    waiting: list[tuple[int, str]] = []  # lines that were read ahead for a quoted cell that never closed

    def following() -> tuple[int, str] | None:
        return waiting.pop(0) if waiting else next(numbered, None)

    while (line := following()) is not None:
        number, text = line
        if '"' not in text:
            yield number, text.rstrip("\r\n").split(delimiter)
            continue
        taken = [line]
        while _is_open(text, delimiter):
            more = following()
            if more is not None:
                taken.append(more)
                text += more[1]
            if more is None or len(taken) > MOST_LINES_OF_A_ROW or len(text) > MOST_CHARACTERS_OF_A_ROW:
                waiting[:0] = taken[1:]
                yield number, "a quotation mark opens a cell in this row and is never closed"
                break
        else:
            yield number, _cells(text, delimiter)


def _is_open(text: str, delimiter: str) -> bool:
    """Whether the text ends inside a quoted cell: then the row goes on in the next line."""
    if text.count('"') % 2 == 0:
        return False
    inside, at_start, position = False, True, 0
    while position < len(text):
        character = text[position]
        if inside:
            if character == '"':
                if text[position + 1 : position + 2] == '"':
                    position += 1
                else:
                    inside = False
        elif character == '"' and at_start:
            inside = True
        at_start = not inside and (character == delimiter or (at_start and character == " "))
        position += 1
    return inside


def _cells(text: str, delimiter: str) -> list[str]:
    limit = csv.field_size_limit()
    try:
        csv.field_size_limit(max(limit, len(text) + 1))
        return next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:  # a carriage return in the middle of a cell
        return next(csv.reader([text.replace("\r", " ")], delimiter=delimiter, skipinitialspace=True), [])
    finally:
        csv.field_size_limit(limit)


def _ragged(cells: list[str], heading: list[str]) -> str | None:
    """Too few cells, or more than the heading has, other than empty ones at the end."""
    while len(cells) > len(heading) and not cells[-1].strip():
        cells.pop()
    if len(cells) == len(heading):
        return None
    more = " (a cell that holds the delimiter stands in quotation marks)" if len(cells) > len(heading) else ""
    return f"this row has {len(cells)} cells where the heading has {len(heading)}{more}"
