"""What the coach spoke of last, where a plain yes, "why" or "next" refers to it."""

from __future__ import annotations

from coach.advice.answer import Answer
from coach.reply import Reply

PLAN = "plan"
FORGETTING = "forgetting"
CORRECTING = "correcting"


def about_plan(reply: Reply) -> Answer:
    """An answer about the plan."""
    return Answer(reply, reply.facts, spoke_of=PLAN)
