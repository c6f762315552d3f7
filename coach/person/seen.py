"""Which conversations there are: since when, until when, and how much is known of who speaks in them; nothing of what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach.conversation.models import ConversationRow, EventRow
from coach.person.models import PersonConversationRow, PersonRow, ProfileValueRow


@dataclass(frozen=True)
class Seen:
    """One conversation."""

    conversation: str
    first: float
    """When who speaks in it was first seen, in seconds since 1970."""
    last: float
    values: int
    """How many values are known of them."""


def everyone_seen(session: Session) -> list[Seen]:
    """Every conversation of which something is kept, those seen last first; linked ones have the same values."""
    known = (
        select(PersonConversationRow.conversation_id, PersonRow.created, PersonRow.seen, func.count(ProfileValueRow.field))
        .join(PersonRow, PersonRow.id == PersonConversationRow.person_id)
        .outerjoin(ProfileValueRow, ProfileValueRow.person_id == PersonRow.id)
        .group_by(PersonConversationRow.conversation_id, PersonRow.created, PersonRow.seen)
    )
    others = (
        select(ConversationRow.id, func.coalesce(func.min(EventRow.timestamp), ConversationRow.updated), ConversationRow.updated)
        .outerjoin(EventRow, EventRow.conversation_id == ConversationRow.id)
        .where(ConversationRow.id.not_in(select(PersonConversationRow.conversation_id)))
        .group_by(ConversationRow.id, ConversationRow.updated)
    )
    found: Iterable[Seen] = (Seen(*row) for row in (*session.execute(known), *((*row, 0) for row in session.execute(others))))
    return sorted(found, key=lambda seen: (-seen.last, seen.conversation))
