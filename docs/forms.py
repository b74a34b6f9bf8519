"""The tables of the languages: what can be typed, beside how recur reads it.

A table whose first heading is one of `READERS` holds in its first column, as code, what is typed, and in the next ones
what recur makes of it; ⏎ stands for the end of a line. The columns are compared by the tests and written by `tour.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

#: What the line of a program is set in, to be a program: a procedure Q of work n and span log n stands beside it.
_AROUND = "P(A, n):\n{}\n\nQ(n):\n    parallel for i = 1 to n\n        A[i] = 0\n"


def _recurrence(typed: str) -> tuple[str, ...]:
    from recur.documents.given import on_one_line
    from recur.notation.text import write
    from recur.parsing import parse_any

    return (on_one_line(parse_any(typed), write),)


def _answer(typed: str) -> tuple[str, ...]:
    from recur.answers.judging.statements import statements
    from recur.notation.text import write
    from recur.parsing import parse_claim

    return (", ".join(map(write, statements(parse_claim(typed), "T", "n"))),)


def _growth(typed: str) -> tuple[str, ...]:
    from recur.notation.text import write
    from recur.parsing import parse_formula

    return (write(parse_formula(typed)),)


def _line(typed: str) -> tuple[str, ...]:
    from recur.forkjoin.costs.analysis import analyze
    from recur.notation.text import write

    found = analyze(program_of(typed)).procedures[0]
    assert found.name == "P"
    return (write(found.work.recurrence.right), write(found.span.recurrence.right))


def program_of(typed: str) -> str:
    """The program that a line of the table of lines stands for."""
    return _AROUND.format("\n".join(f"    {line}" for line in typed.split("\n")))


def _lines_of_python(typed: str) -> tuple[str, ...]:
    from recur.documents.solution import asymptotics
    from recur.notation.text import write
    from recur.source_costs.source import analyze_text

    body = "\n".join(f"    {line}" for line in typed.split("\n"))
    found = analyze_text(f"def f(xs, n):\n{body}\n", name="rows.py").named("f")
    return (" and ".join(map(write, asymptotics(found.work.bounds))),)


def _refused(typed: str) -> tuple[str, ...]:
    from recur.model.errors import RecurError
    from recur.parsing import parse_any

    try:
        parse_any(typed)
    except RecurError as error:
        return (error.message,)
    raise ValueError(f"{typed} can be read")


READERS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "A recurrence": _recurrence,
    "An answer": _answer,
    "A growth": _growth,
    "A line": cache(_line),
    "Lines of f(xs, n)": cache(_lines_of_python),
    "Refused": _refused,
}


def rows(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(the kind of table, what is typed, what the page says it is read as) for every form of the page."""
    for kind, cells, _ in _rows(text):
        yield kind, _typed(cells[0]), tuple(_code(cell) for cell in cells[1:])


def reread(text: str) -> str:
    """The page with what is read as it is read now."""
    lines = text.split("\n")
    for kind, cells, position in _rows(text):
        now = [told if kind == "Refused" else f"`{told}`" for told in READERS[kind](_typed(cells[0]))]
        lines[position] = f"| {' | '.join([cells[0], *now])} |"
    return "\n".join(lines)


def _rows(text: str) -> Iterator[tuple[str, list[str], int]]:
    kind = None
    for position, line in enumerate(text.split("\n")):
        if not line.startswith("|"):
            kind = None
            continue
        cells = [cell.strip() for cell in re.split(r" \|(?= )", line[1:-1])]
        if kind is None:
            kind = cells[0] if cells[0] in READERS else ""
        elif kind and not line.startswith("|-"):
            yield kind, cells, position


def _code(cell: str) -> str:
    return cell.strip().removeprefix("`").removesuffix("`")


def _typed(cell: str) -> str:
    return re.sub(" ?⏎ ?", "\n", _code(cell))
