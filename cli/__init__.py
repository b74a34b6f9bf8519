"""The command line: `recur VERB …`. Only this package reads arguments, prints, and chooses an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (cli/faults.py): 0 solved, 2 unreadable, 3 unsolved, …"""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if "mpi4py.futures" in sys.modules:  # the rank that drives an MPI job: an exit code is an answer there, too
        from recur.executors.mpi import end_without_abort

        end_without_abort()
    if words == ["--version"]:
        # Answered before anything else is imported: a version number should cost nothing.
        print_version()
        return 0
    if not words and _at_a_terminal():
        # Before anything else is imported: a prompt should be there at once.
        from .prompt.conversation import open_prompt

        return open_prompt()
    if arguments is None:  # a process of its own
        from recur.model.limits import collect_seldom

        collect_seldom()
    from .dispatch import dispatch

    return dispatch(words)


def _at_a_terminal() -> bool:
    """Whether `recur` alone should converse: completion asks with no words too, through the environment."""
    from .prompt.conversation import at_a_terminal

    return at_a_terminal() and "_RECUR_COMPLETE" not in os.environ


def print_version() -> None:
    from recur import __version__

    print(f"recur {__version__}")
