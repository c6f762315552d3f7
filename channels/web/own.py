"""What a person does with their own conversation over HTTP: read it again, begin anew. The session token says whose it is."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Callable, Coroutine
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy import delete

from channels.web.sockets import Sockets, Transcript
from channels.web.tokens import Session, Tokens
from channels.web.visitors import Visitors
from coach.conversation.models import ConversationRow
from coach.database import open_session
from coach.person.repository import PersonRepository

LARGEST_BODY = 20_000

Answering = Coroutine[Any, Any, HTTPResponse]
Handler = Callable[[Request, Session], Answering]


class OwnData:
    """The routes that want a session token in `Authorization: Bearer`."""

    def __init__(self, url: str, tokens: Tokens, visitors: Visitors, transcript: Transcript, sockets: Sockets) -> None:
        self._url, self._tokens, self._visitors = url, tokens, visitors
        self._transcript, self._sockets = transcript, sockets

    def routes(self, blueprint: Blueprint) -> None:
        """Add the routes, and leave for other sites' pages that may embed the coach to use them."""
        for method, path, handler in (
            ("GET", "/history", self.history),
            ("POST", "/restart", self.restart),
        ):
            blueprint.add_route(self._authenticated(handler), path, methods=[method, "OPTIONS"], name=path.strip("/").replace("/", "_"))
        blueprint.middleware("response")(self._allow_embedding)

    async def history(self, _: Request, session: Session) -> HTTPResponse:
        """What was said."""
        return response.json({"messages": await self._transcript(session.conversation)})

    async def restart(self, _: Request, session: Session) -> HTTPResponse:
        """Another conversation of the same person; what was said in this one is deleted, what is known of them stays."""
        fresh = self._tokens.begin()
        await asyncio.to_thread(self._move, session.conversation, fresh.conversation)
        return await self._moved(session, fresh, "")

    async def _moved(self, old: Session, fresh: Session, notice: str) -> HTTPResponse:
        moved = {"session_id": fresh.token, "notice": notice}
        await self._sockets.end(old.conversation, moved)
        return response.json(moved)

    def _move(self, old: str, new: str) -> None:
        with open_session(self._url) as store, store.begin():
            people = PersonRepository(store)
            person = people.of_conversation(old)
            if person.id:
                people.join(new, person.id)
            store.execute(delete(ConversationRow).where(ConversationRow.id == old))

    def _authenticated(self, handler: Handler) -> Callable[[Request], Answering]:
        @functools.wraps(handler)
        async def checked(request: Request) -> HTTPResponse:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            session = self._tokens.read(token) if scheme.lower() == "bearer" else None
            if session is None:
                return response.json({"error": "a session token is needed"}, status=401, headers={"WWW-Authenticate": "Bearer"})
            if len(request.body) > LARGEST_BODY:
                return response.json({"error": f"at most {LARGEST_BODY} bytes"}, status=413)
            answer = await handler(request, session)
            answer.headers.setdefault("Cache-Control", "no-store")
            return answer

        return checked

    async def _allow_embedding(self, request: Request, answer: HTTPResponse) -> None:
        origin = request.headers.get("origin")
        answer.headers["Vary"] = ", ".join(filter(None, [answer.headers.get("Vary"), "Origin"]))
        if origin and self._visitors.may_embed(origin, request.headers):
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            answer.headers["Access-Control-Allow-Methods"] = "GET, POST"
            answer.headers["Access-Control-Max-Age"] = "600"


def read_object(request: Request) -> dict[str, Any] | None:
    """The JSON object of a request's body; None if it is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
