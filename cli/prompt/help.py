"""The help of the prompt: what can be typed, what `ans` is, and the help of one command."""

from __future__ import annotations

from textwrap import fill

from recur.model import InvalidRecurrence

from ..codes import SOLVED
from ..terminal import write_problem
from .completion import OWN_COMMANDS, commands

PAGE = r"""Type a recurrence, as you would write it; no quotation marks are needed.

  T(n) = 2T(n/2) + n             its bound, and the theorem that proves it
  steps                          the derivation
  solve 4T(n/2)+1                the bound with the derivation
  check O(n log n)               hold an answer against the last recurrence
  check 4T(n/2)+1; O(n^2)        or against another one
  prove O(n log n)               by induction, with every constant
  tree -n 64                     the recursion tree; -o tree.svg draws it
  unroll                         line by line, down to the sum at the bottom
  eval 10 2^20                   exact values; they start at T(1) = 1 unless
                                 it says more: T(n) = T(n-1) + n, T(0) = 0
  compare n log n, n^2           which of two functions grows faster
  help tree                      more about a command, and its options
  quit                           so does Ctrl-D; Ctrl-C gives up a line or an
                                 answer that takes too long

ans is the last recurrence. Where a growth is expected, it is the Θ that is
proved of it:
  tree ans        check ans O(n^2)        compare ans, n^2

A line goes on while a bracket is open or it ends in ; or , or \ and an empty
line ends it, so that a system has a line for each function:
  A(n) = 4A(n/2) + 1;
  M(n) = 8M(n/2) + A(n)

\Theta and Tab make Θ; so do \le, \lfloor, \sqrt, \sum and the other names.
"""

#: what may be typed here for a verb, beside what the command line takes
HERE = {
    "check": "check ANSWER  |  check RECURRENCE; ANSWER  |  check ans ANSWER",
    "compare": "compare F, G  |  compare ans, G",
    "eval": "eval N...  |  eval RECURRENCE; N...",
    "prove": "prove  |  prove CLAIM  |  prove RECURRENCE; CLAIM",
    "solve": "RECURRENCE alone is solved in brief;  solve RECURRENCE  with the derivation",
    "tree": "tree  |  tree RECURRENCE  |  tree -n 64 -o FILE",
    "unroll": "unroll  |  unroll RECURRENCE",
}
ABOUT = {
    "ans": "ans: the last recurrence that was read; where a growth is expected (compare ans, n^2;\n"
    "check RECURRENCE; ans) the Θ that is proved of it.",
    "exit": "exit: leave, as quit and Ctrl-D do.",
    "help": "help, help COMMAND: what can be typed.",
    "quit": "quit: leave, as exit and Ctrl-D do.",
    "steps": "steps, steps RECURRENCE: the solution with its derivation, by default of the last recurrence.",
}


def topic_of(statement: str) -> str | None:
    """What help is wanted on ("" for all); None where none is."""
    words = statement.removeprefix("recur ").split()
    if words[0] in ("help", "?", "--help", "-h") or statement == "recur":
        return " ".join(words[1:]) if statement != "recur" else ""
    return None


def help_on(topic: str) -> int:
    """Print the page, or what there is to say on one command; an unknown one is met with the nearest."""
    if not topic:
        others = [verb for verb in commands() if verb not in HERE and verb not in OWN_COMMANDS]
        rest = fill(f"other commands, typed as in a shell: {', '.join(others)}", 79)
        print(f"{PAGE}\n{rest}")
        return SOLVED
    if topic in ABOUT:
        print(ABOUT[topic])
        return SOLVED
    if topic not in commands():
        from difflib import get_close_matches

        near = get_close_matches(topic, [*commands(), "ans"], n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(commands())}"
        return write_problem(InvalidRecurrence(f"there is no command {topic}", hint=hint), None)
    from ..dispatch import dispatch

    if topic in HERE:
        print(f"here: {HERE[topic]}\n")
    return dispatch([topic, "--help"])
