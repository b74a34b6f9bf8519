"""From words to an exit code: run what the words ask for, and keep every ending tidy."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer

from .app import GUARD, UsageError, app
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
        # The reader has gone; keep the interpreter from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as fault:
        return write_problem(as_problem(fault), None)


def _run(words: list[str]) -> int:
    """typer parses and calls; `main` of its commands, which ends the process as it sees fit, only completes."""
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
    usage = f"{problem.ctx.get_usage()}\n" if problem.ctx else ""
    see = f"{problem.ctx.command_path if problem.ctx else PROGRAM} --help"
    print(f"error: {printable(_message(problem))}\n{usage}help: {see}", file=sys.stderr)
    return USAGE


def _message(problem: Any) -> str:
    if hasattr(problem, "possibilities"):
        near = f"; did you mean {problem.possibilities[0]}?" if problem.possibilities else ""
        return f"unknown option {problem.option_name}{near}"
    message = str(problem.format_message()).replace(GUARD, "").removesuffix(".")
    message = message.removeprefix("Invalid value: ")  # it says what is wrong by itself
    return message[:1].lower() + message[1:]
