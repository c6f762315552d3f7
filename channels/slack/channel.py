"""Puts the Slack app into the Rasa server: events over HTTP, by Socket Mode, or both."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_bolt.adapter.sanic import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from channels.gate import Allowance
from channels.rasa_gate import open_gate
from channels.slack.app import SlackApp
from channels.slack.delivery import make_client
from channels.slack.settings import SlackSettings
from channels.slack.socket_mode import FIRST_PAUSE_SECONDS, HOPELESS, LONGEST_PAUSE_SECONDS, Payload, SocketMode
from channels.slack.talk import Talk

LARGEST_BODY = 1_000_000

logger = logging.getLogger(__name__)
logging.getLogger("channels.slack").setLevel(logging.INFO)


class SlackChannel(InputChannel):
    """`POST /webhooks/slack/webhook` for Slack's events, commands and buttons; the same by Socket Mode."""

    @classmethod
    def name(cls) -> str:
        """Its name, and the last part of its address."""
        return "slack"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        blueprint = Blueprint("coach_slack")
        connection = Connection(SlackSettings.from_environment(), on_new_message)
        blueprint.listener("after_server_start")(connection.start)
        blueprint.listener("before_server_stop")(connection.stop)

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok" if connection.app else "off"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await connection.receive(request)

        return blueprint


class Connection:
    """The connection of this server with one workspace."""

    def __init__(self, settings: SlackSettings, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self._settings, self._handle = settings, on_new_message
        self.connecting: asyncio.Task[None] | None = None
        """Runs as long as the connection does."""
        self.app: SlackApp | None = None
        """None until Slack has said who the coach is there."""

    async def start(self, server: Sanic, _: Any) -> None:
        """Connect in the background; the coach answers elsewhere whatever becomes of it."""
        if self._settings.problem:
            logger.info(self._settings.problem)
            return
        self.connecting = asyncio.create_task(self._run(server))

    async def stop(self, *_: Any) -> None:
        """Disconnect."""
        if self.connecting:
            self.connecting.cancel()
            await asyncio.gather(self.connecting, return_exceptions=True)
        if self.app:
            await self.app.close()

    async def receive(self, request: Request) -> HTTPResponse:
        """Take what Slack sends over HTTP, if Slack signed it."""
        if not self._settings.signing_secret or self._settings.problem:
            return response.json({"error": "events over HTTP are off"}, status=404)
        if self.app is None:
            return response.json({"error": "not connected yet"}, status=503)
        if len(request.body) > LARGEST_BODY:
            return response.json({"error": f"the request is larger than {LARGEST_BODY} bytes"}, status=413)
        try:
            answer = await AsyncSlackRequestHandler(self.app.bolt).handle(request)
        except (ValueError, RecursionError, TypeError, AttributeError):
            return _nonsense()
        return answer if answer.status < 500 else _nonsense()

    async def _run(self, server: Sanic) -> None:
        client = make_client(self._settings.bot_token, self._settings.api)
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                who = await client.auth_test()
                break
            except SlackApiError as error:
                reason = str(error.response.get("error"))
                if reason in HOPELESS:
                    logger.error("Slack refused SLACK_BOT_TOKEN (%s). Slack is off until the coach is started again.", reason)
                    return
                logger.warning("Slack cannot be reached: %s", reason)
            except Exception as error:
                logger.warning("Slack cannot be reached: %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        gate = open_gate(SlackChannel.name(), server, self._handle, Allowance(rate=1, burst=20))
        team, me = str(who["team_id"]), str(who["user_id"])
        self.app = SlackApp(client, self._settings.signing_secret, Talk(client, gate, team), team, me)
        logger.info("Slack is on, in the workspace %s.", team)
        if self._settings.app_token:
            await SocketMode(client, self._settings.app_token, self._dispatch).run()

    async def _dispatch(self, payload: Payload) -> Payload | None:
        """Hand on what came by Socket Mode; what goes back with the acknowledgement, or None if there is none."""
        assert self.app is not None
        try:
            answer = await self.app.bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
        except Exception as error:
            logger.error("something from Slack could not be read: %s", type(error).__name__)
            return {}
        if answer.status != 200:
            return None
        return json.loads(answer.body) if answer.body.startswith("{") else {}


def _nonsense() -> HTTPResponse:
    return response.json({"error": "the request is not one of Slack's"}, status=400)
