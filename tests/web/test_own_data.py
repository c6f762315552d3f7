"""What a person sees, takes away, judges and has forgotten over HTTP: theirs, all of it, and nobody else's."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from icalendar import Calendar

from tests.web.conftest import Client, Connect
from tests.web.stage import Stage

INTRODUCTION = "I taught myself and worked as a web developer. What goes first on my resume?"
PLAN_FILES = {
    "plan.md": lambda content: content.startswith(b"# ") and b"- [ ]" in content,
    "plan.pdf": lambda content: content.startswith(b"%PDF-"),
    "plan.ics": lambda content: bool(Calendar.from_ical(content).subcomponents),
    "plan.json": lambda content: json.loads(content)["total"] > 0,
}


@pytest.fixture
async def person(connect: Connect) -> Client:
    """Somebody who told of themselves."""
    client = await connect()
    await client.ask(INTRODUCTION, id="intro")
    return client


@pytest.fixture
def own(stage: Stage, http: aiohttp.ClientSession) -> Any:
    """Asks for something with the token of a client."""

    async def ask(client: Client, path: str, **body: Any) -> tuple[int, bytes]:
        method = "POST" if body or path in ("restart", "forget", "feedback") else "GET"
        headers = {"Authorization": f"Bearer {client.token}"}
        async with http.request(method, f"{stage.url}/chat/{path}", headers=headers, json=body or None) as answer:
            return answer.status, await answer.read()

    return ask


async def test_a_person_sees_what_is_known_of_them_and_their_plan(person: Client, own: Any) -> None:
    status, body = await own(person, "me")
    me = json.loads(body)
    assert status == 200
    assert {item["field"]: item["from"] for item in me["profile"]} == {"route": "message", "experience": "message"}
    assert all(item["label"] and item["value"] and item["said_at"] > 0 for item in me["profile"])
    assert me["plan"]["total"] == sum(len(phase["steps"]) for phase in me["plan"]["phases"])


async def test_of_somebody_who_said_nothing_nothing_is_known(connect: Connect, own: Any) -> None:
    assert json.loads((await own(await connect(), "me"))[1]) == {"profile": [], "plan": None}


@pytest.mark.parametrize("name", PLAN_FILES)
async def test_the_plan_can_be_taken_away(person: Client, own: Any, name: str) -> None:
    status, content = await own(person, f"export/{name}")
    assert status == 200
    assert PLAN_FILES[name](content)


async def test_everything_kept_can_be_taken_away(person: Client, own: Any) -> None:
    exported = json.loads((await own(person, "export/data.json"))[1])
    assert exported["conversations"][0]["messages"][0]["text"] == INTRODUCTION
    assert {item["value"] for item in exported["profile"]} == {"self_taught", "software"}


async def test_nobody_sees_anything_of_another(person: Client, connect: Connect, own: Any) -> None:
    stranger = await connect()
    assert json.loads((await own(stranger, "me"))[1])["profile"] == []
    assert INTRODUCTION.encode() not in (await own(stranger, "export/data.json"))[1]


async def test_a_verdict_is_kept_and_can_be_changed(person: Client, own: Any) -> None:
    answer = {"message_id": "intro.0", "facts": []}
    assert (await own(person, "feedback", **answer, verdict="up"))[0] == 200
    assert (await own(person, "feedback", **answer, verdict="down", reason="Too long"))[0] == 200
    kept = json.loads((await own(person, "export/data.json"))[1])["feedback"]
    assert [(given["message"], given["verdict"], given["reason"]) for given in kept] == [("intro.0", "down", "Too long")]


@pytest.mark.parametrize(
    "body",
    [
        {"message_id": "x", "facts": [], "verdict": "sideways"},
        {"message_id": "x", "facts": ["no.such-fact"], "verdict": "up"},
        {"message_id": "x", "facts": "all", "verdict": "up"},
        {"message_id": 7, "facts": [], "verdict": "up"},
        {"message_id": "x" * 500, "facts": [], "verdict": "up"},
        {"message_id": "x", "facts": [], "verdict": "up", "reason": {"a": 1}},
        {"verdict": "up"},
    ],
    ids=str,
)
async def test_a_verdict_that_cannot_be_meant_is_refused_in_words(person: Client, own: Any, body: dict[str, Any]) -> None:
    status, answer = await own(person, "feedback", **body)
    assert status == 400
    assert json.loads(answer)["error"]


@pytest.mark.parametrize(("body", "status"), [(b"", 400), (b"[]", 400), (b"{", 400), (b"[" * 5_000, 400), (b"x" * 30_000, 413)])
async def test_a_body_that_is_no_verdict_is_refused(
    stage: Stage, person: Client, http: aiohttp.ClientSession, body: bytes, status: int
) -> None:
    headers = {"Authorization": f"Bearer {person.token}"}
    async with http.post(f"{stage.url}/chat/feedback", data=body, headers=headers) as answer:
        assert answer.status == status


async def test_who_is_forgotten_is_unknown_afterwards_in_every_tab(person: Client, connect: Connect, own: Any) -> None:
    tab = await connect(begin=False)
    await tab.begin(person.token)
    status, body = await own(person, "forget")
    assert status == 200
    moved = json.loads(body)
    assert (await tab.next("session_ended")) == moved
    assert moved["notice"] == "forgotten"
    exported = json.loads((await own(person, "export/data.json"))[1])
    assert (exported["profile"], exported["feedback"], exported["conversations"][0]["messages"]) == ([], [], [])
    assert (await person.begin(person.token))["messages"] == []


async def test_who_starts_again_is_still_known(person: Client, own: Any) -> None:
    moved = json.loads((await own(person, "restart"))[1])
    assert (await person.begin(moved["session_id"]))["messages"] == []
    assert len(json.loads((await own(person, "me"))[1])["profile"]) == 2


async def test_who_starts_again_can_be_forgotten_whole(person: Client, own: Any) -> None:
    await own(person, "feedback", message_id="intro.0", facts=[], verdict="down", reason="canary")
    await person.begin(json.loads((await own(person, "restart"))[1])["session_id"])
    await own(person, "forget")
    assert json.loads((await own(person, "export/data.json"))[1])["feedback"] == []
