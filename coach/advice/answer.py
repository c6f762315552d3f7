"""Answers a question: the right fact or facts, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.advice.sections import picture_of
from coach.facts.fact import Case, Fact
from coach.facts.repository import FactRepository
from coach.language.thresholds import read_thresholds
from coach.profile.fields import FIELDS
from coach.profile.profile import Profile
from coach.reply import MOST_BUTTONS, Button, Draft, Reply, compose, offer
from coach.wording import say

CLOSE = 0.25
"""A second fact with at least this share of the best one's confidence is told too, while the best is not sure."""
FIT = 1.5
"""What a fact made for this person gains over one for everybody; one made for somebody else loses as much twice."""


@dataclass(frozen=True)
class Ranked:
    """A fact the parser found, with its confidence."""

    id: str
    confidence: float


@dataclass(frozen=True)
class _Candidate:
    """A fact that may be told."""

    fact: Fact
    asked: float
    """The parser's confidence that it was asked for."""
    fit: int
    """How well it fits the person, as `Profile.fit` says."""

    @property
    def weight(self) -> float:
        """What it is ranked by."""
        return self.asked * {1: FIT, 0: 1.0, -1: FIT**-2}[self.fit]


@dataclass(frozen=True)
class Answer:
    """A reply, with what the dialogue must remember of it."""

    reply: Reply
    answered: tuple[str, ...]
    offered: tuple[str, ...] = ()
    spoke_of: str = ""
    """What the reply is about, where a plain yes, no or "next" may refer to it."""
    forgets: bool = False
    """Whether all that was said before is to be forgotten."""

    def followed_by(self, text: str, buttons: Sequence[Button] = ()) -> Answer:
        """The answer with one more sentence, and the buttons that answer it."""
        return replace(self, reply=self.reply.followed_by(text, buttons))


def answer(
    repository: FactRepository, questions: Sequence[Sequence[Ranked]], profile: Profile, last: Sequence[str] = (), *, partly: bool = False
) -> Answer:
    """Answer one question, or each of several.

    Args:
        repository: the facts.
        questions: for each question its facts, best first.
        profile: who asks.
        partly: whether another part of the message has no answer, which is then said.
        last: the facts told last; asked for again, they come shorter, with their neighbours to choose from.

    """
    found = {fact.id: fact for fact in repository.get(item.id for ranked in questions for item in ranked)}
    rankings = [_fitted([(found[item.id], item.confidence) for item in ranked if item.id in found], profile) for ranked in questions]
    rankings = [ranking for ranking in rankings if ranking]
    if not rankings:
        raise ValueError("there is no fact to answer with")
    rest = say("partly") if partly else ""
    if len(rankings) > 1:
        return _told(repository, [ranking[0].fact for ranking in rankings], profile, rest)
    first, *others = rankings[0]
    best = first.fact
    if last and best.id == last[0]:
        return _again(repository, best, profile)
    thresholds = read_thresholds()
    clear = max(first.asked, first.weight)  # that it is wrong for the person makes the question no less clear
    tailored = _tailored(repository, best, profile)
    if clear >= thresholds.sure:
        return _told(repository, [best, *tailored], profile, rest)
    close = [item.fact for item in others if item.weight >= CLOSE * first.weight and _may_accompany(item, first)][:1]
    if clear >= thresholds.unsure:
        facts = [*tailored, best] if tailored and first.fit < 0 else [best, *(tailored or close)]
        return _told(repository, facts, profile, rest)
    offered = [item.fact for item in others if item.fact not in close][: MOST_BUTTONS - 1]
    draft = Draft([best, *close], lead=say("unsure"), buttons=tuple(map(offer, offered)), kind="unsure")
    reply = compose(draft, repository.article())
    return Answer(reply, reply.facts, tuple(fact.id for fact in offered))


def overview(repository: FactRepository, topic: str) -> Answer:
    """The first fact of a topic, with the other things to know about it as buttons."""
    facts = repository.of_topic(topic)
    if not facts:
        raise ValueError(f"there is no topic {topic!r}")
    others = repository.get(facts[0].see_also)[:MOST_BUTTONS]
    reply = compose(Draft(facts[:1], buttons=tuple(map(offer, others))), repository.article())
    return Answer(reply, reply.facts, tuple(fact.id for fact in others))


def _again(repository: FactRepository, fact: Fact, profile: Profile) -> Answer:
    facts = [fact, *_tailored(repository, fact, profile)]
    others = [other for other in repository.get(fact.see_also) if other not in facts][: MOST_BUTTONS - 1]
    because = _reasons([case for each in facts if (case := profile.case(each))], profile)
    reply = compose(Draft(facts, because, lead=say("again"), buttons=tuple(map(offer, others))), repository.article())
    return Answer(reply, reply.facts, tuple(other.id for other in others))


def _fitted(ranked: list[tuple[Fact, float]], profile: Profile) -> list[_Candidate]:
    """The ranking after the profile was weighed in."""
    return sorted((_Candidate(fact, asked, profile.fit(fact)) for fact, asked in ranked), key=lambda item: -item.weight)


def _may_accompany(second: _Candidate, first: _Candidate) -> bool:
    """Whether a close second may be told: not if the profile is against it, nor, beside what fits, if it is perhaps for others."""
    perhaps_for_others = second.fit == 0 and bool(second.fact.cases)
    return second.fit >= 0 and not (first.fit > 0 and perhaps_for_others)


def _tailored(repository: FactRepository, best: Fact, profile: Profile) -> list[Fact]:
    """The one related fact that is made for this person, if the best fact is for everybody or for somebody else."""
    case = profile.case(best)
    made_for_them = case is not None and not case.broad
    perhaps_made_for_them = bool(best.cases) and profile.fit(best) == 0
    if made_for_them or perhaps_made_for_them:
        return []
    related = (fact for fact in repository.get(best.see_also) if fact.topic == best.topic)
    return [fact for fact in related if (own := profile.case(fact)) is not None and not own.broad][:1]


def _told(repository: FactRepository, facts: list[Fact], profile: Profile, rest: str = "") -> Answer:
    facts = list(dict.fromkeys(facts))
    because = _reasons([case for fact in facts if (case := profile.case(fact))], profile)
    missing = list(dict.fromkeys(name for fact in facts for name in profile.unknown(fact)))
    ask = say("missing", missing=_listed([FIELDS[name].question for name in missing[:2]])) if missing and not because else ""
    close = rest or ask
    reply = compose(Draft(facts, because=because, missing=missing, close=close), repository.article())
    return Answer(replace(reply, picture=picture_of(facts, repository, profile)), reply.facts)


def _reasons(cases: Sequence[Case], profile: Profile) -> list[str]:
    """The reasons of these cases, each once; a broad one gives way to one that says more of the same."""
    special = {name for case in cases if not case.broad for name in case.when}
    return list(dict.fromkeys(profile.because(case) for case in cases if not (case.broad and set(case.when) <= special)))


def _listed(items: list[str]) -> str:
    return " and ".join(items)
