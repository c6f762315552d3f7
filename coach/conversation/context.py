"""What was asked before, for messages that mean nothing without it."""

from __future__ import annotations

import re
from contextvars import ContextVar

MOST_WORDS = 8
"""A longer message stands on its own."""

previous_question: ContextVar[str] = ContextVar("previous_question", default="")
"""The last question of the conversation whose turn is under way; set by whoever reads the conversation."""

INTERVIEW = "interview"
"""What the coach spoke of last, when a question of its own waits and nothing else was spoken of."""

question_waits: ContextVar[bool] = ContextVar("question_waits", default=False)
"""Whether a question of the coach waits for its answer in that conversation."""

_CONTINUES = re.compile(
    r"^(?:(?:ok(?:ay)?|so|well|hm+|no|nah|sorry|wait)[,.! ]+)*"
    r"(?:and|but|or|what about|whats about|how about|what if|even if|even|without|with|only|also|same for|"
    r"not (?:the|that|my))\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"^(?:(?:no|nah|nope|sorry|wait|actually)[,.! ]+)*i (?:mean|meant)\b[,:]?\s*", re.IGNORECASE)
_REFERS = re.compile(r"\b(?:it|that|this|them|these|those|they|one|there)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def continued(text: str, previous: str) -> str:
    """The message together with the question it goes on from, or what a correction puts in its place.

    Empty if the message stands on its own, or nothing was asked before.
    """
    if not previous or len(_WORD.findall(text)) > MOST_WORDS:
        return ""
    correction = _CORRECTS.match(text)
    if correction:
        return text[correction.end() :]
    return f"{previous} {text}" if _CONTINUES.match(text) or _REFERS.search(text) else ""
