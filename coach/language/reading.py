"""What of a message is read: bounded, and split where a person asks several things."""

from __future__ import annotations

import re

MOST_CHARACTERS = 700
"""What the models read of one message."""
MOST_CLAUSES = 8
FEWEST_WORDS = 2
_GAP = " … "

_END = re.compile(r"(?<=[?!.;])\s+|\n+")
_JOINED = re.compile(r"[,;]?\s+(?:and|n|&|also|plus|oh|btw)\b,?\s+(?:also\s+|then\s+)?", re.IGNORECASE)
_ASKS = re.compile(
    r"^(?:(?:so|and|but|also|ok|okay|well|hi|hey|hello|then|plus|or)[, ]+)*"
    r"(?:what|whats|what's|how|hows|how's|which|who|where|when|why|do|does|did|is|are|am|can|could|should|would|will|shall|any|"
    r"tell me|explain)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"^(?:(?:hi|hello|hey)[,!. ]+)?(?:i\W?m|i am|this is|my (?:name|school|university|college)(?:\Ws| is))\s", re.IGNORECASE
)
_NAME = re.compile(r"(?<!^)\b[A-Z][a-z]+")
LONGEST_INTRODUCTION = 10
"""In words."""
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W_]")


def bounded(text: str) -> str:
    """The part of `text` that the models read, on one line: all of it, or else its questions, or its beginning and end."""
    text = without_introduction(text)
    whole = " ".join(text.split())
    if len(whole) <= MOST_CHARACTERS:
        return whole
    asked = " ".join(" ".join(sentence for sentence in _END.split(text) if is_question(sentence)).split())
    if asked:
        return asked[-MOST_CHARACTERS:]
    beginning = whole[: MOST_CHARACTERS // 3] + _GAP
    return beginning + whole[len(beginning) - MOST_CHARACTERS :]


def without_introduction(text: str) -> str:
    """The text without a first sentence that only says who somebody is and names names: those must not change what is understood.

    What it says of the person otherwise, such as a degree, is heard apart.
    """
    first, *others = _END.split(text.strip(), maxsplit=1)
    introduces = _INTRODUCES.match(first) and _NAME.search(first) and not first.endswith("?")
    return others[0] if introduces and others and len(_WORD.findall(first)) <= LONGEST_INTRODUCTION and has_words(others[0]) else text


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it at all."""
    return bool(_LETTER.search(text))


def clauses(text: str) -> list[str]:
    """The parts of a message that may ask one thing each, split at sentences and at "and"; empty if there is only one, or too many."""
    parts = [part.strip() for sentence in _END.split(text) for part in _JOINED.split(sentence)]
    spoken = [part for part in parts if len(_WORD.findall(part)) >= FEWEST_WORDS]
    return spoken if 1 < len(spoken) <= MOST_CLAUSES else []


def is_question(sentence: str) -> bool:
    """Whether a sentence asks something, with a question mark or without."""
    return sentence.rstrip().endswith("?") or bool(_ASKS.match(sentence.strip()))
