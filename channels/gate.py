"""The gate before Rasa, one for all channels. It keeps the promises that Rasa itself does not.

*Caps*: bounded, normalised text at a bounded rate. *Once*: a message delivered twice is answered once. *Typed
commands are text*: only what the coach offered in this conversation acts. *Send after save*: replies are held until
the conversation is stored. *Honest failure*: whatever breaks, the person gets a true sentence within ten seconds.
*Identity* is in `identity.py`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import OutputChannel, UserMessage

from channels.normalise import as_text, normalised
from channels.tracker_store import Keeping, keeping
from coach.wording import say

LONGEST_MESSAGE = 8_000
PATIENCE_SECONDS = 8.0
"""How long a turn may take before the person is told that it failed."""
MOST_REMEMBERED = 10_000
REMEMBERED_SECONDS = 600.0
"""How long a delivered message is remembered, so that it is not answered twice."""
PASSING = ("failed", "not_kept", "too_fast")
"""Reasons for which a message may be sent again, to be answered when they are over."""

logger = logging.getLogger(__name__)

Message = dict[str, Any]
"""A reply as it goes out: `recipient_id`, `text`, and `buttons` and `metadata` where it has them."""
Offered = Callable[[str], Awaitable[set[str]]]


class HeldReplies(OutputChannel):
    """Holds what Rasa says until the turn is over."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    @classmethod
    def name(cls) -> str:
        """Its name in responses made for one channel."""
        return "held"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Hold one message, whole."""
        kept = {key: message[key] for key in ("text", "buttons", "metadata") if message.get(key)}
        self.messages.append({"recipient_id": recipient_id, **kept})


class Allowance:
    """A token bucket for each key: `burst` messages at once, `rate` a second in the long run."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Whether one more message of `key` is allowed now."""
        now = self._clock()
        tokens, since = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - since) * self._rate)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - allowed, now)
        while len(self._buckets) > MOST_REMEMBERED:
            self._buckets.popitem(last=False)
        return allowed


class Gate:
    """Hands messages of one channel to Rasa and gives back what to show."""

    def __init__(self, channel: str, handle: Callable[[UserMessage], Awaitable[Any]], offered: Offered, allowance: Allowance) -> None:
        """Open a gate.

        Args:
            channel: the channel's name.
            handle: Rasa's handler of messages.
            offered: the button payloads of a conversation, from its tracker.
            allowance: how many messages a conversation may send.

        """
        self._channel, self._handle, self._offered, self._allowance = channel, handle, offered, allowance
        self._delivered: OrderedDict[tuple[str, str], tuple[float, asyncio.Future[list[Message]]]] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def receive(self, conversation: str, text: str, message_id: str | None = None, *, trusted: bool = False) -> list[Message]:
        """Answer one message.

        Args:
            conversation: the id minted for it.
            text: what arrived; anything.
            message_id: the channel's own name for the message; the same one again gets the same replies, and acts once.
            trusted: whether the channel made the text itself, for a button of its own; it may be a command then.

        """
        if message_id is None:
            return await self._answer(conversation, text, message_id, trusted)
        self._forget_old()
        key = (conversation, message_id)
        if key in self._delivered:
            return await asyncio.shield(self._delivered[key][1])
        future: asyncio.Future[list[Message]] = asyncio.ensure_future(self._answer(conversation, text, message_id, trusted))
        self._delivered[key] = (time.monotonic(), future)
        future.add_done_callback(lambda done: self._forget_if_unanswered(key, done))
        return await asyncio.shield(future)

    def _forget_if_unanswered(self, key: tuple[str, str], done: asyncio.Future[list[Message]]) -> None:
        broken = done.cancelled() or done.exception() is not None
        if broken or any(message.get("metadata", {}).get("reason") in PASSING for message in done.result()):
            self._delivered.pop(key, None)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - REMEMBERED_SECONDS
        while self._delivered and (len(self._delivered) > MOST_REMEMBERED or next(iter(self._delivered.values()))[0] < oldest):
            self._delivered.popitem(last=False)

    async def has_offered(self, conversation: str, payload: str) -> bool:
        """Whether a button with this payload was offered in a conversation."""
        return payload in await self._offered(conversation)

    async def _answer(self, conversation: str, text: str, message_id: str | None, trusted: bool) -> list[Message]:
        """Answer a message that did not come before. It may not be a command, unless it was offered or is `trusted`."""
        text = normalised(text)
        if not self._allowance.take(conversation):
            return _sentence(conversation, "too_fast")
        if len(text) > LONGEST_MESSAGE:
            return _sentence(conversation, "too_long", length=len(text), most=LONGEST_MESSAGE)
        lock = self._turns.setdefault(conversation, asyncio.Lock())
        try:
            return await asyncio.wait_for(self._in_turn(lock, conversation, text, message_id, trusted), PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            logger.error("a turn took longer than %s seconds", PATIENCE_SECONDS)
        except Exception as error:
            logger.error("a turn failed: %s", type(error).__name__)
        return _sentence(conversation, "failed")

    async def _in_turn(self, lock: asyncio.Lock, conversation: str, text: str, message_id: str | None, trusted: bool) -> list[Message]:
        async with lock:
            return await self._turn(conversation, text, message_id, trusted)

    async def _turn(self, conversation: str, text: str, message_id: str | None, trusted: bool) -> list[Message]:
        if text.startswith("/") and not trusted and text not in await self._offered(conversation):
            text = as_text(text)
        if not text:
            return _sentence(conversation, "empty")
        held, kept = HeldReplies(), Keeping()
        token = keeping.set(kept)
        try:
            await self._handle(UserMessage(text, held, conversation, input_channel=self._channel, message_id=message_id))
        finally:
            keeping.reset(token)
        if kept.read_failed or not kept.saved:
            logger.error("a conversation could not be %s", "read" if kept.read_failed else "saved")
            urgent = [message for message in held.messages if (message.get("metadata") or {}).get("kind") == "crisis"]
            return [*urgent, *_sentence(conversation, "not_kept")]
        if not held.messages:
            return _sentence(conversation, "failed")
        return held.messages


def _sentence(conversation: str, name: str, **values: object) -> list[Message]:
    metadata = {"kind": "failure", "reason": name, "facts": [], "sources": [], "because": [], "missing": []}
    return [{"recipient_id": conversation, "text": say(name, **values), "metadata": metadata}]
