"""Heads to choose from for the answer classifier: each fits a corpus and gives a function from a corpus to scores of labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier

from bench.found import Example
from bench.systems import bm25
from coach.language import classifier

SEED = 20
NARROW = 0.05
"""Temperature at which similarities become probabilities, where they are mixed with a model's."""


@dataclass(frozen=True)
class Corpus:
    """Examples and their sentence vectors."""

    examples: list[Example]
    vectors: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> Corpus:
        return Corpus([self.examples[row] for row in rows], self.vectors[rows])

    @property
    def texts(self) -> list[str]:
        """What is written."""
        return [example.text for example in self.examples]

    @property
    def labels(self) -> np.ndarray:
        """What is asked for."""
        return np.array([example.label for example in self.examples])

    def written_as(self, *sources: str) -> Corpus:
        """The examples of some sources."""
        return self[np.array([row for row, example in enumerate(self.examples) if example.source in sources])]


@dataclass(frozen=True)
class Scores:
    """The score of each label (columns, sorted by name) for each text (rows)."""

    labels: list[str]
    matrix: np.ndarray
    are_probabilities: bool

    @property
    def in_scope(self) -> np.ndarray:
        """How sure it is for each text that some fact answers it: the facts' probability, or their lead in similarity."""
        facts = np.array(["." in label for label in self.labels])
        if self.are_probabilities:
            return self.matrix[:, facts].sum(axis=1)
        other = self.matrix[:, ~facts].max(axis=1) if not facts.all() else 0.0
        return self.matrix[:, facts].max(axis=1) - other


Score = Callable[[Corpus], Scores]
Head = Callable[[Corpus], Score]


def on_encoder(model: Callable[[], ClassifierMixin]) -> Head:
    """A model of scikit-learn on the sentence vector."""

    def fit(known: Corpus) -> Score:
        fitted = model().fit(known.vectors, known.labels)
        return lambda asked: Scores(list(fitted.classes_), fitted.predict_proba(asked.vectors), are_probabilities=True)

    return fit


def logistic(c: float) -> Head:
    return on_encoder(lambda: LogisticRegression(C=c, max_iter=200, tol=1e-3, random_state=SEED))


def neighbours(count: int) -> Head:
    return on_encoder(lambda: KNeighborsClassifier(count, weights="distance", metric="cosine"))


def perceptron(width: int) -> Head:
    return on_encoder(lambda: MLPClassifier((width,), alpha=1e-3, learning_rate_init=3e-3, max_iter=40, random_state=SEED))


def coach(rank: int, c: float, *, encoder: bool = True) -> Head:
    """`AnswerClassifier` itself, with another rank and strength; without the encoder it has the n-grams alone."""

    def fit(known: Corpus) -> Score:
        with patch.multiple(classifier, RANK=rank, C=c):
            model = classifier.AnswerClassifier.train(known.texts, seen(known), known.labels.tolist())
        return lambda asked: Scores(model.labels, model.probabilities(asked.texts, seen(asked)), are_probabilities=True)

    def seen(corpus: Corpus) -> np.ndarray:
        return corpus.vectors if encoder else corpus.vectors[:, :0]

    return fit


def similar(*sources: str) -> Head:
    """The label of the nearest example among those written as one of `sources`."""

    def fit(known: Corpus) -> Score:
        chosen = known.written_as(*sources)
        return lambda asked: _best_of_label(asked.vectors @ chosen.vectors.T, chosen.labels)

    return fit


def word_overlap(known: Corpus) -> Score:
    """BM25."""
    index, labels = bm25.index(known.examples)
    score = bm25.scorer(index)
    return lambda asked: _best_of_label(np.array([score(text) for text in asked.texts]), np.array(labels))


def mixed(model: Head, share: float) -> Head:
    """A model's probabilities, and for `share` of them the nearest example's."""

    def fit(known: Corpus) -> Score:
        fitted, nearest = model(known), similar("question", "title", "statement", "message")(known)

        def score(asked: Corpus) -> Scores:
            scores, similarities = fitted(asked), nearest(asked).matrix
            powers = np.exp((similarities - similarities.max(axis=1, keepdims=True)) / NARROW)
            matrix = (1 - share) * scores.matrix + share * powers / powers.sum(axis=1, keepdims=True)
            return Scores(scores.labels, matrix, are_probabilities=True)

        return score

    return fit


def _best_of_label(similarities: np.ndarray, labels: np.ndarray) -> Scores:
    order = np.argsort(labels, kind="stable")
    names, starts = np.unique(labels[order], return_index=True)
    return Scores(names.tolist(), np.maximum.reduceat(similarities[:, order], starts, axis=1), are_probabilities=False)


HEADS: dict[str, Head] = {
    **{f"logistic regression on the encoder, C = {c}": logistic(c) for c in (1, 3, 10, 30)},
    **{f"{count} nearest neighbours on the encoder": neighbours(count) for count in (5, 20)},
    "perceptron with 256 hidden units on the encoder": perceptron(256),
    **{f"encoder and n-grams, rank {rank}, C = {c}": coach(rank, c) for rank in (200, 400, 800) for c in (3, 10, 30)},
    "n-grams alone, rank 800, C = 10": coach(800, 10, encoder=False),
    "BM25": word_overlap,
    "similarity to questions": similar("question", "message"),
    "similarity to statements": similar("statement"),
    "rank 800, C = 10, mixed with 30 % nearest example": mixed(coach(800, 10), 0.3),
}
