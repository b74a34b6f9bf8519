"""The tables in GitHub Markdown, and below them what each student is told; nothing typed in acts as markup."""

from __future__ import annotations

from recur.answers.grading.gradebook import Gradebook, Student
from recur.reports.cells import heading, mark, number, replaced, sentences, total
from recur.reports.tables import Table, tables
from recur.writers.characters import to_markdown

SUFFIX = ".md"
ONE_STUDENT = False


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    parts = [f"# {_words(book.assignment.title or 'Grades')}", _words(heading(book) + ".")]
    for table in tables(book):
        parts += [f"## {_words(table.title)}", _table(table)]
        parts += [_words(table.note + ".")] if table.note else []
    parts += [_words(said)] if (said := replaced(book)) else []
    parts.append("## Feedback")
    for student in book.students:
        parts += _feedback(book, student)
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    sides = [":--" if column in table.left else "--:" for column in range(len(table.heads))]
    return "\n".join([_pipes([_words(head) for head in table.heads]), _pipes(sides), *map(_row, table.rows)])


def _row(cells: tuple[str, ...]) -> str:
    return _pipes([_words(cell) for cell in cells])


def _pipes(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _feedback(book: Gradebook, student: Student) -> list[str]:
    parts = [f"### {_words(student.name or '(nobody)')}: {_words(total(student))}"]
    lines = []
    for exercise, graded in book.in_order(student):
        points = f"{mark(graded)} / {number(exercise.points)}"
        if graded is None:
            lines.append(f"- **{_words(exercise.id)}** ({_words(points)}): not handed in")
            continue
        answer = _words(graded.submission.answer) or "no answer"
        said = f"{graded.judgement.verdict}. {sentences(graded)}".strip()
        lines.append(f"- **{_words(exercise.id)}** ({_words(points)}): {answer}  \n  {_words(said)}")
    return [*parts, "\n".join(lines)] if lines else parts


def _words(text: str) -> str:
    """Escaped, and a character of an address broken, so that nothing becomes a link of itself."""
    return to_markdown(text).replace("://", ":\u200b//").replace("@", "\u200b@").replace("www.", "www\u200b.")
