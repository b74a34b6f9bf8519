"""recur inside a web server: answered on threads beside an event loop that goes on, each within its own limit."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, unquote

import recur
from recur.model import RecurError

HOSTILE = "T(n) = T(n-1)^2 + T(n-2)*n! + sum(k=0..n-1, T(k)^3), T(0)=1, T(1)=1"
TEXTS = [f"T(n) = {a}T(n/{b}) + n" for a in range(1, 6) for b in range(2, 7)]


def answered(text: str) -> dict[str, str]:
    """What the server tells of a text: the one that is hostile has no time at all."""
    try:
        return {"theta": str(recur.solve(text, timeout=1e-9 if text == HOSTILE else None).theta)}
    except RecurError as problem:
        return {"error": problem.kind}


class Server:
    """GET /text over HTTP/1.0; `alive` counts what the event loop does while threads solve."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self.threads, self.alive, self.busy = threads, 0, asyncio.Event()

    async def respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        self.busy.set()
        told = await asyncio.get_running_loop().run_in_executor(self.threads, answered, unquote(request[1:]))
        writer.write(b"HTTP/1.0 200 OK\r\n\r\n" + json.dumps(told).encode())
        await writer.drain()
        writer.close()

    async def turn(self, asked: asyncio.Task[list[dict[str, str]]]) -> None:
        await self.busy.wait()
        while not asked.done():
            self.alive += 1
            await asyncio.sleep(0)


async def ask(port: int, text: str) -> dict[str, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /{quote(text)} HTTP/1.0\r\n\r\n".encode())
    told: dict[str, str] = json.loads((await reader.read()).partition(b"\r\n\r\n")[2])
    writer.close()
    return told


async def all_answers(texts: list[str]) -> tuple[list[dict[str, str]], int]:
    with ThreadPoolExecutor(8) as threads:
        server = Server(threads)
        async with await asyncio.start_server(server.respond, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            asked = asyncio.ensure_future(asyncio.gather(*(ask(port, text) for text in texts)))
            await server.turn(asked)  # type: ignore[arg-type]
            return await asked, server.alive


def test_a_web_server_answers_every_question_beside_a_hostile_one_and_its_loop_goes_on() -> None:
    texts = [*TEXTS[:12], HOSTILE, *TEXTS[12:]]
    told, turns = asyncio.run(all_answers(texts))
    assert told[12] == {"error": "limit"}
    assert told[:12] + told[13:] == [{"theta": str(recur.solve(text).theta)} for text in TEXTS]
    assert turns > 1


def test_solve_is_called_on_the_loop_itself_and_leaves_no_timer() -> None:
    async def solved() -> str:
        return str(recur.solve("4T(n/2)+1", timeout=1_000).theta)

    assert asyncio.run(solved()) == "n**2"
