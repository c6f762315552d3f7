"""Loading facts: all or nothing, once, and never touching what people said."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import coach.store
from coach.database import engine_for, open_session
from coach.errors import CoachError
from coach.facts.fact import Case, Fact
from coach.facts.files import Knowledge, load_knowledge, read_knowledge
from coach.facts.load import digest_of, store_knowledge
from coach.facts.repository import FactRepository
from coach.lexicon import Lexicon
from coach.store import load_facts, migrate
from tests.unit.sample_article import FACTS, fact, write_facts

SAMPLE_IDS = [values["id"] for topic in sorted(FACTS) for values in FACTS[topic]]


def _ids(url: str) -> list[str]:
    with open_session(url) as session:
        return [fact.id for fact in FactRepository(session).all()]


def _rows(url: str, table: str) -> list[tuple]:
    with engine_for(url).connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}")))


def test_a_first_load_stores_every_fact(database_url: str, data: Path) -> None:
    assert load_facts(database_url, data) == (len(SAMPLE_IDS), True)
    assert _ids(database_url) == SAMPLE_IDS


def test_a_second_load_of_the_same_files_changes_nothing(database_url: str, data: Path) -> None:
    load_facts(database_url, data)
    assert load_facts(database_url, data) == (len(SAMPLE_IDS), False)


@pytest.mark.parametrize("name", ["facts/water.yml", "facts/article.yml", "lexicon/resource.yml"])
def test_any_changed_file_is_loaded_anew(database_url: str, data: Path, name: str) -> None:
    load_facts(database_url, data)
    (data / name).write_text((data / name).read_text() + "\n# checked\n")
    assert load_facts(database_url, data)[1] is True
    assert _ids(database_url) == SAMPLE_IDS


def test_a_changed_fact_replaces_the_old_one(database_url: str, data: Path) -> None:
    load_facts(database_url, data)
    write_facts(data, "leaves", [fact("leaves.green", say="Green leaves want cool water.")])
    write_facts(data, "water", [fact("water.heat")])
    load_facts(database_url, data)
    with open_session(database_url) as session:
        assert {fact.id: fact.say for fact in FactRepository(session).all()} == {
            "leaves.green": "Green leaves want cool water.",
            "water.heat": "Mind the heat of your water.",
        }


@pytest.mark.parametrize(
    "wrong",
    [
        "- id: water.heat",
        "- just text",
        "- {id: water.heat, kind: [",
        "",
        "- {id: water.heat, kind: figure, title: A, say: B, section: water, questions: [c]}",
    ],
)
def test_a_wrong_fact_file_never_reaches_the_store(database_url: str, data: Path, wrong: str) -> None:
    load_facts(database_url, data)
    before = {table: _rows(database_url, table) for table in ("article", "fact", "fact_detail", "fact_case", "fact_condition")}
    (data / "facts" / "water.yml").write_text(wrong)
    with pytest.raises(CoachError, match=r"\.yml:\d+: "):
        load_facts(database_url, data)
    assert {table: _rows(database_url, table) for table in before} == before


def test_wrong_files_make_no_database(tmp_path: Path, data: Path) -> None:
    (data / "facts" / "water.yml").write_text("- id: water.heat")
    with pytest.raises(CoachError):
        load_facts(f"sqlite:///{tmp_path / 'never' / 'coach.db'}", data)
    assert not (tmp_path / "never").exists()


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda facts: (*facts, facts[0]), id="an id twice"),
        pytest.param(lambda facts: (*facts[:-1], replace(facts[-1], section="kitchen")), id="a section that is not there"),
        pytest.param(lambda facts: (*facts[:-1], replace(facts[-1], say=None)), id="a fact that says nothing"),
    ],
)
def test_a_load_that_fails_midway_leaves_the_store_as_it_was(
    database_url: str, data: Path, monkeypatch: pytest.MonkeyPatch, broken: Any
) -> None:
    load_facts(database_url, data)
    knowledge = load_knowledge(data)
    (data / "facts" / "water.yml").write_text((data / "facts" / "water.yml").read_text() + "\n# changed\n")
    monkeypatch.setattr(coach.store, "load_knowledge", lambda _: replace(knowledge, facts=broken(knowledge.facts)))
    with pytest.raises(CoachError):
        load_facts(database_url, data)
    assert _ids(database_url) == SAMPLE_IDS


def test_what_people_said_survives_a_reload(database_url: str, data: Path) -> None:
    load_facts(database_url, data)
    with engine_for(database_url).begin() as connection:
        connection.execute(text("INSERT INTO conversation (id, state, updated) VALUES ('someone', '{\"a\": 1}', 5)"))
        connection.execute(
            text("INSERT INTO conversation_event (conversation_id, kind, timestamp, data) VALUES ('someone', 'user', 5, '{}')")
        )
    before = [_rows(database_url, table) for table in ("conversation", "conversation_event")]
    write_facts(data, "leaves", [fact("leaves.green")])
    write_facts(data, "water", [fact("water.heat")])
    assert load_facts(database_url, data) == (2, True)
    assert [_rows(database_url, table) for table in ("conversation", "conversation_event")] == before


def test_the_digest_knows_a_file_by_its_name_and_content(data: Path) -> None:
    seen = {digest_of(data)}
    (data / "facts" / "water.yml").rename(data / "facts" / "steam.yml")
    seen.add(digest_of(data))
    (data / "facts" / "steam.yml").write_text("")
    seen.add(digest_of(data))
    (data / "lexicon" / "resource.yml").write_text("")
    seen.add(digest_of(data))
    assert len(seen) == 4
    assert digest_of(data) in seen


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
CONDITIONS = st.dictionaries(
    st.sampled_from(["route", "target"]), st.lists(TEXTS, min_size=1, max_size=3, unique=True).map(tuple), min_size=1
)
STORED = st.builds(
    Fact,
    id=st.from_regex(r"steam\.[a-z]{1,8}", fullmatch=True),
    kind=st.just("advice"),
    title=TEXTS,
    say=TEXTS,
    section=st.sampled_from(["water", "leaves"]),
    points=st.lists(TEXTS, max_size=4).map(tuple),
    as_of=st.none() | st.integers(1991, 2099),
    source_org=st.none() | TEXTS,
    mentions=st.lists(TEXTS, max_size=2).map(tuple),
    cases=st.lists(st.builds(Case, CONDITIONS, TEXTS), max_size=3).map(tuple),
    unless=st.lists(CONDITIONS, max_size=2).map(tuple),
    needs=st.lists(st.sampled_from(["route", "target"]), max_size=2).map(tuple),
    why=st.none() | TEXTS,
    see_also=st.lists(TEXTS, max_size=3).map(tuple),
)


@given(facts=st.lists(STORED, min_size=1, max_size=5, unique_by=lambda fact: fact.id))
@settings(max_examples=20)
def test_the_store_gives_back_what_it_was_given(database_url: str, repository: FactRepository, facts: list[Fact]) -> None:
    migrate(database_url)
    article = repository.article()
    with open_session(database_url) as session, session.begin():
        store_knowledge(session, Knowledge(article, tuple(facts), Lexicon({})), uuid.uuid4().hex)
    with open_session(database_url) as session:
        stored = FactRepository(session)
        assert stored.article() == article
        assert stored.all() == facts


def test_a_condition_value_that_stands_twice_is_stored_once_or_reported_in_its_file(database_url: str, data: Path) -> None:
    repeated = fact("steam.twice", section="water", when={"route": ["bootcamp", "bootcamp"]}, because="you go through a bootcamp")
    write_facts(data, "steam", [repeated])
    if not read_knowledge(data)[1]:
        load_facts(database_url, data)
        assert "steam.twice" in _ids(database_url)
