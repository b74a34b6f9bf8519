"""Answer other programs: a line of JSON in, a line of JSON out.

examples:
  recur serve --stdio
  recur serve --stdio -j 4 < requests.jsonl
requests:
  {"id": 1, "words": ["solve", "--json", "4T(n/2)+1"], "timeout": 5}
  {"cancel": 1}
"""

from __future__ import annotations

import json
import sys
from typing import Annotated

from recur.model.limits import DEFAULT_SECONDS

from .codes import SOLVED
from .options import PROCESSES, TIMEOUT, limit_of, option
from .words import Misused

ASKED_FOR = ""
WARM = ({"words": ["solve", "--json", "4T(n/2)+1"]}, {"words": ["check", "--json", "4T(n/2)+1", "n^2"]})


def run(
    stdio: Annotated[bool, option("--stdio", "requests on standard input, answers on standard output")] = False,
    jobs: Annotated[int, PROCESSES] = 0,
    timeout: Annotated[float, TIMEOUT] = DEFAULT_SECONDS,
) -> int:
    if not stdio:
        raise Misused("say where requests come from: --stdio")
    import asyncio

    asyncio.run(_served(jobs or None, limit_of(timeout)))
    return SOLVED


async def _served(size: int | None, seconds: float | None) -> None:
    from recur.serving.json_lines import JsonLines
    from recur.serving.pool import Pool

    async with Pool("recur.cli.served_words:answer", WARM, size, seconds) as pool:
        await JsonLines(pool, lambda told: print(json.dumps(told), flush=True)).serve(sys.stdin.buffer)
