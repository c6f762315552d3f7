"""BM25 (Robertson et al. 1994, in Lucene's form); all examples of a label are one document, which ranks better than a document each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np

from bench.found import Example, Finder, Found, by_similarity

LABELS = "labels.json"


def index(examples: Sequence[Example]) -> tuple[bm25s.BM25, list[str]]:
    """The index, and the label of each of its documents."""
    documents: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        documents[example.label].append(example.text)
    made = bm25s.BM25()
    made.index(_words([" ".join(texts) for texts in documents.values()]), show_progress=False)
    return made, list(documents)


def scorer(made: bm25s.BM25) -> Callable[[str], np.ndarray]:
    """A function from a text to the score of each document; a text without words has none."""

    def score(text: str) -> np.ndarray:
        words = _words([text])[0]
        return made.get_scores(words) if words else np.zeros(made.scores["num_docs"])

    return score


def _words(texts: Sequence[str]) -> list[list[str]]:
    return bm25s.tokenize(texts, stopwords=None, return_ids=False, show_progress=False)


def train(examples: Sequence[Example], folder: Path, epochs: int) -> None:
    made, labels = index(examples)
    made.save(folder)
    (folder / LABELS).write_text(json.dumps(labels), encoding="utf-8")


def load(folder: Path) -> Finder:
    score = scorer(bm25s.BM25.load(folder))
    labels = json.loads((folder / LABELS).read_text(encoding="utf-8"))

    def find(text: str) -> Found:
        return by_similarity(zip(labels, score(text).tolist(), strict=True))

    return find
