"""Saying back what was understood, and nothing that was not."""

from __future__ import annotations

import pytest

from coach.advice.noted import note
from coach.wording import say


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ([("degree_level", "phd")], "your PhD"),
        ([("degree_level", "phd"), ("route", "bootcamp")], "your PhD and your bootcamp"),
        ([("degree_level", "phd"), ("route", "bootcamp"), ("target", "startup")], "your PhD, your bootcamp and that you aim at a startup"),
        ([("degree_level", "phd"), ("degree_level", "phd")], "your PhD"),
        ([("projects", "3"), ("portfolio", "many")], "your many projects"),
        ([("interests", "aviation"), ("interests", "psychology")], "your interest in aviation and your interest in psychology"),
        ([("experience", "osmosis"), ("route", "mooc")], "your online courses"),
    ],
)
def test_what_was_heard_is_said_back_each_thing_once(heard: list[tuple[str, str]], said: str) -> None:
    reply = note(heard)
    assert reply.kind == "profile"
    assert reply.text == say("noted", heard=said)


@pytest.mark.parametrize("heard", [[], [("projects", "3")], [("route", "osmosis")]])
def test_if_nothing_was_understood_nothing_is_claimed(heard: list[tuple[str, str]]) -> None:
    reply = note(heard)
    assert reply.text == say("noted_nothing")
    assert reply.buttons
