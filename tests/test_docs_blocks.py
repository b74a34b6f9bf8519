"""What the README and the documentation show is what happens: every block of code in them is run or read."""

from __future__ import annotations

import ast
import doctest
import os
import re
import shlex
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from docs.pages import CHECKOUT, Block, Page, furnish, pages, printed

PAGES = pages()
CONSOLES = [(page, block) for page in PAGES for block in page.blocks if block.language == "console"]
SESSIONS = [page for page in PAGES if any(block.language == "pycon" for block in page.blocks)]
#: How a block is read that is neither run nor the text of a file.
READ: dict[str, Callable[[str], object]] = {"toml": tomllib.loads, "python": ast.parse}


def place(value: object) -> str:
    """The id of a test: the page, or the line of the block."""
    return value.name if isinstance(value, Page) else f"line {value.line}" if isinstance(value, Block) else ""


@pytest.fixture(scope="module")
def shell(
    tmp_path_factory: pytest.TempPathFactory, command_line: list[str], bare_environment: dict[str, str]
) -> dict[str, str]:
    """An environment in which `recur` and `python` are those of this checkout."""
    folder = tmp_path_factory.mktemp("bin")
    for name, words in (("recur", command_line), ("python", [sys.executable])):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
        script.chmod(0o755)
    return bare_environment | {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def test_no_page_shows_a_fault_or_a_place_on_a_machine() -> None:
    """A page is retold by a program, which writes down whatever happens."""
    shown = [(place(page), output) for page, block in CONSOLES for _, output in block.commands]
    wrong = re.compile(r"Traceback \(most recent|internal error|/tmp/|/home/|/root/")
    assert not [(page, output) for page, output in shown if wrong.search(output)]


@pytest.mark.skipif(os.name != "posix", reason="commands are typed into a POSIX shell")
@pytest.mark.parametrize(("page", "block"), CONSOLES, ids=place)
def test_a_command_prints_what_the_page_shows(page: Page, block: Block, shell: dict[str, str], tmp_path: Path) -> None:
    furnish(tmp_path, page)
    for command, shown in block.commands:
        assert printed(command, tmp_path, shell) == shown, command


@pytest.mark.parametrize("page", SESSIONS, ids=place)
def test_the_python_of_a_page_does_what_it_says(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(tmp_path, page)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    examples = "\n".join(block.body for block in page.blocks if block.language == "pycon")
    test = doctest.DocTestParser().get_doctest(examples, {}, page.name, page.name, 0)
    assert test.examples
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_block_is_run_or_read_or_says_why_not(page: Page) -> None:
    for block in page.blocks:
        if block.language in ("console", "pycon") or block.title is not None or block.excuse is not None:
            continue
        assert block.language in READ, f"line {block.line}: what is this block for?"
        READ[block.language](block.body)


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_file_that_a_page_shows_is_used_on_it(page: Page) -> None:
    used = "\n".join(block.body for block in page.blocks if block.language in ("console", "pycon"))
    for name in page.files:
        assert Path(name).stem in used + "".join(text for other, text in page.files.items() if other != name)


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_block_is_found(page: Page) -> None:
    assert len(re.findall(r"^[ >]*(?:```|~~~)", page.text, re.MULTILINE)) == 2 * len(page.blocks)


@pytest.mark.parametrize("page", [page for page, _ in dict.fromkeys(CONSOLES)], ids=place)
def test_retelling_a_true_page_changes_nothing(page: Page) -> None:
    assert page.retold(lambda block: [shown for _, shown in block.commands]) == page.text
