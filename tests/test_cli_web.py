"""`recur web`: it tells its address, serves this machine alone, answers in bounded time, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest

from recur.web.site import served_files
from tests.child_processes import command, driven
from tests.conftest import Recur
from tests.http_questions import Asker

needs_uvicorn = pytest.mark.skipif(
    importlib.util.find_spec("uvicorn") is None, reason="uvicorn is not installed: .[web]"
)
ON_LINUX = sys.platform == "linux"
#: What takes as long as it may: a value with more digits than there is time for.
ENDLESS = {"verb": "eval", "text": "T(n) = T(n-1)*T(n-1) + 1, T(0) = 2", "second": "10^9", "seconds": 1}


@contextmanager
def web(*words: str) -> Iterator[tuple[subprocess.Popen[bytes], Asker]]:
    """`recur web` as a process, from when it has told its address."""
    told = [*command(), "web", "--no-browser", *words]
    with driven(told, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = process.stdout.readline().decode().split()[-1]
        try:
            yield process, Asker(address)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()


@pytest.mark.long
@needs_uvicorn
def test_a_hundred_questions_at_once_with_one_in_ten_hostile_are_all_answered() -> None:
    async def work(asker: Asker) -> None:
        easy = {"verb": "solve", "text": "4T(n/2)+1"}
        asked = [ENDLESS if k % 10 == 0 else easy for k in range(100)]
        found = await asyncio.gather(*map(asker.post, asked))
        for request, told in zip(asked, found, strict=True):
            assert told.status == 200
            if request is easy:
                assert told.json["error"] is None and "Master theorem" in told.json["text"]
            else:
                assert told.json["error"]["kind"] == "limit"

    with web() as (_, asker):
        asyncio.run(work(asker))


@needs_uvicorn
def test_the_page_is_served_and_asks_its_server() -> None:
    with web() as (_, asker):
        for name in served_files():
            told = asyncio.run(asker.get(name))
            assert told.status == 200 and told.body == served_files()[name]
        page = asyncio.run(asker.get("")).body.decode()
    assert 'name="recur-backend" content="server"' in page


def listening(process: int) -> set[str]:
    """The addresses, in hexadecimal, at which a process listens."""
    sockets = set()
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        try:
            sockets.add(os.readlink(descriptor))
        except FileNotFoundError:  # it has been closed meanwhile
            continue
    found = set()
    for table in ("tcp", "tcp6"):
        rows = Path("/proc/net", table)
        for row in rows.read_text().splitlines()[1:] if rows.exists() else ():
            fields = row.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found.add(fields[1].partition(":")[0])
    return found


@needs_uvicorn
@pytest.mark.skipif(not ON_LINUX, reason="/proc of Linux tells who listens")
def test_nothing_listens_but_loopback() -> None:
    with web() as (process, asker):
        asyncio.run(asker.post({"verb": "read", "text": "T(n/2)+1"}))  # all is started
        loopback = {"0100007F"}
        assert listening(process.pid) == loopback
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert children and all(not listening(int(child)) for child in children)


@needs_uvicorn
@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_it_ends_at_once_and_leaves_no_process(stop: str) -> None:
    """Also while questions without an end are asked: the end of its output is the end of all that had it open."""
    with driven([*command(), "web", "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        asker = Asker(process.stdout.readline().decode().split()[-1])

        async def work() -> None:
            asked = [asyncio.ensure_future(asker.post(ENDLESS)) for _ in range(5)]
            assert (await asker.post({"verb": "read", "text": "T(n/2)+1"})).status == 200
            process.send_signal(getattr(signal, stop))
            await asyncio.gather(*asked, return_exceptions=True)

        asyncio.run(work())
        _, errors = process.communicate()
        assert process.returncode == 0 and not errors


def test_without_uvicorn_what_to_install_is_said(recur: Recur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    ended = recur("web", "--no-browser")
    assert ended.returncode == 2 and "uvicorn" in ended.stderr and 'pip install "recur-solver[web]"' in ended.stderr


@needs_uvicorn
def test_a_port_that_is_taken_is_said(recur: Recur) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = recur("web", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 2 and "cannot listen at port" in ended.stderr


@pytest.mark.parametrize("words", [("--export", "site"), ("--single", "recur.html")])
def test_without_pyodide_what_to_install_is_said(recur: Recur, tmp_path: Path, words: tuple[str, str]) -> None:
    ended = recur("web", *words, RECUR_PYODIDE=str(tmp_path))
    assert ended.returncode == 2 and "Pyodide" in ended.stderr and "npm install pyodide" in ended.stderr
    assert not (tmp_path / words[1]).exists()


def test_a_folder_is_not_written_over_a_file(recur: Recur, tmp_path: Path) -> None:
    (tmp_path / "site").touch()
    ended = recur("web", "--export", str(tmp_path / "site"))
    assert ended.returncode == 2 and "folder" in ended.stderr


class Outside(HTMLParser):
    """What a page names that is not beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {value for name, value in attrs if name in ("src", "href") and value and value[0] != "#"}


def test_the_page_names_only_files_that_stand_beside_it() -> None:
    files = served_files()
    outside = Outside()
    outside.feed(files["index.html"].decode())
    assert outside.names - {"./"} <= files.keys()
