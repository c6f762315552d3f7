"""Answers a question from the facts."""

from __future__ import annotations

from actions.action import CoachAction
from actions.desk import Desk
from actions.turn import Turn
from coach.advice.answer import Answer, answer, overview
from coach.advice.unknown import admit
from coach.reply import Reply


class AnswerQuestion(CoachAction):
    """Tells the facts that the parser found; of a topic chosen by button, its overview."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer_question"

    def reply(self, turn: Turn, desk: Desk) -> Answer | Reply:
        """The answer."""
        known = [ranking for ranking in turn.rankings if desk.facts.get(item.id for item in ranking)]
        if not known:
            topic = turn.intent.removeprefix("ask_")
            return overview(desk.facts, topic) if desk.facts.of_topic(topic) else admit([], turn.misses)
        return answer(desk.facts, known, desk.profile, turn.answered, partly=bool(turn.parsed.get("partly")))
