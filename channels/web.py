"""The chat page. The widget is to come; until then the page shows how to talk to the coach over REST."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

PAGE = Path(__file__).parent / "page.html"
SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class WebChannel(InputChannel):
    """`GET /chat`, and `GET /chat/health`, which is 200 when a message can be understood."""

    @classmethod
    def name(cls) -> str:
        """Its name."""
        return "web"

    def url_prefix(self) -> str:
        """At the root, not under /webhooks."""
        return "/chat"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        blueprint = Blueprint("coach_web")

        @blueprint.route("/", methods=["GET"])
        async def page(_: Request) -> HTTPResponse:
            return response.html(PAGE.read_text(encoding="utf-8"), headers=SAFE)

        @blueprint.route("/health", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = agent is not None and agent.is_ready()
            return response.json({"ready": ready}, status=200 if ready else 503)

        return blueprint
