"""A program that nothing indents: blocks follow from then, else and end, and from the headers of the procedures.

An else reaches to the end of what it stands in; a block without an else is one statement. Where the words leave open
how far a block reaches, it is asked for, never guessed.
"""

import re
from collections.abc import Callable

from recur.model.limits import MAX_NESTING
from recur.model.patterns import regex
from recur.model.records import field, mutable, replace
from recur.parsing.faults import Fault, beyond_limit
from recur.parsing.programs.layout import HEADER, ProgramLine, is_closing_word
from recur.parsing.programs.line_kinds import LineKind, line_kind, split_inline, split_list

INDENT = 4
_LOOPS = ("for", "parallel", "while", "repeat")
_UNTIL = regex(r"until\b", re.IGNORECASE)
Note = Callable[[str, ProgramLine], None]


def is_flat(lines: list[ProgramLine]) -> bool:
    """Do lines stand in one column though one of them opens a block?"""
    return len({line.column for line in lines}) == 1 and any(map(_opens, lines))


def _opens(line: ProgramLine) -> bool:
    kind = line_kind(line)
    return kind.name in (*_LOOPS, "if", "elif", "else") and split_inline(kind, line)[1] is None


def tells_blocks(lines: list[ProgramLine]) -> bool:
    """Do words say where blocks begin and end, though the lines stand in one column?"""
    return any(is_closing_word(line.text) or line_kind(line).name in ("then", "else") for line in lines)


def flat_headers(lines: list[ProgramLine], note: Note) -> dict[int, re.Match[str]]:
    """The lines of a text without indentation that begin a procedure, by their offset.

    The first line, a line with a colon, and a line such as ADD(D, A, B, n) before an if or a loop, with a name in it
    that nobody has used yet. Anything else is a call.
    """
    found: dict[int, re.Match[str]] = {}
    named: set[str] = set()
    used: set[str] = set()
    for position, line in enumerate(lines):
        match = HEADER.fullmatch(line.text)
        parameters = [] if match is None else [part.strip() for part in split_list(match["parameters"])]
        plain = match is not None and all(re.fullmatch(r"[^\W\d]\w*['′’]*", part) for part in parameters)
        known = line_kind(line).name == "strand" and match is not None and plain
        if match is not None and known:
            name = match["name"].casefold()
            if match["colon"] or match["word"] or not position:
                found[line.start], used = match, set()
                named.add(name)
            elif name not in named and set(parameters) - used and _begins(lines[position + 1 :]):
                if not _is_called(name, lines, line):
                    continue
                found[line.start], used = match, set()
                named.add(name)
                note("read as the header of a procedure, not as a call: a colon behind it would say so", line)
        used |= set(re.findall(r"[^\W\d]\w*['′’]*", line.text))
    return found


def _begins(rest: list[ProgramLine]) -> bool:
    """Does a body begin here, with an if or a loop?"""
    return bool(rest) and line_kind(rest[0]).name in ("if", *_LOOPS)


def _is_called(name: str, lines: list[ProgramLine], header: ProgramLine) -> bool:
    """Does another line call the procedure?"""
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}\s*\(", re.IGNORECASE)
    return any(pattern.search(line.text) for line in lines if line is not header)


def indented(body: list[ProgramLine], column: int, note: Note) -> list[ProgramLine]:
    """The lines of one procedure, each in the column of its block; those that close blocks are gone."""
    structure = _Structure(body, note, any(is_closing_word(line.text) for line in body))
    structure.statements(column + INDENT)
    return structure.placed


@mutable
class _Structure:
    """The lines read one after the other; `closed` tells that every block ends with a word or a brace of its own."""

    lines: list[ProgramLine]
    note: Note
    closed: bool
    placed: list[ProgramLine] = field(default_factory=list)
    at: int = 0
    depth: int = 0

    def statements(self, column: int) -> int:
        """As many as there are, up to an else, the end of a block or the end of all; their number."""
        count = 0
        while self.at < len(self.lines) and self._kind() not in ("else", "elif"):
            if is_closing_word(self.lines[self.at].text):
                if self.depth:
                    return count
                self.at += 1  # the end of the procedure
                continue
            if self._ends_repeat() and self.depth:
                return count
            self._statement(column)
            count += 1
        if not self.depth and self.at < len(self.lines):
            line = self.lines[self.at]
            raise Fault("this else belongs to no if", line.start, line.end)
        return count

    def _kind(self) -> str:
        return line_kind(self.lines[self.at]).name

    def _ends_repeat(self) -> bool:
        return _UNTIL.match(self.lines[self.at].text) is not None

    def _take(self, column: int) -> tuple[ProgramLine, LineKind]:
        line = replace(self.lines[self.at], column=column)
        self.at += 1
        self.placed.append(line)
        return line, line_kind(line)

    def _statement(self, column: int) -> None:
        line, kind = self._take(column)
        if self.depth > MAX_NESTING:
            raise beyond_limit("blocks are nested too deeply", line.start, line.end)
        self.depth += 1
        if kind.name == "if":
            self._branching(line, kind, column)
        elif kind.name in _LOOPS and split_inline(kind, line)[1] is None:
            self._loop(line, kind, column)
        self.depth -= 1

    def _loop(self, line: ProgramLine, kind: LineKind, column: int) -> None:
        if kind.name == "repeat" and not self.closed:
            self.statements(column + INDENT)
            if self._more() and self._ends_repeat():
                self._take(column + INDENT)
                return
            raise self._open_ended(line)
        if self.closed:
            self.statements(column + INDENT)
            self._close(line)
            return
        if self._more():
            self._statement(column + INDENT)
        if self._goes_on():
            raise self._open_ended(line)

    def _branching(self, line: ProgramLine, kind: LineKind, column: int) -> None:
        inline = split_inline(kind, line)[1]
        count, last = 0, inline
        if inline is None and self._more() and self._kind() == "then":
            then, word = self._take(column)
            inline = last = split_inline(word, then)[1]
        count += inline is not None
        complete = split_inline(kind, line)[1] is not None
        if not complete:
            while self._goes_on() and not (last is not None and count == 1 and line_kind(last).name == "return"):
                last = self.lines[self.at]
                self._statement(column + INDENT)
                count += 1
        if self._more() and self._kind() in ("else", "elif"):
            self._otherwise(line, column, last)
        elif self.closed:
            if not complete or (self._more() and re.match(r"end\s*if|fi\b", self.lines[self.at].text, re.I)):
                self._close(line)
        elif count > 1:
            raise self._open_ended(line)

    def _otherwise(self, opener: ProgramLine, column: int, before: ProgramLine | None) -> None:
        """The else of an if, with all that stands behind it."""
        line, kind = self._take(column)
        if kind.name == "elif":
            self._branching(line, kind, column)
            return
        inline = split_inline(kind, line)[1]
        if inline is not None and line_kind(inline).name == "if":
            self._branching(replace(inline, column=column), line_kind(inline), column)
            return
        first = self.at
        if inline is None or not self.closed:
            self.statements(column + INDENT)
        if self.closed:
            self._close(opener)
        elif self.at > first and not (before is not None and line_kind(before).name == "return"):
            end = self.lines[self.at - 1]
            self.note(f"nothing is indented: the block of this else is read down to  {end.text}", line)

    def _more(self) -> bool:
        return self.at < len(self.lines)

    def _goes_on(self) -> bool:
        """Does another statement follow in the block?"""
        if not self._more() or self._kind() in ("else", "elif"):
            return False
        return not is_closing_word(self.lines[self.at].text)

    def _close(self, opener: ProgramLine) -> None:
        if not self._more() or not is_closing_word(self.lines[self.at].text):
            raise Fault("this block is not closed", opener.start, opener.end, advice="indent it, or end it with  end")
        self.at += 1

    def _open_ended(self, line: ProgramLine) -> Fault:
        return Fault(
            "nothing is indented, so where the block of this line ends cannot be told", line.start, line.end,
            advice="indent the block, or end it with  end",
        )  # fmt: skip
