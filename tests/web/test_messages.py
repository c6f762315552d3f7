"""Messages are acknowledged at once, answered once, in order, in every tab of their conversation and in no other."""

from __future__ import annotations

import asyncio
import time

from tests.web.conftest import Connect

SLOW = 0.6


async def test_a_message_is_acknowledged_before_it_is_answered(connect: Connect) -> None:
    client = await connect()
    began = time.monotonic()
    await client.utter({"message": f"slow {SLOW}", "id": "s1"})
    acknowledged = time.monotonic() - began
    reply = await client.reply()
    assert acknowledged < SLOW / 2 < SLOW <= time.monotonic() - began
    assert reply["re"] == "s1"


async def test_typing_begins_before_the_answer_and_ends_after_it(connect: Connect) -> None:
    client = await connect()
    await client.ask("hello", id="t1")
    for _ in ("on", "off"):
        await client.next("bot_typing")
    order = [(name, data.get("on")) for name, data in client.all if name in ("bot_typing", "bot_uttered")]
    assert order == [("bot_typing", True), ("bot_uttered", None), ("bot_typing", False)]


async def test_the_same_message_sent_again_acts_once(connect: Connect) -> None:
    client = await connect()
    first = await client.ask("hello", id="d1")
    again = await client.ask("hello", id="d1")
    assert again == {**first, "at": again["at"]}
    history = (await client.begin(client.token))["messages"]
    assert [message["id"] for message in history] == ["d1", "d1.0"]


async def test_a_message_sent_again_while_it_is_answered_acts_once(connect: Connect) -> None:
    client = await connect()
    for _ in range(3):
        await client.utter({"message": f"slow {SLOW}", "id": "d2"})
    await client.reply()
    history = (await client.begin(client.token))["messages"]
    assert [message["id"] for message in history] == ["d2", "d2.0"]


async def test_two_people_never_hear_each_other(connect: Connect) -> None:
    one, other = await connect(), await connect()
    await asyncio.gather(*(client.ask(f"I am {name} {turn}") for turn in range(5) for client, name in ((one, "Ann"), (other, "Bob"))))
    assert "Bob" not in str(one.all)
    assert "Ann" not in str(other.all)
    assert "Bob" not in str((await one.begin(one.token))["messages"])


async def test_two_tabs_show_the_same_conversation(connect: Connect) -> None:
    one = await connect()
    await one.ask("hello")
    other = await connect(begin=False)
    await other.begin(one.token)
    await one.ask("which of us hears this?", id="both")
    assert (await other.reply())["re"] == "both"
    assert (await other.next("user_uttered"))["text"] == "which of us hears this?"
    assert "user_uttered" not in [event for event, _ in one.all]
    histories = [(await tab.begin(tab.token))["messages"] for tab in (one, other)]
    assert histories[0] == histories[1]


async def test_messages_sent_in_one_breath_are_answered_in_order(connect: Connect) -> None:
    client = await connect()
    for number in range(10):
        await client.socket.emit("user_uttered", {"message": f"number {number}", "id": f"n{number}"})
    assert [(await client.reply())["re"] for _ in range(10)] == [f"n{number}" for number in range(10)]


async def test_what_was_heard_live_and_what_is_read_later_are_the_same(connect: Connect) -> None:
    client = await connect()
    live = [await client.ask("hello", id="h1"), await client.ask("/ask_portfolio", id="h2", title="Building a portfolio")]
    later = [message for message in (await client.begin(client.token))["messages"] if message["from"] == "coach"]
    assert later == [{**message, "at": kept["at"]} for message, kept in zip(live, later, strict=True)]


async def test_a_button_is_shown_by_its_title(connect: Connect) -> None:
    client = await connect()
    await client.ask("hello")
    await client.ask("/ask_portfolio", title="anything")
    said = [message for message in (await client.begin(client.token))["messages"] if message["from"] == "me"]
    assert said[1]["text"] == "Building a portfolio"
    assert said[1]["payload"] == "/ask_portfolio"


async def test_a_typed_command_is_text(connect: Connect) -> None:
    client = await connect()
    assert (await client.ask("/ask_portfolio"))["text"] == "Answer to: ask_portfolio"


async def test_polling_works_where_websockets_do_not(connect: Connect) -> None:
    client = await connect(transports=("polling",))
    assert (await client.ask("hello"))["text"].startswith("Hello")


async def test_who_reconnects_gets_what_was_answered_meanwhile(connect: Connect) -> None:
    client = await connect()
    await client.ask("hello")
    await client.utter({"message": f"slow {SLOW}", "id": "away"})
    await client.socket.disconnect()
    back = await connect(begin=False)
    confirmed = await back.begin(client.token)
    known = [message["id"] for message in confirmed["messages"]]
    if "away.0" not in known:
        assert (await back.reply())["id"] == "away.0"
