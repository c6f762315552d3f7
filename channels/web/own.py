"""What a person does over HTTP with what is kept of them: see it, take it away, judge answers, begin anew, be forgotten.

The session token says whose it is.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy import delete
from sqlalchemy.orm import Session as Store

from channels.gate import Allowance
from channels.web.sockets import Sockets, Transcript
from channels.web.tokens import Session, Tokens
from channels.web.visitors import Visitors
from coach.conversation.models import ConversationRow
from coach.database import open_session, scrub
from coach.errors import CoachError
from coach.facts.repository import FactRepository
from coach.feedback.feedback import record
from coach.person.person import Person
from coach.person.privacy import export_person, forget_person
from coach.person.repository import PersonRepository
from coach.plan.formats import FORMATS
from coach.plan.of_person import plan_of
from coach.plan.plan import Plan
from coach.plan.reply import plan_metadata
from coach.profile.fields import FIELDS, describe

LARGEST_BODY = 20_000

logger = logging.getLogger(__name__)

Answering = Coroutine[Any, Any, HTTPResponse]
Handler = Callable[[Request, Session], Answering]


class OwnData:
    """The routes that want a session token in `Authorization: Bearer`."""

    def __init__(self, url: str, tokens: Tokens, visitors: Visitors, transcript: Transcript, sockets: Sockets) -> None:
        self._url, self._tokens, self._visitors = url, tokens, visitors
        self._transcript, self._sockets = transcript, sockets
        self._requests = Allowance(rate=5, burst=50)

    def routes(self, blueprint: Blueprint) -> None:
        """Add the routes, and leave for other sites' pages that may embed the coach to use them."""
        for method, path, handler in (
            ("GET", "/history", self.history),
            ("GET", "/me", self.me),
            ("GET", "/export/data.json", self.export),
            *(("GET", f"/export/plan.{form}", self.export_plan) for form in FORMATS),
            ("POST", "/feedback", self.feedback),
            ("POST", "/restart", self.restart),
            ("POST", "/forget", self.forget),
        ):
            blueprint.add_route(self._authenticated(handler), path, methods=[method, "OPTIONS"], name=path.strip("/"))
        blueprint.middleware("response")(self._allow_embedding)

    async def history(self, _: Request, session: Session) -> HTTPResponse:
        """What was said."""
        return response.json({"messages": await self._transcript(session.conversation)})

    async def me(self, _: Request, session: Session) -> HTTPResponse:
        """What is known of the person."""
        return response.json(await self._in_store(lambda store: _me(store, session.conversation)))

    async def export(self, _: Request, session: Session) -> HTTPResponse:
        """Everything that is kept of the person."""
        return response.json(await self._in_store(lambda store: export_person(store, session.conversation)), indent=2, ensure_ascii=False)

    async def export_plan(self, request: Request, session: Session) -> HTTPResponse:
        """The person's plan as a file."""
        form = request.path.rpartition(".")[2]
        plan = await self._in_store(lambda store: _plan(store, PersonRepository(store).of_conversation(session.conversation)))
        body = await asyncio.to_thread(FORMATS[form], plan)
        headers = {"Content-Disposition": f'attachment; filename="plan.{form}"', "X-Content-Type-Options": "nosniff"}
        return HTTPResponse(body, content_type=_CONTENT_TYPES[form], headers=headers)

    async def feedback(self, request: Request, session: Session) -> HTTPResponse:
        """What the person thought of an answer."""
        body = _read_object(request)
        given: dict[str, Any] = {name: body.get(name) for name in ("message_id", "facts", "verdict")}
        await self._in_store(lambda store: record(store, session.conversation, reason=body.get("reason") or "", **given))
        return response.json({"ok": True})

    async def restart(self, _: Request, session: Session) -> HTTPResponse:
        """Another conversation of the same person; what was said in this one is deleted, what is known of them stays."""
        fresh = self._tokens.begin()
        await self._in_store(lambda store: _move(store, session.conversation, fresh.conversation))
        return await self._moved(session, fresh, "")

    async def forget(self, _: Request, session: Session) -> HTTPResponse:
        """Nothing is kept of the person any more."""
        await self._in_store(lambda store: forget_person(store, session.conversation))
        await asyncio.to_thread(scrub, self._url)
        return await self._moved(session, self._tokens.begin(), "forgotten")

    async def _moved(self, old: Session, fresh: Session, notice: str) -> HTTPResponse:
        moved = {"session_id": fresh.token, "notice": notice}
        await self._sockets.end(old.conversation, moved)
        return response.json(moved)

    async def _in_store(self, do: Callable[[Store], Any]) -> Any:
        def transaction() -> Any:
            with open_session(self._url) as store, store.begin():
                return do(store)

        return await asyncio.to_thread(transaction)

    def _authenticated(self, handler: Handler) -> Callable[[Request], Answering]:
        @functools.wraps(handler)
        async def checked(request: Request) -> HTTPResponse:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            session = self._tokens.read(token) if scheme.lower() == "bearer" else None
            if session is None:
                return response.json({"error": "a session token is needed"}, status=401, headers={"WWW-Authenticate": "Bearer"})
            if not self._requests.take(self._visitors.address(request.ip, request.headers)):
                return response.json({"error": "too many requests; wait a few seconds"}, status=429)
            if len(request.body) > LARGEST_BODY:
                return response.json({"error": f"at most {LARGEST_BODY} bytes"}, status=413)
            try:
                answer = await handler(request, session)
            except CoachError as error:
                return response.json({"error": str(error)}, status=400)
            except Exception as error:
                logger.error("%s failed: %s", handler.__name__, type(error).__name__)
                return response.json({"error": "that failed; nothing was changed"}, status=503)
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


def _read_object(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise CoachError("The request is not JSON.") from error
    if not isinstance(body, dict):
        raise CoachError("The request must be an object.")
    return body


_CONTENT_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
}


def _me(store: Store, conversation: str) -> dict[str, Any]:
    """What is known of the person, and their plan; somebody unknown has none."""
    person = PersonRepository(store).of_conversation(conversation)
    profile = [
        {
            "field": item.field,
            "label": FIELDS[item.field].question.split(":")[0],
            "value": describe(item.field, item.value) or item.value,
            "said_at": item.said_at,
            "from": item.source,
        }
        for item in person.remembered
    ]
    return {"profile": profile, "plan": plan_metadata(_plan(store, person)) if person.id else None}


def _plan(store: Store, person: Person) -> Plan:
    return plan_of(person, FactRepository(store))


def _move(store: Store, old: str, new: str) -> None:
    """Let a person go on in a new conversation; of somebody unknown nothing is left to go on with."""
    people = PersonRepository(store)
    person = people.of_conversation(old)
    if person.id is None:
        forget_person(store, old)
    else:
        people.join(new, person.id)
        store.execute(delete(ConversationRow).where(ConversationRow.id == old))
