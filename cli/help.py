"""The pages of help, as wide as the terminal: one of all verbs, one for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from textwrap import fill, indent

from .app import Verb, verb_named, verbs
from .words import Parameter

OPENING = """\
recur reads a recurrence, proves its tight bound, and explains the proof; it judges answers, and tells the work and span
of fork-join programs.

examples:
  recur solve "4T(n/2)+1"
  recur solve "T(n) = 8T(n/2) + A(n); A(n) = 4A(n/2) + O(1)"
  recur check "T(n) = 2T(n/2) + n" "O(n log n)"
  recur grade answers.csv -o report.html
  recur analyze matrix_multiply.spawn
  recur compare "n^(log n)" "2^(sqrt n)"
  recur eval "T(n)=2T(n/2)+n, T(1)=1" 10^18 2^4000
  recur solve --json - < recurrences.txt

usage: recur VERB [OPTIONS] ..."""

#: By whom a verb is asked for, and what its heading says; the last heading is that of verbs which name none.
HEADINGS = {
    "learning": "to solve and to learn:",
    "teaching": "to teach:",
    "programs": "for parallel programs:",
    "times": "for measured times:",
    "": "more:",
}

OPTIONS = (
    ("--version", "show the version"),
    ("--install-completion", "teach the shell the verbs and their options"),
    ("--show-completion", "print what teaches it"),
    ("-h, --help", "show this page"),
)

NOTES = """\
recur VERB --help shows the options and more examples of a verb. recur alone opens a prompt, where a terminal is.

exit codes:
  0 solved, correct              1 an answer wrong or not tight
  2 usage or unreadable input    3 undecided or unsolved
  4 a limit was passed           70 a fault in recur itself
  Of several inputs the largest code counts."""

#: The first column of a list is no wider; a longer name stands on a line of its own.
WIDEST_NAME = 26


def front_page(width: int) -> str:
    """All verbs, by who asks for them."""
    parts = [_prose(OPENING, width)]
    found = [verb for name in verbs() if (verb := verb_named(name)) is not None]
    for asker, heading in HEADINGS.items():
        rows = [(verb.name, verb.summary) for verb in found if verb.asked_for == asker]
        parts.append(f"{heading}\n{_columns(rows, width, max(len(verb.name) for verb in found))}")
    parts.append(f"options:\n{_columns(OPTIONS, width)}")
    return "\n\n".join([*parts, _prose(NOTES, width)])


def page_of(verb: Verb, width: int) -> str:
    """What a verb does, examples, its arguments and its options."""
    parts = [f"usage: {usage(verb)}", indent(_prose(verb.told, width - 2), "  ")]
    arguments = [(parameter.shown, parameter.help) for parameter in verb.parameters if not parameter.flags]
    options = [(_written(parameter), _explained(parameter)) for parameter in verb.parameters if parameter.flags]
    if arguments:
        parts.append(f"arguments:\n{_columns(arguments, width)}")
    parts.append(f"options:\n{_columns([*options, ('-h, --help', 'show this page')], width)}")
    return "\n\n".join(parts)


def usage(verb: Verb | None) -> str:
    if verb is None:
        return "recur VERB [OPTIONS] ..."
    return " ".join(["recur", verb.name, "[OPTIONS]", *(each.shown for each in verb.parameters if not each.flags)])


def _written(parameter: Parameter) -> str:
    """-n, --sizes N,...: the short name and the first long one; others are old spellings, read and not shown."""
    shown = [flag for flag in parameter.flags if len(flag) == 2 or flag == parameter.title]
    flags = ", ".join(sorted(shown, key=len))
    no = "".join(f" / {flag}" for flag in parameter.against)
    return f"{flags}{no} {parameter.shown}".rstrip()


def _explained(parameter: Parameter) -> str:
    default = parameter.default
    if not parameter.show_default or default in (None, "", False) or parameter.many:
        return parameter.help
    if parameter.against:
        default = (parameter.flags if default else parameter.against)[0].lstrip("-")
    return f"{parameter.help} [default: {default}]"


def _prose(text: str, width: int) -> str:
    """Paragraphs filled; a paragraph with indented lines stands as it was written."""
    parts = re.split(r"\n\n+", text)
    return "\n\n".join(part if re.search(r"^ ", part, re.MULTILINE) else fill(part, width) for part in parts)


def _columns(rows: Iterable[Sequence[str]], width: int, wide: int = 0) -> str:
    """Names, and what is said of each beside it."""
    rows = list(rows)
    wide = wide or max((len(name) for name, _ in rows if len(name) <= WIDEST_NAME), default=0)
    gap = " " * (wide + 4)
    lines = []
    for name, said in rows:
        if len(name) > wide:
            lines.append(f"  {name}")
            name = ""
        first = f"  {name.ljust(wide)}  "
        lines.append(fill(said, width, initial_indent=first, subsequent_indent=gap, break_on_hyphens=False))
    return "\n".join(lines)
