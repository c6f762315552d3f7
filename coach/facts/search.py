"""Finds facts by shared words: for people at a terminal, and for the bench to compare with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from coach.facts.fact import Fact


def search_facts(facts: Sequence[Fact], question: str, most: int) -> list[tuple[float, Fact]]:
    """The facts whose statement or questions share most with `question` by TF-IDF cosine (0 to 1), best first."""
    texts = [(text, fact) for fact in facts for text in (fact.say, fact.title, *fact.points, *fact.questions)]
    if not texts:
        return []
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b")
    matrix = vectorizer.fit_transform(text for text, _ in texts)
    scores = np.asarray((matrix @ vectorizer.transform([question]).T).todense()).ravel()
    best: dict[str, tuple[float, Fact]] = {}
    for index in np.argsort(-scores, kind="stable"):
        fact = texts[index][1]
        if scores[index] <= 0 or len(best) == most:
            break
        best.setdefault(fact.id, (float(scores[index]), fact))
    return list(best.values())
