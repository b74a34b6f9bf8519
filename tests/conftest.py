"""Settings and fixtures that every test shares."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.child_processes import PATIENCE, command

# Compiled once, and not by every worker and every process that a test starts.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples on every machine and in any order; `--hypothesis-profile explore` looks further.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("ci")

#: Settings of the person who runs the tests, which must not change what the tests see.
PERSONAL = ("NO_COLOR", "COLUMNS", "LANG", "TERM", "RECUR_", "_RECUR_", "_TYPER_", "TYPER_", "PYTHON", "LC_")


@pytest.fixture(scope="session", autouse=True)
def faults_of_methods_are_seen() -> Iterator[None]:
    """A method that breaks off makes room for the others; in the tests it shall be seen."""
    from recur.solving import solver

    solver.faults_are_raised = True
    yield
    solver.faults_are_raised = False


@pytest.fixture(scope="session")
def command_line() -> list[str]:
    """The words that start recur, for a test that must drive the process itself."""
    return command()


@pytest.fixture(scope="session")
def bare_environment() -> dict[str, str]:
    """The environment without personal settings: UTF-8, no terminal, 80 columns."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PERSONAL)}
    return kept | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}


Recur = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def recur(tmp_path: Path, command_line: list[str], bare_environment: dict[str, str]) -> Recur:
    """Run the command in a process of its own, off a terminal, from an unrelated directory."""

    def run(*words: str, stdin: str | bytes = "", **variables: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*command_line, *words],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=bare_environment | variables,
            timeout=PATIENCE,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode(errors="backslashreplace")
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run
