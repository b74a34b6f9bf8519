"""From words to an exit code: run what the words ask for, and keep every ending tidy."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import typer

from .app import GUARD, UsageError, app, example
from .codes import INTERRUPTED, PIPE_CLOSED, SOLVED, USAGE
from .faults import as_problem
from .terminal import prepare_streams, printable, write_problem

PROGRAM = "recur"
#: Where the completion scripts put what they ask; typer derives the name from the program's.
COMPLETE = "_RECUR_COMPLETE"


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
    """typer parses and calls; `main` of its commands, which ends the process as it sees fit, only completes."""
    if any(word.endswith("-completion") for word in words):
        from .completion import mend_zsh

        mend_zsh()
    command: Any = typer.main.get_command(app)
    try:
        if os.environ.get(COMPLETE):
            command.main(words, prog_name=PROGRAM, complete_var=COMPLETE, standalone_mode=False)
        with command.make_context(PROGRAM, words) as context:
            return int(command.invoke(context))
    except UsageError as problem:
        return _write_usage(problem)
    except typer.Exit as ending:  # after --help, or where no shell is found to complete for
        return USAGE if ending.exit_code else SOLVED
    except SystemExit as ending:  # after a completion
        return int(ending.code or SOLVED)


def _write_usage(problem: Any) -> int:
    """What is wrong, how the words go together, and one that is right."""
    path = problem.ctx.command_path if problem.ctx else PROGRAM
    usage = f"{problem.ctx.get_usage()}\n" if problem.ctx else ""
    right = example("solve" if path == PROGRAM else path.removeprefix(f"{PROGRAM} "))
    shown = f"example: {right}\n" if right else ""
    print(f"error: {printable(_message(problem))}\n{usage}{shown}help: {path} --help", file=sys.stderr)
    return USAGE


#: How alike an option must be to be suggested: --jsn and --json are 0.92, --version and --json 0.67.
_NEAR = 0.75
#: What typer says -> what is meant; numbers of arguments and of kinds are told in its own terms.
PLAINER = (
    (re.compile(r"^Invalid value: "), ""),  # it says what is wrong by itself
    (re.compile(r"^Got unexpected extra argument\S* \((.*)\)$"), r"too many words: \1; put quotes around a formula"),
    (re.compile(r"^Missing argument '([^']*)'\. Choose from: (.*)$"), r"\1 is missing: one of \2"),
    (re.compile(r"^Missing argument '([^']*)'$"), r"\1 is missing"),
    (re.compile(r"is not a valid int(eger)?( range)?$"), "is not a whole number"),
    (re.compile(r"is not a valid float( range)?$"), "is not a number"),
    (re.compile(r"is not in the range (\S+)<=x<=(\S+)$"), r"is not in the range from \1 to \2"),
    (re.compile(r"is not in the range x>=(\S+)$"), r"is not in the range from \1 on"),
)


def _message(problem: Any) -> str:
    if hasattr(problem, "possibilities"):
        name = problem.option_name
        if name.casefold() in ("-v", "--version"):  # known, but not to a verb
            at_verb = problem.ctx is not None and problem.ctx.command_path != PROGRAM
            return f"unknown option {name}; did you mean {f'{PROGRAM} ' if at_verb else ''}--version?"
        from difflib import get_close_matches

        near = get_close_matches(name, problem.possibilities or (), 1, _NEAR)
        return f"unknown option {name}" + (f"; did you mean {near[0]}?" if near else "")
    message = " ".join(str(problem.format_message()).replace(GUARD, "").split()).removesuffix(".")
    for pattern, plain in PLAINER:
        message = pattern.sub(plain, message)
    return message[:1].lower() + message[1:] if message[1:2].islower() else message
