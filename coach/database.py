"""The database: one engine for each address, one session for each unit of work."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.pool import QueuePool

from coach.errors import CoachError

BUSY_SECONDS = 3
"""How long to wait for another writer or for a connection; well below the ten seconds a person waits."""

Base: Any = declarative_base()


@functools.lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine for a database address, built at first use; it connects to nothing yet.

    Raises:
        CoachError: the address is not one SQLAlchemy understands, or its folder cannot be made.

    """
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError) as error:
        # neither the address nor the error is shown: both may hold a password
        raise CoachError("COACH_DATABASE_URL cannot be understood; it looks like postgresql://user@host:5432/coach.") from error
    try:
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(url, parsed.database)
        return create_engine(url, future=True, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise CoachError(f"COACH_DATABASE_URL cannot be used: {error}") from error


def _sqlite(url: str, file: str | None) -> Engine:
    if file:
        try:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CoachError(f"The folder of the database {file} cannot be made: {error.strerror}.") from error
    # SQLAlchemy 1.4 opens a file anew for every session unless it is told to pool; that costs milliseconds each time
    pooled = {"poolclass": QueuePool} if file else {}
    engine = create_engine(url, future=True, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, **pooled)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    if file and file != ":memory:":

        @event.listens_for(engine, "connect")
        def _note_file(_: Any, record: Any) -> None:
            record.info["file"] = _identity(file)

        @event.listens_for(engine, "checkout")
        def _same_file(_: Any, record: Any, __: Any) -> None:
            if record.info.get("file") != _identity(file):
                raise DisconnectionError("the database file was replaced")

    return engine


def _identity(file: str) -> tuple[int, int] | None:
    try:
        stat = Path(file).stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def open_session(url: str) -> Session:
    """A session for one unit of work; use it as a context manager."""
    return Session(engine_for(url), future=True)


def scrub(url: str) -> bool:
    """Take what was deleted out of the very bytes of an SQLite file; to be called after the commit. Elsewhere nothing is to be done.

    `secure_delete` blanks rows, but copies stay where pages were split and in the write-ahead log; a VACUUM writes the
    file anew without them.

    Returns:
        Whether it worked. It does not while somebody else is in a transaction for longer than `BUSY_SECONDS`, or if the disk is full.

    """
    if make_url(url).get_backend_name() != "sqlite":
        return True
    with engine_for(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.exec_driver_sql("VACUUM")
            busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        except DBAPIError:
            return False
    return not busy


def explain(error: DBAPIError, url: str) -> CoachError:
    """The error of a database that cannot be used, in words that name the remedy. Passwords are hidden."""
    reason = str(error.orig).strip().splitlines()[0]
    return CoachError(f"The database {make_url(url)!r} cannot be used: {reason}. Set COACH_DATABASE_URL, or mend its permissions.")


def explained(error: Exception, url: str) -> Exception:
    """The error itself, or if it is the database's, the one that names the remedy."""
    return explain(error, url) if isinstance(error, DBAPIError) else error
