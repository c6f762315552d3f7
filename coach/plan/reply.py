"""What the coach says about a plan: all of it in short, one step, what became of one, and why it comes first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coach.plan.find import Found
from coach.plan.pace import describe_pace
from coach.plan.plan import DONE, SKIPPED, Plan, PlannedStep
from coach.reply import Button, Reply, source_line, sources_of
from coach.wording import say

KIND = "plan"
MOST_NAMED = 3
"""How many steps that build on another are named."""


def overview(plan: Plan) -> Reply:
    """The plan in short: its phases with counts, the pace, and the next step."""
    step = plan.next_step
    if step is None:
        return finished(plan)
    phases = "".join(f"\n- {say('plan.overview_phase', phase=each.title, done=each.done, total=each.total)}" for each in plan.phases)
    lines = [
        say("plan.overview", total=plan.total, done=plan.done, hours=plan.hours_left) + phases,
        describe_pace(plan.pace),
        say("plan.next", title=step.title),
        source_line([step.fact], plan.article),
    ]
    buttons = (Button(say("plan.button_next"), "/next_step"), *_buttons(step))
    return _reply(plan, "\n".join(lines), step, buttons, drawn=True, files=export_files())


def show_step(plan: Plan, step: PlannedStep) -> Reply:
    """One step: what to do, why, how to know that it is done, and the source."""
    lines = [say("plan.step", title=step.title, do=step.do), step.why, say("plan.step_done_when", done_when=step.done_when)]
    lines += [say("plan.step_due", hours=step.hours, due=step.due) if step.due else say("plan.step_hours", hours=step.hours)]
    lines += [source_line([step.fact], plan.article)]
    return _reply(plan, "\n".join(lines), step, _buttons(step))


def progress(plan: Plan, step: PlannedStep) -> Reply:
    """What became of a step, and what is next.

    Args:
        plan: the plan after the change.
        step: the step that was changed, out of that plan.

    """
    counts = {"title": step.title, "done": plan.done, "total": plan.total}
    if step.status == DONE:
        text = say("plan.marked_done", **counts)
    elif step.status == SKIPPED:
        text = say("plan.marked_skipped", **counts)
    else:
        text = say("plan.marked_open", **counts)
    following = plan.next_step
    if following is None:
        return replace(finished(plan), text=f"{text}\n{finished(plan).text}")
    lines = [text, say("plan.next_do", title=following.title, do=following.do), source_line([following.fact], plan.article)]
    return _reply(plan, "\n".join(lines), following, _buttons(following), drawn=True)


def why_first(plan: Plan, step: PlannedStep | None = None) -> Reply:
    """Why a step, the next one if none is given, comes where it comes."""
    step = step or plan.next_step
    if step is None:
        return finished(plan)
    later = plan.builds_on(step)[:MOST_NAMED]
    phase = next(each.title for each in plan.phases if each.id == step.phase)
    order = say("plan.why_before", steps=", ".join(each.title for each in later)) if later else say("plan.why_order", phase=phase)
    lines = [say("plan.why_next", title=step.title, why=step.why), order, source_line([step.fact], plan.article)]
    return _reply(plan, "\n".join(lines), step, _buttons(step)[:2])


def finished(plan: Plan) -> Reply:
    """Nothing is left to do."""
    text = say("plan.finished", done=plan.done, total=plan.total) if plan.done else say("plan.finished_skipped")
    return _reply(plan, text, None, drawn=True, files=export_files())


def take_away(plan: Plan) -> Reply:
    """The plan as files."""
    return _reply(plan, say("plan.take_away", done=plan.done, total=plan.total), None, drawn=True, files=export_files())


def ask_which(plan: Plan, found: Found, intent: str) -> Reply:
    """Ask which step is meant, when the person's words fit several or none.

    Args:
        plan: the plan.
        found: what their words fit.
        intent: what they want to do with it, `step_done` or `skip`.

    """
    if found.candidates:
        buttons = tuple(Button(step.title, _payload(intent, step)) for step in found.candidates)
        return _reply(plan, say("plan.which"), None, buttons)
    step = plan.next_step
    if step is None:
        return _reply(plan, say("plan.which_none_left"), None)
    return _reply(plan, say("plan.which_none"), None, (Button(step.title, _payload(intent, step)),))


def plan_metadata(plan: Plan) -> dict[str, Any]:
    """The plan for channels that can draw it."""
    keys = ("id", "title", "why", "done_when", "source", "status")
    phases = [
        {"id": phase.id, "title": phase.title, "steps": [{key: getattr(step, key) for key in keys} for step in phase.steps]}
        for phase in plan.phases
    ]
    return {"phases": phases, "done": plan.done, "total": plan.total}


def export_files() -> tuple[Mapping[str, str], ...]:
    """The files that a plan can be taken away in, as links relative to the channel."""
    return (
        {"label": say("plan.file_pdf"), "path": "export/plan.pdf"},
        {"label": say("plan.file_calendar"), "path": "export/plan.ics"},
        {"label": say("plan.file_markdown"), "path": "export/plan.md"},
        {"label": say("plan.file_json"), "path": "export/plan.json"},
    )


def _reply(
    plan: Plan,
    text: str,
    step: PlannedStep | None,
    buttons: tuple[Button, ...] = (),
    *,
    drawn: bool = False,
    files: tuple[Mapping[str, str], ...] = (),
) -> Reply:
    return Reply(
        KIND,
        text,
        buttons,
        facts=(step.fact.id,) if step else (),
        sources=tuple(sources_of([step.fact], plan.article)) if step else (),
        because=(step.because,) if step and step.because else (),
        plan=plan_metadata(plan) if drawn else None,
        files=files,
    )


def _buttons(step: PlannedStep) -> tuple[Button, ...]:
    return (
        Button(say("plan.button_done"), _payload("step_done", step)),
        Button(say("plan.button_skip"), _payload("skip", step)),
        Button(say("plan.button_why"), "/ask_why"),
    )


def _payload(intent: str, step: PlannedStep) -> str:
    return f"/{intent}{json.dumps({'step': step.id})}"
