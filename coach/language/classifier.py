"""The answer classifier: which fact, or which other intent, a message asks for.

One model over facts and intents together, so that a fact competes with small talk and with what lies outside the
article, and a topic's probability is the sum over its facts: no separate guess of the topic can lose the answer.
"""

from __future__ import annotations

import json
import warnings
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from coach.errors import CoachError
from coach.language.encoder import DIMENSION

RANK = 800
"""Rank the n-gram features are reduced to while the model is trained; chosen by cross-validation."""
C = 10.0
"""Inverse strength of the regularisation; chosen by cross-validation."""
SEED = 20


def _vectorizers() -> tuple[TfidfVectorizer, TfidfVectorizer]:
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True, dtype=np.float32)
    words = TfidfVectorizer(token_pattern=r"(?u)\b\w+\b", min_df=3, sublinear_tf=True, dtype=np.float32)
    return letters, words


@dataclass
class AnswerClassifier:
    """A linear classifier on the sentence vector and on word and character n-grams (which forgive typos)."""

    labels: list[str]
    vectorizers: tuple[TfidfVectorizer, TfidfVectorizer]
    dense: np.ndarray
    """Weights of the sentence vector, shape (384, labels)."""
    sparse: np.ndarray
    """Weights of the n-grams, shape (n-grams, labels)."""
    bias: np.ndarray

    def __post_init__(self) -> None:
        self._analyzers = [vectorizer.build_analyzer() for vectorizer in self.vectorizers]

    @classmethod
    def train(cls, texts: Sequence[str], vectors: np.ndarray, labels: Sequence[str]) -> AnswerClassifier:
        """Fit the model.

        Method: multinomial logistic regression on the sentence vector beside a truncated SVD of the TF-IDF matrix
        (latent semantic analysis, Deerwester et al. 1990); the projection is folded into the weights, so that at run
        time the model is linear in both.

        Args:
            texts: what people write.
            vectors: their sentence vectors, shape (texts, 384).
            labels: the label of each; at least three different ones.

        """
        vectorizers = _vectorizers()
        grams = sp.hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers]).tocsr()
        rank = max(1, min(RANK, min(grams.shape) - 1))
        svd = TruncatedSVD(rank, n_iter=1, random_state=SEED)
        reduced = svd.fit_transform(grams)
        features = np.hstack([vectors, reduced]).astype(np.float32)
        model = LogisticRegression(C=C, max_iter=60, tol=1e-3, random_state=SEED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopped early on purpose; more steps change no answer
            model.fit(features, list(labels))
        dimension = vectors.shape[1]
        return cls(
            labels=[str(label) for label in model.classes_],
            vectorizers=vectorizers,
            dense=model.coef_.T[:dimension].astype(np.float32),
            sparse=(svd.components_.T @ model.coef_.T[dimension:]).astype(np.float32),
            bias=model.intercept_.astype(np.float32),
        )

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray, temperature: float = 1.0) -> np.ndarray:
        """The probability of each label, shape (texts, labels); each row sums to 1. Calibrated by `temperature`."""
        scores = vectors @ self.dense + np.stack([self._score_grams(text) for text in texts]) + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        exponentials = np.exp(scores / temperature)
        return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))

    def _score_grams(self, text: str) -> np.ndarray:
        """What `vectorizer.transform(text) @ sparse` gives, without the matrices: for one text those take most of the time."""
        score = np.zeros(self.sparse.shape[1], dtype=np.float32)
        offset = 0
        for vectorizer, analyze in zip(self.vectorizers, self._analyzers, strict=True):
            counts = Counter(index for gram in analyze(text) if (index := vectorizer.vocabulary_.get(gram)) is not None)
            if counts:
                indices = np.fromiter(counts, dtype=np.intp)
                weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * vectorizer.idf_[indices]
                score += (weights / np.linalg.norm(weights)) @ self.sparse[offset + indices]
            offset += len(vectorizer.vocabulary_)
        return score

    def save(self, folder: Path) -> None:
        """Write the model as numbers and text; nothing in it can run when it is loaded."""
        described = {
            "labels": self.labels,
            "vocabularies": [{gram: int(index) for gram, index in item.vocabulary_.items()} for item in self.vectorizers],
        }
        (folder / "classifier.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
        frequencies = {f"idf{index}": item.idf_ for index, item in enumerate(self.vectorizers)}
        np.savez(folder / "classifier.npz", dense=self.dense, sparse=self.sparse.astype(np.float16), bias=self.bias, **frequencies)

    @classmethod
    def load(cls, folder: Path) -> AnswerClassifier:
        """Read a model that `save` wrote.

        Raises:
            CoachError: the files are missing, broken, or of two different models.

        """
        try:
            return cls._load(folder)
        except (OSError, KeyError, ValueError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
            raise CoachError(f"The trained model {folder} is broken ({error}). Run `make train`.") from error

    @classmethod
    def _load(cls, folder: Path) -> AnswerClassifier:
        described = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        labels = [str(label) for label in described["labels"]]
        vocabularies = [{str(gram): int(column) for gram, column in item.items()} for item in described["vocabularies"]]
        with np.load(folder / "classifier.npz", allow_pickle=False) as arrays:
            dense, sparse, bias = arrays["dense"], arrays["sparse"].astype(np.float32), arrays["bias"]
            frequencies = [arrays[f"idf{index}"] for index in range(len(vocabularies))]
        sizes = [len(vocabulary) for vocabulary in vocabularies]
        expected = ((DIMENSION, len(labels)), (sum(sizes), len(labels)), (len(labels),), sizes)
        if expected != (dense.shape, sparse.shape, bias.shape, [len(each) for each in frequencies]):
            raise ValueError("classifier.json and classifier.npz are of two different models")
        vectorizers = _vectorizers()
        for vectorizer, vocabulary, frequency in zip(vectorizers, vocabularies, frequencies, strict=True):
            vectorizer.vocabulary_, vectorizer.idf_ = vocabulary, frequency
        return cls(labels, vectorizers, dense, sparse, bias)
