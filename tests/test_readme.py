"""The conversations that the README shows are the ones that the coach holds."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from coach.settings import PROJECT
from launch.trial import start_coach
from tests.conftest import RunningCoach

RESTART = "(The coach is stopped and started again.)"
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")
"""Days follow from when the conversation is held."""

Turns = list[tuple[str, str]]


def shown() -> list[str]:
    """The README's conversations."""
    return re.findall(r"```conversation\n(.*?)```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def turns(conversation: str) -> Turns:
    """What the person says and what the coach replies, turn by turn."""
    said = re.split(r"(?m)^> ", conversation)[1:]
    return [(message.strip(), undated(reply)) for message, _, reply in (turn.partition("\n") for turn in said)]


def undated(reply: str) -> str:
    return DAY.sub("<day>", reply.strip())


def hold(coach: RunningCoach, conversation: Turns, sender: str) -> None:
    """Say what the person says, and compare what the coach replies."""
    for message, reply in conversation:
        assert (message, undated(coach.say(message, sender).text)) == (message, reply)


def test_the_conversation_of_the_readme_is_what_the_coach_replies(running_coach: RunningCoach) -> None:
    conversation = turns(shown()[0])
    assert len(conversation) >= 6
    hold(running_coach, conversation, uuid.uuid4().hex)


def test_the_conversation_that_makes_a_plan_goes_on_after_each_restart(tmp_path: Path) -> None:
    parts = [turns(part) for part in shown()[1].split(RESTART)]
    assert len(parts) == 3
    assert sum(map(len, parts)) == 20
    for part in parts:
        with start_coach(tmp_path) as coach:
            hold(coach, part, "a-nurse")
            last = coach.say("show me my plan", "a-nurse")
    steps = [step for phase in last.body[0]["metadata"]["plan"]["phases"] for step in phase["steps"]]
    assert all(step["title"] and step["why"] and step["done_when"] and step["source"] for step in steps)
    ids = {step["id"] for step in steps}
    assert ids >= {
        "portfolio-capstone",
        "portfolio-topic-psychology",
        "resume-summary-bootcamp",
        "resume-education-last",
        "search-startups-fit",
    }
    assert not ids & {"learn-course", "learn-certificate", "portfolio-ways", "resume-summary-developer", "resume-phd", "search-phd"}
