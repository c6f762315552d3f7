"""Stands in for Rasa behind a gate: says what it is told to say, and fails the way it is told to fail."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from rasa.core.channels.channel import UserMessage

from channels.gate import Allowance, Gate
from channels.tracker_store import keeping


class FakeRasa:
    """A handler of messages, and the offers of every conversation."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        """Conversation and text of every message that arrived."""
        self.finished: list[str] = []
        self.replies: list[dict[str, Any]] = [{"text": "The answer."}]
        self.saves = True
        self.read_fails = False
        self.error: BaseException | None = None
        self.error_after: BaseException | None = None
        """Raised when everything has been said."""
        self.held: dict[str, asyncio.Event] = {}
        """Texts that are answered only once their event is set."""
        self.arrived: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.offers: dict[str, set[str]] = {}
        self.offers_error: Exception | None = None

    async def handle(self, message: UserMessage) -> None:
        self.seen.append((message.sender_id, message.text))
        self.arrived[message.text].set()
        if message.text in self.held:
            await self.held[message.text].wait()
        if self.error:
            raise self.error
        for reply in self.replies:
            await message.output_channel.send_response(message.sender_id, dict(reply))
        turn = keeping.get()
        assert turn is not None
        turn.read_failed = self.read_fails
        turn.saved = self.saves
        if self.error_after:
            raise self.error_after
        self.finished.append(message.text)

    async def offered(self, conversation: str) -> set[str]:
        if self.offers_error:
            raise self.offers_error
        return self.offers.get(conversation, set())

    @property
    def texts(self) -> list[str]:
        """What arrived, in order."""
        return [text for _, text in self.seen]

    def gate(self, allowance: Allowance | None = None) -> Gate:
        """A gate before it."""
        return Gate("rest", self.handle, self.offered, allowance or Allowance(rate=1_000, burst=1_000))


class FakeClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    monotonic = __call__
