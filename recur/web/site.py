"""The page as files: for the server of `recur web`, as a folder for any other, or as one file that needs none."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from recur.files import unwritable, write_whole
from recur.web.browser_python import NOTICE, OF_TREE_SITTER, browser_python, pyodide_folder
from recur.web.in_browser import LATE

#: The modules of the page: each imports only those before it.
MODULES = ("links.js", "backends.js", "page.js")
POLICY_OF_ONE_FILE = (
    "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; "
    "img-src data: blob:; connect-src blob: data:; worker-src data:; base-uri 'none'; form-action 'none'"
)


def served_files() -> dict[str, bytes]:
    """The files of the page, by name, for a server that answers its questions."""
    return {**_assets(), "index.html": served_index()}


def served_index() -> bytes:
    """The page that asks its server, and no worker of its own."""
    return _replaced(
        _asset("index.html"), r'name="recur-backend" content="worker"', 'name="recur-backend" content="server"'
    ).encode()


def build_site(folder: Path, pyodide: Path | None = None) -> None:
    """Write the page into a folder: files that any web server hands out, and that work offline from then on."""
    for name, content in page_in_a_folder(browser_python(pyodide_folder(pyodide))).items():
        _write(folder / name, content)


def build_single(file: Path, pyodide: Path | None = None) -> None:
    """Write the page as one file, which is opened from a disk or a mail, and asks for nothing else."""
    _write(file, page_in_a_file(browser_python(pyodide_folder(pyodide))))


def page_in_a_folder(programs: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a site by their names; `files.json` says which of them are kept to work offline.

    `files` are those of a first answer, `soon` are kept with them, `later` when an answer has needed one.
    """
    built = {**_assets(), **programs, "NOTICE.txt": NOTICE.encode()}
    digest = hashlib.sha256()
    for name in sorted(built):
        digest.update(f"{name} {len(built[name])}\n".encode() + built[name])
    version = digest.hexdigest()[:16]
    soon = [LATE["mpmath"], *sorted(name for name in built if name in OF_TREE_SITTER)]
    first = sorted(built.keys() - {*soon, LATE["sympy"], "service-worker.js", "NOTICE.txt"})
    listed = {"version": version, "files": first, "soon": soon, "later": [LATE["sympy"]]}
    built["files.json"] = json.dumps(listed, indent=1).encode()
    built["service-worker.js"] += f"\n// {version}\n".encode()  # so that a browser sees that it is another
    return built


def page_in_a_file(programs: Mapping[str, bytes]) -> bytes:
    """The page with its style, its script and all that it runs inside it."""
    script = "\n".join(_unlinked(_asset(name)) for name in MODULES)
    inside = [_element(name, "application/octet-stream;base64", _in_base64(each)) for name, each in programs.items()]
    inside.append(_element("worker.js", "text/plain", _asset("worker.js")))
    inside.append(f'<script type="module">\n{_closed(script)}\n</script>')
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY_OF_ONE_FILE}">'
    page = _asset("index.html")
    page = _replaced(page, r'<meta http-equiv="Content-Security-Policy"[^>]*>', policy)
    page = _replaced(page, r'<link rel="stylesheet"[^>]*>', f"<style>\n{_asset('page.css')}</style>")
    page = _replaced(page, r"<script [^>]*src=[^>]*></script>\n?", "")
    page = re.sub(r'<link rel="(?:manifest|icon|modulepreload)"[^>]*>\n?', "", page)
    page = _replaced(page, r"<head>", f"<head>\n<!--\n{NOTICE}-->")
    return _replaced(page, r"</body>", "\n".join([*inside, "</body>"])).encode()


def _replaced(page: str, pattern: str, by: str) -> str:
    """The page with what stands there once replaced."""
    page, count = re.subn(pattern, lambda _: by, page)
    assert count == 1, f"{pattern}: {count} times"
    return page


def _unlinked(module: str) -> str:
    """A module as a part of one script: it imports nothing, and what it exports is known to all of it."""
    lines = (line for line in module.splitlines() if not line.startswith("import "))
    return "\n".join(line.removeprefix("export ") for line in lines)


def _element(name: str, kind: str, content: str) -> str:
    return f'<script type="{kind}" id="{name}">{_closed(content)}</script>'


def _closed(script: str) -> str:
    """A script that does not end its element before its own end."""
    return script.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _assets() -> dict[str, bytes]:
    folder = files("recur.web") / "assets"
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def _asset(name: str) -> str:
    return (files("recur.web") / "assets" / name).read_text(encoding="utf-8")


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as fault:
        raise unwritable(path, fault) from None
