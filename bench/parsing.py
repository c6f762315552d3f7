"""What the trained model makes of messages, each by itself, with nothing said before."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Iterable
from typing import Any

from coach.settings import PROJECT
from launch.server import MODELS, configure_logs, quiet
from launch.train import MODEL


def parse_all(texts: Iterable[str]) -> list[dict[str, Any]]:
    """What Rasa gives an action of each text."""
    agent = _agent()

    async def parse() -> list[dict[str, Any]]:
        return [await agent.parse_message(text) for text in texts]

    return asyncio.run(parse())


@functools.cache
def _agent() -> Any:
    quiet()
    from rasa.core.agent import Agent

    configure_logs(logging.ERROR)
    return Agent.load(str(PROJECT / MODELS / f"{MODEL}.tar.gz"))
