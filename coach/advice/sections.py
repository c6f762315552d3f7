"""The sections of a resume in the order that suits a person, for channels that can draw it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coach.facts.fact import Fact
from coach.facts.repository import FactRepository
from coach.profile.profile import Profile
from coach.wording import say

SECTIONS = "resume.sections"
"""The fact whose points are the sections."""
PROJECTS_FIRST = "resume.projects-first"
PROJECTS, EXPERIENCE = "projects", "experience"


def picture_of(told: Iterable[Fact], repository: FactRepository, profile: Profile) -> Mapping[str, Any] | None:
    """The order of the sections, if an answer that is about it was told and the profile decides it."""
    known = {fact.id: fact for fact in repository.get([SECTIONS, PROJECTS_FIRST])}
    if len(known) < 2 or known[PROJECTS_FIRST] not in list(told) or profile.fit(known[PROJECTS_FIRST]) <= 0:
        return None
    sections = known[SECTIONS]
    items = [point for point in sections.points if PROJECTS not in point]
    place = next((at for at, point in enumerate(items) if EXPERIENCE in point), 0)
    items[place:place] = [point for point in sections.points if PROJECTS in point]
    return {"kind": "sections", "title": say("sections"), "items": items}
