"""Puts the facts of the files into the store, all or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coach.facts.fact import Conditions, Fact
from coach.facts.files import DATA, Knowledge
from coach.facts.models import ArticleRow, CaseRow, ConditionRow, DetailRow, FactRow, SectionRow

LISTS = ("points", "mentions", "needs", "see_also")
"""The lists of a fact that an answer needs. Its questions train the ranking and stay in the files."""


def digest_of(data: Path = DATA) -> str:
    """A digest of the fact and lexicon files; equal if and only if nothing changed."""
    digest = hashlib.sha256()
    for path in sorted([*(data / "facts").glob("*.yml"), *(data / "lexicon").glob("*.yml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def store_knowledge(session: Session, knowledge: Knowledge, digest: str) -> bool:
    """Replace what the store knows by `knowledge`, in the session's transaction; False if it is there already.

    The caller commits. Only tables of facts are touched.
    """
    if session.scalar(select(ArticleRow.digest)) == digest:
        return False
    for table in (ConditionRow, CaseRow, DetailRow, FactRow, SectionRow, ArticleRow):
        session.execute(delete(table))
    article = knowledge.article
    session.add(ArticleRow(id=1, title=article.title, publisher=article.publisher, year=article.year, url=article.url, digest=digest))
    session.add_all(SectionRow(id=id_, title=title, position=position) for position, (id_, title) in enumerate(article.sections.items()))
    session.flush()
    session.add_all(_rows(knowledge.facts))
    session.flush()
    return True


def _rows(facts: Iterable[Fact]) -> Iterable[FactRow]:
    for position, fact in enumerate(facts):
        yield FactRow(
            id=fact.id,
            topic=fact.topic,
            position=position,
            kind=fact.kind,
            title=fact.title,
            say=fact.say,
            section_id=fact.section,
            as_of=fact.as_of,
            source_org=fact.source_org,
            why=fact.why,
            details=[DetailRow(role=role, position=at, value=value) for role in LISTS for at, value in enumerate(getattr(fact, role))],
            cases=[
                *(_case("case", number, case.when, case.because) for number, case in enumerate(fact.cases)),
                *(_case("unless", number, conditions) for number, conditions in enumerate(fact.unless)),
            ],
        )


def _case(role: str, number: int, conditions: Conditions, because: str = "") -> CaseRow:
    pairs = [(name, value) for name, values in conditions.items() for value in values]
    rows = [ConditionRow(field=name, value=value, position=position) for position, (name, value) in enumerate(pairs)]
    return CaseRow(role=role, number=number, because=because, conditions=rows)
