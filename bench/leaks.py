"""`make leaks`: evaluation questions that stand in the training data too, by words or by meaning. Fails if there are any."""

from __future__ import annotations

import re
import sys

import numpy as np
import yaml

from bench.experiments import read_corpus
from bench.questions import QUESTIONS
from coach.language.encoder import SentenceEncoder
from coach.language.reading import bounded, has_words

NEAR = 0.97
"""Cosine of the encoder from which on two texts say the same in nearly the same words."""
SHORTEST = 4
"""Texts of fewer words ("thanks", "help") may stand in both."""


def main() -> None:
    """Run."""
    corpus = read_corpus()
    known = {_plain(text): text for text in corpus.texts}
    found = []
    encoder = SentenceEncoder()
    for path in sorted(QUESTIONS.glob("*.yml")):
        for question in yaml.safe_load(path.read_text(encoding="utf-8")):
            text = question["text"]
            if len(text.split()) < SHORTEST or not has_words(text):
                continue
            similar = corpus.vectors @ encoder.encode([bounded(text)])[0]
            nearest = int(np.argmax(similar))
            if _plain(text) in known or similar[nearest] > NEAR:
                found.append(f"{path.name}: {text!r} is near to {corpus.texts[nearest]!r}")
    print("\n".join(found) or "No question of tests/nlu stands in the training data.")
    sys.exit(bool(found))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


if __name__ == "__main__":
    main()
