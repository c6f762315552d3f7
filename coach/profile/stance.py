"""How each word of a message is meant: of whom it speaks, and whether it is said as a fact, a wish or a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from coach.profile.cues import Cues, cues
from coach.profile.numbers import number

_ENDS = frozenset(".!?…") | {"...", "..", "!!", "??", "?!", "!?", "???", "!!!"}
_PAUSES = frozenset(",;:()/\N{EN DASH}\N{EM DASH}-\N{BULLET}*+&|") | {"--"}
_BEFORE_MONTH = frozenset("in by of before since until till last next this from early late".split())
_WHOSE = frozenset("my our the his her their your every any some another".split())
_OPINIONS = frozenset("say think guess mean believe suppose".split())
"""Before "I": what follows is said as it is, "I'd say I'm self-taught"."""
FAR = 1_000_000
"""The place of a word that has not been met."""


class Mood(Enum):
    """How something is said."""

    FACT = "fact"
    WISH = "wish"
    ASKED = "asked"


@dataclass(frozen=True)
class Stance:
    """What the words before a word, in its clause and its sentence, say about it."""

    who: str = ""
    """`self`, `other`, or nothing if nobody was named, as in a note."""
    mood: Mood = Mood.FACT
    denied: int = -FAR
    """Where something was denied last in this clause."""
    has: bool = False
    """Whether a verb such as "have" or "finished" came after the person."""
    knows: bool = False
    likes: bool = False
    aims: bool = False
    about_me: bool = False
    """Whether the sentence spoke of the writer at all."""
    clause: int = 0
    """Where the clause begins."""


def stances(words: Sequence[str], raw: Sequence[str]) -> list[Stance]:
    """The stance of each word of a message.

    Args:
        words: its words in lower case.
        raw: the same with their blanks, so that a line's end is seen.

    """
    found: list[Stance] = []
    for start, end in sentences(words, raw):
        found += _Sentence(words, raw, start, end, cues()).read()
    return found


def sentences(words: Sequence[str], raw: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; lines are sentences too."""
    start = 0
    for place, word in enumerate(words):
        if word in _ENDS or "\n" in raw[place]:
            yield start, place + 1
            start = place + 1
    if start < len(words):
        yield start, len(words)


class _Sentence:
    """Reads one sentence from left to right."""

    def __init__(self, words: Sequence[str], raw: Sequence[str], start: int, end: int, known: Cues) -> None:
        self._raw = raw
        self._words, self._start, self._end, self._cues = words, start, end, known
        self._asked_from = self._last_question()

    def read(self) -> list[Stance]:
        found = []
        now = Stance(clause=self._start)
        for place in range(self._start, self._end):
            if place == self._start or self._begins(place):
                now = self._new_clause(now, place)
            now = self._met(now, place)
            if place >= self._asked_from and not (now.who == "self" and (now.has or now.denied >= 0) and now.clause > self._start):
                found.append(replace(now, mood=Mood.ASKED))
            else:
                found.append(now)
        return found

    def _word(self, place: int) -> str:
        return self._words[place] if self._start <= place < self._end else ""

    def _begins(self, place: int) -> bool:
        before, word, known = self._word(place - 1), self._words[place], self._cues
        hyphen = before == "-" and place - 2 >= self._start and not self._raw[place - 2][-1:].isspace()
        if (before in _PAUSES and not hyphen) or before in known.breaks or word in known.breaks:
            return True
        subject = word in known.self or word in known.others
        return (before == "and" and (subject or word in known.starts)) or (subject and word != "my" and before in known.connectors)

    def _last_question(self) -> int:
        """Where the question of a sentence with a question mark begins, if no word of asking opens it."""
        if "?" not in "".join(self._words[max(self._start, self._end - 2) : self._end]):
            return FAR
        starts = [self._start, *(place for place in range(self._start + 1, self._end) if self._begins(place))]
        speaks = any(word in self._cues.self for word in self._words[self._start : self._end])
        asks = self._words[starts[-1]] in self._cues.asking | {"can", "should", "do", "where", "could", "would"}
        return starts[-1] if speaks or asks or len(starts) > 2 else self._start

    def _new_clause(self, now: Stance, place: int) -> Stance:
        """What is left of a stance when a new thought begins."""
        known = self._cues
        lead = place
        while lead < self._end - 1 and self._words[lead] in known.connectors | known.breaks:
            lead += 1
        word = self._words[lead]
        fresh = replace(now, clause=place, denied=-FAR)
        if self._opens_question(lead, now.about_me):
            return replace(fresh, mood=Mood.ASKED, has=False, knows=False, likes=False, aims=False)
        if word in known.self:
            return Stance(about_me=True, clause=place)
        note = not now.about_me and now.mood is Mood.WISH
        goes_on = word in known.starts or word in known.denying
        turns = self._word(place - 1) in known.breaks or self._words[place] in known.breaks
        if now.mood is Mood.WISH and (note or goes_on or turns):
            return replace(fresh, mood=Mood.FACT, aims=False)
        return fresh

    def _opens_question(self, place: int, about_me: bool) -> bool:
        known, word, after = self._cues, self._word(place), self._word(place + 1)
        if word in {"do", "did", "have", "need", "am"}:
            return after in known.inverting or (word == "do" and after.isalpha() and after not in {"nt", "not", "a", "the", "have"})
        if about_me and word in known.inverted:
            return after in known.inverting or after in {"a", "the", "my"}
        if word in known.openers and word in known.inverted:
            return after not in known.liking | known.aim | {"be"}
        return word in known.openers

    def _met(self, now: Stance, place: int) -> Stance:
        """The stance after a word."""
        known, word, before, after = self._cues, self._words[place], self._word(place - 1), self._word(place + 1)
        if word in known.self:
            now = self._met_self(now, word, before)
        elif word in {"someone", "somebody"} and before == "as":
            now = replace(now, who="self", about_me=True)
        elif word in known.others or (word in known.person and not self._is_self(place)) or (word in known.roles and before in _WHOSE):
            now = replace(now, who="other", has=False)
        elif before in known.inverted and word in known.inverting:
            now = replace(now, mood=Mood.ASKED)
        if word in known.supposing or (word in known.asking and not now.knows and after not in _PAUSES):
            now = replace(now, mood=Mood.ASKED)
        elif now.mood is Mood.FACT and (f"{before} {word}" in known.wish_pairs or self._wishes(place)):
            now = replace(now, mood=Mood.WISH)
        if word in known.denying and after not in known.not_denying:
            now = replace(now, denied=place)
        return replace(
            now,
            has=now.has or word in known.having,
            knows=now.knows or word in known.knowing,
            likes=now.likes or word in known.liking,
            aims=now.aims or word in known.aim,
        )

    def _wishes(self, place: int) -> bool:
        word, after = self._words[place], self._word(place + 1)
        if word == "may" and (after[:1].isdigit() or self._word(place - 1) in _BEFORE_MONTH):
            return False
        return word in self._cues.wish and not (word in {"d", "'d"} and after in {"been", "done"})

    def _met_self(self, now: Stance, word: str, before: str) -> Stance:
        known = self._cues
        now = replace(now, about_me=True)
        if word in {"my", "our"}:
            return replace(now, who="self")
        if before in known.inverted and before not in known.having:
            return replace(now, who="self", mood=Mood.ASKED, has=False)
        if now.mood is Mood.WISH and before in _OPINIONS:
            return Stance("self", about_me=True, clause=now.clause)
        if now.who == "other" and now.mood is not Mood.ASKED:
            return Stance("self", about_me=True, clause=now.clause)
        return replace(now, who="self", has=False)

    def _is_self(self, place: int) -> bool:
        """Whether a word for a person names the writer, or nobody who does anything: "I'm a teacher", "two kids", "me and my friend"."""
        near = [self._word(place - back) for back in range(1, 4)]
        if (near[0] not in {"a", "an"} and number(near[0]) is not None) or near == ["my", "and", "me"]:
            return True
        return any(word in self._cues.being for word in near) and "my" not in near


def tokens_of(doc: Any) -> tuple[list[str], list[str]]:
    """The words of a message in lower case, and with their blanks."""
    return [token.lower_.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") for token in doc], [token.text_with_ws for token in doc]
