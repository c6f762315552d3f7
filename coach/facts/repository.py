"""Finds facts in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.errors import CoachError
from coach.facts.fact import Article, Case, Conditions, Fact
from coach.facts.load import LISTS
from coach.facts.models import ArticleRow, CaseRow, FactRow, SectionRow


@dataclass(frozen=True)
class _Snapshot:
    """All facts of one loading of the store."""

    article: Article
    facts: dict[str, Fact]


class FactRepository:
    """The facts of the store. They are read when they were loaded anew, and kept in memory until then."""

    _snapshots: ClassVar[dict[tuple[str, str], _Snapshot]] = {}

    def __init__(self, session: Session) -> None:
        """Open the store of a session; what is there is known by its digest.

        Raises:
            CoachError: the store is empty.

        """
        row = session.scalars(select(ArticleRow)).first()
        if row is None:
            raise CoachError("The fact store is empty. Run `coach facts load`.")
        key = (str(session.get_bind().engine.url), str(row.digest))
        snapshot = self._snapshots.get(key) or _read(session, row)
        FactRepository._snapshots = {key: snapshot}  # replaced whole, since other threads read it
        self._snapshot = snapshot

    def article(self) -> Article:
        """The article all facts come from."""
        return self._snapshot.article

    def get(self, ids: Iterable[str]) -> list[Fact]:
        """The facts of these ids, in their order; ids the store does not know are left out."""
        return [self._snapshot.facts[id_] for id_ in dict.fromkeys(ids) if id_ in self._snapshot.facts]

    def of_topic(self, topic: str) -> list[Fact]:
        """The facts of a topic, in the order of its file."""
        return [fact for fact in self.all() if fact.topic == topic]

    def all(self) -> list[Fact]:
        """Every fact."""
        return list(self._snapshot.facts.values())


def _read(session: Session, article: ArticleRow) -> _Snapshot:
    sections = session.scalars(select(SectionRow).order_by(SectionRow.position))
    facts = (_fact(row) for row in session.scalars(select(FactRow).order_by(FactRow.position)))
    return _Snapshot(
        Article(article.title, article.publisher, article.year, article.url, {section.id: section.title for section in sections}),
        {fact.id: fact for fact in facts},
    )


def _fact(row: FactRow) -> Fact:
    lists: dict[str, list[str]] = {role: [] for role in LISTS}
    for detail in row.details:
        lists[detail.role].append(detail.value)
    return Fact(
        id=row.id,
        kind=row.kind,
        title=row.title,
        say=row.say,
        section=row.section_id,
        as_of=row.as_of,
        source_org=row.source_org,
        why=row.why,
        cases=tuple(Case(_conditions(case), case.because) for case in row.cases if case.role == "case"),
        unless=tuple(_conditions(case) for case in row.cases if case.role == "unless"),
        points=tuple(lists["points"]),
        mentions=tuple(lists["mentions"]),
        needs=tuple(lists["needs"]),
        see_also=tuple(lists["see_also"]),
    )


def _conditions(row: CaseRow) -> Conditions:
    conditions: dict[str, list[str]] = defaultdict(list)
    for condition in row.conditions:
        conditions[condition.field].append(condition.value)
    return {name: tuple(values) for name, values in conditions.items()}
