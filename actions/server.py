"""The action server, on this machine only. Unlike the stock one it neither echoes nor logs what people write."""

from __future__ import annotations

import logging
import sys

from rasa_sdk.endpoint import create_app
from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

import actions
from coach.database import explained
from coach.errors import CoachError
from coach.settings import Settings
from coach.store import migrate

HOST = "127.0.0.1"

logger = logging.getLogger(__name__)


def make_app() -> Sanic:
    """The server with every action of this package."""
    app = create_app(actions, cors_origins=[])

    @app.exception(Exception)
    async def failed(_: Request, exception: Exception) -> HTTPResponse:
        if isinstance(exception, SanicException):
            return response.json({"error": "no such page or method"}, status=exception.status_code)
        logger.error("an action failed: %s", _cause(exception))
        return response.json({"error": "the action failed"}, status=500)

    return app


def _cause(exception: Exception) -> str:
    exception = explained(exception, Settings.from_environment().database_url)
    return str(exception) if isinstance(exception, CoachError) else f"{type(exception).__module__}.{type(exception).__name__}"


def main() -> None:
    """Run until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    settings = Settings.from_environment()
    try:
        migrate(settings.database_url)
    except CoachError as error:
        sys.exit(str(error))
    make_app().run(HOST, settings.actions_port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
