"""From the probabilities of labels to what a message asks for, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.language.thresholds import Thresholds

TOPIC_PREFIX = "ask_"
OUT_OF_SCOPE = "out_of_scope"
MOST_FACTS = 5


@dataclass(frozen=True)
class Decision:
    """What a message asks for."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    """Intents and their probabilities, best first."""
    facts: tuple[tuple[str, float], ...]
    """The best facts and their probabilities, best first; at most five."""


def topic_intent(label: str) -> str:
    """The intent a label belongs to: `ask_<topic>` for a fact, else itself."""
    return TOPIC_PREFIX + label.partition(".")[0] if "." in label else label


def decide(labels: Sequence[str], probabilities: np.ndarray, thresholds: Thresholds) -> Decision:
    """Weigh facts, topics and other intents.

    Args:
        labels: fact ids (with a dot) and intents.
        probabilities: of each label, shape (labels,).
        thresholds: of the model.

    """
    intents: dict[str, float] = defaultdict(float)
    facts = []
    for label, probability in zip(labels, probabilities.tolist(), strict=True):
        intents[topic_intent(label)] += probability
        if "." in label:
            facts.append((label, probability))
    facts.sort(key=lambda item: -item[1])
    ranking = sorted(intents.items(), key=lambda item: -item[1])
    topics = {topic_intent(fact) for fact, _ in facts}
    about_facts = sum(probability for _, probability in facts)
    for careful, least in thresholds.careful.items():
        if intents.get(careful, 0.0) >= least:
            return Decision(careful, intents[careful], tuple(ranking), tuple(facts[:MOST_FACTS]))
    if about_facts >= thresholds.in_scope:
        intent = next(name for name, _ in ranking if name in topics)
        confidence = about_facts
    else:
        intent, confidence = next(((name, value) for name, value in ranking if name not in topics), (OUT_OF_SCOPE, 1 - about_facts))
    return Decision(intent, confidence, tuple(ranking), tuple(facts[:MOST_FACTS]))
