"""The conversation that the README shows is the one that the coach holds."""

from __future__ import annotations

import re
import uuid

from coach.settings import PROJECT
from tests.conftest import RunningCoach


def shown() -> list[tuple[str, str]]:
    """The README's conversation: what the person says and what the coach replies, turn by turn."""
    block = re.search(r"```conversation\n(.*?)```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block, "the README shows no conversation"
    turns = re.split(r"(?m)^> ", block.group(1))[1:]
    return [(message.strip(), reply.strip()) for message, _, reply in (turn.partition("\n") for turn in turns)]


def test_the_conversation_of_the_readme_is_what_the_coach_replies(running_coach: RunningCoach) -> None:
    turns = shown()
    assert len(turns) >= 6
    sender = uuid.uuid4().hex
    for message, reply in turns:
        assert (message, running_coach.say(message, sender).text.strip()) == (message, reply)
