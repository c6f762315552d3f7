"""Says that the coach does not know."""

from __future__ import annotations

from actions.turn import CoachAction, Turn
from coach.advice.unknown import admit
from coach.facts.repository import FactRepository
from coach.reply import Reply

NEAR = 0.1
"""From this confidence on a fact may be what was meant, and is offered."""


class AdmitNotKnowing(CoachAction):
    """Offers the nearest topics instead of an answer."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_admit_not_knowing"

    def reply(self, turn: Turn, repository: FactRepository) -> Reply:
        """The admission."""
        near = [item["id"] for item in turn.parsed.get("facts") or [] if item["confidence"] >= NEAR]
        return admit(repository.get(near), turn.misses)
