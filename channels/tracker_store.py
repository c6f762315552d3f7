"""Keeps conversations in the coach's database, and tells the gate whether that worked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import distinct, func, select

from coach.conversation.models import EventRow
from coach.database import open_session
from coach.settings import Settings


@dataclass
class Keeping:
    """What became of the conversation in one turn."""

    read_failed: bool = False
    saved: bool = False


keeping: ContextVar[Keeping | None] = ContextVar("keeping", default=None)
"""The turn that is under way, set by the gate. Rasa wraps a tracker store so that its errors go to the log and
nowhere else; through this the gate learns of them."""


class CoachTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Events in the table `conversation_event`. Database calls run in threads and never block the event loop."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        kwargs.pop("type", None)
        kwargs.pop("url", None)
        self._url = Settings.from_environment().database_url
        super().__init__(domain, event_broker, **kwargs)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of the newest session of a conversation."""
        return await self._read(sender_id, newest_only=True)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The tracker of all sessions of a conversation."""
        return await self._read(conversation_id, newest_only=False)

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
                return list(session.scalars(select(distinct(EventRow.conversation_id))))

        return await asyncio.to_thread(read)

    async def _read(self, conversation_id: str, *, newest_only: bool) -> DialogueStateTracker | None:
        try:
            events, session_number = await asyncio.to_thread(self._events, conversation_id, newest_only)
        except Exception:
            turn = keeping.get()
            if turn:
                turn.read_failed = True
            raise
        if not events or self.domain is None:
            return None
        tracker = DialogueStateTracker.from_dict(conversation_id, events, self.domain.slots)
        tracker.stored = (len(tracker.events), session_number)
        return tracker

    def _events(self, conversation_id: str, newest_only: bool) -> tuple[list[dict[str, Any]], int]:
        newest = select(func.max(EventRow.session)).where(EventRow.conversation_id == conversation_id)
        query = select(EventRow.data).where(EventRow.conversation_id == conversation_id).order_by(EventRow.id)
        with open_session(self._url) as session:
            number = session.scalar(newest)
            if number is None:
                return [], 0
            rows = session.scalars(query.where(EventRow.session == number) if newest_only else query)
            return [json.loads(row) for row in rows], int(number)

    def _save(self, tracker: DialogueStateTracker) -> None:
        if not hasattr(tracker, "stored"):
            known, number = self._events(tracker.sender_id, newest_only=True)
            tracker.stored = (len(known), number)
        stored, number = tracker.stored
        rows = []
        for event in list(tracker.events)[stored:]:
            number += isinstance(event, SessionStarted)
            rows.append(
                EventRow(
                    conversation_id=tracker.sender_id,
                    session=number,
                    kind=event.type_name,
                    timestamp=event.timestamp,
                    data=json.dumps(event.as_dict()),
                )
            )
        with open_session(self._url) as session, session.begin():
            session.add_all(rows)
        tracker.stored = (len(tracker.events), number)
