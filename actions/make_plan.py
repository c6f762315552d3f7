"""Makes the personal plan; what it needs to know of the person is asked first."""

from __future__ import annotations

from actions.action import CoachAction
from actions.desk import Desk
from actions.interviewing import open_interview
from actions.spoken_of import about_plan
from actions.turn import Turn
from coach.advice.answer import Answer
from coach.plan.reply import overview
from coach.reply import Reply


class MakePlan(CoachAction):
    """Opens the interview, or goes on with it; with nothing left to ask, shows the plan."""

    personal = True

    def name(self) -> str:
        """Its name in the domain."""
        return "action_make_plan"

    def reply(self, turn: Turn, desk: Desk) -> Answer | Reply:
        """The first question, or the plan."""
        return open_interview(desk) or about_plan(overview(desk.plan))
