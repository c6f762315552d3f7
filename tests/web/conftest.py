"""What tests of the web channel share: a stage, and clients over real sockets."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pytest
import socketio

from tests.web.stage import Stage, open_stage

PATIENCE = 10
if not hasattr(aiohttp, "ClientWSTimeout"):  # python-socketio's client asks for it; Rasa pins an aiohttp that takes a plain number
    aiohttp.ClientWSTimeout = lambda ws_close: ws_close
_addresses = (f"10.{number // 65536}.{number // 256 % 256}.{number % 256}" for number in itertools.count(1))


class Client:
    """A browser's tab, as far as the server can tell."""

    def __init__(self, url: str, headers: dict[str, str], transports: tuple[str, ...]) -> None:
        self._url, self._transports = url, list(transports)
        self.headers = headers
        self.socket = socketio.AsyncClient(reconnection=False)
        self._heard: defaultdict[str, asyncio.Queue[Any]] = defaultdict(asyncio.Queue)
        self.all: list[tuple[str, Any]] = []
        self.token = ""
        self.socket.on("*", self._note)

    async def _note(self, event: str, data: Any) -> None:
        self.all.append((event, data))
        await self._heard[event].put(data)

    async def connect(self) -> Client:
        await self.socket.connect(self._url, headers=self.headers, transports=self._transports, socketio_path="/chat/socket.io")
        return self

    async def begin(self, token: object = None) -> dict[str, Any]:
        confirmed = await self.socket.call("session_request", {"session_id": token}, timeout=PATIENCE)
        self.token = confirmed["session_id"]
        return confirmed

    async def utter(self, data: Any) -> dict[str, Any]:
        """Send anything as a message; what the server acknowledges."""
        return await self.socket.call("user_uttered", data, timeout=PATIENCE)

    async def next(self, event: str) -> Any:
        """What comes next of one kind of event."""
        return await asyncio.wait_for(self._heard[event].get(), PATIENCE)

    async def reply(self) -> dict[str, Any]:
        """The next message of the coach."""
        return await self.next("bot_uttered")

    async def ask(self, text: str, **more: Any) -> dict[str, Any]:
        """Send a message and wait for the first message that answers it."""
        acknowledged = await self.utter({"message": text, **more})
        assert acknowledged["ok"], acknowledged
        while (reply := await self.reply())["re"] != acknowledged["id"]:
            pass
        return reply


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One stage for all tests that leave it standing."""
    with open_stage(tmp_path_factory.mktemp("stage")) as opened:
        yield opened


Connect = Callable[..., Awaitable[Client]]


@pytest.fixture
async def connect(stage: Stage) -> AsyncIterator[Connect]:
    """Opens clients; each has an address of its own unless it is given one."""
    clients: list[Client] = []

    async def opened(
        url: str = stage.url, headers: dict[str, str] | None = None, transports: tuple[str, ...] = ("websocket",), begin: bool = True
    ) -> Client:
        client = Client(url, {"X-Forwarded-For": next(_addresses), **(headers or {})}, transports)
        clients.append(client)
        await client.connect()
        if begin:
            await client.begin()
        return client

    yield opened
    for client in clients:
        if client.socket.connected:
            await client.socket.eio.disconnect(abort=True)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session
