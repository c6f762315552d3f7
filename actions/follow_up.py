"""Goes on from the last answer."""

from __future__ import annotations

from actions.action import CoachAction
from actions.desk import Desk
from actions.go_on_with_plan import next_step
from actions.spoken_of import PLAN, about_plan
from actions.turn import Turn
from coach.advice import follow_up
from coach.advice.answer import Answer, Ranked, answer
from coach.plan.reply import why_first


class FollowUp(CoachAction):
    """Why, more, once more, or one of the things offered."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_follow_up"

    def reply(self, turn: Turn, desk: Desk) -> Answer:
        """The continuation."""
        if turn.spoke_of == PLAN and turn.intent == "ask_why":
            return about_plan(why_first(desk.plan))
        if turn.spoke_of == PLAN and turn.intent == "ask_more":
            return next_step(desk)
        if turn.intent == "ask_why":
            return follow_up.explain_why(desk.facts, turn.answered)
        if turn.intent == "ask_repeat":
            return follow_up.repeat(desk.facts, turn.answered)
        if turn.intent == "choose":
            named = desk.facts.get([turn.carried("fact")])
            if named:
                return answer(desk.facts, [[Ranked(named[0].id, 1.0)]], desk.profile)
            return follow_up.choose(desk.facts, turn.text, turn.offered, turn.answered)
        return follow_up.tell_more(desk.facts, turn.answered, turn.told)
