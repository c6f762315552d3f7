"""A profile: what is known of the person, and how well a fact fits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coach.facts.fact import Fact
from coach.profile.fields import FIELDS


@dataclass(frozen=True)
class Profile:
    """Known fields and their values."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def told(self, heard: Iterable[tuple[str, str]]) -> Profile:
        """The profile after the person said `(field, value)`; a field that holds many keeps what it had."""
        values = dict(self.values)
        for name, value in heard:
            old = values.get(name, ()) if FIELDS[name].many else ()
            values[name] = tuple(dict.fromkeys((*old, value)))
        return Profile(values)

    def fit(self, fact: Fact) -> int:
        """1 if the profile meets every condition of the fact, -1 if it contradicts one, 0 if it has none or not all are known."""
        if any(name in self.values and not set(self.values[name]) & set(values) for name, values in fact.when.items()):
            return -1
        return int(bool(fact.when) and all(name in self.values for name in fact.when))

    def reason(self, fact: Fact) -> str:
        """Why the fact fits this person, in words; empty if it does not."""
        if self.fit(fact) <= 0:
            return ""
        return fact.because.format_map({name: " and ".join(self.values.get(name, ())) for name in FIELDS})

    def unknown(self, fact: Fact) -> list[str]:
        """The fields that would sharpen the fact and are not known."""
        return [name for name in fact.needs if name not in self.values]
