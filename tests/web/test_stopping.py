"""The server stops within seconds, whoever is connected."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from launch.supervisor import STOP_SECONDS
from tests.web.conftest import Connect
from tests.web.stage import open_stage


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_an_open_connection_does_not_hold_up_the_end(connect: Connect, tmp_path: Path, transport: str) -> None:
    with open_stage(tmp_path) as stage:
        client = await connect(url=stage.url, transports=(transport,))
        await client.ask("hello")
        began = time.monotonic()
        await asyncio.to_thread(stage.stop)
        assert time.monotonic() - began < STOP_SECONDS
