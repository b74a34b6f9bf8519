"""Print the script that teaches a shell the verbs and their options.

examples:
  eval "$(recur completion bash)"
  eval "$(recur completion zsh)"        after compinit
  recur completion fish > ~/.config/fish/completions/recur.fish
  recur --install-completion            for the shell this is typed into
"""

from __future__ import annotations

import os
from contextlib import redirect_stdout
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

from ..app import COMPLETE, PROGRAM
from ..codes import SOLVED, USAGE
from ..options import argument


class Shell(StrEnum):
    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


#: typer's script, where it lies in a folder of fpath, defines the completion at the first Tab and offers nothing.
FIRST_TAB = '\n[[ $funcstack[1] == _recur ]] && $_comps[recur] "$@"\n'


def run(shell: Annotated[Shell, argument("SHELL", "bash, zsh or fish")]) -> int:
    os.environ[COMPLETE] = f"source_{shell.value}"
    try:
        return complete([])
    finally:
        del os.environ[COMPLETE]


def complete(words: list[str]) -> int:
    """typer answers what a shell asks through the environment, and the options that show and install its scripts."""
    import typer

    from .application import app

    command: Any = typer.main.get_command(app)
    code, said = SOLVED, StringIO()
    try:
        with redirect_stdout(said):
            command.main(words, prog_name=PROGRAM, complete_var=COMPLETE, standalone_mode=False)
    except SystemExit as ending:
        code = int(ending.code or SOLVED)
    except typer.Exit as ending:  # where no shell is found to complete for
        code = USAGE if ending.exit_code else SOLVED
    script = said.getvalue()
    if f"{COMPLETE}=" in script:
        script = script.strip() + (FIRST_TAB if "#compdef" in script else "\n")
    print(script, end="")
    if words[:1] == ["--install-completion"]:
        _mend_installed()
    return code


def _mend_installed() -> None:
    file = Path.home() / ".zfunc" / "_recur"
    if file.is_file() and FIRST_TAB not in (script := file.read_text(encoding="utf-8")):
        file.write_text(script + FIRST_TAB, encoding="utf-8")
