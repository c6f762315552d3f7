"""People of a store that is empty at first, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from coach.conversation.models import ConversationRow, EventRow
from coach.database import open_session
from coach.feedback.unanswered import record_unanswered
from coach.person.models import FeedbackRow
from coach.person.person import Person
from coach.person.repository import PersonRepository
from coach.store import migrate

CANARY = "canary"


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session of an empty store."""
    migrate(database_url)
    with open_session(database_url) as opened:
        yield opened


@pytest.fixture
def people(session: Session) -> PersonRepository:
    """The people of that store."""
    return PersonRepository(session)


def talk(session: Session, conversation: str, word: str, at: float | None = None) -> Person:
    """A conversation of somebody who leaves a trace with `word` in it in every table a conversation can reach."""
    at = time.time() if at is None else at
    people = PersonRepository(session)
    said = [("interests", f"interest {word}"), ("degree_level", "phd"), ("projects", "7"), ("portfolio", "many")]
    person = people.remember(people.of_conversation(conversation), said, "message")
    person = people.mark(person, f"step {word}", "done")
    person = people.keep(person, {"asked_about": [word]})
    session.merge(ConversationRow(id=conversation, state=json.dumps({"slots": {"memory": word}, "loop": None}), updated=at))
    parsed = {"intent": {"name": "ask_portfolio"}, "entities": [{"entity": "interests", "value": word}]}
    user = {"event": "user", "text": f"I like {word}", "parse_data": parsed, "input_channel": "rest"}
    bot = {"event": "bot", "text": f"So you like {word}", "metadata": {"facts": ["portfolio.a"]}}
    for data in (user, {"event": "slot", "name": "memory", "value": word}, bot):
        session.add(EventRow(conversation_id=conversation, kind=data["event"], timestamp=at, data=json.dumps(data)))
    given = {"fact_id": "portfolio.a", "verdict": "down", "reason": f"because {word}", "given_at": at}
    session.add(FeedbackRow(conversation_id=conversation, message_id=f"message {word}", **given))
    record_unanswered(session, conversation, f"what about {word}")
    session.flush()
    return person
