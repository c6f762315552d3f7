"""Thumbs up and down: one verdict a message, kept by fact; what cannot be meant is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from coach.cli import app
from coach.database import open_session
from coach.errors import CoachError
from coach.feedback.feedback import LONGEST_REASON, Opinion, opinions, record
from coach.person.models import FeedbackRow
from coach.store import load_facts
from tests.unit.sample_article import write_sample

A, B = "water.heat", "leaves.green"


@pytest.fixture
def session(database_url: str, tmp_path: Path) -> Iterator[Session]:
    load_facts(database_url, write_sample(tmp_path / "data"))
    with open_session(database_url) as opened:
        yield opened


def test_verdicts_are_counted_by_fact_the_worst_first(session: Session) -> None:
    record(session, "rest-a", "1", [A, B], "up")
    record(session, "rest-a", "2", [A], "up", "clear")
    record(session, "rest-b", "1", [B], "down", "too short")
    record(session, "rest-b", "2", [], "down", "I meant something else")
    assert opinions(session) == [
        Opinion(B, 1, 1, ("down: too short",)),
        Opinion("", 0, 1, ("down: I meant something else",)),
        Opinion(A, 2, 0, ("up: clear",)),
    ]


def test_a_later_verdict_on_a_message_takes_the_place_of_the_one_before(session: Session) -> None:
    record(session, "rest-a", "1", [A, B], "up", "good")
    record(session, "rest-a", "1", [A], "down", "no, bad")
    assert opinions(session) == [Opinion(A, 0, 1, ("down: no, bad",))]


def test_messages_of_the_same_name_in_two_conversations_are_two(session: Session) -> None:
    record(session, "rest-a", "1", [A], "up")
    record(session, "rest-b", "1", [A], "down")
    assert opinions(session) == [Opinion(A, 1, 1, ())]


def test_a_fact_twice_is_one(session: Session) -> None:
    record(session, "rest-a", "1", [A, A], "up")
    assert opinions(session) == [Opinion(A, 1, 0, ())]


def test_a_reason_is_bounded_and_masked(session: Session) -> None:
    record(session, "rest-a", "1", [A], "down", "ask jane@mail.org\n\x00" + "word " * 900)
    reason = session.scalars(select(FeedbackRow.reason)).one()
    assert reason.startswith("ask [email] word")
    assert len(reason) <= LONGEST_REASON


REFUSED: list[dict[str, Any]] = [
    {"verdict": "sideways"},
    {"verdict": ""},
    {"verdict": None},
    {"verdict": ["up"]},
    {"message_id": ""},
    {"message_id": "x" * 65},
    {"message_id": "\x00"},
    {"message_id": 7},
    {"facts": ["water.nothing"]},
    {"facts": [A, "' OR 1=1 --"]},
    {"facts": [""]},
    {"facts": A},
    {"facts": [7]},
    {"facts": None},
    {"reason": 7},
]


@pytest.mark.parametrize("wrong", REFUSED, ids=str)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(session: Session, wrong: dict[str, Any]) -> None:
    record(session, "rest-a", "1", [A], "up")
    with pytest.raises(CoachError):
        record(session, "rest-a", **{"message_id": "1", "facts": [A], "verdict": "down", "reason": "", **wrong})
    assert opinions(session) == [Opinion(A, 1, 0, ())]


def test_only_verdicts_since_a_time_count(session: Session) -> None:
    record(session, "rest-a", "1", [A], "up")
    given = session.scalars(select(FeedbackRow.given_at)).one()
    assert opinions(session, given) == [Opinion(A, 1, 0, ())]
    assert opinions(session, given + 1) == []


def test_the_report_names_facts_and_reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    load_facts(url, write_sample(tmp_path / "data"))
    with open_session(url) as session, session.begin():
        record(session, "rest-a", "1", [A], "up")
        record(session, "rest-a", "2", [B], "down", "too cold")
        record(session, "rest-a", "3", [], "down")
    lines = CliRunner().invoke(app, ["report", "feedback"]).output.splitlines()
    assert lines[0] == "1 up, 2 down in 365 days."
    assert [line.split() for line in lines[1:]] == [
        ["1", "down", "0", "up", "(no", "fact)"],
        ["1", "down", "0", "up", B],
        ["down:", "too", "cold"],
        ["0", "down", "1", "up", A],
    ]
    assert len(CliRunner().invoke(app, ["report", "feedback", "--limit", "1"]).output.splitlines()) == 2
