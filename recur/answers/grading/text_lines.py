"""The lines of a file whatever bytes it holds: no line is too long, no byte ends the reading."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

MAX_LINE_BYTES = 8_000_000
MOST_SKIPPED = 100_000_000
#: What UTF-16 begins with, which spreadsheets call "Unicode text".
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def lines_of_file(stream: BinaryIO) -> Iterator[str]:
    """Each line with its end, in UTF-8, UTF-16 or what Windows writes; no byte of a name is guessed at.

    A line that is not UTF-8 is taken for cp1252 as long as no letter of the file was UTF-8 before; else, and where
    cp1252 has no such letter, its bytes stay as escapes (\\xe9).
    """
    first = stream.readline(MAX_LINE_BYTES)
    wide = _sixteen_bits(first)
    if wide:
        yield from (first + stream.read(MOST_SKIPPED)).decode(wide, "backslashreplace").splitlines(keepends=True)
        return
    if b"\r" in first.rstrip(b"\r\n") and b"\n" not in first:
        whole = first + stream.read(MOST_SKIPPED)  # lines that end as those of old Macintoshes do
        stream, first = io.BytesIO(whole.replace(b"\r", b"\n")), b""
        first = stream.readline(MAX_LINE_BYTES)
    raw, utf8 = first.removeprefix(codecs.BOM_UTF8), first.startswith(codecs.BOM_UTF8)
    while raw:
        line = raw.decode("utf-8", "backslashreplace")
        if not raw.isascii():
            utf8 = utf8 or any(letter > "\x7f" for letter in line)
            line = line if utf8 else _from_windows(raw) or line
        yield line
        if len(raw) >= MAX_LINE_BYTES and not raw.endswith(b"\n") and not _skip_line(stream):
            return
        raw = stream.readline(MAX_LINE_BYTES)


def _sixteen_bits(first: bytes) -> str:
    """The UTF-16 that a first line is written in, by its mark or by the zero byte beside its first letter, or none."""
    if first.startswith(BYTE_ORDER_MARKS):
        return "utf-16"
    zeros = [bool(byte) for byte in first[:4]]
    return "utf-16-le" if zeros == [True, False] * 2 else "utf-16-be" if zeros == [False, True] * 2 else ""


def _from_windows(raw: bytes) -> str | None:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _skip_line(stream: BinaryIO) -> bool:
    """The rest of a line that is cut: its row has lost its columns, and says so. False where it does not end."""
    return any(stream.readline(MAX_LINE_BYTES)[-1:] in (b"\n", b"") for _ in range(MOST_SKIPPED // MAX_LINE_BYTES))
