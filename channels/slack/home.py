"""The Home tab: what the coach knows of the person, their plan, what to ask, and what they can do with their data."""

from __future__ import annotations

from typing import Any

from channels.slack.blocks import SAY, Block, button, section
from channels.slack.own import Known
from coach.wording import say, topics

VIEW = "home"


def home(known: Known) -> dict[str, Any]:
    """The view for one person; nobody else sees it."""
    plan = known.plan
    blocks: list[Block] = [_header(say("slack.home_profile")), section(known.profile)]
    blocks += [_header(say("slack.home_plan"))]
    if plan is None:
        blocks += [section(say("slack.home_no_plan")), _actions("plan", (say("slack.home_make_plan"), "/make_plan"))]
    else:
        step = plan.next_step
        lines = [
            say("slack.home_progress", done=plan.done, total=plan.total),
            *([say("slack.home_next", title=step.title)] if step else []),
        ]
        following = [(say("slack.home_step"), "/next_step")] if step else []
        whole = [(say("slack.home_make_plan"), "/make_plan"), (say("slack.home_take_plan"), "/export_plan")]
        blocks += [section("\n".join(lines)), _actions("plan", *following, *whole)]
    blocks += [_header(say("slack.home_topics")), _actions("topics", *((title, f"/ask_{topic}") for topic, title in topics().items()))]
    data = ((say("slack.home_export"), "/export_data"), (say("slack.home_forget"), "/forget_me"))
    blocks += [_header(say("slack.home_data")), _actions("data", *data), section(say("slack.home_where"))]
    return {"type": VIEW, "blocks": blocks}


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _actions(name: str, *choices: tuple[str, str]) -> Block:
    return {"type": "actions", "block_id": name, "elements": [button(title, said, SAY, at) for at, (title, said) in enumerate(choices)]}
