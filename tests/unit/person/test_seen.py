"""The list of conversations: each once, with when and how much, and nothing of what was said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from coach.cli import app
from coach.conversation.models import ConversationRow, EventRow
from coach.database import open_session
from coach.person.links import make_code, redeem
from coach.person.models import PersonRow
from coach.person.repository import PersonRepository
from coach.person.seen import Seen, everyone_seen
from coach.settings import Settings
from coach.store import migrate
from tests.unit.person.conftest import CANARY, talk


def at(session: Session, people: PersonRepository, conversation: str, first: float, last: float) -> None:
    """Let who speaks in a conversation have been seen then."""
    row = session.get(PersonRow, people.of_conversation(conversation).id)
    row.created, row.seen = first, last
    session.flush()


def test_an_empty_store_has_seen_nobody(session: Session) -> None:
    assert everyone_seen(session) == []


def test_people_are_listed_by_their_last_visit_with_the_number_of_values(session: Session, people: PersonRepository) -> None:
    people.remember(people.of_conversation("rest-a"), [("interests", "jazz"), ("interests", "aviation"), ("hours", "5")], "message")
    people.mark(people.of_conversation("rest-b"), "learn-course", "done")
    at(session, people, "rest-a", 100.0, 200.0)
    at(session, people, "rest-b", 150.0, 300.0)
    assert everyone_seen(session) == [Seen("rest-b", 150.0, 300.0, 0), Seen("rest-a", 100.0, 200.0, 3)]


def test_who_said_nothing_of_themselves_is_listed_by_their_messages(session: Session) -> None:
    session.add(ConversationRow(id="rest-a", state="{}", updated=300.0))
    session.add(ConversationRow(id="rest-b", state="{}", updated=400.0))
    session.flush()
    for moment in (200.0, 100.0):
        session.add(EventRow(conversation_id="rest-a", kind="user", timestamp=moment, data=json.dumps({"text": "hi"})))
    session.flush()
    assert everyone_seen(session) == [Seen("rest-b", 400.0, 400.0, 0), Seen("rest-a", 100.0, 300.0, 0)]


def test_linked_conversations_are_both_listed_with_what_they_share(session: Session, people: PersonRepository) -> None:
    people.remember(people.of_conversation("web-a"), [("hours", "5")], "message")
    people.remember(people.of_conversation("slack-a"), [("target", "startup")], "message")
    assert redeem(people, "slack-a", make_code(people, people.of_conversation("web-a")))
    assert {(seen.conversation, seen.values) for seen in everyone_seen(session)} == {("web-a", 2), ("slack-a", 2)}


def test_the_command_prints_a_line_each_and_no_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)
    assert CliRunner().invoke(app, ["people", "list"]).stdout == ""
    url = Settings.from_environment().database_url
    migrate(url)
    with open_session(url) as session, session.begin():
        talk(session, "rest-a", CANARY)
        at(session, PersonRepository(session), "rest-a", 1_700_000_000.0, 1_700_000_060.0)  # 14 November 2023, 22:13:20 UTC
    printed = CliRunner().invoke(app, ["people", "list"])
    assert printed.exit_code == 0
    assert printed.stdout.split() == ["rest-a", "2023-11-14T22:13:20+00:00", "2023-11-14T22:14:20+00:00", "4"]
    assert CANARY not in printed.stdout
