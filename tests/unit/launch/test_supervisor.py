"""The supervisor: a taken port names its variable; what was started is stopped, however this program ends."""

from __future__ import annotations

import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

import launch.supervisor
from coach.errors import CoachError
from coach.settings import PROJECT, Settings
from coach.store import migrate
from launch.supervisor import StopRequested, answers, check_port, process, stopping_on_signals, wait_until
from launch.trial import free_port, wait_for

WAITS = "import signal\nprint('begun', flush=True)\nsignal.pause()\n"
STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('begun', flush=True)\nwhile True:\n    signal.pause()\n"
ENDS = "import sys\nprint('first')\nprint('the reason', flush=True)\nsys.exit(3)\n"


@contextmanager
def _listening(host: str = "127.0.0.1") -> Iterator[int]:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as taken:
        taken.bind((host, 0))
        taken.listen()
        yield int(taken.getsockname()[1])


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Makes a module that `process` can start, out of its text; its name is nobody else's."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))

    def make(text: str) -> str:
        name = f"program_{os.getpid()}_{len(list(tmp_path.glob('*.py')))}"
        (tmp_path / f"{name}.py").write_text(text)
        return name

    return make


def _gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("variable", ["COACH_PORT", "COACH_ACTIONS_PORT"])
def test_a_taken_port_names_its_variable(host: str, variable: str) -> None:
    with _listening(host) as port, pytest.raises(CoachError, match=rf"Port {port} .*Set {variable} to another port"):
        check_port(host, port, variable)


def test_a_port_taken_on_this_machine_is_taken_for_every_address() -> None:
    with _listening() as port, pytest.raises(CoachError, match="COACH_PORT"):
        check_port("0.0.0.0", port, "COACH_PORT")


def test_an_address_of_another_machine_cannot_be_used() -> None:
    with pytest.raises(CoachError, match=r"192\.0\.2\.1"):
        check_port("192.0.2.1", free_port(), "COACH_PORT")


def test_a_free_port_is_fine_and_stays_free() -> None:
    port = free_port()
    check_port("127.0.0.1", port, "COACH_PORT")
    check_port("127.0.0.1", port, "COACH_PORT")


@pytest.mark.parametrize("variable", ["COACH_PORT", "COACH_ACTIONS_PORT"])
def test_the_program_ends_with_one_line_if_a_port_is_taken(tmp_path: Path, variable: str) -> None:
    ports = {"COACH_PORT": str(free_port()), "COACH_ACTIONS_PORT": str(free_port())}
    with _listening() as port:
        environment = {**os.environ, **ports, "COACH_HOME": str(tmp_path), variable: str(port)}
        ended = subprocess.run(
            [sys.executable, "-m", "launch.supervisor"], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60
        )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert variable in ended.stderr
    assert str(port) in ended.stderr


def test_two_servers_on_one_port_are_refused_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch.supervisor, "process", lambda *_: pytest.fail("a server was started"))
    port = str(free_port())
    settings = Settings.from_environment({"COACH_HOME": str(tmp_path), "COACH_PORT": port, "COACH_ACTIONS_PORT": port})
    with pytest.raises(CoachError, match="COACH_ACTIONS_PORT"):
        launch.supervisor.run(settings)


def test_a_store_that_cannot_be_purged_is_told_and_keeps_nobody_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def started(*_: object) -> None:
        raise StopRequested

    monkeypatch.setattr(launch.supervisor, "process", started)
    ports = {"COACH_PORT": str(free_port()), "COACH_ACTIONS_PORT": str(free_port())}
    settings = Settings.from_environment({"COACH_HOME": str(tmp_path), **ports})
    with pytest.raises(StopRequested):
        launch.supervisor.run(settings)
    (line,) = capsys.readouterr().err.splitlines()
    assert "Old conversations were not removed" in line
    migrate(settings.database_url)
    with pytest.raises(StopRequested):
        launch.supervisor.run(settings)
    assert capsys.readouterr().err == ""


def test_a_child_is_stopped_at_the_end(tmp_path: Path, program) -> None:
    log = tmp_path / "logs" / "child.log"
    with process(program(WAITS), log) as child:
        wait_for(lambda: "begun" in log.read_text(), 20, "the child's beginning")
        assert child.poll() is None
    assert child.poll() == -signal.SIGTERM


def test_a_child_is_stopped_if_something_fails(tmp_path: Path, program) -> None:
    with ExitStack() as stack:
        child = stack.enter_context(process(program(WAITS), tmp_path / "child.log"))
        with pytest.raises(RuntimeError), stack.pop_all():
            raise RuntimeError
    assert child.poll() is not None


def test_a_child_that_ignores_the_request_is_killed(tmp_path: Path, program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch.supervisor, "STOP_SECONDS", 0.2)
    log = tmp_path / "child.log"
    with process(program(STUBBORN), log) as child:
        wait_for(lambda: "begun" in log.read_text(), 20, "the child's beginning")
    assert child.poll() == -signal.SIGKILL


def test_what_a_stubborn_child_started_is_killed_with_it(tmp_path: Path, program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch.supervisor, "STOP_SECONDS", 0.2)
    log = tmp_path / "child.log"
    starts = "import subprocess, sys\nprint(subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']).pid, flush=True)\n"
    with process(program(starts + STUBBORN), log):
        wait_for(lambda: "begun" in log.read_text(), 20, "the child's beginning")
    grandchild = int(log.read_text().split()[0])
    try:
        wait_for(lambda: _gone(grandchild), 10, "the grandchild's end")
    finally:
        with suppress(ProcessLookupError):
            os.kill(grandchild, signal.SIGKILL)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("child", [pytest.param(WAITS, id="obedient"), pytest.param(STUBBORN, id="stubborn")])
def test_children_die_with_the_program_however_it_ends(tmp_path: Path, program, how: signal.Signals, child: str) -> None:
    log = tmp_path / "child.log"
    parent = program(
        "import sys\nimport launch.supervisor\nfrom pathlib import Path\nlaunch.supervisor.STOP_SECONDS = 0.2\n"
        "with launch.supervisor.stopping_on_signals():\n"
        f"    with launch.supervisor.process({program(child)!r}, Path({str(log)!r})) as child:\n"
        "        print(child.pid, flush=True)\n"
        "        child.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-m", parent], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        pid = int(running.stdout.readline())
        wait_for(lambda: "begun" in log.read_text(), 20, "the child's beginning")
        running.send_signal(how)
        running.communicate(timeout=20)
    try:
        wait_for(lambda: _gone(pid), 10, "the child's end")
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_what_a_child_says_goes_to_its_log_and_adds_to_it(tmp_path: Path, program) -> None:
    log = tmp_path / "logs" / "child.log"
    for _ in range(2):
        with process(program(ENDS), log) as child:
            child.wait(20)
    assert log.read_text() == "first\nthe reason\n" * 2


def test_a_child_that_ends_while_starting_is_an_error_with_its_last_words(tmp_path: Path, program) -> None:
    log = tmp_path / "home" / "logs" / "rasa.log"
    with process(program(ENDS), log) as child, pytest.raises(CoachError, match=rf"code 3: the reason \(see {log}\)"):
        wait_until(lambda: False, {"rasa.log": child}, 20)


def test_waiting_ends_when_ready(tmp_path: Path, program) -> None:
    log = tmp_path / "child.log"
    with process(program(WAITS), log) as child:
        wait_until(lambda: "begun" in log.read_text(), {"child.log": child}, 20)
        assert child.poll() is None


def test_waiting_too_long_is_an_error_that_names_the_logs() -> None:
    with pytest.raises(CoachError, match=r"not ready after 0 s.*logs"):
        wait_until(lambda: False, {}, 0.01)


def _interrupted(which: signal.Signals, cleaned: list[bool]) -> None:
    with stopping_on_signals():
        try:
            os.kill(os.getpid(), which)
            pytest.fail("the signal did not stop the program")
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGTERM)
            cleaned.append(True)


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_and_a_second_one_does_not_disturb_the_stopping(which: signal.Signals) -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    cleaned: list[bool] = []
    with pytest.raises(StopRequested):
        _interrupted(which, cleaned)
    assert cleaned
    assert {each: signal.getsignal(each) for each in before} == before


@pytest.mark.parametrize(("status", "expected"), [(200, True), (503, False), (404, False), (500, False)])
def test_a_server_answers_if_it_says_200(status: int, expected: bool) -> None:
    class Says(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Says) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert answers(f"http://127.0.0.1:{server.server_port}/chat/health") is expected
        thread.join()


def test_nobody_does_not_answer() -> None:
    assert answers(f"http://127.0.0.1:{free_port()}/") is False
