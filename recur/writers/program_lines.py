"""A program for a terminal, each line beside what it adds: a cost too wide for its column stands below its line."""

from collections.abc import Sequence

from recur.documents import blocks as b
from recur.model import Expr
from recur.writers.characters import columns
from recur.writers.page import Page

LEAST_SOURCE = 30
WIDEST_COST = 26


def write(page: Page, listing: b.Listing) -> None:
    """Line number, source and costs below the head of the procedure, and why, in brackets, where there is room."""
    costs = [
        [page.written(cost) if isinstance(cost, Expr) else str(cost) for cost in line.costs] for line in listing.lines
    ]
    widths = [
        min(WIDEST_COST, max([4, *(columns(row[side]) for row in costs if columns(row[side]) <= WIDEST_COST)]))
        for side in range(len(listing.measures))
    ]
    digits = len(str(max((line.number for line in listing.lines), default=0)))
    head = page.words(listing.title)
    longest = max(columns(head), *(columns(_source(page, line.source, 200)) for line in listing.lines), 0)
    room = min(max(LEAST_SOURCE, page.width - digits - sum(widths) - 4 - 3 * len(widths)), longest + 1)
    left = page.cut(head, room + digits + 3).ljust(room + digits + 3)
    page.lines.append(f"{page.styled(left, 'label')}  {_in_columns(listing.measures, widths)}".rstrip())
    if listing.note:
        page.lines.append(page.styled(page.words(listing.note), "number"))
    for line, row in zip(listing.lines, costs, strict=True):
        number, source = str(line.number).rjust(digits + 1), _source(page, line.source, room)
        wide = any(columns(cost) > WIDEST_COST for cost in row)
        shown = "" if wide else _in_columns(row, widths)
        text = f"{page.styled(number, 'number')}  {source}{' ' * (room - columns(source))}  {shown}"
        why = page.words(f"({line.why})") if line.why else ""
        if why and not wide and digits + room + sum(widths) + 2 * len(widths) + 3 + columns(why) <= page.width:
            text, why = f"{text.rstrip()}{' ' * (sum(widths) - columns(shown.rstrip()))}  {why}", ""
        page.lines.append(text.rstrip())
        if wide:
            for label, cost in zip(listing.measures, row, strict=True):
                page.formula(cost, f"{' ' * (digits + 6)}{label}  ")
        if why:
            page.lines.append(page.cut(f"{' ' * (digits + 6 + line.source.indent)}{why}", page.width))


def _in_columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _source(page: Page, line: b.Source, room: int) -> str:
    """The line at its own indentation, cut to the room; × how many for equal lines."""
    times = page.words(f" ×{line.times}") if line.times > 1 else ""
    return page.cut(" " * line.indent + page.words(line.text), room - len(times)) + times
