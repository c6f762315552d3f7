"""The action server when things go wrong: a clear line in the log, nothing of what the person wrote in the log or the answer."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from actions.answer_question import AnswerQuestion
from coach.settings import PROJECT
from coach.store import load_facts, migrate
from tests.conftest import free_port, wait_for
from tests.contract.action_calls import call, message, post, ranked, serving

SECRET = "my boss Zebulon threatens to fire me"
ASKED = message(SECRET, "ask_market", facts=ranked(("market.salary", 0.95)))
ACTIONS = ("answer_question", "explain_source", "admit_not_knowing", "follow_up", "note_profile")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database of the test's own, with tables and no facts."""
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    monkeypatch.setenv("COACH_DATABASE_URL", url)
    migrate(url)
    return url


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.mark.parametrize("action", ACTIONS)
def test_an_empty_fact_store_is_named_in_the_log_with_its_remedy(
    address: str, database: str, action: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        outcome = call(address, f"action_{action}", ASKED)
    assert outcome.status == 500
    assert "Zebulon" not in str(outcome.body)
    assert "Zebulon" not in caplog.text
    assert "The fact store is empty" in caplog.text
    assert "coach facts load" in caplog.text


def test_facts_that_are_loaded_while_the_server_runs_are_used_at_once(address: str, database: str) -> None:
    assert call(address, "action_answer_question", ASKED).status == 500
    load_facts(database)
    assert call(address, "action_answer_question", ASKED).facts == ["market.salary"]


def test_a_database_that_cannot_be_opened_is_named_in_the_log(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("COACH_DATABASE_URL", f"sqlite:///{tmp_path}")
    assert call(address, "action_answer_question", ASKED).status == 500
    assert "COACH_DATABASE_URL" in caplog.text
    assert "Zebulon" not in caplog.text


def test_a_database_without_tables_is_named_in_the_log(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert call(address, "action_answer_question", ASKED).status == 500
    assert "database" in caplog.text
    assert "Zebulon" not in caplog.text


def test_an_error_that_holds_what_the_person_wrote_tells_nobody(
    address: str, database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SECRET)

    load_facts(database)
    monkeypatch.setattr(AnswerQuestion, "reply", fail)
    with caplog.at_level(logging.DEBUG):
        outcome = call(address, "action_answer_question", ASKED)
    assert outcome.status == 500
    assert "Zebulon" not in str(outcome.body)
    assert "Zebulon" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_after_a_failure_the_next_call_is_answered(address: str, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load_facts(database)
    with monkeypatch.context() as patch:
        patch.setattr(AnswerQuestion, "reply", lambda *_: 1 / 0)
        assert call(address, "action_answer_question", ASKED).status == 500
    assert call(address, "action_answer_question", ASKED).facts == ["market.salary"]


def test_an_unknown_action_is_named_and_the_message_is_not(address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        outcome = call(address, "action_of_another_bot", ASKED)
    assert outcome.status == 404
    assert outcome.body["action_name"] == "action_of_another_bot"
    assert "Zebulon" not in str(outcome.body) + caplog.text


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"x"', b"\xff", b'{"next_action": "action_answer_question"}'], ids=ascii)
def test_a_broken_request_is_refused_without_an_echo(address: str, body: bytes) -> None:
    outcome = post(f"{address}/webhook", body)
    assert 400 <= outcome.status < 600
    assert set(outcome.body) <= {"error"}


def test_a_page_that_does_not_exist_is_not_an_action_that_failed(address: str, caplog: pytest.LogCaptureFixture) -> None:
    assert post(f"{address}/favicon.ico", None).status == 404
    assert "an action failed" not in caplog.text


def test_a_slow_answer_holds_up_nobody_else(address: str, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load_facts(database)
    begun, go_on = threading.Event(), threading.Event()
    answer = AnswerQuestion.reply

    def slowly(*args: object) -> object:
        begun.set()
        assert go_on.wait(10)
        return answer(*args)

    monkeypatch.setattr(AnswerQuestion, "reply", slowly)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(call, address, "action_answer_question", ASKED)
        try:
            assert begun.wait(10)
            assert post(f"{address}/health", None).status == 200
            assert call(address, "action_admit_not_knowing", ASKED).kind == "unknown"
            assert not slow.done()
        finally:
            go_on.set()
        assert slow.result().facts == ["market.salary"]


def test_conversations_at_the_same_time_do_not_mix(address: str, database: str) -> None:
    load_facts(database)
    facts = ["market.salary", "resume.structure", "portfolio.why", "search.startups", "role.products", "source.age"] * 6
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(lambda fact: call(address, "action_answer_question", message(facts=ranked((fact, 0.95))), {}), facts, timeout=30)
        )
    assert [outcome.facts for outcome in outcomes] == [[fact] for fact in facts]
    assert [outcome.slots["memory"]["told"] for outcome in outcomes] == [[fact] for fact in facts]


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen, str, Path]]:
    """The server as it is really started, with an empty home: its process, its address, its log."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    environment = {**os.environ, "COACH_HOME": str(folder), "COACH_ACTIONS_PORT": str(port)}
    environment.pop("COACH_DATABASE_URL", None)
    log = folder / "actions.log"
    with open(log, "wb") as output:
        server = subprocess.Popen([sys.executable, "-m", "actions.server"], cwd=PROJECT, env=environment, stdout=output, stderr=output)
    try:
        wait_for(lambda: _listens(server, port) or server.poll() is not None, 60, "starting the action server")
        assert server.poll() is None, log.read_text()
        yield server, f"http://127.0.0.1:{port}", log
    finally:
        server.terminate()
        server.wait(20)


def _listens(server: subprocess.Popen, port: int) -> bool:
    if server.poll() is not None:
        return False
    return any(each.laddr.port == port for each in psutil.Process(server.pid).connections("tcp") if each.status == psutil.CONN_LISTEN)


def test_the_started_server_logs_the_remedy_and_not_the_message(process: tuple[subprocess.Popen, str, Path]) -> None:
    _, address, log = process
    outcome = call(address, "action_answer_question", ASKED)
    assert outcome.status == 500
    assert "Zebulon" not in str(outcome.body)
    wait_for(lambda: "coach facts load" in log.read_text(), 10, "the line in the log")
    assert "Zebulon" not in log.read_text()
    assert "Traceback" not in log.read_text()


def test_pages_of_other_sites_may_not_read_the_answers(process: tuple[subprocess.Popen, str, Path]) -> None:
    _, address, _ = process
    request = urllib.request.Request(f"{address}/actions", headers={"Origin": "http://elsewhere.example"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
        assert answer.headers["Access-Control-Allow-Origin"] is None


def test_the_started_server_listens_on_this_machine_only(process: tuple[subprocess.Popen, str, Path]) -> None:
    server, _, _ = process
    listening = [each for each in psutil.Process(server.pid).connections("inet") if each.status == psutil.CONN_LISTEN]
    assert {each.laddr.ip for each in listening} == {"127.0.0.1"}
