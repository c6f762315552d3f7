"""Brings a database up to date: its tables, and the facts in them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from coach.database import explain, open_session
from coach.errors import CoachError
from coach.facts.files import DATA, load_knowledge
from coach.facts.load import digest_of, store_knowledge


def migrate(url: str) -> None:
    """Bring the tables of the database at `url` to the newest form; what is in them is kept.

    Raises:
        CoachError: the database cannot be opened, or it is from a newer version of the coach.

    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    try:
        command.upgrade(config, "head")
    except DBAPIError as error:
        raise explain(error, url) from error
    except CommandError as error:
        raise CoachError(f"The database is not one this version of the coach can use: {error}") from error


def load_facts(url: str, data: Path = DATA) -> tuple[int, bool]:
    """Load the fact files into the database at `url`: the number of facts, and whether anything changed.

    Raises:
        CoachError: the files are wrong (then the store stays as it was), or the database cannot be used.

    """
    knowledge = load_knowledge(data)
    migrate(url)
    try:
        with open_session(url) as session, session.begin():
            changed = store_knowledge(session, knowledge, digest_of(data))
    except DBAPIError as error:
        raise explain(error, url) from error
    return len(knowledge.facts), changed
