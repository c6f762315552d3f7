"""What a person says of themselves in a message, heard by rules over spaCy's tokens and the lexicon's names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from coach.lexicon import Lexicon
from coach.profile.amounts import amounts
from coach.profile.deadline import deadlines
from coach.profile.fields import FIELDS
from coach.profile.names import names
from coach.profile.projects import portfolios, projects
from coach.profile.reading import Heard, Reading
from coach.profile.stance import Mood

__all__ = ["Heard", "hear"]


def hear(doc: Any, lexicon: Lexicon, today: datetime.date | None = None) -> list[Heard]:
    """What the writer says of themselves in a message.

    Args:
        doc: the message, read by our spaCy pipeline.
        lexicon: what its names mean for a profile.
        today: what "in 3 months" counts from.

    Returns:
        One `Heard` for each field, in the order of the text; several for a field that holds many.

    """
    reading = Reading.of(doc)
    claims = [*names(reading, lexicon), *projects(reading), *portfolios(reading), *_deadlines(reading, today or datetime.date.today())]
    claims += amounts(reading, claims)
    return _settled(sorted(claims, key=lambda claim: claim.start), reading)


def _deadlines(reading: Reading, today: datetime.date) -> Iterator[Heard]:
    for when, start, end, sure in deadlines(reading.doc.text, today):
        place = reading.place_of(start)
        stance = reading.stances[place]
        said = set(reading.words[stance.clause : place])
        if stance.who == "other" or reading.denied(place) or said & _PAST or (not sure and said & _BEGINNING):
            continue
        wished = stance.mood is Mood.WISH
        asked_how = stance.mood is Mood.ASKED and stance.about_me and "how" in said
        if wished or (sure and (stance.mood is Mood.FACT or asked_how)):
            yield Heard("deadline", when, start, end)


_PAST = frozenset(
    "did was were finished graduated worked started had made built learned graduate graduating end ends ended since been".split()
)
_BEGINNING = frozenset("start starts starting begin begins".split())


def _settled(claims: list[Heard], reading: Reading) -> list[Heard]:
    """One value for each field that holds one: the last, but the highest of those that grow unless it is corrected."""
    found: dict[str, Heard] = {}
    for claim in claims:
        field = FIELDS[claim.field]
        key = f"{claim.field}:{claim.value}" if field.many else claim.field
        before = found.pop(key, None)
        if before and field.grows and not _corrects(reading, before, claim) and _rank(before) > _rank(claim):
            claim = before
        found[key] = claim
    return sorted(found.values(), key=lambda claim: claim.start)


def _rank(claim: Heard) -> int:
    return FIELDS[claim.field].values.index(claim.value)


def _corrects(reading: Reading, before: Heard, after: Heard) -> bool:
    said = reading.words[reading.place_of(before.start) : reading.place_of(after.start)]
    return any(word in reading.cues.corrections for word in said)
