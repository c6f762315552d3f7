"""Questions without an answer: kept without who asked, similar ones counted together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from coach.cli import app
from coach.database import open_session
from coach.feedback.unanswered import LONGEST_QUESTION, group, record_unanswered, unanswered
from coach.person.models import UnansweredRow
from coach.person.privacy import DAY_SECONDS
from coach.store import migrate


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    migrate(database_url)
    with open_session(database_url) as opened:
        yield opened


def test_a_question_is_kept_without_who_asked(session: Session) -> None:
    record_unanswered(session, "rest-jane", "can jane@mail.org get a visa?\n" + "x " * 5000)
    row = session.scalars(select(UnansweredRow)).one()
    assert row.text.startswith("can [email] get a visa? x x")
    assert len(row.text) == LONGEST_QUESTION
    assert "jane" not in f"{row.text} {row.asked_by}"
    assert time.time() - row.asked_at < 60


def test_questions_of_one_conversation_are_told_from_those_of_another(session: Session) -> None:
    for conversation in ("rest-a", "rest-a", "rest-b"):
        record_unanswered(session, conversation, "a visa?")
    askers = session.scalars(select(UnansweredRow.asked_by).order_by(UnansweredRow.id)).all()
    assert askers[0] == askers[1] != askers[2]


@pytest.mark.parametrize("text", ["", " \n", "\x00\x01"])
def test_a_text_that_says_nothing_is_not_kept(session: Session, text: str) -> None:
    record_unanswered(session, "rest-a", text)
    assert unanswered(session) == []


def test_questions_come_back_since_a_time_in_their_order(session: Session) -> None:
    for age, text in ((40, "old"), (1, "newest"), (3, "new")):
        session.add(UnansweredRow(text=text, asked_at=1_700_000_000.0 - age * DAY_SECONDS, asked_by="x"))
    session.flush()
    assert unanswered(session, 1_700_000_000.0 - 30 * DAY_SECONDS) == ["new", "newest"]
    assert unanswered(session) == ["old", "new", "newest"]


def _vectors(*degrees: float) -> np.ndarray:
    return np.array([(np.cos(np.radians(angle)), np.sin(np.radians(angle))) for angle in degrees], dtype=np.float32)


@pytest.mark.parametrize(
    ("texts", "degrees", "expected"),
    [
        ([], [], []),
        (["a"], [0], [(("a",), 1)]),
        (["a", "a", "a"], [0, 0, 0], [(("a",), 3)]),
        (["a", "b"], [0, 20], [(("a", "b"), 2)]),
        (["a", "b"], [0, 90], [(("a",), 1), (("b",), 1)]),
        (["a", "b", "b"], [0, 20, 20], [(("b", "a"), 3)]),
        (["a", "b", "b", "c", "c", "c"], [0, 90, 90, 80, 80, 80], [(("c", "b"), 5), (("a",), 1)]),
        (["a", "b", "c"], [0, 50, 100], [(("a", "b"), 2), (("c",), 1)]),
        (["a", "a", "b", "b", "c"], [0, 0, 58, 58, 30], [(("a", "b", "c"), 5)]),
        (["a", "a", "b", "b", "c"], [0, 0, 70, 70, 40], [(("b", "c"), 3), (("a",), 2)]),
    ],
)
def test_near_questions_are_one_group_led_by_the_most_frequent(
    texts: list[str], degrees: list[float], expected: list[tuple[tuple[str, ...], int]]
) -> None:
    assert [(each.texts, each.count) for each in group(texts, _vectors(*degrees) if degrees else np.zeros((0, 2)))] == expected


ASKED = {
    "visa": ("do I need a visa for the US", "visa requirements for internships in america", "can i get a visa sponsored"),
    "offer": ("how do I negotiate the offer", "negotiating salary offers"),
    "graphics": ("which gpu should I buy", "best graphics card for deep learning", "what gpu is good"),
    "weather": ("what is the weather in berlin",),
}


def test_the_report_counts_what_asks_the_same_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    with open_session(url) as session, session.begin():
        for number, text in enumerate(text for texts in ASKED.values() for text in texts):
            record_unanswered(session, f"rest-{number}", text)
        session.add(UnansweredRow(text="an old one", asked_at=time.time() - 8 * DAY_SECONDS, asked_by="x"))
    outcome = CliRunner().invoke(app, ["report", "unanswered", "--days", "7"])
    assert outcome.exit_code == 0
    first, *lines = outcome.output.splitlines()
    assert first == "9 questions without an answer in 7 days, 4 different ones."
    assert sorted(int(line.split()[0]) for line in lines if line[:4].strip()) == sorted(map(len, ASKED.values()))
    short = CliRunner().invoke(app, ["report", "unanswered", "--limit", "1"]).output.splitlines()
    assert sum(bool(line[:4].strip()) for line in short[1:]) == 1


def test_a_report_of_nothing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)
    for name, said in (("unanswered", "0 questions"), ("feedback", "0 up, 0 down")):
        outcome = CliRunner().invoke(app, ["report", name])
        assert outcome.exit_code == 0
        assert outcome.output.startswith(said)
        assert CliRunner().invoke(app, ["report", name, "--days", "0"]).exit_code == 2
