"""Run the commands of the README again and write down what they print now.

    python docs/tour.py        needs `recur` on PATH

tests/test_readme.py holds the README to its word; this script brings it up to date after a wanted change.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = re.compile(r"^\$ ", re.MULTILINE)


def sessions(readme: str) -> list[tuple[str, str]]:
    """Each command typed in a console block, with what is shown below it."""
    typed = [command for block in BLOCK.findall(readme) for command in PROMPT.split(block)[1:]]
    return [(command, shown.strip("\n")) for command, _, shown in (c.partition("\n") for c in typed)]


def printed(command: str, environment: Mapping[str, str]) -> str:
    """What the command writes, results and errors as they come, in 80 columns and UTF-8."""
    surroundings = {**environment, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        ["sh", "-c", command],
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode().strip("\n")


def retold(readme: str, answer: Callable[[str], str]) -> str:
    """The README with every output replaced by what `answer` gives for its command."""

    def block(found: re.Match[str]) -> str:
        commands = [typed.partition("\n")[0] for typed in PROMPT.split(found[1])[1:]]
        told = "\n\n".join(f"$ {command}\n{answer(command)}".rstrip("\n") for command in commands)
        return f"```console\n{told}\n```"

    return BLOCK.sub(block, readme)


if __name__ == "__main__":
    old = README.read_text(encoding="utf-8")
    new = retold(old, lambda command: printed(command, os.environ))
    README.write_text(new, encoding="utf-8")
