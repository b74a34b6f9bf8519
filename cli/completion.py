"""Print the script that teaches a shell the verbs and their options.

examples:
  eval "$(recur completion bash)"
  eval "$(recur completion zsh)"        after compinit
  recur completion fish > ~/.config/fish/completions/recur.fish
  recur --install-completion            for the shell this is typed into
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from .codes import SOLVED


class Shell(StrEnum):
    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def run(shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish")]) -> int:
    from typer._completion_shared import get_completion_script  # --show-completion only knows the shell it is in

    from .dispatch import COMPLETE, PROGRAM

    print(get_completion_script(prog_name=PROGRAM, complete_var=COMPLETE, shell=shell.value))
    return SOLVED
