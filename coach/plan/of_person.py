"""The plan of a person whom the store knows."""

from __future__ import annotations

from coach.facts.repository import FactRepository
from coach.person.person import Person
from coach.plan.plan import Plan, plan_for


def plan_of(person: Person, facts: FactRepository) -> Plan:
    """The plan for a person as it stands today."""
    return plan_for(person.profile, {fact.id: fact for fact in facts.all()}, facts.article(), person.steps)
