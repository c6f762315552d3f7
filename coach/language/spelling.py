"""Corrects typos before a message is read: an unknown word becomes the word of our field that it is nearest to."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from coach.errors import CoachError

SHORTEST = 3
LONG = 6
"""From this length on a word may have two wrong letters, below it one."""
RATIO = 8
"""How many times more common than the unknown word its correction must be; slang is common itself, and so is kept."""
FEWEST = {3: 50, 4: 15, 5: 15}
"""How common the correction of a short word must be, by length: short words are near to many others."""
SAME_START = 0.3
"""What a correction gains by beginning with the same letter, in wrong letters."""

_WORD = re.compile(r"[^\W\d_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [word.lower() for word in _WORD.findall(text)]


class Speller:
    """Known words, and how common each is in what people ask.

    Method: the nearest word by optimal string alignment distance (Damerau 1964), the most common one of several.
    """

    def __init__(self, known: Iterable[str], counts: Mapping[str, int]) -> None:
        """Take the words that are right as they are, and the count of every word in the training examples."""
        self._known = frozenset(known)
        self._counts = dict(counts)
        self._candidates = [word for word in counts if word in self._known and len(word) >= SHORTEST]

    @classmethod
    def train(cls, known: Iterable[str], texts: Iterable[str]) -> Speller:
        """Count the words of the training examples."""
        return cls(known, Counter(word for text in texts for word in words_of(text)))

    def correct(self, text: str) -> str:
        """The text with its typos corrected; everything else stays as it is."""
        return _WORD.sub(lambda match: self._correct_word(match.group()), text)

    def _correct_word(self, written: str) -> str:
        word = written.lower()
        if len(word) < SHORTEST or word in self._known:
            return written
        fewest = max(RATIO * self._counts.get(word, 0), FEWEST.get(len(word), 1))
        cutoff = 1 if len(word) < LONG else 2
        near = process.extract(word, self._candidates, scorer=OSA.distance, score_cutoff=cutoff, limit=20)
        common = [(distance - SAME_START * (other[0] == word[0]), -self._counts[other], other) for other, distance, _ in near]
        return min(((d, c, o) for d, c, o in common if -c >= fewest), default=(0, 0, written))[2]

    def save(self, path: Path) -> None:
        """Write the words as JSON."""
        path.write_text(json.dumps({"known": sorted(self._known), "counts": self._counts}, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Speller:
        """Read what `save` wrote.

        Raises:
            CoachError: the file is missing or broken.
        """
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            return cls(map(str, read["known"]), {str(word): int(count) for word, count in read["counts"].items()})
        except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise CoachError(f"The trained model's {path} is broken ({error}). Run `make train`.") from error


def english_words(tokenizer: Path) -> set[str]:
    """Common English words: the whole words in the vocabulary of the encoder's tokenizer."""
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return {word for word in vocabulary if word.isalpha() and len(word) > 1}
