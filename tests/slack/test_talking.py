"""A person of a workspace talks to the real coach, in every place where they can."""

from __future__ import annotations

import json
import sqlite3
import urllib.parse
from typing import Any

import pytest

from launch.trial import wait_for
from tests.slack.conftest import PATIENCE, TRANSPORTS, Workspace, button_of, titles
from tests.slack.fake_slack import APP, TEAM, Payload, click, event_body, mention, message

README = "what belongs in a readme?"


def _rows(workspace: Workspace, query: str, *values: str) -> list[Any]:
    url = workspace.coach.environment["COACH_DATABASE_URL"]
    with sqlite3.connect(url.removeprefix("sqlite:///")) as store:
        return store.execute(query, values).fetchall()


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_direct_message_is_answered_with_its_source_and_can_be_rated(workspace: Workspace, user: str, transport: str) -> None:
    post = workspace.ask(README, user, transport)
    kinds = [block["type"] for block in post["blocks"]]
    assert kinds == ["markdown", "context", "context_actions"]
    assert "readme" in post["text"].lower()
    assert "Source:" in post["text"]
    assert "candor.co" in str(post["blocks"][1])
    rating = post["blocks"][2]["elements"][0]
    before = len(workspace.slack.called("chat.postEphemeral"))
    workspace.send(
        click(post, {"action_id": rating["action_id"], "type": "feedback_buttons", "value": rating["negative_button"]["value"]}, user),
        transport,
    )
    workspace.await_more(lambda: workspace.slack.called("chat.postEphemeral"), before, "thanks")
    assert _rows(workspace, "SELECT verdict, fact_id FROM feedback WHERE message_id = ?", post["ts"]) == [("down", "portfolio.readme")]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_choice_is_answered_and_takes_the_place_of_the_buttons(workspace: Workspace, user: str, transport: str) -> None:
    post = workspace.ask("what does google pay its interns?", user, transport)
    title = titles(post)[0]
    answer = workspace.press(post, title, user, transport)
    assert answer["text"] != post["text"]
    wait_for(lambda: any(each["ts"] == post["ts"] for each in workspace.slack.called("chat.update")), PATIENCE, "replacing the buttons")
    update = next(each for each in workspace.slack.called("chat.update") if each["ts"] == post["ts"])
    assert not titles(update)
    assert title in str(update["blocks"][-1])
    assert update["text"]


def test_two_clicks_on_one_message_are_one_choice(workspace: Workspace, user: str) -> None:
    post = workspace.ask("what does google pay its interns?", user)
    first, second = titles(post)[:2]
    workspace.press(post, second, user)
    workspace.send(click(post, button_of(post, first), user))
    workspace.ask("thanks", user)
    assert len(workspace.slack.posts(f"D{user}")) == 3


def test_memory_is_of_the_person_and_lasts(workspace: Workspace, user: str) -> None:
    workspace.ask("I'm a self-taught web developer", user)
    assert "teach yourself" in workspace.ask("what do you know about me?", user, "http")["text"]
    assert "nothing about you" in workspace.ask("what do you know about me?", f"{user}B")["text"]


def test_a_mention_is_answered_in_the_thread_and_knows_nobody(workspace: Workspace, user: str) -> None:
    workspace.ask("I'm a self-taught web developer", user)
    channel = f"C{user}"
    people = _rows(workspace, "SELECT count(*) FROM person")
    for number, (text, says) in enumerate(
        [
            ("What do I write in my personal summary?", "summary"),
            ("I did a bootcamp and have 7 projects", "Write to me directly"),
            ("what do you know about me?", "Write to me directly"),
            ("make me a plan", "Write to me directly"),
            ("export my data", "Write to me directly"),
            ("forget me", "Write to me directly"),
        ],
        1,
    ):
        event = mention(text, user, channel, ts=f"{number}.5", thread_ts=None if number == 1 else "1.5")
        workspace.send(event)
        post = workspace.await_more(lambda: workspace.slack.posts(channel), number - 1, text)[0]
        assert post["thread_ts"] == "1.5"
        assert says in post["text"], text
        assert "because you" not in post["text"]
        link = next(each for each in post["blocks"] if each["type"] == "actions")["elements"][-1]["url"]
        assert urllib.parse.parse_qs(urllib.parse.urlparse(link).query) == {"app": [APP], "team": [TEAM]}
    assert _rows(workspace, "SELECT count(*) FROM person") == people
    assert not [call for call in workspace.slack.called("files.completeUploadExternal") if call["channel_id"] == channel]
    assert "bootcamp" not in workspace.ask("what do you know about me?", user)["text"]


def test_help_in_a_crisis_is_seen_in_a_channel_by_the_person_alone(workspace: Workspace, user: str) -> None:
    before = len(workspace.slack.called("chat.postEphemeral"))
    workspace.send(mention("I want to kill myself", user, f"C{user}"))
    whisper = workspace.await_more(lambda: workspace.slack.called("chat.postEphemeral"), before, "help")[0]
    assert whisper["user"] == user
    assert "findahelpline.com" in whisper["text"]
    assert not workspace.slack.posts(f"C{user}")


def _command(workspace: Workspace, text: str, user: str) -> Payload:
    body = {
        "command": "/coach",
        "text": text,
        "user_id": user,
        "team_id": TEAM,
        "channel_id": "C1",
        "api_app_id": APP,
        "trigger_id": f"t-{user}-{text}",
        "response_url": f"{workspace.slack.url}/aside",
    }
    before = len(workspace.slack.asides)
    raw = urllib.parse.urlencode(body).encode()
    status, answer, _ = workspace.slack.do(workspace.slack.request(workspace.webhook, raw, "application/x-www-form-urlencoded"))
    assert (status, answer) == (200, "")
    return dict(workspace.await_more(lambda: workspace.slack.asides, before, f"/coach {text}")[0])


def test_a_command_is_answered_to_the_person_alone_and_knows_them(workspace: Workspace, user: str) -> None:
    workspace.ask("I'm a self-taught web developer", user)
    aside = _command(workspace, "what do you know about me?", user)
    assert aside["response_type"] == "ephemeral"
    assert "teach yourself" in aside["text"]
    assert _command(workspace, "", user)["text"]
    assert not workspace.slack.posts("C1")


def test_a_button_of_an_answer_to_a_command_is_answered_to_the_person_alone(workspace: Workspace, user: str) -> None:
    aside = _command(workspace, "what does google pay its interns?", user)
    before = len(workspace.slack.asides)
    pressed = click({**aside, "channel": "C1"}, button_of(aside, titles(aside)[0]), user, response_url=f"{workspace.slack.url}/aside")
    del pressed["message"]
    workspace.send({**pressed, "container": {"type": "message", "is_ephemeral": True}}, "http")
    answer = workspace.await_more(lambda: workspace.slack.asides, before, "an answer to the button")[0]
    assert "earlier conversation" not in answer["text"]
    assert not workspace.slack.posts("C1")


def test_a_message_that_is_shown_to_the_coach_says_nothing_of_who_shows_it(workspace: Workspace, user: str) -> None:
    before = len(workspace.slack.asides)
    shown = {"text": "I did a bootcamp. What belongs in a readme?", "user": "U77", "ts": "9.9"}
    shortcut = {
        "type": "message_action",
        "callback_id": "ask_coach",
        "trigger_id": f"t-{user}",
        "user": {"id": user},
        "team": {"id": TEAM},
        "api_app_id": APP,
        "channel": {"id": "C1"},
        "message": shown,
        "response_url": f"{workspace.slack.url}/aside",
    }
    workspace.send(shortcut)
    aside = workspace.await_more(lambda: workspace.slack.asides, before, "an answer")[0]
    assert "readme" in aside["text"].lower()
    assert "nothing about you" in workspace.ask("what do you know about me?", user)["text"]


def _home(workspace: Workspace, user: str) -> Payload:
    before = len(workspace.slack.called("views.publish"))
    workspace.send(event_body({"type": "app_home_opened", "tab": "home", "user": user, "channel": f"D{user}"}))
    published = workspace.await_more(lambda: workspace.slack.called("views.publish"), before, "the home tab")[0]
    assert published["user_id"] == user
    return dict(published["view"])


def test_the_home_tab_shows_the_person_their_own_things(workspace: Workspace, user: str) -> None:
    assert "nothing about you" in str(_home(workspace, user))
    workspace.ask("I'm a self-taught web developer", user)
    view = _home(workspace, user)
    assert "teach yourself" in str(view)
    assert "of" in str(view)
    for title, says in [("Writing the resume", "resume"), ("Export my data", "Everything I keep"), ("Forget me", "undone")]:
        before = len(workspace.slack.posts(f"D{user}"))
        press = {**click({"text": "", "blocks": []}, button_of(view, title), user), "view": {"type": "home"}, "container": {"type": "view"}}
        del press["message"], press["channel"]
        workspace.send(press)
        assert says in workspace.await_more(lambda: workspace.slack.posts(f"D{user}"), before, title)[0]["text"]


def test_a_typed_command_is_no_button(workspace: Workspace, user: str) -> None:
    workspace.ask("I'm a self-taught web developer", user)
    workspace.ask('/forget_me{"sure": "yes"}', user)
    assert "teach yourself" in workspace.ask("what do you know about me?", user)["text"]


def test_in_the_agent_view_prompts_are_suggested(workspace: Workspace, user: str) -> None:
    before = len(workspace.slack.called("assistant.threads.setSuggestedPrompts"))
    workspace.send(event_body({"type": "app_home_opened", "tab": "messages", "user": user, "channel": f"D{user}"}))
    call = workspace.await_more(lambda: workspace.slack.called("assistant.threads.setSuggestedPrompts"), before, "prompts")[0]
    assert call["channel_id"] == f"D{user}"
    assert "thread_ts" not in call
    assert 1 <= len(call["prompts"]) <= 4
    for prompt in call["prompts"]:
        assert workspace.ask(prompt["message"], user)["text"]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_data_comes_as_a_file(workspace: Workspace, user: str, transport: str) -> None:
    workspace.ask("I'm a self-taught web developer", user)
    before = len(workspace.slack.called("files.completeUploadExternal"))
    workspace.ask("export my data", user, transport)
    call = workspace.await_more(lambda: workspace.slack.called("files.completeUploadExternal"), before, "the file")[0]
    assert call["channel_id"] == f"D{user}"
    content = json.loads(workspace.slack.files[call["files"][0]["id"]])
    assert {item["field"] for item in content["profile"]} >= {"route"}


def test_the_plan_comes_in_the_form_that_is_chosen(workspace: Workspace, user: str) -> None:
    post = workspace.ask("can I have my plan as a file?", user)
    assert {"PDF", "Calendar", "Markdown", "JSON"} <= set(titles(post))
    for title, begins in [("PDF", b"%PDF"), ("Calendar", b"BEGIN:VCALENDAR"), ("Markdown", b"# "), ("JSON", b"{")]:
        before = len(workspace.slack.called("files.completeUploadExternal"))
        workspace.send(click(post, button_of(post, title), user))
        call = workspace.await_more(lambda: workspace.slack.called("files.completeUploadExternal"), before, title)[0]
        assert call["channel_id"] == f"D{user}"
        assert workspace.slack.files[call["files"][0]["id"]].startswith(begins)


def test_after_forgetting_old_buttons_are_answered_politely(workspace: Workspace, user: str) -> None:
    old = workspace.ask("what does google pay its interns?", user)
    sure = workspace.ask("forget me", user)
    assert "deleted" in workspace.press(sure, "Yes, forget me", user)["text"]
    assert "earlier conversation" in workspace.press(old, titles(old)[0], user)["text"]
    assert "nothing about you" in workspace.ask("what do you know about me?", user)["text"]


def test_a_code_of_another_channel_joins_the_two(workspace: Workspace, user: str) -> None:
    workspace.coach.say("I'm a self-taught web developer", f"web-{user}")
    made = workspace.coach.say("link my slack account", f"web-{user}").text
    code = next(line for line in made.splitlines() if line.startswith("link "))
    assert "Linked" in workspace.ask(code, user)["text"]
    assert "teach yourself" in workspace.ask("what do you know about me?", user)["text"]


def test_a_message_with_nothing_but_a_file_is_answered_kindly(workspace: Workspace, user: str) -> None:
    post = workspace.ask("", user, subtype="file_share", files=[{"id": "F1", "name": "resume.pdf"}])
    assert "Paste" in post["text"]


def test_tags_of_slack_do_not_reach_the_coach(workspace: Workspace, user: str) -> None:
    workspace.ask("my portfolio is at <https://example.org/me?a=1&amp;b=2>", user)
    kept = _rows(workspace, "SELECT data FROM conversation_event WHERE kind = 'user' ORDER BY id DESC LIMIT 1")[0][0]
    assert "https://example.org/me?a=1&b=2" in kept
    assert "<https" not in kept


def test_nobody_is_named_in_the_store_or_the_log(workspace: Workspace) -> None:
    user = "UNAMEDANDSHAMED"
    workspace.ask("xylophones are my secret hobby", user)
    workspace.send(mention("xylophones are my secret hobby", user, "CNAMED"))
    wait_for(lambda: bool(workspace.slack.posts("CNAMED")), PATIENCE, "an answer")
    for (table,) in _rows(workspace, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        assert user not in str(_rows(workspace, f'SELECT * FROM "{table}"')), table
    assert "xylophones" not in workspace.log
    assert user not in workspace.log


def test_what_was_edited_deleted_or_said_by_bots_is_not_answered(workspace: Workspace, user: str) -> None:
    for event in (
        message(README, user, subtype="message_changed"),
        message(README, user, subtype="message_deleted"),
        message(README, user, bot_id="B7"),
        message(README, user, subtype="bot_message"),
        message(README, user, channel=f"C{user}"),
        event_body({"type": "reaction_added", "user": user}),
    ):
        workspace.send(event)
        workspace.send(event, "http")
    workspace.ask("thanks", user)
    assert len(workspace.slack.posts(f"D{user}")) == 1
    assert not workspace.slack.posts(f"C{user}")
