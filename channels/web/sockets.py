"""The live side of the web channel: socket.io, with the events that the ecosystem of Rasa knows.

`session_request {session_id?}` is answered by `{session_id, resumed, messages}`, where the session id is a signed token. `user_uttered
{message, id}` is acknowledged at once; what comes of it arrives as `bot_typing` and `bot_uttered` in every tab of the conversation.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import socketio
from sanic.request import Request

from channels.gate import Allowance, Gate, Message
from channels.identity import mint
from channels.web.tokens import Tokens
from channels.web.transcript import shown
from channels.web.visitors import Visitors

NAMESPACE = "/"
LARGEST_PACKET = 200_000
"""Bytes; far more than the 8,000 characters of a message take."""
LONGEST_RAW = 40_000
MOST_CONNECTIONS = 200
"""Open connections of one address; a school behind one address has many."""
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,48}")

logger = logging.getLogger(__name__)

Transcript = Callable[[str], Awaitable[list[dict[str, Any]]]]


class Sockets:
    """The socket.io server of the web channel."""

    def __init__(self, visitors: Visitors, tokens: Tokens, gate: Callable[[], Gate], transcript: Transcript) -> None:
        """Register the events.

        Args:
            visitors: who may connect.
            tokens: mints and reads session tokens.
            gate: the gate to Rasa, opened at first use.
            transcript: what was said in a conversation.

        """
        self._visitors, self._tokens, self._gate, self._transcript = visitors, tokens, gate, transcript
        self._connects = Allowance(rate=5, burst=100)
        self._openings = Allowance(rate=5, burst=100)  # each reads a conversation
        self._messages = Allowance(rate=10, burst=100)
        self._connected: Counter[str] = Counter()
        self.server = socketio.AsyncServer(
            async_mode="sanic",
            async_handlers=False,
            cors_allowed_origins=lambda origin, environ: visitors.may_embed(origin, environ["sanic.request"].headers),
            cors_credentials=False,
            max_http_buffer_size=LARGEST_PACKET,
            ping_interval=10,
            ping_timeout=10,
        )
        for handler in (self.connect, self.disconnect, self.session_request, self.user_uttered):
            self.server.on(handler.__name__, handler)

    async def connect(self, sid: str, environ: dict[str, Any], _: Any = None) -> None:
        """A browser connects; the origin was checked by the server's own setting already."""
        request: Request = environ["sanic.request"]
        address = self._visitors.address(request.ip, request.headers)
        if not self._visitors.may_embed(request.headers.get("origin"), request.headers):
            raise socketio.exceptions.ConnectionRefusedError("origin")
        if self._connected[address] >= MOST_CONNECTIONS or not self._connects.take(address):
            raise socketio.exceptions.ConnectionRefusedError("too_fast")
        self._connected[address] += 1
        await self.server.save_session(sid, {"address": address})

    async def disconnect(self, sid: str, *_: Any) -> None:
        """A browser is gone; a turn under way goes on and is kept."""
        address = (await self.server.get_session(sid)).get("address")
        self._connected[address] -= 1
        if self._connected[address] <= 0:
            del self._connected[address]

    async def session_request(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Open the conversation of a token, or a new one if there is none or it does not hold."""
        connection = await self.server.get_session(sid)
        if not self._openings.take(connection["address"]):
            return _refusal("too_fast")
        token = data.get("session_id") if isinstance(data, dict) else None
        known = self._tokens.read(token)
        session = known or self._tokens.begin()
        if connection.get("conversation"):
            await self.server.leave_room(sid, connection["conversation"])
        await self.server.enter_room(sid, session.conversation)
        await self.server.save_session(sid, {**connection, "conversation": session.conversation})
        try:
            messages = await self._transcript(session.conversation) if known else []
        except Exception as error:
            logger.error("a conversation could not be read: %s", type(error).__name__)
            messages = None
        confirmed = {"session_id": session.token, "resumed": known is not None, "messages": messages}
        await self.server.emit("session_confirm", confirmed, to=sid)
        return confirmed

    async def user_uttered(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Acknowledge a message; it is answered in the background."""
        connection = await self.server.get_session(sid)
        conversation = connection.get("conversation")
        if not conversation:
            return _refusal("no_session")
        text, message_id = (data.get("message"), data.get("id")) if isinstance(data, dict) else (None, None)
        if not isinstance(text, str):
            return _refusal("empty")
        if len(text) > LONGEST_RAW:
            return _refusal("too_long")
        if not self._messages.take(connection["address"]):
            return _refusal("too_fast")
        if not (isinstance(message_id, str) and _MESSAGE_ID.fullmatch(message_id)):
            message_id = mint()
        title = data.get("title")
        said = {"id": message_id, "from": "me", "at": time.time(), "text": title if isinstance(title, str) else text}
        self.server.start_background_task(self._turn, sid, conversation, message_id, text, said)
        return {"ok": True, "id": message_id}

    async def end(self, conversation: str, moved: dict[str, Any]) -> None:
        """Tell every tab of a conversation that it is over, and which one follows."""
        await self.server.emit("session_ended", moved, room=conversation)
        for sid, _ in list(self.server.manager.get_participants(NAMESPACE, conversation)):
            connection = await self.server.get_session(sid)
            await self.server.save_session(sid, {"address": connection["address"]})
        await self.server.close_room(conversation)

    async def close(self) -> None:
        """Let every browser go, so that a poll that waits does not hold up the end of the server; they reconnect to the next one."""
        await self.server.eio.disconnect()

    async def _turn(self, sid: str, conversation: str, message_id: str, text: str, said: dict[str, Any]) -> None:
        await self.server.emit("user_uttered", said, room=conversation, skip_sid=sid)
        await self.server.emit("bot_typing", {"re": message_id, "on": True}, room=conversation)
        messages: list[Message] = await self._gate().receive(conversation, text, message_id)
        for place, message in enumerate(messages):
            await self.server.emit("bot_uttered", shown(message_id, place, message, time.time()), room=conversation)
        await self.server.emit("bot_typing", {"re": message_id, "on": False}, room=conversation)


def _refusal(reason: str) -> dict[str, Any]:
    return {"ok": False, "reason": reason}
