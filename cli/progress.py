"""How far a long work is, on one line of standard error, and only where a person watches it."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recur.runs.measured import Measured

SECONDS_BETWEEN = 0.1
TELLING = 50  # a part of a work in so many tells how long the rest takes: the first one waits for processes to start
CLEAR_LINE = "\r\x1b[K"


class Progress:
    """A line that is written over again; nothing at all where standard error is no terminal."""

    def __init__(self, total: int, done: int = 0, verb: str = "graded") -> None:
        self.total, self.done, self.skipped, self.verb = total, done, done, verb
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
        new = self.done - self.skipped
        left = f"  {seconds * (self.total - self.done) / new:.0f} s left" if new * TELLING >= self.total else ""
        return f"{self.verb} {_bar(self.done, self.total)}{left}"


class Stages:
    """The same for a work of several stages: what is done, how much of it, and at what, such as a size."""

    def __init__(self) -> None:
        self.visible = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.started = self.shown = 0.0
        self.stage = ""

    def __call__(self, stage: str, done: int, total: int, at: str = "") -> None:
        now = time.monotonic()
        if stage != self.stage:
            self.stage, self.started, self.shown = stage, now, 0.0
        if not self.visible or now - self.shown < SECONDS_BETWEEN:
            return
        self.shown = now
        line = f"{stage}, {at}" if at else stage
        if total:
            left = f"  {(now - self.started) * (total - done) / done:.0f} s left" if done else ""
            line = f"{line} {_bar(done, total)}{left}"
        sys.stderr.write(f"{CLEAR_LINE}{line}")
        sys.stderr.flush()

    def end(self) -> None:
        if self.visible:
            sys.stderr.write(CLEAR_LINE)
            sys.stderr.flush()


def watched_measurement(program: str, **how: Any) -> Measured:
    """The program measured, while what is being done is shown."""
    from recur.runs.apart import measure_apart

    stages = Stages()
    try:
        return measure_apart(program, report=stages, **how)
    finally:
        stages.end()


def _bar(done: int, total: int) -> str:
    """3 of 12  [######..................]"""
    width = 24
    filled = width * done // max(total, 1)
    return f"{done:,} of {total:,}  [{'#' * filled}{'.' * (width - filled)}]"
