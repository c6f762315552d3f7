"""What is kept of a person, as Slack shows it and hands it out. Reads the store; to be called in a thread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from coach.database import open_session
from coach.errors import CoachError
from coach.facts.repository import FactRepository
from coach.feedback.feedback import record
from coach.person.data_reply import DATA_PATH, show_profile
from coach.person.privacy import export_person
from coach.person.repository import PersonRepository
from coach.plan.formats import FORMATS
from coach.plan.of_person import plan_of
from coach.plan.plan import Plan
from coach.settings import Settings

_PLAN = "export/plan."
"""How the paths of a plan's files begin; what follows is the format."""


@dataclass(frozen=True)
class Known:
    """What there is to show of a person."""

    profile: str
    plan: Plan | None
    """None if nothing is known of the person yet."""


def known(conversation: str) -> Known:
    """What is known of who speaks in a conversation."""
    settings = Settings.from_environment()
    with open_session(settings.database_url) as session:
        person = PersonRepository(session).of_conversation(conversation)
        return Known(show_profile(person, settings.retention_days).text, plan_of(person, FactRepository(session)) if person.id else None)


def file(conversation: str, path: str) -> tuple[str, bytes] | None:
    """Name and content of a file that a reply offered; None if there is no such file."""
    write = FORMATS.get(path.removeprefix(_PLAN)) if path.startswith(_PLAN) else None
    with open_session(Settings.from_environment().database_url) as session:
        if path == DATA_PATH:
            content = json.dumps(export_person(session, conversation), ensure_ascii=False, indent=2).encode()
        elif write:
            content = write(plan_of(PersonRepository(session).of_conversation(conversation), FactRepository(session)))
        else:
            return None
    return path.rpartition("/")[2], content


def judge(conversation: str, message: str, facts: Sequence[str], verdict: str) -> bool:
    """Keep what somebody thought of an answer; whether that made sense."""
    try:
        with open_session(Settings.from_environment().database_url) as session, session.begin():
            record(session, conversation, message, facts, verdict)
    except CoachError:
        return False
    return True
