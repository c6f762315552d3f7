"""The Slack app: says at once that something arrived, drops what arrived before, and hands on the rest."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Coroutine, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from channels.slack import own
from channels.slack.blocks import FETCH, JUDGE, SAY, SHARED, chosen
from channels.slack.delivery import Aside, attempt, quiet_logger, replace
from channels.slack.home import VIEW, home
from channels.slack.incoming import Place, read_message, shortcut_conversation, thread_conversation
from channels.slack.once import Once
from channels.slack.talk import Talk
from channels.slack.text import plain
from coach.wording import say, topics

COMMAND = "/coach"
SHORTCUT = "ask_coach"
ANYTHING = re.compile(".*", re.DOTALL)
MOST_WAITING = 2_000
"""How many messages may wait for an answer; more are dropped, since Slack was told already that they arrived."""

logger = logging.getLogger(__name__)

Body = dict[str, Any]


class SlackApp:
    """What happens when something arrives from Slack."""

    def __init__(self, client: AsyncWebClient, signing_secret: str, talk: Talk, team: str, me: str) -> None:
        """Build the app.

        Args:
            client: Slack's Web API.
            signing_secret: proves that a request over HTTP is Slack's.
            talk: answers.
            team: the workspace.
            me: the coach's user there.

        """
        self._client, self._talk, self._team, self._me = client, talk, team, me
        self._once = Once()
        self._working: set[asyncio.Task[None]] = set()
        self.bolt = AsyncApp(client=client, signing_secret=signing_secret, logger=quiet_logger())
        self.bolt.event("message")(self._message)
        self.bolt.event("app_mention")(self._message)
        self.bolt.event("app_home_opened")(self._opened)
        self.bolt.event(ANYTHING)(_nothing)
        self.bolt.command(ANYTHING)(self._command)
        self.bolt.shortcut(SHORTCUT)(self._shortcut)
        self.bolt.action(ANYTHING)(self._action)

    async def close(self) -> None:
        """Stop what is under way."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)

    async def _message(self, body: Body) -> None:
        question = read_message(body, self._team, self._me)
        if question and self._once.is_new(*question.names):
            self._note_app(body)
            self._start(self._talk.answer(question))

    async def _opened(self, body: Body) -> None:
        event = body["event"]
        if not self._once.is_new(("event", body.get("event_id"))):
            return
        if event.get("tab") == VIEW:
            self._start(self._show_home(str(event["user"])))
        elif event.get("tab") == "messages":
            self._start(self._suggest(str(event["channel"])))

    async def _command(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        if not self._once.is_new(("trigger", body.get("trigger_id"))):
            return
        outlet, place = Aside(body["response_url"]), Place(str(body["channel_id"]), None, str(body["user_id"]), shared=False)
        text = plain(str(body.get("text") or ""), self._me) or say("slack.greeting")
        self._start(self._talk.answer_aside(self._talk.conversation(place.user), text, place, outlet))

    async def _shortcut(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        if not self._once.is_new(("trigger", body.get("trigger_id"))):
            return
        self._note_app(body)
        user, message = str(body["user"]["id"]), body.get("message") or {}
        place = Place(str((body.get("channel") or {}).get("id") or ""), None, user, shared=True)
        conversation = shortcut_conversation(self._team, user)
        text = plain(str(message.get("text") or ""), self._me)
        self._start(self._talk.answer_aside(conversation, text, place, Aside(body["response_url"])))

    async def _action(self, ack: AsyncAck, body: Body, action: Mapping[str, Any]) -> None:
        await ack()
        if not self._once.is_new(("trigger", body.get("trigger_id"))):
            return
        self._note_app(body)
        does = str(action.get("action_id") or "").partition(":")[0]
        doing = {SAY: self._say, JUDGE: self._judge, FETCH: self._fetch}.get(does)
        if doing:
            self._start(doing(body, action))

    async def _say(self, body: Body, action: Mapping[str, Any]) -> None:
        payload, user = str(action.get("value") or ""), str(body["user"]["id"])
        if (body.get("view") or {}).get("type") == VIEW:
            place = await self._talk.direct(user)
            if place:
                await self._talk.press(self._talk.conversation(user), payload, place, own_button=True)
                await self._show_home(user)
            return
        place, conversation = self._whence(body, shared=action.get("block_id") == SHARED)
        message = body.get("message") or {}
        if _is_aside(body):
            await self._talk.press(conversation, payload, place, Aside(body["response_url"]))
            return
        name = ("choice", place.channel, message["ts"])
        if not self._once.is_new(name):
            return
        if not await self._talk.press(conversation, payload, place):
            self._once.forget(name)
            return
        blocks = chosen(message.get("blocks") or [], str((action.get("text") or {}).get("text") or ""))
        await replace(self._client, place.channel, message["ts"], str(message.get("text") or ""), blocks)

    async def _judge(self, body: Body, action: Mapping[str, Any]) -> None:
        place, conversation = self._whence(body)
        message = body.get("message") or {}
        try:
            given = json.loads(action.get("value") or "")
            verdict, facts = str(given["verdict"]), list(map(str, given["facts"]))
        except (ValueError, KeyError, TypeError):
            return
        moment = f"{place.user}-{message.get('ts')}" if place.shared else str(message.get("ts") or "")
        if await asyncio.to_thread(own.judge, conversation, moment, facts, verdict):
            thanks = self._client.chat_postEphemeral
            await attempt("thanks", thanks(channel=place.channel, user=place.user, thread_ts=place.thread, text=say("slack.thanks")))

    async def _fetch(self, body: Body, action: Mapping[str, Any]) -> None:
        user = str(body["user"]["id"])
        place = await self._talk.direct(user)
        if place:
            await self._talk.send_file(self._talk.conversation(user), str(action.get("value") or ""), place)

    async def _show_home(self, user: str) -> None:
        known = await asyncio.to_thread(own.known, self._talk.conversation(user))
        await attempt("home", self._client.views_publish(user_id=user, view=home(known)))

    async def _suggest(self, channel: str) -> None:
        prompts = [{"title": title, "message": title} for title in (say("slack.prompt_plan"), *topics().values())][:4]
        await attempt("prompts", self._client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts))

    def _whence(self, body: Body, *, shared: bool = False) -> tuple[Place, str]:
        """Where a button was, and whose conversation that is."""
        user, channel = str(body["user"]["id"]), str((body.get("channel") or {}).get("id") or "")
        message = body.get("message") or {}
        moment, thread = str(message.get("ts") or ""), str(message.get("thread_ts") or "")
        if _is_aside(body):
            conversation = shortcut_conversation(self._team, user) if shared else self._talk.conversation(user)
            return Place(channel, None, user, shared=shared), conversation
        if channel.startswith("D"):
            return Place(channel, thread if thread not in ("", moment) else None, user, shared=False), self._talk.conversation(user)
        return Place(channel, thread or moment, user, shared=True), thread_conversation(self._team, channel, thread or moment)

    def _note_app(self, body: Body) -> None:
        self._talk.app = self._talk.app or str(body.get("api_app_id") or "")

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if len(self._working) >= MOST_WAITING:
            work.close()
            logger.error("more than %s messages from Slack wait; one was dropped", MOST_WAITING)
            return
        task = asyncio.create_task(_guarded(work))
        self._working.add(task)
        task.add_done_callback(self._working.discard)


def _is_aside(body: Body) -> bool:
    """Whether a button is in a message that only one person sees; Slack does not say then what stands in it."""
    return bool((body.get("container") or {}).get("is_ephemeral")) or not body.get("message")


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:
        logger.error("something from Slack could not be handled: %s", type(error).__name__)


async def _nothing() -> None:
    """What the app is not interested in is acknowledged all the same."""
