"""What every action needs of a tracker, and how it gives a reply back."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from coach.advice.answer import Answer, Ranked
from coach.database import open_session
from coach.facts.repository import FactRepository
from coach.person.person import Person
from coach.person.repository import PersonRepository
from coach.person.take_in import take_in
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
    conversation: str
    heard: tuple[tuple[str, str], ...]
    answered: tuple[str, ...]
    offered: tuple[str, ...]
    told: tuple[str, ...]
    misses: int

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        """Read a tracker; what is not of the form it should have is taken for absent."""
        parsed = tracker.latest_message if isinstance(tracker.latest_message, dict) else {}
        intent = parsed.get("intent")
        entities = [item for item in _list(parsed.get("entities")) if isinstance(item, dict)]
        said = ((str(item.get("entity")), value) for item in entities for value in _known(str(item.get("entity")), item.get("value")))
        heard = tuple(said)
        memory = tracker.get_slot(MEMORY)
        memory = memory if isinstance(memory, dict) else {}
        misses = memory.get("misses")
        return cls(
            text=str(parsed.get("text") or ""),
            intent=str(intent.get("name") or "") if isinstance(intent, dict) else "",
            parsed=parsed,
            conversation=str(tracker.sender_id or ""),
            heard=heard,
            answered=_texts(memory.get("answered")),
            offered=_texts(memory.get("offered")),
            told=_texts(memory.get("told")),
            misses=misses if isinstance(misses, int) and misses > 0 else 0,
        )

    @property
    def named_facts(self) -> list[str]:
        """The ids of facts that a button's payload names."""
        entities = [item for item in _list(self.parsed.get("entities")) if isinstance(item, dict)]
        return [item["value"] for item in entities if item.get("entity") == "fact" and isinstance(item.get("value"), str)]

    @property
    def rankings(self) -> list[list[Ranked]]:
        """For each question of the message the facts that the parser found, best first; empty if it found none."""
        found = [_ranking(item) for item in _list(self.parsed.get("questions"))] or [_ranking(self.parsed.get("facts"))]
        return [ranking for ranking in found if ranking]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in _list(value) if isinstance(item, str))


def _known(name: str, value: Any) -> tuple[str, ...]:
    """The values of a profile field that the field can have."""
    field = FIELDS.get(name)
    texts = [value] if isinstance(value, str) else _texts(value) if field and field.many else ()
    return tuple(text for text in texts if text and field and (not field.values or text in field.values))


def _ranking(items: Any) -> list[Ranked]:
    found = [item for item in _list(items) if isinstance(item, dict) and isinstance(item.get("id"), str)]
    return [Ranked(item["id"], float(item["confidence"])) for item in found if isinstance(item.get("confidence"), (int, float))]


@dataclass(frozen=True)
class Desk:
    """What an action works with, in one transaction."""

    facts: FactRepository
    people: PersonRepository
    person: Person
    """Who asks, with what they said in this very message."""

    @property
    def profile(self) -> Profile:
        """What is known of them."""
        return self.person.profile


class CoachAction(Action, ABC):
    """Reads the turn, lets `reply` decide in a thread with a transaction of its own, sends and remembers the outcome.

    What the person said of themselves is stored before the reply is made; a reply is sent only if all of it was stored.
    """

    @abstractmethod
    def reply(self, turn: Turn, desk: Desk) -> Answer | Reply:
        """What to say; a plain `Reply` leaves what was answered and offered before as it is."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by Rasa."""
        turn = Turn.of(tracker)
        outcome = await asyncio.to_thread(self._decide, turn)
        answer = outcome if isinstance(outcome, Answer) else Answer(outcome, turn.answered, turn.offered)
        buttons = [{"title": button.title, "payload": button.payload} for button in answer.reply.buttons]
        dispatcher.utter_message(text=answer.reply.text, buttons=buttons, metadata=answer.reply.metadata)
        return [SlotSet(MEMORY, _memory(turn, answer))]

    def _decide(self, turn: Turn) -> Answer | Reply:
        with open_session(Settings.from_environment().database_url) as session, session.begin():
            people = PersonRepository(session)
            person, doubt = take_in(people, people.of_conversation(turn.conversation), turn.heard, turn.text)
            outcome = self.reply(turn, Desk(FactRepository(session), people, person))
            return outcome.followed_by(*doubt) if doubt else outcome


def _memory(turn: Turn, answer: Answer) -> dict[str, Any]:
    told = list(dict.fromkeys((*turn.told, *answer.answered)))[-MOST_TOLD:]
    return {
        "answered": list(answer.answered),
        "offered": list(answer.offered),
        "told": told,
        "misses": turn.misses + 1 if answer.reply.kind == "unknown" else 0,
    }
