"""Takes in what a person says of themselves."""

from __future__ import annotations

from actions.action import CoachAction
from actions.desk import Desk
from actions.turn import Turn
from coach.advice.noted import note
from coach.profile.plausible import plausible
from coach.reply import Reply


class NoteProfile(CoachAction):
    """Says back what was understood; it was stored before, as with every action."""

    personal = True

    def name(self) -> str:
        """Its name in the domain."""
        return "action_note_profile"

    def reply(self, turn: Turn, desk: Desk) -> Reply:
        """The thanks."""
        return note((field, value) for field, value in turn.heard if plausible(field, value))
