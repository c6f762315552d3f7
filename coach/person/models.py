"""The tables of people. A person is a random id; no name, address or account stands here."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, String, Text

from coach.database import Base

ID_LENGTH = 32


def _owner(**more: bool) -> Column:
    return Column(String(ID_LENGTH), ForeignKey("person.id", ondelete="CASCADE"), nullable=False, **more)


class PersonRow(Base):
    """A person of whom something is remembered."""

    __tablename__ = "person"
    id = Column(String(ID_LENGTH), primary_key=True)
    created = Column(Float, nullable=False)
    seen = Column(Float, nullable=False, index=True)
    state = Column(Text, nullable=False)
    """Where the interview stands and what was asked about once, as JSON."""


class PersonConversationRow(Base):
    """A conversation of a person; several if channels are linked."""

    __tablename__ = "person_conversation"
    conversation_id = Column(String(128), primary_key=True)
    person_id = _owner(index=True)


class ProfileValueRow(Base):
    """One thing a person said of themselves, with where and when."""

    __tablename__ = "profile_value"
    person_id = _owner(primary_key=True)
    field = Column(String(32), primary_key=True)
    value = Column(String(128), primary_key=True)
    position = Column(Integer, nullable=False)
    said_at = Column(Float, nullable=False)
    source = Column(String(32), nullable=False)
    """message | question | correction"""


class PlanStepRow(Base):
    """What became of one step of a person's plan."""

    __tablename__ = "plan_step"
    person_id = _owner(primary_key=True)
    step_id = Column(String(128), primary_key=True)
    status = Column(String(16), nullable=False)
    changed = Column(Float, nullable=False)


class LinkCodeRow(Base):
    """A code that joins a conversation to a person, once and for a short time; only its digest is kept."""

    __tablename__ = "link_code"
    digest = Column(String(64), primary_key=True)
    person_id = _owner(index=True)
    expires = Column(Float, nullable=False)


class FeedbackRow(Base):
    """What a person thought of an answer."""

    __tablename__ = "feedback"
    id = Column(Integer, primary_key=True)
    conversation_id = Column(String(128), nullable=False, index=True)
    message_id = Column(String(64), nullable=False)
    fact_id = Column(String(128), nullable=False, index=True)
    verdict = Column(String(8), nullable=False)
    reason = Column(Text, nullable=False)
    given_at = Column(Float, nullable=False)


class UnansweredRow(Base):
    """A question the coach could not answer. `asked_by` is a digest: it names nobody, and lets a person take the question back."""

    __tablename__ = "unanswered"
    id = Column(Integer, primary_key=True)
    text = Column(Text, nullable=False)
    asked_at = Column(Float, nullable=False, index=True)
    asked_by = Column(String(64), nullable=False, index=True)
