"""Whether the coach can answer: each part it needs is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp
from rasa.core.agent import Agent
from sqlalchemy import text

from coach.database import open_session
from coach.settings import Settings

PATIENCE_SECONDS = 1.5
FRESH_SECONDS = 1.0
"""How long a finding is told again, so that many who ask cost what one does."""


class Health:
    """The state of the model, the action server and the database."""

    def __init__(self, settings: Settings, agent: Callable[[], Agent | None]) -> None:
        self._settings, self._agent = settings, agent
        self._asking = asyncio.Lock()
        self._found: dict[str, bool] = {}
        self._at = 0.0

    async def parts(self) -> dict[str, bool]:
        """Each part and whether it works."""
        async with self._asking:
            if time.monotonic() - self._at > FRESH_SECONDS:
                checks = {"model": self._model(), "actions": self._actions(), "database": self._database()}
                self._found = dict(zip(checks, await asyncio.gather(*map(_works, checks.values())), strict=True))
                self._at = time.monotonic()
            return self._found

    async def _model(self) -> None:
        agent = self._agent()
        assert agent is not None
        assert agent.is_ready()

    async def _actions(self) -> None:
        url = self._settings.actions_url.replace("/webhook", "/health")
        async with aiohttp.ClientSession() as client, client.get(url) as response:
            response.raise_for_status()

    async def _database(self) -> None:
        def ask() -> None:
            with open_session(self._settings.database_url) as session:
                session.execute(text("SELECT 1 FROM fact LIMIT 1")).one()

        await asyncio.to_thread(ask)


async def _works(check: Awaitable[None]) -> bool:
    try:
        await asyncio.wait_for(check, PATIENCE_SECONDS)
    except Exception:
        return False
    return True
