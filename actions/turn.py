"""What every action needs of a tracker, and how it gives a reply back."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from coach.advice.answer import Answer
from coach.database import open_session
from coach.facts.repository import FactRepository
from coach.profile.fields import FIELDS
from coach.profile.profile import Profile
from coach.reply import Reply
from coach.settings import Settings

MEMORY = "memory"
"""The slot of what was said last; one slot, since Rasa checks and stores every event of every turn."""
MOST_TOLD = 40
"""How many facts a conversation remembers to have told."""


@dataclass(frozen=True)
class Turn:
    """One message of a person and what the conversation knows."""

    text: str
    intent: str
    parsed: dict[str, Any]
    profile: Profile
    heard: tuple[tuple[str, str], ...]
    answered: tuple[str, ...]
    offered: tuple[str, ...]
    told: tuple[str, ...]
    misses: int

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        """Read a tracker."""
        parsed = tracker.latest_message or {}
        known = {name: tuple(value) if isinstance(value, list) else (str(value),) for name in FIELDS if (value := tracker.get_slot(name))}
        entities = parsed.get("entities") or []
        memory = tracker.get_slot(MEMORY) or {}
        heard = tuple((entity["entity"], str(entity["value"])) for entity in entities if entity.get("entity") in FIELDS)
        return cls(
            text=parsed.get("text") or "",
            intent=(parsed.get("intent") or {}).get("name") or "",
            parsed=parsed,
            profile=Profile(known).told(heard),
            heard=heard,
            answered=tuple(memory.get("answered", ())),
            offered=tuple(memory.get("offered", ())),
            told=tuple(memory.get("told", ())),
            misses=memory.get("misses", 0),
        )


class CoachAction(Action, ABC):
    """Reads the turn, lets `reply` decide in a thread with a session of its own, sends and remembers the outcome."""

    @abstractmethod
    def reply(self, turn: Turn, repository: FactRepository) -> Answer | Reply:
        """What to say; a plain `Reply` leaves what was answered and offered before as it is."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by Rasa."""
        turn = Turn.of(tracker)
        outcome = await asyncio.to_thread(self._decide, turn)
        answer = outcome if isinstance(outcome, Answer) else Answer(outcome, turn.answered, turn.offered)
        buttons = [{"title": button.title, "payload": button.payload} for button in answer.reply.buttons]
        dispatcher.utter_message(text=answer.reply.text, buttons=buttons, metadata=answer.reply.metadata)
        return _remember(turn, answer)

    def _decide(self, turn: Turn) -> Answer | Reply:
        with open_session(Settings.from_environment().database_url) as session:
            return self.reply(turn, FactRepository(session))


def _remember(turn: Turn, answer: Answer) -> list[EventType]:
    told = list(dict.fromkeys((*turn.told, *answer.answered)))[-MOST_TOLD:]
    memory = {
        "answered": list(answer.answered),
        "offered": list(answer.offered),
        "told": told,
        "misses": turn.misses + 1 if answer.reply.kind == "unknown" else 0,
    }
    said = {name: turn.profile.values[name] for name, _ in turn.heard}
    profile = [SlotSet(name, list(values) if FIELDS[name].many else values[-1]) for name, values in said.items()]
    return [SlotSet(MEMORY, memory), *profile]
