"""Whatever breaks, the person gets a true sentence in time, and the next message is answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest

import channels.gate
from coach.wording import say
from tests.unit.channels.fake_rasa import FakeRasa

Reason = Callable[[list[dict[str, Any]]], str]

ERRORS = [
    RuntimeError("secret words"),
    OSError("no"),
    KeyError("x"),
    asyncio.TimeoutError(),
    RecursionError(),
    MemoryError(),
    UnicodeError(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("when", ["error", "error_after"])
async def test_an_exception_is_an_honest_failure(rasa: FakeRasa, reason: Reason, error: Exception, when: str) -> None:
    setattr(rasa, when, error)
    gate = rasa.gate()
    messages = await gate.receive("alice", "hello")
    assert [message["text"] for message in messages] == [say("failed")]
    assert reason(messages) == "failed"
    setattr(rasa, when, None)
    assert reason(await gate.receive("alice", "hello")) == ""


async def test_what_a_person_wrote_is_not_logged(rasa: FakeRasa, caplog: pytest.LogCaptureFixture) -> None:
    rasa.error = RuntimeError("the words of the person")
    with caplog.at_level(logging.DEBUG):
        await rasa.gate().receive("alice", "my private words")
    assert "failed" in caplog.text
    assert "private words" not in caplog.text
    assert "words of the person" not in caplog.text


async def test_a_turn_that_hangs_is_given_up_in_time(rasa: FakeRasa, reason: Reason, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels.gate, "PATIENCE_SECONDS", 0.05)
    rasa.held["hello"] = asyncio.Event()
    gate = rasa.gate()
    assert reason(await asyncio.wait_for(gate.receive("alice", "hello"), 5)) == "failed"
    assert rasa.finished == []
    assert reason(await asyncio.wait_for(gate.receive("alice", "next"), 5)) == ""


async def test_messages_behind_a_hanging_turn_are_answered_in_time_too(rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels.gate, "PATIENCE_SECONDS", 0.4)
    for number in range(5):
        rasa.held[f"m{number}"] = asyncio.Event()
    gate = rasa.gate()
    everybody = [asyncio.create_task(gate.receive("alice", f"m{number}")) for number in range(5)]
    _, waiting = await asyncio.wait(everybody, timeout=1.0)  # two and a half times the patience for one
    for task in waiting:
        task.cancel()
    assert len(waiting) == 0


def test_a_turn_is_given_up_before_a_person_waited_ten_seconds() -> None:
    assert 0 < channels.gate.PATIENCE_SECONDS < 10


async def test_one_persons_hanging_turn_does_not_hold_up_another(rasa: FakeRasa, reason: Reason) -> None:
    rasa.held["slow"] = asyncio.Event()
    gate = rasa.gate()
    slow = asyncio.create_task(gate.receive("alice", "slow"))
    await rasa.arrived["slow"].wait()
    assert reason(await asyncio.wait_for(gate.receive("bob", "hello"), 5)) == ""
    assert not slow.done()
    rasa.held["slow"].set()
    assert reason(await slow) == ""


@pytest.mark.parametrize("name", ["too_fast", "too_long", "empty", "failed", "not_kept"])
async def test_a_failure_claims_no_fact_and_no_source(rasa: FakeRasa, name: str) -> None:
    (message,) = channels.gate._sentence("alice", name, length=1, most=2)
    assert message["recipient_id"] == "alice"
    assert message["metadata"] == {"kind": "failure", "reason": name, "facts": [], "sources": [], "because": [], "missing": []}
    assert message["text"]
