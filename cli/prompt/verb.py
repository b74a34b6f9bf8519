"""Open the interactive prompt, as recur alone does on a terminal.

examples:
  recur
  recur prompt --timeout 60
  recur prompt < statements.txt
help inside it tells what can be typed. With prompt_toolkit installed (the
extra recur[prompt]) several lines are edited at once; --plain does without.
"""

from __future__ import annotations

from typing import Annotated

import typer

from recur.model.limits import DEFAULT_SECONDS

from ..options import Ascii, Color, Log, LogBase, Timeout, When, limit_of


def run(
    plain: Annotated[bool, typer.Option("--plain", help="read lines without prompt_toolkit")] = False,
    log: Log = LogBase.TWO,
    timeout: Timeout = DEFAULT_SECONDS,
    ascii: Ascii = False,
    color: Color = When.AUTO,
) -> int:
    from .conversation import Ways, open_prompt

    options = [f"--timeout={timeout}"] if timeout != DEFAULT_SECONDS else []
    options += [f"--log={log.value}"] if log != LogBase.TWO else []
    options += ["--ascii"] if ascii else []
    options += [f"--color={color.value}"] if color != When.AUTO else []
    return open_prompt(Ways(limit_of(timeout), tuple(options), plain))
