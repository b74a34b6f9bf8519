"""The pages of the documentation, the README among them, and the blocks of code in them.

A block is fenced at the left margin, and what its fence says decides what becomes of it:

    ```console            `$ command` lines, each followed by what it prints: run, and compared
    ```pycon              an interactive Python session: run, and compared
    ```any title="FILE"   the text of FILE: written down before the blocks of its page are run

A comment on the line before the fence, `<!-- not run: why -->`, excuses any other block.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from docs.commands import run

DOCS = Path(__file__).resolve().parent
CHECKOUT = DOCS.parent
README = CHECKOUT / "README.md"
#: A picture, and the recurrence whose tree it is: `recur tree RECURRENCE -o FILE` draws it.
PICTURE, PICTURED = DOCS / "tree.svg", "T(n) = 3T(n/4) + n^2"
#: Pages that a program of their own writes, and compares.
GENERATED = DOCS / "gallery"

_BLOCK = re.compile(
    r'^(?:<!-- not run: (?P<excuse>.+?) -->\n)?```(?P<language>\w*)(?: title="(?P<title>[^"\n]+)")?\n'
    r"(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_PROMPT = re.compile(r"^\$ ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: the line it begins on, its language, the file it is, why it is not run."""

    line: int
    language: str
    title: str | None
    excuse: str | None
    body: str

    @property
    def commands(self) -> list[tuple[str, str]]:
        """Each command of a console block, with what is shown below it."""
        typed = (command.partition("\n") for command in _PROMPT.split(self.body)[1:])
        return [(command, shown.strip("\n")) for command, _, shown in typed]


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its path from the checkout, and its text."""

    name: str
    text: str

    @property
    def blocks(self) -> list[Block]:
        found = []
        for match in _BLOCK.finditer(self.text):
            line = self.text.count("\n", 0, match.start()) + 1 + (match["excuse"] is not None)
            found.append(Block(line, match["language"], match["title"], match["excuse"], match["body"]))
        return found

    @property
    def files(self) -> dict[str, str]:
        """The files that the page shows, by name."""
        return {block.title: block.body for block in self.blocks if block.title is not None}

    def retold(self, answer: Callable[[Block], list[str]]) -> str:
        """The page with each console block's outputs replaced by what `answer` gives for its commands."""
        told = iter([answer(block) if block.language == "console" else [] for block in self.blocks])

        def block(found: re.Match[str]) -> str:
            outputs = next(told)
            if found["language"] != "console" or found["excuse"] is not None:
                return found[0]
            commands = [typed.partition("\n")[0] for typed in _PROMPT.split(found["body"])[1:]]
            pairs = zip(commands, outputs, strict=True)
            return "```console\n" + "\n\n".join(f"$ {typed}\n{shown}".rstrip("\n") for typed, shown in pairs) + "\n```"

        return _BLOCK.sub(block, self.text)


def pages() -> list[Page]:
    """The README and every page of the documentation that is written by hand."""
    written = (path for path in sorted(DOCS.rglob("*.md")) if GENERATED not in path.parents)
    return [read(path) for path in (README, *written)]


def read(path: Path) -> Page:
    return Page(path.relative_to(CHECKOUT).as_posix(), path.read_text(encoding="utf-8"))


def furnish(folder: Path, page: Page) -> None:
    """Put into a folder what the commands of the page expect there: the examples, and the files that it shows."""
    (folder / "examples").symlink_to(CHECKOUT / "examples")
    for name, text in page.files.items():
        (folder / name).write_text(text, encoding="utf-8")


#: Quoted words, and the signs with which the rest of a line asks for a shell.
_QUOTED, _OF_A_SHELL = re.compile(r"'[^']*'|\"[^\"$`\\]*\""), re.compile(r"[|&;<>()$`*?~\\#'\"]")


def printed(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    """What the command writes, results and errors as they come, in 80 columns and UTF-8.

    A line that is a command of recur and nothing else is run in this process, all others by the shell.
    """
    if command.startswith("recur ") and not _OF_A_SHELL.search(_QUOTED.sub("", command)):
        shown = run(shlex.split(command)[1:], folder, as_they_come=True).stdout
    else:
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env={**environment, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,  # seconds after which it is taken to hang
            check=False,
        )
        shown = done.stdout.decode()
    return "\n".join(line.rstrip() for line in shown.strip("\n").split("\n"))
