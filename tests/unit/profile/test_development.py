"""How much of what people say of themselves is heard, on the messages of `tests/profile/development.yml`."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.facts.files import load_knowledge
from coach.profile.fields import FIELDS
from coach.profile.heard import hear

MESSAGES = yaml.safe_load((Path(__file__).parents[2] / "profile" / "development.yml").read_text(encoding="utf-8"))
TODAY = datetime.date(2026, 11, 23)
PRECISION, RECALL = 0.95, 0.85


def _expected(message: dict[str, Any]) -> set[tuple[str, str]]:
    return {(name, each) for name, value in message["heard"].items() for each in (value if isinstance(value, list) else [value])}


@pytest.mark.parametrize("part", MESSAGES)
def test_what_is_heard_is_right_and_little_is_missed(pipeline: Any, part: str) -> None:
    lexicon = load_knowledge().lexicon
    pairs = [(hear(pipeline(item["say"]), lexicon, TODAY), _expected(item)) for item in MESSAGES[part]]
    pairs = [({(each.field, each.value) for each in heard}, expected) for heard, expected in pairs]
    right = sum(len(heard & expected) for heard, expected in pairs)
    assert right / sum(len(heard) for heard, _ in pairs) >= PRECISION
    assert right / sum(len(expected) for _, expected in pairs) >= RECALL


def test_the_messages_are_many_each_once_and_expect_what_a_profile_can_hold() -> None:
    items = [item for part in MESSAGES.values() for item in part]
    assert len({item["say"] for item in items}) == len(items) >= 150
    for item in items:
        for name, value in _expected(item):
            assert name in FIELDS, item
            assert isinstance(value, str), item
            assert not FIELDS[name].values or value in FIELDS[name].values, item
