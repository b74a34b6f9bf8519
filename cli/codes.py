"""Exit codes, and which kind of problem gets which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recur.runs.measured import Measured

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
    "interrupted": INTERRUPTED,
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


def code_of_measured(found: Measured) -> int:
    """The exit code of a program that ran: what ended it or failed, else what was found; a refutation is one anyway."""
    if found.ended is not None and found.ended.kind == "interrupted":
        return INTERRUPTED
    said = code_of_verdict(found.verdict)
    errors = [failure.error for failure in found.failures] + ([] if found.ended is None else [found.ended])
    return said if said == WRONG else max((code_of(error.kind) for error in errors), default=said)
