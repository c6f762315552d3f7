"""Whatever the coach says, Slack's own models find nothing wrong with how it is shown."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from channels.slack.blocks import as_markdown, chosen, cut, render
from channels.slack.home import home
from channels.slack.own import Known
from coach.facts.files import load_knowledge
from coach.plan.plan import plan_for
from coach.profile.profile import Profile

MOST_CHARACTERS = 13_000
"""Slack refuses messages of more than about this."""

ODD = ["<!channel> & <@U1|x>", "שלום *עולם*", "👩‍👩‍👧" * 3_000, "```\ncode\n```" * 900, "&" * 9_000, "- a\n- b\nc", "\n\n", "\u202e" * 80]
odd = st.one_of(st.text(), st.sampled_from(ODD))
short = st.text(min_size=1, max_size=40)
messages = st.fixed_dictionaries(
    {"text": odd},
    optional={
        "buttons": st.lists(st.fixed_dictionaries({"title": st.one_of(short, odd), "payload": st.one_of(short, odd)}), max_size=30),
        "metadata": st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["answer", "unknown", "plan", "profile", "crisis"]),
                "facts": st.lists(short, max_size=60),
                "sources": st.lists(
                    st.fixed_dictionaries({"section": odd, "url": st.just("https://example.org/a"), "as_of": st.just(2020)}), max_size=14
                ),
                "files": st.lists(st.fixed_dictionaries({"label": short, "path": st.just("export/plan.pdf")}), max_size=4),
            }
        ),
    },
)


def _check(blocks: list[dict[str, Any]]) -> None:
    """Parse and validate with Slack's models, which only log what they do not know."""
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        assert json.loads(json.dumps(parsed.to_dict())) == block
    for block in blocks:
        names = [each["action_id"] for each in block["elements"]] if block["type"] == "actions" else []
        assert len(names) == len(set(names))
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    for text in _texts(blocks):
        assert text


def _texts(thing: Any) -> list[str]:
    if isinstance(thing, Mapping):
        own = [thing["text"]] if isinstance(thing.get("text"), str) else []
        return own + [text for value in thing.values() for text in _texts(value)]
    return [text for item in thing for text in _texts(item)] if isinstance(thing, list) else []


@settings(deadline=None, derandomize=True, database=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(messages, st.booleans())
def test_every_form_of_every_message_keeps_to_the_limits(message: dict[str, Any], private: bool) -> None:
    link = "" if private else "https://slack.com/app_redirect?app=A1&team=T1"
    rich, simple, bare = render(message, private=private, open_link=link)
    assert bare.blocks == []
    for form in (rich, simple, bare):
        assert len(form.text) <= 4_000
        assert not set("<>") & set(form.text)
        assert len(json.dumps(form.blocks, ensure_ascii=False)) <= MOST_CHARACTERS
        _check(form.blocks)
    _check(chosen(rich.blocks, "x" * 200))


def test_the_checks_find_what_is_wrong() -> None:
    with pytest.raises(Exception, match="cannot exceed"):
        _check([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}])
    with pytest.raises(Exception, match="cannot exceed"):
        _check([{"type": "markdown", "text": "x" * 12_001}])
    with pytest.raises(AssertionError):
        _check([{"type": "no_such_block"}])


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("one", "one"),
        ("one\ntwo", "one\n\ntwo"),
        ("one\n- a\n- b\ntwo", "one\n\n- a\n- b\n\ntwo"),
        ("<!channel> 1 < 2", "<\u200b!channel> 1 < 2"),
    ],
)
def test_lines_stay_apart_and_nobody_is_called(text: str, markdown: str) -> None:
    assert as_markdown(text) == markdown


def test_a_cut_is_visible_and_never_within_an_entity() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut("ab&amp;cd", 6) == "ab…"


def test_a_choice_takes_the_place_of_its_buttons_and_of_nothing_else() -> None:
    files = [{"label": "PDF", "path": "export/plan.pdf"}, {"label": "JSON", "path": "export/plan.json"}]
    message = {"text": "Well?", "buttons": [{"title": "Yes", "payload": "/affirm"}], "metadata": {"kind": "answer", "files": files}}
    before = render(message, private=True)[1].blocks
    after = chosen(before, "Yes")
    shown = [each["text"]["text"] for block in after if block["type"] == "actions" for each in block["elements"]]
    assert shown == ["PDF", "JSON", "Helpful", "Not helpful"]
    assert "Yes" in after[-1]["elements"][0]["text"]


def test_files_are_offered_in_private_only() -> None:
    files = [{"label": "PDF", "path": "export/plan.pdf"}, {"label": "JSON", "path": "export/plan.json"}]
    message = {"text": "Your plan.", "metadata": {"kind": "plan", "files": files}}
    assert "PDF" in str(render(message, private=True)[0].blocks)
    assert "PDF" not in str(render(message, private=False)[0].blocks)


@pytest.mark.parametrize("with_plan", [True, False])
def test_the_home_tab_is_valid(with_plan: bool, caplog: pytest.LogCaptureFixture) -> None:
    knowledge = load_knowledge()
    plan = plan_for(Profile(), {fact.id: fact for fact in knowledge.facts}, knowledge.article)
    view = home(Known("x" * 5_000, plan if with_plan else None))
    with caplog.at_level(logging.WARNING):
        View(**view).validate_json()
    _check(view["blocks"])
    said = [each["value"] for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]
    assert {"/export_data", "/forget_me", "/make_plan"} <= set(said)
    assert ("/next_step" in said) == with_plan
