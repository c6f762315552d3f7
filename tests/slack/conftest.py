"""The real coach in a fake workspace."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from launch.trial import RunningCoach, start_coach, wait_for
from tests.slack.fake_slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack, Payload, buttons, click, form, message

PATIENCE = 12.0
SETTINGS = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SECRET}
TRANSPORTS = ("socket", "http")


@dataclass
class Workspace:
    """A coach that runs, and the Slack it is in."""

    coach: RunningCoach
    slack: FakeSlack

    @property
    def webhook(self) -> str:
        return f"{self.coach.url}/webhooks/slack/webhook"

    @property
    def log(self) -> str:
        return (Path(self.coach.environment["COACH_HOME"]) / "logs" / "rasa.log").read_text(errors="replace")

    def send(self, body: Payload, transport: str = "socket") -> None:
        """Deliver an event, or what a button or a shortcut sends."""
        interactive = body["type"] != "event_callback"
        if transport == "socket":
            self.slack.do(self.slack.envelope("interactive" if interactive else "events_api", body))
            return
        raw = form(body) if interactive else json.dumps(body).encode()
        content_type = "application/x-www-form-urlencoded" if interactive else "application/json"
        status, text, _ = self.slack.do(self.slack.request(self.webhook, raw, content_type))
        assert status == 200, text

    def await_more(self, seen: Callable[[], list[Any]], before: int, what: str, number: int = 1) -> list[Any]:
        """What came after the first `before`, when it is there."""
        wait_for(lambda: len(seen()) >= before + number, PATIENCE, what)
        return seen()[before:]

    def ask(self, text: str, user: str, transport: str = "socket", **more: Any) -> Payload:
        """Write a direct message, wait for the answer."""
        before = len(self.slack.posts(f"D{user}"))
        self.send(message(text, user, **more), transport)
        return dict(self.await_more(lambda: self.slack.posts(f"D{user}"), before, f"an answer to {text[:40]!r}")[0])

    def press(self, post: Payload, title: str, user: str, transport: str = "socket") -> Payload:
        """Click a button of an answer, wait for the next one."""
        channel = post["channel"]
        before = len(self.slack.posts(channel))
        self.send(click(post, button_of(post, title), user), transport)
        return dict(self.await_more(lambda: self.slack.posts(channel), before, f"an answer to the button {title!r}")[0])


def button_of(post: Payload, title: str) -> Payload:
    """The button of a message with this title."""
    return next(each for each in buttons(post) if each["text"]["text"] == title)


def titles(post: Payload) -> list[str]:
    return [each["text"]["text"] for each in buttons(post)]


_people = itertools.count(1)


@pytest.fixture
def user() -> str:
    """Somebody whom the coach does not know."""
    return f"UP{next(_people)}"


@pytest.fixture(scope="session")
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack().start()
    yield fake
    fake.stop()


@pytest.fixture(scope="session")
def workspace(slack: FakeSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Both transports are on."""
    with start_coach(tmp_path_factory.mktemp("slack"), **SETTINGS, SLACK_API_BASE_URL=slack.api) as coach:
        wait_for(lambda: bool(slack.sockets), 20, "connecting to Slack")
        yield Workspace(coach, slack)
