"""Facts are found by the words they share with a question."""

from __future__ import annotations

import pytest

from coach.facts.repository import FactRepository
from coach.facts.search import search_facts


@pytest.mark.parametrize(
    ("question", "best"),
    [("what does a kettle cost", "water.kettle-price"), ("HARVEST of 2020?", "leaves.harvest"), ("green, black or oolong", "leaves.kinds")],
)
def test_the_fact_with_most_shared_words_is_first(repository: FactRepository, question: str, best: str) -> None:
    found = search_facts(repository.all(), question, 3)
    assert found[0][1].id == best
    scores = [score for score, _ in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("question", ["xylophone", "", "🫖", "???", "\x00"])
def test_a_question_that_shares_no_word_finds_nothing(repository: FactRepository, question: str) -> None:
    assert search_facts(repository.all(), question, 3) == []


def test_each_fact_is_found_once_and_no_more_than_wanted(repository: FactRepository) -> None:
    found = [fact.id for _, fact in search_facts(repository.all(), "mind the water and the leaves", 4)]
    assert len(found) == len(set(found)) == 4


def test_without_facts_nothing_is_found() -> None:
    assert search_facts([], "kettle", 5) == []
