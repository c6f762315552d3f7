"""Opens the gate to the Rasa server a channel runs in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered
from sanic import Sanic

from channels.gate import Allowance, Gate


def open_gate(channel: str, app: Sanic, handle: Callable[[UserMessage], Awaitable[Any]], allowance: Allowance) -> Gate:
    """The gate between a channel and the agent of the Rasa server `app`."""

    async def offered(conversation: str) -> set[str]:
        tracker = await app.ctx.agent.tracker_store.retrieve_full_tracker(conversation)
        if tracker is None:
            return set()
        said = [event for event in tracker.events if isinstance(event, BotUttered)]
        return {button["payload"] for event in said for button in event.data.get("buttons") or []}

    return Gate(channel, handle, offered, allowance)
