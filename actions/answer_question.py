"""Answers a question from the facts."""

from __future__ import annotations

from actions.turn import CoachAction, Turn
from coach.advice.answer import Answer, Ranked, answer, overview
from coach.facts.repository import FactRepository


class AnswerQuestion(CoachAction):
    """Tells the facts that the parser found; of a topic chosen by button, its overview."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer_question"

    def reply(self, turn: Turn, repository: FactRepository) -> Answer:
        """The answer."""
        rankings = turn.parsed.get("questions") or [turn.parsed.get("facts") or []]
        questions = [[Ranked(item["id"], item["confidence"]) for item in ranking] for ranking in rankings if ranking]
        if not questions:
            return overview(repository, turn.intent.removeprefix("ask_"), turn.profile)
        return answer(repository, questions, turn.profile, turn.answered, partly=bool(turn.parsed.get("partly")))
