"""Send after save: what was not kept is not shown, and the person is told so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from channels.tracker_store import keeping
from coach.wording import say
from tests.unit.channels.fake_rasa import FakeRasa

Reason = Callable[[list[dict[str, Any]]], str]


@pytest.mark.parametrize(("saves", "read_fails"), [(False, False), (True, True), (False, True)])
async def test_replies_are_not_shown_if_saving_or_reading_failed(rasa: FakeRasa, reason: Reason, saves: bool, read_fails: bool) -> None:
    rasa.replies = [{"text": "Secret one."}, {"text": "Secret two."}]
    rasa.saves, rasa.read_fails = saves, read_fails
    messages = await rasa.gate().receive("alice", "hello")
    assert [message["text"] for message in messages] == [say("not_kept")]
    assert reason(messages) == "not_kept"


@pytest.mark.parametrize(("saves", "read_fails"), [(False, False), (True, True)])
async def test_help_in_a_crisis_is_shown_even_if_it_cannot_be_kept(rasa: FakeRasa, saves: bool, read_fails: bool) -> None:
    rasa.replies = [{"text": "A fact.", "metadata": {"kind": "answer"}}, {"text": "Please call 112.", "metadata": {"kind": "crisis"}}]
    rasa.saves, rasa.read_fails = saves, read_fails
    messages = await rasa.gate().receive("alice", "hello")
    assert [message["text"] for message in messages] == ["Please call 112.", say("not_kept")]


async def test_the_next_message_is_answered_when_saving_works_again(rasa: FakeRasa, reason: Reason) -> None:
    gate = rasa.gate()
    rasa.saves = False
    assert reason(await gate.receive("alice", "hello")) == "not_kept"
    rasa.saves = True
    assert reason(await gate.receive("alice", "hello")) == ""


async def test_one_persons_failure_to_save_is_not_anothers(rasa: FakeRasa, reason: Reason) -> None:
    gate = rasa.gate()
    rasa.saves = False
    await gate.receive("alice", "hello")
    rasa.saves = True
    assert reason(await gate.receive("bob", "hello")) == ""
    assert keeping.get() is None


async def test_a_kept_turn_without_a_reply_is_an_honest_failure(rasa: FakeRasa, reason: Reason) -> None:
    rasa.replies = []
    assert reason(await rasa.gate().receive("alice", "hello")) == "failed"


@pytest.mark.parametrize(
    ("response", "shown"),
    [
        ({"text": "A.", "buttons": [], "custom": {"a": 1}}, {"text": "A."}),
        ({"text": "A.", "metadata": {"kind": "answer"}, "image": None}, {"text": "A.", "metadata": {"kind": "answer"}}),
        ({"text": "- one\n- two\n\nthree"}, {"text": "- one\n- two\n\nthree"}),
    ],
)
async def test_a_reply_is_held_whole(rasa: FakeRasa, response: dict[str, Any], shown: dict[str, Any]) -> None:
    rasa.replies = [response]
    assert await rasa.gate().receive("alice", "hello") == [{"recipient_id": "alice", **shown}]
