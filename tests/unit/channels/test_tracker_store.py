"""Conversations are kept, read back short with everything that matters, and the gate learns whether that worked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text

from channels.tracker_store import RECENT_MESSAGES, CoachTrackerStore, Keeping, keeping
from coach.conversation.context import previous_question
from coach.database import engine_for
from coach.store import load_facts, migrate

DOMAIN = Domain.from_dict(
    {
        "intents": ["ask_portfolio", "greet"],
        "slots": {
            "memory": {"type": "any", "mappings": [{"type": "custom"}]},
            "route": {"type": "text", "influence_conversation": False, "mappings": [{"type": "custom"}]},
            "interests": {"type": "list", "influence_conversation": False, "mappings": [{"type": "custom"}]},
        },
        "forms": {"plan_form": {"required_slots": ["route"]}},
        "actions": ["action_answer_question"],
    }
)


@pytest.fixture
def store(database_url: str, monkeypatch: pytest.MonkeyPatch) -> CoachTrackerStore:
    """A store on the database the environment names."""
    monkeypatch.setenv("COACH_DATABASE_URL", database_url)
    migrate(database_url)
    return CoachTrackerStore(DOMAIN, type="channels.tracker_store.CoachTrackerStore")


@pytest.fixture
def turn() -> Iterator[Keeping]:
    """A turn under way, as the gate begins one."""
    kept = Keeping()
    token = keeping.set(kept)
    yield kept
    keeping.reset(token)


def _new(conversation: str = "rest-alice") -> DialogueStateTracker:
    tracker = DialogueStateTracker(conversation, DOMAIN.slots)
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
        tracker.update(event)
    return tracker


def _say(tracker: DialogueStateTracker, message: str, *events: Event, **slots: Any) -> None:
    tracker.update(UserUttered(message, intent={"name": "ask_portfolio", "confidence": 0.9}))
    for name, value in slots.items():
        tracker.update(SlotSet(name, value))
    for event in (*events, ActionExecuted("action_answer_question"), BotUttered(f"About {message}"), ActionExecuted("action_listen")):
        tracker.update(event)


def _slots(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {name: tracker.get_slot(name) for name in ("memory", "route", "interests")}


def _said(tracker: DialogueStateTracker | None) -> list[str]:
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_a_conversation_nobody_had_is_unknown(store: CoachTrackerStore) -> None:
    assert await store.retrieve("rest-nobody") is None
    assert await store.retrieve_full_tracker("rest-nobody") is None
    assert list(await store.keys()) == []


async def test_what_was_said_comes_back(store: CoachTrackerStore) -> None:
    tracker = _new()
    _say(tracker, "hello", route="bootcamp", interests=["aviation"], memory={"told": ["a.b"], "misses": 1})
    await store.save(tracker)
    full, recent = await store.retrieve_full_tracker("rest-alice"), await store.retrieve("rest-alice")
    assert full is not None
    assert recent is not None
    assert [event.as_dict() for event in full.events] == [event.as_dict() for event in tracker.events]
    assert _slots(recent) == _slots(full) == _slots(tracker)
    assert recent.latest_message is not None
    assert (recent.latest_message.text, recent.latest_message.intent_name) == ("hello", "ask_portfolio")
    assert recent.latest_action_name == "action_listen"
    assert recent.sender_id == "rest-alice"


async def test_buttons_come_back_with_the_reply(store: CoachTrackerStore) -> None:
    tracker = _new()
    buttons = [{"title": "Why", "payload": '/choose{"fact": "a.b"}'}]
    _say(tracker, "hello", BotUttered("Choose.", {"buttons": buttons}, {"kind": "answer"}))
    await store.save(tracker)
    full = await store.retrieve_full_tracker("rest-alice")
    assert full is not None
    replies = [event for event in full.events if isinstance(event, BotUttered)]
    assert replies[0].data["buttons"] == buttons
    assert replies[0].metadata["kind"] == "answer"


async def test_a_long_conversation_is_read_back_short_with_every_slot(store: CoachTrackerStore) -> None:
    tracker = _new()
    _say(tracker, "m0", route="bootcamp")
    for number in range(1, 12):
        _say(tracker, f"m{number}", memory={"misses": number}, interests=[f"i{at}" for at in range(number)])
        await store.save(tracker)
    recent = await store.retrieve("rest-alice")
    assert _said(recent) == [f"m{number}" for number in range(12)][-RECENT_MESSAGES:]
    assert _said(await store.retrieve_full_tracker("rest-alice")) == [f"m{number}" for number in range(12)]
    assert recent is not None
    assert (
        _slots(recent)
        == _slots(tracker)
        == {
            "route": "bootcamp",
            "memory": {"misses": 11},
            "interests": [f"i{at}" for at in range(11)],
        }
    )


async def test_turns_on_a_tracker_read_back_short_are_added_once_and_in_order(store: CoachTrackerStore) -> None:
    await store.save(_new())
    for number in range(9):
        tracker = await store.retrieve("rest-alice")
        assert tracker is not None
        _say(tracker, f"m{number}", memory={"misses": number})
        await store.save(tracker)
        await store.save(tracker)
    full = await store.retrieve_full_tracker("rest-alice")
    assert _said(full) == [f"m{number}" for number in range(9)]
    assert full is not None
    assert sum(isinstance(event, SessionStarted) for event in full.events) == 1
    assert sum(isinstance(event, BotUttered) for event in full.events) == 9


async def test_a_tracker_that_did_not_come_from_the_store_adds_only_what_is_new(store: CoachTrackerStore) -> None:
    tracker = _new()
    _say(tracker, "m0")
    await store.save(tracker)
    copy = DialogueStateTracker.from_events("rest-alice", list(tracker.events), DOMAIN.slots)
    _say(copy, "m1")
    await store.save(copy)
    assert _said(await store.retrieve_full_tracker("rest-alice")) == ["m0", "m1"]


async def test_a_slot_that_was_emptied_stays_empty(store: CoachTrackerStore) -> None:
    tracker = _new()
    _say(tracker, "m0", route="bootcamp", memory={"misses": 1})
    _say(tracker, "m1", route=None)
    for number in range(2, 8):
        _say(tracker, f"m{number}")
    await store.save(tracker)
    recent = await store.retrieve("rest-alice")
    assert recent is not None
    assert (recent.get_slot("route"), recent.get_slot("memory")) == (None, {"misses": 1})


@pytest.mark.parametrize("value", [0, False, "", [], {}])
async def test_an_empty_value_is_a_value(store: CoachTrackerStore, value: Any) -> None:
    tracker = _new()
    _say(tracker, "m0", memory=value)
    for number in range(1, 8):
        _say(tracker, f"m{number}")
    await store.save(tracker)
    recent = await store.retrieve("rest-alice")
    assert recent is not None
    assert recent.get_slot("memory") == value
    assert recent.get_slot("memory") is not None


@pytest.mark.parametrize(("ended", "active"), [(False, "plan_form"), (True, None)])
async def test_an_open_form_stays_open_and_a_closed_one_closed(store: CoachTrackerStore, ended: bool, active: str | None) -> None:
    tracker = _new()
    _say(tracker, "m0", ActiveLoop("plan_form"))
    for number in range(1, 8):
        _say(tracker, f"m{number}", *([ActiveLoop(None)] if ended and number == 2 else []))
    await store.save(tracker)
    recent = await store.retrieve("rest-alice")
    assert recent is not None
    assert recent.active_loop_name == active


async def test_conversations_do_not_mix(store: CoachTrackerStore) -> None:
    people = [f"rest-{number}" for number in range(12)]
    trackers = [_new(person) for person in people]
    for tracker, person in zip(trackers, people, strict=True):
        _say(tracker, f"I am {person}", memory={"told": [person]})
    await asyncio.gather(*map(store.save, trackers))
    assert sorted(await store.keys()) == sorted(people)
    for person, tracker in zip(people, await asyncio.gather(*map(store.retrieve, people)), strict=True):
        assert _said(tracker) == [f"I am {person}"]
        assert tracker is not None
        assert tracker.get_slot("memory") == {"told": [person]}


@pytest.mark.parametrize("message", ["\x00", "\ud800 lone", "\u202e🫖 你好", "x" * 8_000, "'; DROP TABLE conversation; --", '{"a": "\\"'])
async def test_any_text_is_kept_as_it_is(store: CoachTrackerStore, message: str) -> None:
    tracker = _new()
    _say(tracker, message, memory={"told": [message]})
    await store.save(tracker)
    recent = await store.retrieve("rest-alice")
    assert _said(recent) == [message]
    assert recent is not None
    assert recent.get_slot("memory") == {"told": [message]}


async def test_what_people_said_survives_a_reload_of_the_facts(store: CoachTrackerStore, database_url: str, data: Any) -> None:
    tracker = _new()
    _say(tracker, "hello", route="bootcamp")
    await store.save(tracker)
    assert load_facts(database_url, data)[1] is True
    recent = await store.retrieve("rest-alice")
    assert _said(recent) == ["hello"]
    assert recent is not None
    assert recent.get_slot("route") == "bootcamp"


async def test_a_saved_turn_says_so_to_the_gate(store: CoachTrackerStore, turn: Keeping) -> None:
    assert await store.retrieve("rest-alice") is None
    assert turn == Keeping(read_failed=False, saved=False)
    await store.save(_new())
    assert turn == Keeping(read_failed=False, saved=True)


async def test_a_failed_read_is_known_and_nothing_is_written_over(
    store: CoachTrackerStore, turn: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = _new()
    _say(tracker, "hello", route="bootcamp")
    await store.save(tracker)
    turn.saved = False
    with monkeypatch.context() as patch:
        patch.setattr("channels.tracker_store.open_session", _refuse)
        with pytest.raises(OSError, match="no database"):
            await store.retrieve("rest-alice")
    assert turn.read_failed
    forgetful = _new()
    _say(forgetful, "who am I")
    await store.save(forgetful)
    assert not turn.saved
    assert _said(await store.retrieve_full_tracker("rest-alice")) == ["hello"]


def _refuse(_: str) -> Any:
    raise OSError("no database")


@pytest.mark.parametrize("read", ["retrieve", "retrieve_full_tracker"])
async def test_a_database_that_is_gone_is_an_error_and_not_a_new_person(
    store: CoachTrackerStore, database_url: str, turn: Keeping, read: str
) -> None:
    with engine_for(database_url).begin() as connection:
        connection.execute(text("DROP TABLE conversation_event"))
        connection.execute(text("DROP TABLE conversation"))
    with pytest.raises(Exception, match="conversation"):
        await getattr(store, read)("rest-alice")
    assert turn.read_failed


async def test_a_failed_save_is_an_error_and_leaves_nothing_half_written(
    store: CoachTrackerStore, database_url: str, turn: Keeping
) -> None:
    tracker = _new()
    _say(tracker, "hello", route="bootcamp")
    await store.save(tracker)
    turn.saved = False
    with engine_for(database_url).begin() as connection:
        connection.execute(text("ALTER TABLE conversation_event RENAME TO elsewhere"))
    _say(tracker, "again", route="mooc")
    with pytest.raises(Exception, match="conversation_event"):
        await store.save(tracker)
    assert not turn.saved
    with engine_for(database_url).begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO conversation_event"))
    recent = await store.retrieve("rest-alice")
    assert _said(recent) == ["hello"]
    assert recent is not None
    assert recent.get_slot("route") == "bootcamp"
    await store.save(tracker)
    assert turn.saved
    assert _said(await store.retrieve_full_tracker("rest-alice")) == ["hello", "again"]


async def test_the_event_loop_never_waits_for_the_database(store: CoachTrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: set[int] = set()
    for name in ("_save", "_recent", "_all"):
        work = getattr(store, name)
        monkeypatch.setattr(store, name, lambda *given, work=work: (threads.add(threading.get_ident()), work(*given))[1])
    await store.save(_new())
    await store.retrieve("rest-alice")
    await store.retrieve_full_tracker("rest-alice")
    assert threads
    assert threading.get_ident() not in threads


async def test_the_last_question_of_a_conversation_is_known_to_its_turn_and_to_no_other(store: CoachTrackerStore) -> None:
    alice, bob = _new("rest-alice"), _new("rest-bob")
    _say(alice, "do I need a portfolio")
    alice.update(UserUttered("thanks", intent={"name": "greet"}))
    bob.update(UserUttered("hello", intent={"name": "greet"}))
    await asyncio.gather(store.save(alice), store.save(bob))

    async def known(conversation: str) -> str:
        await store.retrieve(conversation)
        await asyncio.sleep(0)
        return previous_question.get()

    people = ("rest-alice", "rest-bob", "rest-nobody")
    assert await asyncio.gather(*(asyncio.create_task(known(person)) for person in people)) == ["do I need a portfolio", "", ""]
