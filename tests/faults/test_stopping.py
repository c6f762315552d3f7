"""Starting and stopping the coach: nothing is left behind, and what is wrong is said in one line."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from coach.settings import PROJECT
from launch.trial import start_coach, wait_for
from tests.faults.conftest import environment_in, is_gone, servers_of, supervisor

STOP_SECONDS = 20


def ports_are_free(environment: dict[str, str]) -> bool:
    for name in ("COACH_PORT", "COACH_ACTIONS_PORT"):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(environment[name]))) == 0:
                return False
    return True


@pytest.mark.parametrize("signals", [[signal.SIGTERM], [signal.SIGINT, signal.SIGINT]], ids=["SIGTERM", "Ctrl-C, pressed twice"])
def test_a_signal_stops_everything(tmp_path: Path, signals: list[signal.Signals]) -> None:
    with start_coach(tmp_path) as coach:
        servers = servers_of(coach.process)
        assert sorted(servers) == ["actions.server", "launch.server"]
        everything = psutil.Process(coach.process.pid).children(recursive=True)
        for each in signals:
            coach.process.send_signal(each)
        assert coach.process.wait(STOP_SECONDS) == 0
        wait_for(lambda: all(map(is_gone, everything)), 5, "ending of the servers")
        assert ports_are_free(coach.environment)
        said = coach.log.read_text()
        assert said.splitlines()[-1] == "Career Coach has stopped."
        assert "Traceback" not in said


@pytest.mark.parametrize("name", ["actions.server", "launch.server"])
def test_if_a_server_dies_the_program_ends_and_says_which(tmp_path: Path, name: str) -> None:
    with supervisor(tmp_path) as (process, log):
        wait_for(lambda: len(servers_of(process)) == 2, 20, "starting the servers")
        servers = servers_of(process)
        servers[name].kill()
        assert process.wait(STOP_SECONDS) == 1
        wait_for(lambda: all(map(is_gone, servers.values())), 5, "ending of the servers")
        said = log.read_text()
        assert "Traceback" not in said
        assert {"actions.server": "actions.log", "launch.server": "rasa.log"}[name] in said.splitlines()[-1]


@pytest.mark.parametrize("each", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_during_the_start_leaves_nothing_behind(tmp_path: Path, each: signal.Signals) -> None:
    with supervisor(tmp_path) as (process, log):
        wait_for(lambda: len(servers_of(process)) == 2, 20, "starting the servers")
        servers = servers_of(process)
        process.send_signal(each)
        process.wait(STOP_SECONDS)
        wait_for(lambda: all(map(is_gone, servers.values())), 5, "ending of the servers")
        assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("variable", ["COACH_PORT", "COACH_ACTIONS_PORT"])
def test_a_taken_port_is_one_line_that_names_the_variable(tmp_path: Path, variable: str) -> None:
    environment = environment_in(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(environment[variable])))
        other.listen()
        result = subprocess.run(
            [sys.executable, "-m", "launch.supervisor"], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=30
        )
    assert result.returncode == 1
    lines = (result.stdout + result.stderr).strip().splitlines()
    assert len(lines) == 1, lines
    assert environment[variable] in lines[0]
    assert f"Set {variable} " in lines[0]
