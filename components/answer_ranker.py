"""Intent classifier and fact ranker in one: which facts, or which other intent, a message asks for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import coach.language
from coach.language.classifier import AnswerClassifier
from coach.language.decision import OUT_OF_SCOPE, Decision, Thresholds, decide
from coach.language.encoder import shared_encoder
from coach.language.reading import clauses, has_words
from coach.settings import Settings
from components.fact_importer import FACT
from components.sentence_featurizer import SentenceFeaturizer
from components.spelling_corrector import READ

FACTS = "facts"
"""Key of a parsed message: the five best facts, `[{"id", "confidence"}]`, best first."""
QUESTIONS = "questions"
"""Key of a parsed message that asks several things: the best facts of each question."""
RANKING_LENGTH = 5
MOST_QUESTIONS = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerRanker(IntentClassifier, GraphComponent):
    """Runs `AnswerClassifier` and `decide`; sets `intent`, `facts` and `questions`."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads the corrected text and its vector."""
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds; `make calibrate` prints them."""
        return {"in_scope": 0.5, "clear_part": 0.5, "careful": {}}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> AnswerRanker:
        """A new component, to be trained."""
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, classifier: AnswerClassifier | None = None
    ) -> None:
        self._thresholds = Thresholds(in_scope=config["in_scope"], clear_part=config["clear_part"], careful=config["careful"])
        self._storage = model_storage
        self._resource = resource
        self._classifier = classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every example: the label is its fact, or else its intent."""
        examples = [message for message in training_data.intent_examples if message.get(READ)]
        texts = [message.get(READ) for message in examples]
        vectors = np.vstack([_vector(message) for message in examples])
        labels = [message.get(FACT) or message.get(INTENT) for message in examples]
        self._classifier = AnswerClassifier.train(texts, vectors, labels)
        with self._storage.write_to(self._resource) as folder:
            self._classifier.save(Path(folder))
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> AnswerRanker:
        """The trained component; a model that cannot be read is an error, not an untrained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, AnswerClassifier.load(Path(folder)))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set what each message asks for; button payloads are left to Rasa."""
        for message in messages:
            text = message.get(READ) or ""
            if (message.get(TEXT) or "").startswith(INTENT_MESSAGE_PREFIX):
                continue
            if not has_words(text):
                _set(message, Decision(OUT_OF_SCOPE, 1.0, ((OUT_OF_SCOPE, 1.0),), ()))
                continue
            decision = self._decide([text], _vector(message))[0]
            _set(message, decision)
            if decision.intent.startswith("ask_"):
                self._set_questions(message, clauses(text))
        return messages

    def _set_questions(self, message: Message, parts: list[str]) -> None:
        """Of a message whose parts clearly ask for different facts, the facts of each part."""
        if not parts:
            return
        vectors = shared_encoder(Settings.from_environment().encoder_dir).encode(parts)
        clear = [d for d in self._decide(parts, vectors) if _is_topic(d) and d.facts[0][1] >= self._thresholds.clear_part]
        asked = {decision.facts[0][0]: decision for decision in clear}
        if len(asked) > 1:
            message.set(QUESTIONS, [_facts(decision)[:2] for decision in list(asked.values())[:MOST_QUESTIONS]], add_to_output=True)

    def _decide(self, texts: list[str], vectors: np.ndarray) -> list[Decision]:
        assert self._classifier is not None, "the component is neither trained nor loaded"
        rows = self._classifier.probabilities(texts, vectors)
        return [decide(self._classifier.labels, row, self._thresholds) for row in rows]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """A change of the code that trains the model trains it again."""
        digest = hashlib.sha256()
        for path in sorted(Path(str(coach.language.__file__)).parent.glob("*.py")):
            digest.update(path.read_bytes())
        return digest.hexdigest()


def _vector(message: Message) -> np.ndarray:
    for features in message.features:
        if features.attribute == TEXT and features.type == FEATURE_TYPE_SENTENCE:
            return features.features
    raise ValueError("the message has no sentence vector; SentenceFeaturizer must stand before AnswerRanker in config.yml")


def _is_topic(decision: Decision) -> bool:
    return any(decision.intent == f"ask_{fact.partition('.')[0]}" for fact, _ in decision.facts)


def _facts(decision: Decision) -> list[dict[str, Any]]:
    return [{"id": fact, "confidence": round(confidence, 4)} for fact, confidence in decision.facts]


def _set(message: Message, decision: Decision) -> None:
    message.set(INTENT, {INTENT_NAME_KEY: decision.intent, PREDICTED_CONFIDENCE_KEY: decision.confidence}, add_to_output=True)
    ranking = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: round(value, 4)} for name, value in decision.ranking[:RANKING_LENGTH]]
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    message.set(FACTS, _facts(decision), add_to_output=True)
