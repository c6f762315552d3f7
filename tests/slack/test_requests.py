"""Nothing that Slack did not sign is processed, and what Slack signed is, in whatever way it comes."""

from __future__ import annotations

import json
import time
import urllib.parse
from collections.abc import Callable

import pytest

from launch.trial import wait_for
from tests.slack.conftest import PATIENCE, Workspace
from tests.slack.fake_slack import message, signed

Headers = dict[str, str]


def _late(body: bytes) -> Headers:
    return signed(body, at=time.time() - 6 * 60)


def _early(body: bytes) -> Headers:
    return signed(body, at=time.time() + 6 * 60)


FORGED: dict[str, Callable[[bytes], Headers]] = {
    "no signature": lambda _: {"X-Slack-Request-Timestamp": "", "X-Slack-Signature": ""},
    "another secret": lambda body: signed(body, secret="another"),
    "an empty secret": lambda body: signed(body, secret=""),
    "a byte more": lambda body: signed(body + b" "),
    "a byte changed": lambda body: signed(body.replace(b"D", b"E", 1)),
    "too old": _late,
    "from the future": _early,
    "no number": lambda body: {**signed(body), "X-Slack-Request-Timestamp": "yesterday"},
    "another moment": lambda body: {**signed(body), "X-Slack-Request-Timestamp": str(int(time.time()) - 60)},
    "half a signature": lambda body: {**signed(body), "X-Slack-Signature": signed(body)["X-Slack-Signature"][:40]},
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=list(FORGED))
def test_what_is_not_signed_by_slack_is_refused(workspace: Workspace, user: str, forge: Callable[[bytes], Headers]) -> None:
    body = json.dumps(message("what belongs in a readme?", user)).encode()
    status, text, _ = workspace.slack.do(workspace.slack.request(workspace.webhook, body, headers=forge(body)))
    assert status in (400, 401)
    assert "readme" not in text
    workspace.ask("thanks", user)
    assert len(workspace.slack.posts(f"D{user}")) == 1


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])
def test_the_content_type_may_have_a_suffix_and_a_replay_is_answered_once(workspace: Workspace, user: str, content_type: str) -> None:
    body = json.dumps(message("what belongs in a readme?", user)).encode()
    for _ in range(3):
        status, _, _ = workspace.slack.do(workspace.slack.request(workspace.webhook, body, content_type))
        assert status == 200
    wait_for(lambda: bool(workspace.slack.posts(f"D{user}")), PATIENCE, "an answer")
    workspace.ask("thanks", user)
    assert len(workspace.slack.posts(f"D{user}")) == 2


def test_slacks_own_questions_are_answered(workspace: Workspace) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-42", "token": "t"}).encode()
    status, text, _ = workspace.slack.do(workspace.slack.request(workspace.webhook, body))
    assert status == 200
    assert "c-42" in text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{}",
        b'{"type": "event_callback"}',
        b'{"type": "event_callback", "event": 7}',
        b"payload=%7B",
        b"payload=[]",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"x" * 1_000_001,
        json.dumps({"type": "block_actions", "actions": []}).encode(),
        urllib.parse.urlencode({"payload": json.dumps({"type": "block_actions", "actions": [{"action_id": "say:0"}]})}).encode(),
    ],
    ids=lambda body: repr(body[:40]),
)
def test_nonsense_that_is_signed_harms_nothing(workspace: Workspace, user: str, body: bytes) -> None:
    status, text, _ = workspace.slack.do(workspace.slack.request(workspace.webhook, body))
    assert status in (200, 400, 401, 404, 413)
    assert "Traceback" not in text
    assert workspace.ask("thanks", user)["text"]
