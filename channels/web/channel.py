"""The web channel: the page, the widget, the socket, and what the widget asks over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.gate import Allowance, Gate
from channels.identity import key_for
from channels.rasa_gate import open_gate
from channels.web.assets import read_assets
from channels.web.health import Health
from channels.web.own import OwnData
from channels.web.sockets import Sockets
from channels.web.tokens import Tokens
from channels.web.transcript import transcript
from channels.web.visitors import Visitors
from coach.settings import Settings

PREFIX = "/chat"


class SocketBlueprint(Blueprint):
    """A blueprint that brings a socket.io server with it."""

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Called by Sanic."""
        self.ctx.app = app
        self.ctx.sockets.server.attach(app, f"{PREFIX}/socket.io")
        super().register(app, options)  # type: ignore[no-untyped-call]


class WebChannel(InputChannel):
    """`GET /chat`, `/chat/widget.js`, `/chat/socket.io`, and `/chat/health`, which is 200 when a message can be answered."""

    @classmethod
    def name(cls) -> str:
        """Its name."""
        return "web"

    def url_prefix(self) -> str:
        """At the root, not under /webhooks."""
        return PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        blueprint = SocketBlueprint("coach_web")
        gates: list[Gate] = []

        def agent() -> Agent | None:
            return getattr(blueprint.ctx.app.ctx, "agent", None)

        def gate() -> Gate:
            if not gates:
                gates.append(open_gate(self.name(), blueprint.ctx.app, on_new_message, Allowance(rate=1, burst=20)))
            return gates[0]

        async def said(conversation: str) -> list[dict[str, Any]]:
            ready = agent()
            tracker = await ready.tracker_store.retrieve_full_tracker(conversation) if ready else None
            return transcript(tracker.events) if tracker else []

        settings, visitors = Settings.from_environment(), Visitors.from_environment()
        tokens = Tokens(key_for("web sessions"), settings.retention_days)
        sockets = blueprint.ctx.sockets = Sockets(visitors, tokens, gate, said)
        OwnData(settings.database_url, tokens, visitors, said, sockets).routes(blueprint)
        health = Health(settings, agent)
        assets = read_assets()

        @blueprint.listener("before_server_stop")
        async def let_go(*_: Any) -> None:
            await sockets.close()

        @blueprint.route("/", methods=["GET"])
        async def page(request: Request) -> HTTPResponse:
            return assets[""].answer(request)

        @blueprint.route("/health", methods=["GET"])
        async def state(_: Request) -> HTTPResponse:
            parts = await health.parts()
            ready = all(parts.values())
            return response.json({"ready": ready, **parts}, status=200 if ready else 503, headers={"Cache-Control": "no-store"})

        @blueprint.route("/<name:str>", methods=["GET"])
        async def file(request: Request, name: str) -> HTTPResponse:
            if not name:  # the page's own addresses are relative to its place without the slash at the end
                return HTTPResponse(status=308, headers={"Location": f"..{PREFIX}"})
            return assets[name].answer(request) if name in assets else response.json({"error": "no such file"}, status=404)

        return blueprint
