"""The lines of a file whatever bytes it holds: no line is too long, no byte ends the reading."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

MAX_LINE_BYTES = 8_000_000
MOST_SKIPPED = 100_000_000
#: How many bytes are looked at to tell UTF-16, which spreadsheets call "Unicode text".
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def lines_of_file(stream: BinaryIO) -> Iterator[str]:
    """Each line with its end; bytes that are not UTF-8 as escapes (\\xe9), for nothing of a name is to be guessed."""
    first = stream.readline(MAX_LINE_BYTES)
    if first.startswith(BYTE_ORDER_MARKS):
        yield from (first + stream.read(MOST_SKIPPED)).decode("utf-16", "backslashreplace").splitlines(keepends=True)
        return
    raw = first.removeprefix(codecs.BOM_UTF8)
    while raw:
        yield raw.decode("utf-8", "backslashreplace")
        if len(raw) >= MAX_LINE_BYTES and not raw.endswith(b"\n") and not _skip_line(stream):
            return
        raw = stream.readline(MAX_LINE_BYTES)


def _skip_line(stream: BinaryIO) -> bool:
    """The rest of a line that is cut: its row has lost its columns, and says so. False where it does not end."""
    return any(stream.readline(MAX_LINE_BYTES)[-1:] in (b"\n", b"") for _ in range(MOST_SKIPPED // MAX_LINE_BYTES))
