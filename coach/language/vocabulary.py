"""The words that are right as they are: of English, of the facts and of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable

from coach.facts.files import Knowledge
from coach.language.encoder import encoder_files
from coach.language.spelling import Speller, english_words, words_of
from coach.settings import Settings


def train_speller(knowledge: Knowledge, texts: Iterable[str]) -> Speller:
    """The speller of what the coach knows, trained on what people write."""
    said = [text for fact in knowledge.facts for text in (fact.say, fact.title, *fact.points)]
    named = [term.name for term in knowledge.lexicon.terms.values()]
    english = english_words(encoder_files(Settings.from_environment().encoder_dir)[1])
    return Speller.train(english.union(*map(words_of, (*said, *named))), texts)
