"""Where an interview stands, and what a person's words answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import OSA

from coach.interview.questions import Question, load_questions
from coach.profile.fields import portfolio_of
from coach.profile.numbers import NUMBER, number
from coach.profile.profile import Profile

MOST_QUESTIONS = 8
MOST_WORDS = 6
"""A longer message answers by what it says of the person, not by matching the words of an answer."""
LONG_WORD = 5
"""Words of at least this many letters may hold one typo."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(rf"(?<![\w.]){NUMBER}", re.IGNORECASE)


@dataclass(frozen=True)
class Interview:
    """The questions asked so far, the last of which waits for its answer, unless the interview was stopped or is over."""

    asked: tuple[str, ...] = ()
    waiting: bool = False
    stopped: bool = False

    @classmethod
    def of(cls, state: Any) -> Interview:
        """Read what `state` gave; questions that are no more are passed over."""
        if not isinstance(state, Mapping):
            return cls()
        known = tuple(id_ for id_ in state.get("asked", ()) if id_ in load_questions())
        still = bool(known) and list(known) == list(state.get("asked", ()))
        return cls(known, bool(state.get("waiting")) and still, bool(state.get("stopped")))

    @property
    def state(self) -> dict[str, Any]:
        """The interview in a form that JSON takes."""
        return {"asked": list(self.asked), "waiting": self.waiting, "stopped": self.stopped}

    @property
    def question(self) -> Question | None:
        """The question that waits for an answer."""
        return load_questions()[self.asked[-1]] if self.waiting and not self.stopped else None

    def next(self, profile: Profile) -> Interview:
        """The interview with its next question, or over; it goes on if it was stopped."""
        if self.stopped and self.waiting:
            return replace(self, stopped=False)
        following = self.left(profile)
        if not following or len(self.asked) >= MOST_QUESTIONS:
            return Interview(self.asked)
        return Interview((*self.asked, following[0].id), waiting=True)

    def left(self, profile: Profile) -> list[Question]:
        """The questions still to ask: not asked, not answered by what is known, and for this person."""
        return [
            question
            for question in load_questions().values()
            if question.id not in self.asked
            and not any(profile.values.get(field) for field in question.fields)
            and all(set(profile.values.get(field, ())) & set(values) for field, values in (question.when or {}).items())
        ]

    def back(self) -> Interview:
        """The interview at the question before; itself at the first."""
        return replace(self, asked=self.asked[:-1]) if len(self.asked) > 1 else self

    def stop(self) -> Interview:
        """The interview, left; `next` goes on with it."""
        return replace(self, stopped=True)


def said_in_answer(question: Question, text: str, heard: Iterable[tuple[str, str]]) -> dict[str, str] | None:
    """What a message sets as the answer to a question; None if it is no answer to it.

    Args:
        question: the one that waits.
        text: the message.
        heard: what it says of the person, as `hear` found it.

    """
    found = {field: value for field, value in heard if field in question.fields}
    if found:
        return found
    words = _WORD.findall(text.lower())
    if not words or len(words) > MOST_WORDS:
        return None
    matches = [
        (len(phrase), choice)
        for choice in question.answers
        for phrase in (_WORD.findall(spoken.lower()) for spoken in (choice.title, *choice.says))
        if _stands_in(phrase, words)
    ]
    best = max(matches, key=lambda match: match[0], default=None)
    if best and best[0] > 1:  # "one or two" is more than the number in it
        return dict(best[1].sets)
    counted = _number(text) if question.number else None
    if counted is not None:
        derived = {"portfolio": portfolio_of(counted)} if "portfolio" in question.fields else {}
        return {question.number: str(counted), **derived}
    return dict(best[1].sets) if best else None


def _number(text: str) -> int | None:
    found = (match["number"] for match in _NUMBER.finditer(text))
    return next((value for word in found if word.lower() not in ("a", "an") and (value := number(word)) is not None), None)


def _stands_in(phrase: list[str], words: list[str]) -> bool:
    starts = range(len(words) - len(phrase) + 1)
    return bool(phrase) and any(all(map(_same, phrase, words[start:])) for start in starts)


def _same(wanted: str, word: str) -> bool:
    return wanted == word or (min(len(wanted), len(word)) >= LONG_WORD and OSA.distance(wanted, word, score_cutoff=1) <= 1)
