"""Exit codes, and which kind of problem gets which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recur.runs.measured import Failure

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

_OF_VERDICT = {
    "wrong": WRONG,
    "not tight": WRONG,
    "refuted": WRONG,
    "unreadable": USAGE,
    "undecided": UNDECIDED,
    "inconclusive": UNDECIDED,
}


def code_of(kind: str) -> int:
    """The exit code of an error of this kind; a kind nobody planned for is a fault of recur's own."""
    return _OF_KIND.get(kind, INTERNAL)


def code_of_verdict(verdict: str) -> int:
    """The exit code of what was judged: an answer, a prediction, a program."""
    return _OF_VERDICT.get(verdict, SOLVED)


def code_of_measured(verdict: str, failures: Sequence[Failure]) -> int:
    """The exit code of a program that ran: what failed, else what was found."""
    return max((code_of(failure.error.kind) for failure in failures), default=code_of_verdict(verdict))
