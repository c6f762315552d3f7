"""A message delivered twice is answered once: the same replies, one turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import channels.gate
from channels.gate import REMEMBERED_SECONDS, Allowance
from tests.unit.channels.fake_rasa import FakeClock, FakeRasa

Reason = Callable[[list[dict[str, Any]]], str]


async def test_a_message_delivered_again_later_gets_the_same_replies(rasa: FakeRasa) -> None:
    gate = rasa.gate()
    first = await gate.receive("alice", "hello", "id-1")
    rasa.replies = [{"text": "Something else."}]
    assert await gate.receive("alice", "hello", "id-1") == first
    assert rasa.texts == ["hello"]


async def test_a_message_delivered_twice_at_the_same_time_acts_once(rasa: FakeRasa) -> None:
    rasa.held["hello"] = asyncio.Event()
    gate = rasa.gate()
    deliveries = [asyncio.create_task(gate.receive("alice", "hello", "id-1")) for _ in range(5)]
    await rasa.arrived["hello"].wait()
    rasa.held["hello"].set()
    answers = await asyncio.gather(*deliveries)
    assert all(answer == [{"recipient_id": "alice", "text": "The answer."}] for answer in answers)
    assert rasa.texts == ["hello"]


async def test_a_sender_that_hangs_up_does_not_stop_the_turn(rasa: FakeRasa) -> None:
    rasa.held["hello"] = asyncio.Event()
    gate = rasa.gate()
    delivery = asyncio.create_task(gate.receive("alice", "hello", "id-1"))
    await rasa.arrived["hello"].wait()
    delivery.cancel()
    with pytest.raises(asyncio.CancelledError):
        await delivery
    rasa.held["hello"].set()
    assert await gate.receive("alice", "hello", "id-1") == [{"recipient_id": "alice", "text": "The answer."}]
    assert rasa.texts == rasa.finished == ["hello"]


@pytest.mark.parametrize(
    ("conversation", "message_id"), [("alice", "id-2"), ("bob", "id-1"), ("alice", None)], ids=["another id", "another person", "no id"]
)
async def test_what_is_not_the_same_delivery_is_answered(rasa: FakeRasa, conversation: str, message_id: str | None) -> None:
    gate = rasa.gate()
    await gate.receive("alice", "hello", "id-1")
    await gate.receive(conversation, "hello", message_id)
    assert rasa.seen == [("alice", "hello"), (conversation, "hello")]


async def test_messages_without_an_id_are_all_answered(rasa: FakeRasa) -> None:
    gate = rasa.gate()
    for _ in range(3):
        await gate.receive("alice", "hello")
    assert rasa.texts == ["hello"] * 3


def _break(rasa: FakeRasa, how: str) -> None:
    rasa.error = RuntimeError("broken") if how == "failed" else None
    rasa.saves = how != "not_kept"


@pytest.mark.parametrize("how", ["failed", "not_kept"])
async def test_a_delivery_that_failed_may_come_again_when_the_fault_is_over(rasa: FakeRasa, reason: Reason, how: str) -> None:
    gate = rasa.gate()
    _break(rasa, how)
    assert reason(await gate.receive("alice", "hello", "id-1")) == how
    _break(rasa, "")
    for _ in range(2):
        assert reason(await gate.receive("alice", "hello", "id-1")) == ""
    assert rasa.texts == ["hello", "hello"]


@pytest.mark.parametrize("how", ["failed", "not_kept"])
async def test_a_failed_delivery_whose_sender_hung_up_may_come_again_too(rasa: FakeRasa, reason: Reason, how: str) -> None:
    rasa.held["hello"] = asyncio.Event()
    gate = rasa.gate()
    _break(rasa, how)
    delivery = asyncio.create_task(gate.receive("alice", "hello", "id-1"))
    await rasa.arrived["hello"].wait()
    delivery.cancel()
    rasa.held["hello"].set()
    await asyncio.gather(delivery, return_exceptions=True)
    await gate.receive("alice", "behind it")  # answered once the turn before it is over
    _break(rasa, "")
    assert reason(await gate.receive("alice", "hello", "id-1")) == ""


@pytest.mark.parametrize("how", ["failed", "not_kept"])
async def test_deliveries_at_the_same_time_fail_together_and_act_once(rasa: FakeRasa, reason: Reason, how: str) -> None:
    rasa.held["hello"] = asyncio.Event()
    gate = rasa.gate()
    _break(rasa, how)
    deliveries = [asyncio.create_task(gate.receive("alice", "hello", "id-1")) for _ in range(3)]
    await rasa.arrived["hello"].wait()
    rasa.held["hello"].set()
    assert [reason(messages) for messages in await asyncio.gather(*deliveries)] == [how] * 3
    assert rasa.texts == ["hello"]


async def test_a_repeated_delivery_costs_no_allowance(rasa: FakeRasa, reason: Reason) -> None:
    gate = rasa.gate(Allowance(rate=0.001, burst=2, clock=FakeClock()))
    for _ in range(5):
        assert reason(await gate.receive("alice", "hello", "id-1")) == ""
    assert reason(await gate.receive("alice", "again", "id-2")) == ""


async def test_a_delivery_that_came_too_fast_may_come_again(rasa: FakeRasa, reason: Reason) -> None:
    clock = FakeClock()
    gate = rasa.gate(Allowance(rate=1, burst=1, clock=clock))
    await gate.receive("alice", "hello", "id-1")
    assert reason(await gate.receive("alice", "again", "id-2")) == "too_fast"
    clock.now += 1
    assert reason(await gate.receive("alice", "again", "id-2")) == ""
    assert rasa.texts == ["hello", "again"]


async def test_a_delivery_is_forgotten_after_its_time(rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    monkeypatch.setattr(channels.gate, "time", clock)
    gate = rasa.gate()
    await gate.receive("alice", "hello", "id-1")
    clock.now += REMEMBERED_SECONDS - 1
    await gate.receive("alice", "hello", "id-1")
    assert rasa.texts == ["hello"]
    clock.now += 2
    await gate.receive("alice", "hello", "id-1")
    assert rasa.texts == ["hello", "hello"]


async def test_deliveries_need_bounded_memory(rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels.gate, "MOST_REMEMBERED", 5)
    gate = rasa.gate()
    for number in range(50):
        await gate.receive("alice", "hello", f"id-{number}")
    assert len(gate._delivered) <= 6
    await gate.receive("alice", "hello", "id-49")
    assert len(rasa.texts) == 50
