"""Takes in what a person says of themselves in passing, and asks once, kindly, where it contradicts what they said before."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from coach.person.person import Person
from coach.person.repository import PersonRepository
from coach.profile.conflict import conflict
from coach.profile.fields import DERIVED, describe
from coach.profile.plausible import plausible
from coach.reply import Button
from coach.wording import say

ASKED_ABOUT = "asked_about"
"""Key of a person's state: the fields whose contradiction was asked about."""

Doubt = tuple[str, tuple[Button, ...]]
"""A question to add to the reply, with the buttons that answer it."""


def take_in(
    people: PersonRepository, person: Person, heard: Sequence[tuple[str, str]], text: str, asked: Collection[str] = ()
) -> tuple[Person, Doubt | None]:
    """Remember what was heard in `text`; the newest counts. With it what is to be settled: an odd number, or a contradiction.

    Args:
        people: where it is remembered.
        person: who said it.
        heard: fields and values.
        text: the message.
        asked: fields the coach has just asked for: another value answers it and contradicts nothing, and the asker doubts odd ones.

    """
    odd = {field: value for field, value in heard if not plausible(field, value)}
    doubted = {*odd, *(DERIVED[field] for field in odd if field in DERIVED)}
    heard = [(field, value) for field, value in heard if field not in doubted]
    found = conflict(person.profile, [(field, value) for field, value in heard if field not in asked], text)
    person = people.remember(person, heard, "message")
    if unasked := [value for field, value in odd.items() if field not in asked]:
        return person, (say("odd", value=unasked[0]), ())
    settled = person.state.get(ASKED_ABOUT, [])
    if found is None or found.field in settled:
        return person, None
    person = people.keep(person, {**person.state, ASKED_ABOUT: [*settled, found.field]})
    before, now = describe(found.field, found.before), describe(found.field, found.now)
    buttons = tuple(
        Button(title, f"/answer{json.dumps({'field': found.field, 'value': value})}")
        for title, value in ((say("keep", what=now), found.now), (say("keep", what=before), found.before))
    )
    return person, (say("contradiction", before=before, now=now), buttons)
