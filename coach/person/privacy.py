"""What is kept of a person: all of it handed out, all of it removed, and removed by itself when it is old."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Column, delete, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from coach.conversation.models import ConversationRow, EventRow
from coach.database import Base, explain, open_session, scrub
from coach.person.models import FeedbackRow, LinkCodeRow, PersonRow, PlanStepRow, UnansweredRow
from coach.person.repository import PersonRepository

DAY_SECONDS = 86_400.0


def asker(conversation: str) -> str:
    """Under what name a question of a conversation is kept: one that names nobody, and by which it is found again."""
    return hashlib.sha256(conversation.encode()).hexdigest()


def export_person(session: Session, conversation: str) -> dict[str, Any]:
    """Everything kept of who speaks in a conversation, in a form that `json.dumps` takes. Times are ISO 8601, in UTC."""
    people = PersonRepository(session)
    person = people.of_conversation(conversation)
    theirs = _conversations(people, conversation)
    row = session.get(PersonRow, person.id) if person.id else None
    steps = select(PlanStepRow).where(PlanStepRow.person_id == person.id).order_by(PlanStepRow.changed)
    feedback = select(FeedbackRow).where(FeedbackRow.conversation_id.in_(theirs)).order_by(FeedbackRow.given_at, FeedbackRow.id)
    asked = select(UnansweredRow).where(UnansweredRow.asked_by.in_(map(asker, theirs))).order_by(UnansweredRow.asked_at)
    codes = select(LinkCodeRow.expires).where(LinkCodeRow.person_id == person.id).order_by(LinkCodeRow.expires)
    return {
        "known_since": moment(row.created) if row else None,
        "last_seen": moment(row.seen) if row else None,
        "profile": [
            {
                "field": item.field,
                "value": item.value,
                "in_words": item.in_words,
                "said_at": moment(item.said_at),
                "source": item.source,
            }
            for item in person.remembered
        ],
        "plan": [{"step": step.step_id, "status": step.status, "changed": moment(step.changed)} for step in session.scalars(steps)],
        "state": dict(person.state),
        "feedback": [
            {
                "message": given.message_id,
                "fact": given.fact_id,
                "verdict": given.verdict,
                "reason": given.reason,
                "given_at": moment(given.given_at),
            }
            for given in session.scalars(feedback)
        ],
        "unanswered": [{"text": question.text, "asked_at": moment(question.asked_at)} for question in session.scalars(asked)],
        "link_codes": [{"expires": moment(expires)} for expires in session.scalars(codes)],
        "conversations": [_conversation(session, each) for each in theirs],
    }


def forget_person(session: Session, conversation: str) -> None:
    """Remove who speaks in a conversation, with all that is kept of them and of their conversations.

    The caller commits, then calls `coach.database.scrub`.
    """
    people = PersonRepository(session)
    _remove(session, people.of_conversation(conversation).id, _conversations(people, conversation))


def purge(session: Session, days: int, now: float | None = None) -> dict[str, int]:
    """Remove who was not seen for `days` days, and conversations, feedback and unanswered questions as old as that.

    The caller commits, then calls `coach.database.scrub`.

    Returns:
        How many were removed: `people`, `conversations`, `feedback`, `unanswered`.

    """
    now = time.time() if now is None else now
    until = now - days * DAY_SECONDS
    before = {name: _count(session, table) for name, table in _COUNTED.items()}
    people = PersonRepository(session)
    for person in session.scalars(select(PersonRow.id).where(PersonRow.seen < until)).all():
        _remove(session, person, people.conversations(person))
    for old in session.scalars(select(ConversationRow.id).where(ConversationRow.updated < until)).all():
        session.execute(delete(EventRow).where(EventRow.conversation_id == old))
        session.execute(delete(ConversationRow).where(ConversationRow.id == old))
    session.execute(delete(FeedbackRow).where(FeedbackRow.given_at < until))
    session.execute(delete(UnansweredRow).where(UnansweredRow.asked_at < until))
    session.execute(delete(LinkCodeRow).where(LinkCodeRow.expires < now))
    return {name: before[name] - _count(session, table) for name, table in _COUNTED.items()}


def purge_store(url: str, days: int) -> dict[str, int]:
    """`purge` the database at `url`, down to the bytes; also those that an earlier `scrub` could not reach.

    Raises:
        CoachError: the database cannot be used.

    """
    try:
        with open_session(url) as session, session.begin():
            removed = purge(session, days)
    except DBAPIError as error:
        raise explain(error, url) from error
    scrub(url)
    return removed


def moment(seconds: float) -> str:
    """A time in seconds since 1970, as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")


_COUNTED = {
    "people": PersonRow.id,
    "conversations": ConversationRow.id,
    "feedback": FeedbackRow.id,
    "unanswered": UnansweredRow.id,
}


def _count(session: Session, column: Any) -> int:
    return int(session.scalar(select(func.count(column))) or 0)


def _conversations(people: PersonRepository, conversation: str) -> list[str]:
    """All conversations of who speaks in one; that one alone if nothing is remembered of them."""
    person = people.of_conversation(conversation).id
    return sorted(people.conversations(person)) if person else [conversation]


def _remove(session: Session, person: str | None, conversations: Sequence[str]) -> None:
    """Remove a person. Every table with a column `person_id`, `conversation_id` or `asked_by` holds something of theirs."""
    theirs: dict[str, Iterable[str]] = {
        "person_id": [person] if person else [],
        "conversation_id": conversations,
        "asked_by": [asker(conversation) for conversation in conversations],
    }
    for table in reversed(Base.metadata.sorted_tables):
        for name, values in theirs.items():
            if name in table.columns:
                column: Column = table.columns[name]
                session.execute(delete(table).where(column.in_(values)))
    session.execute(delete(ConversationRow).where(ConversationRow.id.in_(conversations)))
    session.execute(delete(PersonRow).where(PersonRow.id == person))
    session.expire_all()


def _conversation(session: Session, conversation: str) -> dict[str, Any]:
    row = session.get(ConversationRow, conversation)
    query = select(EventRow).where(EventRow.conversation_id == conversation, EventRow.kind.in_(_WHO)).order_by(EventRow.id)
    events = [(event, json.loads(event.data)) for event in session.scalars(query)]
    return {
        "channels": sorted({data["input_channel"] for _, data in events if data.get("input_channel")}),
        "last_message": moment(row.updated) if row else None,
        "state": json.loads(row.state) if row else {},
        "messages": [_message(event, data) for event, data in events],
    }


_WHO = {"user": "you", "bot": "coach"}


def _message(event: Any, data: dict[str, Any]) -> dict[str, Any]:
    """A message, and what was noted with it: what it was understood to mean, or which facts an answer rests on."""
    parsed = data.get("parse_data") or {}
    noted = {
        "understood_as": (parsed.get("intent") or {}).get("name"),
        "heard": [{"field": item.get("entity"), "value": item.get("value")} for item in parsed.get("entities") or []],
        "facts": (data.get("metadata") or {}).get("facts"),
    }
    said = {"at": moment(event.timestamp), "from": _WHO[event.kind], "text": data.get("text")}
    return {**said, **{name: value for name, value in noted.items() if value}}
