"""REST, for development: the request and the answer of Rasa's own channel, behind the gate."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.gate import Allowance, Gate
from channels.identity import conversation_id, mint
from channels.rasa_gate import open_gate

LARGEST_BODY = 200_000
LONGEST_NAME = 256


class RequestError(Exception):
    """A request that cannot be meant; the text says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class RestChannel(InputChannel):
    """`POST /webhooks/rest/webhook` with `{"sender", "message"}`; an optional `message_id` makes a repeated request harmless."""

    @classmethod
    def name(cls) -> str:
        """Its name, and the last part of its address."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        blueprint = Blueprint("coach_rest")
        gates: list[Gate] = []

        def gate(request: Request) -> Gate:
            if not gates:
                gates.append(open_gate(self.name(), request.app, on_new_message, Allowance(rate=100, burst=200)))
            return gates[0]

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text, message_id = _read(request)
            except RequestError as error:
                return response.json({"error": str(error)}, status=error.status)
            messages = await gate(request).receive(conversation_id(self.name(), sender), text, message_id)
            answer = [{**message, "recipient_id": sender} for message in messages]
            if request.args.get("stream", "").lower() == "true":
                return response.text("".join(f"{json.dumps(message)}\n" for message in answer), content_type="text/event-stream")
            return response.json(answer)

        return blueprint


def _read(request: Request) -> tuple[str, str, str | None]:
    if len(request.body) > LARGEST_BODY:
        raise RequestError(f"the request is larger than {LARGEST_BODY} bytes", 413)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise RequestError("the request is not JSON") from error
    if not isinstance(body, dict):
        raise RequestError('the request must be an object such as {"sender": "me", "message": "hello"}')
    text = body.get("message")
    if not isinstance(text, str):
        raise RequestError("`message` must be text")
    sender = _name(body, "sender") or mint()
    return sender, text, _name(body, "message_id")


def _name(body: dict[str, Any], key: str) -> str | None:
    value = body.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise RequestError(f"`{key}` must be text of at most {LONGEST_NAME} printable characters")
    return value
