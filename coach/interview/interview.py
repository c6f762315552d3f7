"""Where an interview stands, and what a person's words answer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import OSA

from coach.interview.questions import Question, load_questions
from coach.profile.deadline import deadlines
from coach.profile.fields import portfolio_of
from coach.profile.numbers import number
from coach.profile.profile import Profile

MOST_QUESTIONS = 8
LONGEST_ANSWER = 80
"""A message of more characters answers by what it says of the person, not by matching the words of an answer."""
LONG_WORD = 5
"""Words of at least this many letters may hold one typo."""

_WORD = re.compile(r"(?<!\w)-[0-9]+|[0-9]+(?:\.[0-9]+)?|[^\W\d_]+")
_APOSTROPHE = re.compile("['\u2019]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGITS = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_FILLING = frozenset(
    """
    a about actually ah alright also am an and anyway around as at be been by cool currently definitely did do doing er far fine for from
    guess ha had hah haha have heh hehe hey hi hmm honestly i id im in is it its ive just kind kinda like lol mainly maybe me mostly
    my now of off oh ok okay on only or perhaps please pretty probably really right roughly say so some sort still sure tbh that thats
    the then there think this to uh um was well were with would yeah yep yes
    """.split()
)
"""Words that change nothing of an answer."""
_BESIDE_NUMBERS = frozenset(
    "almost approx approximately at by can could give got least less more most nearly or spend than up until".split()
)
"""Words that may stand beside a number as well."""


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
        asked = state.get("asked")
        asked = asked if isinstance(asked, (list, tuple)) else ()
        known = tuple(id_ for id_ in asked if isinstance(id_, str) and id_ in load_questions())
        still = bool(known) and known[-1] == asked[-1]
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
        resumed = replace(self, stopped=False)
        if self.stopped and resumed.question and _is_open(resumed.question, profile):
            return resumed
        following = self.left(profile)
        if not following or len(self.asked) >= MOST_QUESTIONS:
            return Interview(self.asked)
        return Interview((*self.asked, following[0].id), waiting=True)

    def left(self, profile: Profile) -> list[Question]:
        """The questions still to ask: not asked, not answered by what is known, and for this person."""
        return [question for question in load_questions().values() if question.id not in self.asked and _is_open(question, profile)]

    def back(self) -> Interview:
        """The interview at the question before; itself at the first."""
        return replace(self, asked=self.asked[:-1]) if len(self.asked) > 1 else self

    def stop(self) -> Interview:
        """The interview, left; `next` goes on with it."""
        return replace(self, stopped=True)


def _is_open(question: Question, profile: Profile) -> bool:
    """Whether nothing it asks for is known and it is for this person."""
    known = any(profile.values.get(field) for field in question.fields)
    return not known and all(set(profile.values.get(field, ())) & set(values) for field, values in (question.when or {}).items())


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
    words = _words(text) if len(text) <= LONGEST_ANSWER else []
    matches = [
        (len(phrase), choice)
        for choice in question.answers
        for phrases in [[_words(spoken) for spoken in (choice.title, *choice.says)]]
        for phrase in phrases
        if _stands_in(phrase, words) and _all_said(words, [word for each in phrases for word in each])
    ]
    best = max(matches, key=lambda match: match[0], default=None)
    if best:
        return dict(best[1].sets)
    counted = _number(question, text) if question.number and words else None
    if counted is None:
        return None
    derived = {"portfolio": portfolio_of(int(counted))} if "portfolio" in question.fields else {}
    return {question.number: counted, **derived}


def _words(text: str) -> list[str]:
    """The words and numbers of a text, without apostrophes."""
    joined = _THOUSANDS.sub("", _APOSTROPHE.sub("", text.lower()))
    return _WORD.findall(joined)


def _number(question: Question, text: str) -> str | None:
    """The number that a text is, but for units, filling words and a date; the first of a range."""
    for _, start, end, _ in deadlines(text, datetime.date.today()):
        text = text[:start] + " " * (end - start) + text[end:]
    words = [word for word in _words(text) if word not in _FILLING | _BESIDE_NUMBERS | set(question.units)]
    counts = []
    while words:
        pair = number(" ".join(words[:2])) if len(words) > 1 else None
        counts.append(_counted(words[0]) if pair is None else str(pair))
        words = words[1 if pair is None else 2 :]
    return counts[0] if counts and len(counts) <= 2 and None not in counts else None


def _counted(word: str) -> str | None:
    if _DIGITS.fullmatch(word):
        return str(int(float(word)))
    count = number(word)
    return None if count is None else str(count)


def _stands_in(phrase: list[str], words: list[str]) -> bool:
    starts = range(len(words) - len(phrase) + 1)
    return bool(phrase) and any(all(map(_same, phrase, words[start:])) for start in starts)


def _all_said(words: list[str], wanted: list[str]) -> bool:
    """Whether every word is one of an answer or says nothing, so that "what is a bootcamp" and "no idea" are no answers."""
    return all(word in _FILLING or any(_same(each, word) for each in wanted) for word in words)


def _same(wanted: str, word: str) -> bool:
    return wanted == word or (min(len(wanted), len(word)) >= LONG_WORD and OSA.distance(wanted, word, score_cutoff=1) <= 1)
