"""Says where the last answer comes from and how old it is."""

from __future__ import annotations

from actions.action import CoachAction
from actions.desk import Desk
from actions.turn import Turn
from coach.advice.source import explain_source
from coach.reply import Reply


class ExplainSource(CoachAction):
    """Explains the source of what was told last."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_explain_source"

    def reply(self, turn: Turn, desk: Desk) -> Reply:
        """The explanation."""
        return explain_source(desk.facts, turn.answered, age=turn.intent == "ask_how_old")
