"""`coach plan`: the plan of who speaks in a conversation, shown or written to a file."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Optional

import typer

from coach.database import open_session
from coach.errors import CoachError
from coach.facts.repository import FactRepository
from coach.person.repository import PersonRepository
from coach.plan.formats import FORMATS
from coach.plan.of_person import plan_of
from coach.plan.plan import Plan
from coach.settings import Settings
from coach.store import migrate

plan = typer.Typer(help="The plans of people; `coach people list` names their conversations.", no_args_is_help=True)


class Format(str, Enum):
    """What `--format` takes."""

    MD = "md"
    PDF = "pdf"
    ICS = "ics"
    JSON = "json"


_FORMAT = typer.Option(Format.MD, "--format", help="What to write.")
_OUTPUT = typer.Option(None, "-o", "--output", help="The file; without it, to where output goes.")


@plan.command()
def show(conversation: str) -> None:
    """Print the plan of who speaks in a CONVERSATION."""
    typer.echo(FORMATS["md"](_plan(conversation)), nl=False)


@plan.command()
def export(
    conversation: str,
    format: Format = _FORMAT,
    output: Optional[Path] = _OUTPUT,  # noqa: UP045  (typer reads it)
) -> None:
    """Write the plan of who speaks in a CONVERSATION: to read, to print, for a calendar, or for a program."""
    if output is None and format is Format.PDF and is_terminal():
        raise CoachError("A PDF cannot be shown here. Name a file with -o.")
    content = FORMATS[format.value](_plan(conversation))
    if output is None:
        typer.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CoachError(f"{output} cannot be written: {error.strerror}.") from error
    typer.echo(f"Written: {output}")


def is_terminal() -> bool:
    """Whether output goes to somebody's screen."""
    return sys.stdout.isatty()


def _plan(conversation: str) -> Plan:
    url = Settings.from_environment().database_url
    migrate(url)
    with open_session(url) as session:
        person = PersonRepository(session).of_conversation(conversation)
        if person.id is None:
            raise CoachError(
                f"Nothing is known of who speaks in a conversation {conversation!r}. `coach people list` names those there are."
            )
        return plan_of(person, FactRepository(session))
