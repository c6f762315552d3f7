"""Not knowing: no answer, no figure, no source; up to four buttons, the nearest first."""

from __future__ import annotations

import re

import pytest

from coach.advice.unknown import admit, topic_buttons
from coach.facts.files import load_knowledge
from coach.facts.repository import FactRepository
from coach.reply import LONGEST_TITLE, MOST_BUTTONS
from coach.wording import topics


@pytest.mark.parametrize("misses", [0, 1, 5])
@pytest.mark.parametrize(
    "near", [[], ["leaves.green"], ["leaves.green", "water.kettle-price", "water.heat", "leaves.kinds", "water.alone"]]
)
def test_not_knowing_gives_no_fact_no_figure_and_no_source(repository: FactRepository, near: list[str], misses: int) -> None:
    reply = admit(repository.get(near), misses)
    assert reply.kind == "unknown"
    assert (reply.facts, reply.sources) == ((), ())
    assert "Source:" not in reply.text
    assert not re.search(r"\d", reply.text)
    assert 0 < len(reply.buttons) <= MOST_BUTTONS


def test_the_nearest_facts_are_offered_first(repository: FactRepository) -> None:
    near = repository.get(["leaves.green", "water.heat"])
    assert [button.title for button in admit(near, 0).buttons][:2] == ["All about green", "All about heat"]


def test_a_second_miss_is_said_in_other_words() -> None:
    first, second, third = (admit([], misses).text for misses in (0, 1, 2))
    assert first != second
    assert second == third


def test_no_button_stands_twice(repository: FactRepository) -> None:
    for number in range(6):
        payloads = [button.payload for button in admit(repository.all()[:number], 0).buttons]
        assert len(payloads) == len(set(payloads))


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ([], ["portfolio", "resume", "search", "education"]),
        (["market"], ["market", "portfolio", "resume", "search"]),
        (["market", "role", "market"], ["market", "role", "portfolio", "resume"]),
        (["tea", "market", ""], ["market", "portfolio", "resume", "search"]),
        (["search"], ["search", "portfolio", "resume", "education"]),
    ],
)
def test_four_topics_are_offered_the_nearest_first(first: list[str], expected: list[str]) -> None:
    assert [button.payload for button in topic_buttons(first)] == [f"/ask_{topic}" for topic in expected]


def test_every_topic_offered_has_facts_and_fits_a_button() -> None:
    known = {fact.topic for fact in load_knowledge().facts}
    assert set(topics()) == known
    assert all(0 < len(title) <= LONGEST_TITLE for title in topics().values())
