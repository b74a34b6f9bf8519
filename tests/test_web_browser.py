"""The page in a browser: served by Python, as a folder of files, and as one file, with no network but this machine."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from recur.model import InvalidRecurrence
from recur.web.browser_python import browser_python, pyodide_folder, tree_sitter_files
from recur.web.site import build_site, page_in_a_file, page_in_a_folder
from tests import page_flows
from tests.child_processes import command, driven
from tests.chromium import ALONE, Chromium, Tab, chromium, needs_chromium
from tests.handing_out import handed_out

needs_uvicorn = pytest.mark.skipif(
    importlib.util.find_spec("uvicorn") is None, reason="uvicorn is not installed: .[web]"
)
#: What a first answer may load, in bytes.
MOST_BYTES = 14_000_000


def pyodide() -> Path:
    try:
        return pyodide_folder(None)
    except InvalidRecurrence as problem:
        pytest.skip(f"NO PYODIDE: {problem.hint}; the page is not tried without a server")


def axe() -> str:
    """The script of axe-core, which stands beside Pyodide where npm has installed both; nothing where it does not."""
    named = os.environ.get("RECUR_AXE")
    around = [folder / "node_modules" for folder in (Path.cwd(), *Path.cwd().parents)]
    beside = [Path(os.environ["RECUR_PYODIDE"]).parent] if "RECUR_PYODIDE" in os.environ else []
    places = [Path(named)] if named else [folder / "axe-core" / "axe.min.js" for folder in (*beside, *around)]
    return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "")


@needs_chromium
def test_axe_core_is_at_hand() -> None:
    if not axe():
        pytest.skip("NO AXE-CORE: the pages are walked through, and no fault of access is looked for in them")


def walk_through(browser: Chromium, address: str, flows: Sequence[Callable[[Tab], None]] = page_flows.FLOWS) -> Tab:
    """Each flow in one page after the other, none of which may make it complain."""
    tab = browser.tab()
    tab.size(1280, 800)
    tab.open(address)
    tab.run(f"{axe()}; 0")
    for flow in flows:
        flow(tab)
        assert tab.complaints() == [], flow.__name__
    return tab


@pytest.mark.long
@needs_chromium
@needs_uvicorn
def test_the_page_that_python_serves() -> None:
    with driven([*command(), "web", "--no-browser"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = process.stdout.readline().decode().split()[-1]
        with chromium(ALONE) as browser:
            walk_through(browser, address)
        process.terminate()
        process.communicate()


@needs_chromium
@needs_uvicorn
def test_no_other_page_may_ask_the_server(tmp_path: Path) -> None:
    """A page elsewhere that even knows the address: its questions, its forms and its scripts fail."""
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>elsewhere</title>", encoding="utf-8")
    with driven([*command(), "web", "--no-browser"], stdout=subprocess.PIPE) as process, handed_out(tmp_path) as other:
        assert process.stdout is not None
        address = process.stdout.readline().decode().split()[-1]
        with chromium(ALONE) as browser:
            tab = browser.tab()
            tab.open(other)
            failed = ".then(r => r.status + ' ' + r.type, fault => fault.name)"
            post = '{method: "POST", body: \'{"verb": "read", "text": "n"}\', mode: "MODE", headers: {HEADERS}}'
            with_token = f'"Content-Type": "application/json", "X-Recur-Token": "{address.split("/")[3]}"'
            for mode, headers in (("cors", with_token), ("cors", ""), ("no-cors", "")):
                options = post.replace("MODE", mode).replace("HEADERS", headers)
                assert tab.run(f"fetch('{address}answer', {options}){failed}") in ("TypeError", "0 opaque")
            assert tab.run(f"fetch('{address}server.json'){failed}") == "TypeError"
            framed = "const f = document.createElement('iframe'); f.src = ADDRESS; document.body.append(f);"
            told = "f.onload = () => tell(f.contentDocument === null ? 'closed' : f.contentDocument.body.innerText)"
            script = framed.replace("ADDRESS", f"'{address}'") + told
            assert tab.run(f"new Promise(tell => {{ {script} }})") == "closed"
        process.terminate()
        process.communicate()


@pytest.mark.long
@needs_chromium
def test_the_page_in_which_python_runs(tmp_path: Path) -> None:
    """From a folder, then without the server that handed it out, and from one file: built once for all three."""
    programs = browser_python(pyodide())
    more = page_flows.need_more, *([page_flows.code_in_c] if tree_sitter_files(pyodide().parent) else [])
    site = page_in_a_folder(programs)
    assert sum(len(site[name]) for name in json.loads(site["files.json"])["files"]) <= MOST_BYTES
    for name, content in site.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_bytes(content)
    (tmp_path / "recur.html").write_bytes(page_in_a_file(programs))
    with chromium(ALONE) as browser:
        with handed_out(tmp_path / "site") as address:
            tab = walk_through(browser, address)
            for flow in more:
                flow(tab)
            tab.until("document.getElementById('kept').innerText")
        tab = browser.tab()  # the server has gone
        tab.open(address)
        page_flows.solve(tab)
        for flow in (page_flows.code, *more):
            flow(tab)
        assert tab.complaints() == []
    with chromium(ALONE, "--proxy-server=127.0.0.1:9") as browser:
        tab = walk_through(browser, (tmp_path / "recur.html").as_uri(), page_flows.OF_LOADING)
        for flow in more:
            flow(tab)
        assert tab.complaints() == []
        assert {address.partition(":")[0] for address in browser.asked_for()} <= {"file", "blob", "data"}


def test_without_pyodide_no_site_is_begun(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecurrence, match="Pyodide"):
        build_site(tmp_path / "site", tmp_path)
    assert not (tmp_path / "site").exists()
