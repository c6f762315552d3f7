"""Says that the coach does not know."""

from __future__ import annotations

from actions.action import CoachAction
from actions.desk import Desk
from actions.turn import Turn
from coach.advice.answer import Answer
from coach.advice.unknown import MOST_NEAR, admit
from coach.feedback.unanswered import record_unanswered

NEAR = 0.1
"""From this confidence on a fact may be what was meant, and is offered."""


class AdmitNotKnowing(CoachAction):
    """Offers the nearest topics instead of an answer."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_admit_not_knowing"

    def reply(self, turn: Turn, desk: Desk) -> Answer:
        """The admission."""
        record_unanswered(desk.people.session, desk.person.conversation, turn.text)
        likely = (item.id for ranking in turn.rankings for item in ranking if item.confidence >= NEAR)
        near = desk.facts.get(likely)[:MOST_NEAR]
        return Answer(admit(near, turn.misses), turn.answered, tuple(fact.id for fact in near))
