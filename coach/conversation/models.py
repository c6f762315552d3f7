"""The tables of conversations."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Text

from coach.database import Base


class ConversationRow(Base):
    """Where a conversation stands."""

    __tablename__ = "conversation"
    id = Column(String(128), primary_key=True)
    state = Column(Text, nullable=False)
    """What the dialogue engine needs besides the newest events, as JSON."""
    updated = Column(Float, nullable=False, index=True)


class EventRow(Base):
    """One event of a conversation, in the order of `id`."""

    __tablename__ = "conversation_event"
    __table_args__ = (Index("conversation_event_by_kind", "conversation_id", "kind", "id"),)
    id = Column(Integer, primary_key=True)
    conversation_id = Column(String(128), ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False)
    kind = Column(String(64), nullable=False)
    timestamp = Column(Float, nullable=False)
    data = Column(Text, nullable=False)
