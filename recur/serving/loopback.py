"""A page and its answers over HTTP, for the browser on this machine alone.

What may ask is told by four things: the socket listens on loopback; the address holds a token that nobody can guess;
the request names the host that was told, so that no other name leads here; and a page of another origin is refused.
Answers come from a pool of processes, each within its limits.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from recur.model import InvalidRecurrence, LimitExceeded, RecurError, SyntaxProblem
from recur.serving.pool import Pool
from recur.serving.worker import JsonObject, json_object, refusal

HOST = "127.0.0.1"
#: Two fields as long as they may be, each letter escaped.
MOST_BYTES = 1_000_000
MOST_READ = 20 * MOST_BYTES
#: Connections at once; one more is told to come back.
MOST_CONNECTIONS = 1_000
TOKEN_HEADER = "x-recur-token"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
JSON = KINDS[".json"]
#: The formulas and pictures in an answer carry style attributes; nothing else stands in the page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",  # the address holds the token
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class NotServed(Exception):
    """A request that is not answered, and the status that says so."""

    def __init__(self, status: int, problem: RecurError) -> None:
        super().__init__(status, problem)
        self.status, self.problem = status, problem


class LoopbackPage:
    """The files of a page under /TOKEN/, and POST /TOKEN/answer: an ASGI application.

    `port` is where it listens: what a request has to name.
    """

    def __init__(self, files: Mapping[str, bytes], pool: Pool, token: str, port: int) -> None:
        self.pool, self.token = pool, token
        self.hosts = frozenset(f"{name}:{port}" for name in (HOST, "localhost"))
        told = json.dumps({"token": token}).encode()
        self.files = {**files, "": files["index.html"], "server.json": told}

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            self._check_where_from(headers)
            name = self._named(scope["path"])
            if name != "answer":
                await _respond(send, 200, _kind_of(name), self._file(name, scope["method"]), scope["method"] == "HEAD")
                return
            request = await self._asked(scope["method"], headers, receive)
            if (told := await self._answered(request, receive)) is not None:
                await _respond(send, 200, JSON, told)
        except NotServed as refused:
            await _respond(send, refused.status, JSON, json.dumps(refusal(refused.problem)).encode())

    def _check_where_from(self, headers: Mapping[str, str]) -> None:
        """Only this page asks, under its own name, or who has typed its address: no other page, no other name."""
        host = headers.get("host", "")
        if host not in self.hosts:
            raise NotServed(
                403, SyntaxProblem("this address is known by another name", hint=f"http://{min(self.hosts)}")
            )
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if origin not in (None, f"http://{host}") or site not in ("none", "same-origin"):
            raise NotServed(403, SyntaxProblem("another page may not ask here"))

    def _named(self, path: str) -> str:
        """The file that the path names behind the token."""
        _, token, *rest = [*path.split("/", 2), ""]
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise NotServed(
                403, SyntaxProblem("the address lacks its token", hint="open it as `recur web` has printed it")
            )
        return rest[0]

    def _file(self, name: str, method: str) -> bytes:
        if method not in ("GET", "HEAD"):
            raise NotServed(405, SyntaxProblem(f"a file is read with GET, not {method}"))
        if name not in self.files:
            raise NotServed(404, SyntaxProblem(f"there is no file {name}"))
        return self.files[name]

    async def _asked(self, method: str, headers: Mapping[str, str], receive: Receive) -> JsonObject:
        if method != "POST":
            raise NotServed(405, SyntaxProblem(f"a question comes with POST, not {method}"))
        if not secrets.compare_digest(headers.get(TOKEN_HEADER, "").encode(), self.token.encode()):
            raise NotServed(403, SyntaxProblem(f"the header {TOKEN_HEADER} lacks the token"))
        if headers.get("content-type", "").partition(";")[0].strip() != JSON:
            raise NotServed(415, SyntaxProblem(f"a question is {JSON}"))
        request = json_object(await _body(receive))
        if request is None:
            raise NotServed(400, SyntaxProblem("a question is one JSON object"))
        return request

    async def _answered(self, request: JsonObject, receive: Receive) -> bytes | None:
        """The answer of the pool; None where nobody waits for it any more, and then no process works at it."""
        answering = asyncio.ensure_future(self.pool.answer(request))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            return await answering if answering.done() else None
        finally:
            answering.cancel()
            leaving.cancel()


async def _body(receive: Receive) -> bytes:
    """What is sent. What is too long is read and dropped, so that who sends it hears why."""
    parts, length, more = [], 0, True
    while more and length <= MOST_READ:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body = message.get("body", b"")
        length += len(body)
        if length <= MOST_BYTES:
            parts.append(body)
        more = message.get("more_body", False)
    if length > MOST_BYTES:
        raise NotServed(413, LimitExceeded(f"the question is longer than {MOST_BYTES:,} bytes"))
    return b"".join(parts)


async def _left(receive: Receive) -> None:
    """Wait until who has asked is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _respond(send: Send, status: int, kind: str, body: bytes, head: bool = False) -> None:
    told = {**HEADERS, "content-type": kind, "content-length": str(len(body))}
    headers = [(name.encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


def _kind_of(name: str) -> str:
    return KINDS.get(PurePosixPath(name or "index.html").suffix, "application/octet-stream")


async def serve_page(
    files: Mapping[str, bytes],
    pool: Pool,
    started: Callable[[str], object],
    port: int = 0,
    end: asyncio.Event | None = None,
) -> None:
    """Serve the page until Ctrl-C, or `end`; `started` is told its address once it listens. Port 0 is any free one."""
    uvicorn = _uvicorn()
    end = end or asyncio.Event()
    with _listening(port) as listener, _set_by_signals(end):
        token, port = secrets.token_urlsafe(32), listener.getsockname()[1]
        async with pool:
            config = uvicorn.Config(
                LoopbackPage(files, pool, token, port),
                interface="asgi3",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=MOST_CONNECTIONS,
                timeout_graceful_shutdown=0,  # what is still asked when it ends is given up
            )
            server = uvicorn.Server(config)
            server.capture_signals = contextlib.nullcontext  # they are heeded here
            serving = asyncio.ensure_future(server.serve(sockets=[listener]))
            ending = asyncio.ensure_future(end.wait())
            started(f"http://{HOST}:{port}/{token}/")
            await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
            server.should_exit = True
            ending.cancel()
            await serving


def _uvicorn() -> Any:
    try:
        import uvicorn
    except ImportError:
        raise InvalidRecurrence(
            "the page is served by uvicorn, which is not installed", hint='pip install "recur-solver[web]"'
        ) from None
    return uvicorn


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket that listens on loopback alone: who asks from now on is answered, however long the start takes."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        try:
            listener.bind((HOST, port))
        except OSError as fault:
            raise InvalidRecurrence(
                f"cannot listen at port {port}: {fault.strerror}", hint="leave --port out: one that is free is found"
            ) from None
        listener.listen(socket.SOMAXCONN)
        yield listener


@contextlib.contextmanager
def _set_by_signals(end: asyncio.Event) -> Iterator[None]:
    """Ctrl-C, or a request to terminate, sets it."""
    loop = asyncio.get_running_loop()
    heeded = []
    for each in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError):  # not of POSIX, or not the main thread
            loop.add_signal_handler(each, end.set)
            heeded.append(each)
    try:
        yield
    finally:
        for each in heeded:
            loop.remove_signal_handler(each)
