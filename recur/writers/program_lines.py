"""A program for a terminal, each line beside what it adds: a cost too wide for its column stands below its line."""

from recur.documents import blocks as b
from recur.model import Expr
from recur.writers.characters import columns
from recur.writers.page import Page

LEAST_SOURCE = 30
WIDEST_COST = 26


def write(page: Page, listing: b.Listing) -> None:
    """Line number, source, work and span below the head of the procedure."""
    costs = [
        [page.written(cost) if isinstance(cost, Expr) else str(cost) for cost in line.costs] for line in listing.lines
    ]
    widths = [
        min(WIDEST_COST, max([4, *(columns(pair[side]) for pair in costs if columns(pair[side]) <= WIDEST_COST)]))
        for side in (0, 1)
    ]
    digits = len(str(max((line.number for line in listing.lines), default=0)))
    head = page.words(listing.title)
    longest = max(columns(head), *(columns(_source(page, line.source, 200)) for line in listing.lines))
    room = min(max(LEAST_SOURCE, page.width - digits - sum(widths) - 10), longest + 1)
    left = page.cut(head, room + digits + 3).ljust(room + digits + 3)
    page.lines.append(f"{page.styled(left, 'label')}  {'work'.ljust(widths[0])}  span".rstrip())
    if listing.note:
        page.lines.append(page.styled(page.words(listing.note), "number"))
    for line, pair in zip(listing.lines, costs, strict=True):
        number, source = str(line.number).rjust(digits + 1), _source(page, line.source, room)
        wide = any(columns(cost) > WIDEST_COST for cost in pair)
        shown = "" if wide else f"{pair[0].ljust(widths[0])}  {pair[1]}"
        row = f"{page.styled(number, 'number')}  {source}{' ' * (room - columns(source))}  {shown}"
        page.lines.append(row.rstrip())
        if wide:
            for label, cost in zip(("work", "span"), pair, strict=True):
                page.formula(cost, f"{' ' * (digits + 6)}{label}  ")


def _source(page: Page, line: b.Source, room: int) -> str:
    """The line at its own indentation, cut to the room; × how many for equal lines."""
    times = page.words(f" ×{line.times}") if line.times > 1 else ""
    return page.cut(" " * line.indent + page.words(line.text), room - len(times)) + times
