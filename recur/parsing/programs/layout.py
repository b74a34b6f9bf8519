"""The lines of a program: comments apart, brackets closed, line numbers dropped, blocks opened and closed.

A line that holds a block's first statement behind it (`else return 1`) is two lines, the second one at its own column.
"""

from __future__ import annotations

import re
from itertools import pairwise

from recur.model.limits import MAX_CHARACTERS, MAX_NESTING
from recur.model.patterns import regex
from recur.model.records import frozen, mutable, replace
from recur.parsing.faults import Fault, beyond_limit
from recur.parsing.text.blanks import blank

TAB = 8
#: stands for a space at the beginning of a line that carries on the one above it
_CONTINUES = "\v"
#: takes no column: what stands behind 10: is as far in as what stands behind 9:
_HYPHENED = regex(r"^[ \t]*([a-z]+(?:-[a-z]+)+)[ \t]*(?:=(?!=)|←|:=)", re.MULTILINE)
_STANDS_ALONE = regex(r"\s*(?:(?:cilk_)?(?:sync|spawn)|return|parallel)\b", re.IGNORECASE)
_NO_COLUMN = "\f"
_NUMBERED = regex(r"(\s*)(\d+)([.:)]?)(?=\s)")
_NAME = r"[A-Za-zΑ-Ωα-ω](?:[\w]|[-‐‑](?=[A-Za-z\d]))*['′]*"
HEADER = regex(
    rf"(?:(?P<word>(?:procedure|function|algorithm)(?:\s+\d+)?\s*[:.]?|def|proc|func?|cilk)\s+)?(?P<name>{_NAME})\s*"
    r"\((?P<parameters>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*(?:(?:->|returns?)[^:]*)?(?P<colon>[:=]?)\s*",
    re.IGNORECASE,
)


@frozen
class ProgramLine:
    """text[start:end] without its comment; `column` is its indentation in columns, `comment` what follows // or #."""

    text: str
    start: int
    column: int
    comment: str = ""
    comment_start: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.text.rstrip())

    def part(self, start: int, end: int | None = None) -> ProgramLine:
        """The line that text[start:end] of this one would be, at its own column."""
        piece = self.text[start:end]
        lead = len(piece) - len(piece.lstrip())
        column = self.column + columns_of(self.text[: start + lead])
        return ProgramLine(piece.strip(), self.start + start + lead, column, self.comment, self.comment_start)


def columns_of(text: str) -> int:
    return len(text.replace(_NO_COLUMN, "").expandtabs(TAB))


def lines_of(text: str) -> list[ProgramLine]:
    """The lines that say something; one whose brackets are open takes in those that follow."""
    if len(text) > MAX_CHARACTERS:
        raise beyond_limit(f"the program is longer than {MAX_CHARACTERS:,} characters", 0, 1)
    shown = _with_plain_names(_without_numbers(text.replace("$", " ")))  # of TeX: the arithmetic stays
    found: list[ProgramLine] = []
    offset, pending, opened = 0, "", 0
    begin = 0
    physicals = shown.split("\n")
    for physical, after in zip(physicals, [*physicals[1:], ""], strict=True):
        stripped = physical.rstrip("\r")
        cut = _comment_at(stripped, opened)
        code = stripped[:cut].replace(_CONTINUES, " ")
        if not pending:
            begin = offset
        pending = pending.ljust(offset - begin) + code if pending else code
        opened = max(0, opened + sum(c in "([" for c in code) - sum(c in ")]" for c in code))
        comment = stripped[cut:].lstrip("/#▷ ").strip() if cut < len(stripped) else ""
        continued = (
            opened or after.startswith(_CONTINUES) or code.rstrip().endswith(("\\", ",")) or _goes_on(code, after)
        )
        if not (pending.strip() and continued and offset + len(physical) < len(shown)):
            if pending.strip():
                found.append(_line(pending, begin, comment, offset + cut))
            pending, opened = "", 0
        offset += len(physical) + 1
    return _bound_in_one_column(found)


_ENDS_OPEN = regex(r"[\w)\]][ \t]*(?:(?<!\+)\+|(?<!-)-|\*|[/×·∥⫽]|\|\|)[ \t]*$")
_BEGINS_OPEN = regex(r"\s*(?:\+(?!\+)|[×·∥⫽]|\|\|)\s*[\w(⌊⌈]")


def _goes_on(line: str, after: str) -> bool:
    """x = F(A) +, and further in on the next line G(A); or the next line begins with the operator."""
    further = columns_of(after[: len(after) - len(after.lstrip())]) > columns_of(line[: len(line) - len(line.lstrip())])
    if line.rstrip().endswith(("\\", ",")):
        return True
    return bool(line.strip()) and further and bool(_ENDS_OPEN.search(line) or _BEGINS_OPEN.match(after))


def _line(text: str, start: int, comment: str, comment_start: int) -> ProgramLine:
    lead = len(text) - len(text.lstrip())
    if columns_of(text[:lead]) > TAB * MAX_NESTING:
        raise beyond_limit("this line is indented too deeply", start, start + lead)
    column = columns_of(text[:lead])
    body = text.strip().rstrip(";\\").rstrip()
    if body.endswith("{") and body != "{":
        body = body[:-1].rstrip()
    if body.startswith("}") and body.strip("}; "):  # } else {
        lead += len(body) - len(body.lstrip("} "))
        body = body.lstrip("} ")
    return ProgramLine(body, start + lead, column, comment, comment_start)


def is_closing_word(text: str) -> bool:
    """`end`, `end if`, `endfor`, `}`, `od`: where lines are indented, layout says the same."""
    return bool(re.fullmatch(r"\}+;?|end(?:\s*[A-Za-z][\w-]*)?[.;]?|od;?|fi;?|done;?|coend|parend", text, re.I))


def is_opening_word(text: str) -> bool:
    """`begin`, `{`, and ML's `let` and `in` on a line of their own."""
    return bool(re.fullmatch(r"\{|begin|let|in", text, re.I))


_BINDING = regex(r"(?:let\s+(?:val\s+)?|val\s+)(?=\(?[\w'′, ]+\)?\s*(?:=|←)(?!=))|in\s+(?!parallel\b)(?=\S)")


def without_binding_words(line: ProgramLine) -> ProgramLine:
    """`let val x = …` and `in …` of ML as the statements that they hold, in the same column."""
    match = _BINDING.match(line.text)
    if match is None:
        return line
    return replace(line, text=line.text[match.end() :], start=line.start + match.end())


def _bound_in_one_column(lines: list[ProgramLine]) -> list[ProgramLine]:
    """let val x = …, and below it val y = … further in, are statements of one block; `in … end` needs no `end`."""
    found: list[ProgramLine] = []
    let = inner = -1
    for line in lines:
        bound = _BINDING.match(line.text)
        if bound is not None and line.text.startswith("let"):
            let, inner = line.column, line.column + columns_of("let ")
        elif line.column == inner and bound is not None:
            line = replace(line, column=let)
        elif line.column <= let:
            let = inner = -1
        if bound is not None and line.text.startswith("in "):
            line = replace(line, text=re.sub(r"\s+end[.;]?$", "", line.text))
        found.append(line)
    return found


def _comment_at(line: str, opened: int) -> int:
    """Where the comment begins; // inside brackets, or before a last number, divides."""
    depth = opened
    for position, character in enumerate(line):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character in "#▷" or (line.startswith("//", position) and not _divides(line, position, depth)):
            return position
    return len(line)


_DIVIDED = regex(r"[^=/#]*[=←][^/#]*//\s*[1-9]\d*\s*(?:$|//|#)")


def _divides(line: str, position: int, depth: int) -> bool:
    """Is this // a division: behind an operand inside brackets, or before the last number of an assignment?"""
    if depth > 0:
        return line[:position].rstrip()[-1:] not in ("", ",", "(", "[")
    return "//" not in line[:position] and _DIVIDED.match(line) is not None


_PREAMBLE = regex(
    r"(?:inputs?|outputs?|requires?|ensures?|data|results?|pre-?condition|post-?condition)s?\s*:.*"
    r"|(?:algorithm|listing|procedure|figure)\s+\d+(?:\.\d+)*\s*[:.][^()]*",
    re.IGNORECASE,
)


def is_preamble(text: str) -> bool:
    """`Input: an array A`, `Algorithm 2: Sum of an array`: what is said about a procedure and not done by it."""
    return _PREAMBLE.fullmatch(text) is not None


def _with_plain_names(text: str) -> str:
    """grain-size = 1 gives a value to one name, not to a difference: it is grain_size wherever it stands."""
    for name in dict.fromkeys(_HYPHENED.findall(text)):
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])(?!\s*\()", name.replace("-", "_"), text)
    return text


def _without_numbers(text: str) -> str:
    """The line numbers of a printed procedure as spaces, where every line below its header has one."""
    out: list[str] = []
    chunk: list[str] = []
    for line in text.split("\n"):
        if HEADER.fullmatch(line.split("//")[0].strip()) and not _NUMBERED.match(line):
            out += [*_unnumbered(chunk), line]
            chunk = []
        else:
            chunk.append(line)
    return "\n".join(out + _unnumbered(chunk))


def _unnumbered(lines: list[str]) -> list[str]:
    """Without numbers that rise from line to line; an indented line between them carries on the one above it."""
    said = [
        line for line in lines
        if line.strip() and not line.lstrip().startswith(("//", "#")) and not is_preamble(line.strip())
    ]  # fmt: skip
    numbered = [int(match[2]) for line in said if (match := _NUMBERED.match(line)) is not None]
    between = [line for line in said if not _NUMBERED.match(line)]
    if not numbered or not _NUMBERED.match(said[0]) or any(a >= b for a, b in pairwise(numbered)):
        return lines
    if not all(line.startswith((" ", "\t")) for line in between):
        return lines
    shown = _narrow if _no_wider_for_longer_numbers(said) else blank
    carried = [line for line in between if not _STANDS_ALONE.match(line)]
    return [_CONTINUES + line[1:] if line in carried else _NUMBERED.sub(shown, line, count=1) for line in lines]


def _narrow(match: re.Match[str]) -> str:
    """Blanks of the width of a number of one digit."""
    return match[1] + " " + _NO_COLUMN * (len(match[2]) - 1) + " " * len(match[3])


def _no_wider_for_longer_numbers(lines: list[str]) -> bool:
    """Is the least distance behind 10: the one behind 9:, so that columns do not line up under each other?"""
    least: dict[int, int] = {}
    for line in lines:
        match = _NUMBERED.match(line)
        if match is not None:
            behind = line[match.end() :]
            width = len(behind) - len(behind.lstrip())
            least[len(match[2])] = min(width, least.get(len(match[2]), width))
    return len(least) > 1 and len(set(least.values())) == 1


@mutable
class Block:
    """An open block. The first statement of a `loose` one stands behind its opener: the second tells its column."""

    column: int
    opener: int = -1
    loose: bool = False


@mutable
class BlockStructure:
    """The open blocks; `opens` is a line after which a block has to begin."""

    blocks: list[Block]
    opens: ProgramLine | None = None

    @property
    def column(self) -> int:
        return self.blocks[-1].column

    def indent(self, line: ProgramLine, inline: bool = False) -> bool:
        """Does this line begin the block that the line before opened?"""
        opener = self.opens
        if opener is None:
            return False
        self.opens = None
        if line.column <= max(opener.column, self.column):
            raise Fault("an indented block is expected after this line", opener.start, opener.end)
        if len(self.blocks) > MAX_NESTING:
            raise beyond_limit("blocks are nested too deeply", line.start, line.end)
        self.blocks.append(Block(line.column, opener.column, inline))
        return True

    def dedents(self, line: ProgramLine, continues: bool = False) -> int:
        """How many blocks end before this line; an else that `continues` an if need not stand exactly below it."""
        top = self.blocks[-1]
        if top.loose and line.column > top.opener and not continues:
            top.column, top.loose = line.column, False
            return 0
        count = 0
        while len(self.blocks) > 1 and line.column < self.column:
            self.blocks.pop()
            count += 1
        if line.column != self.column and not continues:
            if line.column > self.column and not count:
                raise Fault("this line is indented more than the block it stands in", line.start, line.end)
            raise Fault("the indentation fits no block above", line.start, line.end)
        return count
