"""Thumbs up or down on an answer, with a reason, kept by fact."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coach.errors import CoachError
from coach.facts.repository import FactRepository
from coach.feedback.masking import masked
from coach.person.models import FeedbackRow

VERDICTS = ("up", "down")
LONGEST_REASON = 500
LONGEST_MESSAGE_ID = 64
NO_FACT = ""
"""Stands for an answer that rests on no fact, such as that there is none."""


@dataclass(frozen=True)
class Opinion:
    """What people thought of the answers that rest on one fact."""

    fact: str
    ups: int
    downs: int
    reasons: tuple[str, ...]
    """Those given, the newest first."""


def record(session: Session, conversation: str, message_id: str, facts: Sequence[str], verdict: str, reason: str = "") -> None:
    """Keep what a person thought of a message; a later verdict on it takes the place of the one before. The caller commits.

    Args:
        session: the store.
        conversation: where the message stands.
        message_id: the message.
        facts: ids of the facts it rests on; may be empty.
        verdict: `up` or `down`.
        reason: why, in their words; cut to `LONGEST_REASON` characters.

    Raises:
        CoachError: the verdict, the message or a fact is none.

    """
    if verdict not in VERDICTS:
        raise CoachError("A verdict is `up` or `down`.")
    if not isinstance(message_id, str) or not message_id.isprintable() or not 0 < len(message_id) <= LONGEST_MESSAGE_ID:
        raise CoachError(f"A message has an id of 1 to {LONGEST_MESSAGE_ID} characters.")
    if not isinstance(reason, str):
        raise CoachError("A reason is a text.")
    if not isinstance(facts, (list, tuple)) or not all(isinstance(fact, str) for fact in facts):
        raise CoachError("Facts are a list of ids.")
    wanted = list(dict.fromkeys(facts))
    if len(FactRepository(session).get(wanted)) < len(wanted):
        raise CoachError("A fact of this verdict is not in the store.")
    session.execute(delete(FeedbackRow).where(FeedbackRow.conversation_id == conversation, FeedbackRow.message_id == message_id))
    kept = {"verdict": verdict, "reason": masked(reason, LONGEST_REASON), "given_at": time.time()}
    for fact in wanted or [NO_FACT]:
        session.add(FeedbackRow(conversation_id=conversation, message_id=message_id, fact_id=fact, **kept))
    session.flush()


def opinions(session: Session, since: float = 0.0) -> list[Opinion]:
    """What was thought of each fact since a time in seconds since 1970; the one with most thumbs down first."""
    query = select(FeedbackRow).where(FeedbackRow.given_at >= since).order_by(FeedbackRow.given_at.desc(), FeedbackRow.id.desc())
    by_fact: dict[str, list[FeedbackRow]] = {}
    for row in session.scalars(query):
        by_fact.setdefault(row.fact_id, []).append(row)
    found = [
        Opinion(
            fact,
            ups=sum(row.verdict == "up" for row in rows),
            downs=sum(row.verdict == "down" for row in rows),
            reasons=tuple(dict.fromkeys(f"{row.verdict}: {row.reason}" for row in rows if row.reason)),
        )
        for fact, rows in by_fact.items()
    ]
    return sorted(found, key=lambda opinion: (-opinion.downs, -opinion.ups, opinion.fact))
