"""Headings over two rows, as merged cells leave them: the questions in one, what stands under each in the other."""

from collections.abc import Sequence

from recur.answers.grading.submissions import NAMES, field_columns, plain_name
from recur.parsing.stated import stated


def joined_headings(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """The heading that two rows are together; None where they are no such pair.

    Either the questions stand over columns called Answer and Points, a merged cell over all of them; or the questions
    stand under their names, and nothing under the names of the other columns.

    >>> joined_headings(["", "T(n) = T(n-1) + 1", ""], ["Student", "Answer", "Points"])
    ['Student', 'T(n) = T(n-1) + 1', 'Points']
    >>> joined_headings(["Student", "Question 1"], ["", "T(n) = T(n-1) + 1"])
    ['Student', 'T(n) = T(n-1) + 1']
    """
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    if _who(below) is not None and _who(above) is None:
        return _questions_above(above, below)
    at = _who(above)
    if at is None or below[at].strip() or not all(stated(cell) for cell in below if cell.strip()):
        return None
    return [under if under.strip() else over for over, under in zip(above, below, strict=True)] if any(below) else None


def _questions_above(above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    found, over, asked = [], "", 0
    for question, name in zip(above, below, strict=True):
        over = question if question.strip() else over
        answers = over.strip() and (plain_name(name) in NAMES["answer"] or not name.strip())
        asked += bool(answers and plain_name(name) in NAMES["answer"])
        found.append(over if answers else name)
    return found if asked else None


def _who(cells: Sequence[str]) -> int | None:
    return field_columns(cells).get("student")
