"""`coach report`: what people could not be told, and what they thought of what they were."""

from __future__ import annotations

import time

import typer

from coach.database import open_session
from coach.feedback.feedback import NO_FACT, opinions
from coach.person.privacy import DAY_SECONDS
from coach.settings import Settings
from coach.store import migrate

MOST_OTHERS = 3
MOST_REASONS = 5

report = typer.Typer(help="What people asked in vain, and what they thought of answers.", no_args_is_help=True)
_DAYS = typer.Option(365, min=1, help="Look back so many days.")


@report.command()
def unanswered(days: int = _DAYS, limit: int = typer.Option(20, min=1, help="How many groups to show.")) -> None:
    """Show questions that had no answer, similar ones together, the most frequent first."""
    from coach.feedback.unanswered import group
    from coach.feedback.unanswered import unanswered as questions
    from coach.language.encoder import shared_encoder

    settings = Settings.from_environment()
    migrate(settings.database_url)
    with open_session(settings.database_url) as session:
        texts = questions(session, time.time() - days * DAY_SECONDS)
    groups = group(texts, shared_encoder(settings.encoder_dir).encode(texts)) if texts else []
    typer.echo(f"{len(texts)} questions without an answer in {days} days, {len(groups)} different ones.")
    for each in groups[:limit]:
        typer.echo(f"{each.count:4}  {each.texts[0]}")
        for text in each.texts[1 : 1 + MOST_OTHERS]:
            typer.echo(f"        {text}")


@report.command()
def feedback(days: int = _DAYS, limit: int = typer.Option(20, min=1, help="How many facts to show.")) -> None:
    """Show thumbs up and down by fact, with reasons; the fact with most thumbs down first."""
    settings = Settings.from_environment()
    migrate(settings.database_url)
    with open_session(settings.database_url) as session:
        found = opinions(session, time.time() - days * DAY_SECONDS)
    typer.echo(f"{sum(each.ups for each in found)} up, {sum(each.downs for each in found)} down in {days} days.")
    for each in found[:limit]:
        typer.echo(f"{each.downs:4} down {each.ups:4} up  {'(no fact)' if each.fact == NO_FACT else each.fact}")
        for reason in each.reasons[:MOST_REASONS]:
            typer.echo(f"        {reason}")
