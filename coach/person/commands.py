"""`coach people`: what an owner does for a person who asks, and for those who do not come back."""

from __future__ import annotations

import json
from typing import Any, Optional

import typer

from coach.database import open_session, scrub
from coach.errors import CoachError
from coach.person.privacy import export_person, forget_person, moment, purge_store
from coach.person.seen import everyone_seen
from coach.settings import MOST_DAYS, Settings
from coach.store import migrate

people = typer.Typer(help="The people the coach remembers.", no_args_is_help=True)


@people.command()
def purge(
    days: Optional[int] = typer.Option(None, min=1, max=MOST_DAYS, help="Instead of COACH_RETENTION_DAYS."),  # noqa: UP045  (typer reads it)
) -> None:
    """Remove people and conversations not seen for so many days."""
    settings = Settings.from_environment()
    migrate(settings.database_url)
    removed = purge_store(settings.database_url, days or settings.retention_days)
    typer.echo(f"Removed: {', '.join(f'{number} {what}' for what, number in removed.items())}.")


@people.command("list")
def list_all() -> None:
    """Print each conversation: when who speaks in it was first and last seen, and how many values are known of them."""
    url = Settings.from_environment().database_url
    migrate(url)
    with open_session(url) as session:
        for seen in everyone_seen(session):
            typer.echo(f"{seen.conversation}  {moment(seen.first)}  {moment(seen.last)}  {seen.values}")


@people.command()
def export(conversation: str) -> None:
    """Print everything kept of who speaks in a CONVERSATION, as JSON."""
    url = Settings.from_environment().database_url
    migrate(url)
    with open_session(url) as session:
        found = export_person(session, conversation)
    _known(conversation, found)
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))


@people.command()
def forget(conversation: str) -> None:
    """Remove everything kept of who speaks in a CONVERSATION, the conversation too."""
    url = Settings.from_environment().database_url
    migrate(url)
    with open_session(url) as session, session.begin():
        _known(conversation, export_person(session, conversation))
        forget_person(session, conversation)
    if not scrub(url):
        raise CoachError("Forgotten, but the file still holds traces: the database is busy or the disk full. Run `coach people purge`.")
    typer.echo("Forgotten.")


def _known(conversation: str, found: dict[str, Any]) -> None:
    kept = (*found["feedback"], *found["unanswered"], *(each["last_message"] for each in found["conversations"]))
    if not found["known_since"] and not any(kept):
        raise CoachError(f"Nothing is kept of a conversation {conversation!r}.")
