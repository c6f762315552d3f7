"""What tests share: a coach that runs, and databases of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coach.settings import PROJECT

READY_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)


@dataclass
class Answer:
    """What a POST gave."""

    status: int
    body: Any

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.body)

    @property
    def facts(self) -> list[str]:
        return [fact for message in self.body for fact in (message.get("metadata") or {}).get("facts", [])]

    @property
    def kinds(self) -> list[str]:
        return [(message.get("metadata") or {}).get("kind", "") for message in self.body]

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [button for message in self.body for button in message.get("buttons", [])]


@dataclass
class RunningCoach:
    """A coach in processes of its own."""

    process: subprocess.Popen
    environment: dict[str, str]
    url: str
    log: Path

    def post(self, body: bytes, timeout: float = 15) -> Answer:
        request = urllib.request.Request(f"{self.url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return Answer(response.status, json.loads(response.read()))
        except urllib.error.HTTPError as error:
            return Answer(error.code, json.loads(error.read()))

    def say(self, message: str, sender: str | None = None, **more: Any) -> Answer:
        return self.post(json.dumps({"sender": sender or uuid.uuid4().hex, "message": message, **more}).encode())

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.environment['COACH_ACTIONS_PORT']}"


def coach_home(folder: Path) -> Path:
    """A COACH_HOME of its own, with the spaCy pipeline that the set-up built."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spacy").symlink_to(PROJECT / ".coach" / "spacy")
    return folder


@contextmanager
def start_coach(folder: Path, **environment: str) -> Iterator[RunningCoach]:
    """The real servers, with a home, a database and ports of their own."""
    home = coach_home(folder / "home")
    settings = {
        **os.environ,
        "COACH_HOME": str(home),
        "COACH_PORT": str(free_port()),
        "COACH_ACTIONS_PORT": str(free_port()),
        **environment,
    }
    settings.setdefault("COACH_DATABASE_URL", f"sqlite:///{home / 'coach.db'}")
    subprocess.run([sys.executable, "-m", "coach", "facts", "load"], cwd=PROJECT, env=settings, check=True, capture_output=True)
    log = folder / "supervisor.log"
    with open(log, "wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "launch.supervisor"], cwd=PROJECT, env=settings, stdout=output, stderr=output)
    coach = RunningCoach(process, settings, f"http://127.0.0.1:{settings['COACH_PORT']}", log)
    try:
        wait_for(lambda: "is ready" in log.read_text() or process.poll() is not None, READY_SECONDS, "starting the coach")
        assert process.poll() is None, log.read_text()
        yield coach
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture(scope="session")
def running_coach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCoach]:
    """One coach for all tests that only talk to it; every conversation in it is a test's own."""
    with start_coach(tmp_path_factory.mktemp("coach")) as coach:
        yield coach


def _postgres_bin() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without a database name."""
    binaries = _postgres_bin()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; `sudo apt-get install postgresql` adds it")
    folder = Path("/tmp") / f"coach-postgres-{uuid.uuid4().hex[:8]}"
    folder.mkdir()
    as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if as_owner:
        shutil.chown(folder, "postgres", "postgres")
    port = free_port()
    data = folder / "data"
    subprocess.run(
        [*as_owner, binaries / "initdb", "-D", data, "-U", "coach", "-A", "trust", "-E", "UTF8"], check=True, capture_output=True
    )
    server = subprocess.Popen(
        [*as_owner, binaries / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder, "-F"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ready = [binaries / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
    try:
        wait_for(lambda: subprocess.run(ready, capture_output=True).returncode == 0, 30, "starting PostgreSQL")
        yield f"postgresql://coach@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    import psycopg2

    server = request.getfixturevalue("postgres_server")
    name = f"test_{uuid.uuid4().hex}"
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"{server}/{name}"
