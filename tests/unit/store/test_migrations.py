"""Migrations: from nothing to the newest form and back, the same on every database, with what people said kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import coach.conversation.models
import coach.facts.models
import coach.store
from coach.database import Base, engine_for
from coach.errors import CoachError
from coach.facts.load import digest_of
from coach.store import load_facts, migrate

FACT_TABLES = {"article", "section", "fact", "fact_detail", "fact_case", "fact_condition"}


def _tables(url: str) -> set[str]:
    return set(inspect(engine_for(url)).get_table_names()) - {"alembic_version"}


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(coach.store.__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config


def test_an_empty_database_gets_exactly_the_tables_the_code_uses(database_url: str) -> None:
    migrate(database_url)
    assert _tables(database_url) == set(Base.metadata.tables)
    assert set(Base.metadata.tables) >= FACT_TABLES
    with engine_for(database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    migrate(database_url)
    with engine_for(database_url).begin() as connection:
        connection.execute(text("INSERT INTO conversation (id, state, updated) VALUES ('a', '{}', 1)"))
    migrate(database_url)
    with engine_for(database_url).connect() as connection:
        assert connection.execute(text("SELECT id, state FROM conversation")).all() == [("a", "{}")]


def test_migrations_go_down_to_nothing_and_up_again(database_url: str) -> None:
    migrate(database_url)
    command.downgrade(_config(database_url), "base")
    assert _tables(database_url) == set()
    migrate(database_url)
    assert _tables(database_url) == set(Base.metadata.tables)


def test_each_migration_can_be_taken_back_alone(database_url: str) -> None:
    migrate(database_url)
    command.downgrade(_config(database_url), "-1")
    command.upgrade(_config(database_url), "+1")
    assert _tables(database_url) == set(Base.metadata.tables)


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_facts_of_an_older_coach_are_loaded_anew_and_what_people_said_is_kept(database_url: str, data: Path, revision: str) -> None:
    command.upgrade(_config(database_url), revision)
    with engine_for(database_url).begin() as connection:
        connection.execute(text("INSERT INTO conversation (id, state, updated) VALUES ('a', '{}', 1)"))
        connection.execute(
            text("INSERT INTO article VALUES (1, 'Tea', 'Leafhouse', 2020, 'https://tea.example', :digest)"), {"digest": digest_of(data)}
        )
        connection.execute(text("INSERT INTO section VALUES ('water', 'Heat the water', 0)"))
        connection.execute(
            text(
                "INSERT INTO fact (id, topic, position, kind, title, say, section_id, because)"
                " VALUES ('water.old', 'water', 0, 'advice', 'Old', 'Old.', 'water', 'so')"
            )
        )
        connection.execute(text("INSERT INTO fact_condition VALUES ('water.old', 'route', 'mooc')"))
    assert load_facts(database_url, data)[1] is True
    with engine_for(database_url).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM fact WHERE id = 'water.old'")).scalar() == 0
        assert connection.execute(text("SELECT id FROM conversation")).all() == [("a",)]
    assert load_facts(database_url, data)[1] is False


def test_a_database_of_a_newer_coach_is_refused_and_left_alone(database_url: str) -> None:
    migrate(database_url)
    with engine_for(database_url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CoachError, match="version of the coach"):
        migrate(database_url)
    assert _tables(database_url) == set(Base.metadata.tables)


def test_events_go_with_their_conversation(database_url: str) -> None:
    migrate(database_url)
    with engine_for(database_url).begin() as connection:
        connection.execute(text("INSERT INTO conversation (id, state, updated) VALUES ('a', '{}', 1)"))
        connection.execute(text("INSERT INTO conversation_event (conversation_id, kind, timestamp, data) VALUES ('a', 'user', 1, '{}')"))
        connection.execute(text("DELETE FROM conversation"))
        assert connection.execute(text("SELECT count(*) FROM conversation_event")).scalar() == 0
