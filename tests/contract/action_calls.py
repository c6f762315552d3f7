"""Calls of the real action server, which runs in this process on a port of its own, as Rasa makes them."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sanic import Sanic

from actions.server import HOST, make_app
from coach.database import open_session
from coach.person.repository import PersonRepository
from coach.profile.fields import FIELDS
from coach.settings import Settings
from tests.conftest import free_port

START_SECONDS = 10
CALL_SECONDS = 10


@dataclass(frozen=True)
class Outcome:
    """What an action gave back."""

    status: int
    body: Any
    learnt: Mapping[str, Any] = field(default_factory=dict)
    """What the store knows of the person now and did not know before; many values as a list."""

    @property
    def reply(self) -> dict[str, Any]:
        """The one message it said."""
        assert self.status == 200, self.body
        assert len(self.body["responses"]) == 1, self.body["responses"]
        return self.body["responses"][0]

    @property
    def text(self) -> str:
        return self.reply["text"]

    @property
    def kind(self) -> str:
        return self.reply["metadata"]["kind"]

    @property
    def facts(self) -> list[str]:
        return self.reply["metadata"]["facts"]

    @property
    def payloads(self) -> list[str]:
        return [button["payload"] for button in self.reply["buttons"]]

    @property
    def slots(self) -> dict[str, Any]:
        """The slots it sets."""
        assert {event["event"] for event in self.body["events"]} <= {"slot"}
        return {event["name"]: event["value"] for event in self.body["events"]}


def message(text: str = "some words", intent: str | None = "ask_resume", **parsed: Any) -> dict[str, Any]:
    """A message as Rasa parsed it."""
    return {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": [], "intent_ranking": [], **parsed}


def entity(name: str, value: Any) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": 0, "end": 4, "extractor": "NameExtractor"}


def ranked(*facts: tuple[str, float]) -> list[dict[str, Any]]:
    return [{"id": fact, "confidence": confidence} for fact, confidence in facts]


def tracker(conversation: str, latest_message: Any, slots: Mapping[str, Any]) -> dict[str, Any]:
    """A conversation as Rasa sends it."""
    return {
        "sender_id": conversation,
        "slots": dict(slots),
        "latest_message": latest_message,
        "latest_event_time": 1.0,
        "followup_action": None,
        "paused": False,
        "events": [],
        "latest_input_channel": "rest",
        "active_loop": {},
        "latest_action": {"action_name": "action_listen"},
        "latest_action_name": "action_listen",
    }


def new_conversation() -> str:
    """The id of a conversation that nobody had."""
    return f"rest-{uuid.uuid4().hex}"


def send(address: str, conversation: str, action: str, latest_message: Any, slots: Mapping[str, Any]) -> Outcome:
    """Call an action in a conversation."""
    request = {
        "next_action": action,
        "sender_id": conversation,
        "tracker": tracker(conversation, latest_message, slots),
        "version": "3.6.21",
    }
    return post(f"{address}/webhook", json.dumps(request).encode())


def call(address: str, action: str, latest_message: Any, slots: Mapping[str, Any] | None = None, **known: Any) -> Outcome:
    """Call an action in a conversation of its own, for a person of whom `known` is remembered already."""
    conversation = new_conversation()
    if known:
        remember(conversation, known)
    outcome = send(address, conversation, action, latest_message, slots or {})
    after = remembered(conversation) if outcome.status == 200 else {}
    return replace(outcome, learnt={name: value for name, value in after.items() if known.get(name) != value})


def remember(conversation: str, known: Mapping[str, Any]) -> None:
    """Let the store know a person."""
    said = [(name, value) for name, values in known.items() for value in (values if isinstance(values, list) else [values])]
    with open_session(Settings.from_environment().database_url) as session, session.begin():
        people = PersonRepository(session)
        people.remember(people.of_conversation(conversation), said, "message")


def remembered(conversation: str) -> dict[str, Any]:
    """What the store knows of a person."""
    with open_session(Settings.from_environment().database_url) as session:
        values = PersonRepository(session).of_conversation(conversation).profile.values
    return {name: list(value) if FIELDS[name].many else value[0] for name, value in values.items()}


def post(url: str, body: bytes | None) -> Outcome:
    """A request; without a body a GET."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, body, {"Content-Type": "application/json"}), timeout=CALL_SECONDS
        ) as answer:
            return Outcome(answer.status, json.loads(answer.read()))
    except urllib.error.HTTPError as error:
        return Outcome(error.code, json.loads(error.read()))


@contextmanager
def serving() -> Iterator[str]:
    """The action server; gives its address."""
    Sanic.test_mode = True  # lets one process make the app more than once
    port = free_port()
    up, down = threading.Event(), threading.Event()

    async def serve() -> None:
        server = await make_app().create_server(HOST, port, access_log=False, return_asyncio_server=True)
        await server.startup()
        up.set()
        await asyncio.to_thread(down.wait)
        server.close()
        await server.wait_closed()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert up.wait(START_SECONDS), "the action server did not start"
    try:
        yield f"http://{HOST}:{port}"
    finally:
        down.set()
        thread.join(START_SECONDS)
