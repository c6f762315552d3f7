"""Goes on from the last answer."""

from __future__ import annotations

from actions.turn import CoachAction, Desk, Turn
from coach.advice import follow_up
from coach.advice.answer import Answer, Ranked, answer


class FollowUp(CoachAction):
    """Why, more, once more, or one of the things offered."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_follow_up"

    def reply(self, turn: Turn, desk: Desk) -> Answer:
        """The continuation."""
        if turn.intent == "ask_why":
            return follow_up.explain_why(desk.facts, turn.answered)
        if turn.intent == "ask_repeat":
            return follow_up.repeat(desk.facts, turn.answered)
        if turn.intent == "choose":
            named = desk.facts.get(turn.named_facts)
            if named:
                return answer(desk.facts, [[Ranked(named[0].id, 1.0)]], desk.profile)
            return follow_up.choose(desk.facts, turn.text, turn.offered, turn.answered)
        return follow_up.tell_more(desk.facts, turn.answered, turn.told)
