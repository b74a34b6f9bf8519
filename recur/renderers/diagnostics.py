"""What went wrong, shown at its place: the line, a caret under the characters, reason and suggestion."""

from __future__ import annotations

import unicodedata

from recur.errors import Place, RecurError
from recur.expressions import Asymptotic
from recur.renderers.characters import columns, escape
from recur.renderers.layout import held
from recur.renderers.page import INDENT, Page
from recur.solution import Bounds, Refusal, Unsolved

LABELS = {
    "syntax": "error",
    "invalid": "error",
    "limit": "limit",
    "unsolved": "unsolved",
    "undecided": "undecided",
    "internal": "internal error",
}
TAB = "    "
WIDEST_METHOD = 24


def render_error(
    error: RecurError, text: str | None = None, width: int = 80, unicode: bool = True, colour: bool = False
) -> str:
    """The error for a terminal: message, place, help; for `Unsolved` the proved bounds and refusals too."""
    page = Page(width, unicode, colour)
    label = LABELS.get(error.kind, "error")
    page.paragraph(page.words(error.message), f"{label}: ", "  ", "error")
    source = text if text is not None else error.text
    if source:
        _excerpt(page, source, error.place)
    if isinstance(error, Unsolved):
        _bounds(page, error.bounds)
        _refusals(page, error.refusals)
    if error.hint:
        _help(page, error.hint)
    return page.text()


def render_note(
    message: str, text: str, place: Place, suggestion: str, width: int = 80, unicode: bool = True, colour: bool = False
) -> str:
    """A reading that is right as it stands and may not be what was meant, shown at its place."""
    page = Page(width, unicode, colour)
    page.paragraph(page.words(message), "note: ", "  ", "warning")
    _excerpt(page, text, place)
    _help(page, f"did you mean  {suggestion} ?")
    return page.text()


def _help(page: Page, hint: str) -> None:
    for line in map(page.words, hint.split("\n")):
        if columns(line) + len("help: ") <= page.width:
            line = held(line)  # the spaces that set a suggested formula apart are meant
        page.paragraph(line, "help: ", " " * len("help: "), "label")


def _excerpt(page: Page, text: str, place: Place | None) -> None:
    lines = text.split("\n")
    row = place.line - 1 if place is not None and 0 < place.line <= len(lines) else 0
    gutter = f"  {row + 1} | " if place is not None and len(lines) > 1 else "  "
    line = lines[row].rstrip("\r")
    start = min(max(place.column - 1, 0), len(line)) if place is not None else 0
    length = max(place.length, 1) if place is not None else 0
    before, marked, after = _clipped(page, line, start, length, page.width - len(gutter))
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


def _bounds(page: Page, bounds: Bounds | None) -> None:
    """What is proved all the same: an upper and a lower bound on lines of their own."""
    if bounds is None or bounds.lower is bounds.upper is None:
        return
    page.blank()
    for kind, growth in (("O", bounds.upper), ("Ω", bounds.lower)):
        if growth is not None:
            page.formula(page.written(Asymptotic(kind, growth.expression())), INDENT, "bound")


def _refusals(page: Page, refusals: tuple[Refusal, ...]) -> None:
    """A table: the method, and the hypothesis of it that fails; methods that fail alike share a row.

    Methods about other kinds of recurrence are named together at the end, where others came closer.
    """
    if not refusals:
        return
    page.blank()
    near = [refusal for refusal in refusals if not refusal.other_shape] or list(refusals)
    groups: dict[str, list[str]] = {}
    for refusal in near:
        reason = page.voice.fill(refusal.reason, dict(refusal.formulas))
        hypothesis = page.words(refusal.hypothesis)
        if hypothesis and not reason.startswith(hypothesis):
            reason = f"{hypothesis}: {reason}"
        groups.setdefault(reason, []).append(page.words(refusal.method))
    room = min(max(columns(methods[0]) for methods in groups.values()), WIDEST_METHOD) + 4
    for reason, methods in groups.items():
        if len(methods) == 1:
            page.labelled(f" {methods[0]}", reason, room)
        else:
            page.paragraph(", ".join(methods), " ", " ", "label")
            page.paragraph(reason, " " * room, " " * room)
    others = [page.words(refusal.method) for refusal in refusals if refusal not in near]
    if others:
        page.blank()
        page.paragraph("For other kinds of recurrence: " + ", ".join(others) + ".", " ", " ")
