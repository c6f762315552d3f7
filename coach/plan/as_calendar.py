"""A plan as a calendar file: a day for each step that has one, a task for each other step."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

from coach.plan.plan import DONE, OPEN, SKIPPED, Plan, PlannedStep
from coach.wording import say

_STATUS = {OPEN: "NEEDS-ACTION", DONE: "COMPLETED", SKIPPED: "CANCELLED"}


def as_calendar(plan: Plan) -> bytes:
    """The plan by RFC 5545. A step keeps its UID, so that a newer file changes its day instead of adding another."""
    from icalendar import Calendar  # reads time zones when imported

    calendar = Calendar()
    calendar.add("prodid", "-//Career Coach//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _text(say("plan.title")))
    for step in plan.steps:
        calendar.add_component(_entry(step, plan))
    return bytes(calendar.to_ical())


def _entry(step: PlannedStep, plan: Plan) -> object:
    from icalendar import Event, Todo

    entry = Event() if step.due else Todo()
    entry.add("uid", f"{step.id}@plan.career-coach")
    entry.add("dtstamp", datetime.combine(plan.made, time(), timezone.utc))
    entry.add("summary", _text(step.title))
    told = (
        step.do,
        f"{say('plan.why')}: {step.why}",
        f"{say('plan.done_when')}: {step.done_when}",
        f"{say('plan.source_label')}: {step.source}",
        say("plan.hours_short", hours=step.hours),
        say("plan.estimate"),
    )
    entry.add("description", "\n".join(map(_text, told)))
    if step.due:
        entry.add("dtstart", step.due)
        entry.add("dtend", step.due + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    else:
        entry.add("status", _STATUS[step.status])
    return entry


def _text(text: str) -> str:
    """A text in one line, without characters that a calendar file cannot hold."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())
