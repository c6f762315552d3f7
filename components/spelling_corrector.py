"""Corrects typos: sets what the encoder and the classifier read, and what is heard of the person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from coach.facts.files import load_knowledge
from coach.facts.load import digest_of
from coach.language.code import code_digest
from coach.language.encoder import encoder_digest
from coach.language.reading import MOST_CHARACTERS, bounded
from coach.language.spelling import Speller
from coach.language.vocabulary import train_speller
from coach.settings import Settings

READ = "read"
"""Key of a message: the bounded, corrected text that the models read."""
CORRECTED = "corrected"
"""Key of a message: all of what the person wrote, line by line; its typos are corrected unless it is long, as a pasted resume is."""
WORDS = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class SpellingCorrector(GraphComponent):
    """Learns which words people use from the examples, and which are right from the facts, the lexicon and the tokenizer."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set."""
        return {}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SpellingCorrector:
        """A new component, to be trained."""
        return cls(model_storage, resource)

    def __init__(self, model_storage: ModelStorage, resource: Resource, speller: Speller | None = None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._speller = speller

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words."""
        texts = (message.get(TEXT) or "" for message in training_data.intent_examples)
        self._speller = train_speller(load_knowledge(), texts)
        with self._storage.write_to(self._resource) as folder:
            self._speller.save(Path(folder) / WORDS)
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> SpellingCorrector:
        """The trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Speller.load(Path(folder) / WORDS))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Correct every example, so that the models learn from what they will read."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Correct what people wrote; a button's payload is left alone."""
        assert self._speller is not None, "the component is neither trained nor loaded"
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith(INTENT_MESSAGE_PREFIX):
                corrected = self._speller.correct(text) if len(text) <= MOST_CHARACTERS else text
                message.set(CORRECTED, corrected)
                message.set(READ, bounded(corrected) if len(text) <= MOST_CHARACTERS else self._speller.correct(bounded(text)))
        return messages

    @classmethod
    def required_components(cls) -> list[type]:
        """None."""
        return []

    @classmethod
    def required_packages(cls) -> list[str]:
        """What must be installed."""
        return ["rapidfuzz"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The facts, the lexicon and the tokenizer decide which words are right, and the code how they are used."""
        return "-".join((digest_of(), encoder_digest(Settings.from_environment().encoder_dir), code_digest()))
