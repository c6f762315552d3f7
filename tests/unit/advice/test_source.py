"""Where an answer comes from, how old it is and how sure."""

from __future__ import annotations

import pytest

from coach.advice.source import explain_source
from coach.facts.repository import FactRepository
from coach.wording import say

NAMED = {"title": "How to Brew Tea", "publisher": "Leafhouse", "year": 2020, "url": "https://tea.example/how-to-brew"}


@pytest.mark.parametrize("age", [False, True])
@pytest.mark.parametrize("answered", [[], ["no.such"]])
def test_before_any_answer_the_article_is_named(repository: FactRepository, answered: list[str], age: bool) -> None:
    reply = explain_source(repository, answered, age=age)
    assert reply.kind == "source"
    assert reply.facts == ()
    assert all(str(value) in reply.text for value in NAMED.values())


def test_the_source_names_article_section_and_address(repository: FactRepository) -> None:
    reply = explain_source(repository, ["leaves.green"], age=False)
    assert all(part in reply.text for part in ("How to Brew Tea", "Leafhouse", "Choose the leaves", NAMED["url"]))
    assert reply.text.endswith(say("how_sure"))
    assert [source["section"] for source in reply.sources] == ["Choose the leaves"]


def test_the_source_of_a_figure_names_who_published_it_and_when(repository: FactRepository) -> None:
    reply = explain_source(repository, ["water.kettle-price"], age=False)
    assert "Tea Board" in reply.text
    assert "2018" in reply.text
    assert reply.sources[0]["org"] == "Tea Board"


@pytest.mark.parametrize(
    ("answered", "years"),
    [
        (["leaves.green"], ["2020"]),
        (["water.kettle-price"], ["2018", "2020"]),
        (["leaves.green", "water.kettle-price"], ["2018", "2020"]),
        (["leaves.harvest"], ["2020"]),
    ],
)
def test_the_age_of_an_answer_is_that_of_its_figure_and_of_the_article(
    repository: FactRepository, answered: list[str], years: list[str]
) -> None:
    reply = explain_source(repository, answered, age=True)
    assert [year for year in ("2018", "2020") if year in reply.text] == years
    assert reply.facts == tuple(answered)


def test_every_source_of_an_answer_with_two_facts_is_given(repository: FactRepository) -> None:
    reply = explain_source(repository, ["leaves.green", "water.kettle-price"], age=False)
    assert [source["section"] for source in reply.sources] == ["Choose the leaves", "Heat the water"]
