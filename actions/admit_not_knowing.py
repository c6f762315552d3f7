"""Says that the coach does not know."""

from __future__ import annotations

from actions.turn import CoachAction, Turn
from coach.advice.unknown import admit
from coach.facts.repository import FactRepository
from coach.reply import Reply


class AdmitNotKnowing(CoachAction):
    """Offers the nearest topics instead of an answer."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_admit_not_knowing"

    def reply(self, turn: Turn, repository: FactRepository) -> Reply:
        """The admission."""
        nearest = [item["id"].partition(".")[0] for item in turn.parsed.get("facts") or []]
        return admit(nearest, turn.misses)
