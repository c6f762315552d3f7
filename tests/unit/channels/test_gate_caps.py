"""The gate's caps: bounded, normalised text at a bounded rate, and nothing of it reaches Rasa otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import channels.gate
from channels.gate import LONGEST_MESSAGE, Allowance
from tests.unit.channels.fake_rasa import FakeClock, FakeRasa

Reason = Callable[[list[dict[str, Any]]], str]


async def test_a_message_is_answered_in_its_conversation(rasa: FakeRasa) -> None:
    rasa.replies = [{"text": "One.", "buttons": [{"title": "t", "payload": "/a"}], "metadata": {"kind": "answer"}}, {"text": "Two."}]
    assert await rasa.gate().receive("alice", "hello") == [
        {"recipient_id": "alice", "text": "One.", "buttons": [{"title": "t", "payload": "/a"}], "metadata": {"kind": "answer"}},
        {"recipient_id": "alice", "text": "Two."},
    ]
    assert rasa.seen == [("alice", "hello")]


async def test_a_message_of_the_greatest_length_is_read_whole(rasa: FakeRasa, reason: Reason) -> None:
    text = "x" * LONGEST_MESSAGE
    assert reason(await rasa.gate().receive("alice", text)) == ""
    assert rasa.texts == [text]


@pytest.mark.parametrize("text", ["x" * (LONGEST_MESSAGE + 1), "x" * 20_000, "🫖" * 20_000, "/" + "x" * 20_000, "ab " * 60_000])
async def test_a_longer_message_is_refused_with_its_length_and_the_limit(rasa: FakeRasa, reason: Reason, text: str) -> None:
    messages = await rasa.gate().receive("alice", text)
    assert reason(messages) == "too_long"
    assert str(LONGEST_MESSAGE) in messages[0]["text"]
    assert str(len(text.strip())) in messages[0]["text"] or "🫖" in text
    assert rasa.seen == []


async def test_what_is_too_long_only_by_invisible_characters_is_answered(rasa: FakeRasa, reason: Reason) -> None:
    assert reason(await rasa.gate().receive("alice", "hello" + "\u200b" * 20_000 + "\n" * 20_000)) == ""
    assert rasa.texts == ["hello"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00", "\ud800", "\u200b\u200d", "\u202e", "/", "///", "/ / /"])
async def test_a_message_without_text_is_answered_without_rasa(rasa: FakeRasa, reason: Reason, text: str) -> None:
    assert reason(await rasa.gate().receive("alice", text)) == "empty"
    assert rasa.seen == []


async def test_too_many_messages_at_once_are_held_back_and_others_are_not(rasa: FakeRasa, reason: Reason) -> None:
    clock = FakeClock()
    gate = rasa.gate(Allowance(rate=0.5, burst=3, clock=clock))
    assert [reason(await gate.receive("alice", f"m{number}")) for number in range(5)] == ["", "", "", "too_fast", "too_fast"]
    assert reason(await gate.receive("bob", "hello")) == ""
    assert rasa.texts == ["m0", "m1", "m2", "hello"]


async def test_after_a_while_the_next_message_is_answered(rasa: FakeRasa, reason: Reason) -> None:
    clock = FakeClock()
    gate = rasa.gate(Allowance(rate=0.5, burst=1, clock=clock))
    assert reason(await gate.receive("alice", "one")) == ""
    clock.now += 1.9
    assert reason(await gate.receive("alice", "two")) == "too_fast"
    clock.now += 2.1
    assert reason(await gate.receive("alice", "three")) == ""


async def test_a_message_that_is_too_long_counts_for_the_rate(rasa: FakeRasa, reason: Reason) -> None:
    gate = rasa.gate(Allowance(rate=0.01, burst=1, clock=FakeClock()))
    assert reason(await gate.receive("alice", "x" * 20_000)) == "too_long"
    assert reason(await gate.receive("alice", "hello")) == "too_fast"


@given(
    waits=st.lists(st.floats(0, 5), min_size=1, max_size=60),
    rate=st.floats(0.1, 3),
    burst=st.integers(1, 5),
)
def test_no_stretch_of_time_lets_more_through_than_its_rate(waits: list[float], rate: float, burst: int) -> None:
    clock = FakeClock()
    allowance = Allowance(rate, burst, clock)
    allowed = []
    for wait in waits:
        clock.now += wait
        if allowance.take("alice"):
            allowed.append(clock.now)
    for first, began in enumerate(allowed):
        for last in range(first, len(allowed)):
            assert last - first + 1 <= burst + (allowed[last] - began) * rate + 1e-6


def test_allowances_of_many_people_need_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels.gate, "MOST_REMEMBERED", 10)
    allowance = Allowance(rate=0.001, burst=1, clock=FakeClock())
    for number in range(100):
        assert allowance.take(f"person {number}")
    assert len(allowance._buckets) <= 10
    assert not allowance.take("person 99")
