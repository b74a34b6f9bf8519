"""A page on loopback: its address lets in who knows it, its answers come from processes, no other page may ask."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from recur.serving import loopback
from recur.serving.pool import Pool
from tests.http_questions import Asker, Told

pytestmark = pytest.mark.skipif(importlib.util.find_spec("uvicorn") is None, reason="uvicorn is not installed: .[web]")

FILES = {"index.html": b"<!DOCTYPE html>", "page.css": b"p{}", "page.js": b"0", "deep/tree.svg": b"<svg/>"}


class EndingLoops(Pool):
    """A pool that gives what never ends a little time, and all else as much as it takes on a busy machine."""

    async def answer(self, request: dict[str, Any], seconds: float | None = None) -> bytes:
        return await super().answer(request, 0.4 if "loop" in request else seconds)


def served(
    work: Callable[[Asker, Pool], Awaitable[None]],
    kind: type[Pool] = Pool,
    asked: Sequence[asyncio.Task[Told]] = (),
) -> None:
    """Do the work while the page is served; then the server is stopped, and nothing is left of it.

    `asked` are questions that are still open then.
    """

    async def run() -> None:
        pool = kind("tests.served_answers:answer", size=2, seconds=None)
        address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        end = asyncio.Event()
        serving = asyncio.ensure_future(loopback.serve_page(FILES, pool, started=address.set_result, end=end))
        await asyncio.wait({address, serving}, return_when=asyncio.FIRST_COMPLETED)
        try:
            await work(Asker(address.result()), pool)
        finally:
            end.set()
            await serving
            await asyncio.gather(*asked, return_exceptions=True)
        assert not pool._workers and not pool._starting

    asyncio.run(run())


def test_the_files_of_the_page_stand_behind_the_token() -> None:
    async def work(asker: Asker, pool: Pool) -> None:
        for name, kind in {"": "text/html", "page.js": "text/javascript", "deep/tree.svg": "image/svg+xml"}.items():
            told = await asker.get(name)
            assert told.status == 200 and told.body == FILES[name or "index.html"]
            assert told.headers["content-type"].partition(";")[0] == kind
            assert "default-src 'none'" in told.headers["content-security-policy"]
            assert told.headers["referrer-policy"] == "no-referrer" and "server" not in told.headers
        assert (await asker.get("server.json")).json == {"token": asker.token}
        head = await asker.ask("HEAD", f"/{asker.token}/page.js")
        assert head.status == 200 and not head.body and head.headers["content-length"] == "1"

    served(work)


def test_an_address_has_a_token_that_is_its_own() -> None:
    seen = set()

    async def work(asker: Asker, pool: Pool) -> None:
        assert len(asker.token) >= 32 and asker.host.startswith("127.0.0.1:")
        seen.add(asker.token)

    served(work)
    served(work)
    assert len(seen) == 2


@pytest.mark.parametrize(
    "path", ["/", "", "//", "/answer", "/index.html", "/wrong/", "/ä/", "/%00/", "/{token}x/", "*"]
)
def test_without_the_token_nothing_is_told(path: str) -> None:
    async def work(asker: Asker, pool: Pool) -> None:
        for method in ("GET", "POST", "OPTIONS"):
            asked = path.replace("{token}", asker.token)
            told = await asker.ask(method, asked or "/", b'{"say": "hello"}', **asker.question(x_recur_token="wrong"))
            assert told.status in (400, 403) and b"<!DOCTYPE" not in told.body and asker.token.encode() not in told.body

    served(work)


def test_a_name_that_leads_out_of_the_files_is_none_of_them() -> None:
    async def work(asker: Asker, pool: Pool) -> None:
        for name in ("../index.html", "..%2f..%2fetc/passwd", "/etc/passwd", "deep/", "deep", "nothing.js", "page.js/"):
            assert (await asker.get(name)).status == 404

    served(work)


def test_a_question_is_answered_and_what_goes_wrong_is_an_answer() -> None:
    async def work(asker: Asker, pool: Pool) -> None:
        told = await asker.post({"say": "Θ(n)"}, origin=f"http://{asker.host}", sec_fetch_site="same-origin")
        assert told.status == 200 and told.json["said"] == "Θ(n)"
        refused = await asker.post({"refuse": "no recurrence"})
        assert refused.status == 200 and refused.json["error"]["message"] == "no recurrence"
        ended = await asker.post({"end": 3})
        assert ended.status == 200 and ended.json["error"]["kind"] == "limit"

    served(work)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://example.org"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "https://{host}"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"host": "example.org"}, 403),
        ({"host": "example.org:{port}"}, 403),
        ({"host": "localhost"}, 403),
        ({"x_recur_token": ""}, 403),
        ({"x_recur_token": "ä"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"host": "localhost:{port}", "origin": "http://localhost:{port}"}, 200),
    ],
)
def test_no_other_page_may_ask(headers: dict[str, str], status: int) -> None:
    """Another origin, another name for this machine, a form: what a page elsewhere could send is refused."""

    async def work(asker: Asker, pool: Pool) -> None:
        port = asker.host.partition(":")[2]
        told = {name: value.format(host=asker.host, port=port) for name, value in headers.items()}
        found = await asker.post({"say": "hello"}, **told)
        assert found.status == status and ("said" in found.json) == (status == 200)
        assert "access-control-allow-origin" not in found.headers

    served(work)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"no JSON", 400), (b"[1]", 400), (b"[" * 100_000, 400), (b"\xff", 400), (b'"' * 2_000_000, 413)],
)
def test_a_body_that_is_no_question_or_too_long_is_refused(body: bytes, status: int) -> None:
    async def work(asker: Asker, pool: Pool) -> None:
        assert (await asker.post(body)).status == status
        assert (await asker.post({"say": "next"})).json["said"] == "next"

    served(work)


def test_a_file_is_read_and_a_question_is_sent() -> None:
    async def work(asker: Asker, pool: Pool) -> None:
        assert (await asker.ask("POST", f"/{asker.token}/page.js", **asker.question())).status == 405
        assert (await asker.ask("GET", f"/{asker.token}/answer", **asker.question())).status == 405
        assert (await asker.ask("OPTIONS", f"/{asker.token}/answer", origin="http://example.org")).status == 403

    served(work)


def test_a_hundred_questions_at_once_of_which_one_in_ten_never_ends() -> None:
    """Each has its own answer; what never ends is stopped at the limit and costs no other its answer."""

    async def work(asker: Asker, pool: Pool) -> None:
        asked = [{"loop": "deaf" if k % 20 else "heeding"} if k % 10 == 0 else {"say": str(k)} for k in range(100)]
        found = await asyncio.gather(*map(asker.post, asked))
        for k, told in enumerate(found):
            assert told.status == 200
            assert told.json["error"]["kind"] == "limit" if k % 10 == 0 else told.json["said"] == str(k)

    served(work, EndingLoops)


def test_a_question_that_is_given_up_is_worked_at_no_longer() -> None:
    async def work(asker: Asker, pool: Pool) -> None:
        first = {(await asker.post({"say": "first"})).json["process"]}
        for _ in range(2):  # without a limit, and as many as there are processes
            _, writer = await asker.send(
                "POST", f"/{asker.token}/answer", b'{"loop": "deaf"}', **asker.question(content_length="16")
            )
            writer.close()
            await writer.wait_closed()
        assert (await asker.post({"say": "next"})).json["process"] not in first

    served(work)


def test_the_end_waits_for_no_question() -> None:
    given_up: list[asyncio.Task[Told]] = []

    async def work(asker: Asker, pool: Pool) -> None:
        given_up.extend(asyncio.ensure_future(asker.post({"loop": "deaf"})) for _ in range(3))
        while not pool.waiting:  # both processes are at work
            await asyncio.sleep(0)

    served(work, asked=given_up)
    assert len(given_up) == 3
