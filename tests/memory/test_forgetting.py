"""Who wants to be forgotten is: a word that only they said is in no table and in no file afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from coach.conversation.models import EventRow
from coach.database import engine_for, open_session
from coach.facts.repository import FactRepository
from coach.feedback.feedback import record
from coach.person.repository import PersonRepository
from coach.settings import PROJECT
from launch.trial import RunningCoach, start_coach


@pytest.fixture
def coach(tmp_path: Path, database_url: str) -> Iterator[RunningCoach]:
    with start_coach(tmp_path, COACH_DATABASE_URL=database_url) as running:
        yield running


def tables_with(url: str, word: str) -> set[str]:
    """The tables of the database in which a row holds a word; whatever tables there are."""
    engine = engine_for(url)
    with engine.connect() as connection:
        rows = {name: connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in inspect(engine).get_table_names()}
    return {name for name, found in rows.items() if any(word in str(value) for row in found for value in row)}


def files_with(folder: Path, word: str) -> set[str]:
    """The files of a folder whose bytes hold a word; the spaCy pipeline, a link, is none of the coach's own."""
    files = (path for path in folder.rglob("*") if path.is_file() and "spacy" not in path.parts)
    return {path.name for path in files if word.encode() in path.read_bytes()}


def conversation_with(url: str, word: str) -> str:
    """The conversation in which somebody said a word."""
    with open_session(url) as session:
        said = select(EventRow.conversation_id).where(EventRow.kind == "user", EventRow.data.contains(word))
        return str(session.scalars(said.distinct()).one())


def leave_traces(url: str, conversation: str, word: str) -> None:
    """What a channel or another version may keep of a person beside what this conversation does."""
    with open_session(url) as session, session.begin():
        people = PersonRepository(session)
        person = people.remember(people.of_conversation(conversation), [("interests", word)], "message")
        person = people.mark(person, word, "done")
        people.keep(person, {**person.state, "note": word})
        fact = FactRepository(session).all()[0].id
        record(session, conversation, f"message-{word}", [fact], "down", reason=f"too short, {word}")


def exported(coach: RunningCoach, conversation: str) -> str:
    command = [sys.executable, "-m", "coach", "people", "export", conversation]
    return subprocess.run(command, cwd=PROJECT, env=coach.environment, check=True, capture_output=True, text=True).stdout


def test_nothing_is_left_of_who_is_forgotten_and_all_of_everybody_else(coach: RunningCoach, database_url: str, tmp_path: Path) -> None:
    canary, other = f"zq{uuid.uuid4().hex[:12]}", f"zq{uuid.uuid4().hex[:12]}"
    for word, sender in ((canary, "leaves"), (other, "stays")):
        coach.say(f"My name is {word} and I'm in a bootcamp", sender)
        coach.say("what belongs in a readme?", sender)
        assert coach.say(f"what does the company {word} pay its interns?", sender).kinds == ["unknown"]
        coach.say("make me a plan", sender)
        coach.say("stop asking", sender)
        leave_traces(database_url, conversation_with(database_url, f"My name is {word}"), word)
    conversation = conversation_with(database_url, f"My name is {canary}")

    places = {"conversation_event", "profile_value", "plan_step", "person", "feedback", "unanswered"}
    assert tables_with(database_url, canary) >= places
    data = json.loads(exported(coach, conversation))
    kept = ("profile", "plan", "state", "feedback", "unanswered", "conversations")
    assert [name for name in kept if canary not in json.dumps(data[name])] == []
    assert other not in json.dumps(data)
    if database_url.startswith("sqlite"):
        assert files_with(tmp_path, canary), "the search of files finds nothing even before"

    assert coach.say("export my data", "leaves").body[0]["metadata"]["files"]
    asked = coach.say("forget me", "leaves")
    assert tables_with(database_url, canary) >= places, "asked first, removed after a yes"
    done = coach.say(next(button["payload"] for button in asked.buttons if button["title"] == "Yes, forget me"), "leaves")
    assert "deleted" in done.text

    for _ in range(2):
        assert tables_with(database_url, canary) == set()
        assert files_with(tmp_path, canary) == set()
        assert "nothing about you" in coach.say("what do you know about me?", "leaves").text
    assert tables_with(database_url, other) >= places
    assert "your bootcamp" in coach.say("what do you know about me?", "stays").text


def test_what_people_write_is_in_no_log(coach: RunningCoach, tmp_path: Path) -> None:
    canary = f"zq{uuid.uuid4().hex[:12]}"
    for said in (f"I'm in a bootcamp, {canary}", f"what is {canary}?", f"forget me {canary}", f"/forget_me{{{canary}", "x" * 9000 + canary):
        assert coach.say(said, canary).status == 200
    coach.post(f'{{"sender": "{canary}", "message": '.encode())
    logs = {path.name for path in tmp_path.rglob("*.log*")}
    assert logs
    assert files_with(tmp_path, canary) & logs == set()
