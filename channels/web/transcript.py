"""A conversation as the widget shows it, from the events that Rasa kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import BotUttered, Event, Restarted, UserUttered

from coach.person.data_reply import FORGOTTEN

MOST_MESSAGES = 200
"""How many messages a widget is given back; older ones stay in the store."""


def shown(message_id: str, place: int, message: dict[str, Any], at: float) -> dict[str, Any]:
    """One message of the coach as it goes to the widget. Its id follows from the message it answers, so it is the same live and later."""
    return {
        "id": f"{message_id}.{place}",
        "re": message_id,
        "from": "coach",
        "at": at,
        "text": message.get("text") or "",
        "buttons": message.get("buttons") or [],
        "metadata": message.get("metadata") or {},
    }


def transcript(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What was said, oldest first; from a restart on, or from the reply that everything was forgotten."""
    messages: list[dict[str, Any]] = []
    titles: dict[str, str] = {}
    asked, place = "start", 0
    for event in events:
        if isinstance(event, Restarted):
            messages = []
        elif isinstance(event, UserUttered) and event.text:
            asked, place = event.message_id or f"at-{event.timestamp}", 0
            messages = [one for one in messages if asked not in (one["id"], one.get("re"))]  # it failed before, and was sent again
            said = {"id": asked, "from": "me", "at": event.timestamp, "text": titles.get(event.text, event.text)}
            messages.append(said if said["text"] == event.text else {**said, "payload": event.text})
        elif isinstance(event, BotUttered):
            data = {"text": event.text, "buttons": event.data.get("buttons"), "metadata": event.metadata.get("metadata")}
            titles.update({button["payload"]: button["title"] for button in data["buttons"] or []})
            if (data["metadata"] or {}).get("kind") == FORGOTTEN:
                messages = []
            messages.append(shown(asked, place, data, event.timestamp))
            place += 1
    return messages[-MOST_MESSAGES:]
