"""A coach with a home, a database and ports of its own, for tests and measurements."""

from __future__ import annotations

import json
import os
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

from coach.settings import PROJECT

READY_SECONDS = 120


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until a condition holds; an AssertionError names what did not happen."""
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
        """The text of all messages."""
        return "\n".join(message["text"] for message in self.body)

    @property
    def facts(self) -> list[str]:
        """The facts told."""
        return [fact for message in self.body for fact in (message.get("metadata") or {}).get("facts", [])]

    @property
    def kinds(self) -> list[str]:
        """The kind of each message."""
        return [(message.get("metadata") or {}).get("kind", "") for message in self.body]

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons of all messages."""
        return [button for message in self.body for button in message.get("buttons", [])]


@dataclass
class RunningCoach:
    """A coach in processes of its own."""

    process: subprocess.Popen
    environment: dict[str, str]
    url: str
    log: Path

    def post(self, body: bytes, timeout: float = 15) -> Answer:
        """POST anything to the REST channel."""
        request = urllib.request.Request(f"{self.url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return Answer(response.status, json.loads(response.read()))
        except urllib.error.HTTPError as error:
            return Answer(error.code, json.loads(error.read()))

    def say(self, message: str, sender: str | None = None, **more: Any) -> Answer:
        """Send one message; without a sender, in a conversation of its own."""
        return self.post(json.dumps({"sender": sender or uuid.uuid4().hex, "message": message, **more}).encode())

    @property
    def actions_url(self) -> str:
        """Where its action server listens."""
        return f"http://127.0.0.1:{self.environment['COACH_ACTIONS_PORT']}"


def coach_home(folder: Path) -> Path:
    """A COACH_HOME of its own, with the spaCy pipeline that the set-up built."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "spacy").exists():
        (folder / "spacy").symlink_to(PROJECT / ".coach" / "spacy")
    return folder


@contextmanager
def start_coach(folder: Path, **environment: str) -> Iterator[RunningCoach]:
    """The real servers, with a home, a database and ports of their own; in a folder that was used before they find what they kept there."""
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
