"""Requests nobody's client should send, straight at the REST address: each is refused or answered, and the server lives on."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from coach.conversation.models import EventRow
from coach.database import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launch.trial import RunningCoach

PATH = "/webhooks/rest/webhook"
QUESTION = "what belongs in a readme?"
FACT = "portfolio.readme"
JSON = {"Content-Type": "application/json"}


def request(
    coach: RunningCoach, body: bytes | None, *, method: str = "POST", path: str = PATH, headers: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """Status, content type and text of the answer to one request of our own making."""
    address = urlsplit(coach.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=15)
    try:
        connection.request(method, path, body, JSON if headers is None else headers)
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type") or "", response.read().decode()
    finally:
        connection.close()


def as_json(**body: Any) -> bytes:
    return json.dumps(body).encode()


@pytest.fixture(autouse=True)
def server_still_answers(running_coach: RunningCoach) -> Iterator[None]:
    """Whatever a test sends, the next person gets an answer."""
    yield
    assert FACT in running_coach.say(QUESTION).facts


WRONG = {
    "no body": b"",
    "text": b"hello",
    "half an object": b'{"sender": "me", "message": "hello"',
    "not UTF-8": b'{"sender": "me", "message": "\xff\xfe"}',
    "form data": b"sender=me&message=hello",
    "a list": b'[{"sender": "me", "message": "hello"}]',
    "a text": b'"hello"',
    "a number": b"5",
    "null": b"null",
    "nothing in the object": b"{}",
    "deeply nested": b"[" * 90_000,
    "a deeply nested message": b'{"sender": "me", "message": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "no message": as_json(sender="me"),
    "message null": as_json(sender="me", message=None),
    "message a number": as_json(sender="me", message=5),
    "message a list": as_json(sender="me", message=["hello"]),
    "message an object": as_json(sender="me", message={"text": "hello"}),
    "message true": as_json(sender="me", message=True),
    "sender a number": as_json(sender=5, message="hello"),
    "sender a list": as_json(sender=["me"], message="hello"),
    "sender false": as_json(sender=False, message="hello"),
    "sender too long": as_json(sender="x" * 257, message="hello"),
    "sender with a lone surrogate": b'{"sender": "\\ud800", "message": "hello"}',
    "sender with NUL": b'{"sender": "me\\u0000", "message": "hello"}',
    "sender with a line break": as_json(sender="me\nyou", message="hello"),
    "message_id a number": as_json(sender="me", message="hello", message_id=7),
    "message_id too long": as_json(sender="me", message="hello", message_id="x" * 257),
    "message_id with a lone surrogate": b'{"sender": "me", "message": "hello", "message_id": "\\udc00"}',
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_a_request_that_cannot_be_meant_is_refused_in_words(running_coach: RunningCoach, body: bytes) -> None:
    status, kind, text = request(running_coach, body)
    assert (status, kind) == (400, "application/json")
    assert json.loads(text)["error"]
    assert "Traceback" not in text


@pytest.mark.parametrize("size", [200_001, 5_000_000])
def test_a_huge_request_is_refused(running_coach: RunningCoach, size: int) -> None:
    frame = as_json(sender="me", message="")
    status, _, text = request(running_coach, frame.replace(b'""', b'"' + b"x" * (size - len(frame)) + b'"'))
    assert status == 413
    assert json.loads(text)["error"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_post_is_allowed(running_coach: RunningCoach, method: str) -> None:
    status, _, text = request(running_coach, None, method=method)
    assert status == 405
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "sender",
    [
        {},
        {"sender": None},
        {"sender": ""},
        {"sender": "x" * 256},
        {"sender": "Zoë 机器 😀"},
        {"sender": "../../etc"},
        {"sender": "' OR 1=1 --"},
    ],
    ids=["missing", "null", "empty", "of 256 characters", "of all the world", "like a path", "like SQL"],
)
def test_any_name_that_can_be_printed_and_none_at_all_are_fine(running_coach: RunningCoach, sender: dict[str, Any]) -> None:
    answer = running_coach.post(as_json(message=QUESTION, **sender))
    assert answer.status == 200
    assert FACT in answer.facts
    if sender.get("sender"):
        assert {message["recipient_id"] for message in answer.body} == {sender["sender"]}


@pytest.mark.parametrize("name", [None, ""])
def test_people_without_a_name_do_not_share_a_conversation(running_coach: RunningCoach, name: str | None) -> None:
    first = running_coach.post(as_json(sender=name, message=QUESTION))
    second = running_coach.post(as_json(sender=name, message="why?"))
    assert FACT in first.facts
    assert second.facts == []
    assert first.body[0]["recipient_id"] != second.body[0]["recipient_id"]


def test_the_content_type_does_not_matter(running_coach: RunningCoach) -> None:
    status, _, text = request(running_coach, as_json(sender=uuid.uuid4().hex, message=QUESTION), headers={})
    assert status == 200
    assert FACT in text


@pytest.mark.parametrize("escape", [b"\\u0000", b"\\ud800", b"\\udfff\\ud800", b"\\u200b", b"\\u001b[2J"])
def test_a_message_with_what_cannot_be_stored_is_answered(running_coach: RunningCoach, escape: bytes) -> None:
    answer = running_coach.post(b'{"sender": "%s", "message": "what belongs%s in a readme?"}' % (uuid.uuid4().hex.encode(), escape))
    assert answer.status == 200
    assert FACT in answer.facts


def test_a_streamed_answer_holds_the_same_message(running_coach: RunningCoach) -> None:
    body = as_json(sender=uuid.uuid4().hex, message=QUESTION)
    status, kind, text = request(running_coach, body, path=f"{PATH}?stream=true")
    messages = [json.loads(line) for line in text.splitlines()]
    assert status == 200
    assert kind.startswith("text/event-stream")
    assert [message["metadata"]["facts"] for message in messages] == [[FACT]]


def turns_with(coach: RunningCoach, text: str) -> list[str]:
    """The kinds of the events of the conversation in which somebody said `text`, in their order."""
    with open_session(coach.environment["COACH_DATABASE_URL"]) as session:
        said = select(EventRow.conversation_id).where(EventRow.kind == "user", EventRow.data.contains(text))
        return list(session.scalars(select(EventRow.kind).where(EventRow.conversation_id.in_(said)).order_by(EventRow.id)))


def test_a_message_delivered_twice_at_once_and_once_more_later_is_one_turn(running_coach: RunningCoach) -> None:
    mark = f"zq{uuid.uuid4().hex[:12]}"
    body = as_json(sender=uuid.uuid4().hex, message=f"{QUESTION} {mark}", message_id="delivery-1")
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: running_coach.post(body), range(4)))
    later = running_coach.post(body)
    assert all(answer.status == 200 for answer in [*together, later])
    assert all(answer.body == later.body for answer in together)
    kinds = turns_with(running_coach, mark)
    assert (kinds.count("user"), kinds.count("bot")) == (1, 1)


def test_the_same_message_with_another_id_is_another_turn(running_coach: RunningCoach) -> None:
    mark, sender = f"zq{uuid.uuid4().hex[:12]}", uuid.uuid4().hex
    for delivery in ("one", "two"):
        assert running_coach.post(as_json(sender=sender, message=f"{QUESTION} {mark}", message_id=delivery)).status == 200
    assert turns_with(running_coach, mark).count("user") == 2


def test_the_same_message_id_of_another_person_is_another_message(running_coach: RunningCoach) -> None:
    first = running_coach.post(as_json(sender=uuid.uuid4().hex, message="is LinkedIn useful?", message_id="m1"))
    second = running_coach.post(as_json(sender=uuid.uuid4().hex, message=QUESTION, message_id="m1"))
    assert first.facts == ["search.linkedin"]
    assert second.facts == [FACT]


def test_messages_of_one_person_at_once_are_all_answered_and_kept_without_waiting(running_coach: RunningCoach) -> None:
    mark, sender = f"zq{uuid.uuid4().hex[:12]}", uuid.uuid4().hex
    began = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: running_coach.say(f"{QUESTION} {mark} {number}", sender), range(6)))
    took = time.monotonic() - began
    assert all(FACT in answer.facts for answer in answers)
    assert took < 4, "Rasa's own lock lets the next message in after a second, so six would take five seconds"
    kinds = turns_with(running_coach, mark)
    assert (kinds.count("user"), kinds.count("bot")) == (6, 6)


def test_a_client_that_goes_away_leaves_the_server_well(running_coach: RunningCoach) -> None:
    mark, address = f"zq{uuid.uuid4().hex[:12]}", urlsplit(running_coach.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=15)
    sender = uuid.uuid4().hex
    connection.request("POST", PATH, as_json(sender=sender, message=f"{QUESTION} {mark}"), JSON)
    connection.close()
    assert running_coach.say("is LinkedIn useful?", sender).facts == ["search.linkedin"]


@pytest.mark.parametrize("path", ["/", "/model", "/conversations/me/tracker", "/webhooks/callback/webhook"])
def test_rasas_own_api_is_not_open(running_coach: RunningCoach, path: str) -> None:
    status, _, text = request(running_coach, None, method="GET", path=path)
    assert "slots" not in text
    assert status in (200, 404)
    assert status == 404 or path == "/"
