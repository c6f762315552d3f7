"""Socket Mode: Slack's events over a connection that the coach opens, so that it needs no public address."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

HEARTBEAT_SECONDS = 15.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
HOPELESS = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope")
"""Answers that trying again does not change."""

Payload = dict[str, Any]
Dispatch = Callable[[Payload], Awaitable[Payload | None]]

logger = logging.getLogger(__name__)


class SocketMode:
    """Keeps one connection open, and opens another before Slack closes it."""

    def __init__(self, client: AsyncWebClient, app_token: str, dispatch: Dispatch, pause: float = FIRST_PAUSE_SECONDS) -> None:
        """Prepare; nothing is opened yet.

        Args:
            client: for asking where to connect.
            app_token: the app's token, `xapp-...`.
            dispatch: takes what an envelope holds; what it gives goes back with the acknowledgement.
            pause: seconds before the first new attempt; they double with each one.

        """
        self._client, self._token, self._dispatch, self._first_pause = client, app_token, dispatch, pause
        self._reading: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Stay connected until cancelled, or until Slack refuses the token."""
        pause = self._first_pause
        async with aiohttp.ClientSession() as session:
            try:
                while True:
                    try:
                        socket = await self._connect(session)
                    except SlackApiError as error:
                        reason = str(error.response.get("error"))
                        if reason in HOPELESS:
                            logger.error("Slack refused SLACK_APP_TOKEN (%s). Socket Mode is off until the coach is started again.", reason)
                            return
                        logger.warning("Slack cannot be reached: %s", reason)
                    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
                        logger.warning("Slack cannot be reached: %s", type(error).__name__)
                    else:
                        pause = self._first_pause
                        if await self._until_replaced(socket):
                            continue
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            finally:
                for task in self._reading:
                    task.cancel()

    async def _connect(self, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        opened = await self._client.apps_connections_open(app_token=self._token)
        return await session.ws_connect(str(opened["url"]), heartbeat=HEARTBEAT_SECONDS)

    async def _until_replaced(self, socket: aiohttp.ClientWebSocketResponse) -> bool:
        """Read a connection until Slack announces its end, then go on reading it in the background; false if it broke."""
        announced = asyncio.Event()
        reading = asyncio.create_task(self._read(socket, announced))
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)
        waiting = asyncio.create_task(announced.wait())
        await asyncio.wait({reading, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        return announced.is_set()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, announced: asyncio.Event) -> None:
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._take(socket, message.data, announced)
        except (aiohttp.ClientError, ConnectionError, OSError) as error:
            logger.warning("the connection to Slack broke: %s", type(error).__name__)
        finally:
            await socket.close()

    async def _take(self, socket: aiohttp.ClientWebSocketResponse, data: str, announced: asyncio.Event) -> None:
        try:
            envelope = json.loads(data)
        except ValueError:
            return
        kind = envelope.get("type")
        if kind == "hello":
            logger.info("Slack is connected.")
        elif kind == "disconnect":
            announced.set()
        elif envelope.get("envelope_id") and isinstance(envelope.get("payload"), dict):
            answer = await self._dispatch(envelope["payload"])
            if answer is not None:
                await socket.send_str(json.dumps({"envelope_id": envelope["envelope_id"], **({"payload": answer} if answer else {})}))
