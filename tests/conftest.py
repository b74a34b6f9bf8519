"""Settings and fixtures that every test shares."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from docs import commands
from tests.child_processes import command

# Compiled once, and not by every worker and every process that a test starts.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples on every machine and in any order; `--hypothesis-profile explore` looks further.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: one that began last would keep its worker when the others have nothing left to do."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="module", autouse=True)
def collections_are_short() -> None:
    """Before it times anything recur collects garbage: what the tests hold by then is none, and is not gone through."""
    gc.collect(1)
    gc.freeze()


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
    return commands.bare_environment()


Recur = Callable[..., commands.Ended]


@pytest.fixture
def recur(tmp_path: Path) -> Recur:
    """Run the command in this process as it would run in one of its own, from an unrelated directory."""

    def run(*words: str, stdin: str | bytes = "", **variables: str) -> commands.Ended:
        return commands.run(words, tmp_path, stdin if isinstance(stdin, bytes) else stdin.encode(), variables)

    return run
