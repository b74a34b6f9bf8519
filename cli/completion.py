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


#: typer's own, where it is installed in a folder of fpath, defines the completion at the first Tab and offers nothing.
ZSH = """
#compdef %(prog_name)s

%(complete_func)s() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" %(autocomplete_var)s=complete_zsh %(prog_name)s)
}

if [[ $funcstack[1] == _%(prog_name)s ]]; then
  %(complete_func)s "$@"
else
  compdef %(complete_func)s %(prog_name)s
fi
"""


def mend_zsh() -> None:
    """The script above in place of typer's, for `--install-completion` too."""
    from typer import _completion_shared

    _completion_shared._completion_scripts["zsh"] = ZSH


def run(shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish")]) -> int:
    from typer._completion_shared import get_completion_script  # --show-completion only knows the shell it is in

    from .dispatch import COMPLETE, PROGRAM

    mend_zsh()
    print(get_completion_script(prog_name=PROGRAM, complete_var=COMPLETE, shell=shell.value))
    return SOLVED
