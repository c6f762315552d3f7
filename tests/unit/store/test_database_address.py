"""The database: what cannot be used is one clear line without a password; what can is set up safely."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from coach.database import engine_for, open_session
from coach.errors import CoachError
from coach.facts.models import DetailRow
from coach.store import load_facts, migrate
from launch.trial import free_port


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "foo://here",
        "postgres//coach:hunter2@here/coach",
        "postgresql://coach:hunter2@here:port/coach",
        "postgresql+nothing://coach:hunter2@here/coach",
        "mssql://coach:hunter2@here/coach",
    ],
)
def test_an_address_that_cannot_be_meant_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(CoachError, match="COACH_DATABASE_URL") as caught:
        migrate(url)
    assert len(str(caught.value).splitlines()) == 1
    assert "hunter2" not in str(caught.value)


def test_a_server_nobody_runs_is_one_line_without_the_password(data: Path) -> None:
    with pytest.raises(CoachError, match="COACH_DATABASE_URL") as caught:
        load_facts(f"postgresql://coach:hunter2@127.0.0.1:{free_port()}/coach", data)
    assert len(str(caught.value).splitlines()) == 1
    assert re.search("refused", str(caught.value))
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("these are my notes, and they shall stay as they are. " * 40)
    with pytest.raises(CoachError, match="not a database") as caught:
        migrate(f"sqlite:///{tmp_path / 'notes.txt'}")
    assert len(str(caught.value).splitlines()) == 1
    assert (tmp_path / "notes.txt").read_text().startswith("these are my notes")


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CoachError, match=r"folder .*file.* cannot be made"):
        migrate(f"sqlite:///{tmp_path / 'file' / 'coach.db'}")


def test_a_folder_in_place_of_the_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="COACH_DATABASE_URL"):
        migrate(f"sqlite:///{tmp_path}")


def test_the_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'deep' / 'er' / 'coach.db'}")
    assert (tmp_path / "deep" / "er" / "coach.db").is_file()


@pytest.mark.parametrize(("pragma", "value"), [("foreign_keys", 1), ("journal_mode", "wal")])
def test_sqlite_checks_references_and_lets_readers_beside_a_writer(tmp_path: Path, pragma: str, value: object) -> None:
    with open_session(f"sqlite:///{tmp_path / 'coach.db'}") as session:
        assert session.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_reference_to_nothing_is_refused(database_url: str) -> None:
    migrate(database_url)
    with open_session(database_url) as session:
        session.add(DetailRow(fact_id="no.such", role="points", position=0, value="a"))
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            session.commit()


def test_one_engine_serves_an_address_and_connects_only_when_used(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'lazy.db'}"
    assert engine_for(url) is engine_for(url)
    assert not (tmp_path / "lazy.db").exists()


def test_a_database_file_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    url, other = (f"sqlite:///{tmp_path / name}" for name in ("coach.db", "backup.db"))
    for address, name in ((url, "old"), (other, "restored")):
        migrate(address)
        with open_session(address) as session, session.begin():
            session.execute(text("INSERT INTO conversation (id, state, updated) VALUES (:id, '{}', 1)"), {"id": name})
    engine_for(other).dispose()
    for path in tmp_path.glob("coach.db*"):
        path.unlink()
    (tmp_path / "backup.db").rename(tmp_path / "coach.db")
    with open_session(url) as session:
        assert session.scalar(text("SELECT id FROM conversation")) == "restored"


def test_a_reader_sees_the_old_state_while_a_writer_is_at_work(database_url: str) -> None:
    migrate(database_url)
    with open_session(database_url) as writer:
        writer.execute(text("INSERT INTO conversation (id, state, updated) VALUES ('a', '{}', 1)"))
        with open_session(database_url) as reader:
            assert reader.scalar(text("SELECT count(*) FROM conversation")) == 0
        writer.commit()
    with open_session(database_url) as reader:
        assert reader.scalar(text("SELECT count(*) FROM conversation")) == 1


def test_threads_write_side_by_side(database_url: str) -> None:
    migrate(database_url)
    errors: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for number in range(5):
                with open_session(database_url) as session, session.begin():
                    session.execute(text("INSERT INTO conversation (id, state, updated) VALUES (:id, '{}', 1)"), {"id": f"{name}-{number}"})
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(f"t{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with open_session(database_url) as session:
        assert session.scalar(text("SELECT count(*) FROM conversation")) == 40
