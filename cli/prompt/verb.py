"""Open the interactive prompt, as recur alone does on a terminal.

examples:
  recur
  recur prompt --timeout 60
  recur prompt < statements.txt

help inside it tells what can be typed. With prompt_toolkit installed (the extra recur-solver[prompt]) several lines are
edited at once; --plain does without.
"""

from __future__ import annotations

from typing import Annotated

from recur.model.limits import DEFAULT_SECONDS

from ..manner import Manner
from ..options import answers, option


@answers(None, "log", "timeout")
def run(
    plain: Annotated[bool, option("--plain", "read lines without prompt_toolkit")] = False, *, asked: Manner
) -> int:
    from .conversation import Ways, open_prompt

    usual = Manner(timeout=DEFAULT_SECONDS)
    options = [f"--timeout={asked.timeout or 'inf'}"] if asked.timeout != usual.timeout else []
    options += [f"--log={asked.log}"] if asked.log != usual.log else []
    options += ["--ascii"] if asked.ascii else []
    options += [f"--color={asked.color}"] if asked.color != usual.color else []
    return open_prompt(Ways(asked.timeout, tuple(options), plain))
