"""Goes on with the plan: the next step, one that is done or passed over, or the files of all of it."""

from __future__ import annotations

from actions.action import CoachAction
from actions.desk import Desk
from actions.spoken_of import PLAN, about_plan
from actions.turn import Turn
from coach.advice.answer import Answer
from coach.plan import reply as plan_reply
from coach.plan.find import Found, find_step
from coach.plan.plan import DONE, SKIPPED


class GoOnWithPlan(CoachAction):
    """Moves along the plan."""

    personal = True

    def name(self) -> str:
        """Its name in the domain."""
        return "action_go_on_with_plan"

    def reply(self, turn: Turn, desk: Desk) -> Answer:
        """What the person wants of their plan."""
        if turn.intent == "step_done":
            return mark(turn, desk, "step_done")
        if turn.intent == "export_plan":
            return about_plan(plan_reply.take_away(desk.plan))
        return next_step(desk)


def next_step(desk: Desk) -> Answer:
    """The next step, in full."""
    plan = desk.plan
    return about_plan(plan_reply.show_step(plan, plan.next_step) if plan.next_step else plan_reply.finished(plan))


def mark(turn: Turn, desk: Desk, intent: str) -> Answer:
    """Note that a step is done (`step_done`) or passed over (`skip`): the one that a button or the message names, else the next."""
    plan = desk.plan
    pressed = turn.carried("step")
    found = Found(plan.step(pressed), named=True) if pressed else find_step(plan, turn.text)
    if not found.named and turn.spoke_of == PLAN:
        found = Found(plan.next_step)
    if found.step is None:
        return about_plan(plan_reply.ask_which(plan, found, intent))
    desk.mark(found.step.id, DONE if intent == "step_done" else SKIPPED)
    after = desk.plan
    return about_plan(plan_reply.progress(after, after.step(found.step.id) or found.step))
