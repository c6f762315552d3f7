"""Says that the coach does not know, and what it can help with instead."""

from __future__ import annotations

from collections.abc import Iterable

from coach.reply import MOST_BUTTONS, Button, Reply
from coach.wording import say, topics


def admit(nearest: Iterable[str], misses: int) -> Reply:
    """No answer, no figure, no source; the nearest topics as buttons.

    Args:
        nearest: topics, the nearest first; completed by the others.
        misses: how many messages in a row had no answer before this one.

    """
    return Reply("unknown", say("unknown_again" if misses else "unknown"), topic_buttons(nearest))


def topic_buttons(first: Iterable[str] = ()) -> tuple[Button, ...]:
    """Four topics to choose from, those in `first` before the others."""
    known = topics()
    order = dict.fromkeys((*(topic for topic in first if topic in known), *known))
    return tuple(Button(known[topic], f"/ask_{topic}") for topic in list(order)[:MOST_BUTTONS])
