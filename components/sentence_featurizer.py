"""The sentence encoder as Rasa's dense featurizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from coach.language.encoder import TRAINING_BATCH, SentenceEncoder, encoder_digest, shared_encoder
from coach.settings import Settings
from components.spelling_corrector import READ, SpellingCorrector


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the vector of the whole message: one sentence feature of shape (1, 384)."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceFeaturizer:
        """Called by Rasa for training and for running alike; loads the encoder, so that no message waits for it."""
        shared_encoder(Settings.from_environment().encoder_dir)
        return cls(execution_context.node_name, config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing of our own: which encoder runs is a setting of the machine, not of the model."""
        return DenseFeaturizer.get_default_config()

    @property
    def _folder(self) -> Path | None:
        return Settings.from_environment().encoder_dir

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode every example."""
        messages = [message for message in training_data.training_examples if message.get(READ)]
        encoder = SentenceEncoder(self._folder, threads=2)
        for message, vector in zip(messages, encoder.encode([message.get(READ) for message in messages], TRAINING_BATCH), strict=True):
            self._add(message, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode what a person wrote; a button's payload needs no vector."""
        for message in messages:
            if message.get(READ):
                self._add(message, shared_encoder(self._folder).encode([message.get(READ)])[0])
        return messages

    def _add(self, message: Message, vector: Any) -> None:
        message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._identifier))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Another encoder trains another model."""
        return encoder_digest(Settings.from_environment().encoder_dir)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to set wrong."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads the corrected text."""
        return [SpellingCorrector]

    @classmethod
    def required_packages(cls) -> list[str]:
        """What must be installed."""
        return ["onnxruntime", "tokenizers"]
