"""Thanks a person for what they said of themselves."""

from __future__ import annotations

from collections.abc import Iterable

from coach.advice.unknown import topic_buttons
from coach.profile.fields import describe
from coach.reply import Reply
from coach.wording import say


def note(heard: Iterable[tuple[str, str]]) -> Reply:
    """Say back what was understood, and nothing that was not."""
    phrases = list(dict.fromkeys(phrase for field, value in heard if (phrase := describe(field, value))))
    if not phrases:
        return Reply("profile", say("noted_nothing"), topic_buttons())
    listed = phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"
    return Reply("profile", say("noted", heard=listed))
