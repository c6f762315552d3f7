"""Finds the step of a plan that a person names in their own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from coach.plan.plan import OPEN, Plan, PlannedStep

MOST_CANDIDATES = 4
CLEAR = 1.5
"""A step is meant if its words speak for it this many times as much as for any other."""
_LONG = 5
"""Words of at least this many letters may hold one typo."""
_FILLING = frozenset(
    """
    a about above actually afternoon again all already am an and another any are as at be been by can coach complete completed cool
    did do does done dont each easy evening finally finish finished finishing for from got great had haha have here i id ill im in
    into is it its ive just last let lol made make me morning my need needed never next night no not now of off ok okay on one only or
    out please pls plz quick quickly really said skip skipped so sorry step steps still sure task thank thanks that thats the them
    then there these they thing this those tick ticked to today tonight too took up use want was way with would write wrote yay yeah
    yep yes yesterday you your
    """.split()
)
"""Words that name no step."""


@dataclass(frozen=True)
class Found:
    """The step that is meant; or None, with those that may be."""

    step: PlannedStep | None
    candidates: tuple[PlannedStep, ...] = ()
    named: bool = False
    """Whether something is named, be it a step or not; "done!" names nothing."""


def find_step(plan: Plan, text: str) -> Found:
    """The step that `text` speaks of, by the words of titles and names; open steps come before others.

    A word that few steps have says more than one that many have, and the words of a whole name count twice.
    """
    said = _words(text)
    phrases = {step.id: [_words(phrase) for phrase in (step.title, *step.names)] for step in plan.steps}
    spread = Counter(word for of_step in phrases.values() for word in {word for phrase in of_step for word in phrase})
    scores = [(step, _score(said, phrases[step.id], spread)) for step in plan.steps]
    likely = [(step, score) for step, score in scores if score > 0]
    ranked = sorted([item for item in likely if item[0].status == OPEN] or likely, key=lambda item: -item[1])
    if not ranked:
        return Found(None, named=bool(said))
    best, score = ranked[0]
    if len(ranked) == 1 or score >= CLEAR * ranked[1][1]:
        return Found(best, named=True)
    return Found(None, tuple(step for step, other in ranked if other * CLEAR > score)[:MOST_CANDIDATES], named=True)


def _words(text: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W_]+", text[:500].lower().replace("'", ""))
    return tuple(_singular(word) for word in words if word not in _FILLING)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _score(said: Iterable[str], phrases: list[tuple[str, ...]], spread: Counter[str]) -> float:
    heard = {word for phrase in phrases for word in phrase if any(_same(word, other) for other in said)}
    whole = max((sum(1 / spread[word] for word in phrase) for phrase in phrases if heard.issuperset(phrase)), default=0.0)
    return sum(1 / spread[word] for word in heard) + whole


def _same(word: str, said: str) -> bool:
    if word == said:
        return True
    return min(len(word), len(said)) >= _LONG and DamerauLevenshtein.distance(word, said, score_cutoff=1) <= 1
