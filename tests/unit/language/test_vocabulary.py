"""The speller of the coach knows its own words: of English, of the facts and of the lexicon."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.facts.files import load_knowledge
from coach.language.vocabulary import train_speller
from tests.unit.sample_article import FACTS, LEXICON


def test_the_words_of_facts_and_names_stay_and_typos_of_them_are_corrected(data: Path) -> None:
    asked = [f"where is my {name} and the {other}" for name, other in (("samovar", "oolong"),) for _ in range(200)]
    speller = train_speller(load_knowledge(data), asked)
    assert speller.correct("samovar and oolong") == "samovar and oolong"
    assert speller.correct("a smaovar of oollong") == "a samovar of oolong"


@pytest.mark.parametrize("text", [values["say"] for entries in FACTS.values() for values in entries] + [LEXICON["resource"][0]["name"]])
def test_a_fact_is_spelt_right(data: Path, text: str) -> None:
    asked = [question for fact in load_knowledge(data).facts for question in fact.questions]
    assert train_speller(load_knowledge(data), asked).correct(text) == text


def test_no_statement_of_the_project_is_corrected() -> None:
    knowledge = load_knowledge()
    speller = train_speller(knowledge, [question for fact in knowledge.facts for question in fact.questions])
    said = [text for fact in knowledge.facts for text in (fact.say, fact.title, *fact.points)]
    assert [text for text in said if speller.correct(text) != text] == []
