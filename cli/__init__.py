"""The command line: `recur VERB …`. Only this package reads arguments, prints, and chooses an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (cli/codes.py): 0 solved, 2 unreadable, 3 unsolved, …"""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        # Answered before anything else is imported: a version number should cost nothing.
        print_version()
        return 0
    from .dispatch import dispatch

    return dispatch(words)


def print_version() -> None:
    from recur import __version__

    print(f"recur {__version__}")
