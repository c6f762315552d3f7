"""The table of conversation events."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, String, Text

from coach.database import Base


class EventRow(Base):
    """One event of a conversation, in the order of `id`."""

    __tablename__ = "conversation_event"
    __table_args__ = (Index("conversation_event_by_session", "conversation_id", "session", "id"),)
    id = Column(Integer, primary_key=True)
    conversation_id = Column(String(128), nullable=False)
    session = Column(Integer, nullable=False)
    """Counts the sessions of the conversation from 0."""
    kind = Column(String(64), nullable=False)
    timestamp = Column(Float, nullable=False)
    data = Column(Text, nullable=False)
