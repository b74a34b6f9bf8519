"""What went wrong, shown at its place: the line, a caret under the characters, reason and suggestion."""

import unicodedata

from recur.documents.blocks import Refused
from recur.documents.refusal import LABELS, refused
from recur.model import Place, RecurError, Unsolved
from recur.writers.characters import columns, escape
from recur.writers.page import GLUE, INDENT, Page, held, wrap

TAB = "    "
#: A refusal is read at once: so many lines of so many columns, with the line that says how the input was read.
LINES, COLUMNS = 6, 80
VALUES = "recur eval gives values"
POINTER = f"--why tells what each method asked for · {VALUES}"
WIDEST_METHOD = 24


def render_error(
    error: RecurError,
    text: str | None = None,
    width: int = 80,
    unicode: bool = True,
    colour: bool = False,
    why: bool = False,
    label: str = "",
) -> str:
    """The error for a terminal: message, place, help; of what is unsolved, a refusal, with `why` all refusals."""
    page = Page(width, unicode, colour)
    if isinstance(error, Unsolved):
        _unsolved(page, error, error.text if text is None else text, why)
        return page.text()
    first = f"{label or LABELS.get(error.kind, 'error')}: "
    page.paragraph(page.words(error.message), first, "  ", "warning" if label else "error")
    source = text if text is not None else error.text
    if source:
        _excerpt(page, source, error.place)
    if error.hint:
        _help(page, error.hint)
    return page.text()


def _help(page: Page, hint: str) -> None:
    for line in map(page.words, hint.split("\n")):
        if columns(line) + len("help: ") <= page.width:
            line = held(line)  # the spaces that set a suggested formula apart are meant
        page.paragraph(line, "help: ", " " * len("help: "), "label")


def line_of(page: Page, text: str, place: Place | None) -> tuple[str, str, str, str]:
    """The number of the line, where there are several, and what stands before the place, at it and after it."""
    lines = text.split("\n")
    row = place.line - 1 if place is not None and 0 < place.line <= len(lines) else 0
    gutter = f"{row + 1} | " if place is not None and len(lines) > 1 else ""
    line = lines[row].rstrip("\r")
    start = min(max(place.column - 1, 0), len(line)) if place is not None else 0
    length = max(place.length, 1) if place is not None else 0
    return gutter, *_clipped(page, line, start, length, page.width - len(gutter) - 2)


def _excerpt(page: Page, text: str, place: Place | None) -> None:
    number, before, marked, after = line_of(page, text, place)
    gutter = f"  {number}"
    page.lines.append(f"{gutter}{before}{page.styled(marked, 'caret')}{after}".rstrip())
    if place is not None:
        margin = " " * (len(gutter) + columns(before))
        page.lines.append(margin + page.styled("^" * max(1, columns(marked)), "caret"))


def _clipped(page: Page, line: str, start: int, length: int, room: int) -> tuple[str, str, str]:
    """What stands before, at and after the place, as shown, cut so that all three fit into the room."""
    room = max(room, 16)
    # Characters further away than the room are not even looked at: the text may be huge.
    left = [_shown(page, c) for c in line[max(0, start - room) : start]]
    marked = _first(line, start, length, page, room // 2)
    end = start + len(marked)
    right = [_shown(page, c) for c in line[end : end + room]]
    spare = room - _size(marked)
    for_left = min(_size(left), max(spare // 2, spare - _size(right)))
    before = _cut(left[::-1], for_left, start > len(left), page)[::-1]
    after = _cut(right, spare - _size(before), len(line) > end + len(right), page)
    return "".join(before), "".join(marked), "".join(after)


def _first(line: str, start: int, length: int, page: Page, room: int) -> list[str]:
    shown: list[str] = []
    for character in line[start : start + length]:
        shown.append(_shown(page, character))
        if _size(shown) >= room:
            break
    return shown


def _cut(shown: list[str], room: int, more: bool, page: Page) -> list[str]:
    """As many characters, from the first, as fit; dots stand for those left out."""
    if not more and _size(shown) <= room:
        return shown
    dots = "…" if page.unicode else "..."
    kept: list[str] = []
    used = len(dots)
    for piece in shown:
        used += columns(piece)
        if used > room:
            break
        kept.append(piece)
    return [*kept, dots]


def _shown(page: Page, character: str) -> str:
    """A character as one that stands still: tabs as spaces, controls and right-to-left letters as escapes."""
    if character == "\t":
        return TAB
    if unicodedata.bidirectional(character) in ("R", "AL"):
        return escape(character)
    return page.words(character)


def _size(shown: list[str]) -> int:
    return sum(map(columns, shown))


def _unsolved(page: Page, error: Unsolved, source: str | None, why: bool) -> None:
    if source:
        _excerpt(page, source, error.place)
    refuse(page, refused(error, why, LABELS[error.kind]), LINES - 1)


def refuse(page: Page, told: Refused, lines: int) -> None:
    """Why it is unsolved, what is proved all the same, what would make it solvable, and where more is told.

    On at most so many lines of 80 columns, whatever the formulas are; with `why` as many as it takes, and each
    refusal after them.
    """
    first, rest = (f"{INDENT}{page.words(told.mark)} ", f"{INDENT}  ") if told.mark else ("", "  ")
    first += f"{page.words(told.label)}: "
    # What is proved, on one line where it fits: half a bound is none.
    proved = f"{GLUE * 2} ".join(held(page.written(bound)) for bound in told.proved)
    bounds = wrap(proved, page.width, INDENT, INDENT) if proved else []
    if not told.why and len(bounds) > 2:
        bounds = []
    remedy = _remedy(page, told)
    pointer = [] if told.hint else wrap(page.words(POINTER if told.several else VALUES), page.width)
    room = -(-lines * COLUMNS // min(page.width, COLUMNS)) - len(bounds) - len(pointer)
    reason = wrap(page.voice.sentence(told.reason) + ".", page.width, first, rest)
    if not told.why:
        reason = first_lines(page, reason, max(1, room - min(1, len(remedy))))
        remedy = first_lines(page, remedy, room - len(reason))
    label = first.strip()
    reason[0] = reason[0].replace(label, page.styled(label, "error"), 1)
    page.lines += [*reason, *(page.styled(line, "bound") for line in bounds), *remedy]
    if told.why:
        _refusals(page, told)
    else:
        page.lines += pointer


def first_lines(page: Page, lines: list[str], most: int) -> list[str]:
    """The first lines; dots stand for what is left out."""
    if len(lines) <= most:
        return lines
    dots = "…" if page.unicode else "..."
    kept = lines[: max(0, most)]
    if kept:
        last = kept[-1]
        while columns(last) + columns(dots) + 1 > page.width:
            last = last.rpartition(" ")[0] if " " in last.strip() else last[:-1]
        kept[-1] = f"{last} {dots}"
    return kept


def _remedy(page: Page, told: Refused) -> list[str]:
    if told.hint:
        return wrap(page.words(told.hint), page.width, "help: ", " " * len("help: "))
    return [] if told.remedy is None else wrap(page.voice.sentence(told.remedy), page.width)


def _refusals(page: Page, told: Refused) -> None:
    """A table: the method, and the hypothesis of it that fails; methods that fail alike share a row.

    Methods about other kinds of recurrence are named together at the end, where others came closer.
    """
    if not told.methods:
        return
    page.blank()
    room = min(max(columns(page.words(methods[0])) for methods, _ in told.methods), WIDEST_METHOD) + 4
    for names, sentence in told.methods:
        methods, reason = [page.words(name) for name in names], page.voice.sentence(sentence)
        if len(methods) == 1:
            page.labelled(f" {methods[0]}", reason, room)
        else:
            page.paragraph(", ".join(methods), " ", " ", "label")
            page.paragraph(reason, " " * room, " " * room)
    if told.others:
        page.blank()
        page.paragraph(f"For other kinds of recurrence: {page.words(', '.join(told.others))}.", " ", " ")
