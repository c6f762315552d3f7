"""Typed commands are text; only what the coach offered in this conversation acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.channels.fake_rasa import FakeRasa

OFFER = '/choose{"fact": "water.heat"}'


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/restart", "restart"),
        ("/session_start", "session_start"),
        ("  /restart", "restart"),
        ("//restart", "restart"),
        ("/ /restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\ufeff/restart", "restart"),
        ("\x00/restart", "restart"),
        ("\u202e/restart", "restart"),
        ("\n/\t/restart", "restart"),
        ('/ask_portfolio{"fact": "x"}', 'ask_portfolio{"fact": "x"}'),
        ('/inform{"route": "phd"}', 'inform{"route": "phd"}'),
        (OFFER, OFFER[1:]),
        ("/choose", "choose"),
    ],
)
async def test_a_typed_command_is_text(rasa: FakeRasa, typed: str, text: str) -> None:
    await rasa.gate().receive("alice", typed)
    assert rasa.texts == [text]


@pytest.mark.parametrize("payload", [OFFER, "/ask_portfolio"])
async def test_an_offered_payload_acts(rasa: FakeRasa, payload: str) -> None:
    rasa.offers["alice"] = {OFFER, "/ask_portfolio"}
    await rasa.gate().receive("alice", payload)
    assert rasa.texts == [payload]


@pytest.mark.parametrize(
    "near", [OFFER.replace("heat", "cold"), "/choose", OFFER + "x", "/" + OFFER, OFFER.upper(), '/choose{"fact":"water.heat"}']
)
async def test_what_only_looks_like_an_offer_is_text(rasa: FakeRasa, near: str) -> None:
    rasa.offers["alice"] = {OFFER}
    await rasa.gate().receive("alice", near)
    assert rasa.texts == [near.lstrip("/")]


async def test_what_was_offered_to_somebody_else_is_text(rasa: FakeRasa) -> None:
    rasa.offers["bob"] = {OFFER}
    gate = rasa.gate()
    await gate.receive("alice", OFFER)
    await gate.receive("bob", OFFER)
    assert rasa.seen == [("alice", OFFER[1:]), ("bob", OFFER)]


@pytest.mark.parametrize("text", ["hello", "1/2 a day", "and/or", "https://x.example/restart", "a /restart"])
async def test_other_text_with_slashes_stays_as_it_is(rasa: FakeRasa, text: str) -> None:
    await rasa.gate().receive("alice", text)
    assert rasa.texts == [text]


async def test_if_offers_cannot_be_read_the_person_is_told_and_nothing_acts(
    rasa: FakeRasa, reason: Callable[[list[dict[str, Any]]], str]
) -> None:
    rasa.offers_error = OSError("no database")
    assert reason(await rasa.gate().receive("alice", OFFER)) in ("failed", "not_kept")
    assert rasa.seen == []
