"""Slack repeats, asks to wait, refuses, disconnects and breaks off; nobody gets an answer twice, or out of order."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections import Counter
from types import SimpleNamespace

import pytest
from sanic import Sanic

from channels.slack.channel import Connection
from channels.slack.delivery import make_client
from channels.slack.settings import SlackSettings
from channels.slack.socket_mode import SocketMode
from launch.trial import wait_for
from tests.slack.conftest import PATIENCE, Workspace
from tests.slack.fake_slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack, Payload, Trouble, mention, message, signed

QUESTIONS = ("what belongs in a readme?", "how much do ml engineers earn", "who are you?", "which languages should I learn", "thanks")
EVENTS = 1_000
A_SECOND = 100
"""More than the coach answers in a second here, so that it is busy throughout."""
SLOWEST = 0.5
"""Seconds within which 99 of 100 are to be acknowledged."""


def test_a_thousand_events_are_acknowledged_in_time_and_each_question_is_answered_once(workspace: Workspace) -> None:
    slack, chance = workspace.slack, random.Random(6)
    questions = [message(chance.choice(QUESTIONS), f"UL{number % 67}") for number in range(EVENTS * 2 // 3)]
    events = [*questions, *chance.sample(questions, EVENTS - len(questions))]
    chance.shuffle(events)
    acknowledged = len(slack.acknowledged)

    async def deliver() -> list[float]:
        began, requests = time.monotonic(), []
        for number, event in enumerate(events):
            await asyncio.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
            if number % 2:
                requests.append(asyncio.create_task(slack.request(workspace.webhook, json.dumps(event).encode())))
            else:
                await slack.envelope("events_api", event)
        answers = await asyncio.gather(*requests)
        assert {status for status, _, _ in answers} == {200}
        return [seconds for _, _, seconds in answers]

    def posts() -> list[Payload]:
        return [post for post in slack.posts() if post["channel"].startswith("DUL")]

    over_http = slack.do(deliver(), timeout=120)
    wait_for(lambda: len(posts()) >= len(questions), 120, f"answering all {len(questions)}")
    wait_for(lambda: len(slack.acknowledged) >= acknowledged + EVENTS // 2, PATIENCE, "acknowledging all")
    over_socket = [seconds for _, seconds in slack.acknowledged[acknowledged:]]
    asked = Counter(question["event"]["channel"] for question in questions)
    assert Counter(post["channel"] for post in posts()) == asked
    for seconds in (over_http, over_socket):
        assert len(seconds) == EVENTS // 2
        assert sorted(seconds)[int(len(seconds) * 0.99)] < SLOWEST


def test_what_somebody_asks_in_a_row_is_answered_in_that_order(workspace: Workspace, user: str) -> None:
    slack, channel = workspace.slack, f"D{user}"
    slack.trouble["chat.postMessage"] = [
        Trouble(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}, when=lambda sent: sent["channel"] == channel)
    ]
    for text in ("who are you?", "how much do ml engineers earn", "what belongs in a readme?"):
        workspace.send(message(text, user))
    wait_for(lambda: len(slack.posts(channel)) >= 3, PATIENCE, "three answers")
    texts = [post["text"] for post in slack.posts(channel)]
    assert ["Career Coach" in texts[0], "$" in texts[1], "readme" in texts[2]] == [True] * 3
    assert len(texts) == 3


@pytest.mark.parametrize("refused", [1, 2])
def test_blocks_that_slack_does_not_take_are_sent_in_a_simpler_form(workspace: Workspace, user: str, refused: int) -> None:
    channel = f"D{user}"
    trouble = Trouble(200, {"ok": False, "error": "invalid_blocks"}, times=refused, when=lambda sent: sent["channel"] == channel)
    workspace.slack.trouble["chat.postMessage"] = [trouble]
    post = workspace.ask("what belongs in a readme?", user)
    assert "readme" in post["text"]
    assert "markdown" not in [block["type"] for block in post["blocks"]]
    assert bool(post["blocks"]) == (refused == 1)
    assert len(workspace.slack.posts(channel)) == 1


@pytest.mark.parametrize("error", ["channel_not_found", "token_expired", "is_archived"])
def test_a_message_that_slack_refuses_is_dropped_and_the_next_is_answered(workspace: Workspace, user: str, error: str) -> None:
    channel = f"D{user}"
    workspace.slack.trouble["chat.postMessage"] = [
        Trouble(200, {"ok": False, "error": error}, when=lambda sent: sent["channel"] == channel)
    ]
    workspace.send(message("who are you?", user))
    assert "readme" in workspace.ask("what belongs in a readme?", user)["text"]
    assert error in workspace.log


def test_slack_may_ask_for_another_connection_in_the_middle(workspace: Workspace, user: str) -> None:
    slack = workspace.slack
    before = slack.opened
    workspace.send(message("who are you?", user))
    slack.do(slack.say_disconnect())
    wait_for(lambda: slack.opened > before and len(slack.sockets) >= 2, PATIENCE, "another connection")
    last = message("what belongs in a readme?", user)
    workspace.send(last)
    slack.do(slack.sockets[0].close())
    workspace.send(last)
    wait_for(lambda: len(slack.posts(f"D{user}")) >= 2, PATIENCE, "two answers")
    workspace.ask("thanks", user)
    assert len(slack.posts(f"D{user}")) == 3


def test_a_connection_that_breaks_is_opened_again(workspace: Workspace, user: str) -> None:
    slack = workspace.slack
    slack.trouble["apps.connections.open"] = [Trouble(500, {"ok": False, "error": "internal_error"})]
    before = slack.opened
    slack.do(slack.cut())
    wait_for(lambda: slack.opened > before and bool(slack.sockets), PATIENCE, "another connection")
    assert workspace.ask("what belongs in a readme?", user)["text"]


def test_a_message_and_its_mention_are_answered_once(workspace: Workspace, user: str) -> None:
    channel = f"C{user}"
    seen = mention("what belongs in a readme?", user, channel, ts="77.7")
    workspace.send(seen)
    workspace.send(message(seen["event"]["text"], user, channel, ts="77.7"), "http")
    workspace.send(mention("thanks", user, channel, ts="78.7", thread_ts="77.7"))
    wait_for(lambda: len(workspace.slack.posts(channel)) >= 2, PATIENCE, "two answers")
    assert [post["thread_ts"] for post in workspace.slack.posts(channel)] == ["77.7", "77.7"]


async def test_a_refused_app_token_is_said_once_and_not_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    slack = FakeSlack().start()

    async def dispatch(_: Payload) -> Payload:
        return {}

    try:
        with caplog.at_level(logging.INFO, "channels.slack"):
            await asyncio.wait_for(SocketMode(make_client(BOT_TOKEN, slack.api), f"{APP_TOKEN}-old", dispatch, pause=0.01).run(), PATIENCE)
        assert [call.method for call in slack.calls] == ["apps.connections.open"]
        assert ["invalid_auth" in record.getMessage() for record in caplog.records] == [True]
    finally:
        slack.stop()


async def test_without_a_right_token_the_coach_runs_on_and_takes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    slack = FakeSlack().start()
    settings = SlackSettings("xoxb-old", APP_TOKEN, SECRET, slack.api)
    connection = Connection(settings, _never)
    try:
        with caplog.at_level(logging.INFO, "channels.slack"):
            await connection.start(Sanic("no_token"), None)
            await asyncio.wait_for(connection.connecting, PATIENCE)
        assert ["invalid_auth" in record.getMessage() for record in caplog.records] == [True]
        assert [call.method for call in slack.calls] == ["auth.test"]
        assert (await connection.receive(SimpleNamespace(body=b"{}"))).status == 503
    finally:
        await connection.stop()
        slack.stop()


async def test_without_a_signing_secret_nothing_is_taken_over_http() -> None:
    """Not even what is signed with an empty secret."""
    connection = Connection(SlackSettings(BOT_TOKEN, APP_TOKEN, "", "http://127.0.0.1:9/"), _never)
    body = json.dumps(message("hi")).encode()
    assert (await connection.receive(SimpleNamespace(body=body, headers=signed(body, secret="")))).status == 404


async def test_without_any_setting_slack_is_off_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    connection = Connection(SlackSettings.from_environment({}), _never)
    with caplog.at_level(logging.INFO, "channels.slack"):
        await connection.start(Sanic("no_slack"), None)
    assert ["docs/slack.md" in record.getMessage() for record in caplog.records] == [True]
    await connection.stop()


async def _never(_: object) -> None:
    raise AssertionError("nothing may reach the coach")
