"""Finds facts in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.errors import CoachError
from coach.facts.fact import Article, Fact
from coach.facts.load import LISTS
from coach.facts.models import ArticleRow, FactRow, SectionRow


class FactRepository:
    """The facts of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def article(self) -> Article:
        """The article all facts come from.

        Raises:
            CoachError: the store is empty.

        """
        row = self._session.scalars(select(ArticleRow)).first()
        if row is None:
            raise CoachError("The fact store is empty. Run `coach facts load`.")
        sections = self._session.scalars(select(SectionRow).order_by(SectionRow.position))
        return Article(row.title, row.publisher, row.year, row.url, {section.id: section.title for section in sections})

    def get(self, ids: Iterable[str]) -> list[Fact]:
        """The facts of these ids, in their order; ids the store does not know are left out."""
        wanted = list(dict.fromkeys(ids))
        rows = self._session.scalars(select(FactRow).where(FactRow.id.in_(wanted)))
        found = {row.id: _fact(row) for row in rows}
        return [found[id_] for id_ in wanted if id_ in found]

    def of_topic(self, topic: str) -> list[Fact]:
        """The facts of a topic, in the order of its file."""
        rows = self._session.scalars(select(FactRow).where(FactRow.topic == topic).order_by(FactRow.position))
        return [_fact(row) for row in rows]

    def all(self) -> list[Fact]:
        """Every fact."""
        return [_fact(row) for row in self._session.scalars(select(FactRow).order_by(FactRow.position))]


def _fact(row: FactRow) -> Fact:
    lists: dict[str, list[str]] = {role: [] for role in LISTS}
    for detail in row.details:
        lists[detail.role].append(detail.value)
    when: dict[str, list[str]] = defaultdict(list)
    for condition in row.conditions:
        when[condition.field].append(condition.value)
    return Fact(
        id=row.id,
        kind=row.kind,
        title=row.title,
        say=row.say,
        section=row.section_id,
        as_of=row.as_of,
        source_org=row.source_org,
        because=row.because,
        why=row.why,
        when={name: tuple(values) for name, values in when.items()},
        points=tuple(lists["points"]),
        mentions=tuple(lists["mentions"]),
        needs=tuple(lists["needs"]),
        see_also=tuple(lists["see_also"]),
    )
