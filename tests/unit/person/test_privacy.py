"""Everything kept is handed out; who is forgotten is gone from every table, and from every byte of an SQLite file."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, delete, inspect, select
from sqlalchemy.orm import Session

import coach.database
from coach.conversation.models import ConversationRow, EventRow
from coach.database import Base, engine_for, open_session, scrub
from coach.errors import CoachError
from coach.person.links import make_code, redeem
from coach.person.models import FeedbackRow, LinkCodeRow, PersonRow, UnansweredRow
from coach.person.privacy import DAY_SECONDS, asker, export_person, forget_person, purge, purge_store
from coach.person.repository import PersonRepository
from coach.store import migrate
from tests.unit.person.conftest import CANARY, talk

KEPT = ("profile", "plan", "feedback", "unanswered", "link_codes")


def _rows(session: Session) -> list[str]:
    """Every row of every table, as the database itself lists them."""
    session.flush()
    metadata = MetaData()
    metadata.reflect(session.connection())
    tables = [table for name, table in metadata.tables.items() if name != "alembic_version"]
    return [f"{table.name}: {dict(row._mapping)}" for table in tables for row in session.execute(select(table))]


def _traces(session: Session, *words: str) -> list[str]:
    return [row for row in _rows(session) if any(word in row for word in words)]


def test_every_table_of_people_is_known_to_whoever_forgets_them(session: Session) -> None:
    ours = {"person_id", "conversation_id", "asked_by"}
    found = inspect(session.connection())
    names = {name for name in found.get_table_names() if ours & {column["name"] for column in found.get_columns(name)}}
    assert names
    assert names <= set(Base.metadata.tables)


def test_an_export_holds_everything(session: Session, people: PersonRepository) -> None:
    at = 1_700_000_000.0  # 14 November 2023, 22:13:20 UTC
    person = talk(session, "rest-a", "tea", at)
    make_code(people, person)
    exported = json.loads(json.dumps(export_person(session, "rest-a")))
    assert {(item["field"], item["value"]): (item["in_words"], item["source"]) for item in exported["profile"]} == {
        ("interests", "interest tea"): ("your interest in interest tea", "message"),
        ("degree_level", "phd"): ("your PhD", "message"),
        ("projects", "7"): ("how many projects you have: 7", "message"),
        ("portfolio", "many"): ("your many projects", "message"),
    }
    assert [(step["step"], step["status"]) for step in exported["plan"]] == [("step tea", "done")]
    assert exported["state"] == {"asked_about": ["tea"]}
    assert exported["feedback"] == [
        {
            "message": "message tea",
            "fact": "portfolio.a",
            "verdict": "down",
            "reason": "because tea",
            "given_at": "2023-11-14T22:13:20+00:00",
        }
    ]
    assert [question["text"] for question in exported["unanswered"]] == ["what about tea"]
    assert len(exported["link_codes"]) == 1
    (conversation,) = exported["conversations"]
    assert conversation["channels"] == ["rest"]
    assert conversation["state"]["slots"] == {"memory": "tea"}
    assert [(message["from"], message["text"]) for message in conversation["messages"]] == [
        ("you", "I like tea"),
        ("coach", "So you like tea"),
    ]
    assert conversation["messages"][0]["heard"] == [{"field": "interests", "value": "tea"}]
    assert conversation["messages"][1]["facts"] == ["portfolio.a"]
    today = time.strftime("%Y-%m-%d", time.gmtime(person.remembered[0].said_at))
    assert all(item["said_at"].startswith(today) for item in exported["profile"])


def test_an_export_holds_the_conversations_of_every_linked_channel(session: Session, people: PersonRepository) -> None:
    talk(session, "web-a", "tea")
    talk(session, "slack-a", "coffee")
    assert redeem(people, "slack-a", make_code(people, people.of_conversation("web-a")))
    for conversation in ("web-a", "slack-a"):
        exported = export_person(session, conversation)
        text = json.dumps(exported)
        assert all(f"I like {word}" in text and f"because {word}" in text for word in ("tea", "coffee"))
        assert [question["text"] for question in exported["unanswered"]] == ["what about tea", "what about coffee"]


def test_an_export_holds_nothing_of_others(session: Session) -> None:
    talk(session, "rest-a", "tea")
    talk(session, "rest-b", "coffee")
    assert "coffee" not in json.dumps(export_person(session, "rest-a"))
    nobody = export_person(session, "rest-c")
    assert [nobody[name] for name in KEPT] == [[]] * len(KEPT)
    assert "tea" not in json.dumps(nobody)


def test_who_is_forgotten_is_in_no_table(session: Session, people: PersonRepository) -> None:
    talk(session, "rest-b", "coffee")
    before = _rows(session)
    person = talk(session, "rest-a", CANARY)
    make_code(people, person)
    session.expire_all()
    assert person.id
    assert len(_traces(session, CANARY, "rest-a", person.id, asker("rest-a"))) > 9
    forget_person(session, "rest-a")
    assert _traces(session, CANARY, "rest-a", person.id, asker("rest-a")) == []
    assert sorted(_rows(session)) == sorted(before)
    assert people.of_conversation("rest-a").id is None


def test_who_is_forgotten_is_so_in_every_linked_channel(session: Session, people: PersonRepository) -> None:
    talk(session, "web-a", CANARY)
    talk(session, "slack-a", f"{CANARY}2")
    assert redeem(people, "slack-a", make_code(people, people.of_conversation("web-a")))
    forget_person(session, "slack-a")
    assert _rows(session) == []


def test_a_conversation_of_nobody_known_is_forgotten_too(session: Session, people: PersonRepository) -> None:
    person = talk(session, "rest-a", CANARY)
    session.execute(delete(PersonRow).where(PersonRow.id == person.id))
    session.expire_all()
    assert people.of_conversation("rest-a").id is None
    forget_person(session, "rest-a")
    assert _rows(session) == []


def test_forgetting_nobody_removes_nothing(session: Session) -> None:
    talk(session, "rest-b", "coffee")
    before = _rows(session)
    forget_person(session, "rest-a")
    forget_person(session, "")
    assert _rows(session) == before


def test_forgetting_that_is_not_committed_forgets_nothing(database_url: str) -> None:
    migrate(database_url)
    with open_session(database_url) as session, session.begin():
        talk(session, "rest-a", CANARY)
    with open_session(database_url) as session:
        forget_person(session, "rest-a")
    with open_session(database_url) as session:
        assert len(_traces(session, CANARY)) > 5


def _canaries(folder: Path) -> int:
    return sum(path.read_bytes().count(CANARY.encode()) for path in folder.rglob("*") if path.is_file())


def _crowd(url: str, seed: int) -> None:
    """People whose rows split, fill and empty pages between those of one with a canary."""
    chance = random.Random(seed)
    for number in range(60):
        with open_session(url) as session, session.begin():
            other = f"rest-{chance.randrange(30)}"
            talk(session, "rest-a", CANARY + "x" * chance.randrange(60) + str(number))
            talk(session, other, "y" * chance.randrange(60) + str(number))
            session.add(EventRow(conversation_id="rest-a", kind="user", timestamp=0.0, data=CANARY * chance.randrange(900)))
            if chance.random() < 0.2:
                forget_person(session, other)


@pytest.mark.parametrize("seed", range(3))
def test_after_a_scrub_no_byte_of_who_was_forgotten_is_left(tmp_path: Path, seed: int) -> None:
    url = f"sqlite:///{tmp_path / 'home' / 'coach.db'}"
    migrate(url)
    _crowd(url, seed)
    assert _canaries(tmp_path) > 1000
    with open_session(url) as session, session.begin():
        forget_person(session, "rest-a")
        assert session.scalar(select(EventRow.id).limit(1)), "somebody else is still there"
    assert scrub(url)
    assert _canaries(tmp_path) == 0


def test_a_scrub_keeps_what_was_not_forgotten(database_url: str) -> None:
    migrate(database_url)
    with open_session(database_url) as session, session.begin():
        talk(session, "rest-b", "coffee")
        before = _rows(session)
    assert scrub(database_url)
    with open_session(database_url) as session:
        assert _rows(session) == before


def test_a_scrub_that_has_to_wait_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coach.database, "BUSY_SECONDS", 0.05)
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    with engine_for(url).connect() as reader:
        reader.exec_driver_sql("BEGIN IMMEDIATE")
        assert not scrub(url)
        reader.exec_driver_sql("ROLLBACK")
    assert scrub(url)


NOW = 1_800_000_000.0


def _age(session: Session, conversation: str, days: float) -> None:
    """Let everything of a conversation be so many days old."""
    then = NOW - days * DAY_SECONDS
    person = PersonRepository(session).of_conversation(conversation).id
    session.get(PersonRow, person).seen = then
    session.get(ConversationRow, conversation).updated = then
    for row in session.scalars(select(FeedbackRow).where(FeedbackRow.conversation_id == conversation)):
        row.given_at = then
    for row in session.scalars(select(UnansweredRow).where(UnansweredRow.asked_by == asker(conversation))):
        row.asked_at = then
    session.flush()


@pytest.mark.parametrize(("age", "gone"), [(0, 0), (29.9, 0), (30.1, 1), (4000, 1)])
def test_what_is_older_than_the_retention_goes(session: Session, age: float, gone: int) -> None:
    talk(session, "rest-a", CANARY)
    talk(session, "rest-b", "coffee")
    _age(session, "rest-a", age)
    _age(session, "rest-b", 1)
    assert purge(session, 30, NOW) == dict.fromkeys(("people", "conversations", "feedback", "unanswered"), gone)
    assert bool(_traces(session, CANARY)) is not bool(gone)
    assert len(_traces(session, "coffee")) > 5
    assert purge(session, 30, NOW) == dict.fromkeys(("people", "conversations", "feedback", "unanswered"), 0)


def test_an_old_conversation_goes_though_its_person_is_still_seen(session: Session, people: PersonRepository) -> None:
    person = talk(session, "rest-a", "tea")
    _age(session, "rest-a", 1)
    session.get(ConversationRow, "rest-a").updated = NOW - 31 * DAY_SECONDS
    assert purge(session, 30, NOW) == {"people": 0, "conversations": 1, "feedback": 0, "unanswered": 0}
    assert session.scalars(select(EventRow)).all() == []
    assert people.of_conversation("rest-a").remembered == person.remembered


def test_codes_that_are_over_go_with_a_purge(session: Session, people: PersonRepository) -> None:
    person = talk(session, "rest-a", "tea")
    _age(session, "rest-a", 0)
    make_code(people, person, clock=lambda: NOW)
    purge(session, 30, NOW + 599)
    assert len(session.scalars(select(LinkCodeRow)).all()) == 1
    purge(session, 30, NOW + 601)
    assert session.scalars(select(LinkCodeRow)).all() == []


def test_a_purge_of_a_store_is_kept_and_reaches_the_bytes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    with open_session(url) as session, session.begin():
        talk(session, "rest-a", CANARY)
        _age(session, "rest-a", 3000)
    assert purge_store(url, 365)["people"] == 1
    assert _canaries(tmp_path) == 0
    assert purge_store(url, 365)["people"] == 0


def test_a_store_that_cannot_be_purged_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="no such table"):
        purge_store(f"sqlite:///{tmp_path / 'empty.db'}", 365)


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Calls a command on a store of its own."""
    from typer.testing import CliRunner

    from coach.cli import app

    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    with open_session(url) as session, session.begin():
        talk(session, "rest-a", CANARY)
        talk(session, "rest-b", "coffee")
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_an_owner_exports_and_forgets_a_person(call: Any, tmp_path: Path) -> None:
    exported = call("people", "export", "rest-a")
    assert exported.exit_code == 0
    assert json.loads(exported.output)["unanswered"][0]["text"] == f"what about {CANARY}"
    assert call("people", "forget", "rest-a").output == "Forgotten.\n"
    assert _canaries(tmp_path) == 0
    assert "coffee" in call("people", "export", "rest-b").output
    for command in ("export", "forget"):
        assert "'rest-a'" in str(call("people", command, "rest-a").exception)


def test_an_owner_purges_after_the_days_of_the_setting_or_of_the_call(call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = "Removed: 0 people, 0 conversations, 0 feedback, 0 unanswered.\n"
    assert call("people", "purge").output == nothing
    with open_session(f"sqlite:///{tmp_path / 'coach.db'}") as session, session.begin():
        session.get(PersonRow, PersonRepository(session).of_conversation("rest-a").id).seen = time.time() - 10 * DAY_SECONDS
    assert call("people", "purge", "--days", "11").output == nothing
    monkeypatch.setenv("COACH_RETENTION_DAYS", "9")
    assert call("people", "purge").output == "Removed: 1 people, 1 conversations, 1 feedback, 1 unanswered.\n"
    assert call("people", "purge", "--days", "0").exit_code == 2
