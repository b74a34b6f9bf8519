"""The cleaned text cut into signs (numbers, words, superscripts, marks, with offsets), and the lexemes made of them."""

import re

from recur.model.patterns import regex
from recur.model.records import mutable
from recur.parsing.faults import Fault
from recur.parsing.text import vocabulary
from recur.parsing.text.languages import UNSPACED, is_unspaced, pieces_unspaced


class Lexeme:
    """A terminal of the grammar."""

    __slots__ = ("end", "start", "type", "value")

    def __init__(self, type: str, value: object, start: int, end: int) -> None:
        self.type = type
        self.value = value
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"{self.type}({self.value!r})"


@mutable
class Bracket:
    """An open bracket: what closes it, what it is for, and how deep the chain of operators around it is."""

    closing: str
    role: str
    start: int
    end: int
    chain: int


#: Roles in which a comma separates arguments.
LISTS = frozenset(("call", "function", "big call"))
#: Roles in which an equation gives the range of an index.
RANGES = frozenset(("lower", "big call"))


@mutable
class Sign:
    """One sign: `kind` is "number", "word", "command", "super", "sub", "newline" or the mark itself.

    `spaced` says whether a blank stands before it.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


#: Marks of several characters, longest first, and the one mark they are read as.
_MARKS = {
    "**": "^", "<==": "≤", "<=>": "⇒", "<=": "≤", "=<": "≤", ">=": "≥", "=>": "⇒", "==>": "⇒", "->": "⇒", "-->": "⇒",
    "=⇒": "⇒", "==": "=", ":=": "=", "!=": "≠", "<>": "≠", "...": "…", "..": "…", "~=": "~", "//": "//", "||": "‖",
}  # fmt: skip

_MANY_MARKS = r"(?P<mark>\*\*|==>|=⇒|<=>|<==|<=|=<|=>|-->|->|==|:=|>=|!=(?!=)|<>|\.\.\.|\.\.|~=|//|\|\|)"
_LITERAL = r"(?P<literal>0[xX][0-9A-Fa-f]+|0[bB][01]+|0[oO][0-7]+|[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+)"
_NUMBER = r"[0-9]+(?:_[0-9]{3})*(?:\.[0-9]+)?(?![0-9])"
_NAMED = r"(?:log|lg)_star|euler_gamma|[A-Za-z]++"
_BLANKS_AND_PLAIN = r"(?P<space>[ \t\r\f\v]+)|(?P<plain>[()\[\]{}+,;^])"
_COMMAND = r"(?P<command>\\[A-Za-z]+|\\.)"
#: The signs of most that is typed; tables of all letters take longer to compile than all else here.
_ASCII_SIGN = regex(
    rf"{_BLANKS_AND_PLAIN}|(?P<word>{_NAMED})|{_LITERAL}|(?P<number>{_NUMBER})|(?P<newline>\s+)"
    rf"|{_MANY_MARKS}|{_COMMAND}|(?P<other>.)",
    re.S,
)
_SIGN = regex(
    rf"{_BLANKS_AND_PLAIN}"
    rf"|(?P<word>{_NAMED}(?![\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f])|∀|[ΘΩωθφΦϕπ{''.join(vocabulary.GREEK)}])"
    rf"|{_LITERAL}|(?P<number>{_NUMBER}|[{''.join(vocabulary.FRACTIONS)}])"
    r"|(?P<newline>\s+)"
    rf"|(?P<foreign>[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+|[\u0400-\u04ff]+|[{UNSPACED}]+)"
    rf"|{_MANY_MARKS}|{_COMMAND}"
    rf"|(?P<super>[{re.escape(vocabulary.SUPERSCRIPT_SIGNS)}]+)"
    rf"|(?P<sub>[{re.escape(vocabulary.SUBSCRIPT_SIGNS)}]+)"
    r"|(?P<other>.)",
    re.S,
)


def scan(text: str) -> list[Sign]:
    """The signs of a cleaned text, in order; blanks are only remembered."""
    signs: list[Sign] = []
    spaced = False
    for match in (_ASCII_SIGN if text.isascii() else _SIGN).finditer(text):
        kind = match.lastgroup
        written = match[0]
        if kind == "plain":
            kind = written
        elif kind == "space":
            spaced = True
            continue
        elif kind == "word":
            if written in vocabulary.BARE_COMMANDS:
                kind, written = _command(match)
        elif kind == "number":
            pass
        elif kind == "foreign":
            signs += _foreign(match, spaced)
            spaced = False
            continue
        elif kind == "other":
            kind = "·" if written == "*" else written
        elif kind == "literal":
            raise _foreign_number(match)
        elif kind == "mark":
            kind = _MARKS[written]
        elif kind == "command":
            kind, written = _command(match)
        start, end = match.span()
        signs.append(Sign(kind or written, written, start, end, spaced))
        spaced = kind == "newline"
    return signs


def _foreign(match: re.Match[str], spaced: bool) -> list[Sign]:
    """A word of another language; a run of signs without blanks is as many words as are known in it."""
    signs, place = [], match.start()
    for word in pieces_unspaced(match[0]) if is_unspaced(match[0]) else (match[0],):
        signs.append(Sign("word", word, place, place + len(word), spaced))
        place, spaced = place + len(word), False
    return signs


def _foreign_number(match: re.Match[str]) -> Fault:
    """0x10 and 1e-6, which a programming language reads as one number and mathematics as a product."""
    written = match[0]
    if written[1:2] in "xXbBoO":
        message = f"{written} is no number here: numbers are written in decimal digits"
    else:
        message = f"{written} can be read in two ways: as a power of ten or with the number e"
    return Fault(message, match.start(), match.end())


def _command(match: re.Match[str]) -> tuple[str, str]:
    r"""\leq is ≤, \alpha and \log are words, \frac and \sqrt stay commands; the rest is named."""
    written = match[0]
    name = written.lstrip("\\")
    if name in vocabulary.COMMANDS:
        mark = vocabulary.COMMANDS[name]
        return ("word", mark) if mark.isalpha() else ("·" if mark == "*" else mark, mark)
    if name in "{}|":
        return name, name
    if name in vocabulary.OWN_COMMANDS:
        return "command", name
    if name in vocabulary.GREEK_NAMES or name in vocabulary.WORD_COMMANDS:
        return "word", name
    raise Fault(f"unknown LaTeX command {written}", match.start(), match.end())


def bracket_end(signs: list[Sign], position: int) -> int | None:
    """Where the bracket that is opened at a position is closed; None where it is not."""
    depth = 0
    for at in range(position, len(signs)):
        depth += (signs[at].kind in vocabulary.OPENING) - (signs[at].kind in vocabulary.BRACKET_NAMES)
        if not depth:
            return at
    return None
