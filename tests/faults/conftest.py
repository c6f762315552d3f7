"""The two servers as processes of their own, without the supervisor, so that one can be broken while the other runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from coach.settings import PROJECT
from launch.trial import READY_SECONDS, Answer, RunningCoach, coach_home, free_port, wait_for

PATIENCE = 10.0
"""How long a person waits for an answer, whatever is broken."""


def environment_in(folder: Path) -> dict[str, str]:
    """Settings of a coach of its own in `folder`."""
    home = coach_home(folder / "home")
    return {
        **os.environ,
        "COACH_HOME": str(home),
        "COACH_PORT": str(free_port()),
        "COACH_ACTIONS_PORT": str(free_port()),
        "COACH_DATABASE_URL": f"sqlite:///{home / 'coach.db'}",
    }


def load_facts(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "coach", "facts", "load"], cwd=PROJECT, env=environment, check=True, capture_output=True)


def start(module: str, environment: dict[str, str], log: Path) -> subprocess.Popen:
    with open(log, "ab") as output:
        return subprocess.Popen([sys.executable, "-m", module], cwd=PROJECT, env=environment, stdout=output, stderr=output)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def is_gone(process: psutil.Process) -> bool:
    """Whether a process has ended; one that nobody has collected yet has ended too."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@dataclass
class Servers:
    """A coach whose servers were started one by one."""

    environment: dict[str, str]
    folder: Path
    rasa: subprocess.Popen
    actions: subprocess.Popen

    @property
    def coach(self) -> RunningCoach:
        return RunningCoach(self.rasa, self.environment, f"http://127.0.0.1:{self.environment['COACH_PORT']}", self.folder / "rasa.log")

    @property
    def database(self) -> Path:
        return Path(self.environment["COACH_DATABASE_URL"].removeprefix("sqlite:///"))

    def say(self, message: str, sender: str) -> tuple[Answer, float]:
        """The answer, and the seconds it took."""
        began = time.monotonic()
        answer = self.coach.post(json.dumps({"sender": sender, "message": message}).encode(), timeout=3 * PATIENCE)
        return answer, time.monotonic() - began

    def start_actions(self) -> None:
        self.actions = start("actions.server", self.environment, self.folder / "actions.log")
        wait_for(lambda: answers(f"{self.coach.actions_url}/health"), READY_SECONDS, "starting the action server")

    def kill_actions(self) -> None:
        self.actions.kill()
        self.actions.wait(10)

    def waits_for_actions(self) -> bool:
        """Whether Rasa has a request to the action server under way."""
        port = int(self.environment["COACH_ACTIONS_PORT"])
        connections = psutil.Process(self.rasa.pid).net_connections("tcp4")
        return any(each.raddr and each.raddr.port == port and each.status == psutil.CONN_ESTABLISHED for each in connections)


def stop(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Both servers, for all tests of a module that mend what they break."""
    folder = tmp_path_factory.mktemp("servers")
    environment = environment_in(folder)
    load_facts(environment)
    running = Servers(
        environment,
        folder,
        rasa=start("launch.server", environment, folder / "rasa.log"),
        actions=start("actions.server", environment, folder / "actions.log"),
    )
    try:
        ready = (f"{running.coach.url}/chat/health", f"{running.coach.actions_url}/health")
        wait_for(lambda: all(map(answers, ready)), READY_SECONDS, "starting the servers")
        yield running
    finally:
        stop(running.rasa)
        stop(running.actions)


@contextmanager
def supervisor(folder: Path, **environment: str) -> Iterator[tuple[subprocess.Popen, Path]]:
    """The supervisor, not yet ready, and the file it writes to; stopped at the end together with its servers."""
    settings = {**environment_in(folder), **environment}
    load_facts(settings)
    log = folder / "supervisor.log"
    process = start("launch.supervisor", settings, log)
    try:
        yield process, log
    finally:
        stop(process)


def servers_of(process: subprocess.Popen) -> dict[str, psutil.Process]:
    """The servers that a supervisor runs, by the name of their module; empty before it has started any."""
    children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    return {child.cmdline()[-1]: child for child in children if child.cmdline()[-1] in ("actions.server", "launch.server")}
