"""A person as the coach knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.profile.fields import FIELDS, describe
from coach.profile.profile import Profile


@dataclass(frozen=True)
class Remembered:
    """One value of a profile, with where it came from."""

    field: str
    value: str
    said_at: float
    """Seconds since 1970."""
    source: str
    """`message` (said in passing), `question` (an answer to the coach) or `correction`."""

    @property
    def in_words(self) -> str:
        """What it says of the person, such as "your bootcamp"; for a number, after what it counts."""
        return describe(self.field, self.value) or f"{FIELDS[self.field].question}: {self.value}"


@dataclass(frozen=True)
class Person:
    """What is remembered of a person; one of whom nothing is has no id yet."""

    conversation: str
    """The conversation they speak in now."""
    id: str | None = None
    remembered: tuple[Remembered, ...] = ()
    steps: Mapping[str, str] = field(default_factory=dict)
    """Plan step to what became of it: `done` or `skipped`."""
    state: Mapping[str, Any] = field(default_factory=dict)
    """Where the interview stands, and what was asked about once."""

    @property
    def profile(self) -> Profile:
        """The profile, without where its values came from."""
        return Profile().told((item.field, item.value) for item in self.remembered)
