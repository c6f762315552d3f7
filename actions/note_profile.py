"""Takes in what a person says of themselves."""

from __future__ import annotations

from actions.turn import CoachAction, Turn
from coach.advice.noted import note
from coach.facts.repository import FactRepository
from coach.reply import Reply


class NoteProfile(CoachAction):
    """Says back what was understood; the slots are set with every action's outcome."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_note_profile"

    def reply(self, turn: Turn, repository: FactRepository) -> Reply:
        """The thanks."""
        return note(turn.heard)
