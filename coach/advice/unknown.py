"""Says that the coach does not know, and what it can help with instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coach.facts.fact import Fact
from coach.reply import MOST_BUTTONS, Button, Reply, offer
from coach.wording import say, topics

MOST_NEAR = 2
"""How many facts are offered that the person may have meant."""


def admit(near: Sequence[Fact], misses: int) -> Reply:
    """No answer, no figure, no source; what the person may have meant, and topics, as buttons.

    Args:
        near: facts that the message is near to, the nearest first; may be empty.
        misses: how many messages in a row had no answer before this one.
    """
    near_topics = topic_buttons(fact.topic for fact in near)
    buttons = (*map(offer, near[:MOST_NEAR]), *near_topics)[:MOST_BUTTONS]
    return Reply("unknown", say("unknown_again" if misses else "unknown"), buttons)


def topic_buttons(first: Iterable[str] = ()) -> tuple[Button, ...]:
    """Four topics to choose from, those in `first` before the others."""
    known = topics()
    order = dict.fromkeys((*(topic for topic in first if topic in known), *known))
    return tuple(Button(known[topic], f"/ask_{topic}") for topic in list(order)[:MOST_BUTTONS])
