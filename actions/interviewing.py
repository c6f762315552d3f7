"""Leads the coach's own questions through the turns of a conversation: every action asks here first."""

from __future__ import annotations

from collections.abc import Callable

from actions.desk import Desk
from actions.spoken_of import about_plan
from actions.turn import Turn
from coach.advice.answer import Answer
from coach.interview import reply as interview_reply
from coach.interview.interview import Interview, said_in_answer
from coach.interview.questions import load_questions
from coach.plan.reply import overview
from coach.profile.plausible import plausible
from coach.reply import Reply
from coach.wording import say

STATE = "interview"
"""Key of a person's state."""
REFUSALS = {"skip", "deny"}
Outcome = Answer | Reply


def open_interview(desk: Desk) -> Reply | None:
    """Begin the interview or go on with it; None if there is nothing to ask."""
    before = Interview.of(desk.person.state.get(STATE))
    interview = before.next(desk.profile)
    desk.keep(**{STATE: interview.state})
    if interview.question is None:
        return None
    return interview_reply.ask(interview, desk.profile, lead=say("interview.resumed" if before.asked else "interview.opening"))


def lead(turn: Turn, desk: Desk, own: Callable[[], Outcome]) -> Outcome:
    """What to say in a turn: `own`, the action's reply, if no question waits; else what becomes of the question, and `own` if it is due."""
    interview = Interview.of(desk.person.state.get(STATE))
    question = interview.question
    if question is None:
        return own()
    if turn.intent == "stop_interview":
        desk.keep(**{STATE: interview.stop().state})
        return interview_reply.stopped()
    if turn.intent == "ask_why":
        return interview_reply.explain(interview, desk.profile)
    if turn.intent == "go_back":
        return _back(desk, interview)
    if turn.intent == "answer" and turn.carried("question"):
        return _pressed(turn, desk, interview)
    taken = said_in_answer(question, turn.text, turn.heard) if not turn.pressed else None
    if taken is not None:
        return _taken(turn, desk, interview, taken, own)
    if turn.intent in REFUSALS and not turn.carried("step"):
        return _next(desk, interview)
    if turn.intent == "make_plan":
        return interview_reply.ask(interview, desk.profile)
    if turn.intent == "out_of_scope" and "?" not in turn.text:
        return interview_reply.not_read(interview, desk.profile)
    return _then_ask(own(), interview, desk)


def _taken(turn: Turn, desk: Desk, interview: Interview, taken: dict[str, str], own: Callable[[], Outcome]) -> Outcome:
    odd = [value for field, value in taken.items() if not plausible(field, value)]
    if odd:
        return interview_reply.odd(interview, desk.profile, odd[0])
    desk.remember(taken, "question")
    if "?" in turn.text and turn.rankings:
        answered = own()
        following = _next(desk, interview)
        return answered.followed_by(_plain(following).text, _plain(following).buttons)
    return _next(desk, interview)


def _pressed(turn: Turn, desk: Desk, interview: Interview) -> Outcome:
    """A button, perhaps of an earlier question, whose answer it then changes."""
    question = load_questions().get(turn.carried("question"))
    place = turn.carried("choice")
    if question is None or not place.isdecimal() or int(place) >= len(question.answers):
        return interview_reply.repeat(interview, desk.profile)
    desk.remember(question.answers[int(place)].sets, "question")
    return _next(desk, interview) if question == interview.question else interview_reply.repeat(interview, desk.profile)


def _next(desk: Desk, interview: Interview) -> Outcome:
    following = interview.next(desk.profile)
    desk.keep(**{STATE: following.state})
    return interview_reply.ask(following, desk.profile) if following.question else about_plan(overview(desk.plan))


def _back(desk: Desk, interview: Interview) -> Reply:
    before = interview.back()
    desk.keep(**{STATE: before.state})
    if before == interview:
        return interview_reply.no_way_back(interview, desk.profile)
    return interview_reply.ask(before, desk.profile)


def _then_ask(outcome: Outcome, interview: Interview, desk: Desk) -> Outcome:
    if isinstance(outcome, Answer) and (outcome.forgets or outcome.spoke_of):
        return outcome
    question = interview_reply.repeat(interview, desk.profile)
    return outcome.followed_by(question.text, question.buttons)


def _plain(outcome: Outcome) -> Reply:
    return outcome.reply if isinstance(outcome, Answer) else outcome
