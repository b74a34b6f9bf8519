"""A command of recur run in this process, as it would run in one of its own off a terminal: UTF-8 and 80 columns."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

#: Settings of the person who runs this, which must not change what is shown.
PERSONAL = ("NO_COLOR", "COLUMNS", "LANG", "TERM", "RECUR_", "_RECUR_", "_TYPER_", "TYPER_", "PYTHON", "LC_")
#: What is shown does not depend on how busy the machine is: no answer has a time limit that was not asked for.
os.environ["RECUR_TIMEOUT"] = "inf"


class Ended(NamedTuple):
    """What a command leaves, under the names of `subprocess.CompletedProcess`."""

    returncode: int
    stdout: str
    stderr: str


def bare_environment() -> dict[str, str]:
    """The environment without personal settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PERSONAL)}
    return kept | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80", "RECUR_TIMEOUT": "inf"}


def run(
    words: Sequence[str],
    folder: Path,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
    as_they_come: bool = False,
) -> Ended:
    """The command in that folder; `as_they_come` writes errors among the results."""
    from recur.cli import main

    environment = bare_environment() | dict(variables or {})
    encoding = environment["PYTHONIOENCODING"]
    out = io.TextIOWrapper(io.BytesIO(), encoding)
    err = out if as_they_come else io.TextIOWrapper(io.BytesIO(), encoding, "backslashreplace")
    before, read = dict(os.environ), sys.stdin
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding)
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else int(exit.code is not None)
    finally:
        sys.stdin = read
        os.environ.clear()
        os.environ.update(before)
    return Ended(code, _text(out), "" if as_they_come else _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    content = stream.buffer
    assert isinstance(content, io.BytesIO)
    return content.getvalue().decode()
