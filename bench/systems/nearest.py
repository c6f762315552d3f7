"""The nearest example by cosine of our sentence encoder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.found import Example, Finder, Found, by_similarity
from coach.language.encoder import SentenceEncoder
from coach.language.reading import bounded

INDEX = "vectors.npz"


def train(examples: Sequence[Example], folder: Path, epochs: int) -> None:
    vectors = SentenceEncoder().encode([bounded(example.text) for example in examples])
    np.savez(folder / INDEX, vectors=vectors, labels=np.array([example.label for example in examples]))


def load(folder: Path) -> Finder:
    with np.load(folder / INDEX) as index:
        vectors, labels = index["vectors"], index["labels"].tolist()
    encoder = SentenceEncoder()

    def find(text: str) -> Found:
        similarities = vectors @ encoder.encode([bounded(text)])[0]
        return by_similarity(zip(labels, similarities.tolist(), strict=True))

    return find
