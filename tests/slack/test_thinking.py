"""Somebody who waits sees that the coach is thinking, and sees that end; nobody else does."""

from __future__ import annotations

import asyncio

import pytest

from channels.slack import talk as talking
from channels.slack.delivery import make_client
from channels.slack.incoming import Question, read_message
from channels.slack.talk import Talk
from launch.trial import wait_for
from tests.slack.conftest import PATIENCE
from tests.slack.fake_slack import BOT_TOKEN, ME, TEAM, FakeSlack, Payload, mention, message
from tests.unit.channels.fake_rasa import FakeRasa

METHOD = "assistant.threads.setStatus"


def _question(body: Payload) -> Question:
    question = read_message(body, TEAM, ME)
    assert question
    return question


async def _until(condition: object, what: str) -> None:
    await asyncio.to_thread(wait_for, condition, PATIENCE, what)


@pytest.mark.parametrize("body", [message("hello", "UT"), message("hello", "UT", thread_ts="3.3")])
async def test_a_person_sees_that_the_coach_is_thinking(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, body: Payload) -> None:
    monkeypatch.setattr(talking, "STATUS_AFTER_SECONDS", 0.0)
    rasa, before = FakeRasa(), len(slack.called(METHOD))
    rasa.held["hello"] = asyncio.Event()
    answering = asyncio.create_task(Talk(make_client(BOT_TOKEN, slack.api), rasa.gate(), TEAM).answer(_question(body)))
    await _until(lambda: len(slack.called(METHOD)) > before, "a status")
    rasa.held["hello"].set()
    await answering
    shown, cleared = slack.called(METHOD)[before:]
    assert shown["thread_ts"] == cleared["thread_ts"] == body["event"].get("thread_ts", body["event"]["ts"])
    assert shown["channel_id"] == "DUT"
    assert shown["status"]
    assert not cleared["status"]


async def test_whoever_is_answered_at_once_or_in_a_channel_sees_nothing(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    rasa, before = FakeRasa(), len(slack.called(METHOD))
    talk = Talk(make_client(BOT_TOKEN, slack.api), rasa.gate(), TEAM)
    await talk.answer(_question(message("hello", "UT")))
    monkeypatch.setattr(talking, "STATUS_AFTER_SECONDS", 0.0)
    await talk.answer(_question(mention("hello", "UT", "CT")))
    assert len(slack.called(METHOD)) == before
