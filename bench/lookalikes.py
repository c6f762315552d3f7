"""Questions that nearly repeat an example: answering them shows memory more than understanding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.found import Example
from bench.questions import Asked

ALIKE = 0.5
"""From this cosine on, over words and runs of two and three words."""


def lookalikes(asked: Sequence[Asked], examples: Sequence[Example]) -> np.ndarray:
    """Whether each question nearly repeats an example."""
    vectorizer = TfidfVectorizer(ngram_range=(1, 3), token_pattern=r"(?u)\b\w+\b", sublinear_tf=True)
    known = vectorizer.fit_transform([example.text for example in examples])
    nearest = (vectorizer.transform([question.text for question in asked]) @ known.T).max(axis=1)
    return nearest.toarray().ravel() >= ALIKE
