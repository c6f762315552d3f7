"""Messages of one conversation are handled one after the other, in the order they came; conversations side by side."""

from __future__ import annotations

import asyncio

from tests.unit.channels.fake_rasa import FakeRasa


async def test_messages_of_one_conversation_wait_for_each_other_in_order(rasa: FakeRasa) -> None:
    names = [f"m{number}" for number in range(6)]
    for name in names:
        rasa.held[name] = asyncio.Event()
    gate = rasa.gate()
    everybody = []
    for name in names:
        everybody.append(asyncio.create_task(gate.receive("alice", name, name if name > "m2" else None)))
        await asyncio.sleep(0)
    for name in names:
        await rasa.arrived[name].wait()
        assert rasa.texts[-1] == name
        assert len(rasa.texts) == names.index(name) + 1
        rasa.held[name].set()
    await asyncio.gather(*everybody)
    assert rasa.finished == names


async def test_conversations_do_not_wait_for_each_other(rasa: FakeRasa) -> None:
    rasa.held["hello"] = asyncio.Event()
    gate = rasa.gate()
    everybody = [asyncio.create_task(gate.receive(f"person {number}", "hello")) for number in range(20)]
    for _ in range(50):  # every task gets its turns
        await asyncio.sleep(0)
    assert len(rasa.seen) == 20
    rasa.held["hello"].set()
    answers = await asyncio.gather(*everybody)
    assert [answer[0]["recipient_id"] for answer in answers] == [f"person {number}" for number in range(20)]


async def test_a_failed_turn_lets_the_next_one_in(rasa: FakeRasa) -> None:
    rasa.error = RuntimeError("broken")
    gate = rasa.gate()
    await asyncio.gather(*(gate.receive("alice", f"m{number}") for number in range(3)))
    assert rasa.texts == ["m0", "m1", "m2"]


async def test_conversations_that_are_over_leave_nothing_behind(rasa: FakeRasa) -> None:
    gate = rasa.gate()
    for number in range(50):
        await gate.receive(f"person {number}", "hello")
    assert len(gate._turns) == 0
