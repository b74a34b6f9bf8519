"""Exit codes, and which kind of problem gets which."""

from __future__ import annotations

SOLVED = 0
WRONG = 1  # or refuted, or not tight
USAGE = 2
UNDECIDED = 3
LIMIT = 4
INTERNAL = 70
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
PIPE_CLOSED = 141  # 128 + SIGPIPE

_OF_KIND = {
    "syntax": USAGE,
    "invalid": USAGE,
    "unsolved": UNDECIDED,
    "undecided": UNDECIDED,
    "limit": LIMIT,
    "execution": USAGE,  # a program that was given, and does not run
}


def code_of(kind: str) -> int:
    """The exit code of an error of this kind; a kind nobody planned for is a fault of recur's own."""
    return _OF_KIND.get(kind, INTERNAL)
