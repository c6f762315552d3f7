"""What an action works with, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coach.facts.repository import FactRepository
from coach.person.person import Person
from coach.person.repository import PersonRepository
from coach.plan.of_person import plan_of
from coach.plan.plan import Plan
from coach.profile.profile import Profile


@dataclass
class Desk:
    """The facts, the people, and the person who asks."""

    facts: FactRepository
    people: PersonRepository
    person: Person
    """Who asks, with what they said in this very message."""

    @property
    def profile(self) -> Profile:
        """What is known of them."""
        return self.person.profile

    @property
    def plan(self) -> Plan:
        """The plan for them as it stands."""
        return plan_of(self.person, self.facts)

    def keep(self, **state: Any) -> None:
        """Remember where things stand with the person."""
        changed: Mapping[str, Any] = {**self.person.state, **state}
        if changed != self.person.state:
            self.person = self.people.keep(self.person, changed)

    def remember(self, said: Mapping[str, str], source: str) -> None:
        """Remember what the person said of themselves."""
        self.person = self.people.remember(self.person, said.items(), source)

    def unlearn(self, field: str) -> None:
        """Forget what the person said of one field."""
        self.person = self.people.unlearn(self.person, field)

    def mark(self, step: str, status: str) -> None:
        """Remember what became of a step of the plan."""
        self.person = self.people.mark(self.person, step, status)
