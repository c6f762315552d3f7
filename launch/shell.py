"""`rasa shell` behind the gate, with the action server beside it and no log lines between the messages."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

from coach.errors import CoachError
from coach.settings import Settings
from launch.server import MODELS, configure_logs, quiet
from launch.supervisor import START_SECONDS, answers, check_port, process, wait_until

REQUEST_SECONDS = 30


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Talk until `/stop`."""
    quiet()
    settings = Settings.from_environment()
    try:
        check_port("127.0.0.1", settings.actions_port, "COACH_ACTIONS_PORT")
        with process("actions.server", settings.home / "logs" / "actions.log") as actions:
            health = settings.actions_url.replace("/webhook", "/health")
            wait_until(lambda: answers(health), {"actions.log": actions}, START_SECONDS)
            _talk(settings)
    except CoachError as error:
        sys.exit(str(error))


def _talk(settings: Settings) -> None:
    print("Starting, about 20 seconds ...", flush=True)
    import rasa.core.run
    from rasa.core.channels import BUILTIN_CHANNELS
    from rasa.core.utils import AvailableEndpoints

    from channels.shell import ShellChannel
    from launch.rasa_fixes import apply_fixes

    apply_fixes()
    configure_logs(logging.CRITICAL)
    logging.disable(logging.CRITICAL)
    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    endpoints.action.url = settings.actions_url
    if not list(Path(MODELS).glob("*.tar.gz")):
        raise CoachError("There is no trained model. Run `make train`.")
    BUILTIN_CHANNELS[ShellChannel.name()] = ShellChannel
    rasa.core.run.serve_application(
        model_path=MODELS,
        channel=ShellChannel.name(),
        interface="127.0.0.1",
        port=_free_port(),
        endpoints=endpoints,
        enable_api=False,
        request_timeout=REQUEST_SECONDS,
    )


if __name__ == "__main__":
    main()
