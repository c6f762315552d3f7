"""Keeps conversations in the coach's database, and tells the gate whether that worked."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import select

from coach.conversation.context import INTERVIEW, previous_question, question_waits
from coach.conversation.models import ConversationRow, EventRow
from coach.database import open_session
from coach.settings import Settings
from coach.wording import is_topic

RECENT_MESSAGES = 4
"""How many messages of a person a tracker is read back with. What is older is in the slots, so turn 400 costs what turn 4 does."""


@dataclass
class Keeping:
    """What became of the conversation in one turn."""

    read_failed: bool = False
    saved: bool = False


keeping: ContextVar[Keeping | None] = ContextVar("keeping", default=None)
"""The turn that is under way, set by the gate. Rasa wraps a tracker store so that its errors go to the log and
nowhere else; through this the gate learns of them."""


class CoachTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Conversations in the tables of `coach.conversation`. Database calls run in threads and never block the event loop."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        self._url = Settings.from_environment().database_url
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of a conversation: its slots, its active loop and its newest events."""
        return await self._read(sender_id, self._recent)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The tracker with every event of a conversation."""
        return await self._read(conversation_id, self._all)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are not stored yet; a conversation that could not be read is not written over."""
        turn = keeping.get()
        if turn and turn.read_failed:
            return
        await self.stream_events(tracker)
        await asyncio.to_thread(self._save, tracker)
        if turn:
            turn.saved = True

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""

        def read() -> list[str]:
            with open_session(self._url) as session:
                return list(session.scalars(select(ConversationRow.id)))

        return await asyncio.to_thread(read)

    async def _read(self, conversation_id: str, read: Any) -> DialogueStateTracker | None:
        try:
            events = await asyncio.to_thread(read, conversation_id)
        except Exception:
            turn = keeping.get()
            if turn:
                turn.read_failed = True
            raise
        if not events or self.domain is None:
            previous_question.set("")
            question_waits.set(False)
            return None
        tracker = DialogueStateTracker.from_events(conversation_id, events, self.domain.slots)
        tracker.stored = len(tracker.events)
        previous_question.set(_last_question(tracker))
        question_waits.set((tracker.get_slot("memory") or {}).get("spoke_of") == INTERVIEW)
        return tracker

    def _recent(self, conversation_id: str) -> list[Event]:
        of_conversation = EventRow.conversation_id == conversation_id
        with open_session(self._url) as session:
            conversation = session.get(ConversationRow, conversation_id)
            if conversation is None:
                return []
            messages = select(EventRow.id).where(of_conversation, EventRow.kind == UserUttered.type_name).order_by(EventRow.id.desc())
            first = session.scalar(messages.offset(RECENT_MESSAGES - 1).limit(1)) or 0
            rows = session.scalars(select(EventRow.data).where(of_conversation, EventRow.id >= first).order_by(EventRow.id)).all()
            state = json.loads(conversation.state)
        before: list[Event] = [SlotSet(name, value, timestamp=0.0) for name, value in state["slots"].items()]
        before += [ActiveLoop(state["loop"], timestamp=0.0)] if state["loop"] else []
        before += [ActionExecuted(ACTION_LISTEN_NAME, timestamp=0.0)]
        return [*before, *_events(rows)]

    def _all(self, conversation_id: str) -> list[Event]:
        query = select(EventRow.data).where(EventRow.conversation_id == conversation_id).order_by(EventRow.id)
        with open_session(self._url) as session:
            return _events(session.scalars(query).all())

    def _save(self, tracker: DialogueStateTracker) -> None:
        if not hasattr(tracker, "stored"):
            tracker.stored = len(self._all(tracker.sender_id))
        state = json.dumps({"slots": _changed(tracker), "loop": tracker.active_loop_name})
        rows = [
            EventRow(conversation_id=tracker.sender_id, kind=event.type_name, timestamp=event.timestamp, data=json.dumps(event.as_dict()))
            for event in list(tracker.events)[tracker.stored :]
        ]
        with open_session(self._url) as session, session.begin():
            session.merge(ConversationRow(id=tracker.sender_id, state=state, updated=time.time()))
            session.flush()
            session.add_all(rows)
        tracker.stored = len(tracker.events)


def _last_question(tracker: DialogueStateTracker) -> str:
    """What the person asked last; a topic's intent begins with `ask_` and has facts."""
    asked = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    return next((event.text or "" for event in asked if is_topic(event.intent_name or "")), "")


def _changed(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots that hold something else than at the start of a conversation."""
    return {name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value}


def _events(rows: Iterable[str]) -> list[Event]:
    return [event for row in rows if (event := Event.from_parameters(json.loads(row)))]
