"""The web channel in a server of its own, with a coach that plays a script: for what the real coach says rarely, late or never.

`python -m tests.web.stage` serves it on COACH_PORT; conversations are kept as the real ones are.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from launch.trial import free_port, wait_for
from tests.web.xss import attack

SCRIPT = Path(__file__).with_name("script.yml")


@dataclass
class Stage:
    """A stage that is served."""

    url: str
    environment: dict[str, str]
    process: subprocess.Popen

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, or kill it."""
        self.process.send_signal(how)
        self.process.wait(20)

    def start(self) -> None:
        """Start it again, with the same port and home."""
        self.process = _serve(self.environment)


def _serve(environment: dict[str, str]) -> subprocess.Popen:
    log = Path(environment["COACH_HOME"]) / "stage.log"
    with open(log, "wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "tests.web.stage"], env=environment, stdout=output, stderr=output)
    wait_for(lambda: "curtain up" in log.read_text() or process.poll() is not None, 60, "starting the stage")
    assert process.poll() is None, log.read_text()
    return process


@contextmanager
def open_stage(folder: Path, **more: str) -> Iterator[Stage]:
    """A stage with a home and a port of its own; its clients are told apart by X-Forwarded-For."""
    port = str(free_port())
    given = {
        "COACH_HOME": str(folder),
        "COACH_PORT": port,
        "COACH_DATABASE_URL": f"sqlite:///{folder / 'stage.db'}",
        "COACH_WEB_PROXIES": "1",
    }
    environment = {**os.environ, **given, "COACH_WEB_ORIGINS": "https://friend.example", **more}
    stage = Stage(f"http://127.0.0.1:{port}", environment, _serve(environment))
    try:
        yield stage
    finally:
        if stage.process.poll() is None:
            stage.stop()


def replies_to(text: str, script: dict[str, Any]) -> tuple[float, list[dict[str, Any]]]:
    """How long the coach thinks, and what it says: as the script has it; `say {...}` says any message; anything else is echoed."""
    if text.startswith("say "):
        said = json.loads(text.removeprefix("say "))
        return 0.0, said if isinstance(said, list) else [said]
    if text.startswith("slow "):
        return float(text.split()[1]), [{"text": f"Answer to: {text}"}]
    scene = script.get(text)
    return 0.0, scene or [{"text": f"Answer to: {text}"}]


def note(url: str, conversation: str, said: list[list[str]]) -> None:
    """Remember what was said of the person."""
    from coach.database import open_session
    from coach.person.repository import PersonRepository

    with open_session(url) as session, session.begin():
        people = PersonRepository(session)
        people.remember(people.of_conversation(conversation), [(field, value) for field, value in said], "message")


def main() -> None:
    """Serve until stopped."""
    from rasa.core.channels.channel import UserMessage
    from rasa.server import configure_cors
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import BotUttered, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker
    from sanic import Sanic

    from channels.tracker_store import CoachTrackerStore
    from channels.web import WebChannel
    from coach.settings import Settings
    from coach.store import load_facts

    settings = Settings.from_environment()
    load_facts(settings.database_url)
    script = {**yaml.safe_load(SCRIPT.read_text(encoding="utf-8")), "attack": attack()}
    store = CoachTrackerStore(Domain.empty())

    async def perform(message: UserMessage) -> None:
        tracker = await store.retrieve(message.sender_id) or DialogueStateTracker(message.sender_id, [])
        wait, replies = replies_to(message.text, script)
        await asyncio.sleep(wait)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        for reply in replies:
            note(settings.database_url, message.sender_id, reply.get("remember", []))
            data = {"buttons": reply.get("buttons")}
            tracker.update(BotUttered(reply.get("text"), data, metadata={"metadata": reply.get("metadata")}))
            await message.output_channel.send_response(message.sender_id, reply)
        await store.save(tracker)

    app = Sanic("stage")
    configure_cors(app, None)  # as Rasa does it
    app.ctx.agent = types.SimpleNamespace(tracker_store=store, is_ready=lambda: True)
    channel = WebChannel()
    blueprint = channel.blueprint(perform)
    app.blueprint(blueprint, url_prefix=channel.url_prefix())

    @app.listener("after_server_start")
    async def announce(*_: Any) -> None:
        print("curtain up", flush=True)  # noqa: T201  (whoever started it waits for this line)

    app.run("127.0.0.1", settings.port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
