"""Sends to Slack: in the best form it takes, and again when it asks to wait."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import ClientConnectorError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler, AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from channels.slack.blocks import Block, Form
from channels.slack.incoming import Place

MOST_WAITS = 5
REFUSED_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch")
TIMEOUT_SECONDS = 15

logger = logging.getLogger(__name__)


class Refused(Exception):
    """Slack did not take a message; the text is Slack's name for why."""


class Outlet(Protocol):
    """Where replies to one question go."""

    async def send(self, forms: list[Form]) -> str:
        """Send a message in the first of its forms that Slack takes; Slack's name for it, if it has one."""


def quiet_logger() -> logging.Logger:
    """For Slack's own libraries: below errors they log what people write."""
    quiet = logging.getLogger(f"{__name__}.library")
    quiet.setLevel(logging.CRITICAL)
    return quiet


def make_client(token: str, api: str) -> AsyncWebClient:
    """A client of the Web API."""
    return AsyncWebClient(token, base_url=api, timeout=TIMEOUT_SECONDS, logger=quiet_logger(), retry_handlers=retries())


def retries() -> list[AsyncRetryHandler]:
    """Again after a 429, and where no connection came about; not where it is unknown whether a message went through."""
    return [AsyncRateLimitErrorRetryHandler(MOST_WAITS), AsyncConnectionErrorRetryHandler(MOST_WAITS, error_types=[ClientConnectorError])]


class Chat:
    """Posts where a conversation takes place."""

    def __init__(self, client: AsyncWebClient, place: Place) -> None:
        self._client, self._place = client, place

    async def send(self, forms: list[Form]) -> str:
        """Post for everybody there."""

        async def post(form: Form) -> str:
            sent = await self._client.chat_postMessage(
                channel=self._place.channel,
                thread_ts=self._place.thread,
                text=form.text,
                blocks=form.blocks,
                unfurl_links=False,
                unfurl_media=False,
            )
            return str(sent.get("ts") or "")

        return await first_taken(forms, post)


class Whisper:
    """Posts in a channel what only one person sees."""

    def __init__(self, client: AsyncWebClient, place: Place) -> None:
        self._client, self._place = client, place

    async def send(self, forms: list[Form]) -> str:
        """Post for the person alone."""

        async def post(form: Form) -> str:
            where = self._place
            await self._client.chat_postEphemeral(
                channel=where.channel, user=where.user, thread_ts=where.thread, text=form.text, blocks=form.blocks
            )
            return ""

        return await first_taken(forms, post)


class Aside:
    """Answers a command, a shortcut or a button of such an answer: only the person who used it sees that."""

    def __init__(self, response_url: str) -> None:
        self._hook = AsyncWebhookClient(response_url, timeout=TIMEOUT_SECONDS, logger=quiet_logger(), retry_handlers=retries())

    async def send(self, forms: list[Form]) -> str:
        """Send for the person alone."""

        async def post(form: Form) -> str:
            sent = await self._hook.send(text=form.text, blocks=form.blocks, response_type="ephemeral", replace_original=False)
            if sent.status_code != 200:
                raise Refused(sent.body.strip()[:100])
            return ""

        return await first_taken(forms, post)


async def first_taken(forms: list[Form], post: Callable[[Form], Awaitable[str]]) -> str:
    """What `post` gave for the first form that Slack did not refuse for its blocks.

    Raises:
        Refused: Slack took none, or does not take messages there at all.

    """
    for form in forms:
        try:
            return await post(form)
        except SlackApiError as error:
            reason = str(error.response.get("error"))
        except Refused as error:
            reason = str(error)
        if not any(name in reason for name in REFUSED_BLOCKS):
            raise Refused(reason)
    raise Refused(reason)


async def replace(client: AsyncWebClient, channel: str, moment: str, text: str, blocks: list[Block]) -> None:
    """Show a message in another way; that it fails costs nothing but looks."""
    await attempt("update", client.chat_update(channel=channel, ts=moment, text=text, blocks=blocks))


async def attempt(what: str, doing: Awaitable[Any]) -> Any:
    """The outcome of something that is nice to have; None if it fails, which is logged without what it was about."""
    try:
        return await asyncio.wait_for(doing, TIMEOUT_SECONDS)
    except SlackApiError as error:
        logger.warning("Slack refused (%s): %s", what, error.response.get("error"))
    except Exception as error:
        logger.warning("Slack was not reached (%s): %s", what, type(error).__name__)
    return None
