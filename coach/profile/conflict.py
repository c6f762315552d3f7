"""Whether what a person says now contradicts what they said before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coach.profile.fields import FIELDS
from coach.profile.profile import Profile

_CORRECTS = re.compile(
    r"\b(?:actually|correction|i meant?|no wait|sorry|anymore|not any more|no longer|by now|meanwhile|since then)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Conflict:
    """Two values of a field that holds one."""

    field: str
    before: str
    now: str


def conflict(known: Profile, heard: Iterable[tuple[str, str]], text: str) -> Conflict | None:
    """The first contradiction between what is known and what was heard in `text`; growth and open corrections are none."""
    if _CORRECTS.search(text):
        return None
    for name, now in heard:
        before = next(iter(known.values.get(name, ())), "")
        field = FIELDS[name]
        if field.steady and before and before != now and not (field.grows and field.values.index(now) > field.values.index(before)):
            return Conflict(name, before, now)
    return None
