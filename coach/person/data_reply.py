"""What the coach says about the data it keeps: shown, corrected, handed out, forgotten, shared between channels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

from coach.person.person import Person, Remembered
from coach.profile.fields import DERIVED, FIELDS
from coach.reply import LONGEST_TITLE, Button, Reply
from coach.wording import say

KIND = "profile"
FORGOTTEN = "forgotten"
"""Tells channels that show a conversation to take it off the screen."""
DATA_PATH = "export/data.json"
MOST_WORDS = 50
"""How many words of a reply may list what is known; with the sentences around it, it stays below 120."""
MOST_FIELDS = 3
"""How many fields a reply offers to forget."""


def show_profile(person: Person, retention_days: int) -> Reply:
    """Everything known of a person in words, with where it came from, and what they can do about it."""
    steps = list(person.steps.values())
    known = _listed(person.remembered)
    progress = [say("data.plan", done=steps.count("done"), skipped=steps.count("skipped"))] if steps else []
    if not known and not progress:
        return Reply(KIND, say("data.nothing", days=retention_days))
    lines = [*([say("data.known"), *known] if known else []), *progress, say("data.kept", days=retention_days), say("data.rights")]
    return Reply(KIND, "\n".join(lines))


def correct_profile(person: Person) -> Reply:
    """What is known, to be put right: in words, or by a button that forgets one thing."""
    known = _listed(person.remembered)
    if not known:
        return Reply(KIND, say("data.nothing_to_correct"))
    steady = [item for item in reversed(person.remembered) if FIELDS[item.field].steady][:MOST_FIELDS]
    buttons = tuple(Button(_title(item), f"/answer{json.dumps({'field': item.field, 'value': ''})}") for item in steady)
    return Reply(KIND, "\n".join([say("data.correct"), *known, say("data.correct_how" if buttons else "data.correct_in_words")]), buttons)


def hand_out(person: Person, exported: Mapping[str, Any]) -> Reply:
    """The file of everything that is kept, and what is in it.

    Args:
        person: whose it is.
        exported: what `coach.person.privacy.export_person` gave.

    """
    messages = sum(len(conversation["messages"]) for conversation in exported["conversations"])
    summary = say(
        "data.export",
        profile=len(exported["profile"]),
        plan=len(exported["plan"]),
        messages=messages,
        feedback=len(exported["feedback"]),
        unanswered=len(exported["unanswered"]),
    )
    lines = [summary, *_listed(person.remembered), say("data.export_file")]
    return Reply(KIND, "\n".join(lines), files=({"label": say("data.file"), "path": DATA_PATH},))


def ask_to_forget() -> Reply:
    """Ask once whether everything shall be removed."""
    yes = Button(say("data.forget_yes"), f"/forget_me{json.dumps({'sure': 'yes'})}")
    return Reply(KIND, say("data.forget_sure"), (yes, Button(say("data.forget_no"), "/deny")))


def forgotten() -> Reply:
    """Everything was removed."""
    return Reply(FORGOTTEN, say("data.forgotten"))


def only_in_private() -> Reply:
    """What is asked for is nobody else's business, and others read along."""
    return Reply(KIND, say("data.only_in_private"))


def code_made(code: str) -> Reply:
    """A code to type in the other channel."""
    return Reply(KIND, say("data.link_code", code=code))


def linked(before: Person, after: Person) -> Reply:
    """What became of a right code: two channels share a profile, or the code was typed where it was made."""
    return Reply(KIND, say("data.link_here" if before.id == after.id else "data.linked"))


def wrong_code(*, too_many: bool) -> Reply:
    """The code is wrong, old or used; or so many were that no more are taken for now."""
    return Reply(KIND, say("data.link_too_many" if too_many else "data.link_wrong"))


def unlinked(was_linked: bool) -> Reply:
    """The channel is on its own again, or was all along."""
    return Reply(KIND, say("data.unlinked" if was_linked else "data.unlink_nothing"))


def _listed(remembered: Iterable[Remembered]) -> list[str]:
    """A bullet for each manner and day something was said, the newest first; what is too much is counted."""
    items = list(remembered)
    fields = {item.field for item in items}
    derived = {DERIVED[field] for field in fields if field in DERIVED}
    items = [item for item in items if item.field not in derived]
    groups: dict[str, list[str]] = {}
    words = left_out = 0
    for item in sorted(items, key=lambda each: each.said_at, reverse=True):
        origin = _origin(item)
        words += len(item.in_words.split()) + (0 if origin in groups else len(origin.split()) + 1)
        if words > MOST_WORDS:
            left_out += 1
        else:
            groups.setdefault(origin, []).append(item.in_words)
    lines = [f"- {origin}: {', '.join(phrases)}" for origin, phrases in groups.items()]
    return [*lines, *([f"- {say('data.more', number=left_out)}"] if left_out else [])]


def _origin(item: Remembered) -> str:
    moment = datetime.fromtimestamp(item.said_at, timezone.utc)
    day = f"{moment.day} {moment:%b %Y}"
    asked, corrected = item.source == "question", item.source == "correction"
    return say("data.from_question" if asked else "data.from_correction" if corrected else "data.from_message", day=day)


def _title(item: Remembered) -> str:
    title = say("data.forget_one", what=item.in_words)
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
