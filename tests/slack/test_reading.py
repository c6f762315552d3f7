"""What Slack sends becomes what the person wrote, once, and only if it is for the coach."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.slack.incoming import read_message
from channels.slack.once import MOST_REMEMBERED, REMEMBERED_SECONDS, Once
from channels.slack.settings import SlackSettings
from channels.slack.text import escaped, plain
from tests.slack.fake_slack import BOT, ME, TEAM, mention, message


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("my page is <https://github.com/me>", "my page is https://github.com/me"),
        ("my page is <http://github.com/me|github.com/me>", "my page is github.com/me"),
        ("see <https://example.org/a|my work>", "see my work (https://example.org/a)"),
        ("write <mailto:me@example.org|me@example.org>", "write me@example.org"),
        ("call <tel:+123|+123>", "call +123"),
        ("R&amp;D &lt;3 &gt; 2", "R&D <3 > 2"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        (f"<@{ME}> hello", "hello"),
        ("ask <@U999> or <@U998|ann>", "ask @someone or @ann"),
        ("in <#C1|general> and <#C2>", "in #general and a channel"),
        ("<!here> <!subteam^S1|@mentors> <!date^1^{date}|today>", "@here @mentors today"),
        ("is *this* _really_ ~not~ right?", "is this really not right?"),
        ("my_file_name and 2*3*4 stay", "my_file_name and 2*3*4 stay"),
        ("", ""),
    ],
)
def test_text_is_what_was_written(sent: str, written: str) -> None:
    assert plain(sent, ME) == written


@settings(deadline=None, derandomize=True, database=None)
@given(st.text())
def test_any_text_is_read_and_what_is_escaped_comes_back(text: str) -> None:
    plain(text, ME)
    assert not set("<>") & set(escaped(text))
    back = escaped(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text


def test_a_direct_message_is_a_question_of_the_person_and_a_mention_one_of_the_thread() -> None:
    direct, again = read_message(message("hi"), TEAM, ME), read_message(message("ho"), TEAM, ME)
    other = read_message(message("hi", user="U2"), TEAM, ME)
    public = read_message(mention("hi", ts="5.0"), TEAM, ME)
    reply = read_message(mention("and?", ts="6.0", thread_ts="5.0", user="U2"), TEAM, ME)
    assert direct
    assert again
    assert other
    assert public
    assert reply
    assert direct.conversation == again.conversation != other.conversation
    assert not direct.place.shared
    assert public.conversation == reply.conversation != direct.conversation
    assert public.place.shared
    assert public.place.thread == "5.0"
    assert "U1" not in direct.conversation


@pytest.mark.parametrize(
    "body",
    [
        message("hi", bot_id=BOT),
        message("hi", user=ME),
        message("hi", user="USLACKBOT"),
        message("hi", subtype="message_changed"),
        message("hi", subtype="message_deleted"),
        message("hi", subtype="channel_join"),
        message("hi", hidden=True),
        message("hi", edited={"user": "U1", "ts": "1"}),
        message("hi", user=None),
        message("not to the coach", channel="C1"),
        message(f"<@{ME}9> hi", channel="C1"),
        {"type": "event_callback", "event": None},
    ],
    ids=str,
)
def test_what_is_not_for_the_coach_is_no_question(body: dict[str, Any]) -> None:
    assert read_message(body, TEAM, ME) is None


def test_a_mention_and_the_message_it_stands_in_are_one() -> None:
    once, seen = Once(), mention("hi", ts="7.0")
    same = message(f"<@{ME}> hi", channel="C1", ts="7.0")
    first, second = read_message(seen, TEAM, ME), read_message(same, TEAM, ME)
    assert first
    assert second
    assert once.is_new(*first.names)
    assert not once.is_new(*second.names)


def test_once_remembers_for_a_while_and_not_without_end() -> None:
    now = [0.0]
    once = Once(lambda: now[0])
    assert once.is_new("a", "b")
    assert not once.is_new("b", "c")
    assert not once.is_new("c")
    assert once.is_new("")
    assert once.is_new("")
    now[0] = REMEMBERED_SECONDS + 1
    assert once.is_new("a")
    for number in range(MOST_REMEMBERED + 2):
        once.is_new(number)
    assert once.is_new("a")
    once.forget("a")
    assert once.is_new("a")


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "docs/slack.md"),
        ({"SLACK_APP_TOKEN": "a"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "b"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "b", "SLACK_APP_TOKEN": "a"}, ""),
        ({"SLACK_BOT_TOKEN": "b", "SLACK_SIGNING_SECRET": "s"}, ""),
    ],
)
def test_what_is_missing_is_said(environment: dict[str, str], says: str) -> None:
    problem = SlackSettings.from_environment(environment).problem
    assert says in problem
    assert bool(says) == bool(problem)
