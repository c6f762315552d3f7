"""Leads the coach's own questions through the turns of a conversation: every action asks here first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.desk import Desk
from actions.spoken_of import about_plan
from actions.turn import Turn
from coach.advice.answer import Answer
from coach.conversation.context import INTERVIEW
from coach.interview import reply as interview_reply
from coach.interview.interview import Interview, said_in_answer
from coach.interview.questions import Choice, Question, load_questions
from coach.language.reading import is_question
from coach.person.person import Person
from coach.plan.reply import overview
from coach.profile.fields import FIELDS
from coach.profile.plausible import plausible
from coach.reply import Reply
from coach.wording import say

STATE = "interview"
"""Key of a person's state."""
REFUSALS = {"skip", "deny"}
REFERRING = {"affirm", "deny", "skip", "ask_why", "ask_more"}
"""What refers to the thing the coach spoke of last, and not to the question that waits."""
Outcome = Answer | Reply


def open_interview(desk: Desk) -> Reply | None:
    """Begin the interview or go on with it; None if there is nothing to ask."""
    before = Interview.of(desk.person.state.get(STATE))
    interview = before.next(desk.profile)
    desk.keep(**{STATE: interview.state})
    if interview.question is None:
        return None
    return interview_reply.ask(interview, desk.profile, lead=say("interview.resumed" if before.asked else "interview.opening"))


def waiting(person: Person) -> Question | None:
    """The question that waits for the person's answer."""
    return Interview.of(person.state.get(STATE)).question


def pass_over_known(desk: Desk) -> None:
    """Go on from the question that waits, if its answer has become known by other means."""
    question = waiting(desk.person)
    if question and not desk.profile.values.keys().isdisjoint(question.fields):
        desk.keep(**{STATE: Interview.of(desk.person.state[STATE]).next(desk.profile).state})


def note_pressed(turn: Turn, desk: Desk) -> tuple[Question, Choice] | None:
    """Remember the answer of a button, perhaps of an earlier question, whose answer it then changes; None if there is no such answer."""
    question = load_questions().get(turn.carried("question"))
    place = turn.carried("choice")
    if question is None or not place.isdecimal() or int(place) >= len(question.answers):
        return None
    choice = question.answers[int(place)]
    _note(desk, question, choice.sets)
    return question, choice


def lead(turn: Turn, desk: Desk, own: Callable[[], Outcome]) -> Outcome:
    """What to say in a turn: `own`, the action's reply, if no question waits; else what becomes of the question, and `own` if it is due."""
    interview = Interview.of(desk.person.state.get(STATE))
    question = interview.question
    if question is None:
        return own()
    if turn.spoke_of not in ("", INTERVIEW) and turn.intent in REFERRING:
        return _then_ask(own(), desk)
    if turn.intent in _STEERING:
        return _STEERING[turn.intent](desk, interview)
    if turn.intent == "answer" and turn.carried("question"):
        return _pressed(turn, desk, interview)
    taken = said_in_answer(question, turn.text, turn.heard) if not turn.pressed else None
    if taken is not None:
        return _taken(turn, desk, interview, question, taken, own)
    if turn.intent in REFUSALS and not turn.carried("step"):
        return _next(desk, interview)
    if turn.intent == "make_plan":
        return interview_reply.ask(interview, desk.profile)
    if turn.intent == "affirm" or (turn.intent == "out_of_scope" and not _asks(turn)):
        return interview_reply.not_read(interview, desk.profile)
    return _then_ask(own(), desk)


def _taken(turn: Turn, desk: Desk, interview: Interview, question: Question, taken: dict[str, str], own: Callable[[], Outcome]) -> Outcome:
    odd = [value for field, value in taken.items() if not plausible(field, value)]
    if odd:
        return interview_reply.odd(interview, desk.profile, odd[0])
    _note(desk, question, taken)
    if _asks(turn) and turn.rankings:
        answered = own()
        following = _next(desk, interview)
        return answered.followed_by(_plain(following).text, _plain(following).buttons)
    return _next(desk, interview)


def _asks(turn: Turn) -> bool:
    return "?" in turn.text or is_question(turn.text)


def _pressed(turn: Turn, desk: Desk, interview: Interview) -> Outcome:
    answered = note_pressed(turn, desk)
    if answered and answered[0] == interview.question:
        return _next(desk, interview)
    return interview_reply.repeat(interview, desk.profile)


def _note(desk: Desk, question: Question, said: Mapping[str, str]) -> None:
    """Remember an answer; what the question was answered with before, and is not now, counts no more."""
    for field in question.fields:
        if field in desk.profile.values and field not in said and not FIELDS[field].many:
            desk.unlearn(field)
    desk.remember(said, "question")


def _next(desk: Desk, interview: Interview) -> Outcome:
    following = interview.next(desk.profile)
    desk.keep(**{STATE: following.state})
    return interview_reply.ask(following, desk.profile) if following.question else about_plan(overview(desk.plan))


def _stop(desk: Desk, interview: Interview) -> Reply:
    desk.keep(**{STATE: interview.stop().state})
    return interview_reply.stopped()


def _explain(desk: Desk, interview: Interview) -> Reply:
    return interview_reply.explain(interview, desk.profile)


def _back(desk: Desk, interview: Interview) -> Reply:
    before = interview.back()
    desk.keep(**{STATE: before.state})
    if before == interview:
        return interview_reply.no_way_back(interview, desk.profile)
    return interview_reply.ask(before, desk.profile)


def _then_ask(outcome: Outcome, desk: Desk) -> Outcome:
    """The outcome, and the question once more, unless something else waits for the person's word now or the question is no more."""
    interview = Interview.of(desk.person.state.get(STATE))
    if interview.question is None or (isinstance(outcome, Answer) and (outcome.forgets or outcome.spoke_of)):
        return outcome
    question = interview_reply.repeat(interview, desk.profile)
    return outcome.followed_by(question.text, question.buttons)


def _plain(outcome: Outcome) -> Reply:
    return outcome.reply if isinstance(outcome, Answer) else outcome


_STEERING: Mapping[str, Callable[[Desk, Interview], Reply]] = {"stop_interview": _stop, "ask_why": _explain, "go_back": _back}
