"""Files of programs and of code: each FILE is one; of `-`, standard input is one, or one a line of JSON strings."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from recur.model import InvalidRecurrence, RecurError, SyntaxProblem
from recur.model.records import frozen

from .batch import JsonObject, Reply, answer_each
from .codes import SOLVED, code_of
from .inputs import Input, input_lines
from .manner import Manner
from .terminal import look
from .words import Misused

if TYPE_CHECKING:
    from recur.forkjoin.costs.analysis import Analysis
    from recur.model.program import Warning

#: more than any file that is analysed may have
MOST_BYTES = 5_000_000


@frozen
class ProgramInput:
    """One program: what is read, the name of its file ("" for standard input), and the function that is asked for."""

    read: Input
    name: str = ""
    function: str = ""


def programs(files: Iterable[str]) -> Iterator[ProgramInput]:
    for word in files:
        if word != "-":
            file, function = of_function(word)
            yield ProgramInput(_decoded(_read(file)), file, function)
            continue
        raw = sys.stdin.buffer.read(MOST_BYTES)
        if raw.lstrip().startswith(b'"'):
            yield from map(ProgramInput, input_lines(io.BytesIO(raw)))
        else:
            yield ProgramInput(_decoded(raw))


def of_function(word: str) -> tuple[str, str]:
    """FILE.py:NAME is the function of a file."""
    file, colon, function = word.rpartition(":")
    if colon and function.replace(".", "").isidentifier() and not Path(word).exists() and Path(file).suffix:
        return file, function
    return word, ""


def _read(file: str) -> bytes:
    try:
        if Path(file).is_dir():
            raise Misused(f"{file} is a folder: recur analyze {file} --summary lists what is in it")
        with Path(file).open("rb") as stream:
            return stream.read(MOST_BYTES)
    except OSError as fault:
        raise Misused(unreadable(file, fault)) from fault


def unreadable(file: str, fault: OSError) -> str:
    """Why a file cannot be read, and the file beside it that may have been meant."""
    if "(" in file and "=" in file:
        return f'{file} is no file; a recurrence is solved by recur solve "{file}"'
    message = f"cannot read {file}: {(fault.strerror or str(fault)).lower()}"
    folder, name = Path(file).parent, Path(file).name
    try:
        there = [path.name for path in folder.iterdir()] if isinstance(fault, FileNotFoundError) else []
    except OSError:
        return message
    from difflib import get_close_matches

    near = get_close_matches(name, there, n=1)
    return f"{message}; did you mean {folder / near[0]}?" if near else message


def _decoded(raw: bytes) -> Input:
    try:
        return Input(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        text = raw.decode(errors="backslashreplace")
        return Input(text, SyntaxProblem(f"this program is not UTF-8: byte 0x{raw[fault.start]:02x}"))


def answer_programs(
    files: list[str],
    asked: Manner,
    answer: Callable[[str, ProgramInput], Reply],
    refuse: Callable[[str, RecurError], JsonObject],
) -> int:
    """Answer every program in turn; the worst exit code."""
    found = list(programs(files))
    readable = iter([program for program in found if program.read.problem is None])
    return answer_each([program.read for program in found], asked, lambda text: answer(text, next(readable)), refuse)


def code_of_analysis(analysis: Analysis, program: ProgramInput) -> int:
    """The exit code; where no function is there to tell of, the program is refused."""
    if not analysis.names:
        whose, read = program.name or "the program", "analyze reads functions, and loops outside of them"
        raise InvalidRecurrence(f"{whose} defines no function", hint=read)
    return SOLVED if analysis.error is None else code_of(analysis.error.kind)


def warn(text: str, warnings: Iterable[Warning], asked: Manner) -> None:
    """On standard error: what can be read and is probably not meant."""
    from recur.documents.analysis import warned
    from recur.writers.text import render

    style = look(sys.stderr, asked.ascii, asked.color)
    for warning in warnings:
        print(render((warned(warning, text),), style.width, style.unicode, style.colour), file=sys.stderr)
