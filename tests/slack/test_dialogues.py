"""What people are told over REST they are told in Slack too, fact by fact and button by button."""

from __future__ import annotations

import html
import json
import uuid
from typing import Any

import pytest

from tests.dialogues.dialogue import FOLDER, Turn, read_dialogue
from tests.dialogues.judging import Reply, broken_promises, misses
from tests.slack.conftest import TRANSPORTS, Workspace, button_of, titles
from tests.slack.fake_slack import Payload, buttons

FILES = (
    "single_questions/user_asks_about_the_portfolio",
    "figures/user_asks_for_the_pay",
    "follow_ups/user_asks_why",
    "follow_ups/user_picks_the_second_of_what_was_offered",
    "said_in_passing/user_teaches_themselves_and_asks",
    "out_of_scope/user_chooses_a_topic_after_a_miss",
    "several_questions/user_asks_three_things",
    "intake/user_presses_buttons_to_the_end",
    "plan/user_skips_a_step",
    "privacy/user_wants_to_be_forgotten",
)
"""Of each kind of conversation one; those with hostile text are for channels that let such text through."""


def _seen(post: Payload, over_rest: Reply) -> Reply:
    """What somebody sees in Slack, in the form in which replies are judged."""
    rated = [block["elements"][0]["positive_button"]["value"] for block in post["blocks"] if block["type"] == "context_actions"]
    shown = [{"title": each["text"]["text"], "payload": each["value"]} for each in buttons(post)]
    files = tuple(each["title"] for each in shown if each["payload"].startswith("export/"))
    return Reply(
        text=html.unescape(post["text"]),
        kinds=over_rest.kinds,
        facts=tuple(json.loads(rated[0])["facts"]) if rated else over_rest.facts,
        sources=over_rest.sources,
        because=over_rest.because,
        buttons=tuple(each for each in shown if not each["payload"].startswith("export/")),
        files=files or over_rest.files,
    )


def _say(workspace: Workspace, turn: Turn, before: Payload | None, user: str, transport: str) -> Payload:
    if turn.action == "button":
        assert before is not None
        assert turn.text in titles(before)
        return workspace.press(before, button_of(before, turn.text)["text"]["text"], user, transport)
    return workspace.ask(html.escape(turn.text, quote=False), user, transport)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("name", FILES)
def test_a_dialogue_goes_in_slack_as_it_goes_over_rest(workspace: Workspace, user: str, name: str, transport: str) -> None:
    sender = uuid.uuid4().hex
    post: Payload | None = None
    rest: Reply | None = None
    seen: Reply | None = None
    for turn in read_dialogue(FOLDER / f"{name}.yml"):
        said = turn.text
        if turn.action == "button":
            assert rest is not None
            said = next(each["payload"] for each in rest.buttons if each["title"] == turn.text)
        rest = Reply.of(workspace.coach.say(said, sender).body)
        post, before = _say(workspace, turn, post, user, transport), seen
        seen = _seen(post, rest)
        assert _comparable(seen) == _comparable(rest), f"turn {turn.number}"
        assert [*broken_promises(seen), *misses(turn.expected, seen, before)] == [], f"turn {turn.number}: {seen.text}"


def _comparable(reply: Reply) -> tuple[Any, ...]:
    return reply.text, reply.facts, [(each["title"], each["payload"]) for each in reply.buttons], reply.files
