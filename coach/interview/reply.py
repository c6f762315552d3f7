"""What the coach says while it asks its own questions."""

from __future__ import annotations

import json

from coach.interview.interview import MOST_QUESTIONS, Interview
from coach.interview.questions import Question
from coach.profile.profile import Profile
from coach.reply import MOST_BUTTONS, Button, Reply
from coach.wording import say

KIND = "interview"


def ask(interview: Interview, profile: Profile, lead: str = "") -> Reply:
    """Ask the question that waits, after an optional sentence."""
    step, of = _progress(interview, profile)
    text = say("interview.question", step=step, of=of, ask=_waiting(interview).ask)
    return _reply(interview, profile, f"{lead}\n{text}".strip())


def repeat(interview: Interview, profile: Profile) -> Reply:
    """Ask it once more, after something else was answered."""
    return _reply(interview, profile, say("interview.again", ask=_waiting(interview).ask))


def not_read(interview: Interview, profile: Profile) -> Reply:
    """Ask it once more, since the message was no answer."""
    return _reply(interview, profile, say("interview.unclear", ask=_waiting(interview).ask))


def odd(interview: Interview, profile: Profile, value: str) -> Reply:
    """Ask it once more, since the value can hardly be meant."""
    return _reply(interview, profile, say("interview.odd", value=value, ask=_waiting(interview).ask))


def no_way_back(interview: Interview, profile: Profile) -> Reply:
    """Ask it once more, since it was the first."""
    return _reply(interview, profile, say("interview.no_way_back", ask=_waiting(interview).ask))


def explain(interview: Interview, profile: Profile) -> Reply:
    """Why the question is asked, and the question again."""
    question = _waiting(interview)
    return ask(interview, profile, lead=question.why)


def stopped() -> Reply:
    """The interview is left for now."""
    return Reply(KIND, say("interview.stopped"))


def buttons(question: Question) -> tuple[Button, ...]:
    """The answers of a question, and to skip it where there is room."""
    choices = tuple(
        Button(choice.title, f"/answer{json.dumps({'question': question.id, 'choice': str(place)})}")
        for place, choice in enumerate(question.answers)
    )
    return (*choices, Button(say("interview.skip"), "/skip"))[:MOST_BUTTONS]


def _reply(interview: Interview, profile: Profile, text: str) -> Reply:
    step, of = _progress(interview, profile)
    return Reply(KIND, text, buttons(_waiting(interview)), interview={"step": step, "of": of})


def _waiting(interview: Interview) -> Question:
    question = interview.question
    if question is None:
        raise ValueError("no question waits for an answer")
    return question


def _progress(interview: Interview, profile: Profile) -> tuple[int, int]:
    step = len(interview.asked)
    return step, min(MOST_QUESTIONS, step + len(interview.left(profile)))
