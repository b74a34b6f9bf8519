"""From words to an exit code: run what the words ask for, and keep every ending tidy."""

from __future__ import annotations

import os
import sys
from textwrap import fill

from .app import COMPLETE, PROGRAM, Verb, verb_named, verbs
from .codes import INTERRUPTED, PIPE_CLOSED, SOLVED, USAGE
from .faults import as_problem
from .terminal import look, prepare_streams, printable_on, write_problem
from .words import Misused, is_formula, read_words, unknown_option

HELP = frozenset({"-h", "--help"})


def dispatch(words: list[str]) -> int:
    """Run the command that the words ask for. Ctrl-C and a closed pipe end it quietly."""
    prepare_streams()
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _give_up_output()
        return PIPE_CLOSED
    except Exception as fault:
        if isinstance(fault, OSError):
            _give_up_output()
        return write_problem(as_problem(fault), None)


def _give_up_output() -> None:
    """The reader has gone, or the disk is full: the interpreter does not complain again when it flushes at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    first, *rest = words or [""]
    if os.environ.get(COMPLETE) or first.endswith("-completion"):
        from .completion.verb import complete

        return complete(words)
    if first == "--version":
        from . import print_version

        print_version()
        return SOLVED
    if first == "help":
        first, rest = (rest[0], ["--help"]) if rest else ("--help", [])
    if first in HELP or not first:
        from .help import front_page

        print(front_page(look(sys.stdout).width), file=sys.stdout if first else sys.stderr)
        return SOLVED if first else USAGE
    verb = verb_named(first)
    if verb is None:
        return _misused(_unknown(first), None)
    try:
        return _answer(verb, rest)
    except Misused as problem:
        return _misused(problem.message, verb)


def _answer(verb: Verb, words: list[str]) -> int:
    end = words.index("--") if "--" in words else len(words)
    if HELP.intersection(words[:end]):
        from .help import page_of

        print(page_of(verb, look(sys.stdout).width))
        return SOLVED
    from recur.model.limits import VARIABLE, unread_variable

    unread = unread_variable()
    if unread is not None:
        raise Misused(f"the variable {VARIABLE} is {unread}: it holds seconds, such as 30, or inf")
    return verb.run(**read_words(verb.parameters, words))


def _misused(message: str, verb: Verb | None) -> int:
    """What is wrong, how the words go together, and one that is right."""
    from .help import usage

    style = look(sys.stderr)
    told = fill(
        f"error: {printable_on(message)}",
        style.width,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    path = PROGRAM if verb is None else f"{PROGRAM} {verb.name}"
    right = verb or verb_named("solve")
    shown = f"example: {right.example}\n" if right else ""
    print(f"{told}\nusage: {usage(verb)}\n{shown}help: {path} --help", file=sys.stderr)
    return USAGE


def _unknown(word: str) -> str:
    """What was meant by a word that is no verb."""
    if any(mark in word for mark in "(=[") or is_formula(word):
        return f'a verb comes first: recur solve "{word}"'
    if word.startswith("-"):
        from .help import OPTIONS

        return unknown_option(word, [name for flags, _ in OPTIONS for name in flags.split(", ")])
    from difflib import get_close_matches

    near = get_close_matches(word.casefold(), verbs(), n=1)
    return f"unknown verb {word}" + (f"; did you mean {near[0]}?" if near else "")
