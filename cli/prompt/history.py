"""What was typed, kept from one session to the next in the user's folder for state; no folder is no error.

A line is an entry; an entry of several lines is a JSON string, as `recur solve -` reads it.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

MOST = 1_000
LONGEST = 20_000


def history_file() -> Path | None:
    """Where the history is kept; None where the user has no folder."""
    named = os.environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(named):
        return Path(named, "recur", "history")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home, "recur", "history")
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "recur" / "history"
    return home / ".local" / "state" / "recur" / "history"


class StatementHistory:
    """The statements of this session and of those before; what cannot be read or written is let go."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self.entries: list[str] = []
        if file is None:
            return
        with suppress(OSError):
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            self.entries = [entry for line in lines[-MOST:] if (entry := _decoded(line))]
            if len(lines) > 2 * MOST:
                self._shorten()

    def add(self, entry: str) -> None:
        """Remember a statement, once where it is repeated at once."""
        entry = entry.strip()
        if not entry or len(entry) > LONGEST or entry in self.entries[-1:]:
            return
        self.entries.append(entry)
        if self._file is None:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with open(descriptor, "ab") as stream:
                stream.write(_encoded(entry))

    def _shorten(self) -> None:
        assert self._file is not None
        shorter = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        shorter.touch(0o600)
        shorter.write_bytes(b"".join(map(_encoded, self.entries)))
        os.replace(shorter, self._file)


def _encoded(entry: str) -> bytes:
    plain = len(entry.splitlines()) == 1 and not entry.startswith('"')
    return f"{entry if plain else json.dumps(entry)}\n".encode(errors="replace")


def _decoded(line: str) -> str:
    if not line.startswith('"'):
        return line.strip()
    try:
        return str(json.loads(line)).strip()
    except ValueError:
        return ""
