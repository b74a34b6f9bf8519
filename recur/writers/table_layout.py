"""Tables for a terminal: columns as wide as they need be, bars for shares, and less of it all on a narrow page."""

from fractions import Fraction

from recur.documents import blocks as b
from recur.model import Expr, Step
from recur.model.records import mutable
from recur.writers.characters import columns
from recur.writers.page import GLUE, INDENT, Page, wrap

GAP = "  "
WIDEST_HEADING = 24  # of a formula above a column
LEAST_FOR_WORDS, LEAST_OF_A_COLUMN = 24, 12
BAR, LEAST_BAR = 16, 4  # columns of the longest bar of shares
PERCENT = 6  # columns behind it
BLOCKS = " ▏▎▍▌▋▊▉"


@mutable
class _Grid:
    """The cells as text, by row and column; `kept` are the columns that are shown, `widths` how wide each is."""

    heads: list[str]
    rows: list[list[str] | None]
    kept: list[int]
    words: frozenset[int]  # columns of words, which may be cut and wrapped
    left: frozenset[int]
    widths: list[int]

    @property
    def width(self) -> int:
        return sum(self.widths[i] + len(GAP) for i in self.kept)

    def measure(self) -> None:
        lines = [self.heads, *(row for row in self.rows if row is not None)]
        self.widths = [max(columns(row[i]) for row in lines) for i in range(len(self.heads))]


def write(page: Page, table: b.Table) -> None:
    grid = _gridded(page, table)
    for column in sorted(grid.kept, key=lambda i: -table.columns[i].spare):
        if grid.width > page.width and table.columns[column].spare:
            grid.kept.remove(column)
    _narrowed(grid, page.width)
    formulas = any(isinstance(cell, Expr) for row in table.rows if row is not None for cell in row)
    if formulas and grid.width > page.width:
        _stacked(page, grid, _shares(table))
    else:
        _drawn(page, table, grid)
    if table.note:
        page.paragraph(page.words(table.note), GAP, GAP)


def _gridded(page: Page, table: b.Table) -> _Grid:
    heads = [_heading(page, column) for column in table.columns]
    rows = [None if row is None else [_cell(page, cell) for cell in row] for row in table.rows]
    cells = [[row[i] for row in table.rows if row is not None] for i in range(len(heads))]
    shares = _shares(table)
    left = frozenset(i for i, column in enumerate(table.columns) if column.left)
    words = frozenset(i for i in left if all(isinstance(cell, str | b.Typed | b.Listed) for cell in cells[i]))
    grid = _Grid(heads, rows, [i for i in range(len(heads)) if i != shares], words, left, [])
    grid.measure()
    return grid


def _shares(table: b.Table) -> int | None:
    """The column of shares, the last one if any is."""
    last = len(table.columns) - 1
    return last if any(row is not None and isinstance(row[last], b.Share) for row in table.rows) else None


def _heading(page: Page, column: b.Column) -> str:
    heading = column.heading
    shown = page.words(heading) if isinstance(heading, str) else page.written(heading)
    return page.words(column.brief) if column.brief and columns(shown) > WIDEST_HEADING else shown


def _cell(page: Page, cell: b.Cell) -> str:
    match cell:
        case b.Quantity():
            from recur.forkjoin.laws.rounding import short_decimal  # no answer to a recurrence has a quantity in it

            ends = (short_decimal(x, 3) if cell.percent else short_decimal(x) for x in cell.ends)
            return page.words("…").join(dict.fromkeys(ends)) + (" %" if cell.percent else "")
        case b.Digits(written):
            return written
        case b.Share():
            return cell.percent
        case b.Typed(text) | b.Listed(text=text):
            return page.words(text)
        case b.Source(text, indent):
            return " " * indent + page.words(text)
        case Step():
            return page.voice.sentence(cell).replace(GLUE, " ")
        case str():
            return page.words(cell)
        case formula:
            return page.written(formula)


def _narrowed(grid: _Grid, width: int) -> None:
    """Take what is too much from the widest column of words: from one behind the first, which tells rows apart."""
    last = grid.kept[-1]
    needed = min(grid.widths[last], LEAST_FOR_WORDS) if last in grid.words else grid.widths[last]
    surplus = grid.width - grid.widths[last] + needed - width
    shrinking = [i for i in grid.kept[1:-1] if i in grid.words]
    while surplus > 0 and shrinking:
        widest = max(shrinking, key=grid.widths.__getitem__)
        if grid.widths[widest] <= LEAST_OF_A_COLUMN:
            return
        grid.widths[widest] -= 1
        surplus -= 1


def _drawn(page: Page, table: b.Table, grid: _Grid) -> None:
    """A table of words that is too wide stays whole: a terminal can scroll."""
    shares, used = _shares(table), grid.width + len(GAP)
    bar = min(BAR, page.width - used - PERCENT)
    drawn = shares is not None and bar >= LEAST_BAR
    for line in _lines(page, grid, grid.heads) if any(grid.heads) else ():
        head = line
        if drawn and shares is not None:
            column = table.columns[shares]
            whole = page.words(str(column.heading))
            head = line.ljust(used) + (whole if used + columns(whole) <= page.width else page.words(column.brief))
        page.lines.append(page.styled(head, "label"))
    for row, cells in zip(grid.rows, table.rows, strict=True):
        if row is None or cells is None:
            first, dots = grid.kept[0], "⋮" if page.unicode else ":"
            page.lines.append((GAP + _padded(page, dots, grid.widths[first], first in grid.left)).rstrip())
            continue
        lines = _lines(page, grid, row)
        share = cells[shares] if drawn and shares is not None else None
        if isinstance(share, b.Share):
            lines[0] = f"{lines[0].ljust(used)}{drawn_bar(share.bar, bar, page.unicode)} {share.percent}"
        page.lines += lines


def _lines(page: Page, grid: _Grid, row: list[str]) -> list[str]:
    *before, last = grid.kept
    front = GAP + "".join(_padded(page, row[i], grid.widths[i], i in grid.left) + GAP for i in before)
    if last not in grid.words:
        return [(front + _padded(page, row[last], grid.widths[last], last in grid.left)).rstrip()]
    room = page.width - columns(front)
    if columns(row[last]) <= max(room, LEAST_FOR_WORDS):
        return [(front + row[last]).rstrip()]
    if room >= LEAST_FOR_WORDS:
        return wrap(row[last], page.width, front, " " * columns(front))
    return [front.rstrip(), *wrap(row[last], page.width, "      ", "      ")]


def _padded(page: Page, cell: str, width: int, left: bool) -> str:
    shown = page.cut(cell, width)
    space = " " * (width - columns(shown))
    return shown + space if left else space + shown


def drawn_bar(part: Fraction, length: int, unicode: bool) -> str:
    """A bar of `part` of `length` columns, to an eighth of a column."""
    eighths = int(part * length * 8 + Fraction(1, 2))
    if not unicode:
        return "#" * ((eighths + 4) // 8)
    whole, rest = divmod(max(eighths, 1 if part > 0 else 0), 8)
    return "█" * whole + (BLOCKS[rest] if rest else "")


def _stacked(page: Page, grid: _Grid, shares: int | None) -> None:
    """What is too wide for a table, a row at a time."""
    first, *others = [i for i in range(len(grid.heads)) if i != shares]
    for row in filter(None, grid.rows):
        page.paragraph(f"{grid.heads[first]} {row[first]}:", " ", INDENT)
        for i in others:
            page.formula(f"{grid.heads[i]}  {row[i]}", INDENT)
