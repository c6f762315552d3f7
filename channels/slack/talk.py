"""Answers questions from Slack: in their order, a few at a time, each in its place."""

from __future__ import annotations

import asyncio
import logging
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from channels.gate import PASSING, Gate, Message
from channels.slack import own
from channels.slack.blocks import render
from channels.slack.delivery import Aside, Chat, Outlet, Refused, Whisper, attempt
from channels.slack.incoming import Place, Question, own_conversation
from coach.wording import say

MOST_AT_ONCE = 3
"""How many turns go on together; more would keep the server from acknowledging what arrives."""
STATUS_AFTER_SECONDS = 0.5
MOST_STATUSES = 10
"""When more conversations than this wait, nobody is told that the coach is thinking: it would only think later."""

logger = logging.getLogger(__name__)


class Talk:
    """The conversations of one workspace."""

    def __init__(self, client: AsyncWebClient, gate: Gate, team: str, app: str = "") -> None:
        """Begin.

        Args:
            client: Slack's Web API.
            gate: what stands before the coach.
            team: the workspace.
            app: Slack's id of the app, for links to it.

        """
        self._client, self._gate, self._team, self.app = client, gate, team, app
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._slots = asyncio.Semaphore(MOST_AT_ONCE)

    async def answer(self, question: Question) -> None:
        """Answer a message where it was written."""
        if not question.text and question.has_files:
            await self._tell(Chat(self._client, question.place), question.place, [{"text": say("slack.no_files")}])
            return
        async with self._turn(question.conversation):
            hurried = len(self._turns) > MOST_STATUSES
            status = None if question.place.shared or hurried else asyncio.create_task(self._status(question))
            try:
                messages = await self._ask(question.conversation, question.text)
            finally:
                if status:
                    await _ended(status)
            await self._tell(Chat(self._client, question.place), question.place, messages)
            if not question.place.shared:
                await self._send_single_files(question.conversation, question.place, messages)

    async def answer_aside(self, conversation: str, text: str, place: Place, outlet: Aside) -> None:
        """Answer so that only the person sees it; what can be taken away goes to their direct messages."""
        async with self._turn(conversation):
            messages = await self._ask(conversation, text)
            await self._tell(outlet, place, messages)
            if not place.shared:
                await self._send_single_files(conversation, place, messages, elsewhere=True)

    async def press(self, conversation: str, payload: str, place: Place, outlet: Outlet | None = None, *, own_button: bool = False) -> bool:
        """Answer a button.

        Args:
            conversation: whose button it is.
            payload: what it says.
            place: where the answer goes.
            outlet: how it goes there, if not as a message.
            own_button: whether the button is of the Home tab, and no reply of this conversation had to offer it.

        Returns:
            Whether the choice was taken. It was not if the conversation knows nothing of it, or if the coach failed for now.

        """
        outlet = outlet or Chat(self._client, place)
        async with self._turn(conversation):
            if not own_button and not await self._gate.has_offered(conversation, payload):
                await self._tell(outlet, place, [{"text": say("slack.old_button")}])
                return False
            messages = await self._ask(conversation, payload, trusted=own_button)
            await self._tell(outlet, place, messages)
            if not place.shared:
                await self._send_single_files(conversation, place, messages, elsewhere=isinstance(outlet, Aside))
        return not any((message.get("metadata") or {}).get("reason") in PASSING for message in messages)

    async def send_file(self, conversation: str, path: str, place: Place) -> None:
        """Send a file of the person's to where only they read."""
        found = await asyncio.to_thread(own.file, conversation, path)
        sent = found and await attempt(
            "file", self._client.files_upload_v2(channel=place.channel, filename=found[0], title=found[0], content=found[1])
        )
        if not sent:
            await self._tell(Chat(self._client, place), place, [{"text": say("slack.file_failed")}])

    async def direct(self, user: str) -> Place | None:
        """Where a person and the coach talk alone."""
        opened = await attempt("open", self._client.conversations_open(users=user))
        return Place(opened["channel"]["id"], None, user, shared=False) if opened else None

    def conversation(self, user: str) -> str:
        """The conversation of a person of this workspace."""
        return own_conversation(self._team, user)

    def _turn(self, conversation: str) -> asyncio.Lock:
        """What comes first is answered first, and the answer is sent before the next question is read."""
        return self._turns.setdefault(conversation, asyncio.Lock())

    async def _ask(self, conversation: str, text: str, *, trusted: bool = False) -> list[Message]:
        async with self._slots:
            return await self._gate.receive(conversation, text, trusted=trusted)

    async def _tell(self, outlet: Outlet, place: Place, messages: list[Message]) -> None:
        for message in messages:
            urgent = place.shared and (message.get("metadata") or {}).get("kind") == "crisis" and isinstance(outlet, Chat)
            link = f"https://slack.com/app_redirect?app={self.app}&team={self._team}" if place.shared and self.app else ""
            rated = not isinstance(outlet, Aside)
            forms = render(message, private=not place.shared, feedback=rated, open_link=link)
            try:
                await (Whisper(self._client, place) if urgent else outlet).send(forms)
            except Refused as error:
                logger.error("Slack refused a message: %s", error)
            except Exception as error:
                logger.error("a message could not be sent: %s", type(error).__name__)

    async def _send_single_files(self, conversation: str, place: Place, messages: list[Message], *, elsewhere: bool = False) -> None:
        offered = [(message.get("metadata") or {}).get("files") or [] for message in messages]
        paths = [files[0]["path"] for files in offered if len(files) == 1]
        target = await self.direct(place.user) if paths and elsewhere else place
        for path in paths if target else ():
            await self.send_file(conversation, path, target or place)

    async def _status(self, question: Question) -> None:
        """Say that the coach is thinking, if it takes long; and that it is not, when it is over."""
        channel, thread = question.place.channel, question.place.thread or question.moment
        await asyncio.sleep(STATUS_AFTER_SECONDS)
        try:
            await attempt(
                "status", self._client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=say("slack.thinking"))
            )
            await asyncio.Event().wait()
        finally:
            await attempt("status", self._client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=""))


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
