"""How a reply is put together: the answer, its bullets, why for this person, one source line; and the limits of buttons."""

from __future__ import annotations

import re

import pytest

from coach.facts.fact import Fact
from coach.facts.repository import FactRepository
from coach.reply import Button, Draft, Reply, compose, offer, source_line, sources_of


def _facts(repository: FactRepository, *ids: str) -> list[Fact]:
    return repository.get(ids)


def test_the_parts_of_a_reply_stand_in_order(repository: FactRepository) -> None:
    draft = Draft(
        _facts(repository, "leaves.kinds"),
        because=["you like tea", "you have time"],
        missing=["route"],
        lead="I'm not certain.",
        close="Tell me more.",
        buttons=[Button("Green", "/ask_leaves")],
    )
    reply = compose(draft, repository.article())
    assert reply.text.splitlines() == [
        "I'm not certain.",
        "There are four kinds:",
        "- green",
        "- black",
        "- white",
        "- oolong",
        "I say this because you like tea and you have time.",
        "Tell me more.",
        "Source: Leafhouse's article of about 2020.",
    ]
    assert reply.metadata == {
        "kind": "answer",
        "facts": ["leaves.kinds"],
        "sources": [
            {"title": "How to Brew Tea", "section": "Choose the leaves", "as_of": 2020, "url": "https://tea.example/how-to-brew"},
        ],
        "because": ["you like tea", "you have time"],
        "missing": ["route"],
    }
    assert reply.buttons == (Button("Green", "/ask_leaves"),)


def test_a_reply_without_facts_has_no_source_line(repository: FactRepository) -> None:
    reply = compose(Draft([], lead="Hello."), repository.article())
    assert reply.text == "Hello."
    assert reply.sources == ()


@pytest.mark.parametrize(
    ("ids", "line"),
    [
        (["water.heat"], "Source: Leafhouse's article of about 2020."),
        (["water.kettle-price"], "Source: Tea Board 2018, in Leafhouse's article of about 2020."),
        (["water.heat", "water.kettle-price", "leaves.green"], "Source: Tea Board 2018, in Leafhouse's article of about 2020."),
        (["leaves.harvest"], "Source: Leafhouse's article of about 2020."),
    ],
)
def test_the_source_line_names_who_published_a_figure_and_its_year(repository: FactRepository, ids: list[str], line: str) -> None:
    assert source_line(_facts(repository, *ids), repository.article()) == line
    assert compose(Draft(_facts(repository, *ids)), repository.article()).text.count("Source:") == 1


def test_a_source_is_listed_once_for_each_section_and_year(repository: FactRepository) -> None:
    facts = _facts(repository, "water.heat", "water.why-hot", "water.kettle-price", "leaves.green")
    assert [(source["section"], source["as_of"], source.get("org")) for source in sources_of(facts, repository.article())] == [
        ("Heat the water", 2020, None),
        ("Heat the water", 2018, "Tea Board"),
        ("Choose the leaves", 2020, None),
    ]


@pytest.mark.parametrize("number", [0, 1, 4])
def test_a_reply_may_have_up_to_four_buttons(number: int) -> None:
    buttons = tuple(Button("t" * 40, f"/ask_{index}") for index in range(number))
    assert Reply("answer", "A.", buttons).buttons == buttons


@pytest.mark.parametrize(
    "buttons",
    [tuple(Button("t", f"/ask_{index}") for index in range(5)), (Button("t" * 41, "/ask_a"),), (Button("t", "/a"), Button("t" * 41, "/b"))],
)
def test_more_buttons_or_longer_titles_are_a_mistake_of_the_code(buttons: tuple[Button, ...]) -> None:
    with pytest.raises(AssertionError):
        Reply("answer", "A.", buttons)


def test_the_button_of_a_fact_has_its_title_and_a_payload_without_parentheses(repository: FactRepository) -> None:
    for fact in repository.all():
        button = offer(fact)
        assert button.title == fact.title
        assert re.fullmatch(r"/choose\{[^()]*\}", button.payload)
        assert fact.id in button.payload
