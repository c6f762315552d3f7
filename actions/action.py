"""What every action does: read the turn, decide in one transaction, say and remember the outcome."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.interviewing import lead, waiting
from actions.turn import MEMORY, Turn, memory_after
from coach.advice.answer import Answer
from coach.conversation.context import INTERVIEW
from coach.conversation.shared import is_shared
from coach.database import open_session, scrub
from coach.facts.repository import FactRepository
from coach.person.data_reply import only_in_private
from coach.person.person import Person
from coach.person.repository import PersonRepository
from coach.person.take_in import take_in
from coach.reply import Reply
from coach.settings import Settings


class CoachAction(Action, ABC):
    """Reads the turn, lets `reply` decide in a thread with a transaction of its own, sends and remembers the outcome.

    What the person said of themselves is stored before the reply is made; a reply is sent only if all of it was stored.
    Where others read along, nothing is stored and everybody is answered as somebody unknown.
    """

    personal: ClassVar[bool] = False
    """Whether it speaks of what is known of the person, and so does nothing where others read along."""

    @abstractmethod
    def reply(self, turn: Turn, desk: Desk) -> Answer | Reply:
        """What to say; a plain `Reply` leaves what was answered and offered before as it is."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by Rasa."""
        turn = Turn.of(tracker)
        answer = await asyncio.to_thread(self._decide, turn)
        buttons = [{"title": button.title, "payload": button.payload} for button in answer.reply.buttons]
        dispatcher.utter_message(text=answer.reply.text, buttons=buttons, metadata=answer.reply.metadata)
        return [SlotSet(MEMORY, memory_after(turn, answer))]

    def _decide(self, turn: Turn) -> Answer:
        url = Settings.from_environment().database_url
        with open_session(url) as session, session.begin():
            people = PersonRepository(session)
            if is_shared(turn.conversation):
                desk = Desk(FactRepository(session), people, Person(turn.conversation))
                return _answer(turn, only_in_private() if self.personal else self.reply(turn, desk))
            person = people.of_conversation(turn.conversation)
            asked = waiting(person)
            person, doubt = take_in(people, person, turn.heard, turn.text, asked.fields if asked else ())
            desk = Desk(FactRepository(session), people, person)
            answer = _answer(turn, lead(turn, desk, lambda: self.reply(turn, desk)))
            answer = answer.followed_by(*doubt) if doubt else answer
            if not answer.spoke_of and waiting(desk.person):
                answer = replace(answer, spoke_of=INTERVIEW)
        if answer.forgets:
            scrub(url)
        return answer


def _answer(turn: Turn, outcome: Answer | Reply) -> Answer:
    return outcome if isinstance(outcome, Answer) else Answer(outcome, turn.answered, turn.offered)
