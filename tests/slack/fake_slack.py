"""A Slack of our own on loopback: Web API with a recorder, files, response addresses, Socket Mode; and it signs what it sends over HTTP."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-test", "xapp-test", "signing-secret"
TEAM, ME, APP, BOT = "T100", "U0COACH", "A100", "B100"
Payload = dict[str, Any]


@dataclass
class Call:
    """One call of the Web API."""

    method: str
    arguments: Payload
    at: float
    refused: bool = False


@dataclass
class Trouble:
    """An answer that a method gives instead of its own, so many times."""

    status: int
    body: Payload
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    when: Callable[[Payload], bool] = lambda _: True


class FakeSlack:
    """Runs in a thread of its own; its methods may be called from any."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.asides: list[Payload] = []
        """What was sent to response addresses."""
        self.files: dict[str, bytes] = {}
        self.acknowledged: list[tuple[str, float]] = []
        """Envelopes and how long each took, in seconds."""
        self.trouble: dict[str, list[Trouble]] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.opened = 0
        self._sent: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._runner: web.AppRunner | None = None
        self.url = ""

    # --- life

    def start(self, port: int = 0) -> FakeSlack:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.do(self._serve(port))
        return self

    def stop(self) -> None:
        async def end() -> None:
            for socket in self.sockets:
                await socket.close()
            if self._runner:
                await self._runner.cleanup()

        self.do(end())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def do(self, coroutine: Any, timeout: float = 60) -> Any:
        """Run something in its loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)

    async def _serve(self, port: int) -> None:
        app = web.Application(client_max_size=50_000_000)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/aside", self._aside)
        app.router.add_post("/upload/{file}", self._upload)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        return f"{self.url}/api/"

    # --- the Web API

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.pop("token", "")
        call = Call(method, arguments, time.monotonic())
        self.calls.append(call)
        for trouble in self.trouble.get(method, []):
            if trouble.times > 0 and trouble.when(arguments):
                trouble.times -= 1
                call.refused = True
                return web.json_response(trouble.body, status=trouble.status, headers=trouble.headers)
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = getattr(self, "_" + method.replace(".", "_"), None)
        return web.json_response({"ok": True, **(answer(arguments) if answer else {})})

    def _auth_test(self, _: Payload) -> Payload:
        return {"team_id": TEAM, "user_id": ME, "bot_id": BOT, "team": "Bootcamp", "user": "coach", "url": self.url}

    def _apps_connections_open(self, _: Payload) -> Payload:
        self.opened += 1
        return {"url": f"{self.url.replace('http', 'ws')}/socket?ticket={self.opened}"}

    def _chat_postMessage(self, arguments: Payload) -> Payload:  # noqa: N802
        arguments["ts"] = self.moment()
        return {"ts": arguments["ts"], "channel": arguments["channel"]}

    def _conversations_open(self, arguments: Payload) -> Payload:
        return {"channel": {"id": f"D{arguments['users']}"}}

    def _files_getUploadURLExternal(self, arguments: Payload) -> Payload:  # noqa: N802
        file = f"F{next(self._numbers)}"
        return {"file_id": file, "upload_url": f"{self.url}/upload/{file}"}

    def _files_completeUploadExternal(self, arguments: Payload) -> Payload:  # noqa: N802
        return {"files": arguments["files"] if isinstance(arguments["files"], list) else json.loads(arguments["files"])}

    async def _upload(self, request: web.Request) -> web.Response:
        self.files[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    async def _aside(self, request: web.Request) -> web.Response:
        body = await request.json()
        for trouble in self.trouble.get("aside", []):
            if trouble.times > 0 and trouble.when(body):
                trouble.times -= 1
                return web.Response(text=str(trouble.body.get("error")), status=trouble.status)
        self.asides.append(body)
        return web.Response(text="ok")

    # --- Socket Mode

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        async for message in socket:
            answer = json.loads(message.data)
            self.acknowledged.append((answer["envelope_id"], time.monotonic() - self._sent[answer["envelope_id"]]))
        self.sockets.remove(socket)
        return socket

    async def envelope(self, kind: str, payload: Payload, name: str = "") -> str:
        """Send one envelope over the newest connection."""
        name = name or f"E{next(self._numbers)}"
        self._sent[name] = time.monotonic()
        await self.sockets[-1].send_json({"envelope_id": name, "type": kind, "payload": payload, "accepts_response_payload": False})
        return name

    async def say_disconnect(self, reason: str = "refresh_requested") -> None:
        await self.sockets[-1].send_json({"type": "disconnect", "reason": reason})

    async def cut(self) -> None:
        """Break all connections without a word."""
        for socket in list(self.sockets):
            transport = socket._req.transport if socket._req else None
            if transport:
                transport.abort()

    # --- HTTP

    async def request(self, url: str, body: bytes, content_type: str = "application/json", **more: Any) -> tuple[int, str, float]:
        """Send a signed request; status, body and seconds."""
        headers = {"Content-Type": content_type, **signed(body), **more.get("headers", {})}
        began = time.monotonic()
        async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
            return answer.status, await answer.text(), time.monotonic() - began

    # --- what was said

    def moment(self) -> str:
        return f"{1_700_000_000 + next(self._numbers)}.000100"

    def posts(self, channel: str | None = None) -> list[Payload]:
        """Messages that went out."""
        found = self.called("chat.postMessage")
        return [each for each in found if channel is None or each.get("channel") == channel]

    def called(self, method: str) -> list[Payload]:
        """The arguments of the calls of a method that were not refused."""
        return [call.arguments for call in list(self.calls) if call.method == method and not call.refused]


async def _arguments(request: web.Request) -> Payload:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return {key: json.loads(value) if value[:1] in "[{" else value for key, value in {**form, **request.query}.items()}


def signed(body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers by which Slack proves that it sent a body."""
    moment = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


def message(text: str, user: str = "U1", channel: str = "", **more: Any) -> Payload:
    """An event: a direct message, if no channel is given."""
    number = next(_numbers)
    event = {
        "type": "message",
        "user": user,
        "text": text,
        "ts": f"{1_600_000_000 + number}.000200",
        "channel": channel or f"D{user}",
        "client_msg_id": f"client-{number}",
        "channel_type": "channel" if channel else "im",
        **more,
    }
    return event_body({key: value for key, value in event.items() if value is not None}, number)


def event_body(event: Payload, number: int = 0) -> Payload:
    """What Slack wraps an event in."""
    number = number or next(_numbers)
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "event_id": f"Ev{number}",
        "event_time": 1_600_000_000 + number,
        "authorizations": [{"team_id": TEAM, "user_id": ME, "is_bot": True}],
    }


def mention(text: str, user: str = "U1", channel: str = "C1", **more: Any) -> Payload:
    """A mention in a channel."""
    body = message(f"<@{ME}> {text}", user, channel, **more)
    body["event"].update(type="app_mention")
    body["event"].pop("channel_type")
    return body


def form(payload: Payload) -> bytes:
    """Buttons and shortcuts over HTTP."""
    return urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()


def click(post: Payload, action: Payload, user: str = "U1", **more: Any) -> Payload:
    """A click on a button of a message that was posted."""
    number = next(_numbers)
    channel = post.get("channel", "")
    shown = {"ts": post.get("ts", "1.0"), "text": post["text"], "blocks": post["blocks"]}
    if post.get("thread_ts"):
        shown["thread_ts"] = post["thread_ts"]
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "api_app_id": APP,
        "trigger_id": f"trigger-{number}",
        "channel": {"id": channel},
        "container": {"type": "message", "message_ts": shown["ts"]},
        "message": shown,
        "actions": [{**action, "action_ts": f"{number}.0"}],
        **more,
    }


def buttons(post: Payload) -> list[Payload]:
    """The buttons of a message, with the name of their block."""
    blocks: Iterable[Payload] = post.get("blocks") or []
    return [{**each, "block_id": block.get("block_id", "")} for block in blocks if block["type"] == "actions" for each in block["elements"]]


_numbers = itertools.count(1)
