"""The lines of a sheet as they were meant: what a margin broke inside a bracket is one line, a page of HTML is many."""

import re
from collections.abc import Iterator
from html import unescape

from recur.model.patterns import regex

MOST_BROKEN = 6  # lines that one bracket goes over
_BRACKETS = regex(r"\\[()]|[()]")
#: What stands in the brackets of a formula: no word but the names of functions.
_FORMULA = regex(r"(?:[^A-Za-z\\]|\\[a-z]*+|(?:log|lg|ln|sqrt|floor|ceil|min|max)(?![A-Za-z])|[A-Za-z](?![A-Za-z]))*+")
_PAGE = regex(r"<(?:li|ol|ul|p|div|tr|h[1-6]|br)\b[^>]*>", re.I)
_TAG = regex(r"<(/?)(li|ol|ul|p|div|tr|td|th|h[1-6]|br|html|body|head|table|tbody)\b[^>]*>", re.I)


def whole_lines(text: str) -> list[tuple[int, str]]:
    """Each line with its number; a formula that was broken inside a bracket stands in the line where it begins.

    >>> whole_lines("1. T(n) = 2T(n/\\n2) + n\\nT(1) = 1")
    [(1, '1. T(n) = 2T(n/ 2) + n'), (3, 'T(1) = 1')]
    """
    lines = list(_of_page(text) if _PAGE.search(text) else enumerate(text.splitlines(), 1))
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(lines):
        number, line = lines[at]
        taken = next((count for count in range(1, MOST_BROKEN) if _closed(line, lines[at + 1 : at + 1 + count])), 0)
        found.append((number, " ".join([line.rstrip(), *(more.strip() for _, more in lines[at + 1 : at + 1 + taken])])))
        at += 1 + taken
    return [(number, line if line.strip() else "") for number, line in found]


def _closed(line: str, more: list[tuple[int, str]]) -> bool:
    """Whether the last of these lines closes a bracket of a formula that the first one opens."""
    inside = _open(line)
    if inside is None or _FORMULA.fullmatch(inside) is None or not more:
        return False
    between = " ".join(each for _, each in more)
    end = _end(between)
    return end is not None and _FORMULA.fullmatch(between[:end]) is not None and all(each.strip() for _, each in more)


def _open(line: str) -> str | None:
    """What stands behind the first bracket that the line leaves open; None where it leaves none."""
    places: list[int] = []
    for sign in _BRACKETS.finditer(line):
        if sign[0] == "(":
            places.append(sign.end())
        elif sign[0] == ")" and places:
            places.pop()
    return line[places[0] :] if places else None


def _end(line: str) -> int | None:
    """Where the line closes a bracket that it has not opened."""
    depth = 1
    for sign in _BRACKETS.finditer(line):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if not depth:
            return sign.start()
    return None


def _of_page(text: str) -> Iterator[tuple[int, str]]:
    """The lines that a page of HTML shows, the items of its lists under their numbers."""
    lists: list[list[int]] = []  # of each list that is open: the number of its last item, or of none
    for number, raw in enumerate(text.splitlines(), 1):
        shown, position = "", 0
        for tag in _TAG.finditer(raw):
            shown += raw[position : tag.start()]
            position = tag.end()
            if tag[2].lower() in ("td", "th"):
                shown += " "
                continue
            if shown.strip():
                yield number, unescape(shown)
            shown = _item(tag[1] == "/", tag[2].lower(), lists)
        shown += raw[position:]
        if shown.strip() or not raw.strip():
            yield number, unescape(shown)


def _item(closes: bool, name: str, lists: list[list[int]]) -> str:
    """What a tag prints before what follows it."""
    if name in ("ol", "ul"):
        if not closes:
            lists.append([0] if name == "ol" else [])
        elif lists:
            lists.pop()
    if name != "li" or closes or not lists:
        return ""
    if not lists[-1]:
        return "- "
    lists[-1][0] += 1
    depth = sum(bool(each) for each in lists)
    return f"{lists[-1][0]}. " if depth == 1 else f"  {chr(ord('a') + (lists[-1][0] - 1) % 26)}) "
