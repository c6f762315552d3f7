"""A plan as Markdown, with boxes to tick."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.plan.pace import describe_pace
from coach.plan.plan import DONE, OPEN, SKIPPED, Plan, PlannedStep
from coach.wording import say

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~#$])")


def as_markdown(plan: Plan) -> str:
    """The plan as a list of tasks by phase."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield f"# {_text(say('plan.title'))}"
    yield ""
    yield _text(say("plan.progress", done=plan.done, total=plan.total, hours=plan.hours_left, made=plan.made))
    yield _text(describe_pace(plan.pace))
    for phase in plan.phases:
        yield f"\n## {_text(phase.title)}\n"
        for step in phase.steps:
            yield from _step(step)
    if plan.left_out:
        yield f"\n## {_text(say('plan.left_out'))}\n"
        yield from (f"- {_text(step.title)} ({_text(effort(step))})" for step in plan.left_out)
    yield "\n---\n"
    yield _text(say("plan.estimate"))
    yield f"{say('plan.source_label')}: {_text(plan.article.title)}, {_text(plan.article.publisher)}, <{plan.article.url}>"


def _step(step: PlannedStep) -> Iterator[str]:
    yield f"- [{'x' if step.status == DONE else ' '}] **{_text(step.title)}** ({_text(effort(step))})"
    yield f"  - {_text(step.do)}"
    yield f"  - {say('plan.why')}: {_text(step.why)}"
    yield f"  - {say('plan.done_when')}: {_text(step.done_when)}"
    yield f"  - {say('plan.source_label')}: {_text(step.source)}"


def effort(step: PlannedStep) -> str:
    """Hours, day and standing of a step, in a few words."""
    if step.status == SKIPPED:
        return say("plan.skipped")
    known = say("plan.hours_by", hours=step.hours, due=step.due) if step.due else say("plan.hours_short", hours=step.hours)
    return f"{known}, {say('plan.optional')}" if step.optional and step.status == OPEN else known


def _text(text: str) -> str:
    """A text in one line, in which nothing is read as Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("://", ":\\//")
