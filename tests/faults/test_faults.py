"""What a person gets while a part of the coach is broken, and after it was mended."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from launch.trial import wait_for
from tests.faults.conftest import PATIENCE, Servers

QUESTION = "what belongs in a readme?"
FACT = "portfolio.readme"


@contextmanager
def action_server_killed(servers: Servers) -> Iterator[None]:
    servers.kill_actions()
    try:
        yield
    finally:
        servers.start_actions()


@contextmanager
def action_server_stands_still(servers: Servers) -> Iterator[None]:
    servers.actions.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        servers.actions.send_signal(signal.SIGCONT)


@contextmanager
def database_locked_for_writing(servers: Servers) -> Iterator[None]:
    with closing(sqlite3.connect(servers.database, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@contextmanager
def conversation_table_gone(servers: Servers) -> Iterator[None]:
    with table_gone(servers.database, "conversation_event"):
        yield


@contextmanager
def fact_table_gone(servers: Servers) -> Iterator[None]:
    with table_gone(servers.database, "fact"):
        yield


@contextmanager
def table_gone(database: Path, table: str) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None, timeout=10)) as other:
        other.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        try:
            yield
        finally:
            other.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


@contextmanager
def database_away(servers: Servers, put: Callable[[Path], object] = lambda _: None) -> Iterator[None]:
    """Something else, or nothing, stands where the database was (mode bits would not keep root out); it comes back whole."""
    database, away = servers.database, servers.database.parent / f"away-{uuid.uuid4().hex}"
    away.mkdir()
    for file in database.parent.glob(f"{database.name}*"):
        file.rename(away / file.name)
    put(database)
    try:
        yield
    finally:
        for file in database.parent.glob(f"{database.name}*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        for file in away.iterdir():
            file.rename(database.parent / file.name)


def database_cannot_be_opened(servers: Servers) -> AbstractContextManager[None]:
    return database_away(servers, lambda path: path.mkdir())


def database_is_empty(servers: Servers) -> AbstractContextManager[None]:
    return database_away(servers, lambda path: path.touch())


NO_ANSWER = [action_server_killed, action_server_stands_still, database_locked_for_writing, conversation_table_gone]
"""Faults under which no answer can be made, or none can be kept."""
PERHAPS = [fact_table_gone, database_cannot_be_opened, database_is_empty]
"""Faults that an open connection or a memory may outlive."""
NOT_KEPT = [database_locked_for_writing, conversation_table_gone]


def kept(servers: Servers, mark: str) -> list[str]:
    """What the coach has said, as the file at the database's address has it, in the conversation in which somebody said `mark`."""
    said = "SELECT conversation_id FROM conversation_event WHERE kind = 'user' AND data LIKE ?"
    told = f"SELECT data FROM conversation_event WHERE kind = 'bot' AND conversation_id IN ({said}) ORDER BY id"
    with closing(sqlite3.connect(servers.database, timeout=10)) as reader:
        return [json.loads(data)["text"] for (data,) in reader.execute(told, [f"%{mark}%"])]


@pytest.mark.parametrize("fault", [*NO_ANSWER, *PERHAPS])
def test_a_fault_is_admitted_in_time_and_what_was_told_is_what_is_kept(
    servers: Servers, fault: Callable[[Servers], AbstractContextManager[None]]
) -> None:
    known, mark = uuid.uuid4().hex, f"zq{uuid.uuid4().hex[:12]}"
    before, _ = servers.say(f"{QUESTION} {mark}", known)
    assert FACT in before.facts
    said = [(QUESTION, known), ("is LinkedIn useful?", uuid.uuid4().hex), ("hello", uuid.uuid4().hex), ("/ask_portfolio", uuid.uuid4().hex)]
    with fault(servers), ThreadPoolExecutor(len(said)) as pool:
        got = list(pool.map(lambda each: servers.say(*each), said))
    after, seconds = servers.say(QUESTION, known)
    again, _ = servers.say("where is that from?", known)

    for answer, took in [*got, (after, seconds)]:
        assert answer.status == 200
        assert answer.text.strip(), "silence"
        assert took < PATIENCE
        assert answer.kinds != ["failure"] or answer.facts == []
    if fault in NO_ANSWER:
        assert [answer.kinds for answer, _ in got[:2]] == [["failure"], ["failure"]]
    assert FACT in after.facts
    assert again.kinds == ["source"]
    told = [answer.text for answer in (before, got[0][0], after, again) if answer.kinds != ["failure"]]
    assert kept(servers, mark) == told


@pytest.mark.parametrize("fault", NOT_KEPT)
def test_nothing_is_said_as_if_it_were_kept(servers: Servers, fault: Callable[[Servers], AbstractContextManager[None]]) -> None:
    talk = ["hello", "I'm self-taught"]
    with fault(servers), ThreadPoolExecutor(len(talk)) as pool:
        got = list(pool.map(lambda text: servers.say(text, uuid.uuid4().hex), talk))
    assert [answer.kinds for answer, _ in got] == [["failure"], ["failure"]]
    assert max(took for _, took in got) < PATIENCE


@pytest.mark.parametrize("fault", [action_server_killed, action_server_stands_still, database_locked_for_writing])
def test_somebody_in_danger_is_given_the_numbers_whatever_is_broken(
    servers: Servers, fault: Callable[[Servers], AbstractContextManager[None]]
) -> None:
    with fault(servers):
        answer, took = servers.say("I want to kill myself", uuid.uuid4().hex)
    assert "988" in answer.text
    assert took < PATIENCE


def test_if_the_database_was_deleted_nobody_is_told_what_no_file_keeps(servers: Servers) -> None:
    mark = f"zq{uuid.uuid4().hex[:12]}"
    with database_away(servers):
        answer, _ = servers.say(f"{QUESTION} {mark}", uuid.uuid4().hex)
        if answer.kinds != ["failure"]:
            assert servers.database.exists()
            assert kept(servers, mark) == [answer.text]


def test_two_messages_of_one_person_get_a_sentence_in_time_while_the_action_server_stands_still(servers: Servers) -> None:
    sender = uuid.uuid4().hex
    with action_server_stands_still(servers), ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda text: servers.say(text, sender), [QUESTION, "is LinkedIn useful?"]))
    assert [answer.kinds for answer, _ in got] == [["failure"], ["failure"]]
    assert max(took for _, took in got) < PATIENCE


def test_a_question_that_waits_while_the_action_server_is_killed_gets_a_sentence(servers: Servers) -> None:
    servers.actions.send_signal(signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(servers.say, QUESTION, uuid.uuid4().hex)
        wait_for(servers.waits_for_actions, 5, "asking the action server")
        servers.kill_actions()
        answer, took = waiting.result(20)
    servers.start_actions()
    assert answer.kinds == ["failure"]
    assert answer.facts == []
    assert took < PATIENCE
    assert FACT in servers.say(QUESTION, uuid.uuid4().hex)[0].facts


def test_an_answer_that_came_too_late_is_not_shown_afterwards(servers: Servers) -> None:
    """The action server wakes up after the person was told that it failed; the next answer is the next question's."""
    sender = uuid.uuid4().hex
    with action_server_stands_still(servers):
        servers.say(QUESTION, sender)
    answer, _ = servers.say("is LinkedIn useful?", sender)
    assert answer.facts == ["search.linkedin"]


def test_other_people_are_served_while_one_waits(servers: Servers) -> None:
    with action_server_stands_still(servers), ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(servers.say, QUESTION, uuid.uuid4().hex)
        wait_for(servers.waits_for_actions, 5, "asking the action server")
        answer, took = servers.say("hello", uuid.uuid4().hex)
        assert not waiting.done()
        waiting.result(20)
    assert answer.kinds == ["social"]
    assert took < 2


def test_logs_hold_nothing_of_what_people_wrote(servers: Servers) -> None:
    secret = f"zq{uuid.uuid4().hex[:12]}"
    with conversation_table_gone(servers):
        servers.say(f"{QUESTION} {secret}", secret)
    with action_server_killed(servers):
        servers.say(f"{QUESTION} {secret}", secret)
    for log in ("rasa.log", "actions.log"):
        assert secret not in (servers.folder / log).read_text(errors="replace"), log
