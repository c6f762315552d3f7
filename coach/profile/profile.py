"""A profile: what is known of the person, and how well a fact fits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coach.facts.fact import ANY, Case, Conditions, Fact
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

    def meets(self, conditions: Conditions) -> int:
        """1 if every condition is met, -1 if a known field has another value, 0 if something is not known."""
        known = {name: values for name, values in conditions.items() if name in self.values}
        if any(values != (ANY,) and not set(self.values[name]) & set(values) for name, values in known.items()):
            return -1
        return int(len(known) == len(conditions))

    def fit(self, fact: Fact) -> int:
        """1 if the profile meets a case of the fact, -1 if the fact is wrong for it or it contradicts every case, else 0."""
        if any(self.meets(conditions) > 0 for conditions in fact.unless):
            return -1
        return max((self.meets(case.when) for case in fact.cases), default=0)

    def case(self, fact: Fact) -> Case | None:
        """The first case of the fact that the profile meets; None if the fact does not fit."""
        return next((case for case in fact.cases if self.meets(case.when) > 0), None) if self.fit(fact) > 0 else None

    def because(self, case: Case) -> str:
        """The reason of a case that is met, with what is known of the person in words."""
        known = {name: " and ".join(value.replace("-", " ") for value in self.values.get(name, ())) for name in FIELDS}
        return case.because.format_map(known)

    def reason(self, fact: Fact) -> str:
        """Why the fact fits this person, in words; empty if it does not."""
        case = self.case(fact)
        return self.because(case) if case else ""

    def unknown(self, fact: Fact) -> list[str]:
        """The fields that would sharpen the fact and are not known."""
        return [name for name in fact.needs if name not in self.values]
