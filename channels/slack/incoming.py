"""Reads what Slack sends: a pipeline of small steps from an event to a question, or to nothing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from channels.identity import conversation_id
from channels.slack.text import plain
from coach.conversation.shared import SHARED

_SPOKEN = ("", "file_share", "me_message", "thread_broadcast")
"""Subtypes of messages that a person wrote just now; the others are edits, deletions, joins and the like."""
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Place:
    """Where an answer goes."""

    channel: str
    thread: str | None
    user: str
    shared: bool
    """Whether others read along."""


@dataclass(frozen=True)
class Question:
    """A message of a person to the coach."""

    conversation: str
    text: str
    place: Place
    names: tuple[Hashable, ...]
    """Under which Slack may deliver it again."""
    has_files: bool = False
    moment: str = ""
    """Slack's name of the message in its channel."""


def own_conversation(team: str, user: str) -> str:
    """The conversation of a person of a workspace with the coach."""
    return conversation_id("slack", f"{team}-{user}")


def thread_conversation(team: str, channel: str, thread: str) -> str:
    """The conversation of a thread, in which nobody's profile is read or noted."""
    return conversation_id(f"{SHARED}slack", f"{team}-{channel}-{thread}")


def shortcut_conversation(team: str, user: str) -> str:
    """The conversation about messages that a person showed the coach; others may have written them, so it is nobody's."""
    return conversation_id(f"{SHARED}slack", f"{team}-{user}-shortcut")


def read_message(body: Mapping[str, Any], team: str, me: str) -> Question | None:
    """The question in an event of type `message` or `app_mention`; None if it is not for the coach.

    Args:
        body: what Slack sent.
        team: the workspace of the coach.
        me: the coach's user there.

    """
    event = body.get("event") or {}
    user, channel, moment = (str(event.get(name) or "") for name in ("user", "channel", "ts"))
    text = str(event.get("text") or "")
    if not (user and channel and moment) or _not_a_person(event, user, me):
        return None
    private = event.get("channel_type") == "im" or channel.startswith("D")
    if not private and not (f"<@{me}>" in text or f"<@{me}|" in text):
        return None
    thread = event.get("thread_ts")
    place = Place(channel, thread if private else thread or moment, user, shared=not private)
    names = (("message", channel, moment), _named("client", event.get("client_msg_id")), _named("event", body.get("event_id")))
    return Question(
        conversation=own_conversation(team, user) if private else thread_conversation(team, channel, str(place.thread)),
        text=plain(text, me),
        place=place,
        names=names,
        has_files=bool(event.get("files")),
        moment=moment,
    )


def _not_a_person(event: Mapping[str, Any], user: str, me: str) -> bool:
    automatic = event.get("bot_id") or event.get("hidden") or event.get("edited")
    return bool(automatic) or user in (me, _SLACKBOT) or str(event.get("subtype") or "") not in _SPOKEN


def _named(kind: str, name: Any) -> Hashable:
    return (kind, str(name)) if name else ""
