"""Questions to a page on loopback, header by header: as a browser sends them, and as none would."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from tests.served_answers import JsonObject


@dataclass(frozen=True)
class Told:
    """What a request is answered with."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> JsonObject:
        found: JsonObject = json.loads(self.body)
        return found


@dataclass
class Asker:
    """Who knows the address; `headers` go with every request."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.address.split("/")[2]

    @property
    def token(self) -> str:
        return self.address.split("/")[3]

    async def send(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A request that is sent and whose answer nobody has read."""
        name, port = self.address.split("/")[2].split(":")
        reader, writer = await asyncio.open_connection(name, int(port))
        told = {"host": self.host, "content-length": str(len(body)), "connection": "close"} | self.headers
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()
        return reader, writer

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Told:
        reader, writer = await self.send(method, path, body, **headers)
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        head, _, rest = answer.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        named = dict(line.lower().split(": ", 1) for line in lines)
        return Told(int(status.split()[1]), named, rest)

    async def get(self, name: str, **headers: str) -> Told:
        return await self.ask("GET", f"/{self.token}/{name}", **headers)

    def question(self, **headers: str) -> dict[str, str]:
        return {"content_type": "application/json", "x_recur_token": self.token} | headers

    async def post(self, request: Any, **headers: str) -> Told:
        body = request if isinstance(request, bytes) else json.dumps(request).encode()
        return await self.ask("POST", f"/{self.token}/answer", body, **self.question(**headers))
