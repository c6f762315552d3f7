"""Goes on from the last answer."""

from __future__ import annotations

from actions.turn import CoachAction, Turn
from coach.advice import follow_up
from coach.advice.answer import Answer, Ranked, answer
from coach.facts.repository import FactRepository


class FollowUp(CoachAction):
    """Why, more, once more, or one of the things offered."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_follow_up"

    def reply(self, turn: Turn, repository: FactRepository) -> Answer:
        """The continuation."""
        if turn.intent == "ask_why":
            return follow_up.explain_why(repository, turn.answered)
        if turn.intent == "ask_repeat":
            return follow_up.repeat(repository, turn.answered)
        if turn.intent == "choose":
            named = repository.get(turn.named_facts)
            if named:
                return answer(repository, [[Ranked(named[0].id, 1.0)]], turn.profile)
            return follow_up.choose(repository, turn.text, turn.offered, turn.answered)
        return follow_up.tell_more(repository, turn.answered, turn.told)
