"""Gives the facts' questions to Rasa as training examples of their topic's intent."""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from coach.facts.files import load_knowledge
from coach.language.decision import topic_intent

FACT = "fact"
"""Key of a training message that holds the id of the fact it asks for."""


class FactImporter(RasaFileImporter):
    """Reads Rasa's own files, and `data/facts/` beside them."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of `data/nlu/` and the questions of `data/facts/`."""
        return self._files(language).merge(TrainingData(self._questions()))

    @cached_method
    def _files(self, language: str | None) -> TrainingData:
        """Rasa asks twice, and its reading takes seconds; `merge` copies."""
        return super().get_nlu_data(language)

    @cached_method
    def _questions(self) -> list[Message]:
        return [
            Message({TEXT: question, INTENT: topic_intent(fact.id), FACT: fact.id})
            for fact in load_knowledge().facts
            for question in (*fact.questions, fact.title, fact.say)
        ]
