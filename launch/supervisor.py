"""Runs the Rasa server and the action server as one program: both are up, or neither is."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from coach.errors import CoachError
from coach.person.privacy import purge_store
from coach.settings import PROJECT, Settings
from launch.server import quiet

START_SECONDS = 180.0
STOP_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


class StopRequested(Exception):
    """Somebody asked the program to stop."""


def check_port(host: str, port: int, variable: str) -> None:
    """Make sure that nobody listens on a port.

    Raises:
        CoachError: the port is taken, or the address is not this machine's.

    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CoachError(f"Port {port} of {host} cannot be used ({error.strerror}). Set {variable} to another port.") from error


@contextmanager
def process(name: str, log: Path) -> Iterator[subprocess.Popen]:
    """A Python module of ours as a process of its own, stopped at the end. It also dies with this program, however that ends."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        child = subprocess.Popen(
            [sys.executable, "-m", name],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=stack.enter_context(open(log, "ab")),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        stack.callback(_stop, child)
        yield child


def wait_until(ready: Callable[[], bool], children: dict[str, subprocess.Popen], seconds: float) -> None:
    """Wait until `ready`.

    Raises:
        CoachError: a child ended, or the time is over.

    """
    until = time.monotonic() + seconds
    while not ready():
        _check(children)
        if time.monotonic() > until:
            raise CoachError(f"The coach was not ready after {seconds:.0f} s. See the logs in .coach/logs.")
        time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether a GET of `url` gives 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn SIGINT and SIGTERM into `StopRequested`, so that what was started is stopped."""

    def stop(_: int, __: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise StopRequested

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def run(settings: Settings) -> None:
    """Start both servers, say where the chat page is, wait until somebody stops the program.

    Raises:
        CoachError: a port cannot be used, or a server ended.

    """
    if settings.port == settings.actions_port:
        raise CoachError(f"COACH_PORT and COACH_ACTIONS_PORT are both {settings.port}. Set one of them to another port.")
    check_port(settings.host, settings.port, "COACH_PORT")
    check_port("127.0.0.1", settings.actions_port, "COACH_ACTIONS_PORT")
    _forget_old(settings)
    logs = settings.home / "logs"
    print("Starting, about 20 seconds ...", flush=True)
    with process("actions.server", logs / "actions.log") as actions, process("launch.server", logs / "rasa.log") as rasa:
        children = {"actions.log": actions, "rasa.log": rasa}
        local = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  (compared, not bound)
        page = f"http://{f'[{local}]' if ':' in local else local}:{settings.port}/chat"
        health = settings.actions_url.replace("/webhook", "/health")
        wait_until(lambda: answers(health) and answers(f"{page}/health"), children, START_SECONDS)
        print(f"Career Coach is ready: {page}  (Ctrl-C stops it)", flush=True)
        while True:
            _check(children)
            threading.Event().wait(0.5)


def _forget_old(settings: Settings) -> None:
    """Remove whom nobody has seen for long. That it fails is said, and keeps nobody from talking to the coach."""
    try:
        purge_store(settings.database_url, settings.retention_days)
    except CoachError as error:
        print(f"Old conversations were not removed: {error}", file=sys.stderr, flush=True)


def _check(children: dict[str, subprocess.Popen]) -> None:
    for log, child in children.items():
        if child.poll() is not None:
            path = Settings.from_environment().home / "logs" / log
            last = path.read_text(errors="replace").strip().splitlines()[-1:] if path.exists() else []
            raise CoachError(f"A server ended with code {child.returncode}: {' '.join(last) or 'it said nothing'} (see {path})")


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _stop(child: subprocess.Popen) -> None:
    if child.poll() is None:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(STOP_SECONDS)
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def main() -> None:
    """Run."""
    quiet()
    try:
        with stopping_on_signals():
            run(Settings.from_environment())
    except StopRequested:
        print("Career Coach has stopped.")
    except CoachError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
