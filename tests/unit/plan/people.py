"""People who ask for a plan, and the plans of the real steps and facts for them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from typing import Any

from coach.facts.fact import Article, Fact
from coach.facts.files import load_knowledge
from coach.plan.plan import Plan, plan_for
from coach.profile.profile import Profile

TODAY = date(2026, 1, 5)

WEB_DEVELOPER = {"route": "self_taught", "experience": "software"}
BOOTCAMP = {"route": "bootcamp", "degree_level": "bachelor", "degree_field": "unrelated"}
MANY_PROJECTS = {"portfolio": "many", "experience": "none"}
NO_PROJECTS = {"portfolio": "none"}
RELATED_WORK = {"experience": "tangential"}
CS_STUDENT = {"route": "degree", "degree_level": "bachelor", "degree_field": "tangential", "experience": "none"}
PHD_STUDENT = {"route": "degree", "degree_level": "phd", "degree_field": "tangential"}
CAREER_CHANGER = {"route": "self_taught", "degree_level": "bachelor", "degree_field": "unrelated", "experience": "tangential"}
ML_WORKER = {"experience": "ml"}
UNKNOWN: Mapping[str, str] = {}


@functools.lru_cache(maxsize=1)
def knowledge() -> tuple[Article, Mapping[str, Fact]]:
    """The real article and facts."""
    known = load_knowledge()
    return known.article, {fact.id: fact for fact in known.facts}


def profile_of(person: Mapping[str, str | tuple[str, ...]]) -> Profile:
    """A profile of values that are one text or several."""
    return Profile({name: (value,) if isinstance(value, str) else value for name, value in person.items()})


def plan_of(person: Mapping[str, Any], progress: Mapping[str, str] = {}, today: date = TODAY) -> Plan:
    """The plan of a person."""
    article, facts = knowledge()
    return plan_for(profile_of(person), facts, article, progress, today)


def all_of(person: Mapping[str, Any], status: str) -> dict[str, str]:
    """Progress in which every step of a person's plan has become `status`."""
    return {step.id: status for step in plan_of(person).steps}
