"""A message with the stance of each of its words, and the questions that every rule of hearing asks of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from coach.profile.cues import Cues, cues
from coach.profile.stance import Mood, Stance, sentences, stances, tokens_of

DENIED_WITHIN = 5
"""How many words after "not" are denied, at most."""
LONGEST_NOTE = 14
"""A clause that names nobody is a note of the writer's if it is no longer than this."""

_SHOWCASES = frozenset("github gh portfolio resume cv profile page site website".split())
"""What is there is the writer's: "there are 4 projects on my GitHub"."""
_BEGUN = frozenset("do get start pursue choose change finish build make be on begin".split())
"""Before "my": a degree that is not there yet, "should I start my master's"."""
_GONE_WITH = frozenset("go start begin work do continue bother deal someone people help stick than".split())
"""Before "with": what is not one's own, "should I go with a bootcamp"."""
_TAKEN_AS = frozenset("work working job hired start career role position internship well such do count".split())
"""Before "as": what one is not yet, "can I work as a data analyst"."""
_LED_BY = {"as": _TAKEN_AS} | dict.fromkeys(("with", "without", "having", "being", "given"), _GONE_WITH)


@dataclass(frozen=True)
class Heard:
    """One thing a person said of themselves."""

    field: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A message, read once."""

    doc: Any
    words: list[str]
    stances: list[Stance]
    starts: list[int]
    """Where its clauses begin."""
    ends: list[int]
    """Where its sentences end."""
    offsets: list[int]
    """At which characters its words begin."""
    cues: Cues

    @classmethod
    def of(cls, doc: Any) -> Reading:
        """Read a message."""
        words, raw = tokens_of(doc)
        found = stances(words, raw)
        starts = sorted({stance.clause for stance in found})
        return cls(doc, words, found, starts, [end for _, end in sentences(words, raw)], [token.idx for token in doc], cues())

    def word(self, place: int) -> str:
        """The word of a place; empty outside of the message."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def before(self, place: int, count: int) -> list[str]:
        """Words of the same clause before a place, the nearest first."""
        least = max(self.stances[place].clause, place - count)
        return self.words[least:place][::-1]

    def clause(self, place: int) -> tuple[int, int]:
        """Where the clause of a place begins and ends."""
        start = self.stances[place].clause
        following = bisect_right(self.starts, start)
        sentence = self.ends[min(bisect_right(self.ends, place), len(self.ends) - 1)]
        return start, min(self.starts[following] if following < len(self.starts) else len(self.words), sentence)

    def place_of(self, character: int) -> int:
        """The word that stands at a character."""
        return max(0, bisect_right(self.offsets, character) - 1)

    def denied(self, place: int) -> bool:
        """Whether a word is denied."""
        return place - self.stances[place].denied <= DENIED_WITHIN

    def is_fact(self, start: int, end: int, *, denies: bool = False) -> bool:
        """Whether the words from `start` to `end` are said as a fact about the writer.

        Args:
            start: the first word.
            end: the word after the last one.
            denies: they deny something themselves, as "no degree" does.

        """
        stance = self.stances[start]
        if stance.who == "other" or (not denies and self.denied(start)) or "than" in self.before(start, 3):
            return False
        if self.presupposed(start):
            return True
        if stance.mood is not Mood.FACT:
            return False
        if stance.who == "self":
            own = any(self.words[place] in self.cues.having for place in range(start, min(end, start + 6)))
            return (stance.has or own or denies) and not {"about", "interested"} & set(self.before(start, 3))
        return "interested" not in self.before(start, 3) and self.is_note(start, end)

    def is_note(self, start: int, end: int) -> bool:
        """Whether a clause that names nobody is one of the writer's notes, such as "self-taught, no degree"."""
        first, last = self.clause(start)
        if last - first > LONGEST_NOTE + (end - start):
            return False
        mine = self.words[first] == "there" and not _SHOWCASES.isdisjoint(self.words[end:last])
        if mine or self.says_so_after(end):
            return True
        asked = next((place for place in range(end, last) if self.stances[place].mood is Mood.ASKED), last)
        head = first + (self.words[first] in self.cues.starts)
        around = [*self.words[head:start], *self.words[end:asked]]
        topic = self.cues.topic - {"or"} if self.stances[end - 1].denied >= first else self.cues.topic
        return not any(word in self.cues.generic or word in topic for word in around)

    def says_so_after(self, place: int) -> bool:
        """Whether the writer follows soon, as in "the projects I built"."""
        return any(self.word(place + step) in {"i", "ive", "i've"} for step in range(3)) and "?" not in self.words[place : place + 1]

    def presupposed(self, start: int) -> bool:
        """Whether a question or a wish takes it for granted: "is my degree enough", "can I get in with a degree"."""
        stance, before = self.stances[start], self.before(start, 6)
        if stance.mood is Mood.FACT or stance.who == "other":
            return False
        asked = stance.mood is Mood.ASKED and stance.about_me
        turns = {self.word(stance.clause - 1), self.word(stance.clause)} & self.cues.breaks
        if asked and turns and stance.denied in {stance.clause, stance.clause + 1}:
            return True
        asked = asked and self.cues.supposing.isdisjoint(self.words[stance.clause : start])
        article = False
        for step, word in enumerate(before):
            if self.doc[start - 1 - step].ent_type_:
                continue
            article = article or word in {"a", "an", "the"}
            lead = before[step + 1] if step + 1 < len(before) else ""
            if word == "my":
                return not article and lead not in _BEGUN
            if word == "from" and not asked:
                return step <= 1
            if asked and word in _LED_BY:
                return lead not in _LED_BY[word]
            if word in self.cues.having or word in self.cues.wish:
                return False
        return False
