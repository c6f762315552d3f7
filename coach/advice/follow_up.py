"""Goes on from the last answer: why, more of it, once more, or one of the things offered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coach.advice.answer import Answer
from coach.advice.unknown import topic_buttons
from coach.facts.fact import Fact
from coach.facts.repository import FactRepository
from coach.reply import MOST_BUTTONS, Draft, Reply, compose, offer
from coach.wording import say


def _numbered(*rows: str) -> dict[str, int]:
    return {word: place for row in rows for place, word in enumerate(row.split())}


_ORDINALS = {
    **_numbered("first second third fourth fifth sixth seventh eighth ninth tenth", "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th"),
    **dict.fromkeys(("last", "latter", "bottom"), -1),
}
_NUMBERS = _numbered("one two three four five six seven eight nine ten", "1 2 3 4 5 6 7 8 9 10")
_BEFORE_ONE = ("", "number", "option")
"""What "one" follows where it is a number; else it is a pronoun."""


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
    """By a place that is clearly meant, else by words, else by any number."""
    said = re.findall(r"\w+", text)
    around = list(zip(["", *said], said, [*said[1:], ""], strict=False))
    places = {_ORDINALS[word] for word in said if word in _ORDINALS}
    if any(word in _ORDINALS and (before in ("", "the") or after == "one") for before, word, after in around):
        return _at(places, options)
    named = _named(set(said), options)
    if named:
        return named
    numbers = {_NUMBERS[word] for before, word, _ in around if word in _NUMBERS and (word != "one" or before in _BEFORE_ONE)}
    return _at(numbers or places, options)


def _at(places: set[int], options: Sequence[Fact]) -> Fact | None:
    """The option at these places, if it is one."""
    if any(place >= len(options) for place in places):
        return None
    facts = {options[place] for place in places}
    return facts.pop() if len(facts) == 1 else None


def _named(said: set[str], options: Sequence[Fact]) -> Fact | None:
    """The only option of whose title most was said, counting only words that no other title has."""
    titles = [set(re.findall(r"\w{4,}", fact.title.lower())) for fact in options]
    titles_with = Counter(word for title in titles for word in title)
    hits = [sum(titles_with[word] == 1 for word in said & title) for title in titles]
    best = max(hits)
    return options[hits.index(best)] if best and hits.count(best) == 1 else None


def _answered(repository: FactRepository, facts: Sequence[Fact], others: Sequence[Fact] = ()) -> Answer:
    reply = compose(Draft(facts, buttons=tuple(map(offer, others))), repository.article())
    return Answer(reply, reply.facts, tuple(fact.id for fact in others))


def _nothing_before() -> Answer:
    return Answer(Reply("unsure", say("nothing_before"), topic_buttons()), ())
