"""Takes what a person answers to the coach's own questions: a button of them, yes, no, skip, back or stop."""

from __future__ import annotations

from actions.action import CoachAction
from actions.desk import Desk
from actions.go_on_with_plan import mark, next_step
from actions.handle_data import forget
from actions.interviewing import note_pressed
from actions.spoken_of import FORGETTING, PLAN
from actions.turn import Turn
from coach.advice.answer import Answer
from coach.advice.noted import note
from coach.advice.unknown import topic_buttons
from coach.profile.fields import FIELDS, describe
from coach.reply import Reply
from coach.wording import say


class TakeAnswer(CoachAction):
    """Applies an answer to what was asked; while an interview is under way, `interviewing` has taken it before."""

    personal = True

    def name(self) -> str:
        """Its name in the domain."""
        return "action_take_answer"

    def reply(self, turn: Turn, desk: Desk) -> Answer | Reply:
        """What became of the answer."""
        if turn.intent == "affirm" and turn.spoke_of == FORGETTING:
            return forget(desk)
        if turn.intent == "affirm" and turn.spoke_of == PLAN:
            return next_step(desk)
        if turn.intent == "skip" and (turn.carried("step") or turn.spoke_of == PLAN):
            return mark(turn, desk, "skip")
        if turn.intent == "answer" and _can_settle(turn):
            return _settle(turn, desk)
        if turn.intent == "answer" and (answered := note_pressed(turn, desk)):
            return note(tuple(answered[1].sets.items()))
        said = say("affirm") if turn.intent == "affirm" else say("deny") if turn.intent == "deny" else say("nothing_asked")
        return Reply("social", said, topic_buttons())


def _can_settle(turn: Turn) -> bool:
    field = FIELDS.get(turn.carried("field"))
    return field is not None and turn.carried("value") in ("", *field.values)


def _settle(turn: Turn, desk: Desk) -> Reply:
    """Keep the one of two values that the person chose, or forget what is known of a field."""
    field, value = turn.carried("field"), turn.carried("value")
    if value:
        desk.remember({field: value}, "correction")
        return Reply("profile", say("noted", heard=describe(field, value)))
    desk.unlearn(field)
    return Reply("profile", say("unlearned"))
