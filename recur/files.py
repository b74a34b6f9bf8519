"""Files read within bounds, written whole or not at all, and held by one writer at a time."""

import contextlib
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from recur.model import InvalidRecurrence, LimitExceeded

MOST_OF_A_MODULE = 5_000_000  # bytes of a module that stands beside another

if sys.platform != "win32":
    import fcntl


def read_whole(path: Path, most: int) -> bytes:
    """The bytes of a file of at most so many; a device such as /dev/zero has no end. `OSError` passes."""
    with path.open("rb") as stream:
        return within(stream, path.name, most)


def read_text(path: Path, most: int) -> str:
    """The text of a file; `InvalidRecurrence` says why it cannot be read."""
    try:
        return decoded(read_whole(path, most), str(path))
    except OSError as fault:
        raise InvalidRecurrence(f"cannot read {path}: {(fault.strerror or str(fault)).lower()}") from None


def decoded(raw: bytes, name: str) -> str:
    """Bytes as text: UTF-8, or UTF-16 where its mark stands in front."""
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InvalidRecurrence(f"{name} is no text in UTF-8: byte 0x{raw[fault.start]:02x}") from None


def modules_beside(file: str) -> Callable[[str], str | None] | None:
    """The texts of the modules of Python that stand beside a file of Python, by their names."""
    if not file.endswith(".py"):
        return None

    def text_of(module: str) -> str | None:
        try:
            path = Path(file).with_name(f"{module}.py")
            fits = path.is_file() and path.stat().st_size <= MOST_OF_A_MODULE
            return path.read_text("utf-8-sig") if fits else None
        except (OSError, ValueError):
            return None

    return text_of


def within(stream: IO[bytes], name: str, most: int) -> bytes:
    """What a stream holds up to its end, if that comes soon enough."""
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise LimitExceeded(f"{name} has more than {most:,} bytes")
    return raw


def write_whole(path: Path, content: bytes) -> None:
    """The file with this content, or as it was before: nobody ever finds half of it. `OSError` passes."""
    if path.exists() and not path.is_file():  # a pipe or a device cannot be replaced
        path.write_bytes(content)
        return
    target = path.resolve()  # a link stays one
    fresh = target.with_name(f"{target.name}.new")
    try:
        fresh.write_bytes(content)
        fresh.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file or folder, by whatever links and detours."""
    try:
        return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))
    except (OSError, ValueError, RuntimeError):  # no path at all, or links in a circle
        return False


def is_read_at(path: Path, named: Path) -> bool:
    """Whether this file is what one reads who is told to read what is named: `-` is standard input."""
    if str(named) != "-":
        return is_same(path, named)
    try:
        read, there = os.fstat(sys.stdin.fileno()), path.stat()
    except (AttributeError, OSError, ValueError):  # standard input is closed or no file, or nothing is there yet
        return False
    return stat.S_ISREG(there.st_mode) and os.path.samestat(read, there)


def unwritable(path: Path, fault: OSError) -> InvalidRecurrence:
    """What is said where the system lets nothing be written."""
    return InvalidRecurrence(f"cannot write {path}: {(fault.strerror or str(fault)).lower()}")


def hold(file: IO[bytes] | IO[str], path: Path) -> None:
    """Keep every other writer out until the file is closed; `InvalidRecurrence` where there is one already."""
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InvalidRecurrence(
            f"{path} is being written by another process", hint="wait for it, or name another file"
        ) from None
    except OSError:  # a file system without locks
        return
