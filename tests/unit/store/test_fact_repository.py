"""The repository: facts by id and topic, in the order of the files, read anew when they were loaded anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.database import open_session
from coach.errors import CoachError
from coach.facts.files import load_knowledge
from coach.facts.repository import FactRepository
from coach.store import load_facts, migrate
from tests.unit.sample_article import ARTICLE, FACTS, fact, write_facts

ALL = sum(map(len, FACTS.values()))


def test_an_empty_store_says_what_to_run(database_url: str) -> None:
    migrate(database_url)
    with open_session(database_url) as session, pytest.raises(CoachError, match="coach facts load"):
        FactRepository(session)


def test_facts_come_in_the_order_asked_for_and_each_once(repository: FactRepository) -> None:
    wanted = ["water.why-hot", "leaves.green", "no.such", "water.heat", "leaves.green"]
    assert [fact.id for fact in repository.get(wanted)] == ["water.why-hot", "leaves.green", "water.heat"]


@pytest.mark.parametrize("ids", [[], ["no.such"], [""], ["'; DROP TABLE fact; --"], ["\x00"], ["🫖"]])
def test_what_the_store_does_not_know_is_left_out(repository: FactRepository, ids: list[str]) -> None:
    assert repository.get(ids) == []


@pytest.mark.parametrize("topic", FACTS)
def test_a_topic_has_its_facts_in_the_order_of_its_file(repository: FactRepository, topic: str) -> None:
    assert [fact.id for fact in repository.of_topic(topic)] == [values["id"] for values in FACTS[topic]]


@pytest.mark.parametrize("topic", ["", "tea", "water.heat", "WATER"])
def test_an_unknown_topic_has_no_facts(repository: FactRepository, topic: str) -> None:
    assert repository.of_topic(topic) == []


def test_the_article_has_its_sections_in_order(repository: FactRepository) -> None:
    article = repository.article()
    assert (article.title, article.publisher, article.year, article.url) == tuple(
        ARTICLE[key] for key in ("title", "publisher", "year", "url")
    )
    assert list(article.sections.items()) == [("water", "Heat the water"), ("leaves", "Choose the leaves")]


def test_a_fact_out_of_the_store_equals_the_one_of_the_files_but_for_its_questions(database_url: str, data: Path) -> None:
    load_facts(database_url, data)
    with open_session(database_url) as session:
        stored = FactRepository(session).all()
    for written, fact_ in zip(load_knowledge(data).facts, stored, strict=True):
        names = (
            "id",
            "kind",
            "title",
            "say",
            "section",
            "points",
            "as_of",
            "source_org",
            "mentions",
            "cases",
            "unless",
            "needs",
            "why",
            "see_also",
        )
        assert {name: getattr(fact_, name) for name in names} == {name: getattr(written, name) for name in names}


def test_a_reload_is_seen_by_the_next_unit_of_work(database_url: str, data: Path) -> None:
    load_facts(database_url, data)
    with open_session(database_url) as session:
        old = FactRepository(session)
    write_facts(data, "leaves", [fact("leaves.green", say="New leaves.")])
    write_facts(data, "water", [fact("water.heat")])
    load_facts(database_url, data)
    with open_session(database_url) as session:
        assert [fact.say for fact in FactRepository(session).get(["leaves.green"])] == ["New leaves."]
    assert [fact.say for fact in old.get(["leaves.green"])] == ["Mind the green of your leaves."]


class _Fleeting(dict):
    """A memory that another thread empties whenever somebody has looked into it or put something there."""

    def __contains__(self, key: object) -> bool:
        there = super().__contains__(key)
        self.clear()
        return there

    def __setitem__(self, key: object, value: object) -> None:
        self.clear()


def test_facts_that_another_thread_drops_from_memory_are_not_missed(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    load_facts(url, data)
    with open_session(url) as session:
        remembered = FactRepository(session)._snapshots
        for memory in (_Fleeting(), _Fleeting(remembered)):
            monkeypatch.setattr(FactRepository, "_snapshots", memory)
            assert len(FactRepository(session).all()) == ALL


def test_two_stores_do_not_mix(tmp_path: Path, data: Path) -> None:
    first, second = (f"sqlite:///{tmp_path / name}" for name in ("first.db", "second.db"))
    load_facts(first, data)
    write_facts(data, "leaves", [fact("leaves.green")])
    write_facts(data, "water", [fact("water.heat")])
    load_facts(second, data)
    for url, number in ((first, ALL), (second, 2), (first, ALL)):
        with open_session(url) as session:
            assert len(FactRepository(session).all()) == number
