"""One message of a person, as an action reads it from the tracker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from coach.advice.answer import Answer, Ranked
from coach.profile.fields import FIELDS

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
    spoke_of: str
    """What the coach spoke of last, where a plain yes or no may refer to it."""

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
            spoke_of=str(memory.get("spoke_of") or ""),
            misses=misses if isinstance(misses, int) and misses > 0 else 0,
        )

    @property
    def pressed(self) -> bool:
        """Whether it is a button and no text."""
        return self.text.startswith("/")

    def carried(self, name: str) -> str:
        """What the payload of the button that was pressed carries under a name; empty if it carries nothing."""
        items = (item for item in _list(self.parsed.get("entities")) if isinstance(item, dict) and item.get("entity") == name)
        return next((item["value"] for item in items if isinstance(item.get("value"), str)), "")

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


def memory_after(turn: Turn, answer: Answer) -> dict[str, Any] | None:
    """What the conversation remembers after an answer."""
    if answer.forgets:
        return None
    told = list(dict.fromkeys((*turn.told, *answer.answered)))[-MOST_TOLD:]
    return {
        "answered": list(answer.answered),
        "offered": list(answer.offered),
        "told": told,
        "misses": turn.misses + 1 if answer.reply.kind == "unknown" else 0,
        "spoke_of": answer.spoke_of,
    }
