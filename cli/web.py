"""Open a page to type into, in a browser on this machine.

examples:
  recur web
  recur web --no-browser --port 8080
  recur web --export site
  recur web --single recur.html

The page is served by this machine to this machine alone, until Ctrl-C. What is
exported runs in the browser itself, by Pyodide (npm install pyodide): a folder
of files for any web server, or one file that opens without any.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

from recur.model.limits import DEFAULT_SECONDS

from .codes import SOLVED
from .options import PROCESSES, TIMEOUT, limit_of, option
from .words import Misused

ASKED_FOR = "teaching"
WARM = ({"verb": "solve", "text": "4T(n/2)+1"}, {"verb": "check", "text": "4T(n/2)+1", "second": "n^2"})


def run(
    export: Annotated[Path | None, option("--export DIR", "write it as files for any web server", folder=True)] = None,
    single: Annotated[Path | None, option("--single FILE", "write it as one file of HTML")] = None,
    no_browser: Annotated[bool, option("--no-browser", "print the address only")] = False,
    port: Annotated[int, option("--port N", "where to listen (default: any free port)", min=0, max=65_535)] = 0,
    jobs: Annotated[int, PROCESSES] = 0,
    timeout: Annotated[float, TIMEOUT] = DEFAULT_SECONDS,
) -> int:
    from recur.web.site import build_single, build_site

    if export is not None and export.exists() and not export.is_dir():
        raise Misused(f"--export {export}: that is a file, and a folder is written")
    if export is not None:
        build_site(export)
        print(f"written: {export / 'index.html'}, for a web server: python -m http.server -d {export}")
    if single is not None:
        build_single(single)
        print(f"written: {single}, to be opened in a browser")
    if export is None and single is None:
        import asyncio

        asyncio.run(_served(port, jobs or None, limit_of(timeout), not no_browser))
    return SOLVED


async def _served(port: int, size: int | None, seconds: float | None, opened: bool) -> None:
    import threading
    import webbrowser

    from recur.serving.loopback import serve_page
    from recur.serving.pool import Pool
    from recur.web.site import served_files

    def started(address: str) -> None:
        print(f"recur is at {address}\nCtrl-C ends it", flush=True)
        if opened and _has_browser():
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()

    await serve_page(served_files(), Pool("recur.web.protocol:answer", WARM, size, seconds), started, port)


def _has_browser() -> bool:
    """Whether one opens a window of its own; one in the terminal would take this one's place."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in screens)
