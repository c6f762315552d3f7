"""Goes on from the last answer: why, more of it, once more, or one of the things offered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.advice.answer import Answer
from coach.advice.unknown import topic_buttons
from coach.facts.fact import Fact
from coach.facts.repository import FactRepository
from coach.reply import MOST_BUTTONS, Draft, Reply, compose, offer
from coach.wording import say

_ORDINALS = (
    r"\b(?:1|1st|first|one)\b",
    r"\b(?:2|2nd|second|two)\b",
    r"\b(?:3|3rd|third|three)\b",
    r"\b(?:4|4th|fourth|four)\b",
)
_LAST = r"\b(?:last|latter|bottom)\b"


def explain_why(repository: FactRepository, answered: Sequence[str]) -> Answer:
    """The reason for the last answer, as far as the article gives one."""
    facts = repository.get(answered)
    if not facts:
        return _nothing_before()
    reasons = [fact for fact in repository.get(fact.why for fact in facts if fact.why) if fact.id not in answered]
    if not reasons:
        return Answer(Reply("answer", say("no_reason")), tuple(answered))
    return _answered(repository, reasons[:1])


def tell_more(repository: FactRepository, answered: Sequence[str], told: Sequence[str]) -> Answer:
    """What else the article says about it and the person has not heard."""
    facts = repository.get(answered)
    if not facts:
        return _nothing_before()
    linked = [id_ for fact in facts for id_ in fact.see_also]
    fresh = [fact for fact in repository.get(linked) if fact.id not in told]
    if not fresh:
        return Answer(Reply("answer", say("no_more"), topic_buttons()), tuple(answered))
    return _answered(repository, fresh[:1], fresh[1:MOST_BUTTONS])


def repeat(repository: FactRepository, answered: Sequence[str]) -> Answer:
    """The last answer once more, with neighbours to choose from if it was not what was meant."""
    facts = repository.get(answered)
    if not facts:
        return _nothing_before()
    others = repository.get(id_ for fact in facts for id_ in fact.see_also if id_ not in answered)
    return _answered(repository, facts[:1], others[: MOST_BUTTONS - 1])


def choose(repository: FactRepository, text: str, offered: Sequence[str], answered: Sequence[str]) -> Answer:
    """The one of the things offered that the person named by its place or its words."""
    options = repository.get(offered) or repository.get(id_ for fact in repository.get(answered) for id_ in fact.see_also)
    if not options:
        return _nothing_before()
    chosen = _chosen(text.lower(), options)
    if chosen is None:
        options = options[:MOST_BUTTONS]
        return Answer(Reply("unsure", say("not_offered"), tuple(map(offer, options))), tuple(answered), tuple(fact.id for fact in options))
    return _answered(repository, [chosen])


def _chosen(text: str, options: Sequence[Fact]) -> Fact | None:
    if re.search(_LAST, text):
        return options[-1]
    words = set(re.findall(r"\w{4,}", text))
    named = max(options, key=lambda fact: len(words & set(re.findall(r"\w{4,}", fact.title.lower()))))
    if words & set(re.findall(r"\w{4,}", named.title.lower())):
        return named
    for place, pattern in reversed(list(enumerate(_ORDINALS[: len(options)]))):
        if re.search(pattern, text):
            return options[place]
    return None


def _answered(repository: FactRepository, facts: Sequence[Fact], others: Sequence[Fact] = ()) -> Answer:
    reply = compose(Draft(facts, buttons=tuple(map(offer, others))), repository.article())
    return Answer(reply, reply.facts, tuple(fact.id for fact in others))


def _nothing_before() -> Answer:
    return Answer(Reply("unsure", say("nothing_before"), topic_buttons()), ())
