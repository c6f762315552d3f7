"""How much of what people say of themselves is heard, and how much of what is heard they said: on `tests/nlu/profile.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.parsing import parse_all
from bench.shares import print_shares, share
from coach.profile.fields import portfolio_of

WORST = 20
Changes = frozenset[tuple[str, str]]
"""Fields and values of a profile."""


@dataclass(frozen=True)
class Said:
    """A message, and what may be noted of it."""

    text: str
    style: str
    expected: Changes
    fair: Changes
    """Values of fair readings, neither for nor against."""
    heard: Changes

    @property
    def judged(self) -> Changes:
        """What was heard, but for the fair readings; right if it is expected."""
        return self.heard - (self.fair - self.expected)


def judge(path: Path) -> list[Said]:
    """Every message of a file, as an action gets it, its typos corrected; fields of which the file says nothing are left out."""
    messages = yaml.safe_load(path.read_text(encoding="utf-8"))
    fields = {field for message in messages for key in ("expect", "may") for field in message.get(key, ())} | {"portfolio"}
    said = []
    for message, parsed in zip(messages, parse_all(message["text"] for message in messages), strict=True):
        heard = ((entity["entity"], entity["value"]) for entity in parsed["entities"] if entity["entity"] in fields)
        changes = frozenset((field, _value(field, value)) for field, value in heard)
        said.append(Said(message["text"], message["style"], changes_of(message["expect"]), changes_of(message.get("may", {})), changes))
    return said


def changes_of(values: Mapping[str, Any]) -> Changes:
    """What a mapping of fields to one or several values means; how full a portfolio is follows from the number of projects."""
    pairs = {(field, _value(field, each)) for field, value in values.items() for each in (value if isinstance(value, list) else [value])}
    if not any(field == "portfolio" for field, _ in pairs):
        pairs |= {("portfolio", portfolio_of(int(value))) for field, value in pairs if field == "projects"}
    return frozenset(pairs)


def _value(field: str, value: Any) -> str:
    return "said" if field == "deadline" else str(value).lower()


def report(said: list[Said]) -> None:
    """Print precision and recall over all changes of fields, by field and by style, and where it went wrong."""
    right = [(item, change, change in item.expected) for item in said for change in item.judged]
    found = [(item, change, change in item.heard) for item in said for change in item.expected]
    print(f"\nof what is heard of a person, right      {share(counts for _, _, counts in right)}")
    print(f"of what a person says of themselves, heard  {share(counts for _, _, counts in found)}")
    print_shares("right, by field", ((change[0], counts) for _, change, counts in right))
    print_shares("heard, by field", ((change[0], counts) for _, change, counts in found))
    print_shares("right, by style", ((item.style, counts) for item, _, counts in right))
    print_shares("heard, by style", ((item.style, counts) for item, _, counts in found))
    wrong = [item for item in said if item.judged != item.expected]
    print(f"\nheard otherwise ({min(WORST, len(wrong))} of {len(wrong)}):")
    for item in wrong[:: max(1, len(wrong) // WORST)][:WORST]:
        print(f"- [{item.style}] {item.text}\n    wrong {sorted(item.judged - item.expected)}, missed {sorted(item.expected - item.heard)}")
