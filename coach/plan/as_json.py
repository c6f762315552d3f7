"""A plan as JSON."""

from __future__ import annotations

import json

from coach.plan.pace import describe_pace
from coach.plan.plan import Plan, PlannedStep
from coach.wording import say


def as_json(plan: Plan) -> str:
    """The whole plan, with dates as ISO texts."""
    content = {
        "title": say("plan.title"),
        "made": plan.made.isoformat(),
        "note": say("plan.estimate"),
        "pace": {"outcome": plan.pace.outcome, "text": describe_pace(plan.pace)},
        "done": plan.done,
        "total": plan.total,
        "hours_left": plan.hours_left,
        "weeks_needed": plan.pace.weeks_needed,
        "weeks_left": plan.pace.weeks_left,
        "phases": [{"id": phase.id, "title": phase.title, "steps": list(map(_step, phase.steps))} for phase in plan.phases],
        "left_out": list(map(_step, plan.left_out)),
        "source": {"title": plan.article.title, "publisher": plan.article.publisher, "year": plan.article.year, "url": plan.article.url},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _step(step: PlannedStep) -> dict[str, object]:
    return {
        "id": step.id,
        "title": step.title,
        "do": step.do,
        "why": step.why,
        "done_when": step.done_when,
        "source": step.source,
        "hours": step.hours,
        "optional": step.optional,
        "status": step.status,
        "week": step.week,
        "due": step.due.isoformat() if step.due else None,
    }
