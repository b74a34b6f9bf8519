"""What is to be answered: the arguments, and for `-` the lines of standard input as they come.

One line is one input. Blank lines and lines that start with # are skipped; a line that is a JSON
string is decoded first, so that it may hold newlines. Base cases that stand alone on the line below
a recurrence belong to it.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from recur.model import LimitExceeded, Place, RecurError, SyntaxProblem
from recur.model.limits import MAX_CHARACTERS
from recur.model.records import frozen, replace

from .words import Misused

#: A JSON string spends at most twelve bytes on a character: past this a line is too long whatever it says.
MAX_LINE_BYTES = 12 * MAX_CHARACTERS + 1_000
TOO_LONG = f"the line is longer than {MAX_LINE_BYTES:,} bytes"
MOST_SKIPPED = 100_000_000
SHOWN = 60
MOST_BYTES = 60_000_000  # of a file of times
#: Words that a formula holds and no input consists of.
BARE = frozenset({"=", "+", "*", "/", "<=", ">=", "≤", "≥", "·"})


@frozen
class Input:
    """The text to answer; `problem` is set where the bytes that came do not even make a text.

    `followed` says that what stands behind it has come already, `shown` how a person is shown it.
    """

    text: str
    problem: RecurError | None = None
    followed: bool = False
    shown: str = ""


def standard_input() -> str:
    """All of standard input as one text: a file of times."""
    from recur.files import decoded, within

    return decoded(within(sys.stdin.buffer, "standard input", MOST_BYTES), "standard input")


def read_inputs(arguments: Iterable[str], joined: bool = True) -> Iterator[Input]:
    """Each argument in turn; `-` stands for all the lines of standard input, base cases `joined` to the line above."""
    words = list(arguments)
    for word in words:
        if word in BARE and len(words) > 1:
            quoted = " ".join(words).replace('"', "")
            raise Misused(f'the shell has cut the formula at its spaces: put it in quotes, "{quoted}"')
    for word in words:
        if word == "-":
            yield from input_lines(sys.stdin.buffer, joined)
        else:
            yield Input(word, _file_problem(word))


def _file_problem(word: str) -> RecurError | None:
    """A name of a file where a recurrence is asked for."""
    try:
        path = Path(word)
        if not word.strip() or "(" in word or not path.exists():
            return None
        if path.is_dir():
            return SyntaxProblem(
                f"{word} is a folder, and a recurrence is expected", text=word, hint="such as 4T(n/2)+1"
            )
    except (OSError, ValueError):  # no name of a file
        return None
    verb = "recur analyze" if path.suffix == ".spawn" else "recur solve - <"
    return SyntaxProblem(f"{word} is a file, and a recurrence is expected", text=word, hint=f"{verb} {word} reads it")


class _Lines:
    """The lines of a stream as they come; `following` is the next one, if it has come already."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._held = stream, deque[bytes]()
        self._read = getattr(stream, "read1", stream.readline)

    def next(self) -> bytes:
        """A line with its end, or as much of it as is read at all; nothing at the end of the stream."""
        if not self._held:
            self._take()
        return self._held.popleft() if self._held else b""

    @property
    def have_come(self) -> bool:
        """Whether the next line has."""
        return bool(self._held)

    def following(self) -> bytes:
        while self._held and not self._held[0].strip():
            self._held.popleft()
        return self._held[0] if self._held else b""

    def _take(self) -> None:
        """What has come; a line of which a part has come is read to its end."""
        *whole, last = self._read(MAX_LINE_BYTES).split(b"\n")
        self._held.extend(line + b"\n" for line in whole)
        if last:
            room = MAX_LINE_BYTES - len(last)
            self._held.append(last + (self._stream.readline(room) if room > 0 else b""))


def input_lines(stream: BinaryIO, joined: bool = False) -> Iterator[Input]:
    """An input for each line, as it comes: base cases are `joined` to the line above where they have come with it."""
    first, lines = True, _Lines(stream)
    while raw := lines.next():
        if not raw.endswith(b"\n") and len(raw) == MAX_LINE_BYTES:
            ended = _skip_rest_of_line(stream)
            yield Input(
                raw[:SHOWN].decode(errors="replace") + "…", LimitExceeded(TOO_LONG, hint="one recurrence a line")
            )
            if not ended:
                return
        else:
            read_as = _decode(raw.removeprefix(b"\xef\xbb\xbf") if first else raw)
            while joined and read_as is not None and read_as.problem is None:
                both = _with_base_cases(read_as.text, lines.following())
                if both is None:
                    break
                lines.next()
                read_as = Input(both)
            if read_as is not None:
                yield replace(read_as, followed=lines.have_come)
        first = False


def _with_base_cases(text: str, below: bytes) -> str | None:
    """The text with the line below it, where that is nothing but base cases."""
    line = _decode(below)
    if line is None or line.problem is not None:
        return None
    from recur.parsing.stated import continued

    return continued(text, line.text)


def _decode(raw: bytes) -> Input | None:
    raw = raw.strip()
    if not raw or raw.startswith(b"#"):
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        text = raw.decode(errors="backslashreplace")
        column = len(raw[: fault.start].decode()) + 1
        message = f"this line is not UTF-8: byte 0x{raw[fault.start]:02x}"
        return Input(text, SyntaxProblem(message, text=text, place=Place(1, column, 4)))
    if not text.startswith('"'):
        return Input(text)
    try:
        decoded = json.loads(text)
    except ValueError as fault:
        message = "a line that starts with a quotation mark must be a JSON string"
        column = getattr(fault, "colno", 1)
        return Input(text, SyntaxProblem(message, text=text, place=Place(1, column), hint=f"JSON says: {fault}"))
    return Input(str(decoded))


def _skip_rest_of_line(stream: BinaryIO) -> bool:
    """Whether the line ends within reason: that of /dev/zero never does."""
    return any(stream.readline(MAX_LINE_BYTES)[-1:] in (b"\n", b"") for _ in range(MOST_SKIPPED // MAX_LINE_BYTES))
