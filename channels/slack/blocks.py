"""Renders the coach's neutral reply for Slack. Slack's limits are kept by construction; what is cut is cut visibly."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.slack.text import escaped
from coach.wording import say

LONGEST_MARKDOWN = 8_000
LONGEST_SECTION = 3_000
LONGEST_TEXT = 3_900
LONGEST_LABEL = 75
LONGEST_VALUE = 2_000
LONGEST_SOURCE = 300
MOST_BUTTONS = 25
MOST_SOURCES = 10
ROOM_FOR_BUTTONS = 3_000
"""Characters of all buttons of a message together; Slack refuses messages of more than about 13,000."""
JUDGED = ("answer", "unsure", "source", "unknown")
"""Kinds of replies that a person may rate."""
SAY, JUDGE, FETCH, OPEN = "say", "judge", "fetch", "open"
"""What a button does: says its payload, rates an answer, fetches a file, opens the direct messages. A number may follow."""
PRIVATE, SHARED = "private", "shared"
"""Names of blocks of buttons: in whose conversation they were offered."""

Block = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """One way to show a message."""

    text: str
    """For notifications and screen readers, and where blocks fail."""
    blocks: list[Block]


def render(message: Mapping[str, Any], *, private: bool, feedback: bool = True, open_link: str = "") -> list[Form]:
    """The forms of a reply, the best first: Slack refuses blocks that it does not know yet.

    Args:
        message: the reply, as the gate gives it.
        private: whether only the person reads it; files are offered only then.
        feedback: whether it can be rated.
        open_link: where the person's own conversation with the coach is; offered where others read along.

    """
    text, data = str(message.get("text") or ""), message.get("metadata") or {}
    buttons = [*_choices(message.get("buttons") or ()), *(_files(data.get("files") or ()) if private else ())]
    if open_link:
        buttons.append({**_button(say("slack.continue"), "private", OPEN), "url": open_link})
    around = [*_actions(buttons, PRIVATE if private else SHARED), *_sources(data.get("sources") or ())]
    judged = feedback and data.get("kind") in JUDGED
    rated, rated_plainly = (_feedback(data), _plain_feedback(data)) if judged else ([], [])
    short = cut(escaped(text), LONGEST_TEXT)
    return [
        Form(short, [{"type": "markdown", "text": cut(as_markdown(text), LONGEST_MARKDOWN)}, *around, *rated]),
        Form(short, [section(text), *around, *rated_plainly]),
        Form(short, []),
    ]


def chosen(blocks: Iterable[Block], title: str) -> list[Block]:
    """A message's blocks after a choice: what was chosen stands in place of the buttons to choose from."""
    kept = [left for block in blocks if (left := _without_choices(block))]
    return [*kept, context([say("slack.chosen", title=cut(title, LONGEST_LABEL))])]


def _without_choices(block: Block) -> Block | None:
    if block.get("type") != "actions":
        return block
    others = [each for each in block.get("elements") or () if not str(each.get("action_id")).startswith(f"{SAY}:")]
    return {**block, "elements": others} if others else None


def as_markdown(text: str) -> str:
    """The text with its lines kept apart: Markdown joins lines that no blank line divides, unless they are points of a list."""
    lines = re.sub(r"<(?=[@#!])", "<\u200b", text).splitlines()  # else these would call people
    parts = lines[:1]
    for before, line in itertools.pairwise(lines):
        listed = before.startswith("- ") and line.startswith("- ")
        parts.append(f"\n{line}" if listed else f"\n\n{line}")
    return "".join(parts) or " "


def section(text: str, most: int = LONGEST_SECTION) -> Block:
    """Text as it is, in the block that every Slack knows."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(escaped(text), most) or " "}}


def context(texts: Sequence[str]) -> Block:
    """Small text; plain, so that nothing in it is a tag."""
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False} for text in texts]}


def button(title: str, value: str, does: str, number: int = 0) -> Block:
    """A button; the value is what it stands for."""
    return _button(title, value, f"{does}:{number}")


def cut(text: str, most: int) -> str:
    """The text, with a sign at its end if it had to be cut; never within an entity."""
    if len(text) <= most:
        return text
    return re.sub(r"&[a-z]{0,3}$", "", text[: most - 1]).rstrip() + "…"


def _button(title: str, value: str, action: str) -> Block:
    label = cut(title.strip(), LONGEST_LABEL) or "…"
    return {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": label, "emoji": False}, "value": value}


def _choices(buttons: Iterable[Mapping[str, str]]) -> list[Block]:
    return [button(each["title"], each["payload"], SAY, number) for number, each in enumerate(buttons)]


def _files(files: Iterable[Mapping[str, str]]) -> list[Block]:
    """Several files are offered; a single one is sent at once, and needs no button."""
    files = list(files)
    return [button(each["label"], each["path"], FETCH, number) for number, each in enumerate(files)] if len(files) > 1 else []


def _actions(buttons: Iterable[Block], name: str) -> list[Block]:
    kept: list[Block] = []
    room = ROOM_FOR_BUTTONS
    for each in buttons:
        size = len(json.dumps(each))
        if 0 < len(each["value"]) <= LONGEST_VALUE and size <= room and len(kept) < MOST_BUTTONS:
            kept.append(each)
            room -= size
    return [{"type": "actions", "block_id": name, "elements": kept}] if kept else []


def _sources(sources: Iterable[Mapping[str, Any]]) -> list[Block]:
    links: dict[str, None] = {}
    for source in sources:
        name = cut(escaped(str(source["section"]).replace("|", "/")), LONGEST_SOURCE)
        links[f"<{source['url']}|{name}>, {escaped(str(source['as_of']))}"] = None
    elements = [{"type": "mrkdwn", "text": link} for link in links][:MOST_SOURCES]
    return [{"type": "context", "elements": elements}] if elements else []


def _verdict(verdict: str, facts: Sequence[str]) -> str:
    """What a rating carries; facts beyond Slack's limit are left out, last first."""
    kept = list(facts)
    while len(value := json.dumps({"verdict": verdict, "facts": kept})) > LONGEST_VALUE // 2:
        kept.pop()
    return value


def _feedback(data: Mapping[str, Any]) -> list[Block]:
    facts = data.get("facts") or ()
    yes, no = (
        {"text": {"type": "plain_text", "text": label}, "accessibility_label": hint, "value": _verdict(verdict, facts)}
        for verdict, label, hint in (
            ("up", say("slack.helpful"), say("slack.helpful_hint")),
            ("down", say("slack.unhelpful"), say("slack.unhelpful_hint")),
        )
    )
    element = {"type": "feedback_buttons", "action_id": f"{JUDGE}:0", "positive_button": yes, "negative_button": no}
    return [{"type": "context_actions", "elements": [element]}]


def _plain_feedback(data: Mapping[str, Any]) -> list[Block]:
    facts = data.get("facts") or ()
    up = button(say("slack.helpful"), _verdict("up", facts), JUDGE, 0)
    down = button(say("slack.unhelpful"), _verdict("down", facts), JUDGE, 1)
    return [{"type": "actions", "block_id": "judge", "elements": [up, down]}]
