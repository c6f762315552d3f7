"""While nothing can be stored, the coach says so, stores nothing by halves and never claims to have stored it."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psutil
import pytest

from launch.trial import RunningCoach, start_coach

CLAIMS = ("take into account", "noted", "saved", "done,", "that makes", "deleted", "question 2")
KNOWN = ("person", "person_conversation", "profile_value", "plan_step", "feedback", "unanswered", "conversation", "conversation_event")


@pytest.fixture(scope="module")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCoach]:
    with start_coach(tmp_path_factory.mktemp("half")) as running:
        yield running


def database(coach: RunningCoach) -> Path:
    return Path(coach.environment["COACH_DATABASE_URL"].removeprefix("sqlite:///"))


@contextmanager
def database_locked(coach: RunningCoach) -> Iterator[None]:
    with closing(sqlite3.connect(database(coach), isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@contextmanager
def disk_full(coach: RunningCoach) -> Iterator[None]:
    """No server can write beyond the first byte of a file, which to it is a full disk."""
    servers = psutil.Process(coach.process.pid).children(recursive=True)
    before = {server.pid: resource.prlimit(server.pid, resource.RLIMIT_FSIZE) for server in servers}
    for pid, (_, most) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, most))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def kept(coach: RunningCoach) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(database(coach), timeout=10)) as reader:
        return {name: reader.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in KNOWN}


@pytest.mark.parametrize("fault", [database_locked, disk_full])
def test_what_cannot_be_stored_is_admitted(coach: RunningCoach, fault: Callable[[RunningCoach], AbstractContextManager[None]]) -> None:
    sender = fault.__name__
    coach.say("I'm in a bootcamp", sender)
    asked = coach.say("make me a plan", sender)
    assert asked.kinds == ["interview"]
    before = kept(coach)
    with fault(coach):
        attempts = [
            coach.say("I have a bachelor's in history", sender),
            coach.say(asked.buttons[1]["payload"], sender),
            coach.say("I've done the readme", sender),
            coach.say("what does google pay its interns?", sender),
            coach.say("forget me", sender),
        ]
    after = kept(coach)
    for answer in attempts:
        assert answer.kinds == ["failure"]
        assert answer.text.strip()
        assert [claim for claim in CLAIMS if claim in answer.text.lower()] == []
    assert after == before
    known = coach.say("what do you know about me?", sender).text
    assert "your bootcamp" in known
    assert "bachelor" not in known
    assert "failure" not in coach.say("I have a bachelor's in history", sender).kinds
    assert "bachelor" in coach.say("what do you know about me?", sender).text
