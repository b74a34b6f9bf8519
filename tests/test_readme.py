"""The README says what happens: every command in it is run, and its output compared."""

from __future__ import annotations

import doctest
import os
import re
import shlex
from pathlib import Path

import pytest

from docs.tour import BLOCK, README, printed, retold, sessions

TEXT = README.read_text(encoding="utf-8")
SET_UP = ('pip install . && recur solve "4T(n/2)+1"', 'pip install ".[test]" && pytest')
TOUR = sessions(TEXT)


@pytest.fixture(scope="module")
def shell(
    tmp_path_factory: pytest.TempPathFactory, command_line: list[str], bare_environment: dict[str, str]
) -> dict[str, str]:
    """An environment in which `recur` is the command of this checkout."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "recur"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(command_line)} "$@"\n')
    script.chmod(0o755)
    return bare_environment | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("setup", SET_UP)
def test_each_set_up_command_stands_in_a_block_of_its_own(setup: str) -> None:
    assert f"```sh\n{setup}\n```" in TEXT


def test_the_set_up_commands_are_the_only_ones() -> None:
    assert re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL) == [f"{s}\n" for s in SET_UP]


def test_the_tour_shows_every_verb_that_answers_a_question() -> None:
    told = "solve compare eval check unroll tree analyze parallelism speedup fit"
    assert {command.split()[1] for command, _ in TOUR} >= set(told.split())


@pytest.mark.skipif(os.name != "posix", reason="the tour is typed into a POSIX shell")
@pytest.mark.parametrize(("command", "shown"), TOUR, ids=[command for command, _ in TOUR])
def test_a_command_of_the_tour_prints_what_the_readme_shows(
    command: str, shown: str, shell: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(README.parent / "examples")
    monkeypatch.chdir(tmp_path)
    assert printed(command, shell) == shown


def test_retelling_a_true_tour_changes_nothing() -> None:
    assert retold(TEXT, dict(TOUR).__getitem__) == TEXT
    assert len(BLOCK.findall(TEXT)) >= 5


def test_the_python_of_the_readme_does_what_it_says() -> None:
    examples = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "README.md", str(README), 0)
    assert test.examples
    report: list[str] = []
    doctest.DocTestRunner().run(test, out=report.append)
    assert not report, "".join(report)
