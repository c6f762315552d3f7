"""Hours a week for the search, and years of experience."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coach.profile.numbers import NUMBER, number
from coach.profile.reading import Heard, Reading
from coach.profile.stance import Mood

_PER = {"week": 1, "wk": 1, "weekly": 1, "day": 7, "daily": 7, "evening": 7, "night": 7, "morning": 7, "weekday": 5}
_HOURS = re.compile(
    rf"\b{NUMBER}(?:\s{{0,3}}(?:-|to|or)\s{{0,3}}[0-9a-z]+)?\s{{0,3}}\+?\s{{0,3}}(?:hours?|hrs?|h)\b(?:\s{{1,3}}[a-z]+){{0,4}}?\s{{0,3}}(?:(?:\ba|\bper|/|\beach|\bevery|\bin\s{{1,3}}a)\s{{0,3}}"
    r"(?P<per>week|wk|day|evening|night|morning|weekday)|(?P<ly>weekly|daily))\b",
    re.IGNORECASE,
)
_YEARS = re.compile(
    rf"\b{NUMBER}\s{{0,3}}\+?\s{{0,3}}(?:years?|yrs?|yoe)\b(?P<of>\s{{1,3}}(?:of\s{{1,3}})?(?:[a-z]+\s{{1,3}}){{0,2}}?(?:experience|exp)\b)?",
    re.IGNORECASE,
)
_PAID = frozenset("work working job shift sleep game gaming".split())
_FOR_THIS = frozenset("can could on spend study studying free spare for learn learning have got".split())
_TAKES = frozenset("need needs take takes require requires".split())
NEAR = 80
"""How many characters may stand between work and how many years it was."""


def amounts(reading: Reading, claims: Iterable[Heard]) -> Iterator[Heard]:
    """Hours and years; years only of work that was heard, or of experience."""
    text = reading.doc.text
    for match in _HOURS.finditer(text):
        count, place = number(match["number"]), reading.place_of(match.start())
        if count and _is_free_time(reading, place) and text[max(0, match.start() - 5) : match.start()].lower() != "half ":
            yield Heard("hours", str(count * _PER[(match["per"] or match["ly"]).lower()]), match.start(), match.end())
    work = [claim for claim in claims if claim.field == "experience" and claim.value != "none"]
    for match in _YEARS.finditer(text):
        count, near = number(match["number"]), any(-NEAR < claim.start - match.start() < NEAR for claim in work)
        exact = match["number"].lower() not in {"a", "an"}
        if count and exact and (match["of"] or near) and _is_past(reading, reading.place_of(match.start())):
            yield Heard("years", str(count), match.start(), match.end())


def _is_past(reading: Reading, place: int) -> bool:
    stance = reading.stances[place]
    return stance.who != "other" and stance.mood is Mood.FACT and not reading.denied(place)


def _is_free_time(reading: Reading, place: int) -> bool:
    stance, before = reading.stances[place], set(reading.before(place, 12))
    if stance.who == "other" or stance.mood is Mood.ASKED or reading.denied(place) or before & _TAKES:
        return False
    return not before & _PAID or bool(before & _FOR_THIS)
