"""Commands of computer algebra systems around equations: the equations stay, the command becomes blanks.

`RSolve[{a[n+1] == 2 a[n], a[0] == 1}, a[n], n]` of the Wolfram language, `rsolve({f(n) = 2*f(n-1), f(0) = 1}, f(k))`
of Maple, SymPy and Giac, `solve_rec(x[n] = 3*x[n-1], x[n], x[0] = 5)` of Maxima, SageMath's `from_recurrence([f(2*n) ==
f(n), …], f, n)`, and definitions with a memory, `a[n_] := a[n] = a[n-1] + 1`. What is asked for (the unknown, the name
of the index) is passed over; a condition behind it is one of the equations; an option is refused.
"""

import re

from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing.faults import Fault

_NAMES = "RSolveValue|RSolve|RecurrenceTable|DifferenceRoot|rsolve|solve_rec_rat|solve_rec|from_recurrence"
#: `s := rsolve(`, `Seq2.from_recurrence([`, `DifferenceRoot[Function[`
_COMMAND = regex(
    rf"(?:\b[A-Za-z]\w*\s*:?=\s*)?(?:\b[A-Za-z]\w*\.)?(?<![A-Za-z0-9_])(?P<name>{_NAMES})\s*(?P<open>[(\[])"
    r"(?:\s*Function\s*(?P<inner>\[))?"
)
_PATTERN = regex(r"(?<=\w)\[\s*([A-Za-z]\w*)_(?:Integer)?\s*\]")
_DELAYED = regex(r"(?P<left>\b[A-Za-z]\w*\[[^\[\]:=]*\])\s*:=\s*(?P<memory>(?P=left)\s*=)?(?!=)")
_ITERATOR = regex(r"\b(?:Sum|Product)\s*(\[)")
_EQUATION = regex(r"\bEq\s*\(")
_RELATION = regex(r"(?<![<>!:])(?:==?|<=|>=)(?!>)|:=|[≤≥]")
_PAIR = regex(r"(?<=[)\]]):(?!=)")
_MADE = regex(r"\s*(?:'(?:genfunc'\s*\(\s*\w+\s*\)|makeproc'|series')|makeproc|genfunc\s*\(\s*\w+\s*\)|series)\s*")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@frozen
class CommandPart:
    """text[start:end], between two commas of a list."""

    start: int
    end: int


def without_commands(text: str) -> str:
    """The text, as long as it was, without the commands around its equations; raises Fault for what they add."""
    if "_" in text and "[" in text:
        text = _PATTERN.sub(lambda match: f"[{match[1]}]".ljust(len(match[0])), text)
        text = text.replace("/;", "if")
        text = _DELAYED.sub(lambda match: f"{match['left']}=".ljust(len(match[0])), text)
    signs = list(text)
    for total in _ITERATOR.finditer(text):
        _bracket_iterator(text, signs, total.start(1))
    for equation in _EQUATION.finditer(text):
        _equate(text, signs, equation)
    position = 0
    while (match := _COMMAND.search(text, position)) is not None:
        position = match.end()
        end = _closing(text, match.start("open"))
        if end is None:
            continue
        _unwrap(text, signs, match, end)
        position = end
    return "".join(signs)


def _unwrap(text: str, signs: list[str], match: re.Match[str], end: int) -> None:
    """Blank the command text[match.start() : end + 1], and what in it states nothing."""
    start, stop = match.end(), end
    if match["inner"]:
        inner = _closing(text, match.start("inner"))
        stop = end if inner is None else inner
    arguments = _pieces(text, start, stop)
    if match["inner"]:  # Function[{y, n}, {…}]: the names of the unknown and of the index come first
        _blank(signs, arguments[0].start, arguments[0].end + (len(arguments) > 1))
        arguments = arguments[1:]
    _blank(signs, match.start(), start)
    _blank(signs, stop, end + 1)
    if not arguments:
        return
    for argument in arguments[1:]:
        if match["name"] == "from_recurrence" and "=" in text[argument.start : argument.end]:
            raise Fault("this option of from_recurrence is not read", argument.start, argument.end)
        _keep_conditions(text, signs, argument)
    equations = _listed(text, signs, arguments[0])
    behind = arguments[0].end
    if len(equations) == 1 and not _states(signs, equations[0]) and text[behind : behind + 1] == ",":
        if signs[behind : behind + 2] != [" ", " "]:
            raise Fault("an expression alone is no equation", equations[0].start, behind, advice="add = 0")
        signs[behind : behind + 2] = "=0"


def _bracket_iterator(text: str, signs: list[str], start: int) -> None:
    """The {k, 0, n} of Sum[a[k], {k, 0, n}] is written (k, 0, n)."""
    end = _closing(text, start)
    for argument in _pieces(text, start + 1, end)[1:] if end is not None else ():
        begun = (
            argument.start
            + len(text[argument.start : argument.end])
            - len(text[argument.start : argument.end].lstrip())
        )
        if text[begun] == "{" and (closed := _closing(text, begun)) is not None:
            signs[begun], signs[closed] = "(", ")"


def _keep_conditions(text: str, signs: list[str], argument: CommandPart) -> None:
    """`y(0) = 1` and `{y(0): 1}` behind the equations are conditions; `a[n]`, `{f, g}`, `n` say what is asked for."""
    written = text[argument.start : argument.end]
    if "->" in written:
        raise Fault("this option is not read", argument.start, argument.end, advice="leave it out")
    if _RELATION.search(written) is None and _PAIR.search(written) is None:
        if ":" in written and not _MADE.fullmatch(written):
            raise Fault("this is no condition", argument.start, argument.end, advice="write it as y(0) = 1")
        _blank(signs, argument.start - 1, argument.end)
        return
    for part in _listed(text, signs, argument):
        for pair in _PAIR.finditer(text, part.start, part.end):
            signs[pair.start()] = "="


def _equate(text: str, signs: list[str], match: re.Match[str]) -> None:
    """SymPy's Eq(a, b) is a = b."""
    end = _closing(text, match.end() - 1)
    sides = _pieces(text, match.end(), end) if end is not None else []
    if end is not None and len(sides) == 2:
        _blank(signs, match.start(), match.end())
        signs[sides[0].end] = "="
        signs[end] = " "


def _listed(text: str, signs: list[str], argument: CommandPart) -> list[CommandPart]:
    """The items of {…} or […], whose brackets come off, or the argument itself."""
    start, end = argument.start, argument.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and text[start] in "{[" and _closing(text, start) == end - 1:
        signs[start] = signs[end - 1] = " "
        return _pieces(text, start + 1, end - 1)
    return [CommandPart(start, end)]


def _states(signs: list[str], part: CommandPart) -> bool:
    return _RELATION.search("".join(signs[part.start : part.end])) is not None


def _pieces(text: str, start: int, end: int) -> list[CommandPart]:
    """text[start:end], cut at the commas outside brackets."""
    found, depth, begun = [], 0, start
    for position in range(start, end):
        sign = text[position]
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            found.append(CommandPart(begun, position))
            begun = position + 1
    found.append(CommandPart(begun, end))
    return found


def _closing(text: str, position: int) -> int | None:
    """Where the bracket that opens at a position is closed; None where it is not."""
    stack: list[str] = []
    for at in range(position, len(text)):
        sign = text[at]
        if sign in _CLOSING:
            stack.append(_CLOSING[sign])
        elif sign in ")]}":
            if stack.pop() != sign:
                return None
            if not stack:
                return at
    return None


def _blank(signs: list[str], start: int, end: int) -> None:
    for position in range(start, end):
        if signs[position] != "\n":
            signs[position] = " "
