"""How far a long work is, on one line of standard error, and only where a person watches it."""

from __future__ import annotations

import os
import sys
import time

SECONDS_BETWEEN = 0.1
CLEAR_LINE = "\r\x1b[K"


class Progress:
    """A line that is written over again; nothing at all where standard error is no terminal."""

    def __init__(self, total: int, done: int = 0) -> None:
        self.total, self.done, self.skipped = total, done, done
        self.started = self.shown = time.monotonic()
        self.visible = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def advance(self) -> None:
        self.done += 1
        now = time.monotonic()
        if self.visible and now - self.shown > SECONDS_BETWEEN:
            self.shown = now
            sys.stderr.write(f"{CLEAR_LINE}{self._line(now - self.started)}")
            sys.stderr.flush()

    def end(self) -> None:
        if self.visible:
            sys.stderr.write(CLEAR_LINE)
            sys.stderr.flush()

    def _line(self, seconds: float) -> str:
        width = 24
        filled = width * self.done // max(self.total, 1)
        left = seconds * (self.total - self.done) / max(self.done - self.skipped, 1)
        bar = "#" * filled + "." * (width - filled)
        return f"graded {self.done:,} of {self.total:,}  [{bar}]  {left:.0f} s left"
