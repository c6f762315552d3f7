"""Intent classifier and fact ranker in one: which facts, or which other intent, a message asks for."""

from __future__ import annotations

from dataclasses import replace
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

from coach.conversation.context import continued, previous_question, question_waits
from coach.language.classifier import AnswerClassifier
from coach.language.code import code_digest
from coach.language.decision import OUT_OF_SCOPE, Decision, decide
from coach.language.encoder import shared_encoder
from coach.language.reading import MOST_CLAUSES, bounded, clauses, has_words
from coach.language.thresholds import read_thresholds
from coach.person.links import is_about_code
from coach.settings import Settings
from components.fact_importer import FACT
from components.sentence_featurizer import SentenceFeaturizer
from components.spelling_corrector import READ

FACTS = "facts"
"""Key of a parsed message: the five best facts, `[{"id", "confidence"}]`, best first."""
QUESTIONS = "questions"
"""Key of a parsed message that asks several things: the best facts of each question."""
PARTLY = "partly"
"""Key of a parsed message of which one part lies outside the article."""
ABOUT_THE_SOURCE = "ask_source"
"""The topic that is about answers themselves; a message of it refers to the last answer and needs no other question."""
TELLS = "tell_profile"
LINKS = "link_channel"
"""What a code of another channel asks for; it is random, so no example can teach it."""
CONTINUABLE = {OUT_OF_SCOPE, TELLS, "affirm", "deny"}
"""Intents, besides topics, that a message may seem to have because what it goes on from is missing."""
FOLLOW_UPS = {"ask_why", "ask_more", "ask_how_old", "ask_where_from", "ask_repeat", "choose"}
"""Intents of messages about the last answer itself."""
SMALL_TALK = {
    *("greet", "thank", "goodbye", "ask_identity", "ask_capabilities", "ask_joke", "compliment", "how_are_you", "frustration", "insult"),
    *("burnout", "rejection", "age_doubt", "discrimination", "despair"),
}
"""Intents that a short answer to a question of the coach may be mistaken for."""
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
        """Nothing to set: the thresholds are in `data/thresholds.yml`."""
        return {}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> AnswerRanker:
        """A new component, to be trained."""
        return cls(model_storage, resource)

    def __init__(self, model_storage: ModelStorage, resource: Resource, classifier: AnswerClassifier | None = None) -> None:
        self._thresholds = read_thresholds()
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
            return cls(model_storage, resource, AnswerClassifier.load(Path(folder)))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set what each message asks for; button payloads are left to Rasa."""
        for message in messages:
            text = message.get(READ) or ""
            if (message.get(TEXT) or "").startswith(INTENT_MESSAGE_PREFIX):
                continue
            if is_about_code(message.get(TEXT) or ""):
                _set(message, Decision(LINKS, 1.0, ((LINKS, 1.0),), ()))
                continue
            if not has_words(text):
                _set(message, Decision(OUT_OF_SCOPE, 1.0, ((OUT_OF_SCOPE, 1.0),), ()))
                continue
            parts = clauses(text)
            decisions = self._decide([text, *parts], np.vstack([_vector(message), *self._encode(parts)]))
            whole, of_parts = self._in_context(text, decisions[0]), list(zip(parts, decisions[1:], strict=True))
            chosen = self._urgent(of_parts) or self._clearer_part(whole, of_parts) or whole
            if question_waits.get() and chosen.intent in SMALL_TALK and chosen.confidence < self._thresholds.sure:
                chosen = replace(chosen, intent=TELLS)
            _set(message, chosen)
            if _is_topic(chosen):
                self._set_questions(message, of_parts)
        return messages

    def _urgent(self, parts: list[tuple[str, Decision]]) -> Decision | None:
        """The part that must not be missed, whatever else is in the message."""
        careful, sure = self._thresholds.careful, self._thresholds.sure
        return next((part for _, part in parts if part.intent in careful and part.confidence >= sure), None)

    def _clearer_part(self, whole: Decision, parts: list[tuple[str, Decision]]) -> Decision | None:
        """The question in a message that is clearer than all of it: who introduces themselves first asks the same as who does not."""
        if whole.intent != OUT_OF_SCOPE and not _is_topic(whole):
            return None
        least = max(self._thresholds.clear_part, whole.facts[0][1])
        asked = [part for text, part in parts if text.endswith("?") and _is_topic(part) and part.facts[0][1] > least]
        return max(asked, key=lambda part: part.facts[0][1], default=None)

    def _in_context(self, text: str, alone: Decision) -> Decision:
        """The decision on a message that goes on from the last question, unless it is clear alone."""
        whole = bounded(continued(text, previous_question.get()))
        clear = alone.facts[0][1] >= self._thresholds.sure if _is_topic(alone) else alone.confidence >= self._thresholds.sure
        if not whole or clear or alone.intent == ABOUT_THE_SOURCE or not (_is_topic(alone) or alone.intent in CONTINUABLE):
            return alone
        follow_up = next((name, value) for name, value in alone.ranking if name in FOLLOW_UPS)
        if follow_up[1] >= self._thresholds.in_scope:
            return replace(alone, intent=follow_up[0], confidence=follow_up[1])
        together = self._decide([whole], np.vstack(self._encode([whole])))[0]
        return together if _is_topic(together) else alone

    def _set_questions(self, message: Message, parts: list[tuple[str, Decision]]) -> None:
        """Of a message whose parts clearly ask for different facts, the facts of each part; and whether one part has no answer."""
        clear = [part for _, part in parts if _is_topic(part) and part.facts[0][1] >= self._thresholds.clear_part]
        asked = {decision.facts[0][0]: decision for decision in clear}
        if len(asked) > 1:
            message.set(QUESTIONS, [_facts(decision)[:2] for decision in list(asked.values())[:MOST_QUESTIONS]], add_to_output=True)
        outside = [part.confidence for text, part in parts if text.endswith("?") and part.intent == OUT_OF_SCOPE]
        if clear and any(confidence >= self._thresholds.sure for confidence in outside):
            message.set(PARTLY, True, add_to_output=True)

    def _encode(self, texts: list[str]) -> list[np.ndarray]:
        return list(shared_encoder(Settings.from_environment().encoder_dir).encode(texts, batch=MOST_CLAUSES))

    def _decide(self, texts: list[str], vectors: np.ndarray) -> list[Decision]:
        assert self._classifier is not None, "the component is neither trained nor loaded"
        rows = self._classifier.probabilities(texts, vectors, self._thresholds.temperature)
        return [decide(self._classifier.labels, row, self._thresholds) for row in rows]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """A change of the code that trains the model trains it again."""
        return code_digest()


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
