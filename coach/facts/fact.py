"""A fact: one thing the article says, in our own words, with what is needed to find and tailor it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("advice", "figure", "checklist", "resource", "example", "requirement", "background")
ANY = "any"
"""Stands in a condition for every value, if only one is known."""

Conditions = Mapping[str, tuple[str, ...]]
"""Profile field to the values it may have; all fields together make the condition."""


@dataclass(frozen=True)
class Case:
    """A kind of person for whom a fact is the advice to give, and why it is."""

    when: Conditions = field(hash=False)
    because: str = ""

    @property
    def broad(self) -> bool:
        """Whether it asks only that something is known, not what."""
        return all(values == (ANY,) for values in self.when.values())


@dataclass(frozen=True)
class Fact:
    """One fact, as written in `data/facts/<topic>.yml`."""

    id: str
    kind: str
    title: str
    """What a button that offers the fact says; at most 40 characters."""
    say: str
    section: str
    points: tuple[str, ...] = ()
    """Short bullets after `say`; at most four."""
    as_of: int | None = None
    source_org: str | None = None
    mentions: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    """The people for whom this is the advice to give; none if it is for everybody."""
    unless: tuple[Conditions, ...] = field(default=(), hash=False)
    """The people for whom it is wrong advice, whatever the cases say."""
    needs: tuple[str, ...] = ()
    """Profile fields that would sharpen this advice, if they were known."""
    why: str | None = None
    """Id of the fact that is the reason for this one."""
    see_also: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """The file the fact stands in, and the intent (`ask_<topic>`) it answers."""
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Article:
    """The article all facts come from."""

    title: str
    publisher: str
    year: int
    url: str
    sections: Mapping[str, str]
    """Section id to its title, in the article's order."""
